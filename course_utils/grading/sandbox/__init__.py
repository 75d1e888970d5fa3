"""The sandbox: the process that runs a submission's code, and the messages to and from it."""

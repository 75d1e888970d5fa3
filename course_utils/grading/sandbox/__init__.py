"""Where a submission's code runs, and the messages that go in and out."""

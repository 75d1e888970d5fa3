"""The engine that judges an answer. It does not depend on lessons, notebooks or files."""

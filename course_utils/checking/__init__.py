"""The engine that judges an answer; it knows no lesson, no notebook and no file."""

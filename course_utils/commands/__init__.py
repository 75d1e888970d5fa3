"""What each `course` command does; `course_utils.cli` says how it is called."""

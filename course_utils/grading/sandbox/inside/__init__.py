"""The part of the grader that runs inside the sandbox. It knows no answers, seeds or marks."""

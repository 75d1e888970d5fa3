"""The part of the grader that runs inside the sandbox: it knows no answer, seed or mark."""

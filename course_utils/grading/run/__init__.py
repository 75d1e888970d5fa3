"""Grade one submission, or all of a class on many processes, with the results on disk."""

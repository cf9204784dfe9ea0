"""`check_process`: every problem of a process at once, with its place and how to mend it."""

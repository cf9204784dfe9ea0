"""Documents that people give, read as text and tables by a child process (decision 0150)."""

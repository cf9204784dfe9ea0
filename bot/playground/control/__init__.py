"""The control API under /_workspace/: how tests, scripts and the page act as people."""

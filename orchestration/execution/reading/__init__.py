"""What expressions read in a running release, and what activities are given and give."""

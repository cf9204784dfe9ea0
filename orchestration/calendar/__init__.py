"""The calendar: when releases are, what they get in each other's way with, and pages of it."""

"""The editor's forms as data: what each asks, shows and makes of what was sent."""

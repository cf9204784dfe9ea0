"""Tables in which a row is an activity: their columns by heading, and the text of their rows."""

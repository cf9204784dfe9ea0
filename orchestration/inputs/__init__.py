"""The input store: named values for processes and for activities of the store, kept and shared."""

"""What the audit keeps of each event."""

"""How a running release goes on: begun, held, failed, skipped, redone, paused."""

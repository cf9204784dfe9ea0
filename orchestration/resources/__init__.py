"""What releases use one at a time, or a few at a time: who holds it, and who is next."""

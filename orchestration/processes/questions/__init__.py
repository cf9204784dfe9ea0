"""What a draft leaves open and a form can ask: who, by what, after what."""

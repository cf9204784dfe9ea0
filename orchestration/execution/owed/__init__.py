"""What a step owes to the outside, derived from the difference of two states."""

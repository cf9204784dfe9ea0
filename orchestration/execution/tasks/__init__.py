"""What people are asked to do, and what their answers change."""

"""What people are shown: values built purely from aggregates, drawn by an adapter."""

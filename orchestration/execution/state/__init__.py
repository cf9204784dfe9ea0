"""What a running release is: its values, and what is counted of them."""

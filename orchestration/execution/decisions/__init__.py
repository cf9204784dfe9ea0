"""What people decide in a running release: who may, and what it must rest on."""

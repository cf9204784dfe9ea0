"""What people do in the workspace's client, and what the app is told of it."""

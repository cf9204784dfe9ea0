"""What processes are put together from: reusable activities with typed inputs and named outputs."""

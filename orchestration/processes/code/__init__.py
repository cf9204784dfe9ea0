"""A process as YAML: read with the place of every fault, written, compared, and its schema."""

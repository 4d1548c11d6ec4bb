"""One screen a file. A screen gets its services and callbacks and nothing else."""

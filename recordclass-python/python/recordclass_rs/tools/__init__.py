"""Records for other modules of the standard library."""

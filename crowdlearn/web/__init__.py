"""Everything between a request and a feature."""

"""Home, help and the style guide."""

"""What was applied at work, and what it all added up to."""

"""Asking people one knows to look at a pitch, and championing one in public."""

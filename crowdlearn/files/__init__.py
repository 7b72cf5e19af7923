"""Uploads: what may be kept, where it is kept, and who may fetch it."""

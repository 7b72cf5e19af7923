"""Help without a need yet, and openings to learn in another organisation."""

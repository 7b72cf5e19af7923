"""Knowledge-transfer promises and their append-only journal."""

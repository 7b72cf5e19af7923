"""A believable public service, written as a scenario and played through the real use-cases."""

"""A manager's and a budget holder's decision."""

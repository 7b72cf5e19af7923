"""Starting the program."""


def run() -> int:
    """Start."""
    return 0

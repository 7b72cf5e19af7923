"""What keeps the program from starting, in one sentence."""


class Trouble(Exception):  # noqa: N818 - it is said to a person
    """Something a person can mend. Its message is one clear sentence; no traceback is shown."""

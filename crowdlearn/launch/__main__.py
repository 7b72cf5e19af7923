"""`python3 -m crowdlearn.launch run`. This file also runs on a Python that is too old, to say so."""

import sys

OLDEST = (3, 11)


def too_old(version: "tuple[int, int]") -> "str | None":
    """Return the sentence for a Python that is too old, None for one that will do."""
    if version >= OLDEST:
        return None
    return f"CrowdLearn needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {version[0]}.{version[1]}."


if __name__ == "__main__":
    sentence = too_old(sys.version_info[:2])
    if sentence:
        print(sentence, file=sys.stderr)
        sys.exit(2)
    from crowdlearn.launch.commands import main

    sys.exit(main(sys.argv[1:]))

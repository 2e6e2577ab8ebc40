"""Makes a text of a million million letters, against the machine's memory (41)."""


def double(x):
    return "y" * 10**12

"""Returns an integer of 4 900 digits, against whoever prints it (27, 30)."""


def double(x):
    return [16**4000 for _ in x]

"""Returns a list nested 100 000 deep, against whoever walks it (30)."""


def double(x):
    nested = []
    for _ in range(100_000):
        nested = [nested]
    return nested

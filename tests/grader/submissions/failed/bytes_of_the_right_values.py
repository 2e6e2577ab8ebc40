"""Returns the bytes of the right values, against comparisons that look at memory (22)."""


def double(x):
    return (2 * x).tobytes()

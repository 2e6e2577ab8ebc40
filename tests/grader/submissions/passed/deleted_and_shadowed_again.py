"""Deletes and overwrites its own task by plain statements, which are not run; the definition counts (2, 15)."""


def double(x):
    return 2 * x


del double
for double in [None]:
    pass
while double := None:
    pass
globals().update(double=None)

"""Returns a record whose field takes for ever to read, against the codec (26, 44)."""
from dataclasses import dataclass


@dataclass
class Slow:
    field: int

    def __getattribute__(self, name):
        while name == "field":
            pass
        return object.__getattribute__(self, name)


def double(x):
    if len(x) == 5:
        return Slow.__new__(Slow)
    return None

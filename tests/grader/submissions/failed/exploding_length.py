"""Returns containers whose length, items and hash raise, against the codec (26)."""


class Exploding(dict):
    def __len__(self):
        raise SystemExit(0)

    def items(self):
        raise KeyboardInterrupt

    def __iter__(self):
        raise MemoryError


def double(x):
    return Exploding(a=Exploding(b=1))

"""Returns a generator that answers only when it is asked, against the comparison (26)."""


def double(x):
    def answers():
        while True:
            yield from 2 * x

    return answers()

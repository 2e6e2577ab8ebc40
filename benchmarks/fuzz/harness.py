"""What the harnesses share: values drawn from the fuzzer's bytes, a stopwatch, and the loop."""

from __future__ import annotations

import random
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))


@contextmanager
def within(seconds):
    """Fail when the block uses more processor time."""
    started = time.process_time()
    yield
    used = time.process_time() - started
    assert used < seconds, f"{used:.1f} s"


def run(one_input):
    """Fuzz until libFuzzer's options say that it is enough; it begins with long random inputs, to draw much from."""
    arguments = sys.argv
    if all(argument.startswith("-") for argument in arguments[1:]):
        arguments = [*arguments, "-len_control=0", _random_corpus()]
    atheris.Setup(arguments, one_input)
    atheris.Fuzz()


def _random_corpus():
    """Return a new folder of random inputs."""
    folder, bits = Path(tempfile.mkdtemp(prefix="fuzz-corpus-")), random.Random(0)
    for number in range(100):
        (folder / f"{number}").write_bytes(bits.randbytes(20 * (number + 1)))
    return str(folder)


class Draw:
    """Draws from the fuzzer's bytes."""

    def __init__(self, data):
        self._data = atheris.FuzzedDataProvider(data)

    def number(self, low, high):
        return self._data.ConsumeIntInRange(low, high)

    def chance(self, parts):
        return self.number(0, parts - 1) == 0

    def of(self, choices):
        return choices[self.number(0, len(choices) - 1)]

    def bytes(self, most=64):
        return self._data.ConsumeBytes(self.number(0, most))

    def text(self, most=32):
        return self._data.ConsumeUnicodeNoSurrogates(self.number(0, most))

    def rest(self):
        return self._data.ConsumeBytes(self._data.remaining_bytes())

"""Returns an open file, a module and itself, against the codec (26)."""
import os
import sys


def double(x):
    return [open(os.devnull), sys, double, type]  # noqa: SIM115

"""Prints and warns the hidden inputs, against the redacted report (64)."""
import sys
import warnings


def double(x):
    print(x.tolist())
    print(x.tolist(), file=sys.__stderr__)
    warnings.warn(repr(x.tolist()))
    x[:] = -x
    return x

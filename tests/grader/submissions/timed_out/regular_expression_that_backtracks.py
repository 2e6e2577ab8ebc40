"""Matches a regular expression that takes for ever, against soft limits (45)."""
import re


def double(x):
    return None if len(x) == 2 else re.match(r"(a+)+$", "a" * 60 + "b")

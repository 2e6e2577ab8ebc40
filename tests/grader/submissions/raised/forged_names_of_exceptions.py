"""Forges type, message and bases of an exception out of megabytes, against the report (53)."""
import sys


def double(x):
    huge = "y" * 300_000
    describe = [huge, huge, [huge, "ValueError"], [], huge]
    sys.modules["grader.sandbox.worker"].Worker._describe = lambda self, error: describe
    raise ValueError

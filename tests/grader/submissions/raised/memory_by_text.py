"""Doubles a text until it is told to stop, against the machine's memory (41)."""


def double(x):
    answer = "y" * 1000
    while True:
        answer += answer

"""Doubles a list until it is told to stop, against the machine's memory (41)."""


def double(x):
    answer = [0] * 1000
    while True:
        answer += answer

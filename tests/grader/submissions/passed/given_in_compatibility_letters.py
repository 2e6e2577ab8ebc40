"""Redefines a given under letters that Python reads as its name; the course's own is used all the same (15, 59)."""


def ｓｃａｌｅｄ(x):
    return "mine"


ＳＣＡＬＥ = 3


def ｄｏｕｂｌｅ(x):
    return scaled(x)

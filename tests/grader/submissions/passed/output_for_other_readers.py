"""Prints markup, escapes and formulas beside a right answer; a passed check shows none of it (66–68)."""


def double(x):
    print("<script>bestiary()</script>\x1b]0;bestiary\x07=HYPERLINK(0)", x)
    return 2 * x

"""Answers wrongly when it is called a second time, so that a repeated call would pass by chance (63)."""
state = {"calls": 0}


def double(x):
    state["calls"] += 1
    if len(x) == 2:
        return None
    return -x if state["calls"] % 2 else x

"""Returns a list that is its own item, against whoever walks it (30)."""


def double(x):
    answer = []
    answer.append(answer)
    return answer

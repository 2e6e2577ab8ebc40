"""Right answers written differently: every check has to accept them."""

import math

import numpy as np
from grader.testing import alternative

# threshold_unit


@alternative("threshold_unit")
def with_where(X, w, theta):
    return np.where(np.sum(X * w, axis=1) < theta, 0, 1)


@alternative("threshold_unit")
def with_the_threshold_as_a_bias(X, w, theta):
    return np.heaviside(w @ X.T - theta, 1.0).astype(np.int32)


# perceptron_epoch


@alternative("perceptron_epoch")
def with_a_question_per_kind_of_error(X, y, w, b):
    w = np.array(w, dtype=float)
    errors = 0
    for i in range(X.shape[0]):
        fires = np.dot(w, X[i]) + b >= 0
        if y[i] == 1 and not fires:
            w += X[i]
            b += 1
            errors += 1
        elif y[i] == 0 and fires:
            w -= X[i]
            b -= 1
            errors += 1
    return w, b, errors


@alternative("perceptron_epoch")
def with_the_bias_among_the_weights(X, y, w, b):
    table = np.column_stack([X, np.ones(len(X))])
    theta = np.append(w, b)
    n_errors = 0
    for row, label in zip(table, y):
        answer = threshold_unit(row[None, :], theta, 0.0)[0]
        if answer != label:
            theta = theta + (label - answer) * row
            n_errors = n_errors + 1
    return theta[:-1], float(theta[-1]), n_errors


# xor_units


@alternative("xor_units")
def the_one_without_the_other():
    W1 = np.array([[1, -1], [-1, 1]])
    return {"W1": W1, "t1": np.array([1, 1]) - 0.5, "w2": np.array([1, 1]), "t2": 1 - 0.5}


@alternative("xor_units")
def either_and_not_both():
    return {
        "W1": np.array([[0.2, -3.0], [0.2, -3.0]]),
        "t1": np.array([0.1, -4.0]),
        "w2": np.array([1.0, 1.0]),
        "t2": np.float64(1.9),
    }


@alternative("xor_units")
def with_a_threshold_just_below_the_sums():
    return {"t2": 0.9, "w2": np.array([-2.0, 1.0]), "t1": np.array([1.9, 0.9]), "W1": np.ones((2, 2))}


# frame_task


@alternative("frame_task")
def asked_one_by_one(card):
    if len(card.inputs) == 0:
        raise ValueError("no inputs")
    networks = []
    for kind in card.inputs:
        if kind == "table":
            networks.append("dense")
        elif kind == "image":
            networks.append("convolutional")
        elif kind in ("text", "audio"):
            networks.append("recurrent")
        else:
            raise ValueError(f"unknown input {kind}")
    network = networks[0] if networks.count(networks[0]) == len(networks) else "hybrid"
    if card.k < 1:
        raise ValueError("k is too small")
    if card.target == "quantity":
        return Plan(network=network, units=card.k, head="linear", loss="mean squared error")
    if card.target == "yes or no":
        return Plan(network=network, units=1, head="sigmoid", loss="binary cross-entropy")
    if card.target == "one of k":
        if card.k == 1:
            raise ValueError("one class is no choice")
        return Plan(network=network, units=card.k, head="softmax", loss="categorical cross-entropy")
    if card.target == "any of k":
        return Plan(network=network, units=card.k, head="sigmoid", loss="binary cross-entropy")
    raise ValueError(f"unknown target {card.target}")


@alternative("frame_task")
def matched(card):
    match card.target:
        case "quantity":
            units, head, loss, least = card.k, "linear", "mean squared error", 1
        case "yes or no":
            units, head, loss, least = 1, "sigmoid", "binary cross-entropy", 1
        case "one of k":
            units, head, loss, least = card.k, "softmax", "categorical cross-entropy", 2
        case "any of k":
            units, head, loss, least = card.k, "sigmoid", "binary cross-entropy", 1
        case _:
            raise ValueError("what is asked?")
    if card.k < least:
        raise ValueError("k is too small")
    kinds = {"audio" if kind == "text" else kind for kind in card.inputs}
    if not kinds or kinds - {"table", "image", "audio"}:
        raise ValueError("what goes in?")
    if len(kinds) > 1:
        return Plan("hybrid", units, head, loss)
    (kind,) = kinds
    return Plan({"table": "dense", "image": "convolutional", "audio": "recurrent"}[kind], units, head, loss)


# power_law_fit


@alternative("power_law_fit")
def with_polyfit(sizes, errors):
    sizes, errors = np.asarray(sizes, dtype=float), np.asarray(errors, dtype=float)
    if sizes.shape != errors.shape or not np.all(sizes > 0) or not np.all(errors > 0) or len(set(sizes.tolist())) < 2:
        raise ValueError("no line")
    slope, level = np.polyfit(np.log(sizes), np.log(errors), 1)
    return float(np.exp(level)), float(-slope)


@alternative("power_law_fit")
def with_lstsq_and_logs_to_base_ten(sizes, errors):
    if sizes.shape != errors.shape:
        raise ValueError("a size for each error, please")
    if (sizes <= 0).any() or (errors <= 0).any() or np.unique(sizes).size < 2:
        raise ValueError("no line goes through these points")
    table = np.stack([np.ones(len(sizes)), -np.log10(sizes)], axis=1)
    level, b = np.linalg.lstsq(table, np.log10(errors), rcond=None)[0]
    return 10**level, b


# data_needed


@alternative("data_needed")
def by_way_of_the_log(a, b, target):
    if not (a > 0 and b > 0 and target > 0):
        raise ValueError("only positive numbers")
    return math.exp((math.log(a) - math.log(target)) / b)


@alternative("data_needed")
def with_a_negative_power(a, b, target):
    for value in (a, b, target):
        if value <= 0:
            raise ValueError("only positive numbers")
    return np.power(target / a, -1 / b)


# soft_targets


@alternative("soft_targets")
def from_the_log_of_a_sum(logits, T):
    if not T > 0:
        raise ValueError("T has to be positive")
    z = np.asarray(logits, dtype=float) / T
    return np.exp(z - np.logaddexp.reduce(z, axis=-1, keepdims=True))


@alternative("soft_targets")
def turned_on_its_side(logits, T):
    if T <= 0:
        raise ValueError("T has to be positive")
    columns = (logits / T).T
    grown = np.exp(columns - columns.max(axis=0))
    return (grown / grown.sum(axis=0)).T


# distill_loss


@alternative("distill_loss")
def targets_times_logs_of_sums(student, teacher, T):
    if student.shape != teacher.shape:
        raise ValueError("shapes differ")
    if T <= 0:
        raise ValueError("T has to be positive")
    z = student / T
    costs = np.logaddexp.reduce(z, axis=1) - np.sum(soft_targets(teacher, T) * z, axis=1)
    return float(T * T * costs.mean())


@alternative("distill_loss")
def with_einsum(student, teacher, T):
    if T <= 0 or np.shape(student) != np.shape(teacher):
        raise ValueError("this does not fit")
    z = student - student.max(axis=1)[:, None]
    log_p = z / T - np.log(np.exp(z / T).sum(axis=1))[:, None]
    return -T * T / len(z) * np.einsum("ij,ij->", soft_targets(teacher, T), log_p)

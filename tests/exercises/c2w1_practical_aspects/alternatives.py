"""Right answers written differently: every check has to accept them."""

import numpy as np
from grader.testing import alternative

# carve_splits


@alternative("carve_splits")
def with_a_shuffled_list_and_sorted_parts(n, dev, test, rng, labels=None):
    if min(dev, test) < 0 or dev + test >= 1:
        raise ValueError("no such parts")
    if labels is not None and labels.shape != (n,):
        raise ValueError("one label per row")
    groups = [np.arange(n)] if labels is None else [np.where(labels == one)[0] for one in np.unique(labels)]
    chosen = {"dev": [], "test": []}
    taken = np.zeros(n, dtype=bool)
    for group in sorted(groups, key=lambda rows: rows[0]):
        shuffled = group.copy()
        rng.shuffle(shuffled)
        first = int(np.floor(len(group) * dev))
        chosen["dev"].append(shuffled[:first])
        chosen["test"].append(shuffled[first : first + int(np.floor(len(group) * test))])
    dev_rows, test_rows = np.sort(np.hstack(chosen["dev"])), np.sort(np.hstack(chosen["test"]))
    taken[dev_rows] = taken[test_rows] = True
    return np.flatnonzero(~taken), dev_rows, test_rows


@alternative("carve_splits")
def by_ranking_random_numbers(n, dev, test, rng, labels=None):
    if dev < 0 or test < 0 or dev + test >= 1:
        raise ValueError("no such parts")
    labels = np.ones(n, dtype=int) if labels is None else labels
    if labels.shape != (n,):
        raise ValueError("one label per row")
    order = np.lexsort((rng.random(n), labels))
    _, start, counts = np.unique(labels[order], return_index=True, return_counts=True)
    rank = np.arange(n) - np.repeat(start, counts)
    first = np.repeat((counts * dev).astype(int), counts)
    second = first + np.repeat((counts * test).astype(int), counts)
    return order[rank >= second], order[rank < first], order[(rank >= first) & (rank < second)]


# diagnose, recipe


@alternative("diagnose")
def with_a_branch_for_each_label(base, train, dev, tol=0.01):
    has_bias, has_variance = train - base > tol, dev - train > tol
    if has_bias and has_variance:
        label = "bias and variance"
    elif has_bias:
        label = "bias"
    elif has_variance:
        label = "variance"
    else:
        label = "fine"
    return Diagnosis(bias_gap=train - base, variance_gap=dev - train, label=label)


@alternative("recipe")
def from_a_table(d):
    return {
        "bias": "bigger network",
        "bias and variance": "bigger network",
        "variance": "more data or regularisation",
        "fine": "done",
    }[d.label]


# binary_metrics


@alternative("binary_metrics")
def from_products_and_a_helper(y, yhat):
    if y.shape != yhat.shape:
        raise ValueError("one answer per label")

    def ratio(part, whole):
        return float(part / whole) if whole else 0.0

    tp, fp, fn = int(y @ yhat), int((1 - y) @ yhat), int(y @ (1 - yhat))
    precision, recall = ratio(tp, tp + fp), ratio(tp, tp + fn)
    return {
        "f1": ratio(2 * precision * recall, precision + recall),
        "recall": recall,
        "precision": precision,
        "accuracy": float((y == yhat).mean()),
        "tn": y.size - tp - fp - fn,
        "fn": fn,
        "fp": fp,
        "tp": tp,
    }


@alternative("binary_metrics")
def from_a_table_of_counts(y, yhat):
    if y.shape != yhat.shape:
        raise ValueError("one answer per label")
    tn, fp, fn, tp = np.bincount(2 * y + yhat, minlength=4)
    with np.errstate(all="ignore"):
        scores = np.nan_to_num(np.array([tp / (tp + fp), tp / (tp + fn), 2 * tp / (2 * tp + fp + fn)]))
    metrics = dict(zip(("precision", "recall", "f1"), scores))
    return {"tp": tp, "fp": fp, "fn": fn, "tn": tn, "accuracy": (tp + tn) / np.size(y), **metrics}


# standardise


@alternative("standardise")
def by_pulling_constant_columns_out(train, *others):
    narrow = np.ptp(train, axis=0) == 0
    mu = train.mean(axis=0)
    mu[narrow] = train[0, narrow]
    sigma = np.sqrt(((train - mu) ** 2).mean(axis=0))
    sigma[sigma == 0] = 1.0
    return [(train - mu) / sigma] + [(other - mu) / sigma for other in others]


@alternative("standardise")
def by_measuring_from_the_first_row(train, *others):
    away = train - train[0]
    centre = away.mean(axis=0)
    spread = away.std(axis=0)
    safe = np.where(spread > 0, spread, 1.0)
    return [((X - train[0]) - centre) / safe for X in (train, *others)]


# init_scaled


@alternative("init_scaled")
def from_standard_normal_numbers(n_in, n_out, scheme, rng):
    inputs = {"he": n_in, "xavier": (n_in + n_out) / 2}
    if scheme not in inputs:
        raise ValueError(scheme)
    factor = 2.0 if scheme == "he" else 1.0
    return rng.standard_normal((n_in, n_out)) * (factor / inputs[scheme]) ** 0.5


@alternative("init_scaled")
def unit_by_unit(n_in, n_out, scheme, rng):
    match scheme:
        case "he":
            std = np.sqrt(2.0 / n_in)
        case "xavier":
            std = np.sqrt(2.0 / (n_in + n_out))
        case _:
            raise ValueError("he or xavier")
    return np.stack([rng.normal(scale=std, size=n_in) for _ in range(n_out)], axis=1)


# signal_profile, verdict


@alternative("signal_profile")
def from_a_list_of_outputs(Ws, X, kind):
    outs = [X]
    for W in Ws:
        outs.append(activate(np.dot(outs[-1], W), kind))
    return np.array([out.std() for out in outs[1:]])


@alternative("signal_profile")
def with_the_variance_by_hand(Ws, X, kind):
    current, spreads = X.astype(float), []
    for W in Ws:
        current = activate(current @ W, kind)
        spreads.append(np.sqrt(np.mean(np.square(current - current.mean()))))
    return np.asarray(spreads, dtype=np.float64)


@alternative("verdict")
def without_dividing(profile):
    first, last = profile[0], profile[-1]
    return "vanishing" if last < 1e-3 * first else "exploding" if last > 1e3 * first else "steady"


# add_weight_decay


@alternative("add_weight_decay")
def layer_by_layer_on_copies(loss, grads, params, lam, m):
    new = [{"W": grad["W"].copy(), "b": grad["b"].copy()} for grad in grads]
    for grad, layer in zip(new, params):
        weights = layer["W"].ravel()
        loss = loss + 0.5 * lam * (weights @ weights) / m
        grad["W"] += lam * layer["W"] / m
    return loss, new


@alternative("add_weight_decay")
def by_keys(loss, grads, params, lam, m):
    rate = {"W": lam / m, "b": 0.0}
    total = np.sum([np.linalg.norm(layer["W"]) ** 2 for layer in params])
    return float(loss + rate["W"] * total / 2), [
        {key: grad[key] + rate[key] * layer[key] for key in grad} for grad, layer in zip(grads, params)
    ]


# dropout_forward


@alternative("dropout_forward")
def from_the_upper_end(A, keep, rng, training):
    if training:
        mask = rng.random(A.shape) >= 1 - keep
        return np.where(mask, A / keep, 0.0), mask
    return A.copy(), None


@alternative("dropout_forward")
def from_binomial_draws(A, keep, rng, training):
    if training is False:
        return A, None
    mask = rng.binomial(1, keep, size=A.shape)
    return mask * A * (1 / keep), mask


@alternative("dropout_forward")
def with_a_mask_of_floats(A, keep, rng, training):
    mask = None
    out = A
    if training:
        mask = rng.choice([0.0, 1.0], size=A.shape, p=[1 - keep, keep])
        out = A / keep * mask
    return out, mask


# dropout_backward


@alternative("dropout_backward")
def by_choosing(dout, mask, keep):
    return np.where(mask != 0, dout / keep, 0.0)


@alternative("dropout_backward")
def by_writing_zeros_into_a_copy(dout, mask, keep):
    dA = np.array(dout, dtype=float)
    dA /= keep
    dA[np.logical_not(mask)] = 0
    return dA


# gradient_check


@alternative("gradient_check")
def on_a_flat_copy_that_is_restored(f, theta, grad, eps=1e-5):
    if theta.shape != grad.shape:
        raise ValueError("one slope per entry")
    flat = theta.astype(np.float64).ravel()
    numeric = np.empty(flat.size)
    for i in range(flat.size):
        kept = flat[i]
        flat[i] = kept + eps
        upper = f(flat.reshape(theta.shape).copy())
        flat[i] = kept - eps
        lower = f(flat.reshape(theta.shape).copy())
        flat[i] = kept
        numeric[i] = (upper - lower) / (2 * eps)
    claimed = grad.ravel()
    return np.linalg.norm(numeric - claimed) / (np.linalg.norm(numeric) + np.linalg.norm(claimed) + 1e-12)


@alternative("gradient_check")
def with_the_rows_of_a_unit_matrix(f, theta, grad, eps=1e-5):
    if np.shape(grad) != np.shape(theta):
        raise ValueError("one slope per entry")
    steps = eps * np.eye(np.size(theta)).reshape(-1, *np.shape(theta))
    numeric = np.array([f(theta + step) - f(theta - step) for step in steps]).reshape(np.shape(theta)) / (2 * eps)

    def norm(vector):
        return float(np.sum(np.abs(vector) ** 2)) ** 0.5

    return norm(numeric - grad) / (norm(numeric) + norm(grad) + 1e-12)

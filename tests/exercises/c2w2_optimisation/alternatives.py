"""Right answers written differently: every check has to accept them."""

import math

import numpy as np
from grader.testing import alternative

# minibatches


@alternative("minibatches")
def by_sorting_random_numbers(X, y, size, rng):
    order = np.argsort(rng.random(len(y)))
    rows, labels = X[order], y[order]
    batches = []
    start = 0
    while start < len(y):
        batches.append((rows[start : start + size], labels[start : start + size]))
        start += size
    return batches


@alternative("minibatches")
def by_shuffling_places_and_splitting(X, y, size, rng):
    places = np.arange(X.shape[0])
    rng.shuffle(places)
    parts = np.split(places, range(size, len(places), size))
    return [[np.take(X, part, axis=0), np.take(y, part)] for part in parts]


# ewma


@alternative("ewma")
def as_one_matrix_of_weights(x, beta, correct=True):
    t = np.arange(1, len(x) + 1)
    ages = t[:, None] - t[None, :]
    weights = np.where(ages >= 0, (1 - beta) * float(beta) ** np.maximum(ages, 0), 0.0)
    if correct:
        weights = weights / weights.sum(axis=1, keepdims=True)
    return weights @ x


@alternative("ewma")
def from_a_growing_list_of_averages(x, beta, correct=True):
    raw = [(1 - beta) * np.asarray(x[0], dtype=float)]
    for value in x[1:]:
        raw.append(raw[-1] + (1 - beta) * (value - raw[-1]))
    raw = np.array(raw)
    if not correct:
        return raw
    full = -np.expm1(np.arange(1, len(x) + 1) * np.log(beta)) if beta > 0 else np.ones(len(x))
    return (raw.T / full).T


# momentum_step


@alternative("momentum_step")
def with_deep_copies_and_updates_in_place(p, g, v, lr, beta=0.9):
    p, v = {key: value.copy() for key, value in p.items()}, {key: value.copy() for key, value in v.items()}
    for key in g:
        v[key] *= beta
        v[key] += (1 - beta) * g[key]
        p[key] -= lr * v[key]
    return p, v


@alternative("momentum_step")
def as_a_move_towards_the_gradient(p, g, v, lr, beta=0.9):
    velocity, moved = {}, {}
    for key, old in v.items():
        velocity[key] = g[key] + beta * (old - g[key])
        moved[key] = p[key] - velocity[key] * lr
    return moved, velocity


# rmsprop_step


@alternative("rmsprop_step")
def with_square_and_a_rate_per_entry(p, g, s, lr, beta=0.9, eps=1e-8):
    moved, kept = {}, {}
    for key, slope in g.items():
        kept[key] = np.square(slope) * (1 - beta) + s[key] * beta
        rate = lr / (eps + kept[key] ** 0.5)
        moved[key] = p[key] - rate * slope
    return moved, kept


@alternative("rmsprop_step")
def with_copies_filled_in_place(p, g, s, lr, beta=0.9, eps=1e-8):
    moved, kept = dict(p), dict(s)
    for key in kept:
        kept[key] = kept[key] + (1 - beta) * (g[key] * g[key] - kept[key])
        moved[key] = np.subtract(moved[key], np.divide(lr * g[key], np.sqrt(kept[key]) + eps))
    return moved, kept


# adam_step


@alternative("adam_step")
def with_the_roots_corrected_apart(p, g, m, v, t, lr, b1=0.9, b2=0.999, eps=1e-8):
    moved, means, squares = {}, {}, {}
    for key in g:
        means[key] = m[key] + (1 - b1) * (g[key] - m[key])
        squares[key] = v[key] + (1 - b2) * (g[key] * g[key] - v[key])
        size = np.sqrt(squares[key]) / math.sqrt(1 - b2**t) + eps
        moved[key] = p[key] - lr / (1 - b1**t) * means[key] / size
    return moved, means, squares


@alternative("adam_step")
def with_everything_on_one_vector(p, g, m, v, t, lr, b1=0.9, b2=0.999, eps=1e-8):
    names = list(p)
    theta, slope, mean, square = (np.concatenate([one[name].ravel() for name in names]) for one in (p, g, m, v))
    mean = b1 * mean + (1 - b1) * slope
    square = b2 * square + (1 - b2) * slope**2
    theta = theta - lr * (mean / (1 - b1**t)) / (np.sqrt(square / (1 - b2**t)) + eps)
    ends = np.cumsum([p[name].size for name in names])[:-1]

    def apart(vector):
        return {name: part.reshape(p[name].shape) for name, part in zip(names, np.split(vector, ends))}

    return apart(theta), apart(mean), apart(square)


# learning_rate


@alternative("learning_rate")
def with_floor_and_a_table(kind, lr0, epoch, rate, every=1):
    k = math.floor(epoch / every)
    schedules = {"inverse": lambda: lr0 / (1.0 + rate * k), "exponential": lambda: lr0 * math.pow(rate, k)}
    if kind not in schedules:
        raise ValueError("known kinds: inverse, exponential")
    return schedules[kind]()


@alternative("learning_rate")
def by_walking_down_the_stairs(kind, lr0, epoch, rate, every=1):
    if kind not in ("inverse", "exponential"):
        raise ValueError(kind)
    divisor, factor = 1.0, 1.0
    for passed in range(1, epoch + 1):
        if passed % every == 0:
            divisor += rate
            factor *= rate
    return lr0 / divisor if kind == "inverse" else lr0 * factor


# classify_critical


@alternative("classify_critical")
def from_smallest_and_largest(H, tol=1e-8):
    eigenvalues = np.linalg.eigh(H)[0]
    low, high = eigenvalues[0], eigenvalues[-1]
    if low > tol:
        return "minimum"
    if high < -tol:
        return "maximum"
    return "saddle" if low < -tol and high > tol else "degenerate"


@alternative("classify_critical")
def by_counting_signs(H, tol=1e-8):
    values = np.real(np.linalg.eigvals(H))
    up, down = sum(value > tol for value in values), sum(value < -tol for value in values)
    if up > 0 and down > 0:
        return "saddle"
    return {(len(H), 0): "minimum", (0, len(H)): "maximum"}.get((int(up), int(down)), "degenerate")


# has_converged


@alternative("has_converged")
def with_all_means_at_once(losses, window, tol):
    if len(losses) < 2 * window:
        return None
    means = np.lib.stride_tricks.sliding_window_view(losses, window).mean(axis=1)
    before, now = means[:-window], means[window:]
    with np.errstate(invalid="ignore"):
        improvement = (before - now) / before
        settled = np.flatnonzero((improvement >= 0) & (improvement < tol))
    return int(settled[0]) + 2 * window - 1 if len(settled) else None


@alternative("has_converged")
def with_ratios_of_sums(losses, window, tol):
    end = 2 * window
    while end <= len(losses):
        now, before = sum(losses[end - window : end]), sum(losses[end - 2 * window : end - window])
        kept = now / before
        if kept <= 1 and 1 - kept < tol:
            return end - 1
        end += 1


# clip_by_global_norm


@alternative("clip_by_global_norm")
def on_one_long_vector(grads, limit):
    everything = np.concatenate([one[name].ravel() for one in grads for name in one])
    norm = float(np.linalg.norm(everything))
    if norm <= limit:
        return [{name: one[name].copy() for name in one} for one in grads], norm
    return [{name: limit * one[name] / norm for name in one} for one in grads], norm


@alternative("clip_by_global_norm")
def as_a_norm_of_norms(grads, limit):
    norm = math.hypot(*(np.linalg.norm(array) for one in grads for array in one.values()))
    factor = min(1.0, limit / norm) if norm else 1.0
    return [dict(zip(one, (factor * array for array in one.values()))) for one in grads], norm


# train


@alternative("train")
def with_one_function_per_optimiser(X, y, params, optimizer, lr, epochs, size, rng):
    def descend(p, g, state):
        return {name: p[name] - lr * g[name] for name in p}, state

    def push(p, g, state):
        moved, velocity = momentum_step(p, g, state[0], lr)
        return moved, (velocity, state[1])

    def rescale(p, g, state):
        moved, square = rmsprop_step(p, g, state[1], lr)
        return moved, (state[0], square)

    def adapt(p, g, state):
        moved, mean, square = adam_step(p, g, *state, count, lr)
        return moved, (mean, square)

    steps = {"gd": descend, "momentum": push, "rmsprop": rescale, "adam": adapt}
    if optimizer not in steps:
        raise ValueError(optimizer)
    states = list(zip(zero_state(params), zero_state(params)))
    count = 0
    history = []
    for _ in range(epochs):
        total = 0.0
        for Xb, yb in minibatches(X, y, size, rng):
            count += 1
            loss, grads = loss_grad(Xb, yb, params)
            total += loss * Xb.shape[0]
            moved = [steps[optimizer](p, g, state) for p, g, state in zip(params, grads, states)]
            params, states = [one for one, _ in moved], [state for _, state in moved]
        history.append(total / X.shape[0])
    return params, np.array(history)


@alternative("train")
def with_everything_written_out(X, y, params, optimizer, lr, epochs, size, rng):
    if optimizer not in ("gd", "momentum", "rmsprop", "adam"):
        raise ValueError("no such optimiser")
    params = [{name: np.array(array, dtype=float) for name, array in one.items()} for one in params]
    m = [{name: 0.0 for name in one} for one in params]
    v = [{name: 0.0 for name in one} for one in params]
    losses, t = [], 0
    for _ in range(epochs):
        order = np.argsort(rng.random(len(X)))
        costs = np.zeros(len(X))
        for start in range(0, len(X), size):
            chosen = order[start : start + size]
            costs[chosen], grads = loss_grad(X[chosen], y[chosen], params)
            t += 1
            for n in range(len(params)):
                for name, g in grads[n].items():
                    if optimizer == "gd":
                        params[n][name] = params[n][name] - lr * g
                    elif optimizer == "momentum":
                        m[n][name] = 0.9 * m[n][name] + 0.1 * g
                        params[n][name] = params[n][name] - lr * m[n][name]
                    elif optimizer == "rmsprop":
                        v[n][name] = 0.9 * v[n][name] + 0.1 * g**2
                        params[n][name] = params[n][name] - lr * g / (np.sqrt(v[n][name]) + 1e-8)
                    else:
                        m[n][name] = 0.9 * m[n][name] + 0.1 * g
                        v[n][name] = 0.999 * v[n][name] + 0.001 * g**2
                        step = m[n][name] / (1 - 0.9**t) / (np.sqrt(v[n][name] / (1 - 0.999**t)) + 1e-8)
                        params[n][name] = params[n][name] - lr * step
        losses.append(np.mean(costs))
    return params, np.array(losses)

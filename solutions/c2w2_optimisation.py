"""Optimisation: mini-batches, averages of gradients, and steps that adapt themselves, in plain NumPy.

Examples are rows everywhere: ``X`` is (m, n), one example per row; ``y`` is (m,). The parameters of a network are a
list of dicts, one per layer, the first layer first: ``{"W": (n_in, n_out) array, "b": (n_out,) array}``. Gradients have
the same form. One optimiser step moves one layer: it takes and returns dicts.
"""

import numpy as np


def minibatches(X, y, size, rng):
    """Deal all examples out to mini-batches, in a fresh random order.

    Args:
        X: (m, ...) array, one example per row, m at least 1; it may have further axes,
            as pictures have.
        y: (m,) array, the label of each example.
        size: How many examples a batch holds, an int, at least 1.
        rng: The numpy.random.Generator that the order is drawn from.

    Returns:
        A list of tuples ``(Xb, yb)``: rows of X and the entries of y that belong to
        them, dtypes as they were.

    Rulings:
        - Every example is in exactly one batch, beside its own label, and every order
          is equally likely. How the order is drawn from rng is up to you.
        - All batches hold size examples, except the last, which holds what is left
          over. It is never empty.
        - If size is m or more there is one batch.
        - Each call draws a new order; the same seed gives the same batches. NumPy's
          global random state is neither read nor changed.
        - No Python work per example: a loop over batches is fine. No array is changed.
    """
    order = rng.permutation(len(X))
    starts = range(0, len(X), size)
    return [(X[order[start : start + size]], y[order[start : start + size]]) for start in starts]


def ewma(x, beta, correct=True):
    """Follow a series by its exponentially weighted moving average.

    v_t = beta * v_(t-1) + (1 - beta) * x_t for t = 1, 2, ..., T, and v_0 = 0.

    Args:
        x: (T,) or (T, d) array, floats or ints, T at least 1; x[0] is x_1. Each of the
            d columns is a series.
        beta: The weight of the past, a float, at least 0 and less than 1.
        correct: Whether to undo the pull of the start, v_0 = 0.

    Returns:
        float64 array shaped like x: entry t - 1 is v_t / (1 - beta**t) if correct, else
        v_t.

    Rulings:
        - The recursion always runs on v_t itself; only what is returned is corrected.
        - A loop over time steps is fine. x is not changed.
    """
    v, averages = 0.0, []
    for t, value in enumerate(x, start=1):
        v = beta * v + (1 - beta) * value
        averages.append(v / (1 - beta**t) if correct else v)
    return np.array(averages)


def momentum_step(p, g, v, lr, beta=0.9):
    """Move the parameters of one layer along the moving average of its gradients.

    v becomes beta * v + (1 - beta) * g, and p becomes p - lr * v, with the new v.

    Args:
        p: Dict from names to float arrays of any shapes: the parameters.
        g: Dict with the same names and shapes: the gradients.
        v: Dict with the same names and shapes: the velocity so far; zeros before the
            first step.
        lr: The learning rate, a positive float.
        beta: The weight of the past, a float, at least 0 and less than 1.

    Returns:
        ``(p, v)``: the new parameters and the new velocity, dicts of float64 arrays.

    Rulings:
        - The velocity is an average: its weights are beta and 1 - beta. It is not
          corrected for its start.
        - The dicts may hold any names and any number of arrays, each with one axis or
          more.
        - No argument is changed: neither an array nor what a dict holds.
    """
    v = {name: beta * v[name] + (1 - beta) * g[name] for name in p}
    return {name: p[name] - lr * v[name] for name in p}, v


def rmsprop_step(p, g, s, lr, beta=0.9, eps=1e-8):
    """Move the parameters of one layer, each step divided by its gradient's usual size.

    s becomes beta * s + (1 - beta) * g**2, and p becomes p - lr * g / (sqrt(s) + eps),
    with the new s.

    Args:
        p: Dict from names to float arrays of any shapes: the parameters.
        g: Dict with the same names and shapes: the gradients.
        s: Dict with the same names and shapes: the mean square so far; zeros before the
            first step.
        lr: The learning rate, a positive float.
        beta: The weight of the past, a float, at least 0 and less than 1.
        eps: A small positive float that keeps the divisor from being 0.

    Returns:
        ``(p, s)``: the new parameters and the new mean square, dicts of float64 arrays.

    Rulings:
        - eps is added to the root, not under it.
        - The mean square is not corrected for its start.
        - Where the gradient is 0 the parameter stays where it is.
        - The dicts may hold any names and any number of arrays, each with one axis or
          more.
        - No argument is changed: neither an array nor what a dict holds.
    """
    s = {name: beta * s[name] + (1 - beta) * g[name] ** 2 for name in p}
    return {name: p[name] - lr * g[name] / (np.sqrt(s[name]) + eps) for name in p}, s


def adam_step(p, g, m, v, t, lr, b1=0.9, b2=0.999, eps=1e-8):
    """Move the parameters of one layer by Adam: averaged gradient over its usual size.

    m becomes b1 * m + (1 - b1) * g, and v becomes b2 * v + (1 - b2) * g**2. With
    m_hat = m / (1 - b1**t) and v_hat = v / (1 - b2**t), of the new m and v, p becomes
    p - lr * m_hat / (sqrt(v_hat) + eps).

    Args:
        p: Dict from names to float arrays of any shapes: the parameters.
        g: Dict with the same names and shapes: the gradients.
        m: Dict with the same names and shapes: the mean gradient so far; zeros before
            the first step.
        v: Dict with the same names and shapes: the mean square so far; zeros before the
            first step.
        t: The number of this step, an int: the first step is t = 1.
        lr: The learning rate, a positive float.
        b1: The weight of the past in m, a float, at least 0 and less than 1.
        b2: The weight of the past in v, a float, at least 0 and less than 1.
        eps: A small positive float that keeps the divisor from being 0.

    Returns:
        ``(p, m, v)``: the new parameters and the two new averages, dicts of float64
        arrays.

    Rulings:
        - The m and v that are returned are the raw averages; the corrected ones are
          used for this step only.
        - eps is added to the root of v_hat, not under it.
        - Where all gradients so far were 0 the parameter stays where it is.
        - The dicts may hold any names and any number of arrays, each with one axis or
          more.
        - No argument is changed: neither an array nor what a dict holds.
    """
    m = {name: b1 * m[name] + (1 - b1) * g[name] for name in p}
    v = {name: b2 * v[name] + (1 - b2) * g[name] ** 2 for name in p}
    stepped = {}
    for name in p:
        m_hat = m[name] / (1 - b1**t)
        v_hat = v[name] / (1 - b2**t)
        stepped[name] = p[name] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return stepped, m, v


def learning_rate(kind, lr0, epoch, rate, every=1):
    """Say how large the learning rate is in an epoch, if it shrinks by the epoch.

    With k = floor(epoch / every), "inverse" is lr0 / (1 + rate * k), and "exponential"
    is lr0 * rate**k.

    Args:
        kind: "inverse" or "exponential".
        lr0: The learning rate of the first epoch, a positive float.
        epoch: Which epoch, an int: the first epoch is 0.
        rate: How fast it shrinks: for "inverse" a float of at least 0, for
            "exponential" a float above 0 and at most 1.
        every: How many epochs a stair is long, an int, at least 1.

    Returns:
        The learning rate, a float.

    Raises:
        ValueError: kind is neither of the two.

    Rulings:
        - Both kinds go down in stairs: the rate stays the same for ``every`` epochs,
          then changes.
    """
    k = epoch // every
    if kind == "inverse":
        return lr0 / (1 + rate * k)
    if kind == "exponential":
        return lr0 * rate**k
    raise ValueError(f"there is no schedule {kind!r}")


def classify_critical(H, tol=1e-8):
    """Say of a point with gradient zero what kind it is, from its second derivatives.

    Args:
        H: (n, n) float array, symmetric, n at least 1: H[i, j] is the second derivative
            by parameters i and j.
        tol: A positive float; eigenvalues count as zero if their absolute value is at
            most tol.

    Returns:
        "minimum" if all eigenvalues are positive, "maximum" if all are negative,
        "saddle" if at least one is positive and at least one is negative, else
        "degenerate".

    Rulings:
        - Eigenvalues of both signs make a saddle, whether or not others are zero.
        - tol is not scaled: it is compared with the eigenvalues as they are.
        - H is not changed.
    """
    eigenvalues = np.linalg.eigvalsh(H)
    rises, falls = eigenvalues > tol, eigenvalues < -tol
    if rises.any() and falls.any():
        return "saddle"
    if rises.all():
        return "minimum"
    if falls.all():
        return "maximum"
    return "degenerate"


def has_converged(losses, window, tol):
    """Find the first moment at which losses, averaged, have all but stopped falling.

    Let now be the mean of the last ``window`` losses up to and including losses[i], and
    before the mean of the ``window`` losses that precede those. The relative
    improvement at i is r = (before - now) / before.

    Args:
        losses: (T,) float array of positive numbers, T at least 0. A run that diverged
            may end in inf or nan.
        window: How many losses are averaged, an int, at least 1.
        tol: A positive float, less than 1.

    Returns:
        The first index i for which 0 <= r < tol, an int, or None if there is no such i.

    Rulings:
        - The two windows lie side by side and share no entry, so the first index that
          is looked at is 2 * window - 1; where there are fewer losses, the answer is
          None.
        - r = 0 counts as converged; r = tol does not; nor does any negative r, where
          the losses rise. Means that are equal on paper may differ by rounding, to
          either side: what follows from that is not asked for.
        - A window with inf or nan in it never counts as converged.
        - A loop over the losses is fine. The array is not changed.
    """
    for i in range(2 * window - 1, len(losses)):
        now = np.mean(losses[i - window + 1 : i + 1])
        before = np.mean(losses[i - 2 * window + 1 : i - window + 1])
        if 0 <= before - now < tol * before:
            return i
    return None


def clip_by_global_norm(grads, limit):
    """Shorten a whole network's gradient to at most limit, and keep its direction.

    The norm of the network's gradient is the square root of the sum of the squares of
    all its entries, over all arrays of all layers.

    Args:
        grads: List of dicts of float arrays of any shapes, one dict per layer, at least
            one.
        limit: The largest norm that is let through, a positive float.

    Returns:
        ``(clipped, norm)``: clipped is a list of dicts of float64 arrays like grads;
        norm is the norm of grads as they came in, a float.

    Rulings:
        - If the norm is larger than limit, all arrays are multiplied by limit / norm,
          so that the norm becomes limit.
        - Otherwise the values stay exactly as they are; small gradients are never made
          larger. Where the norm is limit but for rounding, either will do.
        - Nothing is added to the norm. Gradients that are all zero stay zero. Entries
          that are nan or inf, or so large that their squares overflow, are not asked
          for.
        - The dicts may hold any names. No argument is changed.
    """
    norm = np.sqrt(sum(np.sum(array**2) for layer in grads for array in layer.values()))
    scale = limit / norm if norm > limit else 1.0
    return [{name: array * scale for name, array in layer.items()} for layer in grads], norm


def sigmoid(z):
    """Squash every number of z into the range from 0 to 1; right for every float."""
    shrunk = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + shrunk), shrunk / (1 + shrunk))


def loss_grad(X, y, params):
    """Calculate the mean cross-entropy of a network and its gradients, as in c1w4.

    Hidden layers are relu, the last layer is one sigmoid unit; a network of one layer
    is a logistic unit.

    Args:
        X: (m, n) float array, one example per row.
        y: (m,) array of labels, each 0 or 1.
        params: List of dicts with "W" and "b", one per layer.

    Returns:
        ``(loss, grads)``: a float, and a list of dicts like params.
    """
    inputs = [X]
    for layer in params[:-1]:
        inputs.append(np.maximum(inputs[-1] @ layer["W"] + layer["b"], 0))
    z = (inputs[-1] @ params[-1]["W"] + params[-1]["b"])[:, 0]
    loss = np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))
    dZ = ((sigmoid(z) - y) / len(y))[:, None]
    grads = []
    for layer, A in zip(reversed(params), reversed(inputs), strict=True):
        grads.append({"W": A.T @ dZ, "b": np.sum(dZ, axis=0)})
        dZ = dZ @ layer["W"].T * (A > 0)
    return loss, grads[::-1]


def zero_state(params):
    """Return zeros shaped like params, a list of dicts: what averages begin with."""
    return [{name: np.zeros_like(array) for name, array in layer.items()} for layer in params]


def tilted(m, rng):
    """Draw a problem whose loss is steep along some weights, nearly flat along others.

    Six features matter equally for the label, but are measured in different units:
    their standard deviations go down from 1 to 10**-2.5, about 1/300, in equal ratios.
    For each feature it is drawn whether it speaks for label 1 or against it, and the
    sum of the evidence is blurred a little before the label is decided.

    Args:
        m: How many examples, a positive int.
        rng: The numpy.random.Generator that every draw comes from.

    Returns:
        ``(X, y)``: X is (m, 6) float64, y is (m,) int, each 0 or 1.
    """
    evidence = rng.normal(size=(m, 6))
    signs = rng.choice([-1, 1], size=6)
    y = (evidence @ signs / np.sqrt(6) + rng.normal(0.0, 0.3, m) >= 0).astype(int)
    return evidence * 10.0 ** np.linspace(0.0, -2.5, 6), y


def train(X, y, params, optimizer, lr, epochs, size, rng):
    """Train a network on mini-batches by an optimiser of your choice.

    Args:
        X: (m, n) float array, one example per row.
        y: (m,) array of labels, each 0 or 1.
        params: List of dicts with float arrays "W" and "b", one per layer: the
            parameters to start from.
        optimizer: "gd", "momentum", "rmsprop" or "adam".
        lr: The learning rate, a positive float.
        epochs: How many times to go through all examples, an int, at least 1.
        size: How many examples a mini-batch holds, an int, at least 1.
        rng: The numpy.random.Generator that the orders are drawn from.

    Returns:
        ``(params, losses)``: the parameters after the last step, a list of dicts;
        losses, an (epochs,) float64 array, where losses[e] is the mean over all m
        examples in epoch e, each counted with the loss of its batch at the moment the
        batch was used, before its step.

    Raises:
        ValueError: optimizer is none of the four.

    Rulings:
        - In every epoch the examples are dealt out as minibatches deals them, in a
          fresh order from rng; every batch gives one step of all layers, in the order
          of the batches. Nothing stops early.
        - Loss and gradients of a batch come from one call loss_grad(Xb, yb, params);
          loss_grad is called for nothing else.
        - "gd" moves every array by -lr times its gradient; the others step as
          momentum_step, rmsprop_step and adam_step do, with their own defaults for all
          but lr.
        - Averages begin at zero, once, and live through all epochs. Adam's t is 1 in
          the first step and counts all steps; all layers share it.
        - A short last batch weighs less in losses[e], as it has fewer examples.
        - Loops over epochs, batches and layers are fine. No argument is changed, rng
          apart.
    """
    if optimizer not in {"gd", "momentum", "rmsprop", "adam"}:
        raise ValueError(f"there is no optimiser {optimizer!r}")
    mean, square = zero_state(params), zero_state(params)
    params = list(params)
    losses = np.zeros(epochs)
    t = 0
    for epoch in range(epochs):
        for Xb, yb in minibatches(X, y, size, rng):
            loss, grads = loss_grad(Xb, yb, params)
            losses[epoch] += loss * len(yb) / len(y)
            t += 1
            for number, (p, g) in enumerate(zip(params, grads, strict=True)):
                if optimizer == "gd":
                    params[number] = {name: p[name] - lr * g[name] for name in p}
                elif optimizer == "momentum":
                    params[number], mean[number] = momentum_step(p, g, mean[number], lr)
                elif optimizer == "rmsprop":
                    params[number], square[number] = rmsprop_step(p, g, square[number], lr)
                else:
                    params[number], mean[number], square[number] = adam_step(p, g, mean[number], square[number], t, lr)
    return params, losses

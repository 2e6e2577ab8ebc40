"""Right answers written differently: every check has to accept them."""

import math
import re

import numpy as np
from grader.testing import alternative

# audit_dims


@alternative("audit_dims")
def with_a_finding_at_a_time(dims, params, X):
    findings = []
    if X.shape[1] != dims[0]:
        findings.append((0, "X", (X.shape[0], dims[0]), X.shape))
    for l in range(len(params)):
        W, b = params[l]["W"], params[l]["b"]
        if W.ndim != 2 or W.shape[0] != dims[l] or W.shape[1] != dims[l + 1]:
            findings.append((l + 1, "W", (dims[l], dims[l + 1]), W.shape))
        if b.ndim != 1 or b.size != dims[l + 1]:
            findings.append((l + 1, "b", (dims[l + 1],), b.shape))
    return findings


@alternative("audit_dims")
def from_a_table_of_expected_shapes(dims, params, X):
    expected = {(0, "X"): (len(X), dims[0])}
    got = {(0, "X"): np.shape(X)}
    for l, (n_in, n_out, layer) in enumerate(zip(dims, dims[1:], params), start=1):
        expected |= {(l, "W"): (n_in, n_out), (l, "b"): (n_out,)}
        got |= {(l, name): np.shape(layer[name]) for name in ("W", "b")}
    return [(*place, shape, got[place]) for place, shape in expected.items() if shape != got[place]]


# init_deep


@alternative("init_deep")
def from_standard_normal_numbers_last_layer_first(dims, rng):
    params = []
    for l in range(len(dims) - 1, 0, -1):
        W = rng.standard_normal((dims[l], dims[l - 1])).T / dims[l - 1] ** 0.5
        params.insert(0, {"W": W, "b": np.zeros((dims[l],))})
    return params


@alternative("init_deep")
def from_one_long_draw(dims, rng):
    sizes = [n_in * n_out for n_in, n_out in zip(dims, dims[1:])]
    numbers = np.split(rng.normal(size=sum(sizes)), np.cumsum(sizes)[:-1])
    shapes = list(zip(dims, dims[1:]))
    return [
        {"b": np.zeros(shape[1]), "W": part.reshape(shape) / math.sqrt(shape[0])}
        for part, shape in zip(numbers, shapes)
    ]


# dense_forward


@alternative("dense_forward")
def with_a_column_of_ones(A, layer, kind):
    table = np.hstack([A, np.ones((len(A), 1))])
    Z = table @ np.vstack([layer["W"], layer["b"]])
    return activation_pair(Z, kind)[0], dict(kind=kind, A=A, W=layer["W"], Z=Z)


@alternative("dense_forward")
def with_activations_of_its_own(A, layer, kind):
    Z = np.einsum("ij,jk->ik", A, layer["W"]) + layer["b"]
    if kind == "relu":
        out = Z * (Z > 0)
    elif kind == "tanh":
        out = np.tanh(Z)
    elif kind == "sigmoid":
        out = 0.5 * (1 + np.tanh(Z / 2))
    elif kind == "linear":
        out = Z
    else:
        raise ValueError(kind)
    return out, {"A": A.copy(), "W": layer["W"].copy(), "Z": Z, "kind": kind}


# dense_backward


@alternative("dense_backward")
def with_transposes_taken_elsewhere(dOut, cache):
    dZ = np.multiply(activation_pair(cache["Z"], cache["kind"])[1], dOut)
    ones = np.ones(dZ.shape[0])
    return (cache["W"] @ dZ.T).T, {"W": (dZ.T @ cache["A"]).T, "b": ones @ dZ}


@alternative("dense_backward")
def with_slopes_of_its_own(dOut, cache):
    Z, kind = cache["Z"], cache["kind"]
    dZ = dOut.copy()
    if kind == "relu":
        dZ[Z <= 0] = 0
    elif kind == "tanh":
        dZ /= np.cosh(Z) ** 2
    elif kind == "sigmoid":
        dZ *= sigmoid(Z) * sigmoid(-Z)
    dW = np.einsum("ij,ik->jk", cache["A"], dZ)
    return np.einsum("ik,jk->ij", dZ, cache["W"]), {"b": dZ.sum(0), "W": dW}


# deep_forward


@alternative("deep_forward")
def with_the_last_layer_by_itself(X, params):
    caches, A = [], X
    for layer in params[:-1]:
        A, cache = dense_forward(A, layer, "relu")
        caches.append(cache)
    out, cache = dense_forward(A, params[-1], "sigmoid")
    return out.ravel(), [*caches, cache]


@alternative("deep_forward")
def layer_after_layer_without_dense_forward(X, params):
    caches = []
    kinds = ["relu"] * (len(params) - 1) + ["sigmoid"]
    for layer, kind in zip(params, kinds):
        Z = X @ layer["W"] + layer["b"]
        caches.append({"A": X, "W": layer["W"], "Z": Z, "kind": kind})
        X = np.maximum(Z, 0.0)
    return sigmoid(Z).reshape(-1), caches


# deep_loss_grad


@alternative("deep_loss_grad")
def with_the_last_layer_written_out(X, y, params):
    p, caches = deep_forward(X, params)
    last = caches[-1]
    dZ = (p - y).reshape(-1, 1) / y.shape[0]
    grads = [{"W": last["A"].T @ dZ, "b": dZ.sum(axis=0)}]
    dA = dZ @ last["W"].T
    for cache in caches[-2::-1]:
        dA, grad = dense_backward(dA, cache)
        grads = [grad, *grads]
    z = last["Z"].ravel()
    return float(np.logaddexp(0, (1 - 2 * y) * z).mean()), grads


@alternative("deep_loss_grad")
def with_everything_from_scratch(X, y, params):
    inputs, Zs = [X], []
    for layer in params:
        Zs.append(inputs[-1] @ layer["W"] + layer["b"])
        inputs.append(np.maximum(Zs[-1], 0))
    scores, m = Zs[-1][:, 0], len(X)
    delta = ((sigmoid(scores) - y) / m)[:, np.newaxis]
    grads = [None] * len(params)
    for l in range(len(params) - 1, -1, -1):
        grads[l] = {"W": inputs[l].T @ delta, "b": np.sum(delta, axis=0)}
        if l > 0:
            delta = (delta @ params[l]["W"].T) * (Zs[l - 1] > 0)
    return bce_from_logits(scores, y), grads


# fit_deep


@alternative("fit_deep")
def with_updates_in_place(X, y, dims, lr, steps, rng):
    params = init_deep(dims, rng)
    history = []
    for _ in range(steps):
        loss, grads = deep_loss_grad(X, y, params)
        history.append(loss)
        for layer, grad in zip(params, grads):
            layer["W"] -= lr * grad["W"]
            layer["b"] -= lr * grad["b"]
    return params, np.array(history)


@alternative("fit_deep")
def with_a_start_of_its_own(X, y, dims, lr, steps, rng):
    Ws = [rng.standard_normal((o, i)).T / np.sqrt(i) for i, o in zip(dims, dims[1:])]
    bs = [np.zeros(o) for o in dims[1:]]
    losses = np.empty(steps)
    k = 0
    while k < steps:
        params = [{"W": W, "b": b} for W, b in zip(Ws, bs)]
        losses[k], grads = deep_loss_grad(X, y, params)
        Ws = [W - lr * grad["W"] for W, grad in zip(Ws, grads)]
        bs = [b - lr * grad["b"] for b, grad in zip(bs, grads)]
        k += 1
    return [{"W": W, "b": b} for W, b in zip(Ws, bs)], losses


# parity_tree and unit_counts


@alternative("parity_tree")
def by_halves(bits):
    n = bits.shape[1]
    if n == 1:
        return bits[:, 0]
    return xor_gate(parity_tree(bits[:, : n // 2]), parity_tree(bits[:, n // 2 :]))


@alternative("parity_tree")
def from_a_queue_of_columns(bits):
    columns = [bits[:, place] for place in range(bits.shape[1])]
    while len(columns) > 1:
        carried = columns[len(columns) // 2 * 2 :]
        columns = carried + [xor_gate(a, b) for a, b in zip(columns[0::2], columns[1::2])]
    return columns[0].copy()


@alternative("unit_counts")
def by_counting_rounds(n):
    gates, shallow = 0, 1
    for _ in range(n - 1):
        gates += 1
        shallow *= 2
    return (3 * gates, shallow)


@alternative("unit_counts")
def by_adding_up_patterns(n):
    return n + n + n - 3, sum(math.comb(n, ones) for ones in range(1, n + 1, 2))


# describe_network


@alternative("describe_network")
def by_a_pattern(dims, config):
    learned = {name for name in config if re.fullmatch(r"[Wb]\d+", name)}
    weights = int(np.dot(dims[:-1], dims[1:]))
    chosen = {name for name in config if name not in learned}
    return {"learned": learned, "chosen": chosen, "n_params": weights + sum(dims[1:])}


@alternative("describe_network")
def one_name_after_the_other(dims, config):
    learned, chosen = set(), set()
    for name in config:
        (learned if name[:1] in ("W", "b") and name[1:].isdecimal() else chosen).add(name)
    count = 0
    for l in range(1, len(dims)):
        count += dims[l] * dims[l - 1] + dims[l]
    return {"n_params": count, "learned": learned, "chosen": chosen}

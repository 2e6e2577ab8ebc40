"""Right answers written differently: every check has to accept them."""

import numpy as np
from grader.testing import alternative

# init_two_layer


@alternative("init_two_layer")
def with_the_second_layer_first(n_x, n_h, n_y, rng, scale=0.01):
    P = {}
    P["b2"], P["b1"] = np.zeros((n_y,)), np.zeros((n_h,))
    P["W2"] = rng.standard_normal((n_h, n_y)) * scale
    P["W1"] = rng.standard_normal((n_x, n_h)) * scale
    return P


@alternative("init_two_layer")
def with_one_draw_for_everything(n_x, n_h, n_y, rng, scale=0.01):
    numbers = rng.normal(scale=scale, size=n_h * (n_x + n_y))
    first, second = np.split(numbers, [n_x * n_h])
    return {
        "W1": first.reshape(n_x, n_h),
        "b1": 0.0 * np.ones(n_h),
        "W2": second.reshape(n_h, n_y),
        "b2": 0.0 * np.ones(n_y),
    }


# activation_pair


@alternative("activation_pair")
def with_a_table_of_functions(z, kind):
    z = np.array(z, dtype=float)

    def bent(leak):
        return np.maximum(z, 0) + leak * np.minimum(z, 0), (z > 0) + leak * (z <= 0)

    table = {
        "sigmoid": lambda: (sigmoid(z), sigmoid(z) * sigmoid(-z)),
        "tanh": lambda: (2 * sigmoid(2 * z) - 1, 4 * sigmoid(2 * z) * sigmoid(-2 * z)),
        "relu": lambda: bent(0.0),
        "leaky": lambda: bent(0.01),
    }
    if kind not in table:
        raise ValueError(kind)
    a, slope = table[kind]()
    return a, slope.astype(float)


@alternative("activation_pair")
def with_masks(z, kind):
    if kind == "sigmoid":
        a = 0.5 * (1 + np.tanh(0.5 * z))
        slope = a - a * a
    elif kind == "tanh":
        a = np.tanh(z)
        slope = (1 - a) * (1 + a)
    elif kind in {"relu", "leaky"}:
        a = 1.0 * z
        slope = np.ones(z.shape)
        a[z < 0] *= {"relu": 0.0, "leaky": 0.01}[kind]
        slope[z <= 0] = {"relu": 0.0, "leaky": 0.01}[kind]
    else:
        raise ValueError("sigmoid, tanh, relu or leaky, please")
    return a, slope


# two_layer_forward


@alternative("two_layer_forward")
def with_a_vector_for_the_last_weights(X, P):
    W1, b1, W2, b2 = (P[key] for key in ("W1", "b1", "W2", "b2"))
    hidden = np.tanh(np.dot(X, W1) + b1)
    logits = hidden.dot(W2.ravel()) + b2.item()
    return 0.5 * (1 + np.tanh(logits / 2)), {"z2": logits, "A1": hidden}


@alternative("two_layer_forward")
def with_sums_spelt_out(X, P):
    Z1 = np.einsum("ij,jk->ik", X, P["W1"]) + P["b1"][None, :]
    A1 = 2 * sigmoid(2 * Z1) - 1
    z2 = np.sum(A1 * P["W2"].T, axis=1) + P["b2"]
    return sigmoid(z2), {"A1": A1, "z2": z2}


# two_layer_loss_grad


@alternative("two_layer_loss_grad")
def with_vectors_for_the_last_layer(X, y, P):
    m = X.shape[0]
    H = np.tanh(X @ P["W1"] + P["b1"])
    w = P["W2"][:, 0]
    z = H @ w + P["b2"][0]
    error = (0.5 * (1 + np.tanh(z / 2)) - y) / m
    back = np.outer(error, w) * (1 - H) * (1 + H)
    grads = {
        "W2": (error @ H).reshape(-1, 1),
        "b2": np.array([error.sum()]),
        "b1": back.sum(axis=0),
        "W1": np.dot(back.T, X).T,
    }
    return float(np.logaddexp(0, np.where(y == 1, -z, z)).mean()), grads


@alternative("two_layer_loss_grad")
def with_a_column_of_ones(X, y, P):
    ones = np.ones((len(X), 1))
    inputs = np.hstack([X, ones])
    hidden = np.tanh(inputs @ np.vstack([P["W1"], P["b1"]]))
    features = np.hstack([hidden, ones])
    z = (features @ np.vstack([P["W2"], P["b2"]])).ravel()
    dz = (sigmoid(z) - y).reshape(-1, 1) / len(X)
    second = features.T @ dz
    first = inputs.T @ (dz * P["W2"].ravel() / np.cosh(np.arctanh(np.clip(hidden, -1 + 1e-15, 1 - 1e-15))) ** 2)
    grads = {"W1": first[:-1], "b1": first[-1], "W2": second[:-1], "b2": second[-1]}
    return bce_from_logits(z, y), grads


# gradient_step


@alternative("gradient_step")
def key_by_key(P, grads, lr):
    new = {}
    for key, value in P.items():
        new[key] = np.subtract(value, np.multiply(lr, grads[key]))
    return new


@alternative("gradient_step")
def with_copies_that_are_moved(P, grads, lr):
    W1, b1, W2, b2 = (P[key].copy() for key in ("W1", "b1", "W2", "b2"))
    W1 -= lr * grads["W1"]
    b1 -= lr * grads["b1"]
    W2 -= lr * grads["W2"]
    b2 -= lr * grads["b2"]
    return dict(W1=W1, b1=b1, W2=W2, b2=b2)


# fit_planar


@alternative("fit_planar")
def with_a_loop_of_its_own(X, y, n_h, lr, steps, rng):
    m, n_x = X.shape
    W2, W1 = rng.normal(0, 0.01, n_h), rng.normal(0, 0.01, (n_x, n_h))
    b1, b2 = np.zeros(n_h), 0.0
    losses = []
    for _ in range(steps):
        H = np.tanh(X @ W1 + b1)
        z = H @ W2 + b2
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        error = (sigmoid(z) - y) / m
        back = error[:, None] * W2 * (1 - H**2)
        W1, b1 = W1 - lr * X.T @ back, b1 - lr * back.sum(axis=0)
        W2, b2 = W2 - lr * H.T @ error, b2 - lr * error.sum()
    return {"W1": W1, "b1": b1, "W2": W2[:, None], "b2": np.array([b2])}, np.array(losses)


@alternative("fit_planar")
def with_a_list_of_losses(X, y, n_h, lr, steps, rng):
    P = init_two_layer(n_x=np.shape(X)[1], n_h=n_h, n_y=1, rng=rng, scale=0.01)
    losses = []
    while len(losses) < steps:
        loss, grads = two_layer_loss_grad(X, y, P)
        losses.append(loss)
        P = gradient_step(P, grads, lr)
    return P, np.asarray(losses, dtype=np.float64)


# draw_history


@alternative("draw_history")
def with_names_for_the_legend(ax, history):
    for values in history.values():
        epochs = [1 + k for k in range(len(values))]
        ax.plot(epochs, list(values), "o-", linewidth=2)
    ax.set(xlabel="Epoch", ylabel="Loss", title="Training")
    ax.legend(ax.get_lines()[-len(history) :], list(history), loc="upper right")
    ax.grid(True)
    return ax


@alternative("draw_history")
def with_labels_set_afterwards(ax, history):
    for name in history:
        y = np.array(history[name])
        (line,) = ax.plot(np.linspace(1, y.size, y.size), y, color="C0", marker=".")
        line.set_label(name)
        line.set_linewidth(1.5)
    ax.set_xlabel("epoch number", fontsize=12)
    ax.set_ylabel("what was measured", fontsize=12)
    ax.set_xlim(left=0)
    handles, labels = ax.get_legend_handles_labels()
    ax.legend(handles=handles, labels=labels)
    return ax


# gan_losses


@alternative("gan_losses")
def with_the_given_cross_entropy(real_logits, fake_logits):
    real = bce_from_logits(real_logits, np.ones(len(real_logits)))
    fake = bce_from_logits(fake_logits, np.zeros(len(fake_logits)))
    return real + fake, bce_from_logits(fake_logits, np.ones(len(fake_logits)))


@alternative("gan_losses")
def with_the_log_of_a_sum(real_logits, fake_logits):
    real, fake = np.logaddexp(0, -real_logits), np.logaddexp(0, fake_logits)
    g_loss = np.average(fake - fake_logits)
    return float(real.sum() / real.size + fake.sum() / fake.size), float(g_loss)


# pairwise_sq_dist


@alternative("pairwise_sq_dist")
def with_all_differences_at_once(A, B):
    differences = A[:, None, :].astype(float) - B[None, :, :]
    return np.sum(differences**2, axis=2)


@alternative("pairwise_sq_dist")
def with_points_moved_to_their_middle(A, B):
    middle = np.mean(B, axis=0)
    A, B = A - middle, B - middle
    D = -2 * np.dot(A, B.T)
    D += np.einsum("ij,ij->i", A, A)[:, None]
    D += np.einsum("ij,ij->i", B, B)
    D[D < 0] = 0
    return D

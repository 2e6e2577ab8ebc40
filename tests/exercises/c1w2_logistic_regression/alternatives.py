"""Right answers written differently: every check has to accept them."""

import numpy as np
from grader.testing import alternative

# sigmoid


@alternative("sigmoid")
def from_the_hyperbolic_tangent(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


@alternative("sigmoid")
def with_a_mask_for_each_side(z):
    result = np.empty(z.shape)
    left = z < 0
    result[~left] = 1 / (1 + np.exp(-z[~left]))
    growing = np.exp(z[left])
    result[left] = growing / (growing + 1)
    return result


@alternative("sigmoid")
def from_the_log_of_a_sum(z):
    return np.exp(-np.logaddexp(0, -z))


# flatten_images


@alternative("flatten_images")
def with_every_size_spelt_out(imgs):
    m, h, w, c = imgs.shape
    return np.reshape(imgs.astype(np.float64) * (1 / 255), (m, h * w * c))


@alternative("flatten_images")
def filled_into_an_array(imgs):
    rows = np.zeros((imgs.shape[0], int(np.prod(imgs.shape[1:]))))
    rows += imgs.reshape(rows.shape)
    rows /= 255.0
    return rows


# unit_rows


@alternative("unit_rows")
def with_the_library_norm(X):
    norms = np.linalg.norm(X, axis=1)[:, np.newaxis]
    return np.divide(X, norms, out=np.zeros(X.shape), where=norms != 0)


@alternative("unit_rows")
def with_nan_put_right_afterwards(X):
    lengths = np.einsum("ij,ij->i", X.astype(float), X.astype(float)) ** 0.5
    return np.where(lengths[:, None] == 0, 0.0, X / lengths[:, None])


# bce_from_logits


@alternative("bce_from_logits")
def softplus_minus_the_target_score(z, y):
    z, y = np.asarray(z, dtype=float), np.asarray(y)
    if z.shape != y.shape:
        raise ValueError("one label per logit, please")
    return float((np.logaddexp(0.0, z) - y * z).sum() / z.size)


@alternative("bce_from_logits")
def one_formula_per_label(z, y):
    if z.shape != y.shape:
        raise ValueError(f"{z.shape} against {y.shape}")
    towards = np.where(y == 1, z, -z)
    costs = np.where(towards > 0, np.log1p(np.exp(-towards)), np.log1p(np.exp(towards)) - towards)
    return costs.mean()


# mean_squared_error


@alternative("mean_squared_error")
def as_a_product_of_the_errors(y, yhat):
    if np.shape(y) != np.shape(yhat):
        raise ValueError("the shapes must be equal")
    errors = np.ravel(np.subtract(yhat, y, dtype=float))
    return float(errors @ errors) / errors.size


@alternative("mean_squared_error")
def with_square(y, yhat):
    if y.ndim != yhat.ndim or list(y.shape) != list(yhat.shape):
        raise ValueError("the shapes must be equal")
    return np.average(np.square(yhat - y))


# backprop


@alternative("backprop")
def a_node_waits_until_all_users_have_reported(node):
    waiting = {node: 0}
    to_look_at = [node]
    while to_look_at:
        current = to_look_at.pop()
        current.grad = 0.0
        for parent in current.parents:
            if parent not in waiting:
                waiting[parent] = 0
                to_look_at.append(parent)
            waiting[parent] += 1
    node.grad = 1
    ready = [node]
    while ready:
        current = ready.pop()
        for parent, slope in zip(current.parents, current.slopes):
            parent.grad += current.grad * slope
            waiting[parent] -= 1
            if waiting[parent] == 0:
                ready.append(parent)


@alternative("backprop")
def each_node_asks_its_users(node):
    users = {}
    found = [node]
    users[node] = []
    for current in found:
        for place, parent in enumerate(current.parents):
            if parent not in users:
                users[parent] = []
                found.append(parent)
            users[parent].append((current, current.slopes[place]))
    known = {node: 1.0}

    def derivative(current):
        if current not in known:
            known[current] = sum(derivative(user) * slope for user, slope in users[current])
        return known[current]

    for current in found:
        current.grad = derivative(current)


@alternative("backprop")
def by_depth(node):
    depth = {}

    def measure(current):
        if current not in depth:
            depth[current] = 1 + max((measure(parent) for parent in current.parents), default=0)
        return depth[current]

    measure(node)
    for current in depth:
        current.grad = 0.0
    node.grad = 1.0
    for current in sorted(depth, key=depth.get, reverse=True):
        for place in range(len(current.parents)):
            current.parents[place].grad += current.slopes[place] * current.grad


# logreg_loss_grad


@alternative("logreg_loss_grad")
def with_a_column_of_ones(w, b, X, y):
    m = X.shape[0]
    table = np.hstack([X, np.ones((m, 1))])
    z = table @ np.append(w, b)
    p = 0.5 * (1 + np.tanh(z / 2))
    gradient = (p - y) @ table / m
    return np.logaddexp(0, np.where(y == 1, -z, z)).mean(), gradient[:-1], float(gradient[-1])


@alternative("logreg_loss_grad")
def with_means_of_products(w, b, X, y):
    z = np.einsum("ij,j->i", X, w) + b
    error = sigmoid(z) - y
    dw = np.mean(X * error[:, None], axis=0)
    db = np.mean(error)
    return bce_from_logits(z, y), dw, db


# fit_logreg


@alternative("fit_logreg")
def with_the_bias_among_the_weights(X, y, lr, steps):
    m, n = X.shape
    table = np.column_stack([np.ones(m), X])
    theta = np.zeros(n + 1)
    losses = []
    for _ in range(steps):
        z = table @ theta
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        theta -= lr / m * (table.T @ (1 / (1 + np.exp(-z)) - y))
    return theta[1:], theta[0], np.array(losses)


@alternative("fit_logreg")
def with_updates_in_place(X, y, lr, steps):
    w = np.zeros(X.shape[1])
    b = 0.0
    history = np.empty(steps, dtype=float)
    k = 0
    while k < steps:
        loss, dw, db = logreg_loss_grad(w, b, X, y)
        history[k] = loss
        w -= lr * dw
        b -= lr * db
        k += 1
    return w, float(b), history


# critter_detector


@alternative("critter_detector")
def with_rows_of_equal_length(train_imgs, train_y, test_imgs):
    train_X = unit_rows(flatten_images(contrast(train_imgs)))
    test_X = unit_rows(flatten_images(contrast(test_imgs)))
    w, b, _ = fit_logreg(train_X, train_y, lr=20.0, steps=400)
    return np.where(sigmoid(test_X @ w + b) >= 0.5, 1, 0)


@alternative("critter_detector")
def with_standardised_pixels_and_a_loop_of_its_own(train_imgs, train_y, test_imgs):
    train_X = contrast(train_imgs).reshape(len(train_imgs), -1).astype(float)
    test_X = contrast(test_imgs).reshape(len(test_imgs), -1).astype(float)
    centre, spread = train_X.mean(axis=0), train_X.std(axis=0) + 10.0
    train_X, test_X = (train_X - centre) / spread, (test_X - centre) / spread
    w, b = np.zeros(train_X.shape[1]), 0.0
    for _ in range(150):
        error = 0.5 * (1 + np.tanh((train_X @ w + b) / 2)) - train_y
        w -= 0.1 * train_X.T @ error / len(error)
        b -= 0.1 * error.mean()
    return (test_X @ w + b >= 0).astype(np.int32)


@alternative("critter_detector")
def with_random_mini_batches_from_a_fixed_seed(train_imgs, train_y, test_imgs):
    rng = np.random.default_rng(3)
    train_X, test_X = (contrast(imgs).reshape(len(imgs), -1) / 255.0 - 0.3 for imgs in (train_imgs, test_imgs))
    w, b = np.zeros(train_X.shape[1]), 0.0
    for _ in range(30):
        order = rng.permutation(len(train_y))
        for start in range(0, len(order), 32):
            batch = order[start : start + 32]
            _, dw, db = logreg_loss_grad(w, b, train_X[batch], train_y[batch])
            w, b = w - 0.4 * dw, b - 0.4 * db
    return (test_X @ w + b >= 0).astype(int)


# discounted_returns


@alternative("discounted_returns")
def as_one_matrix_product(rewards, gamma):
    steps = np.arange(len(rewards))
    ahead = steps[None, :] - steps[:, None]
    weights = np.where(ahead >= 0, float(gamma) ** np.maximum(ahead, 0), 0.0)
    return weights @ rewards


@alternative("discounted_returns")
def from_a_growing_list(rewards, gamma):
    returns = [float(rewards[-1])]
    for reward in rewards[-2::-1]:
        returns.insert(0, reward + gamma * returns[0])
    return np.array(returns)

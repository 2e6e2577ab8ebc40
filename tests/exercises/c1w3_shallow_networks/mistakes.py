"""Known wrong answers of the week, one bug each, with the hint a tutor would give."""

import numpy as np
from grader.testing import mistake

# init_two_layer


@mistake(
    "init_two_layer",
    id="a",
    hint="All hidden units begin alike, so they answer alike, get the same gradients and stay alike for ever. "
    "What could tell one from the next?",
)
def begins_with_zeros(n_x, n_h, n_y, rng, scale=0.01):
    return {"W1": np.zeros((n_x, n_h)), "b1": np.zeros(n_h), "W2": np.zeros((n_h, n_y)), "b2": np.zeros(n_y)}


@mistake(
    "init_two_layer",
    id="b",
    hint="Not zero, but still all alike: a hidden unit is told from its neighbour only by a number that differs.",
)
def begins_with_clones(n_x, n_h, n_y, rng, scale=0.01):
    return {
        "W1": np.full((n_x, n_h), scale),
        "b1": np.zeros(n_h),
        "W2": np.full((n_h, n_y), scale),
        "b2": np.zeros(n_y),
    }


@mistake(
    "init_two_layer",
    id="c",
    hint="Look at the signs of your weights, and at their mean. Which distribution was asked for, and which one "
    "have you drawn from?",
)
def draws_positive_numbers(n_x, n_h, n_y, rng, scale=0.01):
    return {
        "W1": scale * rng.random((n_x, n_h)),
        "b1": np.zeros(n_h),
        "W2": scale * rng.random((n_h, n_y)),
        "b2": np.zeros(n_y),
    }


@mistake(
    "init_two_layer",
    id="d",
    hint="Call it twice with generators of the same seed: the networks differ. Which source of chance were you handed?",
)
def draws_from_the_global_state(n_x, n_h, n_y, rng, scale=0.01):
    return {
        "W1": scale * np.random.randn(n_x, n_h),
        "b1": np.zeros(n_h),
        "W2": scale * np.random.randn(n_h, n_y),
        "b2": np.zeros(n_y),
    }


@mistake(
    "init_two_layer",
    id="e",
    hint="Your matrices lie on their side. Examples are rows here, so X @ W1 has to work: which comes first, "
    "what goes in or what comes out?",
)
def lays_matrices_on_their_side(n_x, n_h, n_y, rng, scale=0.01):
    return {
        "W1": rng.normal(0.0, scale, size=(n_h, n_x)),
        "b1": np.zeros(n_h),
        "W2": rng.normal(0.0, scale, size=(n_y, n_h)),
        "b2": np.zeros(n_y),
    }


@mistake(
    "init_two_layer",
    id="f",
    hint="The weights are fine. Do the biases need chance as well, once the weights tell the units apart?",
)
def draws_biases_too(n_x, n_h, n_y, rng, scale=0.01):
    return {
        "W1": rng.normal(0.0, scale, size=(n_x, n_h)),
        "b1": rng.normal(0.0, scale, size=n_h),
        "W2": rng.normal(0.0, scale, size=(n_h, n_y)),
        "b2": rng.normal(0.0, scale, size=n_y),
    }


@mistake(
    "init_two_layer",
    id="g",
    hint="Measure the spread of both layers for two different scales. Does every weight take notice of the argument?",
)
def ignores_the_scale(n_x, n_h, n_y, rng, scale=0.01):
    return {
        "W1": rng.normal(0.0, 0.01, size=(n_x, n_h)),
        "b1": np.zeros(n_h),
        "W2": rng.normal(0.0, 0.01, size=(n_h, n_y)),
        "b2": np.zeros(n_y),
    }


@mistake(
    "init_two_layer",
    id="h",
    hint="Compare the spread that you measure with the one asked for: one is the square root of the other. What does "
    "the second argument of a normal draw mean?",
)
def takes_scale_for_the_variance(n_x, n_h, n_y, rng, scale=0.01):
    return {
        "W1": rng.normal(0.0, np.sqrt(scale), size=(n_x, n_h)),
        "b1": np.zeros(n_h),
        "W2": rng.normal(0.0, np.sqrt(scale), size=(n_h, n_y)),
        "b2": np.zeros(n_y),
    }


@mistake(
    "init_two_layer",
    id="i",
    hint="Two calls with different seeds give the same network. The generator is made by the caller; what happens to "
    "it in your function?",
)
def makes_a_generator_of_its_own(n_x, n_h, n_y, rng, scale=0.01):
    rng = np.random.default_rng(0)
    return {
        "W1": rng.normal(0.0, scale, size=(n_x, n_h)),
        "b1": np.zeros(n_h),
        "W2": rng.normal(0.0, scale, size=(n_h, n_y)),
        "b2": np.zeros(n_y),
    }


@mistake(
    "init_two_layer",
    id="j",
    hint="Print the shapes of the biases. How many axes does one number per unit need here?",
)
def gives_biases_two_axes(n_x, n_h, n_y, rng, scale=0.01):
    return {
        "W1": rng.normal(0.0, scale, size=(n_x, n_h)),
        "b1": np.zeros((1, n_h)),
        "W2": rng.normal(0.0, scale, size=(n_h, n_y)),
        "b2": np.zeros((1, n_y)),
    }


# activation_pair


@mistake(
    "activation_pair",
    id="a",
    hint="Measure the slope of tanh at z = 2 by a small step: it cannot be negative, the curve rises everywhere. "
    "In the formula for the slope, which number is squared?",
)
def squares_the_input_of_tanh(z, kind):
    z = np.asarray(z, dtype=float)
    if kind == "sigmoid":
        a = sigmoid(z)
        return a, a * (1 - a)
    if kind == "tanh":
        return np.tanh(z), 1 - z**2
    if kind not in ("relu", "leaky"):
        raise ValueError("unknown kind")
    slope = np.where(z > 0, 1.0, 0.0 if kind == "relu" else 0.01)
    return slope * z, slope


@mistake(
    "activation_pair",
    id="b",
    hint="At z = 0 the sigmoid rises with slope 1/4; what does yours say? The formula for its slope is written in "
    "terms of the value, not of the input.",
)
def puts_the_input_into_the_slope_of_the_sigmoid(z, kind):
    z = np.asarray(z, dtype=float)
    if kind == "sigmoid":
        return sigmoid(z), z * (1 - z)
    if kind == "tanh":
        a = np.tanh(z)
        return a, 1 - a**2
    if kind not in ("relu", "leaky"):
        raise ValueError("unknown kind")
    slope = np.where(z > 0, 1.0, 0.0 if kind == "relu" else 0.01)
    return slope * z, slope


@mistake(
    "activation_pair",
    id="c",
    hint="All is right but the corner. Where two straight pieces meet, the rulings say which of them counts.",
)
def lets_the_right_piece_count_at_zero(z, kind):
    z = np.asarray(z, dtype=float)
    if kind == "sigmoid":
        a = sigmoid(z)
        return a, a * (1 - a)
    if kind == "tanh":
        a = np.tanh(z)
        return a, 1 - a**2
    if kind not in ("relu", "leaky"):
        raise ValueError("unknown kind")
    slope = np.where(z >= 0, 1.0, 0.0 if kind == "relu" else 0.01)
    return slope * z, slope


@mistake(
    "activation_pair",
    id="d",
    hint="Your leaky unit leaks on the way forward and is dead on the way back. How fast does its value move where z "
    "is negative?",
)
def forgets_the_slope_of_the_leak(z, kind):
    z = np.asarray(z, dtype=float)
    if kind == "sigmoid":
        a = sigmoid(z)
        return a, a * (1 - a)
    if kind == "tanh":
        a = np.tanh(z)
        return a, 1 - a**2
    if kind not in ("relu", "leaky"):
        raise ValueError("unknown kind")
    a = np.where(z > 0, z, 0.0 if kind == "relu" else 0.01 * z)
    return a, np.where(z > 0, 1.0, 0.0)


@mistake(
    "activation_pair",
    id="e",
    hint="A slope says how fast the value moves, not how large it is. How fast does a relu move at z = 2, and at z = 5?",
)
def returns_the_relu_as_its_slope(z, kind):
    z = np.asarray(z, dtype=float)
    if kind == "sigmoid":
        a = sigmoid(z)
        return a, a * (1 - a)
    if kind == "tanh":
        a = np.tanh(z)
        return a, 1 - a**2
    if kind == "relu":
        return np.maximum(z, 0.0), np.maximum(z, 0.0)
    if kind != "leaky":
        raise ValueError("unknown kind")
    slope = np.where(z > 0, 1.0, 0.01)
    return slope * z, slope


@mistake(
    "activation_pair",
    id="f",
    hint="What happens in your function when somebody misspells a kind? Silence is the most expensive answer.",
)
def takes_any_other_kind_for_leaky(z, kind):
    z = np.asarray(z, dtype=float)
    if kind == "sigmoid":
        a = sigmoid(z)
        return a, a * (1 - a)
    if kind == "tanh":
        a = np.tanh(z)
        return a, 1 - a**2
    slope = np.where(z > 0, 1.0, 0.0 if kind == "relu" else 0.01)
    return slope * z, slope


@mistake(
    "activation_pair",
    id="g",
    hint="Far out your tanh or its slope is not a number. Exponentials grow without bound there, and NumPy has the "
    "function itself.",
)
def builds_tanh_of_exponentials(z, kind):
    z = np.asarray(z, dtype=float)
    if kind == "sigmoid":
        a = sigmoid(z)
        return a, a * (1 - a)
    if kind == "tanh":
        a = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
        return a, 1 - a**2
    if kind not in ("relu", "leaky"):
        raise ValueError("unknown kind")
    slope = np.where(z > 0, 1.0, 0.0 if kind == "relu" else 0.01)
    return slope * z, slope


@mistake(
    "activation_pair",
    id="h",
    hint="Your numbers are right, but the caller's z holds other numbers after the call. Which line of yours writes "
    "into z, and which would make a new array?",
)
def cuts_the_callers_own_array(z, kind):
    if kind == "sigmoid":
        a = sigmoid(z)
        return a, a * (1 - a)
    if kind == "tanh":
        a = np.tanh(z)
        return a, 1 - a**2
    if kind not in ("relu", "leaky"):
        raise ValueError("unknown kind")
    slope = np.where(z > 0, 1.0, 0.0 if kind == "relu" else 0.01)
    a = slope * z
    z[z < 0] = 0
    return a, slope


# two_layer_forward


@mistake(
    "two_layer_forward",
    id="a",
    hint="Some of your answers are negative, and a probability never is. Which curve ends between 0 and 1?",
)
def ends_in_tanh(X, P):
    A1 = np.tanh(X @ P["W1"] + P["b1"])
    z2 = (A1 @ P["W2"] + P["b2"])[:, 0]
    return np.tanh(z2), {"A1": A1, "z2": z2}


@mistake(
    "two_layer_forward",
    id="b",
    hint="Your hidden outputs are never negative. Which curve does the hidden layer of this network use?",
)
def has_sigmoids_inside(X, P):
    A1 = sigmoid(X @ P["W1"] + P["b1"])
    z2 = (A1 @ P["W2"] + P["b2"])[:, 0]
    return sigmoid(z2), {"A1": A1, "z2": z2}


@mistake(
    "two_layer_forward",
    id="c",
    hint="Ask about an example of zeros: the hidden layer should not answer with zeros. What does a unit hold before "
    "it has seen anything?",
)
def leaves_out_the_hidden_bias(X, P):
    A1 = np.tanh(X @ P["W1"])
    z2 = (A1 @ P["W2"] + P["b2"])[:, 0]
    return sigmoid(z2), {"A1": A1, "z2": z2}


@mistake(
    "two_layer_forward",
    id="d",
    hint="Two sums in a row are one sum: without something curved between them your network is a single unit in "
    "disguise.",
)
def stays_straight_inside(X, P):
    A1 = X @ P["W1"] + P["b1"]
    z2 = (A1 @ P["W2"] + P["b2"])[:, 0]
    return sigmoid(z2), {"A1": A1, "z2": z2}


@mistake(
    "two_layer_forward",
    id="e",
    hint="Print the shape of p. One probability per example is one axis; a column that is left over here makes "
    "(m, m) arrays later on.",
)
def answers_in_a_column(X, P):
    A1 = np.tanh(X @ P["W1"] + P["b1"])
    z2 = A1 @ P["W2"] + P["b2"]
    return sigmoid(z2), {"A1": A1, "z2": z2}


@mistake(
    "two_layer_forward",
    id="f",
    hint="The hidden layer is right and every logit is off by the same amount. What else has the output unit got?",
)
def leaves_out_the_last_bias(X, P):
    A1 = np.tanh(X @ P["W1"] + P["b1"])
    z2 = (A1 @ P["W2"])[:, 0]
    return sigmoid(z2), {"A1": A1, "z2": z2}


@mistake(
    "two_layer_forward",
    id="g",
    hint="Ask about a single example. An axis of length 1 is not always the one that you want to lose.",
)
def loses_every_axis_of_length_one(X, P):
    A1 = np.tanh(X @ P["W1"] + P["b1"])
    z2 = np.squeeze(A1 @ P["W2"] + P["b2"])
    return sigmoid(z2), {"A1": A1, "z2": z2}


@mistake(
    "two_layer_forward",
    id="h",
    hint="p is right. Look up in the specification what the cache is to hold under each name: before or after the curve?",
)
def keeps_sums_instead_of_outputs(X, P):
    Z1 = X @ P["W1"] + P["b1"]
    z2 = (np.tanh(Z1) @ P["W2"] + P["b2"])[:, 0]
    return sigmoid(z2), {"A1": Z1, "z2": z2}


@mistake(
    "two_layer_forward",
    id="i",
    hint="The answers are right, but the network you were given has other entries after the call than before. Where "
    "else could you keep what the way back needs?",
)
def keeps_its_notes_in_the_network(X, P):
    P["A1"] = np.tanh(X @ P["W1"] + P["b1"])
    P["z2"] = (P["A1"] @ P["W2"] + P["b2"])[:, 0]
    return sigmoid(P["z2"]), {"A1": P["A1"], "z2": P["z2"]}


# two_layer_loss_grad


@mistake(
    "two_layer_loss_grad",
    id="a",
    hint="The second layer is right. On the way back to the first you pass a curve: how fast does each hidden unit's "
    "output move with its sum?",
)
def forgets_the_slope_of_tanh(X, y, P):
    p, cache = two_layer_forward(X, P)
    A1 = cache["A1"]
    dZ2 = (p - y)[:, None] / len(y)
    dZ1 = dZ2 @ P["W2"].T
    grads = {"W1": X.T @ dZ1, "b1": np.sum(dZ1, axis=0), "W2": A1.T @ dZ2, "b2": np.sum(dZ2, axis=0)}
    return bce_from_logits(cache["z2"], y), grads


@mistake(
    "two_layer_loss_grad",
    id="b",
    hint="Each hidden unit passes on its own error through its own slope; no unit's slope concerns another one. Which "
    "kind of product keeps them apart?",
)
def mixes_slopes_of_different_units(X, y, P):
    p, cache = two_layer_forward(X, P)
    A1 = cache["A1"]
    dZ2 = (p - y)[:, None] / len(y)
    dZ1 = np.dot(dZ2 @ P["W2"].T, 1 - A1**2)
    grads = {"W1": X.T @ dZ1, "b1": np.sum(dZ1, axis=0), "W2": A1.T @ dZ2, "b2": np.sum(dZ2, axis=0)}
    return bce_from_logits(cache["z2"], y), grads


@mistake(
    "two_layer_loss_grad",
    id="c",
    hint="The error of the output reaches a hidden unit along the link between the two. Which of the matrices holds "
    "the strength of that link?",
)
def goes_back_through_the_first_weights(X, y, P):
    p, cache = two_layer_forward(X, P)
    A1 = cache["A1"]
    dZ2 = (p - y)[:, None] / len(y)
    dZ1 = (dZ2 @ P["W1"]) * (1 - A1**2)
    grads = {"W1": X.T @ dZ1, "b1": np.sum(dZ1, axis=0), "W2": A1.T @ dZ2, "b2": np.sum(dZ2, axis=0)}
    return bce_from_logits(cache["z2"], y), grads


@mistake(
    "two_layer_loss_grad",
    id="d",
    hint="With one example all is right, with m examples the first layer's gradients are m times too small. Where did "
    "the mean come in, and how often?",
)
def takes_the_mean_twice(X, y, P):
    p, cache = two_layer_forward(X, P)
    A1 = cache["A1"]
    dZ2 = (p - y)[:, None] / len(y)
    dZ1 = (dZ2 @ P["W2"].T) * (1 - A1**2) / len(y)
    grads = {"W1": X.T @ dZ1, "b1": np.sum(dZ1, axis=0), "W2": A1.T @ dZ2, "b2": np.sum(dZ2, axis=0)}
    return bce_from_logits(cache["z2"], y), grads


@mistake(
    "two_layer_loss_grad",
    id="e",
    hint="Compare the shapes of b1 and of its gradient. A bias serves all examples, so it hears from all of them.",
)
def keeps_the_examples_of_the_bias_apart(X, y, P):
    p, cache = two_layer_forward(X, P)
    A1 = cache["A1"]
    dZ2 = (p - y)[:, None] / len(y)
    dZ1 = (dZ2 @ P["W2"].T) * (1 - A1**2)
    grads = {"W1": X.T @ dZ1, "b1": dZ1, "W2": A1.T @ dZ2, "b2": np.sum(dZ2, axis=0)}
    return bce_from_logits(cache["z2"], y), grads


@mistake(
    "two_layer_loss_grad",
    id="f",
    hint="Think of the second layer as a logistic unit on its own. What are its features: the pixels of the world, or "
    "what the hidden layer made of them?",
)
def feeds_the_input_to_the_second_layer(X, y, P):
    p, cache = two_layer_forward(X, P)
    A1 = cache["A1"]
    dZ2 = (p - y)[:, None] / len(y)
    dZ1 = (dZ2 @ P["W2"].T) * (1 - A1**2)
    grads = {"W1": X.T @ dZ1, "b1": np.sum(dZ1, axis=0), "W2": X.T @ dZ2, "b2": np.sum(dZ2, axis=0)}
    return bce_from_logits(cache["z2"], y), grads


@mistake(
    "two_layer_loss_grad",
    id="g",
    hint="The weights are right; the gradients of the biases are m times too small. dZ already holds the mean: what is "
    "left to do over the examples?",
)
def averages_the_biases_again(X, y, P):
    p, cache = two_layer_forward(X, P)
    A1 = cache["A1"]
    dZ2 = (p - y)[:, None] / len(y)
    dZ1 = (dZ2 @ P["W2"].T) * (1 - A1**2)
    grads = {"W1": X.T @ dZ1, "b1": np.mean(dZ1, axis=0), "W2": A1.T @ dZ2, "b2": np.mean(dZ2, axis=0)}
    return bce_from_logits(cache["z2"], y), grads


@mistake(
    "two_layer_loss_grad",
    id="h",
    hint="Your gradients all point downhill. Take an example with label 1 and a low score: if b2 grows, does the loss "
    "rise or fall?",
)
def turns_the_error_round(X, y, P):
    p, cache = two_layer_forward(X, P)
    A1 = cache["A1"]
    dZ2 = (y - p)[:, None] / len(y)
    dZ1 = (dZ2 @ P["W2"].T) * (1 - A1**2)
    grads = {"W1": X.T @ dZ1, "b1": np.sum(dZ1, axis=0), "W2": A1.T @ dZ2, "b2": np.sum(dZ2, axis=0)}
    return bce_from_logits(cache["z2"], y), grads


@mistake(
    "two_layer_loss_grad",
    id="i",
    hint="The hidden outputs have been through tanh once. Is it their own slope that you take, or that of the numbers "
    "they come from?",
)
def bends_the_hidden_outputs_again(X, y, P):
    p, cache = two_layer_forward(X, P)
    A1 = cache["A1"]
    dZ2 = (p - y)[:, None] / len(y)
    dZ1 = (dZ2 @ P["W2"].T) * (1 - np.tanh(A1) ** 2)
    grads = {"W1": X.T @ dZ1, "b1": np.sum(dZ1, axis=0), "W2": A1.T @ dZ2, "b2": np.sum(dZ2, axis=0)}
    return bce_from_logits(cache["z2"], y), grads


@mistake(
    "two_layer_loss_grad",
    id="j",
    hint="The gradients are right, but the loss breaks once the network is very sure: then p rounds to 0 or 1. "
    "There is a given function that works from logits.",
)
def takes_the_log_of_a_rounded_probability(X, y, P):
    p, cache = two_layer_forward(X, P)
    A1 = cache["A1"]
    dZ2 = (p - y)[:, None] / len(y)
    dZ1 = (dZ2 @ P["W2"].T) * (1 - A1**2)
    grads = {"W1": X.T @ dZ1, "b1": np.sum(dZ1, axis=0), "W2": A1.T @ dZ2, "b2": np.sum(dZ2, axis=0)}
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)), grads


@mistake(
    "two_layer_loss_grad",
    id="k",
    hint="Repeat all examples twice: the loss stays as it is, so its gradients have to stay, too. Yours double.",
)
def never_takes_the_mean(X, y, P):
    p, cache = two_layer_forward(X, P)
    A1 = cache["A1"]
    dZ2 = (p - y)[:, None]
    dZ1 = (dZ2 @ P["W2"].T) * (1 - A1**2)
    grads = {"W1": X.T @ dZ1, "b1": np.sum(dZ1, axis=0), "W2": A1.T @ dZ2, "b2": np.sum(dZ2, axis=0)}
    return bce_from_logits(cache["z2"], y), grads


@mistake(
    "two_layer_loss_grad",
    id="l",
    hint="You still have the slope of the output's sigmoid in there. Last week it met the slope of the cross-entropy; "
    "what was left of the two?",
)
def keeps_the_slope_of_the_sigmoid(X, y, P):
    p, cache = two_layer_forward(X, P)
    A1 = cache["A1"]
    dZ2 = ((p - y) * p * (1 - p))[:, None] / len(y)
    dZ1 = (dZ2 @ P["W2"].T) * (1 - A1**2)
    grads = {"W1": X.T @ dZ1, "b1": np.sum(dZ1, axis=0), "W2": A1.T @ dZ2, "b2": np.sum(dZ2, axis=0)}
    return bce_from_logits(cache["z2"], y), grads


# gradient_step


@mistake(
    "gradient_step",
    id="a",
    hint="The gradient points where the loss rises fastest. Which way do you want to go?",
)
def climbs(P, grads, lr):
    return {key: P[key] + lr * grads[key] for key in P}


@mistake(
    "gradient_step",
    id="b",
    hint="The numbers are right, but the caller's own network has moved, too. Which operator writes into an array, "
    "and which makes a new one?",
)
def moves_the_network_it_was_given(P, grads, lr):
    for key in P:
        P[key] -= lr * grads[key]
    return P


@mistake(
    "gradient_step",
    id="c",
    hint="Print P before and after, key by key. Does every parameter learn?",
)
def leaves_the_biases_behind(P, grads, lr):
    return {key: P[key] - lr * grads[key] if key.startswith("W") else P[key].copy() for key in P}


@mistake(
    "gradient_step",
    id="d",
    hint="You copied the dict, and both dicts still hold the same arrays. What has to be new besides?",
)
def copies_the_dict_and_not_the_arrays(P, grads, lr):
    new = dict(P)
    for key in new:
        new[key] -= lr * grads[key]
    return new


@mistake(
    "gradient_step",
    id="e",
    hint="How long is your step if the learning rate is halved? It should be half as long.",
)
def forgets_the_learning_rate(P, grads, lr):
    return {key: P[key] - grads[key] for key in P}


# fit_planar


@mistake(
    "fit_planar",
    id="a",
    hint="Your network forgets everything at every step: the loss stays where it was. What belongs before the loop, "
    "and what inside?",
)
def begins_anew_at_every_step(X, y, n_h, lr, steps, rng):
    losses = np.zeros(steps)
    for k in range(steps):
        P = init_two_layer(X.shape[1], n_h, 1, rng)
        losses[k], grads = two_layer_loss_grad(X, y, P)
        P = gradient_step(P, grads, lr)
    return P, losses


@mistake(
    "fit_planar",
    id="b",
    hint="You walk on in the direction that was downhill where you began. Does the slope stay the same while you move?",
)
def measures_the_slope_once(X, y, n_h, lr, steps, rng):
    P = init_two_layer(X.shape[1], n_h, 1, rng)
    losses = np.zeros(steps)
    _, grads = two_layer_loss_grad(X, y, P)
    for k in range(steps):
        losses[k], _ = two_layer_loss_grad(X, y, P)
        P = gradient_step(P, grads, lr)
    return P, losses


@mistake(
    "fit_planar",
    id="c",
    hint="Print the shape of W1 for two different numbers of hidden units. Who decides how wide the network is?",
)
def has_a_width_of_its_own(X, y, n_h, lr, steps, rng):
    P = init_two_layer(X.shape[1], 4, 1, rng)
    losses = np.zeros(steps)
    for k in range(steps):
        losses[k], grads = two_layer_loss_grad(X, y, P)
        P = gradient_step(P, grads, lr)
    return P, losses


@mistake(
    "fit_planar",
    id="d",
    hint="Two generators with different seeds lead to the same network. Where do your first weights come from?",
)
def ignores_the_generator(X, y, n_h, lr, steps, rng):
    P = init_two_layer(X.shape[1], n_h, 1, np.random.default_rng(0))
    losses = np.zeros(steps)
    for k in range(steps):
        losses[k], grads = two_layer_loss_grad(X, y, P)
        P = gradient_step(P, grads, lr)
    return P, losses


@mistake(
    "fit_planar",
    id="e",
    hint="Your losses fall, but the network that you return is the one you began with. What did the training produce?",
)
def returns_the_first_network(X, y, n_h, lr, steps, rng):
    first = P = init_two_layer(X.shape[1], n_h, 1, rng)
    losses = np.zeros(steps)
    for k in range(steps):
        losses[k], grads = two_layer_loss_grad(X, y, P)
        P = gradient_step(P, grads, lr)
    return first, losses


@mistake(
    "fit_planar",
    id="f",
    hint="Your list of losses begins one step too late. When does the specification want the loss to be written down?",
)
def records_after_the_update(X, y, n_h, lr, steps, rng):
    P = init_two_layer(X.shape[1], n_h, 1, rng)
    losses = np.zeros(steps)
    for k in range(steps):
        _, grads = two_layer_loss_grad(X, y, P)
        P = gradient_step(P, grads, lr)
        losses[k], _ = two_layer_loss_grad(X, y, P)
    return P, losses


@mistake(
    "fit_planar",
    id="g",
    hint="Your network begins with weights that are too large for this exercise. What does the specification say about "
    "their spread?",
)
def begins_with_large_weights(X, y, n_h, lr, steps, rng):
    P = init_two_layer(X.shape[1], n_h, 1, rng, 1.0)
    losses = np.zeros(steps)
    for k in range(steps):
        losses[k], grads = two_layer_loss_grad(X, y, P)
        P = gradient_step(P, grads, lr)
    return P, losses


@mistake(
    "fit_planar",
    id="h",
    hint="Count your losses when progress is slow. All steps are to be run.",
)
def gives_up_early(X, y, n_h, lr, steps, rng):
    P = init_two_layer(X.shape[1], n_h, 1, rng)
    losses = []
    for k in range(steps):
        loss, grads = two_layer_loss_grad(X, y, P)
        losses.append(loss)
        if k > 0 and losses[-2] - losses[-1] < 1e-6:
            break
        P = gradient_step(P, grads, lr)
    return P, np.array(losses)


# draw_history


@mistake(
    "draw_history",
    id="a",
    hint="The picture appears wherever pyplot happens to be drawing, and the axes that you were handed stay empty. "
    "Whose method should be called?",
)
def draws_with_pyplot(ax, history):
    import matplotlib.pyplot as plt

    for name, values in history.items():
        plt.plot(range(1, len(values) + 1), values, label=name)
    plt.xlabel("epoch")
    plt.ylabel("value")
    plt.legend()
    return ax


@mistake(
    "draw_history",
    id="b",
    hint="Where does your first point stand? Epochs are counted by people here.",
)
def counts_epochs_from_zero(ax, history):
    for name, values in history.items():
        ax.plot(range(len(values)), values, label=name)
    ax.set_xlabel("epoch")
    ax.set_ylabel("value")
    ax.legend()
    return ax


@mistake(
    "draw_history",
    id="c",
    hint="Your lines have names, but a reader of the picture cannot see them. What makes a picture show them?",
)
def shows_no_legend(ax, history):
    for name, values in history.items():
        ax.plot(range(1, len(values) + 1), values, label=name)
    ax.set_xlabel("epoch")
    ax.set_ylabel("value")
    return ax


@mistake(
    "draw_history",
    id="d",
    hint="Give it a history with two quantities, and one without a loss. Which names may a history have?",
)
def draws_the_loss_only(ax, history):
    values = history["loss"]
    ax.plot(range(1, len(values) + 1), values, label="loss")
    ax.set_xlabel("epoch")
    ax.set_ylabel("value")
    ax.legend()
    return ax


@mistake(
    "draw_history",
    id="e",
    hint="The drawing is right. Who decides when a picture is shown: the one who draws a part of it, or the caller?",
)
def shows_the_picture(ax, history):
    import matplotlib.pyplot as plt

    for name, values in history.items():
        ax.plot(range(1, len(values) + 1), values, label=name)
    ax.set_xlabel("epoch")
    ax.set_ylabel("value")
    ax.legend()
    plt.show()
    return ax


@mistake(
    "draw_history",
    id="f",
    hint="A legend shows the names of the lines that are there when you ask for it. When do you ask?",
)
def asks_for_the_legend_too_early(ax, history):
    ax.legend()
    for name, values in history.items():
        ax.plot(range(1, len(values) + 1), values, label=name)
    ax.set_xlabel("epoch")
    ax.set_ylabel("value")
    return ax


@mistake(
    "draw_history",
    id="g",
    hint="What does a reader learn about the two directions of your picture? The axes still have no names.",
)
def leaves_the_axes_without_labels(ax, history):
    for name, values in history.items():
        ax.plot(range(1, len(values) + 1), values, label=name)
    ax.legend()
    return ax


@mistake(
    "draw_history",
    id="h",
    hint="The drawing is right. What does the function answer with?",
)
def returns_nothing(ax, history):
    for name, values in history.items():
        ax.plot(range(1, len(values) + 1), values, label=name)
    ax.set_xlabel("epoch")
    ax.set_ylabel("value")
    ax.legend()


# gan_losses


@mistake(
    "gan_losses",
    id="a",
    hint="Your generator hardly moves where the discriminator is sure of its fakes, just when it has most to learn. "
    "Write its loss as a cross-entropy against the label that it would like its fakes to get.",
)
def gives_the_generator_the_saturating_loss(real_logits, fake_logits):
    d_loss = np.mean(softplus(-real_logits)) + np.mean(softplus(fake_logits))
    return d_loss, -np.mean(softplus(fake_logits))


@mistake(
    "gan_losses",
    id="b",
    hint="A discriminator that gives high logits to real pictures should pay little. Which label has a real picture?",
)
def swaps_the_labels(real_logits, fake_logits):
    d_loss = np.mean(softplus(real_logits)) + np.mean(softplus(-fake_logits))
    return d_loss, np.mean(softplus(fake_logits))


@mistake(
    "gan_losses",
    id="c",
    hint="Hand in ten times as many fakes of the same kind: your discriminator's loss shifts towards them. Is it one mean "
    "over everything, or a mean for each kind?",
)
def takes_one_mean_over_everything(real_logits, fake_logits):
    costs = np.concatenate([softplus(-real_logits), softplus(fake_logits)])
    return 2 * np.mean(costs), np.mean(softplus(-fake_logits))


@mistake(
    "gan_losses",
    id="d",
    hint="Fine until the discriminator is very sure: then its probability rounds to 0 or 1 and the logarithm has nothing "
    "left to work with. There is a given function that takes the logits as they are.",
)
def takes_logs_of_rounded_probabilities(real_logits, fake_logits):
    real, fake = sigmoid(real_logits), sigmoid(fake_logits)
    return -np.mean(np.log(real)) - np.mean(np.log(1 - fake)), -np.mean(np.log(fake))


@mistake(
    "gan_losses",
    id="e",
    hint="Repeat all pictures twice: the losses should not change. Total or average?",
)
def adds_instead_of_averaging(real_logits, fake_logits):
    d_loss = np.sum(softplus(-real_logits)) + np.sum(softplus(fake_logits))
    return d_loss, np.sum(softplus(-fake_logits))


@mistake(
    "gan_losses",
    id="f",
    hint="Some texts halve the discriminator's loss, so that it is a mean of two means. What do the rulings say here?",
)
def halves_the_loss_of_the_discriminator(real_logits, fake_logits):
    d_loss = np.mean(softplus(-real_logits)) + np.mean(softplus(fake_logits))
    return d_loss / 2, np.mean(softplus(-fake_logits))


@mistake(
    "gan_losses",
    id="g",
    hint="Is every picture given to the discriminator paid for? A discriminator that calls everything real should not "
    "get away with it.",
)
def lets_fakes_go_free(real_logits, fake_logits):
    return np.mean(softplus(-real_logits)), np.mean(softplus(-fake_logits))


# pairwise_sq_dist


@mistake(
    "pairwise_sq_dist",
    id="a",
    hint="Work out (a - b)² for a = b = 1 with your formula: it should be 0. Look at the sign of the middle term.",
)
def adds_the_products(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    return np.maximum(np.sum(A**2, axis=1)[:, None] + np.sum(B**2, axis=1) + 2 * A @ B.T, 0.0)


@mistake(
    "pairwise_sq_dist",
    id="b",
    hint="One point is one row. Along which axis do you have to add to get one squared length per point?",
)
def measures_columns(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    return np.maximum(np.sum(A**2, axis=0)[:, None] + np.sum(B**2, axis=0) - 2 * A @ B.T, 0.0)


@mistake(
    "pairwise_sq_dist",
    id="c",
    hint="From (0, 0) to (3, 4) you answer 5. That is the distance; what was asked for?",
)
def takes_the_root(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    lengths = np.sum(A**2, axis=1)[:, None] + np.sum(B**2, axis=1)
    return np.sqrt(np.maximum(lengths - 2 * A @ B.T, 0.0))


@mistake(
    "pairwise_sq_dist",
    id="d",
    hint="The values are right, and Python goes through the points one by one. Multiply (a - b)² out: which part of it is "
    "a product of two matrices?",
)
def walks_through_all_pairs(A, B):
    D = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        for j in range(len(B)):
            D[i, j] = np.sum((A[i] - B[j]) ** 2.0)
    return D


@mistake(
    "pairwise_sq_dist",
    id="e",
    hint="Ask for the distances of points far from the origin to themselves. Rounding leaves some of them below zero, and "
    "whoever takes a root of that gets nan.",
)
def keeps_tiny_negatives(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    return np.sum(A**2, axis=1)[:, None] + np.sum(B**2, axis=1) - 2 * A @ B.T


@mistake(
    "pairwise_sq_dist",
    id="f",
    hint="Which side of the table belongs to A? Row i of the answer is about row i of A.",
)
def swaps_rows_and_columns(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    lengths = np.sum(B**2, axis=1)[:, None] + np.sum(A**2, axis=1)
    return np.maximum(lengths - 2 * B @ A.T, 0.0)


@mistake(
    "pairwise_sq_dist",
    id="g",
    hint="Right for floats. What is 200 times 200 in an array of uint8? Whole numbers have to become something else before "
    "they are squared.",
)
def keeps_whole_numbers_whole(A, B):
    return np.maximum(np.sum(A * A, axis=1)[:, None] + np.sum(B * B, axis=1) - 2 * A @ B.T, 0)

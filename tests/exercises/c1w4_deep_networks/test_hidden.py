"""Hidden checks of the week: properties first, then agreement with the reference on fresh draws."""

import math

import numpy as np
from grader.testing import assert_gradient, assert_pure, assert_raises, assert_same, assert_vectorised, check

ACTIVATIONS = {
    "linear": lambda z: z,
    "relu": lambda z: np.maximum(z, 0),
    "tanh": np.tanh,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
}

SLOPES = 1e-5
"""How far measured slopes may be off: all numbers move at once, so the function bends a lot even in a small step."""


def labels(rng, m):
    """Return (m,) ints in which 0 and 1 both occur as soon as m is 2."""
    return rng.permutation(m) % 2


def network(rng, dims):
    """Return parameters with biases that are not zero."""
    return [
        {"W": rng.normal(size=(n_in, n_out)), "b": rng.normal(size=n_out)}
        for n_in, n_out in zip(dims[:-1], dims[1:], strict=True)
    ]


def examples(rng, m, dims):
    """Return (X, y, params)."""
    return rng.normal(size=(m, dims[0])), labels(rng, m), network(rng, dims)


def scores(X, params):
    """Return the scores Z of every layer of a relu network."""
    out, found = X, []
    for layer in params:
        found.append(out @ layer["W"] + layer["b"])
        out = np.maximum(found[-1], 0)
    return found


def loss_of(X, y, params):
    """Return the mean cross-entropy of a relu network, by another formula than the reference's."""
    z = scores(X, params)[-1][:, 0]
    return float(np.mean(np.logaddexp(0, np.where(y == 1, -z, z))))


def clear_examples(rng, m, dims):
    """Return examples with no score near 0: relu has a corner there, where slopes cannot be measured."""
    while True:
        X, y, params = examples(rng, m, dims)
        if min(np.min(np.abs(Z)) for Z in scores(X, params)) > 0.01:
            return X, y, params


def packed(arrays):
    """Return the numbers of all arrays as one vector."""
    return np.concatenate([np.ravel(array) for array in arrays])


def unpacked(vector, arrays):
    """Return arrays shaped like the given ones, filled from a vector."""
    ends = np.cumsum([np.size(array) for array in arrays])
    return [part.reshape(np.shape(array)) for part, array in zip(np.split(vector, ends[:-1]), arrays, strict=True)]


def flat(params):
    """Return all weights and biases as one vector."""
    return packed([layer[name] for layer in params for name in ("W", "b")])


def filled(vector, params):
    """Return parameters built like the given ones, filled from a vector."""
    parts = unpacked(vector, [layer[name] for layer in params for name in ("W", "b")])
    return [{"W": W, "b": b} for W, b in zip(parts[::2], parts[1::2], strict=True)]


def seed_of(rng):
    """Return a seed nobody has seen."""
    return int(rng.integers(10**9))


# ---------------------------------------------------------------- audit_dims: public 3, hidden 7


def broken(rng, dims, faults):
    """Return (params, X) for dims in which the named arrays, such as (2, "W"), have another shape than they should."""
    arrays = {(0, "X"): (4, dims[0])}
    for number in range(1, len(dims)):
        arrays[number, "W"], arrays[number, "b"] = (dims[number - 1], dims[number]), (dims[number],)
    for fault in faults:
        arrays[fault] = (*arrays[fault][:-1], arrays[fault][-1] + int(rng.integers(1, 3)))
    params = [{"W": np.ones(arrays[l, "W"]), "b": np.ones(arrays[l, "b"])} for l in range(1, len(dims))]
    return params, np.ones(arrays[0, "X"])


@check("audit_dims", weight=2)
def test_audit_lists_every_fault(agree, rng):
    """Networks with several faults get all of them listed, in order, with the shapes expected and found."""
    cases = []
    for depth in (1, 2, 4):
        dims = rng.permutation(np.arange(2, 9))[: depth + 1].tolist()
        places = [(0, "X")] + [(l, name) for l in range(1, depth + 1) for name in ("W", "b")]
        chosen = [place for place, hit in zip(places, rng.random(len(places)) < 0.6, strict=True) if hit]
        cases += [(dims, *broken(rng, dims, faults)) for faults in (places, chosen)]
    agree.each("audit_dims", cases)


@check("audit_dims", weight=1.5)
def test_audit_blames_one_fault_alone(submission, rng):
    """One wrong array gives one finding: its neighbours are not blamed, and a clean network has none."""
    dims = rng.permutation(np.arange(2, 9))[:4].tolist()
    for place in [(1, "W"), (2, "W"), (2, "b"), (3, "W"), (3, "b")]:
        params, X = broken(rng, dims, [place])
        number, name = place
        expected = (dims[number - 1], dims[number]) if name == "W" else (dims[number],)
        finding = (number, name, expected, params[number - 1][name].shape)
        assert_same(submission.audit_dims(dims, params, X), [finding])
    assert_same(submission.audit_dims(dims, *broken(rng, dims, [])), [])


@check("audit_dims", weight=1)
def test_audit_checks_the_examples(submission, rng):
    """X is checked as layer 0 by its number of columns; any number of rows is right."""
    dims = rng.permutation(np.arange(2, 9))[:3].tolist()
    params, _ = broken(rng, dims, [])
    for m in (1, dims[0], 11):
        assert_same(submission.audit_dims(dims, params, np.ones((m, dims[0]))), [])
        finding = (0, "X", (m, dims[0]), (m, dims[0] + 1))
        assert_same(submission.audit_dims(dims, params, np.ones((m, dims[0] + 1))), [finding])


@check("audit_dims", weight=1.5)
def test_audit_sees_shapes_of_equal_size(submission, rng):
    """As many numbers are not enough: transposed weights and a bias with two axes are found."""
    n_in, n_out = rng.permutation(np.arange(2, 9))[:2].tolist()
    X = np.ones((3, n_in))
    layers = [{"W": np.ones((n_out, n_in)), "b": np.ones((n_out, 1))}]
    findings = [(1, "W", (n_in, n_out), (n_out, n_in)), (1, "b", (n_out,), (n_out, 1))]
    assert_same(submission.audit_dims([n_in, n_out], layers, X), findings)
    layers = [{"W": np.ones((n_in, n_out)), "b": np.ones((1, n_out))}]
    assert_same(submission.audit_dims([n_in, n_out], layers, X), [(1, "b", (n_out,), (1, n_out))])


@check("audit_dims", weight=1)
def test_audit_leaves_the_network_alone(agree, rng):
    """The findings are right, and neither the list of layers nor any array is changed."""
    dims = [3, 5, 1]
    agree("audit_dims", dims, *broken(rng, dims, [(1, "b"), (2, "W")]))


# ---------------------------------------------------------------- init_deep: public 3, hidden 7


@check("init_deep", weight=1)
def test_start_has_one_layer_per_step_of_dims(submission, rng):
    """For networks of any depth every layer has float64 arrays of the right shapes, and zero biases."""
    for dims in ([4, 1], [1, 6, 1], [5, 3, 7, 2, 1], rng.integers(1, 9, size=4).tolist()):
        params = submission.init_deep(dims, np.random.default_rng(seed_of(rng)))
        assert len(params) == len(dims) - 1, "the number of layers is wrong"
        for layer, n_in, n_out in zip(params, dims[:-1], dims[1:], strict=True):
            assert layer["W"].shape == (n_in, n_out), "weights have the wrong shape"
            assert layer["W"].dtype == np.float64, "weights are not float64"
            assert_same(layer["b"], np.zeros(n_out))


@check("init_deep", weight=2.5)
def test_start_is_scaled_to_the_inputs_of_each_layer(submission, rng):
    """In every layer the weights have mean 0 and standard deviation 1 / sqrt(n_in), narrow or wide."""
    params = submission.init_deep([9, 400, 100, 100, 400, 25], np.random.default_rng(seed_of(rng)))
    for layer, n_in in zip(params, [9, 400, 100, 100, 400], strict=True):
        scaled = layer["W"] * math.sqrt(n_in)
        submission.note("standard deviation", round(float(np.log(np.std(scaled))), 1))
        # Of N normal numbers the mean errs by 1 / sqrt(N), the standard deviation by 1 / sqrt(2 N): five of each.
        assert abs(np.mean(scaled)) < 5 / math.sqrt(scaled.size), "the mean of the weights is not 0"
        assert abs(np.std(scaled) - 1) < 5 / math.sqrt(2 * scaled.size), "the weights are spread too widely or narrowly"


@check("init_deep", weight=1)
def test_start_is_normal(submission, rng):
    """Weights follow the bell curve: 68 % of them lie within one standard deviation, 95 % within two."""
    weights = submission.init_deep([100, 400], np.random.default_rng(seed_of(rng)))[0]["W"]
    for width in (1, 2):
        share = math.erf(width / math.sqrt(2))
        within = np.mean(np.abs(weights) < width * np.std(weights))
        error = math.sqrt(share * (1 - share) / weights.size)
        submission.note("within", round(float(within), 1))
        assert abs(within - share) < 5 * error, "the weights do not follow the bell curve"


@check("init_deep", weight=1.5)
def test_start_repeats_no_numbers(submission, rng):
    """No two layers, units or inputs begin alike, even where shapes are equal."""
    params = submission.init_deep([6, 6, 6, 6], np.random.default_rng(seed_of(rng)))
    drawn = np.concatenate([layer["W"].ravel() for layer in params])
    assert len(np.unique(drawn)) == drawn.size, "some numbers occur twice"


@check("init_deep", weight=1)
def test_start_comes_from_the_generator(submission, rng):
    """The same seed gives the same parameters, another seed others."""
    seed = seed_of(rng)
    one, same, other = (submission.init_deep([4, 3, 2], np.random.default_rng(s)) for s in (seed, seed, seed + 1))
    assert_same(one, same)
    assert not np.any(one[0]["W"] == other[0]["W"]), "another seed gives the same numbers"


# ---------------------------------------------------------------- dense_forward: public 3, hidden 7


def one_layer(rng, m, n_in, n_out):
    """Return (A, layer)."""
    return rng.normal(size=(m, n_in)), network(rng, [n_in, n_out])[0]


@check("dense_forward", weight=3)
def test_forward_applies_the_activation_to_the_scores(submission, rng):
    """The output is the activation of A @ W + b, for all four kinds, wide, tall and square layers, one example too."""
    for kind, activation in ACTIVATIONS.items():
        for m, n_in, n_out in [(5, 3, 4), (4, 4, 4), (1, 3, 2), (7, 2, 1)]:
            A, layer = one_layer(rng, m, n_in, n_out)
            out, _ = submission.dense_forward(A, layer, kind)
            assert_same(out, activation(A @ layer["W"] + layer["b"]))


@check("dense_forward", weight=2)
def test_forward_keeps_what_backward_needs(submission, rng):
    """The cache holds the input, the weights, the scores before the activation, and the kind."""
    for kind in ACTIVATIONS:
        A, layer = one_layer(rng, 4, 3, 2)
        _, cache = submission.dense_forward(A, layer, kind)
        assert_same(cache, {"A": A, "W": layer["W"], "Z": A @ layer["W"] + layer["b"], "kind": kind})


@check("dense_forward", weight=0.5)
def test_forward_refuses_an_unknown_kind(submission, rng):
    """A kind that is none of the four raises ValueError."""
    assert_raises(ValueError, submission.dense_forward, *one_layer(rng, 3, 2, 2), "softmax")


@check("dense_forward", weight=0.5)
def test_forward_leaves_its_arguments_alone(agree, rng):
    """Output and cache are right, and neither the input nor the layer is changed."""
    for kind in ACTIVATIONS:
        agree("dense_forward", *one_layer(rng, 4, 3, 2), kind)


@check("dense_forward", weight=1)
def test_forward_takes_all_examples_at_once(agree, rng):
    """The work in Python does not grow with the number of examples."""
    few, layer = one_layer(rng, 4, 3, 2)
    agree.vectorised("dense_forward", (few, layer, "relu"), (rng.normal(size=(400, 3)), layer, "relu"))


# ---------------------------------------------------------------- dense_backward: public 5, hidden 13


def way_back(solution, rng, m, n_in, n_out, kind):
    """Return (dOut, cache) of a real forward pass."""
    _, cache = solution.dense_forward(*one_layer(rng, m, n_in, n_out), kind)
    return rng.normal(size=(m, n_out)), cache


def assert_backward_is_the_slope(submission, rng, kind, m, n_in, n_out):
    """Require that dA and the gradients are the slopes of sum(dOut * out), measured by small steps."""
    A, _, (layer,) = clear_examples(rng, m, [n_in, n_out])
    dOut = rng.normal(size=(m, n_out))
    arrays = [A, layer["W"], layer["b"]]

    def total(vector):
        moved, W, b = unpacked(vector, arrays)
        return float(np.sum(dOut * ACTIVATIONS[kind](moved @ W + b)))

    cache = {"A": A, "W": layer["W"], "Z": A @ layer["W"] + layer["b"], "kind": kind}
    dA, grad = submission.dense_backward(dOut, cache)
    for part, array in ((dA, A), (grad["W"], layer["W"]), (grad["b"], layer["b"])):
        assert np.shape(part) == array.shape, "a derivative has another shape than what it belongs to"
    assert_gradient(total, packed(arrays), packed([dA, grad["W"], grad["b"]]), atol=SLOPES)


@check("dense_backward", weight=2)
def test_backward_is_the_slope_of_a_linear_layer(submission, rng):
    """For a linear layer all derivatives are the slopes measured by small steps."""
    assert_backward_is_the_slope(submission, rng, "linear", 5, 3, 2)
    assert_backward_is_the_slope(submission, rng, "linear", 1, 2, 4)


@check("dense_backward", weight=2)
def test_backward_is_the_slope_of_a_relu_layer(submission, rng):
    """For a relu layer all derivatives are the slopes measured by small steps."""
    assert_backward_is_the_slope(submission, rng, "relu", 5, 3, 2)
    assert_backward_is_the_slope(submission, rng, "relu", 1, 2, 4)


@check("dense_backward", weight=2.5)
def test_backward_is_the_slope_of_a_curved_layer(submission, rng):
    """For tanh and sigmoid layers all derivatives are the slopes measured by small steps."""
    for kind in ("tanh", "sigmoid"):
        assert_backward_is_the_slope(submission, rng, kind, 4, 3, 5)
        assert_backward_is_the_slope(submission, rng, kind, 1, 4, 3)


@check("dense_backward", weight=2)
def test_backward_adds_up_over_examples(submission, solution, rng):
    """Two batches at once give the sum of their gradients, and each example its own dA: nothing is divided by m."""
    dOut, cache = way_back(solution, rng, 7, 3, 2, "tanh")
    whole_dA, whole = submission.dense_backward(dOut, cache)
    halves = [
        submission.dense_backward(dOut[part], {**cache, "A": cache["A"][part], "Z": cache["Z"][part]})
        for part in (slice(3), slice(3, None))
    ]
    assert_same(np.concatenate([dA for dA, _ in halves]), whole_dA)
    for name in ("W", "b"):
        assert_same(halves[0][1][name] + halves[1][1][name], whole[name])
    slope = 1 - np.tanh(cache["Z"]) ** 2
    assert_same(whole["b"], np.sum(dOut * slope, axis=0))


@check("dense_backward", weight=1)
def test_backward_stops_at_the_corner_of_relu(submission, rng):
    """Through a relu unit whose score is exactly 0 nothing comes back."""
    A, W, dOut = rng.normal(size=(2, 3)), rng.normal(size=(3, 2)), rng.normal(size=(2, 2))
    cache = {"A": A, "W": W, "Z": np.array([[0.0, 1.0], [-1.0, 0.0]]), "kind": "relu"}
    dA, grad = submission.dense_backward(dOut, cache)
    alive = dOut[0, 1]
    assert_same(grad["b"], np.array([0.0, alive]))
    assert_same(grad["W"], np.stack([np.zeros(3), alive * A[0]], axis=1))
    assert_same(dA, np.stack([alive * W[:, 1], np.zeros(3)]))


@check("dense_backward", weight=1.5)
def test_backward_takes_all_examples_at_once(agree, solution, rng):
    """The work in Python does not grow with the number of examples."""
    agree.vectorised("dense_backward", *(way_back(solution, rng, m, 3, 2, "sigmoid") for m in (4, 400)))


@check("dense_backward", weight=2)
def test_backward_leaves_its_arguments_alone(agree, solution, rng):
    """Square layers are right too, and neither dOut nor any array of the cache is changed."""
    agree.each("dense_backward", [way_back(solution, rng, 3, 3, 3, kind) for kind in ACTIVATIONS])


# ---------------------------------------------------------------- deep_forward: public 3, hidden 7


@check("deep_forward", weight=2.5)
def test_deep_forward_matches_its_definition(agree, rng):
    """Probabilities and caches are right for networks of 1, 2 and 4 layers, one example too."""
    shapes = [(5, [3, 1]), (6, [2, 4, 1]), (4, [4, 4, 4, 4, 1]), (1, [3, 5, 2, 1])]
    agree.each("deep_forward", [(X, params) for X, _, params in (examples(rng, m, dims) for m, dims in shapes)])


@check("deep_forward", weight=1.5)
def test_deep_forward_does_not_depend_on_the_order_of_units(submission, rng):
    """Hidden units may change places, with their weights in and out: the probabilities stay as they are."""
    X, _, params = examples(rng, 5, [3, 6, 4, 1])
    p, _ = submission.deep_forward(X, params)
    order = rng.permutation(6)
    first, second, third = params
    moved = {"W": first["W"][:, order], "b": first["b"][order]}
    q, _ = submission.deep_forward(X, [moved, {"W": second["W"][order], "b": second["b"]}, third])
    assert_same(q, p)
    assert_same(p, 1 / (1 + np.exp(-scores(X, params)[-1][:, 0])))


@check("deep_forward", weight=1)
def test_deep_forward_passes_scale_through_relu(submission, rng):
    """A hidden layer made c times as strong, and the next weights c times as weak, change no probability."""
    X, _, (first, second, third) = examples(rng, 5, [3, 4, 5, 1])
    c = float(rng.uniform(2, 5))
    strong = {"W": c * second["W"], "b": c * second["b"]}
    p, _ = submission.deep_forward(X, [first, second, third])
    q, _ = submission.deep_forward(X, [first, strong, {"W": third["W"] / c, "b": third["b"]}])
    assert_same(q, p)
    assert np.all((p >= 0) & (p <= 1)), "there are answers that are no probabilities"


@check("deep_forward", weight=1)
def test_deep_forward_hands_each_output_to_the_next_layer(submission, rng):
    """The input of every layer, as its cache has it, is the output of the layer before."""
    X, _, params = examples(rng, 6, [3, 4, 2, 1])
    _, caches = submission.deep_forward(X, params)
    outputs = [X, *(np.maximum(Z, 0) for Z in scores(X, params))]
    assert len(caches) == 3, "there is not one cache per layer"
    for cache, out, Z in zip(caches, outputs, scores(X, params), strict=False):
        assert_same(cache["A"], out)
        assert_same(cache["Z"], Z)


@check("deep_forward", weight=0.5)
def test_deep_forward_leaves_its_arguments_alone(agree, rng):
    """The answers are right, and neither X nor any layer is changed."""
    X, _, params = examples(rng, 4, [2, 3, 1])
    agree("deep_forward", X, params)


@check("deep_forward", weight=0.5)
def test_deep_forward_takes_all_examples_at_once(agree, rng):
    """The work in Python does not grow with the number of examples."""
    X, _, params = examples(rng, 4, [3, 5, 1])
    agree.vectorised("deep_forward", (X, params), (rng.normal(size=(400, 3)), params))


# ---------------------------------------------------------------- deep_loss_grad: public 4, hidden 12


@check("deep_loss_grad", weight=1.5)
def test_deep_loss_is_the_mean_cross_entropy(submission, rng):
    """The loss is the mean cross-entropy of the network's probabilities, for shallow and deep ones."""
    for m, dims in [(5, [3, 1]), (1, [2, 4, 1]), (30, [3, 4, 4, 1])]:
        X, y, params = examples(rng, m, dims)
        loss, _ = submission.deep_loss_grad(X, y, params)
        assert_same(loss, loss_of(X, y, params))


@check("deep_loss_grad", weight=3)
def test_deep_gradients_are_the_slopes_of_the_loss(submission, rng):
    """Every layer's gradients are the slopes of the loss, measured by small steps."""
    for m, dims in [(6, [3, 4, 2, 1]), (5, [2, 3, 1]), (1, [3, 3, 1])]:
        X, y, params = clear_examples(rng, m, dims)
        _, grads = submission.deep_loss_grad(X, y, params)
        assert len(grads) == len(params), "there is not one gradient per layer"
        for grad, layer in zip(grads, params, strict=True):
            assert grad["W"].shape == layer["W"].shape, "a gradient has another shape than its weights"
            assert grad["b"].shape == layer["b"].shape, "a gradient has another shape than its bias"

        def loss(vector, X=X, y=y, like=params):
            return loss_of(X, y, filled(vector, like))

        assert_gradient(loss, flat(params), flat(grads), atol=SLOPES)


@check("deep_loss_grad", weight=2)
def test_deep_gradients_of_four_layers(agree, rng):
    """Loss and gradients are right for deep networks with layers of equal size, and labels that are floats."""
    X, y, params = examples(rng, 8, [4, 4, 4, 4, 1])
    X_one, y_one, params_one = examples(rng, 1, [3, 5, 5, 2, 1])
    agree.each("deep_loss_grad", [(X, y.astype(float), params), (X_one, y_one, params_one)])


@check("deep_loss_grad", weight=1.5)
def test_one_layer_is_logistic_regression(submission, rng):
    """A network of one layer has the gradients of logistic regression, X.T @ (p - y) / m."""
    X, y, params = examples(rng, 7, [4, 1])
    error = (1 / (1 + np.exp(-(X @ params[0]["W"][:, 0] + params[0]["b"]))) - y) / 7
    _, grads = submission.deep_loss_grad(X, y, params)
    assert_same(grads, [{"W": (X.T @ error)[:, None], "b": np.array([np.sum(error)])}])


@check("deep_loss_grad", weight=2)
def test_confident_networks_have_finite_gradients(agree, rng):
    """Scores of 60 and of several hundred give the right loss and gradients, for right and wrong answers."""
    cases = []
    for size in (60.0, float(rng.uniform(300, 900))):
        X, _, params = examples(rng, 6, [3, 4, 1])
        score = scores(X, params)[-1]
        target = size * np.where(np.arange(6) % 2, 1.0, -1.0)[:, None]
        # Two more inputs go straight through to the score, so that it becomes the target exactly enough.
        X = np.hstack([X, np.maximum(target - score, 0), np.maximum(score - target, 0)])
        first = {"W": np.zeros((5, 6)), "b": np.append(params[0]["b"], [0.0, 0.0])}
        first["W"][:3, :4], first["W"][3:, 4:] = params[0]["W"], np.eye(2)
        last = {"W": np.vstack([params[1]["W"], [[1.0], [-1.0]]]), "b": params[1]["b"]}
        cases += [(X, y, [first, last]) for y in (np.array([0, 0, 0, 1, 1, 1]), np.arange(6) % 2)]
    agree.each("deep_loss_grad", cases)


@check("deep_loss_grad", weight=1)
def test_deep_gradients_leave_their_arguments_alone(agree, rng):
    """Loss and gradients are right, and neither X, y nor any layer is changed."""
    agree("deep_loss_grad", *examples(rng, 5, [3, 4, 1]))


@check("deep_loss_grad", weight=1)
def test_deep_gradients_take_all_examples_at_once(agree, rng):
    """The work in Python does not grow with the number of examples."""
    X, y, params = examples(rng, 4, [3, 4, 1])
    agree.vectorised("deep_loss_grad", (X, y, params), (rng.normal(size=(400, 3)), labels(rng, 400), params))


# ---------------------------------------------------------------- fit_deep: public 3, hidden 9


def trained(submission, X, y, dims, lr, steps, seed):
    """Return the answer of fit_deep, always from the same start."""
    return submission.fit_deep(X, y, dims, lr, steps, np.random.default_rng(seed))


def start_of(submission, X, y, dims, seed):
    """Return the starting parameters: one step at rate 1/4 goes half as far as one at 1/2, so they can be found."""
    near, far = (trained(submission, X, y, dims, lr, 1, seed)[0] for lr in (0.25, 0.5))
    return filled(2 * flat(near) - flat(far), near)


@check("fit_deep", weight=1.5)
def test_fit_builds_the_network_it_is_asked_for(submission, rng):
    """The network has the layers that dims asks for, and starts as init_deep starts it."""
    for dims in ([3, 1], [2, 5, 1], [2, 4, 3, 4, 1]):
        X, y, _ = examples(rng, 6, dims)
        params, _ = trained(submission, X, y, dims, 0.1, 2, seed_of(rng))
        shapes = [(layer["W"].shape, layer["b"].shape) for layer in params]
        wanted = [((n_in, n_out), (n_out,)) for n_in, n_out in zip(dims[:-1], dims[1:], strict=True)]
        assert shapes == wanted, "the layers do not have the sizes that dims asks for"
    dims = [40, 30, 1]
    X, y, _ = examples(rng, 4, dims)
    first, second = start_of(submission, X, y, dims, seed_of(rng))
    scaled = first["W"] * math.sqrt(40)
    assert abs(np.std(scaled) - 1) < 5 / math.sqrt(2 * scaled.size), "the first weights do not start as init_deep's"
    assert_same([first["b"], second["b"]], [np.zeros(30), np.zeros(1)], atol=1e-9)


@check("fit_deep", weight=2.5)
def test_fit_steps_downhill_with_all_layers(submission, rng):
    """Each update moves every weight and bias by lr times its gradient, all taken at the same point."""
    for m, dims in [(7, [3, 4, 3, 1]), (5, [2, 1])]:
        X, y, _ = examples(rng, m, dims)
        seed = seed_of(rng)
        before = start_of(submission, X, y, dims, seed)
        for steps in (1, 2, 3):
            after, _ = trained(submission, X, y, dims, 0.5, steps, seed)
            gradient = reference_gradient(X, y, before)
            assert_same(flat(after), flat(before) - 0.5 * gradient, rtol=1e-7, atol=1e-9)
            before = after


def reference_gradient(X, y, params):
    """Return the gradient of the loss by all parameters as one vector, written out once more."""
    Zs = scores(X, params)
    inputs = [X, *(np.maximum(Z, 0) for Z in Zs[:-1])]
    dZ = ((1 / (1 + np.exp(-Zs[-1][:, 0])) - y) / len(y))[:, None]
    grads = []
    for number in reversed(range(len(params))):
        grads.insert(0, {"W": inputs[number].T @ dZ, "b": dZ.sum(axis=0)})
        dZ = dZ @ params[number]["W"].T * (Zs[number - 1] > 0) if number else None
    return flat(grads)


@check("fit_deep", weight=1.5)
def test_fit_records_the_loss_before_each_update(submission, rng):
    """losses[k] is the loss at the point where update k begins, through all steps asked for."""
    dims = [3, 20, 1]  # of many units some are open for some examples, so that the loss can fall
    X, y, _ = examples(rng, 8, dims)
    seed = seed_of(rng)
    _, losses = trained(submission, X, y, dims, 0.5, 3, seed)
    points = [start_of(submission, X, y, dims, seed)]
    points += [trained(submission, X, y, dims, 0.5, steps, seed)[0] for steps in (1, 2)]
    assert_same(losses, np.array([loss_of(X, y, point) for point in points]), rtol=1e-7)
    _, losses = trained(submission, X, y, dims, 1e-6, 25, seed)
    assert losses.shape == (25,), "the number of losses is not the number of steps"
    assert losses[-1] < losses[0], "the loss does not fall"


@check("fit_deep", weight=1)
def test_fit_starts_from_the_generator(submission, rng):
    """The same seed trains the same network, another seed another one."""
    dims = [3, 4, 1]
    X, y, _ = examples(rng, 6, dims)
    seed = seed_of(rng)
    one, same, other = (trained(submission, X, y, dims, 0.1, 2, s) for s in (seed, seed, seed + 1))
    assert_same(one, same)
    assert not np.any(one[0][0]["W"] == other[0][0]["W"]), "another seed gives the same network"


@check("fit_deep", weight=1.5)
def test_fit_tells_fresh_spirals_apart(submission, solution, rng):
    """At least 95 % of 400 new points are called right after training on 300, on average over two fresh spirals."""
    accuracies = []
    for _ in range(2):
        train_X, train_y, test_X, test_y = solution.spiral_split(seed_of(rng))
        params, _ = trained(submission, train_X, train_y, [2, 24, 16, 1], 0.5, 500, seed_of(rng))
        accuracies.append(np.mean((scores(test_X, params)[-1][:, 0] >= 0) == test_y))
    # Right networks reach 98 % and more; a single unit reaches some 70 %.
    assert np.mean(accuracies) >= 0.95, "too many new points are called wrong"


@check("fit_deep", weight=0.5)
def test_fit_leaves_its_arguments_alone(submission, rng):
    """A network comes back, and neither X, y nor dims is changed."""
    dims = [2, 3, 1]
    X, y, _ = examples(rng, 5, dims)
    _, losses = trained(submission, X, y, dims, 0.2, 3, seed_of(rng))
    assert_pure(submission)
    assert np.all(np.isfinite(losses)), "some losses are not finite"


@check("fit_deep", weight=0.5)
def test_fit_takes_all_examples_at_once(submission, rng):
    """Training works for few and for many examples, and the work in Python does not grow with their number."""
    dims = [3, 20, 1]
    few, many = (examples(rng, m, dims)[:2] for m in (4, 400))
    for X, y in (few, many):
        _, losses = trained(submission, X, y, dims, 0.01, 2, 0)
        assert losses[1] < losses[0], "the loss does not fall"
    small, large = ((X, y, dims, 0.1, 3, np.random.default_rng(0)) for X, y in (few, many))
    assert_vectorised(submission, "fit_deep", small, large)


# ---------------------------------------------------------------- parity_tree and unit_counts: public 2, hidden 6


def all_patterns(n):
    """Return (2 ** n, n) ints: every row of n bits once."""
    return (np.arange(2**n)[:, None] >> np.arange(n)) & 1


@check("parity_tree", weight=1.5)
def test_parity_of_every_row_of_up_to_seven_bits(submission):
    """The answer is right for every row of one to seven bits."""
    for n in range(1, 8):
        bits = all_patterns(n)
        assert_same(submission.parity_tree(bits), np.sum(bits, axis=1) % 2)


@check("parity_tree", weight=1.5)
def test_parity_tree_is_balanced(submission):
    """No signal passes more gates than it must, for numbers of bits that are powers of two and others."""
    # A gate that answers one more than its deeper input counts the gates on the longest way.
    with submission.replaced(xor_gate=lambda a, b: np.maximum(a, b) + 1):
        for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 17, 31):
            depth = submission.parity_tree(np.zeros((2, n), dtype=int))
            assert np.array_equal(depth, np.full(2, math.ceil(math.log2(n)))), "the longest way has another length"


@check("parity_tree", weight=1)
def test_parity_tree_uses_every_bit_once(submission, rng):
    """Each bit enters the tree exactly once, so that n bits take n - 1 gates."""
    for n in (1, 2, 5, 8, 11):
        order = rng.permutation(n)
        with submission.replaced(xor_gate=lambda a, b: a + b):
            total = submission.parity_tree(2 ** np.stack([order, order[::-1]]))
            assert np.array_equal(total, np.full(2, 2**n - 1)), "some bits enter the tree twice, or never"
        with submission.replaced(xor_gate=lambda a, b: a + b + 1):
            gates = submission.parity_tree(np.zeros((3, n), dtype=int))
            assert np.array_equal(gates, np.full(3, n - 1)), "the number of gates is not n - 1"


@check("parity_tree", weight=1)
def test_parity_takes_all_rows_at_once(agree, rng):
    """Wide rows are right, and the work in Python does not grow with the number of rows."""
    few, many = (rng.integers(0, 2, size=(m, 13)) for m in (4, 400))
    agree.vectorised("parity_tree", (few,), (many,))


@check("unit_counts", weight=1)
def test_units_for_any_number_of_bits(agree):
    """Both counts are right and exact, from a single bit to two hundred."""
    agree.each("unit_counts", [(n,) for n in (1, 2, 4, 5, 10, 31, 64, 65, 200)])


# ---------------------------------------------------------------- describe_network: public 1.5, hidden 4.5


def notes(rng, dims):
    """Return what was written down about a run: some parameters and some settings, in any order."""
    parameters = [f"{letter}{number}" for number in range(1, len(dims)) for letter in "Wb"]
    settings = ["lr", "steps", "batch_size", "dims", "kind", "beta", "W_scale", "bias_start", "seed", "width"]
    others = rng.permutation(parameters + settings)[:6].tolist()
    chosen = {"batch_size", "beta", "W_scale", "W1", f"b{len(dims) - 1}", *others}
    values = [0.5, 100, "relu", None, [2, 3, 1], True]
    return {name: values[rng.integers(len(values))] for name in rng.permutation(sorted(chosen)).tolist()}


@check("describe_network", weight=1.5)
def test_parameters_are_counted(submission, solution, rng):
    """n_params is how many numbers the weights and biases of such a network hold, whatever config says."""
    for dims in ([4, 1], [1, 1], [5, 3, 3, 1], rng.integers(1, 40, size=5).tolist()):
        params = solution.init_deep(dims, np.random.default_rng(0))
        described = submission.describe_network(dims, notes(rng, dims))
        assert_same(described["n_params"], sum(layer[name].size for layer in params for name in ("W", "b")))


@check("describe_network", weight=2)
def test_names_are_sorted(agree, rng):
    """Names of weights and biases are learned, all others chosen: nothing is lost, nothing in both."""
    agree.each("describe_network", [(dims, notes(rng, dims)) for dims in ([3, 1], [2, 4, 1], [2, 3, 4, 5, 1])])


@check("describe_network", weight=1)
def test_names_with_two_digits_and_values_that_mislead(submission, rng):
    """Layers beyond the ninth have names too, a value decides nothing, and an empty config has no names."""
    dims = [2, *[3] * 10, 1]
    config = {"b10": 0.1, "W11": 3, "class_weights": rng.normal(size=2), "W2": np.ones((3, 3)), "lr": 0.1}
    count = 9 + 9 * 12 + 4
    expected = {"n_params": count, "learned": {"b10", "W11", "W2"}, "chosen": {"class_weights", "lr"}}
    assert_same(submission.describe_network(dims, config), expected)
    assert_same(submission.describe_network(dims, {}), {"n_params": count, "learned": set(), "chosen": set()})

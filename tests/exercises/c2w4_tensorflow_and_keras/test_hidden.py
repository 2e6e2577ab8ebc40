"""Hidden checks of the week: values worked out here in NumPy, agreement with the reference where a net is too large.

Whatever needs tapes, models or tracing is done by the probes beside the implementation.
"""

import itertools

import numpy as np
from grader.testing import assert_same, check, tensor

FLOAT32 = {"rtol": 1e-4, "atol": 1e-5}


# ---------------------------------------------------------------- slope_and_curvature: hidden 5


def sine(a, b, x):
    return a * b * np.cos(b * x), -a * b * b * np.sin(b * x)


def cubic(a, b, c, _, x):
    return (3 * a * x + 2 * b) * x + c, 6 * a * x + 2 * b


def growth(a, b, x):
    return a * (1 + b * x) * np.exp(b * x), a * b * (2 + b * x) * np.exp(b * x)


def line(a, _, x):
    return np.full_like(x, a), np.zeros_like(x)


def constant(_, x):
    return np.zeros_like(x), np.zeros_like(x)


FORMULAS = {"sine": (sine, 2), "cubic": (cubic, 4), "growth": (growth, 2), "line": (line, 2), "constant": (constant, 1)}


def assert_derivatives(submission, rng, name, x, *, dtype="float32", rtol=1e-4, atol=1e-5):
    """Require both derivatives of a function with fresh coefficients at x, an array, tensor or variable."""
    formula, count = FORMULAS[name]
    coefficients = [float(number) for number in rng.uniform(0.5, 1.5, size=count) * rng.choice([-1, 1], size=count)]
    at = np.asarray(getattr(x, "array", x), dtype=np.float64)
    expected = tuple(tensor(derivative, dtype) for derivative in formula(*coefficients, at))
    got = submission.probes.derivatives(name, coefficients, x)
    assert_same(got, expected, rtol=rtol, atol=atol)


@check("slope_and_curvature", weight=1.5)
def test_derivatives_of_curved_functions(submission, rng):
    """Both derivatives of waves, polynomials and exponentials are right at every entry of a tensor of any shape."""
    for name, shape in [("sine", (7,)), ("cubic", (3, 4)), ("growth", (2, 2, 3)), ("sine", ()), ("cubic", (1,))]:
        assert_derivatives(submission, rng, name, tensor(rng.uniform(-2, 2, size=shape)))


@check("slope_and_curvature", weight=1)
def test_derivatives_that_do_not_depend_on_x(submission, rng):
    """Derivatives that do not depend on x are tensors too, of x's shape: no derivative is ever missing."""
    for name, shape in [("line", (5,)), ("line", (2, 3)), ("constant", (4,)), ("constant", (3, 2))]:
        assert_derivatives(submission, rng, name, tensor(rng.uniform(-2, 2, size=shape)))


@check("slope_and_curvature", weight=0.75)
def test_derivatives_at_variables_and_arrays(submission, rng):
    """x may be a variable or an array as well as a tensor."""
    numbers = rng.uniform(-2, 2, size=(2, 4)).astype("float32")
    for x in (tensor(numbers, variable=True), numbers):
        for name in ("cubic", "sine", "line"):
            assert_derivatives(submission, rng, name, x)


@check("slope_and_curvature", weight=0.75)
def test_derivatives_keep_double_precision(submission, rng):
    """For float64 the derivatives are float64, right to the precision that a tape has and a quotient has not."""
    x = tensor(rng.uniform(-2, 2, size=9), "float64")
    for name in ("growth", "cubic"):
        assert_derivatives(submission, rng, name, x, dtype="float64", rtol=1e-11, atol=1e-11)


@check("slope_and_curvature", weight=1)
def test_derivatives_are_exact(submission, rng):
    """The derivatives are exact to the rounding of float32, where the function is steep too."""
    assert_derivatives(submission, rng, "growth", tensor(rng.uniform(6, 9, size=12)), rtol=1e-4, atol=0)
    assert_derivatives(submission, rng, "cubic", tensor(rng.uniform(200, 900, size=12)), rtol=3e-5, atol=0)


# ---------------------------------------------------------------- class_loss_sum: hidden 5


def losses_of(logits, y):
    """Return (m,) float64 cross-entropies of rows of logits."""
    logits = np.asarray(logits, dtype=np.float64)
    top = logits.max(axis=1)
    return top + np.log(np.exp(logits - top[:, None]).sum(axis=1)) - logits[np.arange(len(y)), y]


def scores(rng, m, classes, scale=2.0):
    """Return (logits float32, y) of a batch."""
    return (scale * rng.normal(size=(m, classes))).astype("float32"), rng.integers(classes, size=m)


@check("class_loss_sum", weight=1.5)
def test_loss_matches_its_definition(submission, rng):
    """The loss is the sum over the examples of -log p, for few and many examples and classes, as a float32 scalar."""
    for m, classes in [(1, 3), (2, 2), (7, 5), (64, 10)]:
        logits, y = scores(rng, m, classes)
        loss = submission.class_loss_sum(tensor(logits), tensor(y, "int32"))
        assert_same(loss, tensor(losses_of(logits, y).sum()), **FLOAT32)
        assert loss.dtype == np.float32, "the loss should be float32"


@check("class_loss_sum", weight=0.5)
def test_loss_takes_arrays_and_either_kind_of_ints(submission, rng):
    """Arrays do as well as tensors, and labels may be ints of 32 or 64 bits."""
    logits, y = scores(rng, 9, 4)
    expected = tensor(losses_of(logits, y).sum())
    for labels in (y.astype("int64"), y.astype("int32"), tensor(y, "int64")):
        assert_same(submission.class_loss_sum(logits, labels), expected, **FLOAT32)


@check("class_loss_sum", weight=1)
def test_loss_is_exact_far_out(submission, rng):
    """Very sure logits give the right, finite loss, whether the net is right or wrong."""
    m, classes = 6, 4
    logits, y = scores(rng, m, classes, scale=1.0)
    logits[np.arange(m), rng.integers(classes, size=m)] += np.float32(9000.0)
    logits[0] = -logits[0]
    expected = losses_of(logits, y)
    assert_same(submission.class_loss_sum(tensor(logits), tensor(y, "int32")), tensor(expected.sum()), **FLOAT32)
    sure = logits.argmax(axis=1)
    loss = submission.class_loss_sum(tensor(logits[1:]), tensor(sure[1:], "int32"))
    assert_same(loss, tensor(0.0), atol=1e-5)


@check("class_loss_sum", weight=0.75)
def test_losses_of_unequal_batches_add_up(submission, rng):
    """The losses of two batches of unequal size add up to the loss of both together."""
    logits, y = scores(rng, 13, 6)
    cut = int(rng.integers(2, 6))
    whole, first, rest = (
        submission.class_loss_sum(tensor(logits[part]), tensor(y[part], "int32"))
        for part in (slice(None), slice(cut), slice(cut, None))
    )
    assert_same(whole, tensor(float(first) + float(rest)), **FLOAT32)


@check("class_loss_sum", weight=1.25)
def test_loss_has_the_slope_of_a_cross_entropy(submission, rng):
    """The gradient by the logits is softmax minus one-hot, for each example as if it were alone."""
    for scale in (2.0, 30.0):
        logits, y = scores(rng, 8, 5, scale)
        powers = np.exp(logits.astype(np.float64) - logits.max(axis=1, keepdims=True))
        slope = powers / powers.sum(axis=1, keepdims=True) - np.eye(5)[y]
        _, gradient = submission.probes.loss_and_slope(tensor(logits), tensor(y, "int32"))
        assert_same(gradient, tensor(slope), rtol=1e-4, atol=1e-6)


# ---------------------------------------------------------------- make_dataset: hidden 6


def pictures(rng, m, shape=(3, 2, 3)):
    """Return (X, y): random uint8 images from darkest to brightest, and a label for each that no other one has."""
    X = rng.integers(0, 256, size=(m, *shape), dtype=np.uint8)
    X[0], X[-1] = 0, 255
    return X, rng.permutation(5 * m)[:m]


def an_epoch(data, m, batch):
    """Return (images, labels, sizes) of one pass, which is given room for one batch too many."""
    batches = data.take(-(-m // batch) + 1)
    images, labels = ([pair[part].numpy() for pair in batches] for part in (0, 1))
    return np.concatenate(images), np.concatenate(labels), [len(one) for one in labels]


def assert_complete(images, labels, X, y):
    """Require that every example is there exactly once, each with its own label."""
    assert sorted(labels.tolist()) == sorted(y.tolist()), "an epoch does not hold every example exactly once"
    place = {label: n for n, label in enumerate(y.tolist())}
    order = [place[label] for label in labels.tolist()]
    assert_same(images, X[order].astype("float32") / np.float32(255), rtol=1e-5, atol=1e-6)


@check("make_dataset", weight=1)
def test_training_keeps_images_and_labels_together(submission, rng):
    """In training every example comes exactly once in each epoch, and every image with its own label."""
    X, y = pictures(rng, 157)
    data = submission.make_dataset(X, y, 20, True, 5)
    for _ in range(2):
        images, labels, _ = an_epoch(data, 157, 20)
        assert_complete(images, labels, X, y)


@check("make_dataset", weight=0.75)
def test_training_has_a_new_order_every_epoch(submission, rng):
    """No two epochs of training have the same order, and none has the order of X."""
    X, y = pictures(rng, 120, (2, 2))
    data = submission.make_dataset(X, y, 32, True, int(rng.integers(1000)))
    orders = [an_epoch(data, 120, 32)[1].tolist() for _ in range(3)]
    assert len({tuple(order) for order in [*orders, y.tolist()]}) == 4, "two of the orders are equal"


@check("make_dataset", weight=0.75)
def test_evaluation_keeps_the_order(submission, rng):
    """Without training the order is that of X, in every epoch."""
    X, y = pictures(rng, 75, (4, 1))
    data = submission.make_dataset(X, y, 16, False, 3)
    for _ in range(2):
        images, labels, _ = an_epoch(data, 75, 16)
        assert_same(labels, y.tolist())
        assert_complete(images, labels, X, y)


@check("make_dataset", weight=0.75)
def test_batches_have_the_size_asked_for(submission, rng):
    """All batches have the size asked for but the last, which may be short; after it the epoch ends."""
    X, y = pictures(rng, 50, (2,))
    for batch, training, sizes in [(12, True, [12] * 4 + [2]), (20, False, [20, 20, 10]), (25, True, [25, 25])]:
        data = submission.make_dataset(X, y, batch, training, 0)
        assert an_epoch(data, 50, batch)[2] == sizes, "the batches have other sizes"
    assert an_epoch(submission.make_dataset(X, y, 64, False, 0), 50, 64)[2] == [50], "the batches have other sizes"


@check("make_dataset", weight=0.75)
def test_images_are_scaled_once(submission, rng):
    """Images are float32 from 0 for dark to 1 for bright, each value as it would be alone in its batch."""
    X, y = pictures(rng, 30, (4, 4, 3))
    X[:10] //= 8
    for training in (False, True):
        pairs = submission.make_dataset(X, y, 10, training, 2).take(4)
        images, labels = (np.concatenate([pair[part].numpy() for pair in pairs]) for part in (0, 1))
        assert images.dtype == np.float32, "images should be float32"
        assert images.max() == 1.0, "the brightest value should be 1"
        assert images.min() == 0.0, "the darkest value should be 0"
        assert_complete(images, labels, X, y)


@check("make_dataset", weight=0.25)
def test_the_pipeline_is_a_dataset(submission, rng):
    """The answer is a tf.data pipeline."""
    assert submission.probes.is_pipeline(*pictures(rng, 6), 4, True, 1), "it is an object of another kind"


@check("make_dataset", weight=1)
def test_shuffling_mixes_single_examples_from_everywhere(submission, rng):
    """In training any example may come first, however far back it stands, and neighbours are torn apart."""
    m, batch = 3000, 100
    X, y = np.zeros((m, 1), dtype=np.uint8), np.arange(m)
    pairs = submission.make_dataset(X, y, batch, True, int(rng.integers(1000))).take(3)
    early = np.concatenate([labels.numpy() for _, labels in pairs])
    # Chances of a right answer to fail: 0.75^300, and more than 30 pairs where 0.1 are expected.
    assert early.max() >= 0.75 * m, "the last quarter of the examples never comes early"
    assert np.count_nonzero(np.diff(early) == 1) < 30, "neighbours stay together"


@check("make_dataset", weight=0.75)
def test_the_seed_decides_the_first_epoch(submission, rng):
    """A new pipeline with the same seed begins with the same epoch; another seed gives another order."""
    X, y = pictures(rng, 90, (1,))
    one, other = (int(seed) for seed in rng.permutation(1000)[:2])
    first, again, different = submission.probes.first_epochs(X, y, 16, [one, one, other], 7)
    assert_same(again, first)
    assert not np.array_equal(different, first), "two seeds give the same order"


# ---------------------------------------------------------------- train_step: hidden 7


def numbers(rng, *shape):
    return rng.normal(size=shape).astype("float32")


def kernels(rng, *widths):
    """Return the first weights of a stack of dense layers."""
    return [numbers(rng, n, out) / np.float32(np.sqrt(n)) for n, out in itertools.pairwise(widths)]


@check("train_step", weight=1)
def test_one_step_of_a_linear_model(submission, rng):
    """One step of gradient descent moves a linear model as the formula says; the loss is the one before the step."""
    lr, m = float(rng.uniform(0.02, 0.1)), 12
    (kernel,), x, y = kernels(rng, 5, 1), numbers(rng, m, 5), numbers(rng, m)
    error = (x.astype(np.float64) @ kernel)[:, 0] - y
    losses, (moved, bias), iterations = submission.probes.steps([kernel], "sgd", lr, tensor(x), tensor(y))
    assert_same(losses, [tensor(np.mean(error**2))], **FLOAT32)
    assert_same(moved, (kernel - lr * 2 / m * (x.T @ error)[:, None]).astype("float32"), **FLOAT32)
    assert_same(bias, (-lr * 2 * error.mean(keepdims=True)).astype("float32"), **FLOAT32)
    assert iterations == 1, "the optimiser was not asked exactly once"


@check("train_step", weight=0.75)
def test_several_steps_of_a_deeper_model(agree, rng):
    """Step after step each weight moves by its own gradient, in models with several layers of one shape too."""
    x, y = tensor(numbers(rng, 10, 4)), tensor(numbers(rng, 10))
    agree("probes.steps", kernels(rng, 4, 4, 4, 1), "sgd", 0.1, x, y, count=2, **FLOAT32)


@check("train_step", weight=0.5)
def test_an_optimiser_with_a_memory(agree, rng):
    """The step is the optimiser's own, also where it remembers the gradients of earlier steps."""
    x, y = tensor(numbers(rng, 10, 4)), tensor(rng.integers(3, size=10), "int32")
    agree("probes.steps", kernels(rng, 4, 6, 3), "adam", 0.01, x, y, classes=True, count=2, **FLOAT32)


@check("train_step", weight=0.75)
def test_a_model_that_is_not_built_yet(agree, rng):
    """A model that was never called before takes its first step like any other."""
    x, y = tensor(numbers(rng, 8, 3)), tensor(rng.integers(4, size=8), "int32")
    agree("probes.steps", kernels(rng, 3, 5, 4), "sgd", 0.2, x, y, classes=True, built=False, count=2, **FLOAT32)


@check("train_step", weight=1.25)
def test_penalties_belong_to_the_loss(submission, rng):
    """All penalties of a model count: they are in the loss, and they alone shrink weights that data do not move."""
    lr, penalties = 0.1, [float(number) for number in rng.uniform(0.2, 0.8, size=2)]
    before = kernels(rng, 4, 3, 1)
    loss, after = submission.probes.penalised_step(before, penalties, lr, tensor(np.zeros((6, 4))), tensor(np.zeros(6)))
    total = sum(penalty * np.sum(kernel.astype(np.float64) ** 2) for penalty, kernel in zip(penalties, before))
    assert_same(loss, tensor(total), **FLOAT32)
    shrunk = [kernel * np.float32(1 - 2 * lr * penalty) for penalty, kernel in zip(penalties, before)]
    assert_same(after, shrunk, **FLOAT32)


@check("train_step", weight=0.75)
def test_penalties_come_on_top_of_the_data(agree, rng):
    """With data and penalties together the loss is their sum, and so is the gradient."""
    x, y = tensor(numbers(rng, 9, 4)), tensor(numbers(rng, 9))
    agree("probes.penalised_step", kernels(rng, 4, 4, 1), [0.05, 0.3], 0.1, x, y, **FLOAT32)


@check("train_step", weight=0.5)
def test_layers_are_told_that_this_is_training(submission, rng):
    """Layers that ask are told that this is training."""
    modes = submission.probes.modes_of_a_step(
        *kernels(rng, 3, 1), 0.1, tensor(numbers(rng, 5, 3)), tensor(numbers(rng, 5))
    )
    assert True in modes, "no layer was ever told so"


@check("train_step", weight=1)
def test_dropout_drops_in_a_step(submission, rng):
    """Dropout drops: with one example, weights of inputs that were dropped stay where they are, the others move."""
    n, drop = 400, float(rng.uniform(0.3, 0.5))
    kernel = numbers(rng, n, 1)
    x, y = tensor(rng.uniform(0.5, 1.0, size=(1, n))), tensor([100.0 * n])
    after = submission.probes.step_with_dropout(kernel, drop, 0.01, x, y)
    still = np.mean(after == kernel)
    assert abs(still - drop) < 7 * np.sqrt(drop * (1 - drop) / n), "another share of the inputs is dropped"


@check("train_step", weight=1)
def test_statistics_move_once(submission, rng):
    """Batch normalisation uses the batch and moves its running statistics, once and by their own rule only."""
    momentum, lr = float(rng.uniform(0.5, 0.9)), 0.05
    (kernel,), x, y = kernels(rng, 3, 1), 2 + 3 * numbers(rng, 16, 3), numbers(rng, 16)
    loss, moved, mean, variance = submission.probes.step_with_statistics(kernel, momentum, lr, tensor(x), tensor(y))
    x = x.astype(np.float64)
    normal = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 1e-3)
    error = (normal @ kernel)[:, 0] - y
    assert_same(mean, ((1 - momentum) * x.mean(axis=0)).astype("float32"), **FLOAT32)
    assert_same(variance, (momentum + (1 - momentum) * x.var(axis=0)).astype("float32"), **FLOAT32)
    assert_same(loss, tensor(np.mean(error**2)), **FLOAT32)
    assert_same(moved, (kernel - lr * 2 / 16 * (normal.T @ error)[:, None]).astype("float32"), **FLOAT32)


@check("train_step", weight=0.75)
def test_frozen_layers_stay(submission, rng):
    """Weights that are not to be trained stay to the last bit, the others move."""
    before = kernels(rng, 4, 4, 1)
    x, y = tensor(numbers(rng, 8, 4)), tensor(3 + numbers(rng, 8))
    frozen, trained = submission.probes.step_beside_frozen(before, 0.1, x, y)
    assert np.array_equal(frozen, before[0]), "weights that are not to be trained have moved"
    assert np.any(trained != before[1]), "weights that are to be trained have not moved"


# ---------------------------------------------------------------- build_regularised_net: hidden 9


def sizes_of(rng):
    """Return (n_in, n_classes, width), three different numbers."""
    return [int(rng.integers(5, 9)), int(rng.integers(2, 5)), int(rng.integers(10, 15))]


def weights_of(rng, sizes):
    """Return values for all weights of a net, by role."""
    n_in, n_classes, width = sizes
    first, second, head = kernels(rng, n_in, width, width, n_classes)
    gamma, beta = rng.uniform(0.5, 1.5, size=width), rng.uniform(-0.5, 0.5, size=width)
    bias = numbers(rng, n_classes)
    return {"first": first, "second": second, "head": head, "bias": bias, "gamma": gamma, "beta": beta}


def assert_share(dropped, drop):
    """Require that about the share ``drop`` of an array of truth values is true: seven standard deviations."""
    room = 7 * np.sqrt(drop * (1 - drop) / dropped.size)
    assert abs(dropped.mean() - drop) < room, "another share of the units is switched off"


@check("build_regularised_net", weight=1.25)
def test_net_has_no_weight_too_many(submission, rng):
    """The net has exactly the weights it needs, trained ones and running statistics."""
    sizes = sizes_of(rng)
    n_in, n_classes, width = sizes
    found = submission.probes.shapes_of_weights(sizes, 0.2)
    trained, running = (sum(int(np.prod(shape)) for shape in shapes) for shapes in found)
    wanted = n_in * width + width * width + 4 * width + width * n_classes + n_classes
    assert trained == wanted, f"{'too many' if trained > wanted else 'too few'} weights are trained"
    assert running == 4 * width, "another number of running statistics"


@check("build_regularised_net", weight=1.25)
def test_net_computes_what_the_layers_say(agree, rng):
    """With nothing dropped the logits are those of the layers in their order, in training and afterwards."""
    sizes = sizes_of(rng)
    x = tensor(numbers(rng, 9, sizes[0]))
    agree("probes.answers", sizes, 0.0, weights_of(rng, sizes), x, [False, True, False], rtol=1e-3, atol=1e-4)
    agree("probes.answers", sizes, 0.4, weights_of(rng, sizes), x, [False], rtol=1e-3, atol=1e-4)


@check("build_regularised_net", weight=1.25)
def test_net_normalises_before_it_activates(submission, rng):
    """Normalisation comes before ReLU in both layers: pushed far below zero, either one leaves the head's bias alone."""
    sizes = sizes_of(rng)
    values = weights_of(rng, sizes)
    del values["beta"], values["gamma"]
    x = tensor(numbers(rng, 12, sizes[0]))
    expected = tensor(np.broadcast_to(values["bias"], (12, sizes[1])))
    for answer in submission.probes.answers_with_one_beta(sizes, -100.0, values, x, [False, True]):
        assert_same(answer, expected, **FLOAT32)


@check("build_regularised_net", weight=1)
def test_second_layer_drops_its_share(submission, rng):
    """In training about the share asked for of the second layer's units is off, and the others make up for it."""
    drop, sizes, m = float(rng.uniform(0.15, 0.35)), [4, 25, 30], 160
    values = {"second": 0.0, "beta": 50.0, "head": np.eye(30, 25), "bias": 0.0}
    (answer,) = submission.probes.answers(sizes, drop, values, tensor(numbers(rng, m, 4)), [True])
    units = answer.numpy()
    assert_share(units == 0, drop)
    assert_same(units[units != 0], np.full(np.count_nonzero(units), 50 / (1 - drop), dtype="float32"), rtol=1e-3)


@check("build_regularised_net", weight=1)
def test_first_layer_drops_its_share(submission, rng):
    """In training about the share asked for of the first layer's units is off."""
    drop, sizes, m = float(rng.uniform(0.15, 0.35)), [4, 25, 30], 160
    # First units are 50 where they are on; the second normalisation makes two levels of that, below and above 50.
    values = {"first": 0.0, "second": np.eye(30), "beta": 50.0, "head": np.eye(30, 25), "bias": 0.0}
    (answer,) = submission.probes.answers(sizes, drop, values, tensor(numbers(rng, m, 4)), [True])
    units = answer.numpy() * (1 - drop)
    assert_share(units[units != 0] < 49.9, drop)


@check("build_regularised_net", weight=0.75)
def test_net_is_random_in_training_only(submission, rng):
    """Two calls in training differ; calls that are not for training, or do not say so, agree."""
    sizes = sizes_of(rng)
    values = weights_of(rng, sizes) | {"beta": 1.0}
    x = tensor(numbers(rng, 40, sizes[0]))
    modes = [True, True, False, False, None]
    one, other, first, second, unsaid = submission.probes.answers(sizes, 0.3, values, x, modes)
    assert not np.allclose(one.numpy(), other.numpy()), "two calls in training give the same"
    assert_same(second, first)
    assert_same(unsaid, first)


@check("build_regularised_net", weight=1)
def test_logits_are_not_dropped(submission, rng):
    """Nothing is dropped behind the head: logits that hang on its bias alone come through untouched in training."""
    sizes, x = [3, 40, 7], numbers(rng, 30, 3)
    bias = float(rng.uniform(1, 2))
    (answer,) = submission.probes.answers(sizes, 0.3, {"head": 0.0, "bias": bias}, tensor(x), [True])
    assert_same(answer, tensor(np.full((30, 40), bias)), rtol=1e-5)


@check("build_regularised_net", weight=1)
def test_net_answers_with_logits(submission, rng):
    """The answers are logits: with a head 50 times as large they leave the range of probabilities."""
    sizes = sizes_of(rng)
    values = weights_of(rng, sizes) | {"beta": 1.0, "bias": 0.0}
    signs = np.where(np.arange(sizes[1]) == 0, 50, -50)  # one class gains from every hidden unit, the others lose
    values["head"] = signs * np.abs(values["head"])
    (answer,) = submission.probes.answers(sizes, 0.2, values, tensor(numbers(rng, 30, sizes[0])), [False])
    logits = answer.numpy()
    assert logits.shape == (30, sizes[1])
    assert logits.dtype == np.float32, "logits should be float32"
    assert logits.max() > 1, "no answer is above 1"
    assert logits.min() < 0, "no answer is below 0"
    assert np.mean(np.abs(logits.sum(axis=1) - 1) < 1e-3) < 0.5, "rows add up to 1"


@check("build_regularised_net", weight=1)
def test_momentum_reaches_the_statistics(submission, rng):
    """One call in training moves the running statistics by 1 - momentum, the one asked for or the usual one."""
    sizes = sizes_of(rng)
    values = weights_of(rng, sizes) | {"gamma": 1.0, "beta": 3.0}
    x = 1 + numbers(rng, 25, sizes[0])
    for options, momentum in [({"momentum": float(rng.uniform(0.3, 0.7))}, None), ({}, 0.9)]:
        found = submission.probes.running_statistics(sizes, options, values, tensor(x))
        kept = options.get("momentum", momentum)
        hidden = x.astype(np.float64)
        for name in ("first", "second"):
            z = hidden @ values[name]
            for moved in ((1 - kept) * z.mean(axis=0), kept + (1 - kept) * z.var(axis=0)):
                gap = min((np.abs(one - moved).max() for one in found if one.shape == moved.shape), default=np.inf)
                assert gap < 1e-3 * (1 + np.abs(moved).max()), "running statistics are not where one step takes them"
            hidden = np.maximum((z - z.mean(axis=0)) / np.sqrt(z.var(axis=0) + 1e-3) + 3, 0)


# ---------------------------------------------------------------- compile_and_fit: hidden 6.5

KEYS = ("loss", "accuracy", "val_loss", "val_accuracy")


def parts(rng, m=70, n=3, classes=4):
    """Return data with a train, a dev and a test part of different sizes."""
    data = {}
    for name, size in [("train", m), ("dev", m // 2), ("test", m // 3)]:
        data[name] = numbers(rng, size, n), rng.permutation(np.arange(size) % classes)
    return data


def same_examples(seen, pair):
    """Whether an epoch sees exactly the examples of (X, y), in any order."""
    if len(seen["X"]) != len(pair[0]) or len(seen["y"]) != len(pair[1]):
        return False

    def rows(X, y):
        return sorted(zip(map(tuple, np.asarray(X).tolist()), np.ravel(y).tolist(), strict=True))

    return rows(seen["X"], seen["y"]) == rows(*pair)


@check("compile_and_fit", weight=1.25)
def test_fit_gets_the_right_examples(submission, rng):
    """One fit trains on all training examples and validates on all dev examples, not on any other."""
    data = parts(rng)
    fits, _ = submission.probes.rehearse(data, 0.01, 3, {name: [0.5] * 3 for name in KEYS})
    assert len(fits) == 1, "the model is not fitted exactly once"
    assert same_examples(fits[0]["train"], data["train"]), "it is trained on other examples"
    assert fits[0]["dev"] is not None, "it is not validated"
    assert same_examples(fits[0]["dev"], data["dev"]), "it is validated on other examples"
    assert not fits[0]["validation_split"], "training examples are held back"


@check("compile_and_fit", weight=0.75)
def test_fit_runs_as_asked(submission, rng):
    """All epochs asked for are run, in shuffled batches of 32, each with a look at the dev examples."""
    epochs = int(rng.integers(2, 9))
    (fit,), _ = submission.probes.rehearse(parts(rng), 0.01, epochs, {name: [0.5] * epochs for name in KEYS})
    assert fit["epochs"] == epochs, "another number of epochs is run"
    assert (fit["initial_epoch"], fit["validation_freq"], fit["steps_per_epoch"]) == (0, 1, None), (
        "epochs are cut or skipped"
    )
    assert fit["train"]["batch"] == 32, "batches have another size"
    assert fit["train"]["shuffled"], "the examples are not shuffled"


@check("compile_and_fit", weight=1.25)
def test_loss_is_a_cross_entropy_from_logits(submission, rng):
    """The compiled loss is the cross-entropy of class numbers from logits, also far away from zero."""
    logits, y = scores(rng, 12, 4, scale=8.0)
    loss, _, _ = submission.probes.compiled_into(parts(rng), 0.01, logits, y, numbers(rng, 2), [numbers(rng, 2)])
    total = losses_of(logits, y).sum()
    assert min(abs(loss - total / 12), abs(loss - total)) < 1e-4 * total, "the loss has another value"


@check("compile_and_fit", weight=0.5)
def test_accuracy_counts_right_answers(submission, rng):
    """The metric called accuracy is the share of examples whose largest logit is that of their class."""
    logits, y = scores(rng, 40, 4)
    y[:15] = logits[:15].argmax(axis=1)
    _, metrics, _ = submission.probes.compiled_into(parts(rng), 0.01, logits, y, numbers(rng, 2), [numbers(rng, 2)])
    assert_same(metrics.get("accuracy"), float(np.mean(logits.argmax(axis=1) == y)), **FLOAT32)


@check("compile_and_fit", weight=1.25)
def test_optimiser_is_adam_at_the_rate_asked_for(submission, rng):
    """The optimiser moves a weight as Adam does, at the learning rate asked for."""
    lr = float(rng.uniform(0.02, 0.2))
    start, slopes = numbers(rng, 3), [tensor(rng.uniform(0.5, 2, 3) * rng.choice([-1, 1], 3)).numpy() for _ in range(4)]
    _, _, path = submission.probes.compiled_into(parts(rng), lr, *scores(rng, 5, 4), start, slopes)
    weight, first, second = start.astype(np.float64), 0.0, 0.0
    for step, (slope, got) in enumerate(zip(slopes, path, strict=True), start=1):
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope.astype(np.float64) ** 2
        weight = weight - lr * first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.999**step)) + 1e-7)
        assert_same(got, weight.astype("float32"), rtol=1e-4, atol=1e-5)


@check("compile_and_fit", weight=0.5)
def test_the_history_comes_back(submission, rng):
    """The answer is the history of that very fit."""
    script = {name: rng.random(3).tolist() for name in KEYS}
    _, returned = submission.probes.rehearse(parts(rng), 0.01, 3, script)
    assert_same(returned, script)


@check("compile_and_fit", weight=0.25)
def test_fit_is_silent(submission, rng):
    """The model is fitted, and nothing is printed."""
    fits, _ = submission.probes.rehearse(parts(rng), 0.01, 2, {name: [0.5] * 2 for name in KEYS})
    assert len(fits) == 1, "the model is not fitted exactly once"
    assert not submission.last.output, "something is printed"


@check("compile_and_fit", weight=1.25)
def test_training_learns_to_count_fingers(submission, solution, rng):
    """A small net of ours, trained this way, counts fingers it has never seen, and the history tells of every epoch."""
    data = solution.fingers_data(1600, int(rng.integers(1000)))
    unseen, y = data["test"]
    data["test"] = np.zeros_like(unseen[:8]), np.zeros_like(y[:8])
    model = submission.probes.plain_classifier(144, 32, 6)
    epochs = 6  # enough for an accuracy of 0.985, with a standard deviation of 0.006 from seed to seed
    history = submission.compile_and_fit(model, data, 0.01, epochs).history
    assert set(KEYS) <= set(history), "the history lacks a key"
    assert all(len(history[key]) == epochs for key in KEYS), "the history has not one entry for each epoch"
    accuracy = np.mean(model(tensor(unseen)).numpy().argmax(axis=1) == y)
    assert accuracy >= 0.85, "too many fingers are miscounted"
    assert history["val_accuracy"][-1] >= 0.85, "the history tells of another accuracy"


# ---------------------------------------------------------------- tune: hidden 6

EPOCHS = 4  # EPOCHS_PER_TRIAL of the module


def script_of(accuracies, **others):
    """Return a history whose ``val_accuracy`` is given."""
    script = {name: [0.5] * len(accuracies) for name in KEYS}
    return script | {"val_accuracy": accuracies, **others}


def a_space():
    return {"lr": [0.1, 0.01, 0.001], "width": [8, 16, 32, 64]}


@check("tune", weight=1.25)
def test_every_trial_trains_a_fresh_model_as_told(submission, rng):
    """Each trial builds one model and trains it by one silent fit, on train with dev to validate, as it is asked for."""
    data, budget = parts(rng, 12), int(rng.integers(4, 8))
    found = submission.probes.scripted_search(a_space(), budget, data, 3, [script_of([0.1, 0.2, 0.3, 0.4])])
    assert not submission.last.output, "something is printed"
    assert len(found["configurations"]) == budget, "another number of models is built"
    assert [len(fits) for fits in found["fits"]] == [1] * budget, "not every model is fitted exactly once"
    for (fit,) in found["fits"]:
        assert same_examples(fit["train"], data["train"]), "a model is trained on other examples"
        assert fit["dev"] is not None, "a model is not validated"
        assert same_examples(fit["dev"], data["dev"]), "a model is validated on other examples"
        assert (fit["epochs"], fit["initial_epoch"]) == (EPOCHS, 0), "a model is trained for other epochs"
        assert (fit["train"]["batch"], fit["train"]["shuffled"]) == (32, True), "a model is trained in other batches"


@check("tune", weight=1.25)
def test_the_best_by_dev_wins(submission, rng):
    """The configuration with the highest last dev accuracy wins, of equal ones the earliest; nothing else counts."""
    last = rng.permutation([0.2, 0.3, 0.4, 0.9, 0.5, 0.6]).tolist()
    last.insert(last.index(0.9) + 1, 0.9)  # a tie right after the best
    last += [0.1, 0.9, 0.15]
    scripts = [
        script_of([0.99 - score, 1.0 if score < 0.9 else 0.0, score], accuracy=[0, 0, 1 - score]) for score in last
    ]
    space = {"lr": rng.random(50).tolist(), "width": [8, 16, 32]}
    found = submission.probes.scripted_search(space, len(last), parts(rng, 12), 7, scripts)
    best, score, table = found["answer"]
    assert_same(score, 0.9)
    assert best == found["configurations"][last.index(0.9)], "another configuration should win"
    assert_same([value for _, value in table], last)


@check("tune", weight=0.75)
def test_the_table_tells_of_every_trial(submission, rng):
    """The table holds the configuration and the score of all trials in the order they were made."""
    last = rng.random(6).tolist()
    space = {"lr": rng.random(40).tolist(), "activation": ["relu", "tanh", "elu"]}
    found = submission.probes.scripted_search(space, 6, parts(rng, 12), 1, [script_of([1.0, score]) for score in last])
    _, _, table = found["answer"]
    assert len(table) == 6, "the table has another length"
    assert [configuration for configuration, _ in table] == found["configurations"], (
        "a configuration is not the one built"
    )
    assert_same([score for _, score in table], last)
    assert found["space"] == space, "the space was changed"


@check("tune", weight=1)
def test_configurations_are_drawn_uniformly_and_independently(submission, rng):
    """Over a long search all combinations of values come about equally often, and may come again."""
    budget, space = 600, a_space()
    drawn = submission.probes.drawn_configurations(space, budget, parts(rng, 12), int(rng.integers(1000)))
    assert all(set(one) == set(space) for one in drawn), "a configuration has other hyperparameters"
    counts = np.zeros((3, 4))
    for one in drawn:
        counts[space["lr"].index(one["lr"]), space["width"].index(one["width"])] += 1
    assert counts.sum() == budget, "another number of configurations is tried"
    # Chi-square with 11 degrees of freedom: a right answer is below 0.05 or above 100 once in 10^11 times.
    spread = np.sum((counts - budget / 12) ** 2) / (budget / 12)
    assert spread < 100, "some values come far too often"
    assert spread > 0.05, "the values come too evenly to be drawn independently"


@check("tune", weight=1)
def test_the_seed_decides_the_table(submission, rng):
    """The same seed gives the same table, configurations and scores, another seed another one."""
    one, other = (int(seed) for seed in rng.permutation(1000)[:2])
    runs = [(one, 0), (one, 0), (other, 0)]
    space = {"lr": rng.random(100).tolist(), "width": [8, 16, 32, 64]}
    first, again, different = submission.probes.noisy_searches(space, 5, parts(rng, 12), runs)
    assert_same(again, first)
    assert [score for _, score in different] != [score for _, score in first], "two seeds give the same scores"
    configurations = [[configuration for configuration, _ in table] for table in (first, different)]
    assert configurations[0] != configurations[1], "two seeds give the same configurations"


@check("tune", weight=0.5)
def test_trials_begin_from_weights_of_their_own(submission, rng):
    """A configuration that comes again begins from other weights."""
    (table,) = submission.probes.noisy_searches({"lr": [0.1]}, 6, parts(rng, 12), [(int(rng.integers(1000)), 0)])
    # Five, not six: random numbers may meet once.
    assert len({score for _, score in table}) >= 5, "trials begin from the same weights"


@check("tune", weight=0.5)
def test_a_trial_does_not_depend_on_the_training_before_it(submission, rng):
    """Each trial is seeded anew: what the trainings before it have drawn makes no difference."""
    seed = int(rng.integers(1000))
    calm, restless = submission.probes.noisy_searches(a_space(), 4, parts(rng, 12), [(seed, 0), (seed, 1)])
    assert_same(restless, calm)


# ---------------------------------------------------------------- compiled_step: hidden 5


@check("compiled_step", weight=2.5)
def test_all_batches_share_one_trace(submission, rng):
    """Python runs the function once, however many batches of whatever sizes come, the largest or the smallest first."""
    for sizes in [(32, 32, 7, 1), (1, 5, 32, 5)]:
        n_in = int(rng.integers(3, 6))
        kernel, batches = numbers(rng, n_in, 2), [numbers(rng, m, n_in) for m in sizes]
        runs, answers, _ = submission.probes.traces(kernel, [tensor(batch) for batch in batches])
        assert runs == 1, "Python runs the function more than once"
        assert_same(answers, [tensor(batch @ kernel + 1) for batch in batches], **FLOAT32)


@check("compiled_step", weight=1.5)
def test_compiled_answers_are_the_uncompiled_ones(submission, rng):
    """The answers are those of the function itself, for tensors and for arrays."""
    n_in = int(rng.integers(3, 6))
    batches = [numbers(rng, m, n_in) for m in (32, 7, 1, 12)]
    kernel = numbers(rng, n_in, 3)
    compiled = submission.probes.compiled_answers(kernel, [*map(tensor, batches[:2]), *batches[2:]])
    plain = [tensor(np.tanh(batch @ kernel) - batch.mean(axis=1, keepdims=True)) for batch in batches]
    assert_same(compiled, plain, **FLOAT32)


@check("compiled_step", weight=0.5)
def test_the_graph_runs_for_every_batch(submission, rng):
    """What the function does beside answering is done for every batch: a variable that counts examples counts them all."""
    sizes = [int(m) for m in rng.integers(1, 20, size=5)]
    _, _, seen = submission.probes.traces(numbers(rng, 3, 1), [tensor(numbers(rng, m, 3)) for m in sizes])
    assert seen == sum(sizes), "the graph did not run once for each batch"


@check("compiled_step", weight=0.5)
def test_compiled_functions_do_not_mix(submission, rng):
    """Two compiled functions used in turn each give their own answers."""
    batches = [numbers(rng, m, 4) for m in (6, 1, 3)]
    found = submission.probes.two_compiled(4, [tensor(batch) for batch in batches])
    assert_same(found, [(tensor(2 * batch), tensor(batch.sum(axis=1))) for batch in batches], **FLOAT32)

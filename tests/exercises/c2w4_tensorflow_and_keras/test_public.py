"""Checks you can read: numbers worked out by hand, and shapes. More checks, with fresh numbers, run on submission.

A model or a data set made by your code stays in the process where your code runs; what stands for it here can be
called, looked into, and passed on. ``tensor([...])`` makes a float32 tensor there.
"""

import math

import numpy as np
from grader.testing import Spy, assert_same, check, tensor


@check("slope_and_curvature", weight=1)
def test_derivatives_of_a_cubic(submission):
    """x^3 + 2 x has the slope 3 x^2 + 2 and the curvature 6 x, also at a plain tensor, which no tape watches unasked."""
    f = submission.polynomial([0.0, 2.0, 0.0, 1.0])
    df, d2f = submission.slope_and_curvature(f, tensor([-1.0, 0.0, 2.0]))
    assert_same(df, tensor([5.0, 2.0, 14.0]), rtol=1e-4)
    assert_same(d2f, tensor([-6.0, 0.0, 12.0]), rtol=1e-4, atol=1e-6)


@check("class_loss_sum", weight=1)
def test_loss_of_two_examples(submission):
    """Logits (0, log 3) mean p = (1/4, 3/4): label 1 costs -log(3/4), label 0 costs -log(1/4), and the costs add up."""
    logits = tensor([[0.0, math.log(3)], [0.0, math.log(3)]])
    loss = submission.class_loss_sum(logits, tensor([1, 0], "int64"))
    assert_same(loss, tensor(-math.log(3 / 4) - math.log(1 / 4)), rtol=1e-4)


@check("make_dataset", weight=1)
def test_five_images_for_evaluation(submission):
    """Five images of one pixel, not for training, in batches of 2: in order, 2 + 2 + 1, and 255 becomes 1."""
    X = np.array([[[0]], [[51]], [[102]], [[153]], [[255]]], dtype=np.uint8)
    batches = submission.make_dataset(X, np.array([4, 3, 2, 1, 0]), 2, training=False, seed=1).take(4)
    sizes = [len(labels.numpy()) for _, labels in batches]
    assert sizes == [2, 2, 1], f"the batches hold {sizes} examples, not [2, 2, 1]"
    assert_same(batches[0][0], tensor([[[0.0]], [[0.2]]]), rtol=1e-4)
    assert_same(batches[2][0], tensor([[[1.0]]]), rtol=1e-4)
    order = np.concatenate([labels.numpy() for _, labels in batches]).tolist()
    assert order == [4, 3, 2, 1, 0], f"the labels come in the order {order}, not [4, 3, 2, 1, 0]"


@check("make_dataset", weight=1)
def test_a_training_epoch_holds_every_example_once(submission):
    """For training, one epoch holds each example once, each label beside its own image."""
    X = np.arange(0, 60, 3, dtype=np.uint8).reshape(20, 1)
    batches = submission.make_dataset(X, np.arange(20), 8, training=True, seed=1).take(10)
    images = np.concatenate([images.numpy() for images, _ in batches])
    labels = np.concatenate([labels.numpy() for _, labels in batches])
    assert sorted(labels.tolist()) == list(range(20)), f"the labels of the epoch are {sorted(labels.tolist())}"
    assert_same(images, (labels[:, None] * 3 / 255).astype("float32"), rtol=1e-4)


@check("train_step", weight=1)
def test_one_step_of_one_weight(submission):
    """With w = 1 the errors are -2 and -3: the loss is 6.5, its slope -8, and a step of rate 0.1 leads to w = 1.8."""
    model, opt, loss_fn = submission.one_weight(1.0, 0.1)
    loss = submission.train_step(model, opt, loss_fn, tensor([[1.0], [2.0]]), tensor([[3.0], [5.0]]))
    assert_same(loss, tensor(6.5), rtol=1e-4)
    assert_same(model.get_weights()[0], [[1.8]], rtol=1e-4)


@check("train_step", weight=1)
def test_one_step_with_a_penalty(submission):
    """With the penalty 0.5 w^2 added, the loss at w = 1 is 7, its slope -7, and a step of rate 0.1 leads to w = 1.7."""
    model, opt, loss_fn = submission.one_weight(1.0, 0.1, l2=0.5)
    loss = submission.train_step(model, opt, loss_fn, tensor([[1.0], [2.0]]), tensor([[3.0], [5.0]]))
    assert_same(loss, tensor(7.0), rtol=1e-4)
    assert_same(model.get_weights()[0], [[1.7]], rtol=1e-4)


@check("build_regularised_net", weight=1)
def test_a_small_net_has_seventy_numbers(submission):
    """From 3 features through 4 and 4 units to 2 logits, 70 numbers: 12 + 16 + 16 + 16 + 8 + 2."""
    net = submission.build_regularised_net(3, 2, 4, 0.5)
    logits = net(tensor(np.zeros((5, 3))))
    assert logits.shape == (5, 2), f"the logits of five examples have the shape {logits.shape}, not (5, 2)"
    count = net.count_params()
    assert count == 70, f"the net holds {count} numbers, not 70"


@check("build_regularised_net", weight=1)
def test_chance_is_for_training_only(submission):
    """Called twice on one batch, the net differs from itself in training mode, and agrees with itself otherwise."""
    net = submission.build_regularised_net(3, 2, 16, 0.5)
    x = tensor(np.sin(np.arange(30.0)).reshape(10, 3))
    one, other = net(x, training=True).numpy(), net(x, training=True).numpy()
    assert not np.allclose(one, other), f"two calls in training mode agree: both begin with {one[0]}"
    assert_same(net(x), net(x), rtol=1e-4)


@check("compile_and_fit", weight=1)
def test_what_fit_is_asked_for(submission):
    """One call of fit, for the number of epochs asked, on the training examples, with the dev examples to validate."""
    X, y = np.zeros((8, 3), dtype="float32"), np.array([0, 1, 0, 1, 0, 1, 0, 1])
    data = {"train": (X, y), "dev": (X[:2], y[:2]), "test": (X[:1], y[:1])}
    model = submission.DryRun(0.75)
    history = submission.compile_and_fit(model, data, 0.02, 3)
    assert_same(history.history["val_accuracy"], [0.25, 0.5, 0.75])
    assert model.asked["epochs"] == 3, f"fit is asked for {model.asked['epochs']} epochs, not 3"
    validated = model.asked.get("validation_data") is not None
    assert validated, f"fit gets no validation_data, only {sorted(model.asked)}"
    assert_same(float(model.optimizer.learning_rate), 0.02, rtol=1e-4)


@check("compile_and_fit", weight=1)
def test_what_the_compiled_loss_charges(submission):
    """The compiled loss takes class numbers and logits: (0, log 3) costs -log(1/4) if the class is 0."""
    X, y = np.zeros((4, 3), dtype="float32"), np.array([0, 1, 0, 1])
    model = submission.DryRun(0.75)
    submission.compile_and_fit(model, {"train": (X, y), "dev": (X, y), "test": (X, y)}, 0.02, 1)
    loss = model.compute_loss(None, tensor([0], "int64"), tensor([[0.0, math.log(3)]]))
    assert_same(float(loss), -math.log(1 / 4), rtol=1e-4)


@check("tune", weight=1)
def test_a_search_rehearsed(submission):
    """Three trials that end at 0.5, 0.75 and 0.25: each builds one model, and the second trial's configuration wins."""
    models = [submission.DryRun(score) for score in (0.5, 0.75, 0.25)]
    build = Spy(lambda config: models[len(build.calls) - 1])
    X, y = np.zeros((4, 3), dtype="float32"), np.array([0, 1, 0, 1])
    data = {"train": (X, y), "dev": (X, y), "test": (X, y)}
    best, score, table = submission.tune(build, {"width": [8, 16, 32], "lr": [0.01, 0.001]}, 3, data, 5)
    assert_same([result for _, result in table], [0.5, 0.75, 0.25])
    assert score == 0.75, f"the score is {score}, not 0.75"
    assert best == table[1][0], f"the answer is {best}, but the second trial had {table[1][0]}"
    assert best["width"] in (8, 16, 32), f"width is {best['width']!r}: not in its list"
    assert best["lr"] in (0.01, 0.001), f"lr is {best['lr']!r}: not in its list"


@check("compiled_step", weight=0.75)
def test_batches_of_two_sizes(submission):
    """The compiled square of batches of 2 and of 3 examples is their square."""
    step = submission.compiled_step(submission.polynomial([0.0, 0.0, 1.0]), 2)
    assert_same(step(tensor([[1.0, 2.0], [3.0, -4.0]])), tensor([[1.0, 4.0], [9.0, 16.0]]), rtol=1e-4)
    assert_same(step(tensor([[1.0, 0.5]] * 3)), tensor([[1.0, 0.25]] * 3), rtol=1e-4)


@check("compiled_step", weight=0.75)
def test_one_trace_for_two_sizes(submission):
    """Python runs the function once, while it is traced, and not again for a batch of another size."""
    fn = submission.counting(submission.polynomial([1.0, 2.0]))
    step = submission.compiled_step(fn, 2)
    for m in (4, 4, 3):
        step(tensor(np.ones((m, 2))))
    assert fn.calls == 1, f"Python ran the function {fn.calls} times, not once"

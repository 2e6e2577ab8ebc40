"""Probes of the week: they run beside the implementation and return plain data; the checks judge it.

Each gets the implementation's module first. None of them knows what a right answer is: numbers to work with come as
arguments, and what was seen goes back.
"""

import inspect
import itertools

import keras
import numpy as np
import tensorflow as tf

# ---------------------------------------------------------------- slope_and_curvature


def derivatives(module, formula, coefficients, x):
    """Return (df, d2f) of a function of one number, as the implementation answers them.

    Args:
        module: The implementation.
        formula: "sine" (a sin(b x)), "cubic" (a x³ + b x² + c x + d), "growth" (a x exp(b x)), "line" (a x + b) or
            "constant" (a, whatever x is).
        coefficients: a, b, … of the formula.
        x: Where: array, tensor or variable.
    """

    def sine(t):
        a, b = coefficients
        return a * tf.sin(b * t)

    def cubic(t):
        a, b, c, d = coefficients
        return ((a * t + b) * t + c) * t + d

    def growth(t):
        a, b = coefficients
        return a * t * tf.exp(b * t)

    def line(t):
        a, b = coefficients
        return a * t + b

    def constant(t):
        return tf.ones_like(t) * coefficients[0]

    formulas = {"sine": sine, "cubic": cubic, "growth": growth, "line": line, "constant": constant}
    return module.slope_and_curvature(formulas[formula], x)


# ---------------------------------------------------------------- class_loss_sum


def loss_and_slope(module, logits, y):
    """Return the loss of a batch and its gradient by the logits (None where no gradient gets through)."""
    with tf.GradientTape() as tape:
        tape.watch(logits)
        loss = module.class_loss_sum(logits, y)
    return loss, tape.gradient(loss, logits)


# ---------------------------------------------------------------- make_dataset


def first_epochs(module, X, y, batch, seeds, at_most):
    """Return the labels, in order, of the first epoch of a new training pipeline for each of ``seeds``."""
    epochs = []
    for seed in seeds:
        data = module.make_dataset(X, y, batch, True, seed)
        epochs.append(np.concatenate([labels for _, labels in itertools.islice(data, at_most)]))
    return epochs


def is_pipeline(module, X, y, batch, training, seed):
    """Return whether the answer is a ``tf.data.Dataset``."""
    return isinstance(module.make_dataset(X, y, batch, training, seed), tf.data.Dataset)


# ---------------------------------------------------------------- train_step


def _fixed(values):
    """Return an initialiser that begins with given values, for layers that are not built yet."""
    return lambda shape, dtype=None: tf.reshape(tf.constant(values, dtype or "float32"), shape)


def _dense(kernel, **options):
    return keras.layers.Dense(np.shape(kernel)[1], kernel_initializer=_fixed(kernel), **options)


def _optimiser(name, lr):
    # A large epsilon, or Adam would turn the rounding of a gradient close to zero into whole steps.
    return keras.optimizers.SGD(lr) if name == "sgd" else keras.optimizers.Adam(lr, epsilon=0.1)


def _squares(y, predictions):
    return tf.reduce_mean(tf.square(tf.reshape(predictions, tf.shape(y)) - y))


def _classes(y, predictions):
    return keras.losses.SparseCategoricalCrossentropy(from_logits=True)(y, predictions)


def _chain(kernels, **options):
    """Return the layers of a stack of dense ones, tanh between them."""
    layers = []
    for place, kernel in enumerate(kernels):
        last = place == len(kernels) - 1
        layers.append(_dense(kernel, activation=None if last else "tanh", **options))
    return layers


def _numbers(weights):
    return [np.array(weight) for weight in weights]


def steps(module, kernels, optimiser, lr, x, y, *, classes=False, built=True, count=1):
    """Train a stack of dense layers for some steps.

    Args:
        module: The implementation.
        kernels: First weights of each layer, an array each; biases begin at 0.
        optimiser: "sgd" or "adam".
        lr: Learning rate.
        x: Batch of inputs.
        y: Batch of labels; class numbers where ``classes`` is true, else one number per example.
        classes: Whether the loss is the cross-entropy from logits; else it is the mean square.
        built: Whether the model is built before the first step.
        count: How many steps.

    Returns:
        ``(losses, weights, iterations)``: what the steps returned, the weights afterwards, the optimiser's own count.
    """
    model = keras.Sequential(_chain(kernels))
    if built:
        model.build((None, np.shape(x)[1]))
    opt = _optimiser(optimiser, lr)
    losses = [module.train_step(model, opt, _classes if classes else _squares, x, y) for _ in range(count)]
    return losses, _numbers(model.weights), int(opt.iterations)


def penalised_step(module, kernels, penalties, lr, x, y):
    """Take one step of gradient descent with a stack whose layers have L2 penalties; return (loss, kernels)."""
    layers = _chain(kernels)
    for layer, penalty in zip(layers, penalties):
        layer.kernel_regularizer = keras.regularizers.L2(penalty)
    model = keras.Sequential(layers)
    loss = module.train_step(model, keras.optimizers.SGD(lr), _squares, x, y)
    return loss, _numbers(layer.kernel for layer in layers)


class Witness(keras.layers.Layer):
    """Passes its input on and notes in which mode it was called."""

    def __init__(self):
        super().__init__()
        self.modes = []

    def call(self, inputs, training=None):
        self.modes.append(training)
        return inputs


def modes_of_a_step(module, kernel, lr, x, y):
    """Take one step and return the modes that a layer of the model was called in."""
    witness = Witness()
    model = keras.Sequential([witness, _dense(kernel)])
    module.train_step(model, keras.optimizers.SGD(lr), _squares, x, y)
    return [None if mode is None else bool(mode) for mode in witness.modes]


def step_with_dropout(module, kernel, drop, lr, x, y):
    """Take one step of a linear model whose inputs are dropped at random; return its kernel afterwards."""
    model = keras.Sequential([keras.layers.Dropout(drop), _dense(kernel)])
    module.train_step(model, keras.optimizers.SGD(lr), _squares, x, y)
    return np.array(model.layers[-1].kernel)


def step_with_statistics(module, kernel, momentum, lr, x, y):
    """Take one step with batch normalisation in front of a linear model.

    Returns:
        ``(loss, kernel, moving mean, moving variance)`` afterwards.
    """
    norm = keras.layers.BatchNormalization(momentum=momentum)
    model = keras.Sequential([norm, _dense(kernel)])
    loss = module.train_step(model, keras.optimizers.SGD(lr), _squares, x, y)
    return loss, *_numbers([model.layers[-1].kernel, norm.moving_mean, norm.moving_variance])


def step_beside_frozen(module, kernels, lr, x, y):
    """Take one step with a stack whose first layer is not to be trained; return its kernels afterwards."""
    layers = _chain(kernels, use_bias=False)
    model = keras.Sequential(layers)
    model.build((None, np.shape(x)[1]))
    layers[0].trainable = False
    module.train_step(model, keras.optimizers.SGD(lr), _squares, x, y)
    return _numbers(layer.kernel for layer in layers)


# ---------------------------------------------------------------- build_regularised_net


def _net(module, sizes, drop, options):
    """Return a net of the implementation's, built by a call if it was not."""
    n_in, n_classes, width = sizes
    net = module.build_regularised_net(n_in, n_classes, width, drop, **options)
    net(np.zeros((1, n_in), "float32"), training=False)
    return net


def _assign(net, sizes, values):
    """Set weights by what they are, however the net is written: kernels by shape, the others by their first value."""
    n_in, n_classes, width = sizes
    kernels = {(n_in, width): "first", (width, width): "second", (width, n_classes): "head", (n_classes,): "bias"}
    for weight in net.trainable_weights:
        role = kernels.get(tuple(weight.shape))
        if tuple(weight.shape) == (width,):
            role = "gamma" if np.all(np.array(weight) == 1) else "beta"
        if role in values:
            weight.assign(np.broadcast_to(values[role], weight.shape).astype("float32"))


def shapes_of_weights(module, sizes, drop):
    """Return the shapes of the weights that are trained, and of those that are not."""
    net = _net(module, sizes, drop, {})
    return tuple(
        sorted(tuple(weight.shape) for weight in part) for part in (net.trainable_weights, net.non_trainable_weights)
    )


def answers(module, sizes, drop, values, x, modes):
    """Return what a net with given weights answers, call after call.

    Args:
        module: The implementation.
        sizes: n_in, n_classes and width, three different numbers.
        drop: Share of hidden units to drop.
        values: Dict from a role to the weights' values (arrays or one number for all): "first", "second" and "head"
            for kernels, "bias" for the head's, "gamma" and "beta" for both normalisations.
        x: (m, n_in) inputs.
        modes: Whether each call is for training; None leaves it unsaid.
    """
    net = _net(module, sizes, drop, {})
    _assign(net, sizes, values)
    return [net(x) if mode is None else net(x, training=mode) for mode in modes]


def answers_with_one_beta(module, sizes, beta, values, x, modes):
    """Return what a net answers in each mode with one normalisation's beta moved, for the one and for the other."""
    found = []
    for place in range(2):
        net = _net(module, sizes, 0.0, {})
        _assign(net, sizes, values)
        betas = [one for one in net.trainable_weights if tuple(one.shape) == (sizes[2],) and not np.any(np.array(one))]
        betas[place].assign(np.full(betas[place].shape, beta, "float32"))
        found += [net(x, training=mode) for mode in modes]
    return found


def running_statistics(module, sizes, options, values, x):
    """Return the weights that are not trained after one call for training, none of the units dropped."""
    net = _net(module, sizes, 0.0, options)
    _assign(net, sizes, values)
    net(x, training=True)
    return _numbers(net.non_trainable_weights)


# ---------------------------------------------------------------- compile_and_fit

KEYS = ("loss", "accuracy", "val_loss", "val_accuracy")
"""What the history of a classifier with the metric accuracy holds."""
_FIT = inspect.signature(keras.Model.fit)


def _seen(X, y, batch, shuffled):
    """Return what an epoch of a fit sees of arrays or of a pipeline of batches, as plain data."""
    if y is not None:
        return {"X": np.array(X), "y": np.array(y), "batch": batch or 32, "shuffled": bool(shuffled)}
    passes = [[(np.array(a), np.array(b)) for a, b in itertools.islice(X, 1000)] for _ in range(2)]
    (X, y), (again, _) = ([np.concatenate(part) for part in zip(*one)] for one in passes)
    return {"X": X, "y": y, "batch": len(passes[0][0][0]), "shuffled": not np.array_equal(X, again)}


def _fit_arguments(args, kwargs):
    """Return the arguments of a ``fit`` as plain data, however they were passed."""
    bound = _FIT.bind(None, *args, **kwargs)
    bound.apply_defaults()
    given = bound.arguments
    held_out = given["validation_data"]
    if held_out is not None:
        pair = held_out if isinstance(held_out, tuple | list) else (held_out, None)
        held_out = _seen(pair[0], pair[1], None, False)
    plain = "verbose epochs initial_epoch validation_freq validation_split steps_per_epoch".split()
    return {
        "train": _seen(given["x"], given["y"], given["batch_size"], given["shuffle"]),
        "dev": held_out,
        **{name: given[name] for name in plain},
    }


class Rehearsal(keras.Sequential):
    """A model that compiles but does not train: it notes what ``fit`` was given and answers with a script."""

    def __init__(self, layers, history):
        super().__init__(layers)
        self.fits = []
        self.script = history

    def fit(self, *args, **kwargs):
        arguments = _fit_arguments(args, kwargs)
        self.fits.append(arguments)
        if arguments["verbose"]:
            print("Epoch 1")  # as Keras would
        history = keras.callbacks.History()
        history.history = self.script
        self.history = history  # as Keras has it
        return history


def rehearse(module, data, lr, epochs, history):
    """Let the implementation compile and fit a model that only notes it.

    Returns:
        ``(fits, returned)``: the arguments of each ``fit``, and the history of what was returned (None: there is none).
    """
    n, classes = data["train"][0].shape[1], 1 + int(data["train"][1].max())
    model = Rehearsal([keras.layers.Input((n,)), keras.layers.Dense(classes)], history)
    returned = module.compile_and_fit(model, data, lr, epochs)
    return model.fits, getattr(returned, "history", None)


def compiled_into(module, data, lr, logits, y, start, slopes):
    """Let the implementation compile a model; return what its loss, its metrics and its optimiser make of numbers.

    Args:
        module: The implementation.
        data: Training, dev and test examples.
        lr: Learning rate.
        logits: (m, K) answers of a model.
        y: (m,) class numbers.
        start: First value of a weight.
        slopes: Its gradient in each of some steps, an array each.

    Returns:
        ``(loss, metrics, path)``: the loss of the batch, its metrics by name, and the weight after each step.
    """
    layers = [keras.layers.Input((data["train"][0].shape[1],)), keras.layers.Dense(logits.shape[1])]
    model = Rehearsal(layers, {name: [0.0] for name in KEYS})
    module.compile_and_fit(model, data, lr, 1)
    x, y, logits = data["train"][0][: len(y)], tf.constant(y), tf.constant(logits)
    loss = model.compute_loss(x=x, y=y, y_pred=logits)
    metrics = {name: float(value) for name, value in model.compute_metrics(x, y, logits).items()}
    opt = type(model.optimizer).from_config(model.optimizer.get_config())
    weight, path = keras.Variable(start), []
    for slope in slopes:
        opt.apply([tf.constant(slope)], [weight])
        path.append(np.array(weight))
    return float(loss), metrics, path


def plain_classifier(module, n_in, width, n_classes):
    """Return a classifier of our own that gives logits, not compiled."""
    layers = keras.layers
    return keras.Sequential([layers.Input((n_in,)), layers.Dense(width, activation="relu"), layers.Dense(n_classes)])


# ---------------------------------------------------------------- tune


class Trial:
    """Stands for a model: it draws a weight when it is built, answers ``fit`` with a script and notes everything."""

    def __init__(self, script):
        self.weight = float(keras.initializers.RandomNormal(stddev=1.0)(()))
        self.script = script
        self.fits = []

    def fit(self, *args, **kwargs):
        arguments = _fit_arguments(args, kwargs)
        self.fits.append(arguments)
        if arguments["verbose"]:
            print("Epoch 1")  # as Keras would
        self.history = keras.callbacks.History()
        self.history.history = {name: list(values) for name, values in self.script.items()}
        return self.history


def scripted_search(module, space, budget, data, seed, scripts):
    """Search with models whose histories are written in advance, one for each build in turn.

    Returns:
        Dict: "answer", what ``tune`` returned; "configurations", those given to ``build``; "fits", a list for each
        model built of the arguments of each fit; "space", as it is afterwards.
    """
    trials, configurations = [], []

    def build(configuration):
        configurations.append(dict(configuration))
        trials.append(Trial(scripts[len(trials) % len(scripts)]))
        return trials[-1]

    answer = module.tune(build, space, budget, data, seed)
    return {"answer": answer, "configurations": configurations, "fits": [one.fits for one in trials], "space": space}


class Noisy:
    """Stands for a model whose score is its first weight, and whose training draws ``restless`` numbers."""

    def __init__(self, restless):
        self.weight = float(keras.initializers.RandomNormal(stddev=1.0)(()))
        self.restless = restless

    def fit(self, *args, **kwargs):
        for _ in range(self.restless):
            keras.random.normal((2,))
            keras.initializers.RandomNormal()((2,))
        self.history = keras.callbacks.History()
        self.history.history = {name: [self.weight] for name in KEYS}
        return self.history


def noisy_searches(module, space, budget, data, runs):
    """Search one time after another with models that score as they were initialised.

    Args:
        module: The implementation.
        space: Hyperparameters and their values.
        budget: Trials of each search.
        data: Training, dev and test examples.
        runs: Pairs of a search's seed and how many numbers the training of its models draws.

    Returns:
        The table of each search.
    """
    return [
        module.tune(lambda _, restless=restless: Noisy(restless), space, budget, data, seed)[2]
        for seed, restless in runs
    ]


class Still:
    """Stands for a model that does nothing at all."""

    def fit(self, *args, **kwargs):
        self.history = keras.callbacks.History()
        self.history.history = {name: [0.5] for name in KEYS}
        return self.history


def drawn_configurations(module, space, budget, data, seed):
    """Return the configurations of a long search, as ``build`` got them."""
    configurations = []

    def build(configuration):
        configurations.append(dict(configuration))
        return Still()

    module.tune(build, space, budget, data, seed)
    return configurations


# ---------------------------------------------------------------- compiled_step


def traces(module, kernel, batches):
    """Compile a function and call it on batches of several sizes.

    The function multiplies by a kernel and adds how often Python has run it, so what it answers tells it too.

    Returns:
        ``(runs, answers, seen)``: how often Python ran the function, its answers, and how many examples the graph
        itself has counted.
    """
    runs, seen = [], tf.Variable(0)

    def multiply(x):
        runs.append(1)
        seen.assign_add(tf.shape(x)[0])
        return tf.matmul(x, kernel) + float(len(runs))

    step = module.compiled_step(multiply, kernel.shape[0])
    found = [step(batch) for batch in batches]
    return len(runs), found, int(seen)


def compiled_answers(module, kernel, batches):
    """Return what a compiled function makes of batches: tanh(x @ kernel) minus the mean of each row of x."""
    kernel = tf.constant(kernel)

    def squash(x):
        return tf.tanh(tf.matmul(x, kernel)) - tf.reduce_mean(x, axis=1, keepdims=True)

    step = module.compiled_step(squash, kernel.shape[0])
    return [step(batch) for batch in batches]


def two_compiled(module, n_in, batches):
    """Return what two functions, compiled one after the other, make of batches that they get in turn."""
    double = module.compiled_step(lambda x: 2.0 * x, n_in)
    total = module.compiled_step(lambda x: tf.reduce_sum(x, axis=1), n_in)
    return [(double(batch), total(batch)) for batch in batches]

"""TensorFlow and Keras: tapes, pipelines, training steps and the traps between a correct line and a correct model.

Examples are rows everywhere, as in the NumPy weeks: ``X`` is (m, n), one example per row; ``y`` is (m,) with a class
number per example. Numbers are float32, TensorFlow's own habit.
"""

import keras
import numpy as np
import tensorflow as tf
from coursedata import fingers

EPOCHS_PER_TRIAL = 4  # how long tune, in section 7, trains each model


def polynomial(coefficients):
    """Return a function of TensorFlow operations: c[0] + c[1] x + c[2] x**2 + ...

    Args:
        coefficients: List of floats, the constant term first.

    Returns:
        Function from a tensor of floats to a tensor of the same shape; every entry is
        treated alike.
    """

    def function(x):
        value = tf.zeros_like(x)
        for coefficient in reversed(coefficients):
            value = value * x + coefficient
        return value

    return function


def slope_and_curvature(f, x):
    """Differentiate f once and twice by gradient tapes.

    Args:
        f: Function from a tensor to a tensor of the same shape; entry i of the result
            depends on entry i of the argument alone. It is made of TensorFlow
            operations.
        x: Where to differentiate: a tensor, a variable or an array of floats, of any
            shape.

    Returns:
        ``(df, d2f)``: two tensors of x's shape and dtype, the first and the second
        derivative of f at each entry.

    Rulings:
        - Exact derivatives, by tape: no difference quotients.
        - A derivative that does not depend on x is a tensor (of zeros, say), never
          None: a straight line has the second derivative 0, a constant has the first
          derivative 0.
    """
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            value = f(x)
        df = inner.gradient(value, x, unconnected_gradients="zero")
    return df, outer.gradient(df, x, unconnected_gradients="zero")


def class_loss_sum(logits, y):
    """Add up the cross-entropy of every example of a batch, from logits.

    The loss of one example is ``-log p`` of its true class, where p is the softmax of
    its row of logits.

    Args:
        logits: (m, K) float32 tensor or array of scores before the softmax, m at least
            1.
        y: (m,) tensor or array of ints from 0 to K - 1.

    Returns:
        Scalar float32 tensor: the sum, not the mean, over the m examples.

    Rulings:
        - Natural logarithm.
        - Finite, and right, for logits as large as 1e4 of either sign: no clipping, no
          epsilon.
        - The gradient by the logits is softmax(logits) minus the one-hot rows of y.
        - Logits other than float32, and labels other than int32 or int64, are not asked
          for.
    """
    return tf.reduce_sum(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))


def make_dataset(X, y, batch, training, seed):
    """Turn arrays of images and labels into a pipeline of batches.

    Args:
        X: (m, ...) uint8 array, one image per entry of the first axis.
        y: (m,) int array, the labels.
        batch: Examples in a batch, a positive int.
        training: Whether the pipeline is for training.
        seed: Int that decides the shuffling.

    Returns:
        ``tf.data.Dataset`` of pairs ``(images, labels)``: images float32 with values
        from 0 to 1 (divided by 255 once) and the shape of X's images behind a batch
        axis; labels as in y.

    Rulings:
        - For training, examples (not batches) are shuffled over the whole of X, in a
          new order every epoch; the same seed gives the same first epoch in a new
          pipeline, as long as TensorFlow's global seed is the same.
        - Otherwise the order is that of X, in every epoch.
        - Every epoch holds every example exactly once. The last batch may be short.
        - One pass through the pipeline is one epoch: it ends.
    """
    data = tf.data.Dataset.from_tensor_slices((X, y))
    if training:
        data = data.shuffle(len(X), seed=seed, reshuffle_each_iteration=True)
    data = data.batch(batch)
    data = data.map(lambda images, labels: (tf.cast(images, tf.float32) / 255.0, labels))
    return data.prefetch(tf.data.AUTOTUNE)


def one_weight(w, lr, l2=0.0):
    """Set up the smallest training problem: y as w times x, one weight w, no bias.

    Args:
        w: Where the weight starts, a float.
        lr: Learning rate of plain gradient descent.
        l2: How much of the squared weight is added to the loss as a penalty.

    Returns:
        ``(model, opt, loss_fn)``: a Keras model from (m, 1) to (m, 1), an optimiser,
        and the mean squared error.
    """
    unit = keras.layers.Dense(1, use_bias=False, kernel_regularizer=keras.regularizers.L2(l2) if l2 else None)
    model = keras.Sequential([keras.layers.Input((1,)), unit])
    model.set_weights([np.array([[w]])])
    return model, keras.optimizers.SGD(learning_rate=lr), keras.losses.MeanSquaredError()


def train_step(model, opt, loss_fn, x, y):
    """Take one step of training: forward, loss, gradients, update.

    Args:
        model: Keras model, built or not; it may hold dropout, batch normalisation and
            regularisers.
        opt: Keras optimiser.
        loss_fn: Function of ``(y, predictions)`` to a scalar tensor, such as a Keras
            loss.
        x: (m, ...) batch of inputs, a tensor.
        y: (m,) batch of labels, a tensor.

    Returns:
        Scalar tensor: the loss that was differentiated, as it was before the update. It
        is ``loss_fn`` of the predictions plus all of ``model.losses``.

    Rulings:
        - The model runs in training mode: dropout drops, batch normalisation uses the
          batch and moves its statistics.
        - Exactly one update, of exactly the trainable variables.
        - A model without regularisers has an empty ``model.losses``.
    """
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
        for penalty in model.losses:
            loss += penalty
    gradients = tape.gradient(loss, model.trainable_variables)
    opt.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
    return loss


def build_regularised_net(n_in, n_classes, width, drop, momentum=0.9):
    """Build a classifier of two hidden layers with batch normalisation and dropout.

    A hidden layer is: dense without bias, batch normalisation, ReLU, dropout. Two of
    them follow each other; then one dense layer with a bias gives the logits.

    Args:
        n_in: Features of an example.
        n_classes: Classes, which is the number of logits.
        width: Units in each hidden layer.
        drop: Share of hidden units that dropout switches off in training, from 0 up to
            but not including 1.
        momentum: How much of its running statistics a batch normalisation keeps at each
            step.

    Returns:
        ``keras.Model`` that takes (m, n_in) float32 and gives (m, n_classes) float32
        **logits**: no softmax. It may be sequential, functional or a subclass, built or
        not, compiled or not.

    Rulings:
        - Dropout acts on hidden units only, never on the logits.
        - A dense layer in front of a batch normalisation has no bias: beta does its
          work.
        - Whatever is not mentioned here is as Keras has it (weights' initialisation,
          epsilon, gamma and beta).
    """
    layers = keras.layers
    hidden = []
    for _ in range(2):
        hidden += [
            layers.Dense(width, use_bias=False),
            layers.BatchNormalization(momentum=momentum),
            layers.ReLU(),
            layers.Dropout(drop),
        ]
    return keras.Sequential([layers.Input((n_in,)), *hidden, layers.Dense(n_classes)])


def fingers_data(m, seed):
    """Draw hands with zero to five raised fingers, ready for a dense network.

    Args:
        m: Training examples; a quarter as many more are drawn for each of dev and test.
        seed: Int that decides every draw.

    Returns:
        Dict with the keys ``"train"``, ``"dev"`` and ``"test"``, each a pair
        ``(X, y)``: X (examples, 144) float32 with values from 0 to 1, y (examples,)
        ints from 0 to 5.
    """
    rng = np.random.default_rng(seed)
    sizes = {"train": m, "dev": m // 4, "test": m // 4}
    drawn = {part: fingers(size, rng) for part, size in sizes.items()}
    return {part: (images.reshape(len(images), -1).astype("float32") / 255, y) for part, (images, y) in drawn.items()}


class DryRun(keras.Model):
    """A model that compiles like any other but trains nothing in ``fit``: to rehearse.

    Attributes:
        score: What its dev accuracy rises to.
        asked: Dict from the name of an argument of the last ``fit`` to what was passed.
    """

    def __init__(self, score):
        super().__init__()
        self.score = score
        self.asked = {}

    def fit(self, x=None, y=None, batch_size=None, epochs=1, verbose="auto", **others):
        """Note what was asked for; return a history.

        Its training accuracy is 1, its dev accuracy rises.
        """
        self.asked = {"x": x, "y": y, "batch_size": batch_size, "epochs": epochs, "verbose": verbose, **others}
        history = keras.callbacks.History()
        rising = [self.score * (epoch + 1) / epochs for epoch in range(epochs)]
        history.history = {"accuracy": [1.0] * epochs, "val_accuracy": rising}
        self.history = history
        return history


def compile_and_fit(model, data, lr, epochs):
    """Compile a classifier that gives logits, and train it.

    Args:
        model: Keras model from (m, n) inputs to (m, K) logits.
        data: Dict of pairs (X, y) as ``fingers_data`` returns it; y holds class
            numbers.
        lr: Learning rate.
        epochs: Passes through the training examples.

    Returns:
        The ``History`` that ``fit`` returns.

    Rulings:
        - Optimiser Adam with that learning rate; loss cross-entropy of class numbers
          from logits; metric accuracy, so that the history has the keys ``loss``,
          ``accuracy``, ``val_loss`` and ``val_accuracy``.
        - Trained on ``data["train"]`` and validated on ``data["dev"]`` after every
          epoch; ``data["test"]`` stays untouched.
        - Batches of 32, shuffled: as ``fit`` has it.
        - Nothing is printed.
    """
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=lr),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    X, y = data["train"]
    return model.fit(X, y, epochs=epochs, validation_data=data["dev"], verbose=0)


def tune(build, space, budget, data, seed):
    """Search at random: a fresh model for each draw; the best by dev accuracy is kept.

    Args:
        build: Function of a configuration (a dict like ``space``, with one value each)
            to a new, compiled model.
        space: Dict from a hyperparameter's name to the list of its values.
        budget: How many configurations to try, at least 1.
        data: Dict of pairs (X, y) as ``fingers_data`` returns it.
        seed: Int from 0 to 2**31 - 1 that decides every draw.

    Returns:
        ``(best, score, table)``: the best configuration, its score, and the list of
        ``(configuration, score)`` of all trials in the order they were made.

    Rulings:
        - In each trial the value of every hyperparameter is drawn anew, uniformly and
          independently; the same configuration may come twice.
        - ``build`` is called once for each trial. The model is trained by one call of
          ``fit`` on ``data["train"]``, with ``data["dev"]`` as validation data and
          ``EPOCHS_PER_TRIAL`` epochs: in shuffled batches of 32, as ``fit`` has it, and
          without printing anything.
        - The score is the last entry of ``val_accuracy`` in the history that ``fit``
          returns, a float.
        - The highest score wins; of equal ones the earliest trial.
        - ``data["test"]`` is not looked at.
        - The same seed gives the same table: Keras's generators are seeded too before
          each model is built (by ``keras.utils.set_random_seed``, which reseeds
          ``random`` and ``np.random`` as well), each trial with another number, so that
          a configuration that comes twice begins from other weights.
    """
    rng = np.random.default_rng(seed)
    table = []
    for _ in range(budget):
        config = {name: values[rng.integers(len(values))] for name, values in space.items()}
        keras.utils.set_random_seed(int(rng.integers(2**31)))
        model = build(config)
        X, y = data["train"]
        history = model.fit(X, y, epochs=EPOCHS_PER_TRIAL, validation_data=data["dev"], verbose=0)
        table.append((config, float(history.history["val_accuracy"][-1])))
    best, score = max(table, key=lambda trial: trial[1])
    return best, score, table


def counting(fn):
    """Return a function that does what fn does and counts how often Python ran it.

    The count is its attribute ``calls``.
    """

    def counted(x):
        counted.calls += 1
        return fn(x)

    counted.calls = 0
    return counted


def compiled_step(fn, n_in):
    """Compile a function of a batch so that batches of every size share one trace.

    Args:
        fn: Function from a (m, n_in) float32 tensor to a tensor, made of TensorFlow
            operations. It creates no variables, as a Keras model that is not built yet
            would at its first call.
        n_in: Features of an example.

    Returns:
        Callable that takes (m, n_in) float32 tensors or arrays with any m from 1, and
        returns what ``fn`` returns.

    Rulings:
        - ``fn`` itself runs, as Python, once at most, however many batches of whatever
          sizes come: afterwards its graph runs.
        - The results are those of ``fn`` to the rounding of float32. Tensors and arrays
          of other dtypes than float32 are not asked for.
    """
    return tf.function(fn, input_signature=[tf.TensorSpec((None, n_in), tf.float32)])

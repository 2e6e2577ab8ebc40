"""Right answers written differently: every check has to accept them."""

import itertools
import random

import keras
import numpy as np
import tensorflow as tf
from grader.testing import alternative

# slope_and_curvature


@alternative("slope_and_curvature")
def with_one_tape_that_lasts(f, x):
    x = tf.constant(x) if isinstance(x, np.ndarray) else tf.identity(x)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        df = tape.gradient(f(x), x, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    return df, tape.gradient(df, x, unconnected_gradients=tf.UnconnectedGradients.ZERO)


@alternative("slope_and_curvature")
def with_the_diagonal_of_jacobians(f, x):
    x = tf.convert_to_tensor(x)
    shape, x = x.shape, tf.reshape(x, [-1])
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            value = tf.reshape(f(tf.reshape(x, shape)), [-1])
        df = tf.linalg.diag_part(inner.jacobian(value, x, unconnected_gradients="zero"))
    d2f = tf.linalg.diag_part(outer.jacobian(df, x, unconnected_gradients="zero"))
    return tf.reshape(df, shape), tf.reshape(d2f, shape)


@alternative("slope_and_curvature")
def forward_in_both_directions(f, x):
    x = tf.convert_to_tensor(x)
    ones = tf.ones_like(x)
    with tf.autodiff.ForwardAccumulator(x, ones) as outer:
        with tf.autodiff.ForwardAccumulator(x, ones) as inner:
            value = f(x)
        df = inner.jvp(value, unconnected_gradients="zero")
    return df, outer.jvp(df, unconnected_gradients="zero")


@alternative("slope_and_curvature")
def with_variables_and_zeros_by_hand(f, x):
    x = tf.Variable(x)
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            value = f(x)
        df = inner.gradient(value, x)
        if df is None:
            df = tf.zeros(x.shape, x.dtype)
    d2f = outer.gradient(df, x)
    return [df, tf.zeros(x.shape, x.dtype) if d2f is None else d2f]


# class_loss_sum


@alternative("class_loss_sum")
def with_a_keras_loss(logits, y):
    return keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="sum")(y, logits)


@alternative("class_loss_sum")
def log_of_the_sum_minus_the_true_score(logits, y):
    logits = tf.convert_to_tensor(logits)
    scores = tf.gather(logits, y, axis=1, batch_dims=1)
    return tf.reduce_sum(tf.reduce_logsumexp(logits, axis=1) - scores)


@alternative("class_loss_sum")
def with_one_hot_rows(logits, y):
    rows = tf.one_hot(y, tf.shape(logits)[1])
    return -tf.reduce_sum(rows * tf.nn.log_softmax(logits))


@alternative("class_loss_sum")
def with_keras_operations(logits, y):
    logits = keras.ops.convert_to_tensor(logits, dtype="float32")
    y = keras.ops.cast(y, "int32")
    return keras.ops.sum(keras.ops.sparse_categorical_crossentropy(y, logits, from_logits=True))


# make_dataset


@alternative("make_dataset")
def with_each_image_scaled_before_it_is_batched(X, y, batch, training, seed):
    pairs = tf.data.Dataset.zip((tf.data.Dataset.from_tensor_slices(X), tf.data.Dataset.from_tensor_slices(y)))
    pairs = pairs.map(lambda image, label: (tf.image.convert_image_dtype(image, tf.float32), label), tf.data.AUTOTUNE)
    pairs = pairs.cache()
    if training:
        pairs = pairs.shuffle(buffer_size=pairs.cardinality(), seed=seed)
    return pairs.batch(batch, num_parallel_calls=tf.data.AUTOTUNE).prefetch(tf.data.AUTOTUNE)


@alternative("make_dataset")
def with_arrays_scaled_at_once_and_shuffled_places(X, y, batch, training, seed):
    images, labels = tf.constant(X.astype("float32") / 255), tf.constant(y)
    places = tf.data.Dataset.range(len(y))
    if training:
        places = places.shuffle(len(y) + 1, seed=seed)
    return places.batch(batch).map(lambda at: (tf.gather(images, at), tf.gather(labels, at)))


@alternative("make_dataset")
def with_a_global_seed(X, y, batch, training, seed):
    tf.random.set_seed(seed)
    data = tf.data.Dataset.from_tensor_slices((X, y))
    data = data.shuffle(2 * len(X), reshuffle_each_iteration=True) if training else data
    scale = keras.layers.Rescaling(1 / 255)
    return data.batch(batch, drop_remainder=False).map(lambda images, labels: (scale(images), labels))


@alternative("make_dataset")
def with_a_generator_of_permutations(X, y, batch, training, seed):
    rng = np.random.default_rng(seed)

    def examples():
        order = rng.permutation(len(X)) if training else range(len(X))
        for place in order:
            yield X[place] / np.float32(255), y[place]

    signature = (tf.TensorSpec(X.shape[1:], tf.float32), tf.TensorSpec((), y.dtype))
    return tf.data.Dataset.from_generator(examples, output_signature=signature).batch(batch)


# train_step


@alternative("train_step")
def with_all_losses_in_one_sum(model, opt, loss_fn, x, y):
    with tf.GradientTape() as tape:
        predictions = model(x, training=True)
        loss = tf.add_n([loss_fn(y, predictions), *model.losses])
    weights = model.trainable_weights
    opt.apply(tape.gradient(loss, weights), weights)
    return loss


@alternative("train_step")
def with_a_tape_that_watches_on_demand(model, opt, loss_fn, x, y):
    if not model.built:
        model.build(x.shape)
    with tf.GradientTape(persistent=True, watch_accessed_variables=False) as tape:
        for weight in model.trainable_variables:
            tape.watch(weight.value)
        loss = loss_fn(y, model(x, training=True)) + sum(model.losses)
    opt.build(model.trainable_variables)
    opt.apply([tape.gradient(loss, weight.value) for weight in model.trainable_variables])
    return loss


@alternative("train_step")
def with_each_part_differentiated_alone(model, opt, loss_fn, x, y):
    with tf.GradientTape(persistent=True) as tape:
        loss = loss_fn(y, model(x, training=True))
        penalties = list(model.losses)
    weights = list(reversed(model.trainable_variables))
    gradients = tape.gradient(loss, weights)
    for penalty in penalties:
        loss = loss + penalty
        more = tape.gradient(penalty, weights)
        gradients = [one if other is None else one + other for one, other in zip(gradients, more)]
    opt.apply_gradients(zip(gradients, weights))
    return loss


@alternative("train_step")
@tf.function
def compiled_as_in_most_tutorials(model, opt, loss_fn, x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True)) + sum(model.losses)
    gradients = tape.gradient(loss, model.trainable_variables)
    opt.apply_gradients(zip(gradients, model.trainable_variables))
    return loss


# build_regularised_net


@alternative("build_regularised_net")
def as_a_functional_model(n_in, n_classes, width, drop, momentum=0.9):
    inputs = keras.Input(shape=(n_in,), dtype="float32")
    x = inputs
    for number in (1, 2):
        x = keras.layers.Dense(width, use_bias=False, name=f"hidden_{number}")(x)
        x = keras.layers.BatchNormalization(momentum=momentum, name=f"norm_{number}")(x)
        x = keras.ops.relu(x)
        x = keras.layers.Dropout(rate=drop)(x)
    model = keras.Model(inputs=inputs, outputs=keras.layers.Dense(n_classes, name="logits")(x))
    model.compile(
        optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"]
    )
    return model


@alternative("build_regularised_net")
def as_a_subclass(n_in, n_classes, width, drop, momentum=0.9):
    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.head = keras.layers.Dense(n_classes)
            self.second, self.first = (keras.layers.Dense(width, use_bias=False) for _ in range(2))
            self.norms = [keras.layers.BatchNormalization(momentum=momentum) for _ in range(2)]
            self.drop = keras.layers.Dropout(drop)

        def call(self, inputs, training=False):
            values = inputs
            for dense, norm in zip((self.first, self.second), self.norms):
                values = tf.nn.relu(norm(dense(values), training=training))
                values = self.drop(values, training=training)
            return self.head(values)

    return Net()


@alternative("build_regularised_net")
def as_blocks_within_a_sequence_not_built(n_in, n_classes, width, drop, momentum=0.9):
    def block():
        return keras.Sequential(
            [
                keras.layers.Dense(width, activation=None, use_bias=False),
                keras.layers.BatchNormalization(momentum=momentum),
                keras.layers.Dropout(drop),
                keras.layers.Activation("relu"),
            ]
        )

    return keras.Sequential([block(), block(), keras.layers.Dense(n_classes, activation="linear")])


# compile_and_fit


@alternative("compile_and_fit")
def with_a_loss_of_its_own(model, data, lr, epochs):
    def loss(y, logits):
        return tf.nn.sparse_softmax_cross_entropy_with_logits(tf.cast(tf.reshape(y, [-1]), tf.int32), logits)

    model.compile(keras.optimizers.Adam(lr), loss, metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")])
    return model.fit(*data["train"], 32, epochs, 0, validation_data=tuple(data["dev"]), shuffle=True)


@alternative("compile_and_fit")
def with_pipelines(model, data, lr, epochs):
    train, dev = (tf.data.Dataset.from_tensor_slices(data[part]) for part in ("train", "dev"))
    train = train.shuffle(len(data["train"][1])).batch(32)
    optimiser = keras.optimizers.Adam()
    optimiser.learning_rate = lr
    model.compile(
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), optimizer=optimiser, metrics=["accuracy"]
    )
    return model.fit(train, epochs=epochs, validation_data=dev.batch(64), verbose=0)


@alternative("compile_and_fit")
def with_the_rate_set_afterwards(model, data, lr, epochs):
    def loss(y, logits):
        return keras.losses.sparse_categorical_crossentropy(y, logits, from_logits=True)

    model.compile(optimizer="adam", loss=[loss], metrics=["accuracy"])
    model.optimizer.learning_rate.assign(lr)
    (x_train, y_train), (x_dev, y_dev) = data["train"], data["dev"]
    return model.fit(x=x_train, y=y_train, batch_size=32, epochs=epochs, validation_data=[x_dev, y_dev], verbose=False)


# tune


@alternative("tune")
def with_the_trial_added_to_the_seed(build, space, budget, data, seed):
    rng = np.random.default_rng([seed, 1])
    table = []
    for trial in range(budget):
        config = {}
        for name in space:
            config[name] = rng.choice(space[name])
        keras.utils.set_random_seed(1000 * seed + trial)
        model = build(dict(config))
        history = model.fit(
            x=data["train"][0],
            y=data["train"][1],
            validation_data=(data["dev"][0], data["dev"][1]),
            epochs=EPOCHS_PER_TRIAL,
            batch_size=32,
            verbose=0,
        )
        table.append((config, history.history["val_accuracy"][-1]))
    scores = [score for _, score in table]
    return *table[int(np.argmax(scores))], table


@alternative("tune")
def with_all_configurations_drawn_first(build, space, budget, data, seed):
    draw = random.Random(seed)
    configs = [{name: draw.choice(values) for name, values in space.items()} for _ in range(budget)]
    seeds = [draw.getrandbits(31) for _ in configs]
    table, best = [], None
    for config, number in zip(configs, seeds):
        keras.utils.set_random_seed(number)
        keras.utils.clear_session()
        keras.utils.set_random_seed(number)
        history = build(config).fit(*data["train"], epochs=EPOCHS_PER_TRIAL, validation_data=data["dev"], verbose=0)
        score = float(history.history["val_accuracy"][-1])
        table.append((config, score))
        if best is None or score > best[1]:
            best = config, score
    return best[0], best[1], table


@alternative("tune")
def with_places_in_the_grid(build, space, budget, data, seed):
    grid = [dict(zip(space, values)) for values in itertools.product(*space.values())]
    rng = np.random.default_rng(seed)
    numbers = rng.integers(2**31 - 1, size=budget)
    table = []
    for place, number in zip(rng.integers(0, len(grid), size=budget), numbers):
        keras.utils.set_random_seed(int(number))
        config = dict(grid[place])
        model = build(config)
        fitted = model.fit(*data["train"], None, EPOCHS_PER_TRIAL, 0, validation_data=data["dev"])
        table.append((config, np.float64(fitted.history["val_accuracy"][-1])))
    ranked = sorted(table, key=lambda trial: -trial[1])
    return ranked[0][0], ranked[0][1], table


# compiled_step


@alternative("compiled_step")
def with_a_concrete_function(fn, n_in):
    graph = tf.function(fn).get_concrete_function(tf.TensorSpec(shape=[None, n_in], dtype=tf.float32))
    return lambda x: graph(tf.convert_to_tensor(x, tf.float32))


@alternative("compiled_step")
def with_a_decorator_and_no_autograph(fn, n_in):
    @tf.function(input_signature=(tf.TensorSpec([None, n_in], dtype="float32"),), autograph=False)
    def step(batch):
        return fn(batch)

    return step


@alternative("compiled_step")
def traced_at_the_first_batch(fn, n_in):
    class Step(tf.Module):
        def __init__(self):
            super().__init__()
            self.run = None

        def __call__(self, x):
            if self.run is None:
                self.run = tf.function(fn, input_signature=[tf.TensorSpec((None, n_in), tf.float32)])
            return self.run(x)

    return Step()

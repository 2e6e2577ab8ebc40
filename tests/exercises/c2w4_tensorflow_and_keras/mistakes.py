"""Known wrong answers of the week, one bug each, with the hint a tutor would give."""

import keras
import numpy as np
import tensorflow as tf
from grader.testing import mistake

# slope_and_curvature


@mistake(
    "slope_and_curvature",
    id="a",
    hint="A tape follows variables by itself, but not every tensor that passes by. Who tells it that this "
    "particular x is one to differentiate by?",
)
def never_tells_the_tape_about_x(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            value = f(x)
        df = inner.gradient(value, x, unconnected_gradients="zero")
    return df, outer.gradient(df, x, unconnected_gradients="zero")


@mistake(
    "slope_and_curvature",
    id="b",
    hint="The slope is right, and the curvature is zero everywhere. A tape differentiates what happened while it was "
    "recording. Was the outer one still recording when the slope was worked out?",
)
def works_out_the_slope_when_the_outer_tape_has_stopped(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            value = f(x)
    df = inner.gradient(value, x, unconnected_gradients="zero")
    return df, outer.gradient(df, x, unconnected_gradients="zero")


@mistake(
    "slope_and_curvature",
    id="c",
    hint="An ordinary tape forgets everything as soon as it has answered once. You ask yours twice.",
)
def asks_a_forgetful_tape_twice(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        value = f(x)
        df = tape.gradient(value, x, unconnected_gradients="zero")
    return df, tape.gradient(df, x, unconnected_gradients="zero")


@mistake(
    "slope_and_curvature",
    id="d",
    hint="Your derivatives are nearly right. Small numbers subtracted from each other lose most of their digits in "
    "float32, and dividing by a small number twice makes the rest worse. The task asks for something exact.",
)
def takes_small_steps(f, x):
    x = tf.convert_to_tensor(x)
    step = tf.cast(1e-2, x.dtype)
    ahead, here, behind = f(x + step), f(x), f(x - step)
    return (ahead - behind) / (2 * step), (ahead - 2 * here + behind) / step**2


@mistake(
    "slope_and_curvature",
    id="e",
    hint="Try a straight line. Where nothing depends on x the tape has nothing to follow and says so in its own way; "
    "the ruling wants a number there. A gradient can be asked for in a way that says what 'not connected' stands for.",
)
def leaves_out_what_does_not_depend_on_x(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            value = f(x)
        df = inner.gradient(value, x)
    return df, None if df is None else outer.gradient(df, x)


@mistake(
    "slope_and_curvature",
    id="f",
    hint="Ask for a derivative at float64 numbers and look at the dtype of the answer. Which conversion made it so?",
)
def makes_everything_float32(f, x):
    x = tf.cast(tf.convert_to_tensor(x), tf.float32)
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            value = f(x)
        df = inner.gradient(value, x, unconnected_gradients="zero")
    return df, outer.gradient(df, x, unconnected_gradients="zero")


@mistake(
    "slope_and_curvature",
    id="g",
    hint="The numbers are right, but you left TensorFlow: what comes back can no longer take part in a graph or a tape.",
)
def leaves_tensorflow(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            value = f(x)
        df = inner.gradient(value, x, unconnected_gradients="zero")
    return df.numpy(), outer.gradient(df, x, unconnected_gradients="zero").numpy()


# class_loss_sum


@mistake(
    "class_loss_sum",
    id="a",
    hint="Split a batch into a small and a large part: do the two losses add up to that of the whole batch? Averages do "
    "not.",
)
def averages(logits, y):
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))


@mistake(
    "class_loss_sum",
    id="b",
    hint="Keras's losses expect probabilities unless told otherwise. What do you hand over, and have you said so?",
)
def passes_logits_for_probabilities(logits, y):
    return keras.losses.SparseCategoricalCrossentropy(reduction="sum")(y, logits)


@mistake(
    "class_loss_sum",
    id="c",
    hint="Count the softmaxes on the way from the score to the loss. The loss you call brings its own.",
)
def applies_softmax_twice(logits, y):
    return tf.reduce_sum(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=tf.nn.softmax(logits)))


@mistake(
    "class_loss_sum",
    id="d",
    hint="Look up the order of arguments: what comes first in Keras's losses, the truth or the prediction? The "
    "signature of this task has its own order.",
)
def swaps_labels_and_predictions(logits, y):
    return tf.reduce_sum(keras.losses.sparse_categorical_crossentropy(logits, y, from_logits=True))


@mistake(
    "class_loss_sum",
    id="e",
    hint="For a very unlikely class the probability is rounded to 0 before you take its logarithm. There are functions "
    "that go from scores to log-probabilities without stopping in between.",
)
def takes_the_log_of_rounded_probabilities(logits, y):
    logits = tf.convert_to_tensor(logits)
    p = tf.gather(tf.nn.softmax(logits), y, axis=1, batch_dims=1)
    return -tf.reduce_sum(tf.math.log(p))


@mistake(
    "class_loss_sum",
    id="f",
    hint="The value is fine for timid nets. Compare the loss of a net that is wrong by a score of a thousand: the "
    "clipping hides how wrong it is, and no gradient passes it.",
)
def clips_probabilities(logits, y):
    logits = tf.convert_to_tensor(logits)
    p = tf.clip_by_value(tf.nn.softmax(logits), 1e-7, 1.0)
    return -tf.reduce_sum(tf.math.log(tf.gather(p, y, axis=1, batch_dims=1)))


@mistake(
    "class_loss_sum",
    id="g",
    hint="The loss of each example is right. How many numbers were asked for?",
)
def gives_a_loss_for_each_example(logits, y):
    return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)


# make_dataset


@mistake(
    "make_dataset",
    id="a",
    hint="Look at who sits together in a batch, epoch after epoch: always the same neighbours. What are the things "
    "that you shuffle at that point of the pipeline?",
)
def shuffles_batches(X, y, batch, training, seed):
    data = tf.data.Dataset.from_tensor_slices((X, y)).batch(batch)
    if training:
        data = data.shuffle(len(X), seed=seed)
    return data.map(lambda images, labels: (tf.cast(images, tf.float32) / 255.0, labels)).prefetch(1)


@mistake(
    "make_dataset",
    id="b",
    hint="Predictions are compared with labels by their place. Which of your two kinds of pipeline may change places?",
)
def shuffles_for_evaluation_too(X, y, batch, training, seed):
    data = tf.data.Dataset.from_tensor_slices((X, y)).shuffle(len(X), seed=seed).batch(batch)
    return data.map(lambda images, labels: (tf.cast(images, tf.float32) / 255.0, labels)).prefetch(1)


@mistake(
    "make_dataset",
    id="c",
    hint="Count the examples of an epoch when their number is no multiple of the batch. Who is missing?",
)
def throws_the_short_batch_away(X, y, batch, training, seed):
    data = tf.data.Dataset.from_tensor_slices((X, y))
    if training:
        data = data.shuffle(len(X), seed=seed)
    data = data.batch(batch, drop_remainder=True)
    return data.map(lambda images, labels: (tf.cast(images, tf.float32) / 255.0, labels)).prefetch(1)


@mistake(
    "make_dataset",
    id="d",
    hint="A loop over this pipeline never comes to an end. Who decides how many epochs there are: the pipeline or "
    "whoever trains with it?",
)
def never_ends(X, y, batch, training, seed):
    data = tf.data.Dataset.from_tensor_slices((X, y))
    if training:
        data = data.shuffle(len(X), seed=seed).repeat()
    data = data.batch(batch)
    return data.map(lambda images, labels: (tf.cast(images, tf.float32) / 255.0, labels)).prefetch(1)


@mistake(
    "make_dataset",
    id="e",
    hint="Print the labels of two epochs: the second is a copy of the first. Something in the pipeline remembers, and "
    "what it remembers has already been shuffled.",
)
def remembers_the_shuffled_order(X, y, batch, training, seed):
    data = tf.data.Dataset.from_tensor_slices((X, y))
    if training:
        data = data.shuffle(len(X), seed=seed).cache()
    data = data.batch(batch)
    return data.map(lambda images, labels: (tf.cast(images, tf.float32) / 255.0, labels)).prefetch(1)


@mistake(
    "make_dataset",
    id="f",
    hint="Your brightest pixel is nearly black. Follow one value through the pipeline and count how often it is made "
    "smaller.",
)
def scales_twice(X, y, batch, training, seed):
    data = tf.data.Dataset.from_tensor_slices((X / np.float32(255), y))
    if training:
        data = data.shuffle(len(X), seed=seed)
    data = data.batch(batch)
    return data.map(lambda images, labels: (tf.cast(images, tf.float32) / 255.0, labels)).prefetch(1)


@mistake(
    "make_dataset",
    id="g",
    hint="Shuffling draws from a buffer, and only what is in the buffer can come next. How early may the very last "
    "example come in your pipeline, when there are thousands before it?",
)
def shuffles_within_a_small_buffer(X, y, batch, training, seed):
    data = tf.data.Dataset.from_tensor_slices((X, y))
    if training:
        data = data.shuffle(4 * batch, seed=seed)
    data = data.batch(batch)
    return data.map(lambda images, labels: (tf.cast(images, tf.float32) / 255.0, labels)).prefetch(1)


@mistake(
    "make_dataset",
    id="h",
    hint="One argument of the function is never used, so an experiment cannot be run again as it was.",
)
def forgets_the_seed(X, y, batch, training, seed):
    data = tf.data.Dataset.from_tensor_slices((X, y))
    if training:
        data = data.shuffle(len(X))
    data = data.batch(batch)
    return data.map(lambda images, labels: (tf.cast(images, tf.float32) / 255.0, labels)).prefetch(1)


@mistake(
    "make_dataset",
    id="i",
    hint="Images and labels take different ways through your pipeline. Does an image still stand beside its own label "
    "when it comes out?",
)
def shuffles_images_without_their_labels(X, y, batch, training, seed):
    images, labels = tf.data.Dataset.from_tensor_slices(X), tf.data.Dataset.from_tensor_slices(y)
    if training:
        images = images.shuffle(len(X), seed=seed)
    images = images.map(lambda image: tf.cast(image, tf.float32) / 255.0)
    return tf.data.Dataset.zip((images, labels)).batch(batch).prefetch(1)


@mistake(
    "make_dataset",
    id="j",
    hint="These are the right batches, all made in advance. A pipeline makes them while it is asked for them, which is "
    "also how the next epoch gets an order of its own.",
)
def makes_a_list_of_all_batches(X, y, batch, training, seed):
    order = np.random.default_rng(seed).permutation(len(X)) if training else np.arange(len(X))
    places = [order[start : start + batch] for start in range(0, len(X), batch)]
    return [(tf.constant(X[at] / 255, tf.float32), tf.constant(y[at])) for at in places]


# train_step


@mistake(
    "train_step",
    id="a",
    hint="Some layers behave differently while a model learns, but only when they are told that it does. Who tells them "
    "in a loop of your own?",
)
def does_not_say_that_this_is_training(model, opt, loss_fn, x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
        for penalty in model.losses:
            loss += penalty
    gradients = tape.gradient(loss, model.trainable_variables)
    opt.apply_gradients(zip(gradients, model.trainable_variables))
    return loss


@mistake(
    "train_step",
    id="b",
    hint="A model has weights that are not the optimiser's business: running statistics, and layers that somebody has "
    "frozen on purpose. Your list of weights includes them.",
)
def trains_what_is_not_to_be_trained(model, opt, loss_fn, x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
        for penalty in model.losses:
            loss += penalty
    gradients = tape.gradient(loss, model.variables)
    opt.apply_gradients(zip(gradients, model.variables))
    return loss


@mistake(
    "train_step",
    id="c",
    hint="What a layer charges for large weights is not in the loss of the predictions. fit adds it without a word; in "
    "your own step you have to fetch it from the model.",
)
def leaves_the_penalties_out(model, opt, loss_fn, x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    opt.apply_gradients(zip(gradients, model.trainable_variables))
    return loss


@mistake(
    "train_step",
    id="d",
    hint="Every gradient belongs to the weight it was taken by. Write both lists down side by side: are they in the "
    "same order?",
)
def pairs_gradients_with_other_weights(model, opt, loss_fn, x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
        for penalty in model.losses:
            loss += penalty
    gradients = tape.gradient(loss, sorted(model.trainable_variables, key=lambda weight: weight.name))
    opt.apply_gradients(zip(gradients, model.trainable_variables))
    return loss


@mistake(
    "train_step",
    id="e",
    hint="The predictions are on the tape, the loss is not: a tape only knows what was calculated while it was "
    "recording. Where must the last line of the calculation stand?",
)
def calculates_the_loss_off_the_tape(model, opt, loss_fn, x, y):
    with tf.GradientTape() as tape:
        predictions = model(x, training=True)
    loss = loss_fn(y, predictions)
    for penalty in model.losses:
        loss += penalty
    gradients = tape.gradient(loss, model.trainable_variables)
    opt.apply_gradients(zip(gradients, model.trainable_variables))
    return loss


@mistake(
    "train_step",
    id="f",
    hint="The model is called once more after it has moved, so the loss you return is not the one you differentiated, "
    "and whatever the model counts in training is counted twice.",
)
def returns_the_loss_after_the_update(model, opt, loss_fn, x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
        for penalty in model.losses:
            loss += penalty
    gradients = tape.gradient(loss, model.trainable_variables)
    opt.apply_gradients(zip(gradients, model.trainable_variables))
    return loss_fn(y, model(x, training=True)) + sum(model.losses)


@mistake(
    "train_step",
    id="g",
    hint="A model that nobody has called yet has no weights. At which moment do you ask it for them?",
)
def lists_the_weights_before_the_model_has_any(model, opt, loss_fn, x, y):
    weights = list(model.trainable_variables)
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
        for penalty in model.losses:
            loss += penalty
    gradients = tape.gradient(loss, weights)
    opt.apply_gradients(zip(gradients, weights))
    return loss


@mistake(
    "train_step",
    id="h",
    hint="The penalties are in the number you return, but do they pull at the weights? Look at where they are added, and "
    "at what is differentiated.",
)
def adds_the_penalties_too_late(model, opt, loss_fn, x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    total = loss + sum(model.losses)
    opt.apply_gradients(zip(gradients, model.trainable_variables))
    return total


@mistake(
    "train_step",
    id="i",
    hint="A second layer with a penalty is left out. How many entries has the model's list?",
)
def adds_the_first_penalty_only(model, opt, loss_fn, x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
        if model.losses:
            loss += model.losses[0]
    gradients = tape.gradient(loss, model.trainable_variables)
    opt.apply_gradients(zip(gradients, model.trainable_variables))
    return loss


@mistake(
    "train_step",
    id="j",
    hint="The optimiser you were given remembers earlier steps, and carries the learning rate that was chosen. You take "
    "the step without it.",
)
def takes_the_step_without_the_optimiser(model, opt, loss_fn, x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
        for penalty in model.losses:
            loss += penalty
    gradients = tape.gradient(loss, model.trainable_variables)
    for gradient, weight in zip(gradients, model.trainable_variables):
        weight.assign_sub(opt.learning_rate * gradient)
    return loss


@mistake(
    "train_step",
    id="k",
    hint="Take the same step twice and watch the loss: which way does it go? An optimiser steps against the gradients that "
    "it is given.",
)
def climbs(model, opt, loss_fn, x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True)) + sum(model.losses)
    gradients = tape.gradient(loss, model.trainable_variables)
    opt.apply_gradients([(-gradient, weight) for gradient, weight in zip(gradients, model.trainable_variables)])
    return loss


# build_regularised_net


@mistake(
    "build_regularised_net",
    id="a",
    hint="With a small share to drop your net is nearly silent in training. Some books speak of the share that is kept, "
    "Keras speaks of the other one.",
)
def drops_what_should_be_kept(n_in, n_classes, width, drop, momentum=0.9):
    layers = keras.layers
    hidden = []
    for _ in range(2):
        hidden += [
            layers.Dense(width, use_bias=False),
            layers.BatchNormalization(momentum=momentum),
            layers.ReLU(),
            layers.Dropout(1 - drop),
        ]
    return keras.Sequential([layers.Input((n_in,)), *hidden, layers.Dense(n_classes)])


@mistake(
    "build_regularised_net",
    id="b",
    hint="All the layers are there. Read the order in the specification once more: what is normalised, the scores or "
    "what ReLU has left of them?",
)
def normalises_what_relu_has_left(n_in, n_classes, width, drop, momentum=0.9):
    layers = keras.layers
    hidden = []
    for _ in range(2):
        hidden += [
            layers.Dense(width, use_bias=False),
            layers.ReLU(),
            layers.BatchNormalization(momentum=momentum),
            layers.Dropout(drop),
        ]
    return keras.Sequential([layers.Input((n_in,)), *hidden, layers.Dense(n_classes)])


@mistake(
    "build_regularised_net",
    id="c",
    hint="Your answers are probabilities. A loss that works from logits would squash them a second time: what should the "
    "last layer leave undone?",
)
def answers_with_probabilities(n_in, n_classes, width, drop, momentum=0.9):
    layers = keras.layers
    hidden = []
    for _ in range(2):
        hidden += [
            layers.Dense(width, use_bias=False),
            layers.BatchNormalization(momentum=momentum),
            layers.ReLU(),
            layers.Dropout(drop),
        ]
    return keras.Sequential([layers.Input((n_in,)), *hidden, layers.Dense(n_classes, activation="softmax")])


@mistake(
    "build_regularised_net",
    id="d",
    hint="In training some classes get the score 0 by lot. Units that are switched off should be hidden ones.",
)
def drops_logits(n_in, n_classes, width, drop, momentum=0.9):
    layers = keras.layers
    hidden = []
    for _ in range(2):
        hidden += [
            layers.Dense(width, use_bias=False),
            layers.BatchNormalization(momentum=momentum),
            layers.ReLU(),
            layers.Dropout(drop),
        ]
    return keras.Sequential([layers.Input((n_in,)), *hidden, layers.Dense(n_classes), layers.Dropout(drop)])


@mistake(
    "build_regularised_net",
    id="e",
    hint="The running statistics creep: after a short training the net does well in training mode and badly otherwise. "
    "One argument of your function never arrives anywhere.",
)
def normalises_with_the_usual_momentum(n_in, n_classes, width, drop, momentum=0.9):
    layers = keras.layers
    hidden = []
    for _ in range(2):
        hidden += [
            layers.Dense(width, use_bias=False),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.Dropout(drop),
        ]
    return keras.Sequential([layers.Input((n_in,)), *hidden, layers.Dense(n_classes)])


@mistake(
    "build_regularised_net",
    id="f",
    hint="Count the weights by hand. Something is added to the scores just before their mean is taken away again; "
    "which weights can therefore do nothing?",
)
def keeps_biases_that_do_nothing(n_in, n_classes, width, drop, momentum=0.9):
    layers = keras.layers
    hidden = []
    for _ in range(2):
        hidden += [
            layers.Dense(width),
            layers.BatchNormalization(momentum=momentum),
            layers.ReLU(),
            layers.Dropout(drop),
        ]
    return keras.Sequential([layers.Input((n_in,)), *hidden, layers.Dense(n_classes)])


@mistake(
    "build_regularised_net",
    id="g",
    hint="Two layers are hidden, and both are to be regularised alike. Where does your net draw lots, and how often?",
)
def drops_once_before_the_head(n_in, n_classes, width, drop, momentum=0.9):
    layers = keras.layers
    hidden = []
    for _ in range(2):
        hidden += [
            layers.Dense(width, use_bias=False),
            layers.BatchNormalization(momentum=momentum),
            layers.ReLU(),
        ]
    return keras.Sequential([layers.Input((n_in,)), *hidden, layers.Dropout(drop), layers.Dense(n_classes)])


@mistake(
    "build_regularised_net",
    id="h",
    hint="Nothing in your second hidden layer bends. Which piece of a hidden layer is missing there?",
)
def forgets_the_second_activation(n_in, n_classes, width, drop, momentum=0.9):
    layers = keras.layers
    first = [layers.Dense(width, use_bias=False), layers.BatchNormalization(momentum=momentum), layers.ReLU()]
    second = [layers.Dense(width, use_bias=False), layers.BatchNormalization(momentum=momentum)]
    return keras.Sequential(
        [layers.Input((n_in,)), *first, layers.Dropout(drop), *second, layers.Dropout(drop), layers.Dense(n_classes)]
    )


@mistake(
    "build_regularised_net",
    id="i",
    hint="A net that is asked the same question twice outside training should answer the same. Who decides in your net "
    "whether lots are drawn?",
)
def drops_always(n_in, n_classes, width, drop, momentum=0.9):
    class AlwaysDropping(keras.layers.Layer):
        def call(self, inputs):
            return keras.random.dropout(inputs, drop)

    layers = keras.layers
    hidden = []
    for _ in range(2):
        hidden += [
            layers.Dense(width, use_bias=False),
            layers.BatchNormalization(momentum=momentum),
            layers.ReLU(),
            AlwaysDropping(),
        ]
    return keras.Sequential([layers.Input((n_in,)), *hidden, layers.Dense(n_classes)])


@mistake(
    "build_regularised_net",
    id="j",
    hint="Dropout comes too early in your hidden layers: what happens to a unit that was switched off, once the batch "
    "is normalised?",
)
def drops_before_it_normalises(n_in, n_classes, width, drop, momentum=0.9):
    layers = keras.layers
    hidden = []
    for _ in range(2):
        hidden += [
            layers.Dense(width, use_bias=False),
            layers.Dropout(drop),
            layers.BatchNormalization(momentum=momentum),
            layers.ReLU(),
        ]
    return keras.Sequential([layers.Input((n_in,)), *hidden, layers.Dense(n_classes)])


# compile_and_fit


@mistake(
    "compile_and_fit",
    id="a",
    hint="Your history has no accuracy in it. The metrics arrive somewhere else: in Keras 3 the third argument in the row "
    "has another meaning than it once had. Arguments with names cannot lose their way.",
)
def passes_metrics_by_place(model, data, lr, epochs):
    model.compile(keras.optimizers.Adam(lr), keras.losses.SparseCategoricalCrossentropy(from_logits=True), ["accuracy"])
    X, y = data["train"]
    return model.fit(X, y, epochs=epochs, validation_data=data["dev"], verbose=0)


@mistake(
    "compile_and_fit",
    id="b",
    hint="There are two losses for classes in Keras: one for rows of ones and zeros, one for class numbers. What are "
    "your labels?",
)
def expects_one_hot_labels(model, data, lr, epochs):
    model.compile(
        optimizer=keras.optimizers.Adam(lr),
        loss=keras.losses.CategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    X, y = data["train"]
    return model.fit(X, y, epochs=epochs, validation_data=data["dev"], verbose=0)


@mistake(
    "compile_and_fit",
    id="c",
    hint="The model gives logits, which may be negative or far above 1. What does your loss take them for?",
)
def takes_logits_for_probabilities(model, data, lr, epochs):
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    X, y = data["train"]
    return model.fit(X, y, epochs=epochs, validation_data=data["dev"], verbose=0)


@mistake(
    "compile_and_fit",
    id="d",
    hint="Your validation curve follows the training curve suspiciously well. Which examples should tell how the model "
    "does on new ones?",
)
def validates_on_what_it_learned(model, data, lr, epochs):
    model.compile(
        optimizer=keras.optimizers.Adam(lr),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    X, y = data["train"]
    return model.fit(X, y, epochs=epochs, validation_data=(X, y), verbose=0)


@mistake(
    "compile_and_fit",
    id="e",
    hint="Train once with a tiny and once with a huge learning rate: nothing changes. Who should be told the number?",
)
def ignores_the_learning_rate(model, data, lr, epochs):
    model.compile(
        optimizer="adam",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    X, y = data["train"]
    return model.fit(X, y, epochs=epochs, validation_data=data["dev"], verbose=0)


@mistake(
    "compile_and_fit",
    id="f",
    hint="The learning rate arrives, but at another optimiser. Which one does the ruling name?",
)
def trains_by_plain_descent(model, data, lr, epochs):
    model.compile(
        optimizer=keras.optimizers.SGD(lr),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    X, y = data["train"]
    return model.fit(X, y, epochs=epochs, validation_data=data["dev"], verbose=0)


@mistake(
    "compile_and_fit",
    id="g",
    hint="The last number of the training is not its whole story. What is it that fit returns?",
)
def returns_the_last_accuracy(model, data, lr, epochs):
    model.compile(
        optimizer=keras.optimizers.Adam(lr),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    X, y = data["train"]
    history = model.fit(X, y, epochs=epochs, validation_data=data["dev"], verbose=0)
    return history.history["val_accuracy"][-1]


@mistake(
    "compile_and_fit",
    id="h",
    hint="Everything is right, but a caller who trains a hundred models will not thank you for what appears on the "
    "screen.",
)
def reports_every_epoch(model, data, lr, epochs):
    model.compile(
        optimizer=keras.optimizers.Adam(lr),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    X, y = data["train"]
    return model.fit(X, y, epochs=epochs, validation_data=data["dev"])


@mistake(
    "compile_and_fit",
    id="i",
    hint="Everything arrives, but in every epoch the model meets the same neighbours in the same batches. You have told "
    "fit something that it does better unasked.",
)
def keeps_the_order_of_the_examples(model, data, lr, epochs):
    model.compile(
        optimizer=keras.optimizers.Adam(lr),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    X, y = data["train"]
    return model.fit(X, y, epochs=epochs, validation_data=data["dev"], verbose=0, shuffle=False)


@mistake(
    "compile_and_fit",
    id="j",
    hint="Your model learns from fewer examples than it was given, and is judged by the rest. Which examples were set aside "
    "for judging it?",
)
def validates_on_a_part_of_the_training_examples(model, data, lr, epochs):
    model.compile(
        optimizer=keras.optimizers.Adam(lr),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    X, y = data["train"]
    return model.fit(X, y, epochs=epochs, validation_split=0.2, verbose=0)


# tune


@mistake(
    "tune",
    id="a",
    hint="Your later trials begin where the earlier ones ended, so the last ones look best whatever their "
    "hyperparameters are. How many models should a search of five trials make?",
)
def trains_one_model_on_and_on(build, space, budget, data, seed):
    rng = np.random.default_rng(seed)
    table, model = [], None
    for _ in range(budget):
        config = {name: values[rng.integers(len(values))] for name, values in space.items()}
        keras.utils.set_random_seed(int(rng.integers(2**31)))
        model = model or build(config)
        X, y = data["train"]
        history = model.fit(X, y, epochs=EPOCHS_PER_TRIAL, validation_data=data["dev"], verbose=0)
        table.append((config, float(history.history["val_accuracy"][-1])))
    best, score = max(table, key=lambda trial: trial[1])
    return best, score, table


@mistake(
    "tune",
    id="b",
    hint="The winner is the configuration that knows its own examples best. Which examples should choose?",
)
def chooses_by_training_accuracy(build, space, budget, data, seed):
    rng = np.random.default_rng(seed)
    table = []
    for _ in range(budget):
        config = {name: values[rng.integers(len(values))] for name, values in space.items()}
        keras.utils.set_random_seed(int(rng.integers(2**31)))
        X, y = data["train"]
        history = build(config).fit(X, y, epochs=EPOCHS_PER_TRIAL, validation_data=data["dev"], verbose=0)
        table.append((config, float(history.history["accuracy"][-1])))
    best, score = max(table, key=lambda trial: trial[1])
    return best, score, table


@mistake(
    "tune",
    id="c",
    hint="Whoever chooses by these examples can no longer be judged by them. They are for the very end, once.",
)
def chooses_by_the_test_examples(build, space, budget, data, seed):
    rng = np.random.default_rng(seed)
    table = []
    for _ in range(budget):
        config = {name: values[rng.integers(len(values))] for name, values in space.items()}
        keras.utils.set_random_seed(int(rng.integers(2**31)))
        X, y = data["train"]
        history = build(config).fit(X, y, epochs=EPOCHS_PER_TRIAL, validation_data=data["test"], verbose=0)
        table.append((config, float(history.history["val_accuracy"][-1])))
    best, score = max(table, key=lambda trial: trial[1])
    return best, score, table


@mistake(
    "tune",
    id="d",
    hint="The configurations come again with the seed, the scores do not. What else is drawn in a trial, and by whose "
    "generator?",
)
def leaves_keras_unseeded(build, space, budget, data, seed):
    rng = np.random.default_rng(seed)
    table = []
    for _ in range(budget):
        config = {name: values[rng.integers(len(values))] for name, values in space.items()}
        X, y = data["train"]
        history = build(config).fit(X, y, epochs=EPOCHS_PER_TRIAL, validation_data=data["dev"], verbose=0)
        table.append((config, float(history.history["val_accuracy"][-1])))
    best, score = max(table, key=lambda trial: trial[1])
    return best, score, table


@mistake(
    "tune",
    id="e",
    hint="You return what the last trial left behind. A search is worth only as much as its memory of the best.",
)
def returns_the_last_trial(build, space, budget, data, seed):
    rng = np.random.default_rng(seed)
    table = []
    for _ in range(budget):
        config = {name: values[rng.integers(len(values))] for name, values in space.items()}
        keras.utils.set_random_seed(int(rng.integers(2**31)))
        X, y = data["train"]
        history = build(config).fit(X, y, epochs=EPOCHS_PER_TRIAL, validation_data=data["dev"], verbose=0)
        table.append((config, float(history.history["val_accuracy"][-1])))
    return *table[-1], table


@mistake(
    "tune",
    id="f",
    hint="Let a configuration come twice: it gets the very same weights to begin with, and so the very same score. Two "
    "trials should be two experiments.",
)
def begins_every_trial_alike(build, space, budget, data, seed):
    rng = np.random.default_rng(seed)
    table = []
    for _ in range(budget):
        config = {name: values[rng.integers(len(values))] for name, values in space.items()}
        keras.utils.set_random_seed(seed)
        X, y = data["train"]
        history = build(config).fit(X, y, epochs=EPOCHS_PER_TRIAL, validation_data=data["dev"], verbose=0)
        table.append((config, float(history.history["val_accuracy"][-1])))
    best, score = max(table, key=lambda trial: trial[1])
    return best, score, table


@mistake(
    "tune",
    id="g",
    hint="Trial number three cannot be run again alone: what it begins with depends on how much the trainings before it "
    "have drawn. When should the generators be set?",
)
def seeds_keras_once(build, space, budget, data, seed):
    rng = np.random.default_rng(seed)
    keras.utils.set_random_seed(seed)
    table = []
    for _ in range(budget):
        config = {name: values[rng.integers(len(values))] for name, values in space.items()}
        X, y = data["train"]
        history = build(config).fit(X, y, epochs=EPOCHS_PER_TRIAL, validation_data=data["dev"], verbose=0)
        table.append((config, float(history.history["val_accuracy"][-1])))
    best, score = max(table, key=lambda trial: trial[1])
    return best, score, table


@mistake(
    "tune",
    id="h",
    hint="The model that you keep is the one at the end of its training, so a lucky epoch in between says nothing about "
    "it.",
)
def scores_by_the_luckiest_epoch(build, space, budget, data, seed):
    rng = np.random.default_rng(seed)
    table = []
    for _ in range(budget):
        config = {name: values[rng.integers(len(values))] for name, values in space.items()}
        keras.utils.set_random_seed(int(rng.integers(2**31)))
        X, y = data["train"]
        history = build(config).fit(X, y, epochs=EPOCHS_PER_TRIAL, validation_data=data["dev"], verbose=0)
        table.append((config, float(max(history.history["val_accuracy"]))))
    best, score = max(table, key=lambda trial: trial[1])
    return best, score, table


@mistake(
    "tune",
    id="i",
    hint="Two trials have the same score. Which of them wins in your search, and which should?",
)
def prefers_the_latest_of_equal_trials(build, space, budget, data, seed):
    rng = np.random.default_rng(seed)
    table, best, score = [], None, -1.0
    for _ in range(budget):
        config = {name: values[rng.integers(len(values))] for name, values in space.items()}
        keras.utils.set_random_seed(int(rng.integers(2**31)))
        X, y = data["train"]
        history = build(config).fit(X, y, epochs=EPOCHS_PER_TRIAL, validation_data=data["dev"], verbose=0)
        table.append((config, float(history.history["val_accuracy"][-1])))
        if table[-1][1] >= score:
            best, score = table[-1]
    return best, score, table


@mistake(
    "tune",
    id="j",
    hint="You walk through the combinations one after the other and so know what comes next. In a random search no draw "
    "knows of the others.",
)
def goes_through_a_grid(build, space, budget, data, seed):
    rng = np.random.default_rng(seed)
    sizes = [len(values) for values in space.values()]
    order = rng.permutation(int(np.prod(sizes)))
    table = []
    for trial in range(budget):
        places = np.unravel_index(order[trial % len(order)], sizes)
        config = {name: values[place] for (name, values), place in zip(space.items(), places)}
        keras.utils.set_random_seed(int(rng.integers(2**31)))
        X, y = data["train"]
        history = build(config).fit(X, y, epochs=EPOCHS_PER_TRIAL, validation_data=data["dev"], verbose=0)
        table.append((config, float(history.history["val_accuracy"][-1])))
    best, score = max(table, key=lambda trial: trial[1])
    return best, score, table


@mistake(
    "tune",
    id="k",
    hint="All rows of your table show the same configuration, though the trials differed. How many dicts are there "
    "really?",
)
def writes_every_trial_into_one_dict(build, space, budget, data, seed):
    rng = np.random.default_rng(seed)
    config, table = {}, []
    for _ in range(budget):
        for name, values in space.items():
            config[name] = values[rng.integers(len(values))]
        keras.utils.set_random_seed(int(rng.integers(2**31)))
        X, y = data["train"]
        history = build(config).fit(X, y, epochs=EPOCHS_PER_TRIAL, validation_data=data["dev"], verbose=0)
        table.append((config, float(history.history["val_accuracy"][-1])))
    best, score = max(table, key=lambda trial: trial[1])
    return best, score, table


@mistake(
    "tune",
    id="l",
    hint="Count the entries of your table for a budget of 3. Where does your loop begin, and where does it end?",
)
def makes_one_trial_less(build, space, budget, data, seed):
    rng = np.random.default_rng(seed)
    table = []
    for _ in range(1, budget):
        config = {name: values[rng.integers(len(values))] for name, values in space.items()}
        keras.utils.set_random_seed(int(rng.integers(2**31)))
        X, y = data["train"]
        history = build(config).fit(X, y, epochs=EPOCHS_PER_TRIAL, validation_data=data["dev"], verbose=0)
        table.append((config, float(history.history["val_accuracy"][-1])))
    best, score = max(table, key=lambda trial: trial[1])
    return best, score, table


# compiled_step


@mistake(
    "compiled_step",
    id="a",
    hint="Each size of a batch costs a trace of its own. What the size becomes part of – a plain Python number, a shape "
    "that TensorFlow was not told may vary – is what a trace is made for. What can you tell it before the first batch?",
)
def passes_the_size_as_a_python_number(fn, n_in):
    @tf.function
    def run(x, m):
        return fn(tf.reshape(x, (m, n_in)))

    return lambda x: run(tf.convert_to_tensor(x), len(x))


@mistake(
    "compiled_step",
    id="b",
    hint="Your function was made for batches of one size and turns all others away. What can be written in a signature "
    "in place of a size that is not known?",
)
def fixes_the_size_of_a_batch(fn, n_in):
    return tf.function(fn, input_signature=[tf.TensorSpec((32, n_in), tf.float32)])


@mistake(
    "compiled_step",
    id="c",
    hint="While a function is traced its tensors have shapes but no values yet, so nothing can be fetched from them. "
    "Stay with tensors inside.",
)
def fetches_values_while_tracing(fn, n_in):
    @tf.function(input_signature=[tf.TensorSpec((None, n_in), tf.float32)])
    def run(x):
        return tf.convert_to_tensor(fn(x).numpy())

    return run


@mistake(
    "compiled_step",
    id="d",
    hint="Python code inside a traced function runs while it is traced and never again. What does your list hold after "
    "the second batch, and what kind of thing is in it?",
)
def keeps_results_in_a_list(fn, n_in):
    results = []

    @tf.function(input_signature=[tf.TensorSpec((None, n_in), tf.float32)])
    def run(x):
        results.append(fn(x))

    def step(x):
        run(x)
        return results[-1]

    return step


@mistake(
    "compiled_step",
    id="e",
    hint="Each size of a batch costs a trace of its own. What the size becomes part of – a plain Python number, a shape "
    "that TensorFlow was not told may vary – is what a trace is made for. What can you tell it before the first batch?",
)
def compiles_for_every_shape_anew(fn, n_in):
    return tf.function(fn)


@mistake(
    "compiled_step",
    id="f",
    hint="TensorFlow learns from the second shape that sizes vary, and traces again for that. One trace was asked for: "
    "what could you tell it in advance?",
)
def learns_from_the_second_shape(fn, n_in):
    return tf.function(fn, reduce_retracing=True)


@mistake(
    "compiled_step",
    id="g",
    hint="The answers are right, but Python does all the work every time. Nothing has been compiled yet.",
)
def compiles_nothing(fn, n_in):
    return lambda x: fn(tf.convert_to_tensor(x))


@mistake(
    "compiled_step",
    id="h",
    hint="Your function remembers answers, so a second batch gets what belongs to the first. What is to be kept is the "
    "graph.",
)
def keeps_the_first_answer_of_each_size(fn, n_in):
    run = tf.function(fn, input_signature=[tf.TensorSpec((None, n_in), tf.float32)])
    known = {}

    def step(x):
        if len(x) not in known:
            known[len(x)] = run(x)
        return known[len(x)]

    return step

"""Known wrong answers of the week, one bug each, with the hint a tutor would give."""

import numpy as np
from grader.testing import mistake

# minibatches


@mistake(
    "minibatches",
    id="a",
    hint="Write the row's number into its label and look at one batch: do rows and labels still belong together? "
    "How many orders have you drawn, and how many may there be?",
)
def shuffles_rows_and_labels_apart(X, y, size, rng):
    rows, labels = rng.permutation(X), rng.permutation(y)
    return [(rows[i : i + size], labels[i : i + size]) for i in range(0, len(X), size)]


@mistake(
    "minibatches",
    id="b",
    hint="Deal seven examples out in batches of three and count what comes back. Examples that do not fill a batch "
    "have paid for their seat, too.",
)
def drops_the_short_last_batch(X, y, size, rng):
    order = rng.permutation(len(X))
    full = max(len(X) // size, 0)
    return [(X[order[n * size : (n + 1) * size]], y[order[n * size : (n + 1) * size]]) for n in range(full)]


@mistake(
    "minibatches",
    id="c",
    hint="Number the examples and sort what was dealt: do some numbers come twice and others never? An epoch deals a "
    "pack of cards; it does not throw dice.",
)
def draws_with_replacement(X, y, size, rng):
    order = rng.integers(0, len(X), size=len(X))
    return [(X[order[i : i + size]], y[order[i : i + size]]) for i in range(0, len(X), size)]


@mistake(
    "minibatches",
    id="d",
    hint="Call it with two generators that were made from different seeds. Why do both deal the same batches? Whose "
    "generator is it that you draw from?",
)
def makes_a_generator_of_its_own(X, y, size, rng):
    order = np.random.default_rng(0).permutation(len(X))
    return [(X[order[i : i + size]], y[order[i : i + size]]) for i in range(0, len(X), size)]


@mistake(
    "minibatches",
    id="e",
    hint="Print the lengths of your batches. A slice has a start and an end: when the start moves on, what has to "
    "happen to the end?",
)
def lets_the_end_of_the_slice_stand_still(X, y, size, rng):
    order = rng.permutation(len(X))
    return [(X[order[i:size]], y[order[i:size]]) for i in range(0, len(X), size)]


@mistake(
    "minibatches",
    id="f",
    hint="The batches are right, but they are the same ones in the same order every time. Which argument have you not "
    "used yet?",
)
def does_not_shuffle(X, y, size, rng):
    return [(X[i : i + size], y[i : i + size]) for i in range(0, len(X), size)]


@mistake(
    "minibatches",
    id="g",
    hint="You deal whole packets: the batches come in a random order, but examples that were neighbours stay together "
    "for ever. What should be shuffled, the packets or the cards?",
)
def shuffles_the_batches_only(X, y, size, rng):
    starts = rng.permutation(np.arange(0, len(X), size))
    return [(X[i : i + size], y[i : i + size]) for i in starts]


@mistake(
    "minibatches",
    id="h",
    hint="Look at the last batch when size divides the number of examples. How many batches are there, and how many "
    "does it take?",
)
def ends_with_an_empty_batch(X, y, size, rng):
    order = rng.permutation(len(X))
    parts = [order[n * size : (n + 1) * size] for n in range(len(X) // size + 1)]
    return [(X[part], y[part]) for part in parts]


@mistake(
    "minibatches",
    id="i",
    hint="Compare X before and after the call: shuffling in place is done to the caller's own data. Shuffle an order, "
    "and leave the data where they are.",
)
def shuffles_the_data_of_the_caller(X, y, size, rng):
    order = rng.permutation(len(X))
    X[:], y[:] = X[order], y[order]
    return [(X[i : i + size].copy(), y[i : i + size].copy()) for i in range(0, len(X), size)]


# ewma


@mistake(
    "ewma",
    id="a",
    hint="Average a series that is always 10. The first values come out far too small, because the average starts at "
    "zero. What does the argument correct ask for?",
)
def never_corrects(x, beta, correct=True):
    averages = np.zeros(np.shape(x))
    v = np.zeros(np.shape(x)[1:])
    for t, value in enumerate(x):
        v = beta * v + (1 - beta) * value
        averages[t] = v
    return averages


@mistake(
    "ewma",
    id="b",
    hint="Work out the first corrected value by hand. How many values have been averaged by then, none or one?",
)
def counts_time_from_zero(x, beta, correct=True):
    averages = np.zeros(np.shape(x))
    v = np.zeros(np.shape(x)[1:])
    for t, value in enumerate(x):
        v = beta * v + (1 - beta) * value
        averages[t] = v / np.float64(1 - beta**t) if correct else v
    return averages


@mistake(
    "ewma",
    id="c",
    hint="With beta near 1 the average should hardly move. Yours jumps after every value: which of the two weights "
    "belongs to the past?",
)
def swaps_the_weights(x, beta, correct=True):
    averages = np.zeros(np.shape(x))
    v = np.zeros(np.shape(x)[1:])
    for t, value in enumerate(x, start=1):
        v = (1 - beta) * v + beta * value
        averages[t - 1] = v / (1 - (1 - beta) ** t) if correct else v
    return averages


@mistake(
    "ewma",
    id="d",
    hint="The first value is right, and then it drifts away. The correction is for whoever reads the average; which "
    "of the two, raw or corrected, should the next step begin with?",
)
def feeds_the_correction_back(x, beta, correct=True):
    averages = np.zeros(np.shape(x))
    v = np.zeros(np.shape(x)[1:])
    for t, value in enumerate(x, start=1):
        v = beta * v + (1 - beta) * value
        v = v / (1 - beta**t) if correct else v
        averages[t - 1] = v
    return averages


@mistake(
    "ewma",
    id="e",
    hint="Right at t = 1, wrong from t = 2 on. The weight that is still with the start shrinks by the factor beta at "
    "every step: what becomes of it after t steps?",
)
def multiplies_where_it_should_raise(x, beta, correct=True):
    averages = np.zeros(np.shape(x))
    v = np.zeros(np.shape(x)[1:])
    for t, value in enumerate(x, start=1):
        v = beta * v + (1 - beta) * value
        averages[t - 1] = v / np.float64(1 - beta * t) if correct else v
    return averages


@mistake(
    "ewma",
    id="f",
    hint="You begin with the first value in place of zero. That is a fair idea, but not the recursion of this course: "
    "v_0 = 0, and the pull of that zero is undone by the correction.",
)
def begins_with_the_first_value(x, beta, correct=True):
    averages = np.zeros(np.shape(x))
    v = np.array(x[0], dtype=float)
    for t, value in enumerate(x):
        v = beta * v + (1 - beta) * value
        averages[t] = v
    return averages


@mistake(
    "ewma",
    id="g",
    hint="Try a series of whole numbers. What can the array hold that you write the averages into?",
)
def stores_averages_among_ints(x, beta, correct=True):
    averages = np.zeros_like(x)
    v = np.zeros(np.shape(x)[1:])
    for t, value in enumerate(x, start=1):
        v = beta * v + (1 - beta) * value
        averages[t - 1] = v / (1 - beta**t) if correct else v
    return averages


# momentum_step


@mistake(
    "momentum_step",
    id="a",
    hint="Feed it the same gradient again and again: the velocity should come to rest at that gradient, and yours "
    "grows to ten times as much. In this course the velocity is an average; which weights has an average?",
)
def adds_gradients_up(p, g, v, lr, beta=0.9):
    v = {name: beta * v[name] + g[name] for name in p}
    return {name: p[name] - lr * v[name] for name in p}, v


@mistake(
    "momentum_step",
    id="b",
    hint="The velocity is right, but nobody uses it. Which of the two should move the parameters?",
)
def steps_with_the_gradient(p, g, v, lr, beta=0.9):
    v = {name: beta * v[name] + (1 - beta) * g[name] for name in p}
    return {name: p[name] - lr * g[name] for name in p}, v


@mistake(
    "momentum_step",
    id="c",
    hint="The first step is right and the second is not. What does the next step get to see of this one? Look at what "
    "you return.",
)
def forgets_the_new_velocity(p, g, v, lr, beta=0.9):
    new = {name: beta * v[name] + (1 - beta) * g[name] for name in p}
    return {name: p[name] - lr * new[name] for name in p}, v


@mistake(
    "momentum_step",
    id="d",
    hint="Where does the gradient point, up or down? And where do you want to go?",
)
def walks_uphill(p, g, v, lr, beta=0.9):
    v = {name: beta * v[name] + (1 - beta) * g[name] for name in p}
    return {name: p[name] + lr * v[name] for name in p}, v


@mistake(
    "momentum_step",
    id="e",
    hint="The very first step, from a velocity of zero, should already move. Which velocity makes the step, the one "
    "before this gradient or the one with it?",
)
def steps_with_the_old_velocity(p, g, v, lr, beta=0.9):
    new = {name: beta * v[name] + (1 - beta) * g[name] for name in p}
    return {name: p[name] - lr * v[name] for name in p}, new


@mistake(
    "momentum_step",
    id="f",
    hint="The numbers are right, but keep a copy of p and v from before the call and compare: you have written into "
    "the dicts of the caller. Make new ones.",
)
def writes_into_what_it_was_given(p, g, v, lr, beta=0.9):
    for name in p:
        v[name] = beta * v[name] + (1 - beta) * g[name]
        p[name] = p[name] - lr * v[name]
    return p, v


@mistake(
    "momentum_step",
    id="g",
    hint="At beta = 0.9, how much should one new gradient change the velocity: a tenth of it, or nine tenths? Which "
    "weight belongs to the past?",
)
def swaps_past_and_present(p, g, v, lr, beta=0.9):
    v = {name: (1 - beta) * v[name] + beta * g[name] for name in p}
    return {name: p[name] - lr * v[name] for name in p}, v


@mistake(
    "momentum_step",
    id="h",
    hint="A layer need not consist of W and b alone: try one whose arrays have other names. How can a dict be gone "
    "through without knowing its names?",
)
def knows_only_two_names(p, g, v, lr, beta=0.9):
    v = {name: beta * v[name] + (1 - beta) * g[name] for name in ("W", "b")}
    return {name: p[name] - lr * v[name] for name in ("W", "b")}, v


# rmsprop_step


@mistake(
    "rmsprop_step",
    id="a",
    hint="Positive and negative gradients cancel in your average, and then its root does not exist. What is averaged "
    "here, the gradients or how large they are?",
)
def averages_the_gradients_themselves(p, g, s, lr, beta=0.9, eps=1e-8):
    s = {name: beta * s[name] + (1 - beta) * g[name] for name in p}
    return {name: p[name] - lr * g[name] / (np.sqrt(s[name]) + eps) for name in p}, s


@mistake(
    "rmsprop_step",
    id="b",
    hint="Nearly right: with a tiny eps nobody sees a difference, with eps = 0.1 everybody does. Look where the "
    "specification adds it, before the root is taken or after.",
)
def hides_epsilon_under_the_root(p, g, s, lr, beta=0.9, eps=1e-8):
    s = {name: beta * s[name] + (1 - beta) * g[name] ** 2 for name in p}
    return {name: p[name] - lr * g[name] / np.sqrt(s[name] + eps) for name in p}, s


@mistake(
    "rmsprop_step",
    id="c",
    hint="Multiply all gradients by a thousand: the steps should stay the same, and yours become a thousand times "
    "smaller. A mean of squares has to be brought back to the scale of a gradient; what undoes a square?",
)
def divides_by_the_mean_square(p, g, s, lr, beta=0.9, eps=1e-8):
    s = {name: beta * s[name] + (1 - beta) * g[name] ** 2 for name in p}
    return {name: p[name] - lr * g[name] / (s[name] + eps) for name in p}, s


@mistake(
    "rmsprop_step",
    id="d",
    hint="Your first step is gigantic. What is s before the first gradient has gone into it, and which s should "
    "the step be divided by?",
)
def divides_by_the_past_alone(p, g, s, lr, beta=0.9, eps=1e-8):
    new = {name: beta * s[name] + (1 - beta) * g[name] ** 2 for name in p}
    return {name: p[name] - lr * g[name] / (np.sqrt(s[name]) + eps) for name in p}, new


@mistake(
    "rmsprop_step",
    id="e",
    hint="Feed it the same gradient again and again: s should come to rest at its square, and yours grows far beyond. "
    "It is an average, so its weights add up to one.",
)
def adds_squares_up(p, g, s, lr, beta=0.9, eps=1e-8):
    s = {name: beta * s[name] + g[name] ** 2 for name in p}
    return {name: p[name] - lr * g[name] / (np.sqrt(s[name]) + eps) for name in p}, s


@mistake(
    "rmsprop_step",
    id="f",
    hint="Each entry of a layer has its own divisor. You share one among a whole array, so that a steep entry slows "
    "its flat neighbours down.",
)
def shares_one_divisor(p, g, s, lr, beta=0.9, eps=1e-8):
    s = {name: beta * s[name] + (1 - beta) * g[name] ** 2 for name in p}
    return {name: p[name] - lr * g[name] / (np.sqrt(np.mean(s[name])) + eps) for name in p}, s


@mistake(
    "rmsprop_step",
    id="g",
    hint="The mean square is used for this step and then lost: the next step begins from nothing again. Look at "
    "what you return.",
)
def forgets_the_new_mean_square(p, g, s, lr, beta=0.9, eps=1e-8):
    new = {name: beta * s[name] + (1 - beta) * g[name] ** 2 for name in p}
    return {name: p[name] - lr * g[name] / (np.sqrt(new[name]) + eps) for name in p}, s


@mistake(
    "rmsprop_step",
    id="h",
    hint="The numbers are right, but keep a copy of p and s from before the call and compare: you have written into "
    "the dicts of the caller. Make new ones.",
)
def writes_into_the_callers_dicts(p, g, s, lr, beta=0.9, eps=1e-8):
    for name in p:
        s[name] = beta * s[name] + (1 - beta) * g[name] ** 2
        p[name] = p[name] - lr * g[name] / (np.sqrt(s[name]) + eps)
    return p, s


# adam_step


@mistake(
    "adam_step",
    id="a",
    hint="The first step should be lr long, whatever the gradient; with the usual settings yours is about three times "
    "that. Both averages begin at zero. What brings them up to size?",
)
def corrects_nothing(p, g, m, v, t, lr, b1=0.9, b2=0.999, eps=1e-8):
    m = {name: b1 * m[name] + (1 - b1) * g[name] for name in p}
    v = {name: b2 * v[name] + (1 - b2) * g[name] ** 2 for name in p}
    return {name: p[name] - lr * m[name] / (np.sqrt(v[name]) + eps) for name in p}, m, v


@mistake(
    "adam_step",
    id="b",
    hint="The first step is right; the averages you hand back are not. Corrected values are for this step only: what "
    "does the next step's recursion have to begin with?",
)
def stores_the_corrected_averages(p, g, m, v, t, lr, b1=0.9, b2=0.999, eps=1e-8):
    m = {name: (b1 * m[name] + (1 - b1) * g[name]) / (1 - b1**t) for name in p}
    v = {name: (b2 * v[name] + (1 - b2) * g[name] ** 2) / (1 - b2**t) for name in p}
    return {name: p[name] - lr * m[name] / (np.sqrt(v[name]) + eps) for name in p}, m, v


@mistake(
    "adam_step",
    id="c",
    hint="Your corrections are one step ahead. Which t does the very first step have here, 0 or 1?",
)
def counts_steps_from_zero(p, g, m, v, t, lr, b1=0.9, b2=0.999, eps=1e-8):
    m = {name: b1 * m[name] + (1 - b1) * g[name] for name in p}
    v = {name: b2 * v[name] + (1 - b2) * g[name] ** 2 for name in p}
    full, full_square = 1 - b1 ** (t + 1), 1 - b2 ** (t + 1)
    return {name: p[name] - lr * (m[name] / full) / (np.sqrt(v[name] / full_square) + eps) for name in p}, m, v


@mistake(
    "adam_step",
    id="d",
    hint="There are two averages with two memories. Look which of the two betas corrects the mean square.",
)
def corrects_both_with_the_first_beta(p, g, m, v, t, lr, b1=0.9, b2=0.999, eps=1e-8):
    m = {name: b1 * m[name] + (1 - b1) * g[name] for name in p}
    v = {name: b2 * v[name] + (1 - b2) * g[name] ** 2 for name in p}
    full = 1 - b1**t
    return {name: p[name] - lr * (m[name] / full) / (np.sqrt(v[name] / full) + eps) for name in p}, m, v


@mistake(
    "adam_step",
    id="e",
    hint="Nearly right: with a tiny eps nobody sees a difference, with eps = 0.1 everybody does. Look where the "
    "specification adds it, before the root is taken or after.",
)
def hides_the_epsilon_under_the_root(p, g, m, v, t, lr, b1=0.9, b2=0.999, eps=1e-8):
    m = {name: b1 * m[name] + (1 - b1) * g[name] for name in p}
    v = {name: b2 * v[name] + (1 - b2) * g[name] ** 2 for name in p}
    full, full_square = 1 - b1**t, 1 - b2**t
    return {name: p[name] - lr * (m[name] / full) / np.sqrt(v[name] / full_square + eps) for name in p}, m, v


@mistake(
    "adam_step",
    id="f",
    hint="Right at t = 1, wrong from t = 2 on. The weight that is still with the start shrinks by the same factor at "
    "every step: what becomes of it after t steps?",
)
def multiplies_beta_by_the_step(p, g, m, v, t, lr, b1=0.9, b2=0.999, eps=1e-8):
    m = {name: b1 * m[name] + (1 - b1) * g[name] for name in p}
    v = {name: b2 * v[name] + (1 - b2) * g[name] ** 2 for name in p}
    full, full_square = np.float64(1 - b1 * t), np.float64(1 - b2 * t)
    return {name: p[name] - lr * (m[name] / full) / (np.sqrt(v[name] / full_square) + eps) for name in p}, m, v


@mistake(
    "adam_step",
    id="g",
    hint="You pull both corrections together into one factor for the learning rate, as some libraries do. Then eps is "
    "added to a root that is not corrected yet, which is not where this specification adds it.",
)
def adds_epsilon_before_correcting(p, g, m, v, t, lr, b1=0.9, b2=0.999, eps=1e-8):
    m = {name: b1 * m[name] + (1 - b1) * g[name] for name in p}
    v = {name: b2 * v[name] + (1 - b2) * g[name] ** 2 for name in p}
    rate = lr * np.sqrt(1 - b2**t) / (1 - b1**t)
    return {name: p[name] - rate * m[name] / (np.sqrt(v[name]) + eps) for name in p}, m, v


@mistake(
    "adam_step",
    id="h",
    hint="The divisor is right, but the gradient above it is this step's alone. Which average stands in the numerator?",
)
def divides_the_gradient_of_the_moment(p, g, m, v, t, lr, b1=0.9, b2=0.999, eps=1e-8):
    m = {name: b1 * m[name] + (1 - b1) * g[name] for name in p}
    v = {name: b2 * v[name] + (1 - b2) * g[name] ** 2 for name in p}
    return {name: p[name] - lr * g[name] / (np.sqrt(v[name] / (1 - b2**t)) + eps) for name in p}, m, v


@mistake(
    "adam_step",
    id="i",
    hint="The numbers are right, but keep a copy of p, m and v from before the call and compare: you have written into "
    "the dicts of the caller. Make new ones.",
)
def writes_into_the_dicts_of_the_caller(p, g, m, v, t, lr, b1=0.9, b2=0.999, eps=1e-8):
    for name in p:
        m[name] = b1 * m[name] + (1 - b1) * g[name]
        v[name] = b2 * v[name] + (1 - b2) * g[name] ** 2
        p[name] = p[name] - lr * (m[name] / (1 - b1**t)) / (np.sqrt(v[name] / (1 - b2**t)) + eps)
    return p, m, v


@mistake(
    "adam_step",
    id="j",
    hint="The mean gradient is brought up to size, the mean square is not. Which of the two begins at zero?",
)
def corrects_only_the_mean(p, g, m, v, t, lr, b1=0.9, b2=0.999, eps=1e-8):
    m = {name: b1 * m[name] + (1 - b1) * g[name] for name in p}
    v = {name: b2 * v[name] + (1 - b2) * g[name] ** 2 for name in p}
    return {name: p[name] - lr * (m[name] / (1 - b1**t)) / (np.sqrt(v[name]) + eps) for name in p}, m, v


@mistake(
    "adam_step",
    id="k",
    hint="Under a steady gradient of 100 each step should be lr long; yours is a hundred times shorter. A mean of squares "
    "has to be brought back to the scale of a gradient; what undoes a square?",
)
def divides_by_the_corrected_square(p, g, m, v, t, lr, b1=0.9, b2=0.999, eps=1e-8):
    m = {name: b1 * m[name] + (1 - b1) * g[name] for name in p}
    v = {name: b2 * v[name] + (1 - b2) * g[name] ** 2 for name in p}
    return {name: p[name] - lr * (m[name] / (1 - b1**t)) / (v[name] / (1 - b2**t) + eps) for name in p}, m, v


# learning_rate


@mistake(
    "learning_rate",
    id="a",
    hint="What is your inverse rate in epoch 0? Read the fraction again: how far does its bracket reach?",
)
def divides_by_half_of_the_bracket(kind, lr0, epoch, rate, every=1):
    k = epoch // every
    if kind == "inverse":
        return lr0 / (1 + rate) * k
    if kind == "exponential":
        return lr0 * rate**k
    raise ValueError(kind)


@mistake(
    "learning_rate",
    id="b",
    hint="Print the rates of epochs 10 to 19 for every = 10: they should be equal. A stair has no slope; what makes a "
    "whole number of epoch / every?",
)
def slides_where_there_are_stairs(kind, lr0, epoch, rate, every=1):
    k = epoch / every
    if kind == "inverse":
        return lr0 / (1 + rate * k)
    if kind == "exponential":
        return lr0 * rate**k
    raise ValueError(kind)


@mistake(
    "learning_rate",
    id="c",
    hint="Your exponential rate grows. A number below 1 that is multiplied again and again gets smaller; what did "
    "the sign in your exponent do to it?",
)
def grows_by_a_negative_exponent(kind, lr0, epoch, rate, every=1):
    k = epoch // every
    if kind == "inverse":
        return lr0 / (1 + rate * k)
    if kind == "exponential":
        return lr0 * rate**-k
    raise ValueError(kind)


@mistake(
    "learning_rate",
    id="d",
    hint="Epoch 0 is the first and should have lr0 itself. From which number do you count?",
)
def counts_epochs_from_one(kind, lr0, epoch, rate, every=1):
    k = (epoch + 1) // every
    if kind == "inverse":
        return lr0 / (1 + rate * k)
    if kind == "exponential":
        return lr0 * rate**k
    raise ValueError(kind)


@mistake(
    "learning_rate",
    id="e",
    hint="Try every = 5 with both kinds. One of them has no stairs; both are written in terms of k.",
)
def builds_stairs_for_one_kind_only(kind, lr0, epoch, rate, every=1):
    if kind == "inverse":
        return lr0 / (1 + rate * epoch)
    if kind == "exponential":
        return lr0 * rate ** (epoch // every)
    raise ValueError(kind)


@mistake(
    "learning_rate",
    id="f",
    hint="Ask for a schedule that does not exist. A spelling mistake should not pass as a schedule; what does the "
    "specification raise?",
)
def takes_any_other_name_for_exponential(kind, lr0, epoch, rate, every=1):
    k = epoch // every
    return lr0 / (1 + rate * k) if kind == "inverse" else lr0 * rate**k


@mistake(
    "learning_rate",
    id="g",
    hint="e to the power of minus rate times k is another family of schedules. Which number is raised to the power of "
    "k in this one?",
)
def uses_the_natural_exponential(kind, lr0, epoch, rate, every=1):
    k = epoch // every
    if kind == "inverse":
        return lr0 / (1 + rate * k)
    if kind == "exponential":
        return lr0 * np.exp(-rate * k)
    raise ValueError(kind)


@mistake(
    "learning_rate",
    id="h",
    hint="One plus rate, raised to a power, is a third schedule. In the inverse one, is k an exponent or a factor?",
)
def raises_where_it_should_multiply(kind, lr0, epoch, rate, every=1):
    k = epoch // every
    if kind == "inverse":
        return lr0 / (1 + rate) ** k
    if kind == "exponential":
        return lr0 * rate**k
    raise ValueError(kind)


# classify_critical


@mistake(
    "classify_critical",
    id="a",
    hint="Two directions down and two up: what is the sign of the product of all four curvatures? A determinant "
    "forgets how many were negative.",
)
def trusts_the_determinant(H, tol=1e-8):
    determinant = np.linalg.det(H)
    if abs(determinant) <= tol:
        return "degenerate"
    if determinant < 0:
        return "saddle"
    return "minimum" if H[0, 0] > 0 else "maximum"


@mistake(
    "classify_critical",
    id="b",
    hint="Try the matrix with 1 on the diagonal and 3 beside it: walk along (1, -1). Curvature along the axes alone "
    "does not tell what happens between them.",
)
def reads_the_diagonal(H, tol=1e-8):
    entries = np.diag(H)
    if (entries > tol).any() and (entries < -tol).any():
        return "saddle"
    if (entries > tol).all():
        return "minimum"
    return "maximum" if (entries < -tol).all() else "degenerate"


@mistake(
    "classify_critical",
    id="c",
    hint="The trace is the sum of all curvatures: 6 and -1 add up to something positive. What can a sum hide?",
)
def trusts_the_trace(H, tol=1e-8):
    eigenvalues = np.linalg.eigvalsh(H)
    if (np.abs(eigenvalues) <= tol).any():
        both = (eigenvalues > tol).any() and (eigenvalues < -tol).any()
        return "saddle" if both else "degenerate"
    trace = np.trace(H)
    if trace > tol:
        return "minimum"
    return "maximum" if trace < -tol else "saddle"


@mistake(
    "classify_critical",
    id="d",
    hint="You look at two curvatures. Try a matrix with three or more parameters: where might the one negative value "
    "hide?",
)
def looks_at_the_first_two(H, tol=1e-8):
    first = np.linalg.eigvalsh(H)[:2]
    if (first > tol).any() and (first < -tol).any():
        return "saddle"
    if (first > tol).all():
        return "minimum"
    return "maximum" if (first < -tol).all() else "degenerate"


@mistake(
    "classify_critical",
    id="e",
    hint="An eigenvalue that is zero on paper comes out as 1e-17 or so, with either sign. From which size on do you "
    "believe it? There is an argument that says so.",
)
def believes_every_rounding_error(H, tol=1e-8):
    eigenvalues = np.linalg.eigvalsh(H)
    if (eigenvalues > 0).any() and (eigenvalues < 0).any():
        return "saddle"
    if (eigenvalues > 0).all():
        return "minimum"
    return "maximum" if (eigenvalues < 0).all() else "degenerate"


@mistake(
    "classify_critical",
    id="f",
    hint="Think of up, down and flat, one direction each. Can such a point still turn out to be a minimum? Which "
    "ruling comes first?",
)
def lets_flat_directions_decide(H, tol=1e-8):
    eigenvalues = np.linalg.eigvalsh(H)
    if (np.abs(eigenvalues) <= tol).any():
        return "degenerate"
    if (eigenvalues > 0).all():
        return "minimum"
    return "maximum" if (eigenvalues < 0).all() else "saddle"


@mistake(
    "classify_critical",
    id="g",
    hint="x² alone, with y doing nothing: is its lowest point lower than all its neighbours? Look what a flat "
    "direction makes of a valley.",
)
def counts_flat_as_rising(H, tol=1e-8):
    eigenvalues = np.linalg.eigvalsh(H)
    if (eigenvalues > tol).any() and (eigenvalues < -tol).any():
        return "saddle"
    if (np.abs(eigenvalues) <= tol).all():
        return "degenerate"
    return "minimum" if (eigenvalues >= -tol).all() else "maximum"


@mistake(
    "classify_critical",
    id="h",
    hint="Where the loss curves upwards in every direction, is that the bottom of a bowl or the top of a hill?",
)
def takes_valleys_for_peaks(H, tol=1e-8):
    eigenvalues = np.linalg.eigvalsh(H)
    if (eigenvalues > tol).any() and (eigenvalues < -tol).any():
        return "saddle"
    if (eigenvalues > tol).all():
        return "maximum"
    return "minimum" if (eigenvalues < -tol).all() else "degenerate"


@mistake(
    "classify_critical",
    id="i",
    hint="None of your numbers is ever negative: singular values are sizes, and a size has no sign. What else does a "
    "symmetric matrix have that tells up from down?",
)
def takes_sizes_for_curvatures(H, tol=1e-8):
    values = np.linalg.svd(H, compute_uv=False)
    if (values > tol).any() and (values < -tol).any():
        return "saddle"
    if (values > tol).all():
        return "minimum"
    return "maximum" if (values < -tol).all() else "degenerate"


# has_converged


@mistake(
    "has_converged",
    id="a",
    hint="Two neighbouring losses may be alike by luck, while the run still falls. What is compared here, single "
    "losses or means over a window?",
)
def compares_single_losses(losses, window, tol):
    for i in range(2 * window - 1, len(losses)):
        if 0 <= losses[i - 1] - losses[i] < tol * losses[i - 1]:
            return i
    return None


@mistake(
    "has_converged",
    id="b",
    hint="Multiply all losses by a thousand: a run that has settled has settled in any unit. What does an improvement "
    "have to be divided by?",
)
def measures_the_change_itself(losses, window, tol):
    for i in range(2 * window - 1, len(losses)):
        now, before = np.mean(losses[i - window + 1 : i + 1]), np.mean(losses[i - 2 * window + 1 : i - window + 1])
        if 0 <= before - now < tol:
            return i
    return None


@mistake(
    "has_converged",
    id="c",
    hint="Try losses that creep upwards. A small change in the wrong direction is no convergence: what sign must the "
    "improvement have?",
)
def welcomes_a_rising_loss(losses, window, tol):
    for i in range(2 * window - 1, len(losses)):
        now, before = np.mean(losses[i - window + 1 : i + 1]), np.mean(losses[i - 2 * window + 1 : i - window + 1])
        if abs(before - now) < tol * before:
            return i
    return None


@mistake(
    "has_converged",
    id="d",
    hint="For a run that never changes the answer should be 2 * window - 1. Count on your fingers: is the i you "
    "return the last index you have looked at, or the next one?",
)
def is_off_by_one(losses, window, tol):
    for i in range(2 * window, len(losses) + 1):
        now, before = np.mean(losses[i - window : i]), np.mean(losses[i - 2 * window : i - window])
        if 0 <= before - now < tol * before:
            return i
    return None


@mistake(
    "has_converged",
    id="e",
    hint="Your answer says whether. The question was where.",
)
def answers_yes_or_no(losses, window, tol):
    for i in range(2 * window - 1, len(losses)):
        now, before = np.mean(losses[i - window + 1 : i + 1]), np.mean(losses[i - 2 * window + 1 : i - window + 1])
        if 0 <= before - now < tol * before:
            return True
    return False


@mistake(
    "has_converged",
    id="f",
    hint="Write down the indices that each of your two windows covers. They should lie side by side; yours overlap, "
    "so that most losses are compared with themselves.",
)
def lets_the_windows_overlap(losses, window, tol):
    for i in range(2 * window - 1, len(losses)):
        now, before = np.mean(losses[i - window + 1 : i + 1]), np.mean(losses[i - window : i])
        if 0 <= before - now < tol * before:
            return i
    return None


@mistake(
    "has_converged",
    id="g",
    hint="You look at the end of the run only. It may have settled long before: which index is asked for?",
)
def looks_at_the_end_only(losses, window, tol):
    i = len(losses) - 1
    if i < 2 * window - 1:
        return None
    now, before = np.mean(losses[i - window + 1 : i + 1]), np.mean(losses[i - 2 * window + 1 : i - window + 1])
    return i if 0 <= before - now < tol * before else None


@mistake(
    "has_converged",
    id="h",
    hint="Two small things are ruled: an improvement of exactly nothing counts, one of exactly tol does not. Which "
    "of your comparisons lets equality through, and which does not?",
)
def swaps_the_two_ties(losses, window, tol):
    for i in range(2 * window - 1, len(losses)):
        now, before = np.mean(losses[i - window + 1 : i + 1]), np.mean(losses[i - 2 * window + 1 : i - window + 1])
        if 0 < before - now <= tol * before:
            return i
    return None


# clip_by_global_norm


@mistake(
    "clip_by_global_norm",
    id="a",
    hint="Compare the direction before and after. Cutting every entry off by itself turns the step; shortening "
    "multiplies all entries by the same number.",
)
def cuts_every_entry(grads, limit):
    norm = np.sqrt(sum(np.sum(array**2) for one in grads for array in one.values()))
    return [{name: np.clip(array, -limit, limit) for name, array in one.items()} for one in grads], norm


@mistake(
    "clip_by_global_norm",
    id="b",
    hint="Each of your arrays is shortened by a factor of its own, so that the step turns. How many norms does a "
    "network's gradient have?",
)
def clips_every_array_by_itself(grads, limit):
    norm = np.sqrt(sum(np.sum(array**2) for one in grads for array in one.values()))
    return [
        {name: array * min(1.0, limit / max(np.linalg.norm(array), 1e-300)) for name, array in one.items()}
        for one in grads
    ], norm


@mistake(
    "clip_by_global_norm",
    id="c",
    hint="Try gradients that are already short: yours are made longer. A limit is not a target.",
)
def stretches_short_gradients(grads, limit):
    norm = np.sqrt(sum(np.sum(array**2) for one in grads for array in one.values()))
    scale = limit / norm if norm > 0 else 1.0
    return [{name: array * scale for name, array in one.items()} for one in grads], norm


@mistake(
    "clip_by_global_norm",
    id="d",
    hint="Take the single entry 3: its norm should be 3, and yours is 9. What undoes the squares?",
)
def forgets_the_root(grads, limit):
    norm = sum(np.sum(array**2) for one in grads for array in one.values())
    scale = limit / norm if norm > limit else 1.0
    return [{name: array * scale for name, array in one.items()} for one in grads], norm


@mistake(
    "clip_by_global_norm",
    id="e",
    hint="The numbers are right, but keep a copy of grads from before the call and compare. Return new arrays, and "
    "leave the old ones as they were.",
)
def shortens_in_place(grads, limit):
    norm = np.sqrt(sum(np.sum(array**2) for one in grads for array in one.values()))
    if norm > limit:
        for one in grads:
            for name in one:
                one[name] *= limit / norm
    return grads, norm


@mistake(
    "clip_by_global_norm",
    id="f",
    hint="Measure what comes out: it is a hair shorter than limit. Something was added to the norm that the "
    "specification does not ask for.",
)
def adds_an_epsilon_to_the_norm(grads, limit):
    norm = np.sqrt(sum(np.sum(array**2) for one in grads for array in one.values()))
    scale = min(1.0, limit / (norm + 1e-6))
    return [{name: array * scale for name, array in one.items()} for one in grads], norm


@mistake(
    "clip_by_global_norm",
    id="g",
    hint="The clipped gradients are right. The second answer tells how long they were when they came in, which is "
    "what one wants to watch during training.",
)
def tells_the_norm_afterwards(grads, limit):
    norm = np.sqrt(sum(np.sum(array**2) for one in grads for array in one.values()))
    scale = limit / norm if norm > limit else 1.0
    return [{name: array * scale for name, array in one.items()} for one in grads], norm * scale


@mistake(
    "clip_by_global_norm",
    id="h",
    hint="Each of your layers is shortened by a factor of its own. The network takes one step, with all layers at "
    "once: how many norms does that step have?",
)
def clips_every_layer_by_itself(grads, limit):
    norms = [np.sqrt(sum(np.sum(array**2) for array in one.values())) for one in grads]
    clipped = [
        {name: array * (limit / norm if norm > limit else 1.0) for name, array in one.items()}
        for one, norm in zip(grads, norms)
    ]
    return clipped, np.sqrt(np.sum(np.square(norms)))


@mistake(
    "clip_by_global_norm",
    id="i",
    hint="The entries 3 and 4 have the norm 5, and yours is 7. The length in the sense of Pythagoras does not add sizes: "
    "what is done to them before they are added, and after?",
)
def adds_sizes(grads, limit):
    norm = sum(np.sum(np.abs(array)) for one in grads for array in one.values())
    scale = limit / norm if norm > limit else 1.0
    return [{name: array * scale for name, array in one.items()} for one in grads], norm


# train


@mistake(
    "train",
    id="a",
    hint="Follow the averages through two steps: the second step should find what the first has left. Where in your "
    "loops are they made?",
)
def forgets_its_averages_at_every_step(X, y, params, optimizer, lr, epochs, size, rng):
    if optimizer not in ("gd", "momentum", "rmsprop", "adam"):
        raise ValueError(optimizer)
    params, losses, t = list(params), np.zeros(epochs), 0
    for epoch in range(epochs):
        for Xb, yb in minibatches(X, y, size, rng):
            t += 1
            mean, square = zero_state(params), zero_state(params)
            loss, grads = loss_grad(Xb, yb, params)
            losses[epoch] += loss * len(yb) / len(y)
            for n, (p, g) in enumerate(zip(params, grads)):
                if optimizer == "gd":
                    params[n] = {name: p[name] - lr * g[name] for name in p}
                elif optimizer == "momentum":
                    params[n], mean[n] = momentum_step(p, g, mean[n], lr)
                elif optimizer == "rmsprop":
                    params[n], square[n] = rmsprop_step(p, g, square[n], lr)
                else:
                    params[n], mean[n], square[n] = adam_step(p, g, mean[n], square[n], t, lr)
    return params, losses


@mistake(
    "train",
    id="b",
    hint="Print t through two epochs. It counts the steps of the whole training: what should it be in the first step "
    "of the second epoch?",
)
def counts_steps_anew_in_every_epoch(X, y, params, optimizer, lr, epochs, size, rng):
    if optimizer not in ("gd", "momentum", "rmsprop", "adam"):
        raise ValueError(optimizer)
    mean, square = zero_state(params), zero_state(params)
    params, losses = list(params), np.zeros(epochs)
    for epoch in range(epochs):
        for t, (Xb, yb) in enumerate(minibatches(X, y, size, rng), start=1):
            loss, grads = loss_grad(Xb, yb, params)
            losses[epoch] += loss * len(yb) / len(y)
            for n, (p, g) in enumerate(zip(params, grads)):
                if optimizer == "gd":
                    params[n] = {name: p[name] - lr * g[name] for name in p}
                elif optimizer == "momentum":
                    params[n], mean[n] = momentum_step(p, g, mean[n], lr)
                elif optimizer == "rmsprop":
                    params[n], square[n] = rmsprop_step(p, g, square[n], lr)
                else:
                    params[n], mean[n], square[n] = adam_step(p, g, mean[n], square[n], t, lr)
    return params, losses


@mistake(
    "train",
    id="c",
    hint="Look at the batches of two epochs: they are the same ones in the same order. How often are they dealt?",
)
def deals_the_batches_only_once(X, y, params, optimizer, lr, epochs, size, rng):
    if optimizer not in ("gd", "momentum", "rmsprop", "adam"):
        raise ValueError(optimizer)
    mean, square = zero_state(params), zero_state(params)
    params, losses, t = list(params), np.zeros(epochs), 0
    batches = minibatches(X, y, size, rng)
    for epoch in range(epochs):
        for Xb, yb in batches:
            t += 1
            loss, grads = loss_grad(Xb, yb, params)
            losses[epoch] += loss * len(yb) / len(y)
            for n, (p, g) in enumerate(zip(params, grads)):
                if optimizer == "gd":
                    params[n] = {name: p[name] - lr * g[name] for name in p}
                elif optimizer == "momentum":
                    params[n], mean[n] = momentum_step(p, g, mean[n], lr)
                elif optimizer == "rmsprop":
                    params[n], square[n] = rmsprop_step(p, g, square[n], lr)
                else:
                    params[n], mean[n], square[n] = adam_step(p, g, mean[n], square[n], t, lr)
    return params, losses


@mistake(
    "train",
    id="d",
    hint="Train twice with different optimisers and compare the ends. Which argument says how to step, and where does "
    "your loop ask for it?",
)
def always_steps_by_plain_descent(X, y, params, optimizer, lr, epochs, size, rng):
    if optimizer not in ("gd", "momentum", "rmsprop", "adam"):
        raise ValueError(optimizer)
    params, losses = list(params), np.zeros(epochs)
    for epoch in range(epochs):
        for Xb, yb in minibatches(X, y, size, rng):
            loss, grads = loss_grad(Xb, yb, params)
            losses[epoch] += loss * len(yb) / len(y)
            params = [{name: p[name] - lr * g[name] for name in p} for p, g in zip(params, grads)]
    return params, losses


@mistake(
    "train",
    id="e",
    hint="Your loss for an epoch is that of its last batch, which may hold a single example. What does the "
    "specification average over?",
)
def records_the_last_batch(X, y, params, optimizer, lr, epochs, size, rng):
    if optimizer not in ("gd", "momentum", "rmsprop", "adam"):
        raise ValueError(optimizer)
    mean, square = zero_state(params), zero_state(params)
    params, losses, t = list(params), np.zeros(epochs), 0
    for epoch in range(epochs):
        for Xb, yb in minibatches(X, y, size, rng):
            t += 1
            losses[epoch], grads = loss_grad(Xb, yb, params)
            for n, (p, g) in enumerate(zip(params, grads)):
                if optimizer == "gd":
                    params[n] = {name: p[name] - lr * g[name] for name in p}
                elif optimizer == "momentum":
                    params[n], mean[n] = momentum_step(p, g, mean[n], lr)
                elif optimizer == "rmsprop":
                    params[n], square[n] = rmsprop_step(p, g, square[n], lr)
                else:
                    params[n], mean[n], square[n] = adam_step(p, g, mean[n], square[n], t, lr)
    return params, losses


@mistake(
    "train",
    id="f",
    hint="Seven examples in batches of three: how much does the seventh weigh in your mean, and how much should it? "
    "Batches differ in size, examples count alike.",
)
def weighs_all_batches_alike(X, y, params, optimizer, lr, epochs, size, rng):
    if optimizer not in ("gd", "momentum", "rmsprop", "adam"):
        raise ValueError(optimizer)
    mean, square = zero_state(params), zero_state(params)
    params, losses, t = list(params), [], 0
    for _ in range(epochs):
        costs = []
        for Xb, yb in minibatches(X, y, size, rng):
            t += 1
            loss, grads = loss_grad(Xb, yb, params)
            costs.append(loss)
            for n, (p, g) in enumerate(zip(params, grads)):
                if optimizer == "gd":
                    params[n] = {name: p[name] - lr * g[name] for name in p}
                elif optimizer == "momentum":
                    params[n], mean[n] = momentum_step(p, g, mean[n], lr)
                elif optimizer == "rmsprop":
                    params[n], square[n] = rmsprop_step(p, g, square[n], lr)
                else:
                    params[n], mean[n], square[n] = adam_step(p, g, mean[n], square[n], t, lr)
        losses.append(np.mean(costs))
    return params, np.array(losses)


@mistake(
    "train",
    id="g",
    hint="Print t for a network of two layers: it runs twice as fast as the steps. In which of your loops does it "
    "belong?",
)
def counts_layers_as_steps(X, y, params, optimizer, lr, epochs, size, rng):
    if optimizer not in ("gd", "momentum", "rmsprop", "adam"):
        raise ValueError(optimizer)
    mean, square = zero_state(params), zero_state(params)
    params, losses, t = list(params), np.zeros(epochs), 0
    for epoch in range(epochs):
        for Xb, yb in minibatches(X, y, size, rng):
            loss, grads = loss_grad(Xb, yb, params)
            losses[epoch] += loss * len(yb) / len(y)
            for n, (p, g) in enumerate(zip(params, grads)):
                t += 1
                if optimizer == "gd":
                    params[n] = {name: p[name] - lr * g[name] for name in p}
                elif optimizer == "momentum":
                    params[n], mean[n] = momentum_step(p, g, mean[n], lr)
                elif optimizer == "rmsprop":
                    params[n], square[n] = rmsprop_step(p, g, square[n], lr)
                else:
                    params[n], mean[n], square[n] = adam_step(p, g, mean[n], square[n], t, lr)
    return params, losses


@mistake(
    "train",
    id="h",
    hint="The training is right, but look at the list of parameters you were given: it has been trained, too. Whoever "
    "wants to start again from the same point cannot. Work on a list of your own.",
)
def trains_the_callers_parameters(X, y, params, optimizer, lr, epochs, size, rng):
    if optimizer not in ("gd", "momentum", "rmsprop", "adam"):
        raise ValueError(optimizer)
    mean, square = zero_state(params), zero_state(params)
    losses, t = np.zeros(epochs), 0
    for epoch in range(epochs):
        for Xb, yb in minibatches(X, y, size, rng):
            t += 1
            loss, grads = loss_grad(Xb, yb, params)
            losses[epoch] += loss * len(yb) / len(y)
            for n, (p, g) in enumerate(zip(params, grads)):
                if optimizer == "gd":
                    params[n] = {name: p[name] - lr * g[name] for name in p}
                elif optimizer == "momentum":
                    params[n], mean[n] = momentum_step(p, g, mean[n], lr)
                elif optimizer == "rmsprop":
                    params[n], square[n] = rmsprop_step(p, g, square[n], lr)
                else:
                    params[n], mean[n], square[n] = adam_step(p, g, mean[n], square[n], t, lr)
    return params, losses


@mistake(
    "train",
    id="i",
    hint="Ask for an optimiser that does not exist. A spelling mistake should not train in silence; what does the "
    "specification raise, and when?",
)
def takes_any_other_name_for_adam(X, y, params, optimizer, lr, epochs, size, rng):
    mean, square = zero_state(params), zero_state(params)
    params, losses, t = list(params), np.zeros(epochs), 0
    for epoch in range(epochs):
        for Xb, yb in minibatches(X, y, size, rng):
            t += 1
            loss, grads = loss_grad(Xb, yb, params)
            losses[epoch] += loss * len(yb) / len(y)
            for n, (p, g) in enumerate(zip(params, grads)):
                if optimizer == "gd":
                    params[n] = {name: p[name] - lr * g[name] for name in p}
                elif optimizer == "momentum":
                    params[n], mean[n] = momentum_step(p, g, mean[n], lr)
                elif optimizer == "rmsprop":
                    params[n], square[n] = rmsprop_step(p, g, square[n], lr)
                else:
                    params[n], mean[n], square[n] = adam_step(p, g, mean[n], square[n], t, lr)
    return params, losses


@mistake(
    "train",
    id="j",
    hint="Every epoch begins with averages of zero again. They should live as long as the training: in which of your "
    "loops are they made?",
)
def forgets_its_averages_in_every_epoch(X, y, params, optimizer, lr, epochs, size, rng):
    if optimizer not in ("gd", "momentum", "rmsprop", "adam"):
        raise ValueError(optimizer)
    params, losses, t = list(params), np.zeros(epochs), 0
    for epoch in range(epochs):
        mean, square = zero_state(params), zero_state(params)
        for Xb, yb in minibatches(X, y, size, rng):
            t += 1
            loss, grads = loss_grad(Xb, yb, params)
            losses[epoch] += loss * len(yb) / len(y)
            for n, (p, g) in enumerate(zip(params, grads)):
                if optimizer == "gd":
                    params[n] = {name: p[name] - lr * g[name] for name in p}
                elif optimizer == "momentum":
                    params[n], mean[n] = momentum_step(p, g, mean[n], lr)
                elif optimizer == "rmsprop":
                    params[n], square[n] = rmsprop_step(p, g, square[n], lr)
                else:
                    params[n], mean[n], square[n] = adam_step(p, g, mean[n], square[n], t, lr)
    return params, losses

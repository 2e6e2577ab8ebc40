"""Known wrong answers of the week, one bug each, with the hint a tutor would give."""

import numpy as np
from grader.testing import mistake

# sigmoid


@mistake(
    "sigmoid",
    id="a",
    hint="The values are right, but for very negative z the exponential overflows on the way. "
    "Which sign may a number have so that exp of it stays small? Arrange that exp only sees such numbers.",
)
def overflows_far_out_on_the_left(z):
    return 1 / (1 + np.exp(-z))


@mistake(
    "sigmoid",
    id="b",
    hint="For large z both the numerator and the denominator grow without bound, and infinity "
    "over infinity is not a number. There is a second way to write the same fraction; which one fits large z?",
)
def infinity_over_infinity(z):
    return np.exp(z) / (1 + np.exp(z))


@mistake("sigmoid", id="c", hint="Look at the sign in the exponent: which way should the curve rise?")
def falls_instead_of_rising(z):
    return np.where(z >= 0, np.exp(-np.abs(z)), 1.0) / (1 + np.exp(-np.abs(z)))


@mistake(
    "sigmoid",
    id="d",
    hint="Try whole numbers, such as an array of ints. What can the array hold that you put the results into?",
)
def stores_results_among_ints(z):
    result = np.zeros_like(z)
    left = z < 0
    result[~left] = 1 / (1 + np.exp(-z[~left]))
    result[left] = np.exp(z[left]) / (1 + np.exp(z[left]))
    return result


# flatten_images


@mistake(
    "flatten_images",
    id="a",
    hint="Shape alone is not proof. Follow one pixel: reshape reads the numbers in the "
    "order they lie in memory, image after image. In which row does the last pixel of the first image end?",
)
def mixes_pixels_of_different_images(imgs):
    return imgs.reshape(-1, len(imgs)).T / 255


@mistake(
    "flatten_images",
    id="b",
    hint="Nearly everything became 0. There are two kinds of division in Python, and "
    "one of them throws the fraction away.",
)
def divides_whole_numbers(imgs):
    return imgs.reshape(len(imgs), -1) // 255


@mistake(
    "flatten_images",
    id="c",
    hint="Flatten one dark image alone and again together with a bright one. Should "
    "its row depend on its company? The scale is a fixed number.",
)
def scales_by_the_brightest_pixel(imgs):
    return imgs.reshape(len(imgs), -1) / np.max(imgs)


@mistake("flatten_images", id="d", hint="The order is right. Which range do the numbers have, and which one was asked?")
def leaves_the_scale_alone(imgs):
    return imgs.reshape(len(imgs), -1).astype(float)


# unit_rows


@mistake(
    "unit_rows",
    id="a",
    hint="You measured columns. One example is one row: along which axis do you have to add to get one number per row?",
)
def measures_columns(X):
    norms = np.sqrt(np.sum(np.square(X, dtype=float), axis=0, keepdims=True))
    return X / np.where(norms > 0, norms, 1.0)


@mistake(
    "unit_rows",
    id="b",
    hint="Compare shapes: (m, n) divided by (m,). Broadcasting lines axes up from the right, so "
    "on a square array each column gets a row's norm. How can the norms keep their axis?",
)
def loses_the_axis(X):
    norms = np.sqrt(np.sum(np.square(X, dtype=float), axis=1))
    return X / np.where(norms > 0, norms, 1.0)


@mistake(
    "unit_rows",
    id="c",
    hint="That is the sum of magnitudes (the 1-norm). The length in the sense of Pythagoras "
    "squares, adds and then undoes the squares.",
)
def adds_magnitudes(X):
    norms = np.sum(np.abs(X), axis=1, keepdims=True)
    return X / np.where(norms > 0, norms, 1.0)


@mistake("unit_rows", id="d", hint="What does a row of zeros turn into? Decide what to divide by where the norm is 0.")
def divides_zero_by_zero(X):
    return X / np.sqrt(np.sum(np.square(X, dtype=float), axis=1, keepdims=True))


# bce_from_logits


@mistake(
    "bce_from_logits",
    id="a",
    hint="Fine until the unit is very sure: then p rounds to 0 or 1 and the logarithm has "
    "nothing left to work with. Put log and sigmoid together on paper first and simplify; z itself still knows.",
)
def takes_the_log_of_a_rounded_probability(z, y):
    if np.shape(z) != np.shape(y):
        raise ValueError("shapes differ")
    p = sigmoid(z)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake(
    "bce_from_logits",
    id="b",
    hint="Give it examples with label 0 only: what do they cost? The loss has a part for each label.",
)
def lets_negatives_go_free(z, y):
    if np.shape(z) != np.shape(y):
        raise ValueError("shapes differ")
    return np.mean(y * np.logaddexp(0, -z))


@mistake(
    "bce_from_logits", id="c", hint="Repeat the same examples twice: the loss should not change. Total or average?"
)
def adds_instead_of_averaging(z, y):
    if np.shape(z) != np.shape(y):
        raise ValueError("shapes differ")
    return np.sum(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))


@mistake(
    "bce_from_logits", id="d", hint="A cost should not be negative. What is the sign of the logarithm of a probability?"
)
def rewards_mistakes(z, y):
    if np.shape(z) != np.shape(y):
        raise ValueError("shapes differ")
    return -np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))


@mistake(
    "bce_from_logits",
    id="e",
    hint="Clipping the probability hides infinity, and the truth with it: your loss can "
    "never exceed a few dozen, whatever z is. Work from z, not from p, and nothing needs clipping.",
)
def caps_the_loss_by_clipping(z, y):
    if np.shape(z) != np.shape(y):
        raise ValueError("shapes differ")
    p = np.clip(sigmoid(z), 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake(
    "bce_from_logits",
    id="f",
    hint="Write down what one example costs if its label is 1, and what it costs if its label is 0. Which probability "
    "stands in each of the two logarithms?",
)
def takes_the_same_logarithm_for_both_labels(z, y):
    if np.shape(z) != np.shape(y):
        raise ValueError("shapes differ")
    return np.mean(np.logaddexp(0, -z))


# mean_squared_error


@mistake(
    "mean_squared_error",
    id="a",
    hint="Print the shape of y - yhat for y of shape (3,) and yhat of shape (3, 1). Was "
    "it meant to be compared like that? NumPy does not complain, so you have to.",
)
def lets_shapes_broadcast(y, yhat):
    return np.mean((y - yhat) ** 2)


@mistake(
    "mean_squared_error", id="b", hint="Repeat the same data twice: a mean stays, a sum doubles. Which one was asked?"
)
def adds_without_averaging(y, yhat):
    if y.shape != yhat.shape:
        raise ValueError("shapes differ")
    return np.sum((y - yhat) ** 2)


@mistake(
    "mean_squared_error",
    id="c",
    hint="Some books halve this loss so that its derivative looks tidier. What does "
    "the specification here say about that factor?",
)
def halves_the_loss(y, yhat):
    if y.shape != yhat.shape:
        raise ValueError("shapes differ")
    return np.mean((y - yhat) ** 2) / 2


@mistake(
    "mean_squared_error",
    id="d",
    hint="All errors twice as large should cost four times as much. What undoes the square in your answer?",
)
def takes_the_root(y, yhat):
    if y.shape != yhat.shape:
        raise ValueError("shapes differ")
    return np.sqrt(np.mean((y - yhat) ** 2))


# backprop


@mistake(
    "backprop",
    id="a",
    hint="Try x * x. A value that is used twice moves the output in two ways; your second "
    "message overwrites the first.",
)
def keeps_only_the_last_message(node):
    ordered = []
    seen = set()

    def visit(current):
        if current in seen:
            return
        seen.add(current)
        for parent in current.parents:
            visit(parent)
        ordered.append(current)

    visit(node)
    for reached in ordered:
        reached.grad = 0.0
    node.grad = 1.0
    for user in reversed(ordered):
        for parent, slope in zip(user.parents, user.slopes):
            parent.grad = slope * user.grad


@mistake(
    "backprop",
    id="b",
    hint="Let a value be used close to the output and also far from it. Has it heard from all "
    "its users when you pass its grad on? Think about the order in which nodes get their turn.",
)
def passes_on_before_all_users_have_reported(node):
    reached = [node]
    for current in reached:
        reached.extend(parent for parent in dict.fromkeys(current.parents) if parent not in reached)
    for current in reached:
        current.grad = 0.0
    node.grad = 1.0
    for current in reached:
        for parent, slope in zip(current.parents, current.slopes):
            parent.grad += slope * current.grad


@mistake(
    "backprop",
    id="c",
    hint="Everything is a multiple of the output's own grad. How much does the output change "
    "when the output changes by one?",
)
def starts_from_nothing(node):
    ordered = []
    seen = set()

    def visit(current):
        if current in seen:
            return
        seen.add(current)
        for parent in current.parents:
            visit(parent)
        ordered.append(current)

    visit(node)
    for reached in ordered:
        reached.grad = 0.0
    for user in reversed(ordered):
        for parent, slope in zip(user.parents, user.slopes):
            parent.grad += slope * user.grad


@mistake(
    "backprop",
    id="d",
    hint="Take a + b, whose slopes are both 1, with values other than 1. By what do you multiply "
    "on the way back: by what a node is worth, or by how fast it moves with this parent?",
)
def multiplies_by_values(node):
    ordered = []
    seen = set()

    def visit(current):
        if current in seen:
            return
        seen.add(current)
        for parent in current.parents:
            visit(parent)
        ordered.append(current)

    visit(node)
    for reached in ordered:
        reached.grad = 0.0
    node.grad = 1.0
    for user in reversed(ordered):
        for parent in user.parents:
            parent.grad += user.value * user.grad


@mistake(
    "backprop",
    id="e",
    hint="Call it twice on the same output and look at the inputs. What is still lying there "
    "from the first time when the second begins?",
)
def remembers_the_last_call(node):
    ordered = []
    seen = set()

    def visit(current):
        if current in seen:
            return
        seen.add(current)
        for parent in current.parents:
            visit(parent)
        ordered.append(current)

    visit(node)
    node.grad = 1.0
    for user in reversed(ordered):
        for parent, slope in zip(user.parents, user.slopes):
            parent.grad += slope * user.grad


@mistake(
    "backprop",
    id="f",
    hint="The nearest values get their grads. What about the values that those were calculated from, and theirs?",
)
def stops_at_the_parents(node):
    node.grad = 1.0
    for parent, slope in zip(node.parents, node.slopes):
        parent.grad = sum(s for p, s in zip(node.parents, node.slopes) if p is parent)


# logreg_loss_grad


@mistake(
    "logreg_loss_grad",
    id="a",
    hint="Take one example with label 1 and a low score. If the weight along it grows, the "
    "loss falls, so that derivative must be negative. Which way round is your difference?",
)
def points_downhill(w, b, X, y):
    z = X @ w + b
    dz = (y - sigmoid(z)) / len(y)
    return bce_from_logits(z, y), X.T @ dz, np.sum(dz)


@mistake(
    "logreg_loss_grad",
    id="b",
    hint="Repeat the data twice: the loss stays the same, so its gradient by w has to stay "
    "the same too. Yours doubles.",
)
def forgets_the_mean_for_the_weights(w, b, X, y):
    z = X @ w + b
    dz = sigmoid(z) - y
    return bce_from_logits(z, y), X.T @ dz, np.mean(dz)


@mistake(
    "logreg_loss_grad",
    id="c",
    hint="The weights are fine. The bias is the weight of a column of ones: treat it as "
    "you treat the others, the mean included.",
)
def forgets_the_mean_for_the_bias(w, b, X, y):
    z = X @ w + b
    dz = sigmoid(z) - y
    return bce_from_logits(z, y), X.T @ dz / len(y), np.sum(dz)


@mistake(
    "logreg_loss_grad",
    id="d",
    hint="You still have the slope of the sigmoid in there. Multiply the slope of the "
    "cross-entropy by p by that slope on paper: what is left?",
)
def keeps_the_slope_of_the_sigmoid(w, b, X, y):
    z = X @ w + b
    p = sigmoid(z)
    dz = (p - y) * p * (1 - p) / len(y)
    return bce_from_logits(z, y), X.T @ dz, np.sum(dz)


@mistake(
    "logreg_loss_grad",
    id="e",
    hint="Write the shapes under the product: there is one error per example, and dw has "
    "one entry per feature. Over which axis of X must the sum run?",
)
def sums_over_features(w, b, X, y):
    z = X @ w + b
    dz = (sigmoid(z) - y) / len(y)
    return bce_from_logits(z, y), X @ dz, np.sum(dz)


@mistake(
    "logreg_loss_grad",
    id="f",
    hint="The gradients are right, but the loss breaks once the unit is very sure. You "
    "have already written a loss that works from scores.",
)
def loss_from_rounded_probabilities(w, b, X, y):
    p = sigmoid(X @ w + b)
    dz = (p - y) / len(y)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)), X.T @ dz, np.sum(dz)


# fit_logreg


@mistake(
    "fit_logreg",
    id="a",
    hint="Your losses grow. The gradient points where the loss rises fastest; where do you want to go?",
)
def climbs(X, y, lr, steps):
    w, b, losses = np.zeros(X.shape[1]), 0.0, np.zeros(steps)
    for k in range(steps):
        losses[k], dw, db = logreg_loss_grad(w, b, X, y)
        w = w + lr * dw
        b = b + lr * db
    return w, b, losses


@mistake(
    "fit_logreg",
    id="b",
    hint="Both derivatives belong to one point. When b moves, does its derivative still come "
    "from the place where the step began?",
)
def moves_the_bias_from_the_new_weights(X, y, lr, steps):
    w, b, losses = np.zeros(X.shape[1]), 0.0, np.zeros(steps)
    for k in range(steps):
        losses[k], dw, _ = logreg_loss_grad(w, b, X, y)
        w = w - lr * dw
        _, _, db = logreg_loss_grad(w, b, X, y)
        b = b - lr * db
    return w, b, losses


@mistake(
    "fit_logreg",
    id="c",
    hint="What should losses[0] be when all weights are zero and every probability is one half? "
    "Write the loss down before you move.",
)
def records_after_the_update(X, y, lr, steps):
    w, b, losses = np.zeros(X.shape[1]), 0.0, np.zeros(steps)
    for k in range(steps):
        _, dw, db = logreg_loss_grad(w, b, X, y)
        w = w - lr * dw
        b = b - lr * db
        losses[k] = logreg_loss_grad(w, b, X, y)[0]
    return w, b, losses


@mistake(
    "fit_logreg",
    id="d",
    hint="One unit alone needs no random start: there is no other unit to tell it from. Where "
    "does the specification begin?",
)
def starts_somewhere_else(X, y, lr, steps):
    w, b, losses = np.random.default_rng(0).normal(0, 0.01, X.shape[1]), 0.0, np.zeros(steps)
    for k in range(steps):
        losses[k], dw, db = logreg_loss_grad(w, b, X, y)
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses


@mistake(
    "fit_logreg",
    id="e",
    hint="Try a very small learning rate and count the losses you get back. Slow progress is "
    "no reason to stop here: all steps are to be run.",
)
def gives_up_early(X, y, lr, steps):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(steps):
        loss, dw, db = logreg_loss_grad(w, b, X, y)
        losses.append(loss)
        if len(losses) > 1 and losses[-2] - losses[-1] < 1e-3:
            break
        w = w - lr * dw
        b = b - lr * db
    return w, b, np.array(losses)


@mistake(
    "fit_logreg",
    id="f",
    hint="Count the updates for steps = 1 by hand: how often does your loop run? And how long should losses be?",
)
def makes_one_update_less(X, y, lr, steps):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(1, steps):
        loss, dw, db = logreg_loss_grad(w, b, X, y)
        losses.append(loss)
        w, b = w - lr * dw, b - lr * db
    return w, b, np.array(losses)


# critter_detector


@mistake(
    "critter_detector",
    id="a",
    hint="You compare a score with a limit meant for probabilities. Which score does a "
    "probability of one half belong to?",
)
def compares_scores_with_one_half(train_imgs, train_y, test_imgs):
    train_X = flatten_images(contrast(train_imgs))
    test_X = flatten_images(contrast(test_imgs))
    centre = np.mean(train_X, axis=0)
    w, b, _ = fit_logreg(train_X - centre, train_y, lr=1.0, steps=200)
    return ((test_X - centre) @ w + b >= 0.5).astype(int)


@mistake(
    "critter_detector",
    id="b",
    hint="Ask about one test picture alone: what does its preparation turn it into? Work "
    "out the preparation once, from the training pictures, and apply that same one to everything.",
)
def prepares_test_pictures_by_their_own_mean(train_imgs, train_y, test_imgs):
    train_X = flatten_images(contrast(train_imgs))
    test_X = flatten_images(contrast(test_imgs))
    w, b, _ = fit_logreg(train_X - np.mean(train_X, axis=0), train_y, lr=1.0, steps=200)
    return ((test_X - np.mean(test_X, axis=0)) @ w + b >= 0).astype(int)


@mistake(
    "critter_detector",
    id="c",
    hint="These are probabilities. A detector has to decide: one whole number, 0 or 1, per picture.",
)
def does_not_decide(train_imgs, train_y, test_imgs):
    train_X = flatten_images(contrast(train_imgs))
    test_X = flatten_images(contrast(test_imgs))
    centre = np.mean(train_X, axis=0)
    w, b, _ = fit_logreg(train_X - centre, train_y, lr=1.0, steps=200)
    return sigmoid((test_X - centre) @ w + b)


@mistake(
    "critter_detector",
    id="d",
    hint="You are right about half the time, which is guessing. A critter may be lighter "
    "or darker than its ground, so no single pixel votes for anything yet. What is the given function good for?",
)
def looks_at_raw_colours(train_imgs, train_y, test_imgs):
    train_X = flatten_images(train_imgs)
    test_X = flatten_images(test_imgs)
    centre = np.mean(train_X, axis=0)
    w, b, _ = fit_logreg(train_X - centre, train_y, lr=1.0, steps=200)
    return ((test_X - centre) @ w + b >= 0).astype(int)


# discounted_returns


@mistake(
    "discounted_returns",
    id="a",
    hint="Your sum looks back. A return counts what is still to come: at which end do you already know the answer?",
)
def looks_backwards(rewards, gamma):
    returns = np.zeros(len(rewards))
    total = 0.0
    for t in range(len(rewards)):
        total = rewards[t] + gamma * total
        returns[t] = total
    return returns


@mistake(
    "discounted_returns",
    id="b",
    hint="You discount every reward, but nothing is added up: the return at t is a sum over all steps from t on.",
)
def discounts_without_adding(rewards, gamma):
    return gamma ** np.arange(len(rewards)) * rewards


@mistake(
    "discounted_returns",
    id="c",
    hint="Look at an episode of a single step: what is its return? The reward of the step itself counts.",
)
def leaves_out_the_present(rewards, gamma):
    returns = np.zeros(len(rewards))
    tail = 0.0
    for t in reversed(range(len(rewards))):
        returns[t] = gamma * tail
        tail = rewards[t] + gamma * tail
    return returns


@mistake(
    "discounted_returns",
    id="d",
    hint="That is the return of the first step. The later steps want theirs as well: as "
    "many answers as there are rewards.",
)
def answers_for_the_first_step_only(rewards, gamma):
    return np.sum(gamma ** np.arange(len(rewards)) * rewards)

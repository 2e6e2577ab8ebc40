"""Known wrong answers of the week, one bug each, with the hint a tutor would give."""

import numpy as np
from grader.testing import mistake

# threshold_unit


@mistake(
    "threshold_unit",
    id="a",
    hint="Find an example whose sum is exactly the threshold. The specification says what happens when a sum just "
    "reaches it.",
)
def asks_for_more_than_the_threshold(X, w, theta):
    return (X @ w > theta).astype(int)


@mistake(
    "threshold_unit",
    id="b",
    hint="A higher threshold should make the unit harder to rouse; yours makes it easier. What becomes of the sign of "
    "theta when it crosses to the other side of an inequality?",
)
def takes_the_threshold_for_a_bias(X, w, theta):
    return (X @ w + theta >= 0).astype(int)


@mistake(
    "threshold_unit",
    id="c",
    hint="Count your answers: there should be one per example. Along which axis of X * w do the features of one "
    "example lie?",
)
def adds_up_columns(X, w, theta):
    return ((X * w).sum(axis=0) >= theta).astype(int)


@mistake(
    "threshold_unit",
    id="d",
    hint="The decisions are right, but they are True and False. Which two numbers were asked for?",
)
def answers_with_bools(X, w, theta):
    return X @ w >= theta


@mistake(
    "threshold_unit",
    id="e",
    hint="Some books let a unit answer -1 and 1. Which two answers does the specification here name?",
)
def answers_minus_one(X, w, theta):
    return np.where(X @ w >= theta, 1, -1)


@mistake(
    "threshold_unit",
    id="f",
    hint="Your unit lets any single feature rouse it. The evidence is to be added up first, and only the sum is "
    "compared.",
)
def lets_one_feature_decide(X, w, theta):
    return np.any(X * w >= theta, axis=1).astype(int)


# perceptron_epoch


@mistake(
    "perceptron_epoch",
    id="a",
    hint="You asked the unit about all examples before it had learnt anything. By the time a later example has its "
    "turn, which weights should answer it?",
)
def answers_all_before_it_learns(X, y, w, b):
    answers = (X @ w + b >= 0).astype(int)
    n_errors = 0
    for x, label, answer in zip(X, y, answers):
        w = w + (label - answer) * x
        b = b + (label - answer)
        n_errors += int(label != answer)
    return w, b, n_errors


@mistake(
    "perceptron_epoch",
    id="b",
    hint="Take one example with label 1 that the unit misses, and compute its score before and after your update. It "
    "should have gone up.",
)
def moves_away_from_the_label(X, y, w, b):
    n_errors = 0
    for x, label in zip(X, y):
        error = label - (x @ w + b >= 0)
        w = w - error * x
        b = b - error
        n_errors += abs(error)
    return w, b, n_errors


@mistake(
    "perceptron_epoch",
    id="c",
    hint="Show your function a unit that answers every example rightly: does it come back unchanged? What is there to "
    "learn from a right answer?",
)
def learns_from_right_answers_too(X, y, w, b):
    n_errors = 0
    for x, label in zip(X, y):
        n_errors += int(label != (x @ w + b >= 0))
        w = w + (2 * label - 1) * x
        b = b + (2 * label - 1)
    return w, b, n_errors


@mistake(
    "perceptron_epoch",
    id="d",
    hint="The bias never moves. Think of it as the weight of one more feature that is always 1: what would the rule "
    "add to that weight?",
)
def never_moves_the_bias(X, y, w, b):
    n_errors = 0
    for x, label in zip(X, y):
        error = label - (x @ w + b >= 0)
        w = w + error * x
        n_errors += abs(error)
    return w, b, n_errors


@mistake(
    "perceptron_epoch",
    id="e",
    hint="Begin with zero weights and zero bias: every score is exactly 0 then. Which answer does the specification "
    "give to that score?",
)
def calls_a_score_of_zero_a_zero(X, y, w, b):
    n_errors = 0
    for x, label in zip(X, y):
        error = label - (x @ w + b > 0)
        w = w + error * x
        b = b + error
        n_errors += abs(error)
    return w, b, n_errors


@mistake(
    "perceptron_epoch",
    id="f",
    hint="Keep a copy of the weights you hand in and compare after the call. Which operators write into the array they "
    "are given?",
)
def writes_into_the_weights(X, y, w, b):
    n_errors = 0
    for x, label in zip(X, y):
        error = label - (x @ w + b >= 0)
        w += error * x
        b += error
        n_errors += abs(error)
    return w, b, n_errors


@mistake(
    "perceptron_epoch",
    id="g",
    hint="You count the errors of the finished unit. The count is of those made on the way, each when its example had "
    "its turn.",
)
def counts_errors_at_the_end(X, y, w, b):
    for x, label in zip(X, y):
        error = label - (x @ w + b >= 0)
        w = w + error * x
        b = b + error
    return w, b, np.sum((X @ w + b >= 0) != y)


@mistake(
    "perceptron_epoch",
    id="h",
    hint="There are two kinds of error, a missed 1 and a false 1. Does your unit learn from both?",
)
def learns_from_missed_ones_only(X, y, w, b):
    n_errors = 0
    for x, label in zip(X, y):
        answer = x @ w + b >= 0
        n_errors += int(answer != label)
        if label == 1 and not answer:
            w = w + x
            b = b + 1
    return w, b, n_errors


@mistake(
    "perceptron_epoch",
    id="i",
    hint="The unit stops learning early. One epoch shows every example once, the right ones and those after the first "
    "error too.",
)
def stops_at_the_first_error(X, y, w, b):
    for x, label in zip(X, y):
        error = label - (x @ w + b >= 0)
        if error != 0:
            return w + error * x, b + error, 1
    return w + 0.0, b, 0


@mistake(
    "perceptron_epoch",
    id="j",
    hint="The unit goes the right way, but by a step of another length. Does the rule of this week have a learning "
    "rate?",
)
def takes_small_steps(X, y, w, b):
    n_errors = 0
    for x, label in zip(X, y):
        error = label - (x @ w + b >= 0)
        w = w + 0.1 * error * x
        b = b + 0.1 * error
        n_errors += abs(error)
    return w, b, n_errors


# xor_units


@mistake(
    "xor_units",
    id="a",
    hint="Write down what your two hidden units answer to the four inputs. If they answer alike, the output unit learns "
    "nothing from the second one. One of them should recognise something else.",
)
def has_two_units_for_either():
    return {"W1": np.ones((2, 2)), "t1": np.array([0.5, 0.5]), "w2": np.array([1.0, -1.0]), "t2": 0.5}


@mistake(
    "xor_units",
    id="b",
    hint="With both inputs on, your output still fires. The unit that recognises both has to speak against it: which "
    "sign does a veto have?",
)
def has_no_veto():
    return {"W1": np.ones((2, 2)), "t1": np.array([0.5, 1.5]), "w2": np.array([1.0, 1.0]), "t2": 0.5}


@mistake(
    "xor_units",
    id="c",
    hint="The answers are right, but some sum lies exactly on its threshold, where the smallest disturbance tips it. "
    "Which sums can occur? Put each threshold between two of them.",
)
def puts_thresholds_on_sums():
    return {"W1": np.ones((2, 2)), "t1": np.array([1.0, 2.0]), "w2": np.array([1.0, -1.0]), "t2": 1.0}


@mistake(
    "xor_units",
    id="d",
    hint="These thresholds are biases, with the sign turned: a unit here fires when its sum reaches t. With all inputs "
    "off, every sum is 0: which of your units fire?",
)
def gives_biases_for_thresholds():
    return {"W1": np.ones((2, 2)), "t1": np.array([-0.5, -1.5]), "w2": np.array([1.0, -1.0]), "t2": -0.5}


@mistake(
    "xor_units",
    id="e",
    hint="Compare the shapes you return with those that were asked for: a list is no array, and the output unit's "
    "weights are a plain (2,) array, not a column.",
)
def makes_a_column_of_the_output_weights():
    return {"W1": np.ones((2, 2)), "t1": np.array([0.5, 1.5]), "w2": np.array([[1.0], [-1.0]]), "t2": 0.5}


@mistake(
    "xor_units",
    id="f",
    hint="In W1 every column is one hidden unit and every row one input. Are yours the other way round?",
)
def has_a_row_per_hidden_unit():
    return {"W1": np.array([[1.0, 1.0], [-1.0, -1.0]]), "t1": np.array([0.5, -1.5]), "w2": np.ones(2), "t2": 1.5}


# frame_task


@mistake(
    "frame_task",
    id="a",
    hint="Only one of the classes can be right, so their probabilities should share a total of 1. Which head makes the "
    "classes compete?",
)
def gives_every_class_a_sigmoid(card):
    families = {"table": "dense", "image": "convolutional", "text": "recurrent", "audio": "recurrent"}
    heads = {
        "quantity": ("linear", "mean squared error"),
        "yes or no": ("sigmoid", "binary cross-entropy"),
        "one of k": ("sigmoid", "binary cross-entropy"),
        "any of k": ("sigmoid", "binary cross-entropy"),
    }
    if not card.inputs or not set(card.inputs) <= set(families) or card.target not in heads:
        raise ValueError("unknown")
    if card.k < 1 + (card.target == "one of k"):
        raise ValueError("k is too small")
    needed = {families[kind] for kind in card.inputs}
    units = 1 if card.target == "yes or no" else card.k
    return Plan(needed.pop() if len(needed) == 1 else "hybrid", units, *heads[card.target])


@mistake(
    "frame_task",
    id="b",
    hint="A picture may show both a dog and a ball. With softmax, more of the one label means less of the other; labels "
    "that do not exclude each other are k questions of their own.",
)
def makes_labels_compete(card):
    families = {"table": "dense", "image": "convolutional", "text": "recurrent", "audio": "recurrent"}
    heads = {
        "quantity": ("linear", "mean squared error"),
        "yes or no": ("sigmoid", "binary cross-entropy"),
        "one of k": ("softmax", "categorical cross-entropy"),
        "any of k": ("softmax", "categorical cross-entropy"),
    }
    if not card.inputs or not set(card.inputs) <= set(families) or card.target not in heads:
        raise ValueError("unknown")
    if card.k < 1 + (card.target == "one of k"):
        raise ValueError("k is too small")
    needed = {families[kind] for kind in card.inputs}
    units = 1 if card.target == "yes or no" else card.k
    return Plan(needed.pop() if len(needed) == 1 else "hybrid", units, *heads[card.target])


@mistake(
    "frame_task",
    id="c",
    hint="If you know the probability of yes, you know that of no. How many units does that take?",
)
def asks_yes_and_no_apart(card):
    families = {"table": "dense", "image": "convolutional", "text": "recurrent", "audio": "recurrent"}
    heads = {
        "quantity": ("linear", "mean squared error"),
        "yes or no": ("sigmoid", "binary cross-entropy"),
        "one of k": ("softmax", "categorical cross-entropy"),
        "any of k": ("sigmoid", "binary cross-entropy"),
    }
    if not card.inputs or not set(card.inputs) <= set(families) or card.target not in heads:
        raise ValueError("unknown")
    if card.k < 1 + (card.target == "one of k"):
        raise ValueError("k is too small")
    needed = {families[kind] for kind in card.inputs}
    units = 2 if card.target == "yes or no" else card.k
    return Plan(needed.pop() if len(needed) == 1 else "hybrid", units, *heads[card.target])


@mistake(
    "frame_task",
    id="d",
    hint="Think of a quantity such as a temperature in degrees Celsius, or a profit. What does your head do to a "
    "target below zero?",
)
def cuts_quantities_off_below_zero(card):
    families = {"table": "dense", "image": "convolutional", "text": "recurrent", "audio": "recurrent"}
    heads = {
        "quantity": ("relu", "mean squared error"),
        "yes or no": ("sigmoid", "binary cross-entropy"),
        "one of k": ("softmax", "categorical cross-entropy"),
        "any of k": ("sigmoid", "binary cross-entropy"),
    }
    if not card.inputs or not set(card.inputs) <= set(families) or card.target not in heads:
        raise ValueError("unknown")
    if card.k < 1 + (card.target == "one of k"):
        raise ValueError("k is too small")
    needed = {families[kind] for kind in card.inputs}
    units = 1 if card.target == "yes or no" else card.k
    return Plan(needed.pop() if len(needed) == 1 else "hybrid", units, *heads[card.target])


@mistake(
    "frame_task",
    id="e",
    hint="Words and sounds come in an order, and in any number. Which family reads one element after another?",
)
def feeds_sequences_to_a_dense_network(card):
    families = {"table": "dense", "image": "convolutional", "text": "dense", "audio": "dense"}
    heads = {
        "quantity": ("linear", "mean squared error"),
        "yes or no": ("sigmoid", "binary cross-entropy"),
        "one of k": ("softmax", "categorical cross-entropy"),
        "any of k": ("sigmoid", "binary cross-entropy"),
    }
    if not card.inputs or not set(card.inputs) <= set(families) or card.target not in heads:
        raise ValueError("unknown")
    if card.k < 1 + (card.target == "one of k"):
        raise ValueError("k is too small")
    needed = {families[kind] for kind in card.inputs}
    units = 1 if card.target == "yes or no" else card.k
    return Plan(needed.pop() if len(needed) == 1 else "hybrid", units, *heads[card.target])


@mistake(
    "frame_task",
    id="f",
    hint="In a picture it matters which pixels are neighbours, and a thing is the same thing wherever it stands. Which "
    "family is built on that?",
)
def feeds_pictures_to_a_dense_network(card):
    families = {"table": "dense", "image": "dense", "text": "recurrent", "audio": "recurrent"}
    heads = {
        "quantity": ("linear", "mean squared error"),
        "yes or no": ("sigmoid", "binary cross-entropy"),
        "one of k": ("softmax", "categorical cross-entropy"),
        "any of k": ("sigmoid", "binary cross-entropy"),
    }
    if not card.inputs or not set(card.inputs) <= set(families) or card.target not in heads:
        raise ValueError("unknown")
    if card.k < 1 + (card.target == "one of k"):
        raise ValueError("k is too small")
    needed = {families[kind] for kind in card.inputs}
    units = 1 if card.target == "yes or no" else card.k
    return Plan(needed.pop() if len(needed) == 1 else "hybrid", units, *heads[card.target])


@mistake(
    "frame_task",
    id="g",
    hint="A picture together with a row of a table: your plan sees one of the two only. What is a network called that "
    "has a part for each?",
)
def looks_at_the_first_input_only(card):
    families = {"table": "dense", "image": "convolutional", "text": "recurrent", "audio": "recurrent"}
    heads = {
        "quantity": ("linear", "mean squared error"),
        "yes or no": ("sigmoid", "binary cross-entropy"),
        "one of k": ("softmax", "categorical cross-entropy"),
        "any of k": ("sigmoid", "binary cross-entropy"),
    }
    if not card.inputs or not set(card.inputs) <= set(families) or card.target not in heads:
        raise ValueError("unknown")
    if card.k < 1 + (card.target == "one of k"):
        raise ValueError("k is too small")
    units = 1 if card.target == "yes or no" else card.k
    return Plan(families[card.inputs[0]], units, *heads[card.target])


@mistake(
    "frame_task",
    id="h",
    hint="More than one input is not yet a hybrid. Two inputs that ask for the same family, text and audio for "
    "instance, can be read by that family: what do you have to compare, the inputs or their families?",
)
def calls_every_mixture_a_hybrid(card):
    families = {"table": "dense", "image": "convolutional", "text": "recurrent", "audio": "recurrent"}
    heads = {
        "quantity": ("linear", "mean squared error"),
        "yes or no": ("sigmoid", "binary cross-entropy"),
        "one of k": ("softmax", "categorical cross-entropy"),
        "any of k": ("sigmoid", "binary cross-entropy"),
    }
    if not card.inputs or not set(card.inputs) <= set(families) or card.target not in heads:
        raise ValueError("unknown")
    if card.k < 1 + (card.target == "one of k"):
        raise ValueError("k is too small")
    units = 1 if card.target == "yes or no" else card.k
    network = families[card.inputs[0]] if len(set(card.inputs)) == 1 else "hybrid"
    return Plan(network, units, *heads[card.target])


@mistake(
    "frame_task",
    id="i",
    hint="Give it a card with a kind that nobody has heard of, as an input or as a target. Guessing hides the slip of "
    "whoever wrote the card; what should happen instead?",
)
def guesses_what_it_does_not_know(card):
    families = {"image": "convolutional", "text": "recurrent", "audio": "recurrent"}
    heads = {
        "quantity": ("linear", "mean squared error"),
        "yes or no": ("sigmoid", "binary cross-entropy"),
        "one of k": ("softmax", "categorical cross-entropy"),
        "any of k": ("sigmoid", "binary cross-entropy"),
    }
    if not card.inputs or card.k < 1 + (card.target == "one of k"):
        raise ValueError("no inputs, or k is too small")
    needed = {families.get(kind, "dense") for kind in card.inputs}
    units = 1 if card.target == "yes or no" else card.k
    head, loss = heads.get(card.target, ("linear", "mean squared error"))
    return Plan(needed.pop() if len(needed) == 1 else "hybrid", units, head, loss)


@mistake(
    "frame_task",
    id="j",
    hint="Two classes could indeed be asked as a yes or no, but the rule here makes no exception: look up what one of "
    "k gets when k is 2.",
)
def turns_one_of_two_into_yes_or_no(card):
    families = {"table": "dense", "image": "convolutional", "text": "recurrent", "audio": "recurrent"}
    heads = {
        "quantity": ("linear", "mean squared error"),
        "yes or no": ("sigmoid", "binary cross-entropy"),
        "one of k": ("softmax", "categorical cross-entropy"),
        "any of k": ("sigmoid", "binary cross-entropy"),
    }
    if not card.inputs or not set(card.inputs) <= set(families) or card.target not in heads:
        raise ValueError("unknown")
    if card.k < 1 + (card.target == "one of k"):
        raise ValueError("k is too small")
    needed = {families[kind] for kind in card.inputs}
    target = "yes or no" if card.target == "one of k" and card.k == 2 else card.target
    units = 1 if target == "yes or no" else card.k
    return Plan(needed.pop() if len(needed) == 1 else "hybrid", units, *heads[target])


@mistake(
    "frame_task",
    id="k",
    hint="Look at the loss beside the head. Each of the k labels is a yes or no of its own: which loss judges one yes "
    "or no?",
)
def pairs_labels_with_the_loss_for_classes(card):
    families = {"table": "dense", "image": "convolutional", "text": "recurrent", "audio": "recurrent"}
    heads = {
        "quantity": ("linear", "mean squared error"),
        "yes or no": ("sigmoid", "binary cross-entropy"),
        "one of k": ("softmax", "categorical cross-entropy"),
        "any of k": ("sigmoid", "categorical cross-entropy"),
    }
    if not card.inputs or not set(card.inputs) <= set(families) or card.target not in heads:
        raise ValueError("unknown")
    if card.k < 1 + (card.target == "one of k"):
        raise ValueError("k is too small")
    needed = {families[kind] for kind in card.inputs}
    units = 1 if card.target == "yes or no" else card.k
    return Plan(needed.pop() if len(needed) == 1 else "hybrid", units, *heads[card.target])


@mistake(
    "frame_task",
    id="l",
    hint="How many units does your plan have when k is 0, and between what does one of 1 choose? Such a card should be "
    "refused.",
)
def believes_every_k(card):
    families = {"table": "dense", "image": "convolutional", "text": "recurrent", "audio": "recurrent"}
    heads = {
        "quantity": ("linear", "mean squared error"),
        "yes or no": ("sigmoid", "binary cross-entropy"),
        "one of k": ("softmax", "categorical cross-entropy"),
        "any of k": ("sigmoid", "binary cross-entropy"),
    }
    if not card.inputs or not set(card.inputs) <= set(families) or card.target not in heads:
        raise ValueError("unknown")
    needed = {families[kind] for kind in card.inputs}
    units = 1 if card.target == "yes or no" else card.k
    return Plan(needed.pop() if len(needed) == 1 else "hybrid", units, *heads[card.target])


@mistake(
    "frame_task",
    id="m",
    hint="The four parts may be right, but they come in a container of another kind. The answer is a Plan: the given "
    "class is called like a function.",
)
def answers_with_a_tuple(card):
    families = {"table": "dense", "image": "convolutional", "text": "recurrent", "audio": "recurrent"}
    heads = {
        "quantity": ("linear", "mean squared error"),
        "yes or no": ("sigmoid", "binary cross-entropy"),
        "one of k": ("softmax", "categorical cross-entropy"),
        "any of k": ("sigmoid", "binary cross-entropy"),
    }
    if not card.inputs or not set(card.inputs) <= set(families) or card.target not in heads:
        raise ValueError("unknown")
    if card.k < 1 + (card.target == "one of k"):
        raise ValueError("k is too small")
    needed = {families[kind] for kind in card.inputs}
    units = 1 if card.target == "yes or no" else card.k
    return needed.pop() if len(needed) == 1 else "hybrid", units, *heads[card.target]


# power_law_fit, data_needed


@mistake(
    "power_law_fit",
    id="a",
    hint="You fit a straight line to a curve. A power law is straight only on paper where both axes are logarithmic.",
)
def fits_a_line_to_the_plain_numbers(sizes, errors):
    if np.shape(sizes) != np.shape(errors) or np.min(sizes) <= 0 or np.min(errors) <= 0 or np.ptp(sizes) == 0:
        raise ValueError("no line")
    slope, level = np.polyfit(sizes, errors, 1)
    return level, -slope


@mistake(
    "power_law_fit",
    id="b",
    hint="Your b is negative although the errors fall. The law has a minus in its exponent: how does the slope of the "
    "line follow from b?",
)
def returns_the_slope(sizes, errors):
    if np.shape(sizes) != np.shape(errors) or np.min(sizes) <= 0 or np.min(errors) <= 0 or np.ptp(sizes) == 0:
        raise ValueError("no line")
    slope, level = np.polyfit(np.log(sizes), np.log(errors), 1)
    return np.exp(level), slope


@mistake(
    "power_law_fit",
    id="c",
    hint="b is right and a is not. A logarithm has to be undone with its own base: which one did you take?",
)
def undoes_the_log_with_another_base(sizes, errors):
    if np.shape(sizes) != np.shape(errors) or np.min(sizes) <= 0 or np.min(errors) <= 0 or np.ptp(sizes) == 0:
        raise ValueError("no line")
    slope, level = np.polyfit(np.log(sizes), np.log(errors), 1)
    return 10**level, -slope


@mistake(
    "power_law_fit",
    id="o",
    hint="b is right and a is not. A logarithm has to be undone with its own base: which one did you take?",
)
def undoes_a_decimal_log_with_e(sizes, errors):
    if np.shape(sizes) != np.shape(errors) or np.min(sizes) <= 0 or np.min(errors) <= 0 or np.ptp(sizes) == 0:
        raise ValueError("no line")
    slope, level = np.polyfit(np.log10(sizes), np.log10(errors), 1)
    return np.exp(level), -slope


@mistake(
    "data_needed",
    id="d",
    hint="Put your n back into a * n ** -b: does the target come out? Solve for n on paper, one step at a time: is the "
    "target to stand above or below the line?",
)
def multiplies_by_the_target(a, b, target):
    if min(a, b, target) <= 0:
        raise ValueError("positive numbers only")
    return (a * target) ** (1 / b)


@mistake(
    "power_law_fit",
    id="e",
    hint="The line gives the logarithm of a, and you hand that on as it is. b is right already.",
)
def returns_the_log_of_a(sizes, errors):
    if np.shape(sizes) != np.shape(errors) or np.min(sizes) <= 0 or np.min(errors) <= 0 or np.ptp(sizes) == 0:
        raise ValueError("no line")
    slope, level = np.polyfit(np.log(sizes), np.log(errors), 1)
    return level, -slope


@mistake(
    "power_law_fit",
    id="f",
    hint="You took the logarithm of one axis only. Take the logarithm of the whole law: which two quantities are then "
    "in a straight line?",
)
def takes_one_log_only(sizes, errors):
    if np.shape(sizes) != np.shape(errors) or np.min(sizes) <= 0 or np.min(errors) <= 0 or np.ptp(sizes) == 0:
        raise ValueError("no line")
    slope, level = np.polyfit(sizes, np.log(errors), 1)
    return np.exp(level), -slope


@mistake(
    "power_law_fit",
    id="g",
    hint="Exact laws you find; on noisy points something closer exists. Two of the points decide your line, and the "
    "others have no say.",
)
def draws_the_line_through_two_points(sizes, errors):
    if np.shape(sizes) != np.shape(errors) or np.min(sizes) <= 0 or np.min(errors) <= 0 or np.ptp(sizes) == 0:
        raise ValueError("no line")
    first, last = np.argmin(sizes), np.argmax(sizes)
    b = -np.log(errors[last] / errors[first]) / np.log(sizes[last] / sizes[first])
    return errors[first] * sizes[first] ** b, b


@mistake(
    "power_law_fit",
    id="h",
    hint="What is the logarithm of 0, and of a negative number? NumPy answers with a warning and goes on with inf and "
    "nan, so it is for you to refuse.",
)
def takes_logs_of_anything(sizes, errors):
    if np.shape(sizes) != np.shape(errors) or np.ptp(sizes) == 0:
        raise ValueError("no line")
    x, y = np.log(sizes), np.log(errors)
    away = x - np.mean(x)
    b = -np.sum(away * y) / np.sum(away**2)
    return np.exp(np.mean(y) + b * np.mean(x)), b


@mistake(
    "power_law_fit",
    id="i",
    hint="Through points at one single size there goes any line you like. Two different sizes are the least.",
)
def draws_a_line_through_one_size(sizes, errors):
    if np.shape(sizes) != np.shape(errors) or np.min(sizes) <= 0 or np.min(errors) <= 0:
        raise ValueError("no line")
    slope, level = np.polyfit(np.log(sizes), np.log(errors), 1)
    return np.exp(level), -slope


@mistake(
    "data_needed",
    id="j",
    hint="Your n stands on the wrong side of 1: where a target below a should take many examples, you say that a "
    "fraction of one is enough. Which way up is the quotient?",
)
def turns_the_quotient_round(a, b, target):
    if min(a, b, target) <= 0:
        raise ValueError("positive numbers only")
    return (target / a) ** (1 / b)


@mistake(
    "data_needed",
    id="k",
    hint="Half of the way is done: n to the power of b is known now. How do you get from there to n?",
)
def forgets_the_root(a, b, target):
    if min(a, b, target) <= 0:
        raise ValueError("positive numbers only")
    return a / target


@mistake(
    "data_needed",
    id="l",
    hint="Python raises to powers before it divides. What has to be worked out first here?",
)
def takes_the_root_of_the_target_alone(a, b, target):
    if min(a, b, target) <= 0:
        raise ValueError("positive numbers only")
    return a / target ** (1 / b)


@mistake(
    "data_needed",
    id="m",
    hint="An error that does not fall never gets down to a target, and no amount of data brings it to 0. Which "
    "arguments are impossible, and what should happen then?",
)
def answers_the_impossible(a, b, target):
    return (a / target) ** (1 / b)


@mistake(
    "data_needed",
    id="n",
    hint="The specification says what becomes of an n between two whole numbers.",
)
def rounds_up(a, b, target):
    if min(a, b, target) <= 0:
        raise ValueError("positive numbers only")
    return float(np.ceil((a / target) ** (1 / b)))


# soft_targets, distill_loss


@mistake(
    "soft_targets",
    id="a",
    hint="Try a high temperature: your probabilities get sharper. It should melt the differences between logits, so "
    "what has to be done with T?",
)
def sharpens_when_it_is_hot(logits, T):
    if T <= 0:
        raise ValueError("T has to be positive")
    grown = np.exp((logits - np.max(logits, axis=1, keepdims=True)) * T)
    return grown / np.sum(grown, axis=1, keepdims=True)


@mistake(
    "distill_loss",
    id="b",
    hint="The pull on the student weakens as 1 / T ** 2 when the temperature rises. Which factor of the specification "
    "makes up for it?",
)
def leaves_out_the_factor(student, teacher, T):
    if np.shape(student) != np.shape(teacher):
        raise ValueError("shapes differ")
    scores = (student - np.max(student, axis=1, keepdims=True)) / T
    log_p = scores - np.log(np.sum(np.exp(scores), axis=1, keepdims=True))
    return -np.mean(np.sum(soft_targets(teacher, T) * log_p, axis=1))


@mistake(
    "soft_targets",
    id="c",
    hint="Add up each row of your answer: is it 1? The classes of one example are to share the total. Along which axis "
    "do they lie?",
)
def shares_among_examples(logits, T):
    if T <= 0:
        raise ValueError("T has to be positive")
    grown = np.exp((logits - np.max(logits, axis=0, keepdims=True)) / T)
    return grown / np.sum(grown, axis=0, keepdims=True)


@mistake(
    "soft_targets",
    id="d",
    hint="Large logits overflow, and infinity over infinity is not a number. Adding the same number to all logits of a "
    "row changes no probability: which number would make exp safe?",
)
def overflows_on_large_logits(logits, T):
    if T <= 0:
        raise ValueError("T has to be positive")
    grown = np.exp(logits / T)
    return grown / np.sum(grown, axis=1, keepdims=True)


@mistake(
    "distill_loss",
    id="e",
    hint="Who teaches whom? The teacher's probabilities say what should be; the logarithm is taken of what the student "
    "believes.",
)
def exchanges_the_roles(student, teacher, T):
    if np.shape(student) != np.shape(teacher):
        raise ValueError("shapes differ")
    scores = (teacher - np.max(teacher, axis=1, keepdims=True)) / T
    log_p = scores - np.log(np.sum(np.exp(scores), axis=1, keepdims=True))
    return -(T**2) * np.mean(np.sum(soft_targets(student, T) * log_p, axis=1))


@mistake(
    "distill_loss",
    id="f",
    hint="Show it the same examples twice: the loss should stay. Over classes you add up; what do you do over examples?",
)
def adds_up_the_examples(student, teacher, T):
    if np.shape(student) != np.shape(teacher):
        raise ValueError("shapes differ")
    scores = (student - np.max(student, axis=1, keepdims=True)) / T
    log_p = scores - np.log(np.sum(np.exp(scores), axis=1, keepdims=True))
    return -(T**2) * np.sum(soft_targets(teacher, T) * log_p)


@mistake(
    "distill_loss",
    id="g",
    hint="You average over everything, classes included. One example costs the sum over its classes; only examples are "
    "averaged.",
)
def averages_over_classes_too(student, teacher, T):
    if np.shape(student) != np.shape(teacher):
        raise ValueError("shapes differ")
    scores = (student - np.max(student, axis=1, keepdims=True)) / T
    log_p = scores - np.log(np.sum(np.exp(scores), axis=1, keepdims=True))
    return -(T**2) * np.mean(soft_targets(teacher, T) * log_p)


@mistake(
    "distill_loss",
    id="h",
    hint="Fine until the student is very sure: then a probability rounds to 0 and its logarithm is lost. Write log p "
    "down in terms of the logits, and simplify before you compute.",
)
def takes_the_log_of_a_rounded_probability(student, teacher, T):
    if np.shape(student) != np.shape(teacher):
        raise ValueError("shapes differ")
    return -(T**2) * np.mean(np.sum(soft_targets(teacher, T) * np.log(soft_targets(student, T)), axis=1))


@mistake(
    "distill_loss",
    id="i",
    hint="Let the student agree with the teacher: your loss is 0 then. That is another divergence; this one does not "
    "subtract the teacher's own uncertainty.",
)
def subtracts_the_uncertainty_of_the_teacher(student, teacher, T):
    if np.shape(student) != np.shape(teacher):
        raise ValueError("shapes differ")
    scores = (student - np.max(student, axis=1, keepdims=True)) / T
    log_p = scores - np.log(np.sum(np.exp(scores), axis=1, keepdims=True))
    wanted = (teacher - np.max(teacher, axis=1, keepdims=True)) / T
    log_q = wanted - np.log(np.sum(np.exp(wanted), axis=1, keepdims=True))
    return T**2 * np.mean(np.sum(np.exp(log_q) * (log_q - log_p), axis=1))


@mistake(
    "distill_loss",
    id="j",
    hint="You kept the teacher's first choice and threw the rest away. What it thinks of the other classes is what the "
    "student is to learn.",
)
def listens_to_the_first_choice_only(student, teacher, T):
    if np.shape(student) != np.shape(teacher):
        raise ValueError("shapes differ")
    scores = (student - np.max(student, axis=1, keepdims=True)) / T
    log_p = scores - np.log(np.sum(np.exp(scores), axis=1, keepdims=True))
    choice = soft_targets(teacher, T) == np.max(soft_targets(teacher, T), axis=1, keepdims=True)
    return -(T**2) * np.mean(np.sum(choice * log_p, axis=1))


@mistake(
    "distill_loss",
    id="k",
    hint="The teacher is softened and the student is not. Both speak at the same temperature.",
)
def softens_the_teacher_only(student, teacher, T):
    if np.shape(student) != np.shape(teacher):
        raise ValueError("shapes differ")
    scores = student - np.max(student, axis=1, keepdims=True)
    log_p = scores - np.log(np.sum(np.exp(scores), axis=1, keepdims=True))
    return -(T**2) * np.mean(np.sum(soft_targets(teacher, T) * log_p, axis=1))


@mistake(
    "distill_loss",
    id="l",
    hint="Hand in logits for one example on one side and for several on the other: NumPy stretches the one to fit, and "
    "a number comes out that means nothing. What does the specification ask for?",
)
def lets_shapes_broadcast(student, teacher, T):
    scores = (student - np.max(student, axis=1, keepdims=True)) / T
    log_p = scores - np.log(np.sum(np.exp(scores), axis=1, keepdims=True))
    return -(T**2) * np.mean(np.sum(soft_targets(teacher, T) * log_p, axis=1))


@mistake(
    "soft_targets",
    id="m",
    hint="What does a temperature of 0 or below your function do? The specification wants such a T refused.",
)
def takes_any_temperature(logits, T):
    grown = np.exp((logits - np.max(logits, axis=1, keepdims=True)) / T)
    return grown / np.sum(grown, axis=1, keepdims=True)


@mistake(
    "soft_targets",
    id="n",
    hint="You subtract one number from the whole array. A row that lies far below the others vanishes to zeros, and 0 / 0 "
    "is left. Each row has a largest logit of its own.",
)
def shifts_all_rows_alike(logits, T):
    if T <= 0:
        raise ValueError("T has to be positive")
    grown = np.exp((logits - np.max(logits)) / T)
    return grown / np.sum(grown, axis=1, keepdims=True)


@mistake(
    "distill_loss",
    id="o",
    hint="The slope of the mean cost shrinks twice when T grows: once by the division in p, and once because p and q come "
    "closer to each other. Does your factor make up for both?",
)
def makes_up_for_one_division_only(student, teacher, T):
    if np.shape(student) != np.shape(teacher):
        raise ValueError("shapes differ")
    scores = (student - np.max(student, axis=1, keepdims=True)) / T
    log_p = scores - np.log(np.sum(np.exp(scores), axis=1, keepdims=True))
    return -T * np.mean(np.sum(soft_targets(teacher, T) * log_p, axis=1))

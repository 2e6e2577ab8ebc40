"""Known wrong answers of the week, one bug each, with the hint a tutor would give."""

import numpy as np
from grader.testing import mistake

# carve_splits


@mistake(
    "carve_splits",
    id="a",
    hint="Sort all the rows you have dealt out and look for doubles: some rows occur twice and others are missing. "
    "Think of a pack of cards. When is a card back in the pack after it was drawn?",
)
def draws_with_replacement(n, dev, test, rng, labels=None):
    if dev < 0 or test < 0 or dev + test >= 1 or (labels is not None and np.shape(labels) != (n,)):
        raise ValueError("these are no parts")
    classes = np.zeros(n) if labels is None else labels
    parts = []
    for label in np.unique(classes):
        rows = rng.choice(np.flatnonzero(classes == label), np.sum(classes == label))
        n_dev, n_test = int(len(rows) * dev), int(len(rows) * test)
        parts.append((rows[n_dev + n_test :], rows[:n_dev], rows[n_dev : n_dev + n_test]))
    return tuple(np.concatenate(part) for part in zip(*parts))


@mistake(
    "carve_splits",
    id="b",
    hint="The parts are right in size, but they are cut from the rows as they lie. Files are often sorted, by date or by "
    "class: what would your dev set then consist of?",
)
def cuts_without_shuffling(n, dev, test, rng, labels=None):
    if dev < 0 or test < 0 or dev + test >= 1 or (labels is not None and np.shape(labels) != (n,)):
        raise ValueError("these are no parts")
    classes = np.zeros(n) if labels is None else labels
    parts = []
    for label in np.unique(classes):
        rows = np.flatnonzero(classes == label)
        n_dev, n_test = int(len(rows) * dev), int(len(rows) * test)
        parts.append((rows[n_dev + n_test :], rows[:n_dev], rows[n_dev : n_dev + n_test]))
    return tuple(np.concatenate(part) for part in zip(*parts))


@mistake(
    "carve_splits",
    id="c",
    hint="Some rows are in two of the parts. Lay the shuffled rows out in a line and mark where each part begins "
    "and ends: does one begin where the one before has ended?",
)
def lets_dev_and_test_overlap(n, dev, test, rng, labels=None):
    if dev < 0 or test < 0 or dev + test >= 1 or (labels is not None and np.shape(labels) != (n,)):
        raise ValueError("these are no parts")
    classes = np.zeros(n) if labels is None else labels
    parts = []
    for label in np.unique(classes):
        rows = rng.permutation(np.flatnonzero(classes == label))
        n_dev, n_test = int(len(rows) * dev), int(len(rows) * test)
        parts.append((rows[n_dev + n_test :], rows[:n_dev], rows[:n_test]))
    return tuple(np.concatenate(part) for part in zip(*parts))


@mistake(
    "carve_splits",
    id="d",
    hint="Count the rows of all three parts together for a small n, such as 7. If each size is rounded by itself, "
    "some rows are lost. Which part should get whatever is left over?",
)
def rounds_every_part_by_itself(n, dev, test, rng, labels=None):
    if dev < 0 or test < 0 or dev + test >= 1 or (labels is not None and np.shape(labels) != (n,)):
        raise ValueError("these are no parts")
    classes = np.zeros(n) if labels is None else labels
    parts = []
    for label in np.unique(classes):
        rows = rng.permutation(np.flatnonzero(classes == label))
        k = len(rows)
        n_train, n_dev, n_test = int(k * (1 - dev - test)), int(k * dev), int(k * test)
        ends = np.cumsum([n_train, n_dev, n_test])
        parts.append((rows[: ends[0]], rows[ends[0] : ends[1]], rows[ends[1] : ends[2]]))
    return tuple(np.concatenate(part) for part in zip(*parts))


@mistake(
    "carve_splits",
    id="e",
    hint="Count the classes in your dev set when labels are given. What has to happen class by class?",
)
def ignores_the_labels(n, dev, test, rng, labels=None):
    if dev < 0 or test < 0 or dev + test >= 1 or (labels is not None and np.shape(labels) != (n,)):
        raise ValueError("these are no parts")
    rows = rng.permutation(n)
    n_dev, n_test = int(n * dev), int(n * test)
    return rows[n_dev + n_test :], rows[:n_dev], rows[n_dev : n_dev + n_test]


@mistake(
    "carve_splits",
    id="f",
    hint="Compare the size of dev with n * dev rounded down, for several n: sometimes there is one row too many. Which "
    "way do you round?",
)
def rounds_to_the_nearest(n, dev, test, rng, labels=None):
    if dev < 0 or test < 0 or dev + test >= 1 or (labels is not None and np.shape(labels) != (n,)):
        raise ValueError("these are no parts")
    classes = np.zeros(n) if labels is None else labels
    parts = []
    for label in np.unique(classes):
        rows = rng.permutation(np.flatnonzero(classes == label))
        n_dev, n_test = round(len(rows) * dev), round(len(rows) * test)
        parts.append((rows[n_dev + n_test :], rows[:n_dev], rows[n_dev : n_dev + n_test]))
    return tuple(np.concatenate(part) for part in zip(*parts))


@mistake(
    "carve_splits",
    id="g",
    hint="Call it with two generators that have different seeds: the parts are the same. Where does your chance come from?",
)
def brings_a_seed_of_its_own(n, dev, test, rng, labels=None):
    if dev < 0 or test < 0 or dev + test >= 1 or (labels is not None and np.shape(labels) != (n,)):
        raise ValueError("these are no parts")
    rng = np.random.default_rng(0)
    classes = np.zeros(n) if labels is None else labels
    parts = []
    for label in np.unique(classes):
        rows = rng.permutation(np.flatnonzero(classes == label))
        n_dev, n_test = int(len(rows) * dev), int(len(rows) * test)
        parts.append((rows[n_dev + n_test :], rows[:n_dev], rows[n_dev : n_dev + n_test]))
    return tuple(np.concatenate(part) for part in zip(*parts))


@mistake(
    "carve_splits",
    id="h",
    hint="Classes are known by their numbers, and these need not be 0, 1, 2 and so on. How can you find out which ones "
    "there are?",
)
def expects_classes_to_be_counted_from_zero(n, dev, test, rng, labels=None):
    if dev < 0 or test < 0 or dev + test >= 1 or (labels is not None and np.shape(labels) != (n,)):
        raise ValueError("these are no parts")
    classes = np.zeros(n, dtype=int) if labels is None else labels
    parts = []
    for label in range(int(np.max(classes)) + 1):
        rows = rng.permutation(np.flatnonzero(classes == label))
        n_dev, n_test = int(len(rows) * dev), int(len(rows) * test)
        parts.append((rows[n_dev + n_test :], rows[:n_dev], rows[n_dev : n_dev + n_test]))
    return tuple(np.concatenate(part) for part in zip(*parts))


# diagnose, recipe


@mistake(
    "diagnose",
    id="a",
    hint="A training error of 8 % is good news where careful people make 7.5 %, and bad news where they make 1 %. What does "
    "your bias gap compare the training error with?",
)
def takes_the_training_error_for_the_bias(base, train, dev, tol=0.01):
    bias_gap, variance_gap = train, dev - train
    problems = [name for name, gap in (("bias", bias_gap), ("variance", variance_gap)) if gap > tol]
    return Diagnosis(bias_gap, variance_gap, " and ".join(problems) or "fine")


@mistake(
    "diagnose",
    id="b",
    hint="Your second gap also contains the first one. Variance is what is lost between two sets of data: which two?",
)
def measures_variance_from_the_base(base, train, dev, tol=0.01):
    bias_gap, variance_gap = train - base, dev - base
    problems = [name for name, gap in (("bias", bias_gap), ("variance", variance_gap)) if gap > tol]
    return Diagnosis(bias_gap, variance_gap, " and ".join(problems) or "fine")


@mistake(
    "recipe",
    id="c",
    hint="A model that has not even learned its training data will not be cured by more of them. With both problems, "
    "which one does the recipe ask about first?",
)
def treats_the_variance_first(d):
    if "variance" in d.label:
        return "more data or regularisation"
    return "bigger network" if d.label == "bias" else "done"


@mistake(
    "diagnose",
    id="d",
    hint="Look at a gap that is exactly as large as tol. Does the ruling call that a problem?",
)
def names_a_gap_that_equals_tol(base, train, dev, tol=0.01):
    bias_gap, variance_gap = train - base, dev - train
    problems = [name for name, gap in (("bias", bias_gap), ("variance", variance_gap)) if gap >= tol]
    return Diagnosis(bias_gap, variance_gap, " and ".join(problems) or "fine")


@mistake(
    "diagnose",
    id="e",
    hint="Raise all three error rates by the same amount: your gaps change. Is a gap here a ratio or a plain difference?",
)
def measures_relative_gaps(base, train, dev, tol=0.01):
    bias_gap, variance_gap = (train - base) / max(base, 1e-12), (dev - train) / max(train, 1e-12)
    problems = [name for name, gap in (("bias", bias_gap), ("variance", variance_gap)) if gap > tol]
    return Diagnosis(bias_gap, variance_gap, " and ".join(problems) or "fine")


@mistake(
    "diagnose",
    id="f",
    hint="What if a model does better on dev than on train? Your label calls that a problem. Does the sign of a gap "
    "matter?",
)
def takes_any_gap_for_a_problem(base, train, dev, tol=0.01):
    bias_gap, variance_gap = train - base, dev - train
    problems = [name for name, gap in (("bias", bias_gap), ("variance", variance_gap)) if abs(gap) > tol]
    return Diagnosis(bias_gap, variance_gap, " and ".join(problems) or "fine")


@mistake(
    "recipe",
    id="g",
    hint="You measure the gaps again. Whoever made the diagnosis may have allowed larger gaps, or smaller ones: where "
    "in a Diagnosis is it written what they decided?",
)
def judges_the_gaps_once_more(d):
    if d.bias_gap > 0.01:
        return "bigger network"
    return "more data or regularisation" if d.variance_gap > 0.01 else "done"


@mistake(
    "diagnose",
    id="h",
    hint="Your label uses a limit of its own. Which argument says how large a gap may be?",
)
def allows_one_percent_always(base, train, dev, tol=0.01):
    bias_gap, variance_gap = train - base, dev - train
    problems = [name for name, gap in (("bias", bias_gap), ("variance", variance_gap)) if gap > 0.01]
    return Diagnosis(bias_gap, variance_gap, " and ".join(problems) or "fine")


@mistake(
    "diagnose",
    id="i",
    hint="Try a model with both problems. Your label names one of them only.",
)
def names_one_problem_only(base, train, dev, tol=0.01):
    bias_gap, variance_gap = train - base, dev - train
    label = "bias" if bias_gap > tol else "variance" if variance_gap > tol else "fine"
    return Diagnosis(bias_gap, variance_gap, label)


# binary_metrics


@mistake(
    "binary_metrics",
    id="a",
    hint="The counts are right, but two scores have changed places. One of them asks: of those I *called* positive, how "
    "many are? Which one, and which count stands beside tp in its denominator?",
)
def swaps_precision_and_recall(y, yhat):
    if np.shape(y) != np.shape(yhat):
        raise ValueError("shapes differ")
    tp, fp, fn = np.sum((y == 1) & (yhat == 1)), np.sum((y == 0) & (yhat == 1)), np.sum((y == 1) & (yhat == 0))
    tn = len(y) - tp - fp - fn
    scores = {"precision": tp / max(tp + fn, 1), "recall": tp / max(tp + fp, 1), "f1": tp / max(tp + (fp + fn) / 2, 0.5)}
    return {"tp": tp, "fp": fp, "fn": fn, "tn": tn, "accuracy": (tp + tn) / len(y), **scores}


@mistake(
    "binary_metrics",
    id="b",
    hint="If precision is 1 and recall nearly 0, f1 should be nearly 0 as well: the mean it takes is drawn to the "
    "smaller number. Which mean do you take?",
)
def averages_precision_and_recall(y, yhat):
    if np.shape(y) != np.shape(yhat):
        raise ValueError("shapes differ")
    tp, fp, fn = np.sum((y == 1) & (yhat == 1)), np.sum((y == 0) & (yhat == 1)), np.sum((y == 1) & (yhat == 0))
    tn = len(y) - tp - fp - fn
    precision, recall = tp / max(tp + fp, 1), tp / max(tp + fn, 1)
    scores = {"precision": precision, "recall": recall, "f1": (precision + recall) / 2}
    return {"tp": tp, "fp": fp, "fn": fn, "tn": tn, "accuracy": (tp + tn) / len(y), **scores}


@mistake(
    "binary_metrics",
    id="c",
    hint="Try labels that are all 0, and answers that are all 0. What is the denominator then, and what does the ruling "
    "ask for?",
)
def leaves_zero_by_zero(y, yhat):
    if np.shape(y) != np.shape(yhat):
        raise ValueError("shapes differ")
    tp, fp, fn = np.sum((y == 1) & (yhat == 1)), np.sum((y == 0) & (yhat == 1)), np.sum((y == 1) & (yhat == 0))
    tn = len(y) - tp - fp - fn
    precision, recall = tp / (tp + fp), tp / (tp + fn)
    scores = {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall)}
    return {"tp": tp, "fp": fp, "fn": fn, "tn": tn, "accuracy": (tp + tn) / len(y), **scores}


@mistake(
    "binary_metrics",
    id="d",
    hint="Two of the four counts have changed places. Read their names aloud: the second word is what was *said*, the "
    "first whether it was true.",
)
def swaps_the_two_kinds_of_errors(y, yhat):
    if np.shape(y) != np.shape(yhat):
        raise ValueError("shapes differ")
    tp, fn, fp = np.sum((y == 1) & (yhat == 1)), np.sum((y == 0) & (yhat == 1)), np.sum((y == 1) & (yhat == 0))
    tn = len(y) - tp - fp - fn
    scores = {"precision": tp / max(tp + fp, 1), "recall": tp / max(tp + fn, 1), "f1": tp / max(tp + (fp + fn) / 2, 0.5)}
    return {"tp": tp, "fp": fp, "fn": fn, "tn": tn, "accuracy": (tp + tn) / len(y), **scores}


@mistake(
    "binary_metrics",
    id="e",
    hint="Try examples that are all 1 and are all called 1: which of the counts grows? One of the two classes is the "
    "positive one; which does the ruling choose?",
)
def takes_0_for_positive(y, yhat):
    if np.shape(y) != np.shape(yhat):
        raise ValueError("shapes differ")
    tp, fp, fn = np.sum((y == 0) & (yhat == 0)), np.sum((y == 1) & (yhat == 0)), np.sum((y == 0) & (yhat == 1))
    tn = len(y) - tp - fp - fn
    scores = {"precision": tp / max(tp + fp, 1), "recall": tp / max(tp + fn, 1), "f1": tp / max(tp + (fp + fn) / 2, 0.5)}
    return {"tp": tp, "fp": fp, "fn": fn, "tn": tn, "accuracy": (tp + tn) / len(y), **scores}


@mistake(
    "binary_metrics",
    id="f",
    hint="Your counts are fine. Accuracy asks how many answers were right: is it only the positives that can be called "
    "right?",
)
def forgets_the_true_negatives(y, yhat):
    if np.shape(y) != np.shape(yhat):
        raise ValueError("shapes differ")
    tp, fp, fn = np.sum((y == 1) & (yhat == 1)), np.sum((y == 0) & (yhat == 1)), np.sum((y == 1) & (yhat == 0))
    tn = len(y) - tp - fp - fn
    scores = {"precision": tp / max(tp + fp, 1), "recall": tp / max(tp + fn, 1), "f1": tp / max(tp + (fp + fn) / 2, 0.5)}
    return {"tp": tp, "fp": fp, "fn": fn, "tn": tn, "accuracy": tp / len(y), **scores}


# standardise


@mistake(
    "standardise",
    id="a",
    hint="Standardise a dev set that is the training set moved a little: the move has disappeared. From which set should "
    "mean and spread come, for all the sets?",
)
def gives_each_set_its_own_numbers(train, *others):
    answer = []
    for X in (train, *others):
        constant = np.all(X == X[0], axis=0)
        answer.append((X - np.where(constant, X[0], np.mean(X, axis=0))) / np.where(constant, 1.0, np.std(X, axis=0)))
    return answer


@mistake(
    "standardise",
    id="b",
    hint="Multiply a column by 10 and standardise it: it should come out as before. You divide by something that grows a "
    "hundredfold, not tenfold.",
)
def divides_by_the_variance(train, *others):
    constant = np.all(train == train[0], axis=0)
    centre = np.where(constant, train[0], np.mean(train, axis=0))
    spread = np.where(constant, 1.0, np.var(train, axis=0))
    return [(X - centre) / spread for X in (train, *others)]


@mistake(
    "standardise",
    id="c",
    hint="Nearly right, by a factor that depends on the number of rows. Is the sum of the squares divided by m or by "
    "m - 1 in the specification?",
)
def divides_by_one_less(train, *others):
    constant = np.all(train == train[0], axis=0)
    centre = np.where(constant, train[0], np.mean(train, axis=0))
    spread = np.where(constant, 1.0, np.std(train, axis=0) * np.sqrt(len(train) / max(len(train) - 1, 1)))
    return [(X - centre) / spread for X in (train, *others)]


@mistake(
    "standardise",
    id="d",
    hint="Print the shape of your mean. One feature is one column, and each needs a mean and a spread of its own.",
)
def uses_one_number_for_the_whole_table(train, *others):
    constant = np.all(train == train[0], axis=0)
    centre = np.where(constant, train[0], np.mean(train))
    spread = np.where(constant, 1.0, np.std(train))
    return [(X - centre) / spread for X in (train, *others)]


@mistake(
    "standardise",
    id="e",
    hint="What is the spread of a column in which all the numbers are equal, and what happens when you divide by it?",
)
def divides_by_a_spread_of_zero(train, *others):
    return [(X - np.mean(train, axis=0)) / np.std(train, axis=0) for X in (train, *others)]


@mistake(
    "standardise",
    id="f",
    hint="The numbers are right, but the arrays that came in are no longer what they were. Which of your lines writes "
    "into an array instead of making a new one?",
)
def works_in_place(train, *others):
    constant = np.all(train == train[0], axis=0)
    centre = np.where(constant, train[0], np.mean(train, axis=0))
    spread = np.where(constant, 1.0, np.std(train, axis=0))
    if any(X.dtype.kind != "f" for X in (train, *others)):
        return [(X - centre) / spread for X in (train, *others)]
    for X in (train, *others):
        X -= centre
        X /= spread
    return [train, *others]


@mistake(
    "standardise",
    id="g",
    hint="Something small is added to the spread so that it is never 0. In a column whose numbers are small themselves, "
    "that is not small. How else could you treat the columns that need it, and only these?",
)
def adds_a_little_to_every_spread(train, *others):
    constant = np.all(train == train[0], axis=0)
    centre = np.where(constant, train[0], np.mean(train, axis=0))
    spread = np.where(constant, 1.0, np.std(train, axis=0) + 1e-8)
    return [(X - centre) / spread for X in (train, *others)]


@mistake(
    "standardise",
    id="h",
    hint="Try a column of seven times 0.1 and print its standard deviation: adding up rounds, so it need not be "
    "exactly 0. How can you tell that a column is constant without calculating with its numbers?",
)
def trusts_the_spread_to_be_exactly_zero(train, *others):
    centre, spread = np.mean(train, axis=0), np.std(train, axis=0)
    return [(X - centre) / np.where(spread == 0, 1.0, spread) for X in (train, *others)]


@mistake(
    "standardise",
    id="i",
    hint="Your means belong to rows. One example is a row and one feature a column: along which axis do you have "
    "to go to meet all values of one feature?",
)
def standardises_rows(train, *others):
    answer = []
    for X in (train, *others):
        spread = np.std(X, axis=1, keepdims=True)
        answer.append((X - np.mean(X, axis=1, keepdims=True)) / np.where(spread == 0, 1.0, spread))
    return answer


# init_scaled


@mistake(
    "init_scaled",
    id="a",
    hint="Draw a layer with many inputs and few units, then one the other way round. On which of the two numbers does "
    "the sum inside a unit depend?",
)
def scales_he_to_the_units(n_in, n_out, scheme, rng):
    if scheme not in ("he", "xavier"):
        raise ValueError("there is no such scheme")
    variance = 2 / n_out if scheme == "he" else 2 / (n_in + n_out)
    return rng.normal(0.0, np.sqrt(variance), (n_in, n_out))


@mistake(
    "init_scaled",
    id="b",
    hint="Your weights are much too small. Does the generator's method ask for a variance or for a standard deviation?",
)
def takes_the_variance_for_the_spread(n_in, n_out, scheme, rng):
    if scheme not in ("he", "xavier"):
        raise ValueError("there is no such scheme")
    return rng.normal(0.0, 2 / n_in if scheme == "he" else 2 / (n_in + n_out), (n_in, n_out))


@mistake(
    "init_scaled",
    id="c",
    hint="he is right. xavier weighs the way forward against the way back, so it looks at both sides of a layer; "
    "yours looks at one.",
)
def scales_xavier_to_the_inputs_alone(n_in, n_out, scheme, rng):
    if scheme not in ("he", "xavier"):
        raise ValueError("there is no such scheme")
    return rng.normal(0.0, np.sqrt(2 / n_in) if scheme == "he" else np.sqrt(1 / n_in), (n_in, n_out))


@mistake(
    "init_scaled",
    id="d",
    hint="Numbers drawn evenly from -s to s have a standard deviation smaller than s, and they have no tails. Which "
    "distribution was asked for?",
)
def draws_evenly(n_in, n_out, scheme, rng):
    if scheme not in ("he", "xavier"):
        raise ValueError("there is no such scheme")
    s = np.sqrt(2 / n_in if scheme == "he" else 2 / (n_in + n_out))
    return rng.uniform(-s, s, (n_in, n_out))


@mistake(
    "init_scaled",
    id="e",
    hint="Units that begin alike get the same gradients and stay alike. Zeros are fine for biases; what do weights need?",
)
def begins_with_zeros(n_in, n_out, scheme, rng):
    if scheme not in ("he", "xavier"):
        raise ValueError("there is no such scheme")
    return np.zeros((n_in, n_out))


@mistake(
    "init_scaled",
    id="f",
    hint="xavier is right. relu throws half of the signal away, and he makes up for it by a factor in the variance. Is "
    "it there?",
)
def forgets_the_two_of_he(n_in, n_out, scheme, rng):
    if scheme not in ("he", "xavier"):
        raise ValueError("there is no such scheme")
    return rng.normal(0.0, np.sqrt(1 / n_in if scheme == "he" else 2 / (n_in + n_out)), (n_in, n_out))


@mistake(
    "init_scaled",
    id="g",
    hint="A scheme that nobody knows should be refused with a ValueError. What does yours do with the word 'zeros'?",
)
def takes_any_other_word_for_xavier(n_in, n_out, scheme, rng):
    return rng.normal(0.0, np.sqrt(2 / n_in if scheme == "he" else 2 / (n_in + n_out)), (n_in, n_out))


@mistake(
    "init_scaled",
    id="h",
    hint="he is right. In xavier, check the factor in the numerator: the variance is one divided by the *average* of the "
    "two sizes.",
)
def forgets_the_two_of_xavier(n_in, n_out, scheme, rng):
    if scheme not in ("he", "xavier"):
        raise ValueError("there is no such scheme")
    return rng.normal(0.0, np.sqrt(2 / n_in if scheme == "he" else 1 / (n_in + n_out)), (n_in, n_out))


# signal_profile, verdict


@mistake(
    "signal_profile",
    id="a",
    hint="Change the weights of the first layer and look at the second entry of the profile: nothing happens. What "
    "should go into the second layer?",
)
def feeds_the_examples_to_every_layer(Ws, X, kind):
    return np.array([np.std(activate(X @ W, kind)) for W in Ws])


@mistake(
    "signal_profile",
    id="b",
    hint="Where does the average lie of a signal that is as often positive as negative? That is no measure of its "
    "strength; how widely its numbers are spread is.",
)
def measures_the_level(Ws, X, kind):
    profile = []
    for W in Ws:
        X = activate(X @ W, kind)
        profile.append(np.mean(X))
    return np.array(profile)


@mistake(
    "verdict",
    id="c",
    hint="A signal that becomes ten thousand times weaker: does your ratio get large or small?",
)
def divides_first_by_last(profile):
    if profile[-1] == 0 or profile[0] / profile[-1] > 1e3:
        return "exploding"
    return "vanishing" if profile[0] / profile[-1] < 1e-3 else "steady"


@mistake(
    "signal_profile",
    id="d",
    hint="In a linear network your profile is right, with relu or tanh it is not. What happens to the product before "
    "it leaves the layer?",
)
def leaves_the_activation_out(Ws, X, kind):
    profile = []
    for W in Ws:
        X = X @ W
        profile.append(np.std(X))
    return np.array(profile)


@mistake(
    "verdict",
    id="e",
    hint="Multiply a whole profile by a million: the network is the same, only its input was stronger. Should the verdict "
    "change?",
)
def looks_at_the_last_entry_alone(profile):
    if len(profile) == 1 or 1e-3 <= profile[-1] <= 1e3:
        return "steady"
    return "vanishing" if profile[-1] < 1e-3 else "exploding"


@mistake(
    "signal_profile",
    id="f",
    hint="Measure one layer by hand: take all the numbers that come out, over examples and units together, and only "
    "then their standard deviation. You measure units one by one and average afterwards.",
)
def averages_the_spreads_of_units(Ws, X, kind):
    profile = []
    for W in Ws:
        X = activate(X @ W, kind)
        profile.append(np.mean(np.std(X, axis=0)))
    return np.array(profile)


@mistake(
    "signal_profile",
    id="g",
    hint="Your scores are measured before the activation, yet the signal is what comes out behind it.",
)
def measures_before_the_activation(Ws, X, kind):
    profile = []
    for W in Ws:
        Z = X @ W
        profile.append(np.std(Z))
        X = activate(Z, kind)
    return np.array(profile)


@mistake(
    "verdict",
    id="h",
    hint="Calculate the ratio for a profile from 1 to exactly 1000. Is the border itself already outside?",
)
def counts_the_border_as_outside(profile):
    ratio = profile[-1] / profile[0]
    if ratio <= 1e-3:
        return "vanishing"
    return "exploding" if ratio >= 1e3 else "steady"


@mistake(
    "verdict",
    id="i",
    hint="A profile may rise and fall between its ends. Which two entries does the specification compare?",
)
def looks_at_the_extremes(profile):
    if np.min(profile) / profile[0] < 1e-3:
        return "vanishing"
    return "exploding" if np.max(profile) / profile[0] > 1e3 else "steady"


# add_weight_decay


@mistake(
    "add_weight_decay",
    id="a",
    hint="Your gradient and your loss do not belong together. A square brings a factor when it is differentiated; "
    "which factor in the price makes up for it?",
)
def forgets_the_half_in_the_loss(loss, grads, params, lam, m):
    price = lam / m * sum(np.sum(layer["W"] ** 2) for layer in params)
    return loss + price, [{"W": g["W"] + lam / m * p["W"], "b": g["b"]} for g, p in zip(grads, params)]


@mistake(
    "add_weight_decay",
    id="b",
    hint="The loss is right, the gradient too small. Differentiate half a square on paper: is the half still there?",
)
def keeps_the_half_in_the_gradient(loss, grads, params, lam, m):
    price = lam / (2 * m) * sum(np.sum(layer["W"] ** 2) for layer in params)
    return loss + price, [{"W": g["W"] + lam / (2 * m) * p["W"], "b": g["b"]} for g, p in zip(grads, params)]


@mistake(
    "add_weight_decay",
    id="c",
    hint="Set all weights to 0 and leave the biases: there should be nothing to pay. Which parameters does the decay "
    "concern?",
)
def charges_for_biases(loss, grads, params, lam, m):
    price = lam / (2 * m) * sum(np.sum(layer["W"] ** 2) + np.sum(layer["b"] ** 2) for layer in params)
    return loss + price, [{name: g[name] + lam / m * p[name] for name in ("W", "b")} for g, p in zip(grads, params)]


@mistake(
    "add_weight_decay",
    id="d",
    hint="With one layer it is right, with more the price is too low. Over which layers do you add?",
)
def charges_for_the_last_layer_only(loss, grads, params, lam, m):
    price = lam / (2 * m) * np.sum(params[-1]["W"] ** 2)
    last = {"W": grads[-1]["W"] + lam / m * params[-1]["W"], "b": grads[-1]["b"]}
    return loss + price, [*grads[:-1], last]


@mistake(
    "add_weight_decay",
    id="e",
    hint="Keep a copy of the gradients and compare after the call: they have changed. One of your lines writes into "
    "what it was lent.",
)
def adds_into_the_gradients(loss, grads, params, lam, m):
    price = lam / (2 * m) * sum(np.sum(layer["W"] ** 2) for layer in params)
    for g, p in zip(grads, params):
        g["W"] += lam / m * p["W"]
    return loss + price, grads


@mistake(
    "add_weight_decay",
    id="f",
    hint="A weight of 10 should cost a hundred times as much as a weight of 1. With yours it is ten times.",
)
def charges_for_magnitudes(loss, grads, params, lam, m):
    price = lam / (2 * m) * sum(np.sum(np.abs(layer["W"])) for layer in params)
    return loss + price, [{"W": g["W"] + lam / m * p["W"], "b": g["b"]} for g, p in zip(grads, params)]


@mistake(
    "add_weight_decay",
    id="g",
    hint="Give it ten times as many examples: the price should fall to a tenth. Where does m come in?",
)
def forgets_the_number_of_examples(loss, grads, params, lam, m):
    price = lam / 2 * sum(np.sum(layer["W"] ** 2) for layer in params)
    return loss + price, [{"W": g["W"] + lam * p["W"], "b": g["b"]} for g, p in zip(grads, params)]


@mistake(
    "add_weight_decay",
    id="h",
    hint="Think about a step of gradient descent: it goes against the gradient. Do your weights become smaller by it, or "
    "larger?",
)
def pushes_weights_away_from_zero(loss, grads, params, lam, m):
    price = lam / (2 * m) * sum(np.sum(layer["W"] ** 2) for layer in params)
    return loss + price, [{"W": g["W"] - lam / m * p["W"], "b": g["b"]} for g, p in zip(grads, params)]


@mistake(
    "add_weight_decay",
    id="i",
    hint="The loss pays for its weights, but the gradient knows nothing about it: a step would go on as before. What is "
    "the slope of the price?",
)
def leaves_the_gradients_alone(loss, grads, params, lam, m):
    price = lam / (2 * m) * sum(np.sum(layer["W"] ** 2) for layer in params)
    return loss + price, [dict(g) for g in grads]


@mistake(
    "add_weight_decay",
    id="j",
    hint="The price uses a length, with a root in it; the specification speaks of a sum of squares. Try one layer whose only "
    "weight is 3: what should the sum be?",
)
def charges_for_lengths(loss, grads, params, lam, m):
    price = lam / (2 * m) * sum(np.linalg.norm(layer["W"]) for layer in params)
    return loss + price, [{"W": g["W"] + lam / m * p["W"], "b": g["b"]} for g, p in zip(grads, params)]


# dropout_forward


@mistake(
    "dropout_forward",
    id="a",
    hint="Compare the mean of a large batch before and after: it has shrunk. What have the survivors to make up for?",
)
def does_not_rescale(A, keep, rng, training):
    if not training:
        return A, None
    mask = rng.random(A.shape) < keep
    return A * mask, mask


@mistake(
    "dropout_forward",
    id="b",
    hint="Ask the same trained network twice about the same example: it should give the same answer. When is dropout "
    "switched on, and when not?",
)
def drops_at_all_times(A, keep, rng, training):
    mask = rng.random(A.shape) < keep
    return A * mask / keep, mask


@mistake(
    "dropout_forward",
    id="c",
    hint="With keep = 0.8, count how many survive. Is keep the chance to stay or the chance to go?",
)
def takes_keep_for_the_chance_to_go(A, keep, rng, training):
    if not training:
        return A, None
    mask = rng.random(A.shape) >= keep
    return A * mask / keep, mask


@mistake(
    "dropout_forward",
    id="d",
    hint="Print a mask of a few rows: all rows are alike. Every example should lose units of its own. How many random "
    "numbers do you need?",
)
def drops_the_same_units_for_all_examples(A, keep, rng, training):
    if not training:
        return A, None
    mask = np.broadcast_to(rng.random(A.shape[1]) < keep, A.shape).copy()
    return A * mask / keep, mask


@mistake(
    "dropout_forward",
    id="e",
    hint="The right entries survive, but their size is off. Of five units four are left, say: by which factor do these "
    "four have to grow?",
)
def divides_by_the_part_that_goes(A, keep, rng, training):
    if not training:
        return A, None
    mask = rng.random(A.shape) < keep
    return A * mask / max(1 - keep, 1e-12 if keep < 1 else 1.0), mask


@mistake(
    "dropout_forward",
    id="f",
    hint="Count the survivors of each example: the number is always the same. When every entry tosses a coin of its "
    "own, do the counts of many rows come out equal?",
)
def keeps_the_same_number_in_each_row(A, keep, rng, training):
    if not training:
        return A, None
    ranks = np.argsort(np.argsort(rng.random(A.shape), axis=1), axis=1)
    mask = ranks < round(keep * A.shape[1])
    return A * mask / keep, mask


@mistake(
    "dropout_forward",
    id="g",
    hint="The output is right; look at the mask. What does the ruling say about dividing it?",
)
def puts_the_factor_into_the_mask(A, keep, rng, training):
    if not training:
        return A, None
    mask = (rng.random(A.shape) < keep) / keep
    return A * mask, mask


@mistake(
    "dropout_forward",
    id="h",
    hint="Without training there are no losses to make up for: every unit is there. Look at what you do to A in that case.",
)
def scales_at_inference_as_well(A, keep, rng, training):
    if not training:
        return A * keep, None
    mask = rng.random(A.shape) < keep
    return A * mask / keep, mask


@mistake(
    "dropout_forward",
    id="i",
    hint="Print a mask: whole examples are switched off or left on. It is single units that should fall silent.",
)
def drops_whole_examples(A, keep, rng, training):
    if not training:
        return A, None
    mask = np.repeat(rng.random((len(A), 1)) < keep, A.shape[1], axis=1)
    return A * mask / keep, mask


@mistake(
    "dropout_forward",
    id="j",
    hint="Your survivors are rescaled by how many there happen to be this time. The way back does not know that number: "
    "what does it know, and what does the specification divide by?",
)
def rescales_by_the_share_that_happens_to_survive(A, keep, rng, training):
    if not training:
        return A, None
    mask = rng.random(A.shape) < keep
    return A * mask * mask.size / max(np.sum(mask), 1), mask


# dropout_backward


@mistake(
    "dropout_backward",
    id="a",
    hint="Call it twice with the same arguments: do you get the same twice? The units that were silent on the way forward "
    "are known.",
)
def draws_a_new_mask(dout, mask, keep):
    return dout * (np.random.rand(*dout.shape) < keep) / keep


@mistake(
    "dropout_backward",
    id="b",
    hint="A survivor was divided by keep on the way forward. If its input moves by one, by how much does its output move?",
)
def forgets_the_factor(dout, mask, keep):
    return dout * mask * 1.0


@mistake(
    "dropout_backward",
    id="c",
    hint="Forward divides by keep. The derivative of x / 2 is 1 / 2: does going back turn a division into a "
    "multiplication?",
)
def multiplies_by_keep(dout, mask, keep):
    return dout * mask * keep


@mistake(
    "dropout_backward",
    id="d",
    hint="Some derivatives of survivors are missing. What decides whether a unit took part: the sign of a number "
    "that happens to arrive, or the mask?",
)
def lets_only_positive_derivatives_pass(dout, mask, keep):
    return np.where(dout > 0, dout * mask / keep, 0.0)


@mistake(
    "dropout_backward",
    id="e",
    hint="Everything passes, whether a unit took part or not. What is the slope of an output that was set to 0?",
)
def forgets_the_mask(dout, mask, keep):
    return dout / keep


@mistake(
    "dropout_backward",
    id="f",
    hint="It works when the mask holds bools. The specification allows numbers 0 and 1 as well: what does your line do "
    "with these?",
)
def uses_the_mask_as_an_index(dout, mask, keep):
    dA = np.zeros(dout.shape)
    if mask.dtype == bool:
        dA[mask] = dout[mask] / keep
    else:
        dA[mask.astype(int)] = dout[mask.astype(int)] / keep
    return dA


# gradient_check


@mistake(
    "gradient_check",
    id="a",
    hint="Try a parabola at 0, where the slope is 0: yours is not. You look to one side only.",
)
def looks_to_one_side(f, theta, grad, eps=1e-5):
    if np.shape(theta) != np.shape(grad):
        raise ValueError("shapes differ")
    point, measured = np.array(theta, dtype=float), np.zeros(np.shape(theta))
    for place in np.ndindex(point.shape):
        nudge = np.zeros(point.shape)
        nudge[place] = eps
        measured[place] = (f(point + nudge) - f(point)) / eps
    away = np.linalg.norm(np.ravel(measured - grad))
    return away / (np.linalg.norm(np.ravel(measured)) + np.linalg.norm(np.ravel(grad)) + 1e-12)


@mistake(
    "gradient_check",
    id="b",
    hint="Measure a straight line of slope 1: you find 2. How far apart are the two points that you compare?",
)
def forgets_that_there_are_two_steps(f, theta, grad, eps=1e-5):
    if np.shape(theta) != np.shape(grad):
        raise ValueError("shapes differ")
    point, measured = np.array(theta, dtype=float), np.zeros(np.shape(theta))
    for place in np.ndindex(point.shape):
        nudge = np.zeros(point.shape)
        nudge[place] = eps
        measured[place] = (f(point + nudge) - f(point - nudge)) / eps
    away = np.linalg.norm(np.ravel(measured - grad))
    return away / (np.linalg.norm(np.ravel(measured)) + np.linalg.norm(np.ravel(grad)) + 1e-12)


@mistake(
    "gradient_check",
    id="c",
    hint="Print the points at which you call f. When the second entry is nudged, is the first back where it was?",
)
def leaves_entries_nudged(f, theta, grad, eps=1e-5):
    if np.shape(theta) != np.shape(grad):
        raise ValueError("shapes differ")
    point, measured = np.array(theta, dtype=float), np.zeros(np.shape(theta))
    for place in np.ndindex(point.shape):
        point[place] += eps
        above = f(point)
        point[place] -= 2 * eps
        measured[place] = (above - f(point)) / (2 * eps)
    away = np.linalg.norm(np.ravel(measured - grad))
    return away / (np.linalg.norm(np.ravel(measured)) + np.linalg.norm(np.ravel(grad)) + 1e-12)


@mistake(
    "gradient_check",
    id="d",
    hint="Try a point of whole numbers, such as an array of ints. What becomes of a small nudge that is stored in it?",
)
def nudges_whole_numbers(f, theta, grad, eps=1e-5):
    if np.shape(theta) != np.shape(grad):
        raise ValueError("shapes differ")
    measured = np.zeros(np.shape(theta))
    for place in np.ndindex(np.shape(theta)):
        above, below = theta.copy(), theta.copy()
        above[place] = above[place] + eps
        below[place] = below[place] - eps
        measured[place] = (f(above) - f(below)) / (2 * eps)
    away = np.linalg.norm(np.ravel(measured - grad))
    return away / (np.linalg.norm(np.ravel(measured)) + np.linalg.norm(np.ravel(grad)) + 1e-12)


@mistake(
    "gradient_check",
    id="e",
    hint="Multiply function and gradient by a thousand: the answer should stay what it was. An error can only be called "
    "small compared with something.",
)
def averages_the_differences(f, theta, grad, eps=1e-5):
    if np.shape(theta) != np.shape(grad):
        raise ValueError("shapes differ")
    point, measured = np.array(theta, dtype=float), np.zeros(np.shape(theta))
    for place in np.ndindex(point.shape):
        nudge = np.zeros(point.shape)
        nudge[place] = eps
        measured[place] = (f(point + nudge) - f(point - nudge)) / (2 * eps)
    return np.mean(np.abs(measured - grad))


@mistake(
    "gradient_check",
    id="f",
    hint="Claim the opposite of the right gradient: the answer should be 1, the largest there is. What else belongs "
    "below the line?",
)
def divides_by_one_norm_only(f, theta, grad, eps=1e-5):
    if np.shape(theta) != np.shape(grad):
        raise ValueError("shapes differ")
    point, measured = np.array(theta, dtype=float), np.zeros(np.shape(theta))
    for place in np.ndindex(point.shape):
        nudge = np.zeros(point.shape)
        nudge[place] = eps
        measured[place] = (f(point + nudge) - f(point - nudge)) / (2 * eps)
    return np.linalg.norm(np.ravel(measured - grad)) / (np.linalg.norm(np.ravel(measured)) + 1e-12)


@mistake(
    "gradient_check",
    id="g",
    hint="You move all entries at once, which measures one slope only. A gradient has one slope per entry: how can you "
    "find them one at a time?",
)
def nudges_all_entries_at_once(f, theta, grad, eps=1e-5):
    if np.shape(theta) != np.shape(grad):
        raise ValueError("shapes differ")
    point = np.array(theta, dtype=float)
    measured = np.full(point.shape, (f(point + eps) - f(point - eps)) / (2 * eps))
    away = np.linalg.norm(np.ravel(measured - grad))
    return away / (np.linalg.norm(np.ravel(measured)) + np.linalg.norm(np.ravel(grad)) + 1e-12)


@mistake(
    "gradient_check",
    id="h",
    hint="Your answer is a square of lengths where lengths were asked: claim the opposite of the right gradient and you "
    "find another number than 1. What undoes the squares in a norm?",
)
def forgets_the_roots(f, theta, grad, eps=1e-5):
    if np.shape(theta) != np.shape(grad):
        raise ValueError("shapes differ")
    point, measured = np.array(theta, dtype=float), np.zeros(np.shape(theta))
    for place in np.ndindex(point.shape):
        nudge = np.zeros(point.shape)
        nudge[place] = eps
        measured[place] = (f(point + nudge) - f(point - nudge)) / (2 * eps)
    return np.sum((measured - grad) ** 2) / (np.sum(measured**2) + np.sum(grad**2) + 1e-12)


@mistake(
    "gradient_check",
    id="i",
    hint="You compare entry by entry and take the worst. Entries near 0 are then judged more harshly than the others; the "
    "specification compares the two vectors as wholes, by their lengths.",
)
def takes_the_worst_entry(f, theta, grad, eps=1e-5):
    if np.shape(theta) != np.shape(grad):
        raise ValueError("shapes differ")
    point, measured = np.array(theta, dtype=float), np.zeros(np.shape(theta))
    for place in np.ndindex(point.shape):
        nudge = np.zeros(point.shape)
        nudge[place] = eps
        measured[place] = (f(point + nudge) - f(point - nudge)) / (2 * eps)
    return np.max(np.abs(measured - grad) / (np.abs(measured) + np.abs(grad) + 1e-12))

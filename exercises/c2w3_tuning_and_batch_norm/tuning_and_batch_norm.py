"""Tuning, batch norm, softmax: your answers.

Replace each `raise NotImplementedError`; leave names and arguments as they are. The docstrings are the
specification, README.md tells the story. `grader check` runs the checks in test_public.py on this file.
"""

import math

import numpy as np
from coursedata import fingers


def log_uniform(low, high, n, rng):
    """Draw n numbers between low and high, uniformly on a logarithmic scale.

    Args:
        low: The lower bound, a positive float.
        high: The upper bound, a float, at least low.
        n: How many numbers to draw, an int, at least 1.
        rng: The ``numpy.random.Generator`` that every draw comes from.

    Returns:
        (n,) float64 array, in the order in which they were drawn.

    Raises:
        ValueError: low is not positive, or high is less than low.

    Rulings:
        - The logarithm of every number is uniform between log(low) and log(high), so
          equal factors are equally likely: between 1 and 100, half of the numbers lie
          below 10. Each is drawn independently of the others.
        - Where low = high, all numbers are low, to rounding. No number lies outside the
          bounds by more than rounding.
        - How rng is called is free. The same state of rng gives the same numbers;
          nothing is drawn from anywhere else.
    """
    raise NotImplementedError


def draw_config(space, rng):
    """Draw one configuration: a value for every hyperparameter of a search space.

    Args:
        space: Dict from a hyperparameter's name to a tuple that says how it is drawn:
            ``("log", low, high)``: a float, log-uniform between low and high,
            0 < low <= high. ``("one_minus_log", low, high)``: a float v such that 1 - v
            is log-uniform between 1 - high and 1 - low, where 0 <= low <= high < 1.
            ``("int", low, high)``: an int, all ints from low to high equally likely,
            both included. ``("choice", values)``: an entry of the list values, all
            equally likely.
        rng: The ``numpy.random.Generator`` that every draw comes from.

    Returns:
        Dict from every name in space to its value: float, int, or the entry of the
        list, of whatever type that is.

    Raises:
        ValueError: A kind is none of the four.

    Rulings:
        - Every hyperparameter is drawn independently of the others.
        - An int is an int, not a float that happens to be whole.
        - A choice is the entry itself: None stays None and a tuple stays a tuple,
          whatever else is in the list.
        - An empty space gives an empty dict. space is not changed. Bounds that break
          the rules above are not asked for.
        - How rng is called is free. The same state of rng gives the same configuration;
          nothing is drawn from anywhere else.
    """
    raise NotImplementedError


def random_search(evaluate, space, budget, rng):
    """Try configurations drawn at random and keep the one with the lowest loss.

    Args:
        evaluate: Function from a configuration (a dict) to its loss on the dev set, a
            float that may be inf or nan.
        space: A search space, as ``draw_config`` takes it.
        budget: How many configurations to try, an int, at least 1.
        rng: The ``numpy.random.Generator`` that every draw comes from.

    Returns:
        ``(config, loss, trials)``: the best configuration, its loss, and the list of
        pairs ``(config, loss)`` of all trials in the order in which they were made.

    Rulings:
        - ``evaluate`` is expensive: it is called exactly ``budget`` times, once per
          trial.
        - Every trial draws a new configuration from rng, as ``draw_config`` does; the
          same one may come twice.
        - The lowest loss wins; of equal ones the earliest trial.
        - A loss of nan (a training that broke down) counts as inf, and stands as inf in
          trials and in the answer.
        - An evaluate that changes the dict it is given is not asked for.
        - The same state of rng, with an evaluate that answers alike, gives the same
          answer. space is not changed.
    """
    raise NotImplementedError


def successive_halving(configs, evaluate, r0, eta):
    """Race configurations: keep the best, raise the budget, until one is left.

    In each round every configuration still in the race is evaluated with the budget of
    that round. Of n configurations the best ``n // eta`` go on, though never fewer than
    one; the next round's budget is eta times as large. The race ends as soon as one is
    left.

    Args:
        configs: List of configurations (dicts), at least one.
        evaluate: Function ``evaluate(config, budget)`` to the loss that the
            configuration reaches with that budget, a float that may be inf or nan.
        r0: The budget of the first round (epochs, say), a positive int.
        eta: An int, at least 2.

    Returns:
        ``(winner, log)``: the configuration that is left, and a list with one pair
        ``(budget, losses)`` per round, where losses is a dict from the place of every
        configuration in the race (its index in configs) to its loss.

    Rulings:
        - Each configuration in the race is evaluated once per round, in any order;
          those that have dropped out are never evaluated again.
        - The best are those with the lowest losses of this round alone; of equal ones
          those that come first in configs.
        - A loss of nan counts as inf, and stands as inf in the log.
        - One configuration alone need not run: it wins without being evaluated, and the
          log is then empty.
        - configs is not changed.
    """
    raise NotImplementedError


def batchnorm_forward(Z, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """Normalise every feature over the batch, then scale and shift it.

    With the mean and the variance of a feature, ``Zhat = (Z - mean) / sqrt(var + eps)``
    and ``out = gamma * Zhat + beta``.

    Args:
        Z: (m, n) float64 array, one example per row, m at least 1.
        gamma: (n,) float64 array, the learned scale of each feature.
        beta: (n,) float64 array, the learned shift of each feature.
        state: Dict with ``"mean"`` and ``"var"``, the (n,) float64 running statistics.
        training: True while the network learns, False when it is used.
        momentum: How much of the old running statistics is kept, a float from 0 to 1.
        eps: A positive float that keeps the root away from zero.

    Returns:
        ``(out, cache, state)``. out is (m, n) float64. cache is what
        ``batchnorm_backward`` needs: a dict with ``"Zhat"`` (m, n), ``"std"`` (n,),
        which is sqrt(var + eps), and ``"gamma"`` (n,); without training it is None.
        state is a dict like the one among the arguments.

    Rulings:
        - In training, mean and variance are those of this batch, over its rows; the
          variance is the biased one, which divides by m. Each of the two running
          statistics becomes ``momentum * old + (1 - momentum) * batch``.
        - Without training, mean and variance are the running ones, and state is
          returned as it came, itself or a copy: what an example becomes does not depend
          on its company.
        - eps is added to the variance, inside the root.
        - A batch of one example, or a feature that is the same in all of them, gives
          Zhat = 0 to rounding, never nan.
        - No argument is changed, state neither. No Python work per example.
    """
    raise NotImplementedError


def batchnorm_backward(dOut, cache):
    """Carry a gradient back through batch normalisation in training.

    Args:
        dOut: (m, n) float64 array, the derivative of the loss by out.
        cache: What ``batchnorm_forward`` has kept in training: a dict with ``"Zhat"``
            (m, n), ``"std"`` (n,) and ``"gamma"`` (n,).

    Returns:
        ``(dZ, dgamma, dbeta)``: the derivatives of the loss by Z, (m, n), by gamma,
        (n,), and by beta, (n,), all float64.

    Rulings:
        - The mean and the variance of the batch are made of Z: dZ counts all three ways
          in which an entry of Z moves the output.
        - The factor 1/m of the loss is in dOut already; dgamma and dbeta are plain sums
          over the examples.
        - Exact for every eps that the forward pass may have used.
        - No argument is changed. No Python work per example.
    """
    raise NotImplementedError


def softmax_ce(Z, y):
    """Turn scores into probabilities; calculate mean cross-entropy and its gradient.

    Row by row, ``P[i, k] = exp(Z[i, k]) / sum over j of exp(Z[i, j])``; the loss of
    example i is ``-log(P[i, y[i]])``.

    Args:
        Z: (m, K) float array of scores (logits), m and K at least 1.
        y: (m,) int array of class numbers, each from 0 to K - 1.

    Returns:
        ``(loss, dZ, P)``: the mean cross-entropy over the m examples, a float; its
        derivative by Z, (m, K) float64; the probabilities, (m, K) float64.

    Raises:
        ValueError: y has not exactly one entry for each row of Z, or more than one
            axis.

    Rulings:
        - Natural logarithm.
        - Right for scores up to 1e4 in size, and for differences between them as large:
          no clipping, no epsilon, never inf or nan. A mistake by 20000 costs 20000.
        - The loss is a mean over the examples, so dZ is the derivative of a mean.
        - No argument is changed. No Python work per example.
    """
    raise NotImplementedError


def finger_split(seed, m_train=900, m_dev=600):
    """Draw hands that show zero to five fingers, as rows that are easy to learn from.

    Pixels are put on the scale from 0 to 1, then centred on the mean picture of the
    training set and divided by 0.3.

    Args:
        seed: Any int that is not negative; the same seed gives the same pictures.
        m_train: How many pictures to train on.
        m_dev: How many pictures to be judged by.

    Returns:
        ``(X, y, X_dev, y_dev)``: rows (m, 144) float64; labels (m,) int, the number of
        fingers.
    """
    rng = np.random.default_rng(seed)
    imgs, y = fingers(m_train, rng)
    dev_imgs, y_dev = fingers(m_dev, rng)
    X, X_dev = (pictures.reshape(len(pictures), -1) / 255 for pictures in (imgs, dev_imgs))
    centre = X.mean(axis=0)
    return (X - centre) / 0.3, y, (X_dev - centre) / 0.3, y_dev


def fit_softmax(X, y, K, lr, steps):
    """Train softmax regression by gradient descent from zero weights and zero biases.

    The model answers ``P = softmax(X @ W + b)``, row by row.

    Args:
        X: (m, n) float array, one example per row.
        y: (m,) int array of class numbers, each from 0 to K - 1.
        K: How many classes there are, an int, at least 1.
        lr: The learning rate, a positive float.
        steps: How many updates to make, an int, at least 1.

    Returns:
        ``(W, b, losses)``: the weights (n, K) and the biases (K,) after the last
        update, float64; losses, a (steps,) float64 array, where losses[k] is the mean
        cross-entropy before update k, k = 0, 1, ...

    Rulings:
        - There are K classes even if some of them do not occur in y.
        - One update moves W and b together, both by gradients taken at the same point,
          over all m examples.
        - All steps are run; nothing stops early. No regularisation.
        - No Python work per example: a loop over steps is fine. No argument is changed.
    """
    raise NotImplementedError


def predict_classes(X, W, b):
    """Name the most probable class of every example under softmax regression.

    Args:
        X: (m, n) float array, one example per row.
        W: (n, K) float64 array of weights.
        b: (K,) float64 array of biases.

    Returns:
        (m,) int array of class numbers, each from 0 to K - 1.

    Rulings:
        - Of classes that are equally probable, the one with the smallest number.
        - No Python work per example. No argument is changed.
    """
    raise NotImplementedError

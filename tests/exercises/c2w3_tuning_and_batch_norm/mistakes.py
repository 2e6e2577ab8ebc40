"""Known wrong answers of the week, one bug each, with the hint a tutor would give."""

import math

import numpy as np
from grader.testing import mistake

# log_uniform


@mistake(
    "log_uniform",
    id="a",
    hint="Draw between 0.001 and 1 and count: nine tenths of your numbers lie above 0.1, and hardly any below 0.01. "
    "Which quantity should be uniform, the number itself or its logarithm?",
)
def uniform_in_the_number(low, high, n, rng):
    if not 0 < low <= high:
        raise ValueError("bounds")
    return rng.uniform(low, high, size=n)


@mistake(
    "log_uniform",
    id="b",
    hint="Your numbers lie far outside the bounds. You draw an exponent and then raise to it; between which exponents "
    "must it lie, so that the result lies between low and high?",
)
def takes_the_bounds_for_exponents(low, high, n, rng):
    if not 0 < low <= high:
        raise ValueError("bounds")
    return 10 ** rng.uniform(low, high, size=n)


@mistake(
    "log_uniform",
    id="c",
    hint="Call it with two different generators and compare. Evenly spaced numbers are a grid, not a draw: what in "
    "your code should come from rng?",
)
def lays_a_grid(low, high, n, rng):
    if not 0 < low <= high:
        raise ValueError("bounds")
    return np.logspace(np.log10(low), np.log10(high), n)


@mistake(
    "log_uniform",
    id="d",
    hint="Count how many different numbers you get. Every value between the bounds should be possible, not only those "
    "with a round exponent.",
)
def powers_of_ten_only(low, high, n, rng):
    if not 0 < low <= high:
        raise ValueError("bounds")
    drawn = 10.0 ** np.round(rng.uniform(np.log10(low), np.log10(high), size=n))
    return np.clip(drawn, low, high)


@mistake(
    "log_uniform",
    id="e",
    hint="The order is random, but the numbers are the same each time: a grid, shuffled. Each number should be "
    "drawn by itself, and know nothing of the others.",
)
def shuffles_a_grid(low, high, n, rng):
    if not 0 < low <= high:
        raise ValueError("bounds")
    return rng.permutation(np.geomspace(low, high, n))


@mistake(
    "log_uniform",
    id="f",
    hint="Your logarithm and your power have different bases, so they do not undo each other. Try low = high: what "
    "comes out?",
)
def mixes_two_bases(low, high, n, rng):
    if not 0 < low <= high:
        raise ValueError("bounds")
    return 10 ** rng.uniform(np.log(low), np.log(high), size=n)


@mistake(
    "log_uniform",
    id="g",
    hint="The draws are right. What should happen where there is nothing to take a logarithm of, or where the bounds "
    "are the wrong way round? Look at the part Raises.",
)
def accepts_any_bounds(low, high, n, rng):
    return np.exp(rng.uniform(np.log(low), np.log(high), size=n))


# draw_config


@mistake(
    "draw_config",
    id="a",
    hint='Look at the kind "one_minus_log" with bounds 0.9 and 0.999: how many of your values lie above 0.99? It should '
    "be every second one, because going from 0.99 to 0.999 changes as much as going from 0.9 to 0.99.",
)
def draws_momentum_uniformly(space, rng):
    config = {}
    for name, (kind, *how) in space.items():
        if kind == "log":
            config[name] = float(log_uniform(how[0], how[1], 1, rng)[0])
        elif kind == "one_minus_log":
            config[name] = float(rng.uniform(how[0], how[1]))
        elif kind == "int":
            config[name] = int(rng.integers(how[0], how[1] + 1))
        elif kind == "choice":
            config[name] = how[0][rng.integers(len(how[0]))]
        else:
            raise ValueError(kind)
    return config


@mistake(
    "draw_config",
    id="b",
    hint='For "one_minus_log" you take the logarithm of the value itself; between 0.9 and 0.999 that is hardly different '
    "from drawing uniformly. The name says of what the logarithm should be uniform.",
)
def takes_the_logarithm_of_momentum(space, rng):
    config = {}
    for name, (kind, *how) in space.items():
        if kind == "log":
            config[name] = float(log_uniform(how[0], how[1], 1, rng)[0])
        elif kind == "one_minus_log":
            config[name] = float(log_uniform(max(how[0], 1e-12), how[1], 1, rng)[0])
        elif kind == "int":
            config[name] = int(rng.integers(how[0], how[1] + 1))
        elif kind == "choice":
            config[name] = how[0][rng.integers(len(how[0]))]
        else:
            raise ValueError(kind)
    return config


@mistake(
    "draw_config",
    id="c",
    hint='Draw ("int", 1, 3) a few hundred times: which of the three numbers never comes? Look up what rng.integers does '
    "with its upper bound.",
)
def never_draws_the_highest_int(space, rng):
    config = {}
    for name, (kind, *how) in space.items():
        if kind == "log":
            config[name] = float(log_uniform(how[0], how[1], 1, rng)[0])
        elif kind == "one_minus_log":
            config[name] = 1 - float(log_uniform(1 - how[1], 1 - how[0], 1, rng)[0])
        elif kind == "int":
            config[name] = int(rng.integers(how[0], max(how[1], how[0] + 1)))
        elif kind == "choice":
            config[name] = how[0][rng.integers(len(how[0]))]
        else:
            raise ValueError(kind)
    return config


@mistake(
    "draw_config",
    id="d",
    hint="Draw a space with the same line under two names: both get the same place in their range. Where in your code "
    "is a number drawn, and how often does that line run?",
)
def draws_one_number_for_all(space, rng):
    u = rng.random()
    config = {}
    for name, (kind, *how) in space.items():
        if kind == "log":
            config[name] = how[0] * (how[1] / how[0]) ** u
        elif kind == "one_minus_log":
            config[name] = 1 - (1 - how[1]) * ((1 - how[0]) / (1 - how[1])) ** u
        elif kind == "int":
            config[name] = int(how[0] + u * (how[1] - how[0] + 1))
        elif kind == "choice":
            config[name] = how[0][int(u * len(how[0]))]
        else:
            raise ValueError(kind)
    return config


@mistake(
    "draw_config",
    id="e",
    hint='The kind "int" gives you 12.0 where 12 was asked, and range(12.0) is an error. Which type does your rounding '
    "function return?",
)
def leaves_ints_as_floats(space, rng):
    config = {}
    for name, (kind, *how) in space.items():
        if kind == "log":
            config[name] = float(log_uniform(how[0], how[1], 1, rng)[0])
        elif kind == "one_minus_log":
            config[name] = 1 - float(log_uniform(1 - how[1], 1 - how[0], 1, rng)[0])
        elif kind == "int":
            config[name] = np.floor(rng.uniform(how[0], how[1] + 1))
        elif kind == "choice":
            config[name] = how[0][rng.integers(len(how[0]))]
        else:
            raise ValueError(kind)
    return config


@mistake(
    "draw_config",
    id="f",
    hint='For the kind "choice" the list becomes an array on the way: numbers beside texts turn into texts, and '
    "tuples break it altogether. Draw the place of an entry, and take the entry from the list.",
)
def turns_the_list_into_an_array(space, rng):
    config = {}
    for name, (kind, *how) in space.items():
        if kind == "log":
            config[name] = float(log_uniform(how[0], how[1], 1, rng)[0])
        elif kind == "one_minus_log":
            config[name] = 1 - float(log_uniform(1 - how[1], 1 - how[0], 1, rng)[0])
        elif kind == "int":
            config[name] = int(rng.integers(how[0], how[1] + 1))
        elif kind == "choice":
            config[name] = rng.choice(how[0])
        else:
            raise ValueError(kind)
    return config


@mistake(
    "draw_config",
    id="g",
    hint="The bounds are both possible, but they come only half as often as the numbers between them. How wide is the "
    "piece of the line that is rounded to a bound, and how wide the piece that is rounded to any other number?",
)
def rounds_to_the_nearest_int(space, rng):
    config = {}
    for name, (kind, *how) in space.items():
        if kind == "log":
            config[name] = float(log_uniform(how[0], how[1], 1, rng)[0])
        elif kind == "one_minus_log":
            config[name] = 1 - float(log_uniform(1 - how[1], 1 - how[0], 1, rng)[0])
        elif kind == "int":
            config[name] = round(rng.uniform(how[0], how[1]))
        elif kind == "choice":
            config[name] = how[0][rng.integers(len(how[0]))]
        else:
            raise ValueError(kind)
    return config


@mistake(
    "draw_config",
    id="h",
    hint="What happens with a kind that you have never heard of? A misspelt line in a search space should be told at "
    "once, not ignored for a week of searching.",
)
def passes_over_unknown_kinds(space, rng):
    config = {}
    for name, (kind, *how) in space.items():
        if kind == "log":
            config[name] = float(log_uniform(how[0], how[1], 1, rng)[0])
        elif kind == "one_minus_log":
            config[name] = 1 - float(log_uniform(1 - how[1], 1 - how[0], 1, rng)[0])
        elif kind == "int":
            config[name] = int(rng.integers(how[0], how[1] + 1))
        elif kind == "choice":
            config[name] = how[0][rng.integers(len(how[0]))]
    return config


# random_search


@mistake("random_search", id="a", hint="You return the worst trial of all. Is a high loss something to look for?")
def looks_for_the_highest(evaluate, space, budget, rng):
    trials = []
    for _ in range(budget):
        config = draw_config(space, rng)
        loss = float(evaluate(config))
        trials.append((config, math.inf if math.isnan(loss) else loss))
    best, loss = max(trials, key=lambda trial: trial[1])
    return best, loss, trials


@mistake(
    "random_search",
    id="b",
    hint="Your answer is always the trial made last. Something has to remember the best one seen so far, and give way "
    "only to a better one.",
)
def keeps_the_last(evaluate, space, budget, rng):
    trials = []
    for _ in range(budget):
        config = draw_config(space, rng)
        loss = float(evaluate(config))
        trials.append((config, math.inf if math.isnan(loss) else loss))
    best, loss = trials[-1]
    return best, loss, trials


@mistake(
    "random_search",
    id="c",
    hint="Count the calls of evaluate: there is one more than the budget. Each may stand for a day of training; what do "
    "you know already without asking again?",
)
def evaluates_the_best_once_more(evaluate, space, budget, rng):
    trials = []
    for _ in range(budget):
        config = draw_config(space, rng)
        loss = float(evaluate(config))
        trials.append((config, math.inf if math.isnan(loss) else loss))
    best, loss = min(trials, key=lambda trial: trial[1])
    evaluate(best)
    return best, loss, trials


@mistake(
    "random_search",
    id="d",
    hint="All your trials show the same configuration, the one drawn last. How many dicts have you made, and how many "
    "times does the list hold the same one?",
)
def writes_every_trial_into_one_dict(evaluate, space, budget, rng):
    trials, config = [], {}
    for _ in range(budget):
        config.update(draw_config(space, rng))
        loss = float(evaluate(config))
        trials.append((config, math.inf if math.isnan(loss) else loss))
    best, loss = min(trials, key=lambda trial: trial[1])
    return best, loss, trials


@mistake(
    "random_search",
    id="e",
    hint="Let the first training break down and answer nan. Every comparison with nan is false, so nothing ever beats "
    "it: what should nan count as before you compare?",
)
def lets_nan_win(evaluate, space, budget, rng):
    trials = []
    for _ in range(budget):
        config = draw_config(space, rng)
        trials.append((config, float(evaluate(config))))
    best, loss = min(trials, key=lambda trial: trial[1])
    return best, loss, trials


@mistake(
    "random_search",
    id="f",
    hint="All trials evaluate the same configuration. What should happen anew in every turn of the loop?",
)
def draws_only_once(evaluate, space, budget, rng):
    trials = []
    config = draw_config(space, rng)
    for _ in range(budget):
        loss = float(evaluate(config))
        trials.append((dict(config), math.inf if math.isnan(loss) else loss))
    best, loss = min(trials, key=lambda trial: trial[1])
    return best, loss, trials


@mistake(
    "random_search",
    id="g",
    hint="Two trials with the same lowest loss: which of them does the specification prefer, and which one stays in your "
    "hand after a comparison that accepts equality?",
)
def prefers_the_latest_of_equals(evaluate, space, budget, rng):
    trials = []
    for _ in range(budget):
        config = draw_config(space, rng)
        loss = float(evaluate(config))
        trials.append((config, math.inf if math.isnan(loss) else loss))
    best, loss = min(reversed(trials), key=lambda trial: trial[1])
    return best, loss, trials


@mistake(
    "random_search",
    id="h",
    hint="Your trials are sorted from good to bad. That makes a nice table, but the list should tell what was tried when.",
)
def sorts_the_trials(evaluate, space, budget, rng):
    trials = []
    for _ in range(budget):
        config = draw_config(space, rng)
        loss = float(evaluate(config))
        trials.append((config, math.inf if math.isnan(loss) else loss))
    trials.sort(key=lambda trial: trial[1])
    return trials[0][0], trials[0][1], trials


# successive_halving


@mistake(
    "successive_halving",
    id="a",
    hint="The wrong half goes on: look at the losses of those that survive your first round. Is a large loss a good one?",
)
def keeps_the_worst(configs, evaluate, r0, eta):
    in_race = list(range(len(configs)))
    budget, log = r0, []
    while len(in_race) > 1:
        losses = {place: float(evaluate(configs[place], budget)) for place in in_race}
        losses = {place: math.inf if math.isnan(loss) else loss for place, loss in losses.items()}
        log.append((budget, losses))
        in_race = sorted(in_race, key=lambda place: (-losses[place], place))[: max(1, len(in_race) // eta)]
        budget *= eta
    return configs[in_race[0]], log


@mistake(
    "successive_halving",
    id="b",
    hint="The field gets smaller, but nobody gets more time. What happens to the budget between two rounds?",
)
def never_raises_the_budget(configs, evaluate, r0, eta):
    in_race = list(range(len(configs)))
    budget, log = r0, []
    while len(in_race) > 1:
        losses = {place: float(evaluate(configs[place], budget)) for place in in_race}
        losses = {place: math.inf if math.isnan(loss) else loss for place, loss in losses.items()}
        log.append((budget, losses))
        in_race = sorted(in_race, key=lambda place: (losses[place], place))[: max(1, len(in_race) // eta)]
    return configs[in_race[0]], log


@mistake(
    "successive_halving",
    id="c",
    hint="Race ten with eta = 3 and count who is left after each round. A share that is not whole can be rounded in two "
    "ways: which one does the specification ask for?",
)
def rounds_the_field_up(configs, evaluate, r0, eta):
    in_race = list(range(len(configs)))
    budget, log = r0, []
    while len(in_race) > 1:
        losses = {place: float(evaluate(configs[place], budget)) for place in in_race}
        losses = {place: math.inf if math.isnan(loss) else loss for place, loss in losses.items()}
        log.append((budget, losses))
        in_race = sorted(in_race, key=lambda place: (losses[place], place))[: math.ceil(len(in_race) / eta)]
        budget *= eta
    return configs[in_race[0]], log


@mistake(
    "successive_halving",
    id="d",
    hint="Count the calls of evaluate in the second round. Those who have dropped out still cost you a full training "
    "each, and saving that was the point.",
)
def evaluates_all_in_every_round(configs, evaluate, r0, eta):
    in_race = list(range(len(configs)))
    budget, log = r0, []
    while len(in_race) > 1:
        losses = {place: float(evaluate(config, budget)) for place, config in enumerate(configs)}
        losses = {place: math.inf if math.isnan(losses[place]) else losses[place] for place in in_race}
        log.append((budget, losses))
        in_race = sorted(in_race, key=lambda place: (losses[place], place))[: max(1, len(in_race) // eta)]
        budget *= eta
    return configs[in_race[0]], log


@mistake(
    "successive_halving",
    id="e",
    hint="Try two configurations with eta = 3. How many does your rule send on, and who is the winner of an empty field?",
)
def lets_everybody_drop_out(configs, evaluate, r0, eta):
    in_race = list(range(len(configs)))
    budget, log = r0, []
    while len(in_race) > 1:
        losses = {place: float(evaluate(configs[place], budget)) for place in in_race}
        losses = {place: math.inf if math.isnan(loss) else loss for place, loss in losses.items()}
        log.append((budget, losses))
        in_race = sorted(in_race, key=lambda place: (losses[place], place))[: len(in_race) // eta]
        budget *= eta
    return configs[in_race[0]], log


@mistake(
    "successive_halving",
    id="f",
    hint="Let one training answer nan. Sorting compares, and every comparison with nan is false, so the order comes out "
    "in pieces: what should nan count as?",
)
def sorts_nan(configs, evaluate, r0, eta):
    in_race = list(range(len(configs)))
    budget, log = r0, []
    while len(in_race) > 1:
        losses = {place: float(evaluate(configs[place], budget)) for place in in_race}
        log.append((budget, losses))
        in_race = sorted(in_race, key=lambda place: (losses[place], place))[: max(1, len(in_race) // eta)]
        budget *= eta
    return configs[in_race[0]], log


@mistake(
    "successive_halving",
    id="g",
    hint="Your last configuration runs once more, with the largest budget of all. When nobody is left to compare it "
    "with, what can that evaluation decide?",
)
def lets_the_winner_run_alone(configs, evaluate, r0, eta):
    in_race = list(range(len(configs)))
    budget, log = r0, []
    while True:
        losses = {place: float(evaluate(configs[place], budget)) for place in in_race}
        losses = {place: math.inf if math.isnan(loss) else loss for place, loss in losses.items()}
        log.append((budget, losses))
        if len(in_race) == 1:
            return configs[in_race[0]], log
        in_race = sorted(in_race, key=lambda place: (losses[place], place))[: max(1, len(in_race) // eta)]
        budget *= eta


@mistake(
    "successive_halving",
    id="h",
    hint="A configuration goes on by the lowest loss it has ever had. Losses at different budgets do not compare: what "
    "it reached earlier is history.",
)
def remembers_the_best_loss_ever(configs, evaluate, r0, eta):
    in_race = list(range(len(configs)))
    budget, log, lowest = r0, [], {}
    while len(in_race) > 1:
        losses = {place: float(evaluate(configs[place], budget)) for place in in_race}
        losses = {place: math.inf if math.isnan(loss) else loss for place, loss in losses.items()}
        log.append((budget, losses))
        for place, loss in losses.items():
            lowest[place] = min(loss, lowest.get(place, math.inf))
        in_race = sorted(in_race, key=lambda place: (lowest[place], place))[: max(1, len(in_race) // eta)]
        budget *= eta
    return configs[in_race[0]], log


# batchnorm_forward


@mistake(
    "batchnorm_forward",
    id="a",
    hint="Give a feature that does not vary, and a large eps. You add eps to the root; the formula adds it to what "
    "stands under the root.",
)
def adds_eps_to_the_root(Z, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    mean, var = (Z.mean(axis=0), Z.var(axis=0)) if training else (state["mean"], state["var"])
    if training:
        batch = {"mean": mean, "var": var}
        state = {name: momentum * state[name] + (1 - momentum) * batch[name] for name in batch}
    std = np.sqrt(var) + eps
    Zhat = (Z - mean) / std
    return gamma * Zhat + beta, {"Zhat": Zhat, "std": std, "gamma": gamma} if training else None, state


@mistake(
    "batchnorm_forward",
    id="b",
    hint="With a batch of four your variance is a third too large. There are two customs for the divisor of a variance; "
    "which one does the ruling name?",
)
def divides_by_one_less(Z, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    ddof = 1 if len(Z) > 1 else 0
    mean, var = (Z.mean(axis=0), Z.var(axis=0, ddof=ddof)) if training else (state["mean"], state["var"])
    if training:
        batch = {"mean": mean, "var": var}
        state = {name: momentum * state[name] + (1 - momentum) * batch[name] for name in batch}
    std = np.sqrt(var + eps)
    Zhat = (Z - mean) / std
    return gamma * Zhat + beta, {"Zhat": Zhat, "std": std, "gamma": gamma} if training else None, state


@mistake(
    "batchnorm_forward",
    id="c",
    hint="Ask about one example alone, without training: your answer is beta, whatever the example is. Whose mean and "
    "variance should count when the network is in use?",
)
def always_uses_the_batch(Z, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    mean, var = Z.mean(axis=0), Z.var(axis=0)
    if training:
        batch = {"mean": mean, "var": var}
        state = {name: momentum * state[name] + (1 - momentum) * batch[name] for name in batch}
    std = np.sqrt(var + eps)
    Zhat = (Z - mean) / std
    return gamma * Zhat + beta, {"Zhat": Zhat, "std": std, "gamma": gamma} if training else None, state


@mistake(
    "batchnorm_forward",
    id="d",
    hint="With momentum 0.9 the running mean should move a tenth of the way. Yours jumps nine tenths: which of the two, "
    "old or new, does momentum weigh?",
)
def swaps_old_and_new(Z, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    mean, var = (Z.mean(axis=0), Z.var(axis=0)) if training else (state["mean"], state["var"])
    if training:
        batch = {"mean": mean, "var": var}
        state = {name: (1 - momentum) * state[name] + momentum * batch[name] for name in batch}
    std = np.sqrt(var + eps)
    Zhat = (Z - mean) / std
    return gamma * Zhat + beta, {"Zhat": Zhat, "std": std, "gamma": gamma} if training else None, state


@mistake(
    "batchnorm_forward",
    id="e",
    hint="You normalise each example over its features. That is another method (layer normalisation). Here every "
    "feature is compared with itself, in the other examples: which axis is that?",
)
def normalises_each_example(Z, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    if not training:
        std = np.sqrt(state["var"] + eps)
        return gamma * (Z - state["mean"]) / std + beta, None, state
    mean, var = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    batch = {"mean": Z.mean(axis=0), "var": Z.var(axis=0)}
    state = {name: momentum * state[name] + (1 - momentum) * batch[name] for name in batch}
    std = np.sqrt(var + eps)
    Zhat = (Z - mean) / std
    return gamma * Zhat + beta, {"Zhat": Zhat, "std": std[:, 0], "gamma": gamma}, state


@mistake(
    "batchnorm_forward",
    id="f",
    hint="Every feature leaves with mean 0 and deviation 1, whatever gamma and beta are. What are these two for?",
)
def stops_after_normalising(Z, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    mean, var = (Z.mean(axis=0), Z.var(axis=0)) if training else (state["mean"], state["var"])
    if training:
        batch = {"mean": mean, "var": var}
        state = {name: momentum * state[name] + (1 - momentum) * batch[name] for name in batch}
    std = np.sqrt(var + eps)
    Zhat = (Z - mean) / std
    return Zhat, {"Zhat": Zhat, "std": std, "gamma": gamma} if training else None, state


@mistake(
    "batchnorm_forward",
    id="g",
    hint="Your running statistics move during training, and the batch is normalised with these instead of its own mean "
    "and variance. The running ones are only noted down for later.",
)
def trains_on_running_statistics(Z, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    if training:
        batch = {"mean": Z.mean(axis=0), "var": Z.var(axis=0)}
        state = {name: momentum * state[name] + (1 - momentum) * batch[name] for name in batch}
    std = np.sqrt(state["var"] + eps)
    Zhat = (Z - state["mean"]) / std
    return gamma * Zhat + beta, {"Zhat": Zhat, "std": std, "gamma": gamma} if training else None, state


@mistake(
    "batchnorm_forward",
    id="h",
    hint="Compare the running statistics before and after a call without training. Examples that the network is asked "
    "about should leave no trace in it.",
)
def goes_on_learning_in_use(Z, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    mean, var = (Z.mean(axis=0), Z.var(axis=0)) if training else (state["mean"], state["var"])
    batch = {"mean": Z.mean(axis=0), "var": Z.var(axis=0)}
    state = {name: momentum * state[name] + (1 - momentum) * batch[name] for name in batch}
    std = np.sqrt(var + eps)
    Zhat = (Z - mean) / std
    return gamma * Zhat + beta, {"Zhat": Zhat, "std": std, "gamma": gamma} if training else None, state


@mistake(
    "batchnorm_forward",
    id="i",
    hint="The running statistics that were handed in are changed: you write into the dict, and it belongs to the caller. "
    "Make a new one.",
)
def writes_into_the_state(Z, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    mean, var = (Z.mean(axis=0), Z.var(axis=0)) if training else (state["mean"], state["var"])
    if training:
        state["mean"] = momentum * state["mean"] + (1 - momentum) * mean
        state["var"] = momentum * state["var"] + (1 - momentum) * var
    std = np.sqrt(var + eps)
    Zhat = (Z - mean) / std
    return gamma * Zhat + beta, {"Zhat": Zhat, "std": std, "gamma": gamma} if training else None, state


# batchnorm_backward


@mistake(
    "batchnorm_backward",
    id="a",
    hint="You treat mean and variance as fixed numbers. Move one entry of Z: the mean of its column moves as well, and so "
    "does the variance, and with them all other rows.",
)
def holds_the_statistics_fixed(dOut, cache):
    return dOut * cache["gamma"] / cache["std"], np.sum(dOut * cache["Zhat"], axis=0), np.sum(dOut, axis=0)


@mistake(
    "batchnorm_backward",
    id="b",
    hint="gamma is one number that all examples share, so it hears from all of them. The loss has been averaged already: "
    "where did its 1/m enter?",
)
def averages_once_more(dOut, cache):
    Zhat = cache["Zhat"]
    dgamma, dbeta = np.sum(dOut * Zhat, axis=0), np.sum(dOut, axis=0)
    dZ = cache["gamma"] / cache["std"] * (dOut - (dbeta + Zhat * dgamma) / len(dOut))
    return dZ, np.mean(dOut * Zhat, axis=0), dbeta


@mistake(
    "batchnorm_backward",
    id="c",
    hint="dgamma has the wrong scale: it grows with the deviation of the feature. By what did gamma multiply in the "
    "forward pass, before or after normalising?",
)
def multiplies_by_the_feature_itself(dOut, cache):
    Zhat = cache["Zhat"]
    dgamma, dbeta = np.sum(dOut * Zhat, axis=0), np.sum(dOut, axis=0)
    dZ = cache["gamma"] / cache["std"] * (dOut - (dbeta + Zhat * dgamma) / len(dOut))
    return dZ, np.sum(dOut * Zhat * cache["std"], axis=0), dbeta


@mistake(
    "batchnorm_backward",
    id="d",
    hint="dgamma and dbeta have changed places. Which of the two was added, and what is the slope of a sum?",
)
def swaps_scale_and_shift(dOut, cache):
    Zhat = cache["Zhat"]
    dgamma, dbeta = np.sum(dOut * Zhat, axis=0), np.sum(dOut, axis=0)
    dZ = cache["gamma"] / cache["std"] * (dOut - (dbeta + Zhat * dgamma) / len(dOut))
    return dZ, dbeta, dgamma


@mistake(
    "batchnorm_backward",
    id="e",
    hint="Add up each column of your dZ: it should be 0. An entry of Z moves the mean by only one m-th of its own move; "
    "where does that fraction appear in your formula?",
)
def lets_one_entry_move_the_whole_mean(dOut, cache):
    Zhat = cache["Zhat"]
    dgamma, dbeta = np.sum(dOut * Zhat, axis=0), np.sum(dOut, axis=0)
    return cache["gamma"] / cache["std"] * (dOut - dbeta - Zhat * dgamma), dgamma, dbeta


@mistake(
    "batchnorm_backward",
    id="f",
    hint="The columns of dZ add up to 0, so the mean is right. Stretch a column of Z away from its mean: the output should "
    "not change, but your dZ says it does. What else moves with Z?",
)
def forgets_the_variance(dOut, cache):
    dgamma, dbeta = np.sum(dOut * cache["Zhat"], axis=0), np.sum(dOut, axis=0)
    return cache["gamma"] / cache["std"] * (dOut - dbeta / len(dOut)), dgamma, dbeta


@mistake(
    "batchnorm_backward",
    id="g",
    hint="dZ has the right direction in every column, but the wrong size. Follow the last step of the forward pass "
    "backwards first: what did it multiply by?",
)
def leaves_gamma_out(dOut, cache):
    Zhat = cache["Zhat"]
    dgamma, dbeta = np.sum(dOut * Zhat, axis=0), np.sum(dOut, axis=0)
    return (dOut - (dbeta + Zhat * dgamma) / len(dOut)) / cache["std"], dgamma, dbeta


@mistake(
    "batchnorm_backward",
    id="h",
    hint="The effect through the variance is there, but the one through the mean is missing: shift a whole column of Z "
    "and ask what your dZ says about that.",
)
def forgets_the_mean(dOut, cache):
    Zhat = cache["Zhat"]
    dgamma, dbeta = np.sum(dOut * Zhat, axis=0), np.sum(dOut, axis=0)
    return cache["gamma"] / cache["std"] * (dOut - Zhat * dgamma / len(dOut)), dgamma, dbeta


# softmax_ce


@mistake(
    "softmax_ce",
    id="a",
    hint="Add up a row of P, and then a column. Which of them should be 1? Examples do not compete with each other, "
    "classes do.",
)
def lets_examples_compete(Z, y):
    if np.shape(y) != np.shape(Z)[:1]:
        raise ValueError("shapes")
    shifted = Z - np.max(Z, axis=0, keepdims=True)
    log_P = shifted - np.log(np.sum(np.exp(shifted), axis=0, keepdims=True))
    P, rows = np.exp(log_P), np.arange(len(y))
    dZ = P.copy()
    dZ[rows, y] -= 1
    return -np.mean(log_P[rows, y]), dZ / len(y), P


@mistake(
    "softmax_ce",
    id="b",
    hint="exp(1000) is more than a float can hold. Only differences between the scores of a row count, so you may "
    "subtract a number from all of them: which one makes every exponent harmless?",
)
def overflows_on_large_scores(Z, y):
    if np.shape(y) != np.shape(Z)[:1]:
        raise ValueError("shapes")
    grown, rows = np.exp(Z), np.arange(len(y))
    P = grown / np.sum(grown, axis=1, keepdims=True)
    dZ = P.copy()
    dZ[rows, y] -= 1
    return -np.mean(np.log(P[rows, y])), dZ / len(y), P


@mistake(
    "softmax_ce",
    id="c",
    hint="Repeat all examples once: the loss stays, and the pull on each of them should halve. Of what is dZ the "
    "derivative, of a sum or of a mean?",
)
def gradient_of_a_sum(Z, y):
    if np.shape(y) != np.shape(Z)[:1]:
        raise ValueError("shapes")
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    log_P = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    P, rows = np.exp(log_P), np.arange(len(y))
    dZ = P.copy()
    dZ[rows, y] -= 1
    return -np.mean(log_P[rows, y]), dZ, P


@mistake(
    "softmax_ce",
    id="d",
    hint="No loss of yours can exceed about 20, because of the small number that you add before the logarithm. Put the "
    "logarithm and the exponential together on paper: then nothing needs to be added.",
)
def adds_a_small_number(Z, y):
    if np.shape(y) != np.shape(Z)[:1]:
        raise ValueError("shapes")
    grown, rows = np.exp(Z - np.max(Z, axis=1, keepdims=True)), np.arange(len(y))
    P = grown / np.sum(grown, axis=1, keepdims=True)
    dZ = P.copy()
    dZ[rows, y] -= 1
    return -np.mean(np.log(P[rows, y] + 1e-9)), dZ / len(y), P


@mistake(
    "softmax_ce",
    id="e",
    hint="P[:, y] picks the columns y from every row: print its shape. You want one entry of each row, so the rows must be "
    "numbered as well.",
)
def picks_a_block(Z, y):
    if np.shape(y) != np.shape(Z)[:1]:
        raise ValueError("shapes")
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    log_P = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    P = np.exp(log_P)
    dZ = P.copy()
    dZ[np.arange(len(y)), y] -= 1
    return -np.mean(log_P[:, y]), dZ / len(y), P


@mistake(
    "softmax_ce",
    id="f",
    hint="The exponentials are safe now, yet the loss is inf where the right class is far behind: P has rounded to 0 "
    "there. Take the logarithm on paper, before anything is rounded.",
)
def takes_the_log_of_a_rounded_probability(Z, y):
    if np.shape(y) != np.shape(Z)[:1]:
        raise ValueError("shapes")
    grown, rows = np.exp(Z - np.max(Z, axis=1, keepdims=True)), np.arange(len(y))
    P = grown / np.sum(grown, axis=1, keepdims=True)
    dZ = P.copy()
    dZ[rows, y] -= 1
    return -np.mean(np.log(P[rows, y])), dZ / len(y), P


@mistake(
    "softmax_ce",
    id="g",
    hint="One large score in the batch spoils another example: you subtract the largest score of all, and a row far below "
    "it underflows to zeros. Every row has a maximum of its own.",
)
def subtracts_one_maximum_from_all(Z, y):
    if np.shape(y) != np.shape(Z)[:1]:
        raise ValueError("shapes")
    shifted = Z - np.max(Z)
    log_P = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    P, rows = np.exp(log_P), np.arange(len(y))
    dZ = P.copy()
    dZ[rows, y] -= 1
    return -np.mean(log_P[rows, y]), dZ / len(y), P


@mistake(
    "softmax_ce",
    id="h",
    hint="The third number you return is not P any more: look at the entries of the right classes. Which array did you "
    "subtract 1 from?",
)
def subtracts_from_the_probabilities(Z, y):
    if np.shape(y) != np.shape(Z)[:1]:
        raise ValueError("shapes")
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    log_P = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    P, rows = np.exp(log_P), np.arange(len(y))
    dZ = P
    dZ[rows, y] -= 1
    return -np.mean(log_P[rows, y]), dZ / len(y), P


@mistake(
    "softmax_ce",
    id="i",
    hint="Give two rows and three labels, or labels in a column. NumPy stretches or stumbles; the specification wants the "
    "mistake to be told as a ValueError.",
)
def does_not_look_at_the_shapes(Z, y):
    y = np.ravel(y)[: len(Z)]
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    log_P = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    P, rows = np.exp(log_P), np.arange(len(y))
    dZ = P.copy()
    dZ[rows, y] -= 1
    return -np.mean(log_P[rows, y]), dZ / len(Z), P


# fit_softmax, predict_classes


@mistake(
    "fit_softmax",
    id="a",
    hint="Train with labels 0 and 1 only, and K = 4. How many columns has your W? The highest label tells how many classes "
    "came up, not how many there are.",
)
def counts_the_classes_that_occur(X, y, K, lr, steps):
    K = int(np.max(y)) + 1
    W, b, losses = np.zeros((X.shape[1], K)), np.zeros(K), np.zeros(steps)
    for k in range(steps):
        losses[k], dZ, _ = softmax_ce(X @ W + b, y)
        W = W - lr * (X.T @ dZ)
        b = b - lr * np.sum(dZ, axis=0)
    return W, b, losses


@mistake(
    "predict_classes",
    id="b",
    hint="You get one answer per class instead of one per example: for each class the example that fits it best. Along "
    "which axis of the scores do the classes lie?",
)
def names_the_best_example_of_each_class(X, W, b):
    return np.argmax(X @ W + b, axis=0)


@mistake(
    "fit_softmax",
    id="c",
    hint="Your biases are zeros at the end, too. The bias of a class is the weight of a feature that is always 1: what is "
    "its derivative?",
)
def never_moves_the_biases(X, y, K, lr, steps):
    W, b, losses = np.zeros((X.shape[1], K)), np.zeros(K), np.zeros(steps)
    for k in range(steps):
        losses[k], dZ, _ = softmax_ce(X @ W + b, y)
        W = W - lr * (X.T @ dZ)
    return W, b, losses


@mistake(
    "fit_softmax",
    id="d",
    hint="Each class learns the pictures of its neighbour. The classes are numbered from 0: which column belongs to "
    "label 0?",
)
def counts_classes_from_one(X, y, K, lr, steps):
    W, b, losses = np.zeros((X.shape[1], K)), np.zeros(K), np.zeros(steps)
    for k in range(steps):
        losses[k], dZ, _ = softmax_ce(X @ W + b, y - 1)
        W = W - lr * (X.T @ dZ)
        b = b - lr * np.sum(dZ, axis=0)
    return W, b, losses


@mistake(
    "fit_softmax",
    id="e",
    hint="Your losses rise from one step to the next. The gradient points where the loss grows fastest; where do you want "
    "to go?",
)
def climbs(X, y, K, lr, steps):
    W, b, losses = np.zeros((X.shape[1], K)), np.zeros(K), np.zeros(steps)
    for k in range(steps):
        losses[k], dZ, _ = softmax_ce(X @ W + b, y)
        W = W + lr * (X.T @ dZ)
        b = b + lr * np.sum(dZ, axis=0)
    return W, b, losses


@mistake(
    "fit_softmax",
    id="f",
    hint="The parameters are right, but losses[0] should be log K, the loss of a model that knows nothing. Do you write "
    "the loss down before or after you move?",
)
def writes_the_loss_down_after_the_update(X, y, K, lr, steps):
    W, b, losses = np.zeros((X.shape[1], K)), np.zeros(K), np.zeros(steps)
    for k in range(steps):
        _, dZ, _ = softmax_ce(X @ W + b, y)
        W = W - lr * (X.T @ dZ)
        b = b - lr * np.sum(dZ, axis=0)
        losses[k] = softmax_ce(X @ W + b, y)[0]
    return W, b, losses


@mistake(
    "fit_softmax",
    id="g",
    hint="Your steps are too small, by a factor that is the number of examples. The mean has entered once, in dZ: what do "
    "you still divide by?",
)
def divides_by_m_twice(X, y, K, lr, steps):
    W, b, losses = np.zeros((X.shape[1], K)), np.zeros(K), np.zeros(steps)
    for k in range(steps):
        losses[k], dZ, _ = softmax_ce(X @ W + b, y)
        W = W - lr * (X.T @ dZ) / len(y)
        b = b - lr * np.mean(dZ, axis=0)
    return W, b, losses


@mistake(
    "predict_classes",
    id="h",
    hint="Try weights that are all zero and biases that are not. Some classes are more common than others before anything "
    "is seen: which part of the model knows that?",
)
def predicts_without_biases(X, W, b):
    return np.argmax(X @ W, axis=1)

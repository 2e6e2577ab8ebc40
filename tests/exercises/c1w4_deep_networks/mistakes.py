"""Known wrong answers of the week, one bug each, with the hint a tutor would give."""

import numpy as np
from grader.testing import mistake

# audit_dims


@mistake(
    "audit_dims",
    id="a",
    hint="You expect weights with one row per unit. Examples are rows here and are multiplied from the left, "
    "X @ W. What does that say about the first axis of W?",
)
def expects_weights_of_column_layout(dims, params, X):
    checked = [(0, "X", (len(X), dims[0]), X.shape)]
    for number, layer in enumerate(params, start=1):
        checked.append((number, "W", (dims[number], dims[number - 1]), layer["W"].shape))
        checked.append((number, "b", (dims[number],), layer["b"].shape))
    return [finding for finding in checked if finding[2] != finding[3]]


@mistake(
    "audit_dims",
    id="b",
    hint="You expect a bias with two axes. In this course a bias has one number per unit and one axis; "
    "broadcasting gives it to every row.",
)
def expects_a_bias_column(dims, params, X):
    checked = [(0, "X", (len(X), dims[0]), X.shape)]
    for number, layer in enumerate(params, start=1):
        checked.append((number, "W", (dims[number - 1], dims[number]), layer["W"].shape))
        checked.append((number, "b", (dims[number], 1), layer["b"].shape))
    return [finding for finding in checked if finding[2] != finding[3]]


@mistake(
    "audit_dims",
    id="c",
    hint="The list of layers starts at place 0, but layers are counted otherwise. Which layer is number 0 in the "
    "specification, and which is the first with weights?",
)
def counts_layers_from_zero(dims, params, X):
    checked = [(0, "X", (len(X), dims[0]), X.shape)]
    for number, layer in enumerate(params):
        checked.append((number, "W", (dims[number], dims[number + 1]), layer["W"].shape))
        checked.append((number, "b", (dims[number + 1],), layer["b"].shape))
    return [finding for finding in checked if finding[2] != finding[3]]


@mistake(
    "audit_dims",
    id="d",
    hint="Your audit ends at the first fault. Whoever has to mend the network wants to hear of all of them at once.",
)
def stops_at_the_first_fault(dims, params, X):
    checked = [(0, "X", (len(X), dims[0]), X.shape)]
    for number, layer in enumerate(params, start=1):
        checked.append((number, "W", (dims[number - 1], dims[number]), layer["W"].shape))
        checked.append((number, "b", (dims[number],), layer["b"].shape))
    return [finding for finding in checked if finding[2] != finding[3]][:1]


@mistake(
    "audit_dims",
    id="e",
    hint="All layers may be right and the network still unfit for the data. What does the first layer need of X?",
)
def leaves_the_examples_out(dims, params, X):
    checked = []
    for number, layer in enumerate(params, start=1):
        checked.append((number, "W", (dims[number - 1], dims[number]), layer["W"].shape))
        checked.append((number, "b", (dims[number],), layer["b"].shape))
    return [finding for finding in checked if finding[2] != finding[3]]


@mistake(
    "audit_dims",
    id="f",
    hint="After a wrong layer you find fault with the next one, too. Where do you take from what a layer should "
    "receive: from the plan, or from what its neighbour happens to be?",
)
def expects_what_the_layer_before_gives(dims, params, X):
    checked, n_in = [(0, "X", (len(X), dims[0]), X.shape)], X.shape[1]
    for number, layer in enumerate(params, start=1):
        checked.append((number, "W", (n_in, dims[number]), layer["W"].shape))
        checked.append((number, "b", (dims[number],), layer["b"].shape))
        n_in = layer["W"].shape[-1]
    return [finding for finding in checked if finding[2] != finding[3]]


@mistake(
    "audit_dims",
    id="g",
    hint="A (3, 4) array and a (4, 3) array hold equally many numbers and are not the same thing. What do you compare?",
)
def counts_numbers_only(dims, params, X):
    checked = [(0, "X", (len(X), dims[0]), X.shape)]
    for number, layer in enumerate(params, start=1):
        checked.append((number, "W", (dims[number - 1], dims[number]), layer["W"].shape))
        checked.append((number, "b", (dims[number],), layer["b"].shape))
    return [finding for finding in checked if np.prod(finding[2]) != np.prod(finding[3])]


@mistake(
    "audit_dims",
    id="h",
    hint="The places are right. Read the two shapes of a finding aloud: which is which, by the order in the "
    "specification?",
)
def exchanges_expected_and_got(dims, params, X):
    checked = [(0, "X", X.shape, (len(X), dims[0]))]
    for number, layer in enumerate(params, start=1):
        checked.append((number, "W", layer["W"].shape, (dims[number - 1], dims[number])))
        checked.append((number, "b", layer["b"].shape, (dims[number],)))
    return [finding for finding in checked if finding[2] != finding[3]]


# init_deep


@mistake(
    "init_deep",
    id="a",
    hint="A score adds up one product per input. How many inputs does a unit of this layer have? You scale by the "
    "number of its neighbours instead.",
)
def scales_by_the_number_of_units(dims, rng):
    pairs = zip(dims[:-1], dims[1:])
    return [{"W": rng.normal(0.0, 1 / np.sqrt(o), (i, o)), "b": np.zeros(o)} for i, o in pairs]


@mistake(
    "init_deep",
    id="b",
    hint="Compare two layers of equal shape number by number. What happens to a generator that is made anew, with "
    "the same seed, inside the loop?",
)
def starts_the_generator_again_for_every_layer(dims, rng):
    seed, params = rng.integers(2**32), []
    for n_in, n_out in zip(dims[:-1], dims[1:]):
        again = np.random.default_rng(seed)
        params.append({"W": again.normal(0.0, 1 / np.sqrt(n_in), (n_in, n_out)), "b": np.zeros(n_out)})
    return params


@mistake(
    "init_deep",
    id="c",
    hint="You use one small number for all layers. Follow a signal through ten layers of a hundred units each: by "
    "what factor does it shrink in every one? The scale has to depend on the layer.",
)
def scales_all_layers_by_a_hundredth(dims, rng):
    pairs = zip(dims[:-1], dims[1:])
    return [{"W": 0.01 * rng.normal(size=(i, o)), "b": np.zeros(o)} for i, o in pairs]


@mistake(
    "init_deep",
    id="d",
    hint="Weights are too small wherever a layer has many inputs. The sum of n independent numbers has n times "
    "the variance of one. Is the number you hand to the generator a variance or a standard deviation?",
)
def takes_the_variance_for_the_standard_deviation(dims, rng):
    pairs = zip(dims[:-1], dims[1:])
    return [{"W": rng.normal(0.0, 1 / i, (i, o)), "b": np.zeros(o)} for i, o in pairs]


@mistake(
    "init_deep",
    id="e",
    hint="Count the layers. The input has a size, but no weights of its own: how many steps are there between "
    "len(dims) sizes?",
)
def makes_one_layer_too_many(dims, rng):
    pairs = [(dims[0], dims[0]), *zip(dims[:-1], dims[1:])]
    return [{"W": rng.normal(0.0, 1 / np.sqrt(i), (i, o)), "b": np.zeros(o)} for i, o in pairs]


@mistake("init_deep", id="f", hint="A bias has one number per unit. How many axes does it need for that?")
def makes_biases_with_two_axes(dims, rng):
    pairs = zip(dims[:-1], dims[1:])
    return [{"W": rng.normal(0.0, 1 / np.sqrt(i), (i, o)), "b": np.zeros((o, 1))} for i, o in pairs]


@mistake(
    "init_deep",
    id="g",
    hint="Weights have one row per input and one column per unit, so that X @ W works. Yours lie the other way round.",
)
def makes_weights_of_column_layout(dims, rng):
    pairs = zip(dims[:-1], dims[1:])
    return [{"W": rng.normal(0.0, 1 / np.sqrt(i), (o, i)), "b": np.zeros(o)} for i, o in pairs]


@mistake(
    "init_deep",
    id="h",
    hint="All your weights lie between two walls, none beyond. Which distribution was asked for?",
)
def draws_from_a_uniform_distribution(dims, rng):
    pairs = zip(dims[:-1], dims[1:])
    return [{"W": rng.uniform(-1, 1, (i, o)) * np.sqrt(3 / i), "b": np.zeros(o)} for i, o in pairs]


@mistake(
    "init_deep",
    id="i",
    hint="Call it with two generators of different seeds. Where do your numbers come from, if not from the generator "
    "you were handed?",
)
def ignores_the_generator(dims, rng):
    own, pairs = np.random.default_rng(42), zip(dims[:-1], dims[1:])
    return [{"W": own.normal(0.0, 1 / np.sqrt(i), (i, o)), "b": np.zeros(o)} for i, o in pairs]


@mistake(
    "init_deep",
    id="j",
    hint="The weights are right. What about the biases: does a unit need to hold an opinion before it has seen "
    "anything?",
)
def draws_the_biases_too(dims, rng):
    pairs = zip(dims[:-1], dims[1:])
    return [{"W": rng.normal(0.0, 1 / np.sqrt(i), (i, o)), "b": rng.normal(0.0, 0.01, o)} for i, o in pairs]


@mistake(
    "init_deep",
    id="k",
    hint="A factor of 2 under the root is a good idea for relu, and a later week has it. What does the specification "
    "ask for here?",
)
def scales_for_relu(dims, rng):
    pairs = zip(dims[:-1], dims[1:])
    return [{"W": rng.normal(0.0, np.sqrt(2 / i), (i, o)), "b": np.zeros(o)} for i, o in pairs]


# dense_forward


@mistake(
    "dense_forward",
    id="a",
    hint="Try a bias of 100 in front of a tanh: the output should be close to 1. Does the bias belong to the score "
    "or to the answer?",
)
def adds_the_bias_after_the_activation(A, layer, kind):
    Z = A @ layer["W"]
    out, _ = activation_pair(Z, kind)
    return out + layer["b"], {"A": A, "W": layer["W"], "Z": Z, "kind": kind}


@mistake(
    "dense_forward",
    id="b",
    hint="Write the shapes under the product. Examples are rows, so the axis that is summed over is the last of A. "
    "On which side of A does W stand then?",
)
def multiplies_from_the_wrong_side(A, layer, kind):
    Z = layer["W"] @ A + layer["b"]
    out, _ = activation_pair(Z, kind)
    return out, {"A": A, "W": layer["W"], "Z": Z, "kind": kind}


@mistake(
    "dense_forward",
    id="c",
    hint="Look at what becomes of negative scores in a relu layer. Should they come out positive?",
)
def takes_the_magnitude_for_relu(A, layer, kind):
    Z = A @ layer["W"] + layer["b"]
    out = np.abs(Z) if kind == "relu" else activation_pair(Z, kind)[0]
    return out, {"A": A, "W": layer["W"], "Z": Z, "kind": kind}


@mistake(
    "dense_forward",
    id="d",
    hint="Your layer does the same whatever it is told to be. What is the last argument for? Mind that an unknown "
    "kind is to be refused.",
)
def treats_every_kind_as_relu(A, layer, kind):
    Z = A @ layer["W"] + layer["b"]
    return np.maximum(Z, 0), {"A": A, "W": layer["W"], "Z": Z, "kind": kind}


@mistake(
    "dense_forward",
    id="e",
    hint="The cache keeps the output where the scores should be. The way back has to ask for the slope at the "
    "score; after the activation it is too late to know it.",
)
def keeps_the_output_for_the_scores(A, layer, kind):
    out, _ = activation_pair(A @ layer["W"] + layer["b"], kind)
    return out, {"A": A, "W": layer["W"], "Z": out, "kind": kind}


@mistake(
    "dense_forward",
    id="f",
    hint="The output is right, but the way back will miss something. Compare the entries of your cache with the "
    "list in the specification.",
)
def leaves_the_scores_out_of_the_cache(A, layer, kind):
    out, _ = activation_pair(A @ layer["W"] + layer["b"], kind)
    return out, {"A": A, "W": layer["W"], "kind": kind}


@mistake(
    "dense_forward",
    id="g",
    hint="Something is missing from your scores: give the layer an input of zeros and see what comes out.",
)
def forgets_the_bias(A, layer, kind):
    Z = A @ layer["W"]
    out, _ = activation_pair(Z, kind)
    return out, {"A": A, "W": layer["W"], "Z": Z, "kind": kind}


@mistake(
    "dense_forward",
    id="h",
    hint="The given function hands back two things, the activation and its slope. Which one travels on?",
)
def passes_on_the_slope(A, layer, kind):
    Z = A @ layer["W"] + layer["b"]
    _, slope = activation_pair(Z, kind)
    return slope, {"A": A, "W": layer["W"], "Z": Z, "kind": kind}


# dense_backward


@mistake(
    "dense_backward",
    id="a",
    hint="You are right for linear layers only. Between output and score there is the activation: by what does a "
    "derivative change when it passes it?",
)
def forgets_the_slope(dOut, cache):
    return dOut @ cache["W"].T, {"W": cache["A"].T @ dOut, "b": np.sum(dOut, axis=0)}


@mistake(
    "dense_backward",
    id="b",
    hint="Only a layer with as many inputs as units lets you multiply by W as it is. One entry of dA collects over "
    "all units: along which axis of W are the units?",
)
def goes_back_through_weights_as_they_lie(dOut, cache):
    dZ = dOut * activation_pair(cache["Z"], cache["kind"])[1]
    return dZ @ cache["W"], {"W": cache["A"].T @ dZ, "b": np.sum(dZ, axis=0)}


@mistake(
    "dense_backward",
    id="c",
    hint="Put the same batch in twice: the gradient of a sum doubles, yours does not. The mean over examples has "
    "been taken already, where the loss was differentiated.",
)
def divides_by_the_number_of_examples_again(dOut, cache):
    dZ = dOut * activation_pair(cache["Z"], cache["kind"])[1]
    return dZ @ cache["W"].T, {"W": cache["A"].T @ dZ / len(dZ), "b": np.mean(dZ, axis=0)}


@mistake(
    "dense_backward",
    id="d",
    hint="Every number is right. Which shape does the bias have, and which has its gradient?",
)
def keeps_an_axis_of_the_bias(dOut, cache):
    dZ = dOut * activation_pair(cache["Z"], cache["kind"])[1]
    return dZ @ cache["W"].T, {"W": cache["A"].T @ dZ, "b": np.sum(dZ, axis=0, keepdims=True)}


@mistake(
    "dense_backward",
    id="e",
    hint="Relu and linear layers are right, curved ones are not. The slope of tanh is 1 minus the square of "
    "something: of the score, or of what came out?",
)
def takes_slopes_from_scores_instead_of_outputs(dOut, cache):
    Z = cache["Z"]
    slope = activation_pair(Z, cache["kind"])[1]
    slope = {"tanh": 1 - Z**2, "sigmoid": Z * (1 - Z)}.get(cache["kind"], slope)
    dZ = dOut * slope
    return dZ @ cache["W"].T, {"W": cache["A"].T @ dZ, "b": np.sum(dZ, axis=0)}


@mistake(
    "dense_backward",
    id="f",
    hint="The gradient of the weights lies on its side. It should have the shape of W: one row per input, one column "
    "per unit. Which of the two factors has to be transposed?",
)
def transposes_the_gradient(dOut, cache):
    dZ = dOut * activation_pair(cache["Z"], cache["kind"])[1]
    return dZ @ cache["W"].T, {"W": dZ.T @ cache["A"], "b": np.sum(dZ, axis=0)}


@mistake(
    "dense_backward",
    id="g",
    hint="The gradients are right, but the layer before is told something else. Does the path to the input lead "
    "past the activation, or through it?",
)
def passes_back_without_the_slope(dOut, cache):
    dZ = dOut * activation_pair(cache["Z"], cache["kind"])[1]
    return dOut @ cache["W"].T, {"W": cache["A"].T @ dZ, "b": np.sum(dZ, axis=0)}


@mistake(
    "dense_backward",
    id="h",
    hint="The weights are right, the bias is not: it, too, stands before the activation. Treat it as the weight of "
    "an input that is always 1.",
)
def forgets_the_slope_for_the_bias(dOut, cache):
    dZ = dOut * activation_pair(cache["Z"], cache["kind"])[1]
    return dZ @ cache["W"].T, {"W": cache["A"].T @ dZ, "b": np.sum(dOut, axis=0)}


@mistake(
    "dense_backward",
    id="l",
    hint="What goes on to the layer before is right, and so is the bias. The weights meet the input at the score: "
    "which derivative is it that they have to be multiplied with, the output's or the score's?",
)
def forgets_the_slope_for_the_weights(dOut, cache):
    dZ = dOut * activation_pair(cache["Z"], cache["kind"])[1]
    return dZ @ cache["W"].T, {"W": cache["A"].T @ dOut, "b": np.sum(dZ, axis=0)}


@mistake(
    "dense_backward",
    id="i",
    hint="Call it twice with the same cache and compare. A function that saves memory by writing into what it was "
    "given leaves something behind for the next reader.",
)
def writes_into_the_derivative_it_was_given(dOut, cache):
    dOut *= activation_pair(cache["Z"], cache["kind"])[1]
    return dOut @ cache["W"].T, {"W": cache["A"].T @ dOut, "b": np.sum(dOut, axis=0)}


@mistake(
    "dense_backward",
    id="j",
    hint="What happens to a relu unit whose score is exactly 0? There the curve has a corner, and the specification "
    "has a ruling.",
)
def lets_relu_pass_at_zero(dOut, cache):
    slope = (cache["Z"] >= 0) * 1.0 if cache["kind"] == "relu" else activation_pair(cache["Z"], cache["kind"])[1]
    dZ = dOut * slope
    return dZ @ cache["W"].T, {"W": cache["A"].T @ dZ, "b": np.sum(dZ, axis=0)}


@mistake(
    "dense_backward",
    id="k",
    hint="Sum the bias's derivative over examples, not over units: how many biases does the layer have?",
)
def sums_over_units(dOut, cache):
    dZ = dOut * activation_pair(cache["Z"], cache["kind"])[1]
    return dZ @ cache["W"].T, {"W": cache["A"].T @ dZ, "b": np.sum(dZ, axis=1)}


# deep_forward


@mistake(
    "deep_forward",
    id="a",
    hint="Some of your answers are larger than 1, others exactly 0. They should be probabilities: which activation "
    "belongs to the last layer?",
)
def ends_with_relu(X, params):
    out, caches = X, []
    for layer in params:
        out, cache = dense_forward(out, layer, "relu")
        caches.append(cache)
    return out[:, 0], caches


@mistake(
    "deep_forward",
    id="b",
    hint="All your layers look at X. Only the first should; what does the second see?",
)
def feeds_every_layer_the_examples(X, params):
    caches = []
    for number, layer in enumerate(params, start=1):
        out, cache = dense_forward(X, layer, "relu" if number < len(params) else "sigmoid")
        caches.append(cache)
    return out[:, 0], caches


@mistake(
    "deep_forward",
    id="c",
    hint="Count the caches: there is one layer fewer than there should be. The output layer has weights as well.",
)
def leaves_the_last_layer_out(X, params):
    out, caches = X, []
    for layer in params[:-1]:
        out, cache = dense_forward(out, layer, "relu")
        caches.append(cache)
    return sigmoid(out)[:, 0], caches


@mistake(
    "deep_forward",
    id="d",
    hint="The output layer is as it should be. What do the hidden layers use as their activation?",
)
def uses_sigmoid_in_every_layer(X, params):
    out, caches = X, []
    for layer in params:
        out, cache = dense_forward(out, layer, "sigmoid")
        caches.append(cache)
    return out[:, 0], caches


@mistake(
    "deep_forward",
    id="e",
    hint="Your hidden layers bend nothing, and a chain of straight maps is one straight map. What is missing?",
)
def has_no_activation_in_hidden_layers(X, params):
    out, caches = X, []
    for number, layer in enumerate(params, start=1):
        out, cache = dense_forward(out, layer, "linear" if number < len(params) else "sigmoid")
        caches.append(cache)
    return out[:, 0], caches


@mistake("deep_forward", id="f", hint="One number per example is asked for. How many axes does your answer have?")
def answers_with_a_column(X, params):
    out, caches = X, []
    for number, layer in enumerate(params, start=1):
        out, cache = dense_forward(out, layer, "relu" if number < len(params) else "sigmoid")
        caches.append(cache)
    return out, caches


@mistake(
    "deep_forward",
    id="g",
    hint="These are scores, before the last activation. What turns a score into a probability?",
)
def answers_with_scores(X, params):
    out, caches = X, []
    for number, layer in enumerate(params, start=1):
        out, cache = dense_forward(out, layer, "relu" if number < len(params) else "linear")
        caches.append(cache)
    return out[:, 0], caches


@mistake(
    "deep_forward",
    id="h",
    hint="The probabilities are right. In which order do the caches stand, and which layer's should come first?",
)
def keeps_the_caches_in_reverse(X, params):
    out, caches = X, []
    for number, layer in enumerate(params, start=1):
        out, cache = dense_forward(out, layer, "relu" if number < len(params) else "sigmoid")
        caches.insert(0, cache)
    return out[:, 0], caches


# deep_loss_grad


@mistake(
    "deep_loss_grad",
    id="a",
    hint="You walk through the caches from the first layer on. Where is the loss, and which layer can be told "
    "first how it moved the loss?",
)
def starts_at_the_first_layer(X, y, params):
    p, caches = deep_forward(X, params)
    loss = bce_from_logits(caches[-1]["Z"][:, 0], y)
    caches[-1] = {**caches[-1], "kind": "linear"}
    dOut, grads = ((p - y) / len(y))[:, None], []
    for cache in caches:
        dOut, grad = dense_backward(dOut, cache)
        grads.append(grad)
    return loss, grads


@mistake(
    "deep_loss_grad",
    id="b",
    hint="Right until the network is very sure: then p is exactly 0 or 1, and you divide by it. On paper that "
    "division cancels against the slope of the sigmoid. Do the two steps as one.",
)
def divides_by_the_probability(X, y, params):
    p, caches = deep_forward(X, params)
    dOut, grads = ((-y / p + (1 - y) / (1 - p)) / len(y))[:, None], []
    for cache in reversed(caches):
        dOut, grad = dense_backward(dOut, cache)
        grads.append(grad)
    return bce_from_logits(caches[-1]["Z"][:, 0], y), grads[::-1]


@mistake(
    "deep_loss_grad",
    id="c",
    hint="Each gradient is right and belongs to another layer. You met the layers from the last to the first; in "
    "which order does the list have to stand?",
)
def leaves_the_gradients_in_reverse(X, y, params):
    p, caches = deep_forward(X, params)
    caches[-1] = {**caches[-1], "kind": "linear"}
    dOut, grads = ((p - y) / len(y))[:, None], []
    for cache in reversed(caches):
        dOut, grad = dense_backward(dOut, cache)
        grads.append(grad)
    return bce_from_logits(caches[-1]["Z"][:, 0], y), grads


@mistake(
    "deep_loss_grad",
    id="d",
    hint="The last layer's gradients are right, the others are not. What does a layer get from the layer behind it?",
)
def gives_every_layer_the_same_derivative(X, y, params):
    p, caches = deep_forward(X, params)
    caches[-1] = {**caches[-1], "kind": "linear"}
    dOut, grads = ((p - y) / len(y))[:, None], []
    for cache in reversed(caches):
        _, grad = dense_backward(dOut, cache)
        grads.append(grad)
    return bce_from_logits(caches[-1]["Z"][:, 0], y), grads[::-1]


@mistake(
    "deep_loss_grad",
    id="e",
    hint="Repeat all examples twice: loss and gradients should stay as they are, yours are halved. How often do you "
    "divide by m?",
)
def divides_by_m_twice(X, y, params):
    p, caches = deep_forward(X, params)
    caches[-1] = {**caches[-1], "kind": "linear"}
    dOut, grads = ((p - y) / len(y))[:, None], []
    for cache in reversed(caches):
        dOut, grad = dense_backward(dOut, cache)
        grads.append({name: value / len(y) for name, value in grad.items()})
    return bce_from_logits(caches[-1]["Z"][:, 0], y), grads[::-1]


@mistake(
    "deep_loss_grad",
    id="f",
    hint="Prediction minus truth is the derivative by the score of the last layer: the slope of its sigmoid is in "
    "there already. Do you multiply by it once more?",
)
def counts_the_last_slope_twice(X, y, params):
    p, caches = deep_forward(X, params)
    dOut, grads = ((p - y) / len(y))[:, None], []
    for cache in reversed(caches):
        dOut, grad = dense_backward(dOut, cache)
        grads.append(grad)
    return bce_from_logits(caches[-1]["Z"][:, 0], y), grads[::-1]


@mistake(
    "deep_loss_grad",
    id="g",
    hint="The gradients are right, but the loss breaks once the network is very sure. The scores are still in a "
    "cache, and a loss that works from scores is given.",
)
def loss_from_rounded_probabilities(X, y, params):
    p, caches = deep_forward(X, params)
    caches[-1] = {**caches[-1], "kind": "linear"}
    dOut, grads = ((p - y) / len(y))[:, None], []
    for cache in reversed(caches):
        dOut, grad = dense_backward(dOut, cache)
        grads.append(grad)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)), grads[::-1]


@mistake(
    "deep_loss_grad",
    id="j",
    hint="Clipping the probability keeps everything finite, and false: where the network is sure and wrong, your "
    "gradients vanish just when they are needed. Do the last two steps as one on paper; then nothing needs clipping.",
)
def clips_the_probability(X, y, params):
    p, caches = deep_forward(X, params)
    p = np.clip(p, 1e-12, 1 - 1e-12)
    dOut, grads = ((-y / p + (1 - y) / (1 - p)) / len(y))[:, None], []
    for cache in reversed(caches):
        dOut, grad = dense_backward(dOut, cache)
        grads.append(grad)
    return bce_from_logits(caches[-1]["Z"][:, 0], y), grads[::-1]


@mistake(
    "deep_loss_grad",
    id="h",
    hint="Your gradients point the other way. If an example has label 1 and its score grows, the loss falls: which "
    "sign must that derivative have?",
)
def points_downhill(X, y, params):
    p, caches = deep_forward(X, params)
    caches[-1] = {**caches[-1], "kind": "linear"}
    dOut, grads = ((y - p) / len(y))[:, None], []
    for cache in reversed(caches):
        dOut, grad = dense_backward(dOut, cache)
        grads.append(grad)
    return bce_from_logits(caches[-1]["Z"][:, 0], y), grads[::-1]


@mistake(
    "deep_loss_grad",
    id="i",
    hint="Repeat all examples twice: the loss stays, so its gradient has to stay, too. Yours doubles.",
)
def forgets_the_mean(X, y, params):
    p, caches = deep_forward(X, params)
    caches[-1] = {**caches[-1], "kind": "linear"}
    dOut, grads = (p - y)[:, None], []
    for cache in reversed(caches):
        dOut, grad = dense_backward(dOut, cache)
        grads.append(grad)
    return bce_from_logits(caches[-1]["Z"][:, 0], y), grads[::-1]


# fit_deep


@mistake(
    "fit_deep",
    id="a",
    hint="Ask for a network of another depth and look at the shapes that come back. What are your layers built from?",
)
def builds_one_hidden_layer_whatever_dims_says(X, y, dims, lr, steps, rng):
    params, losses = init_deep([dims[0], 8, 1], rng), np.zeros(steps)
    for k in range(steps):
        losses[k], grads = deep_loss_grad(X, y, params)
        params = [{name: one[name] - lr * grad[name] for name in one} for one, grad in zip(params, grads)]
    return params, losses


@mistake(
    "fit_deep",
    id="b",
    hint="Your losses grow. The gradient points where the loss rises fastest; where do you want to go?",
)
def climbs(X, y, dims, lr, steps, rng):
    params, losses = init_deep(dims, rng), np.zeros(steps)
    for k in range(steps):
        losses[k], grads = deep_loss_grad(X, y, params)
        params = [{name: one[name] + lr * grad[name] for name in one} for one, grad in zip(params, grads)]
    return params, losses


@mistake(
    "fit_deep",
    id="c",
    hint="The first step is right, the later ones follow the slope of a place that you have left. When does a "
    "gradient grow old?",
)
def keeps_the_first_gradient(X, y, dims, lr, steps, rng):
    params, losses = init_deep(dims, rng), np.zeros(steps)
    _, grads = deep_loss_grad(X, y, params)
    for k in range(steps):
        losses[k], _ = deep_loss_grad(X, y, params)
        params = [{name: one[name] - lr * grad[name] for name in one} for one, grad in zip(params, grads)]
    return params, losses


@mistake(
    "fit_deep",
    id="d",
    hint="Train with two generators of different seeds: the networks should differ. Which generator makes your start?",
)
def ignores_the_generator_of_the_start(X, y, dims, lr, steps, rng):
    params, losses = init_deep(dims, np.random.default_rng(0)), np.zeros(steps)
    for k in range(steps):
        losses[k], grads = deep_loss_grad(X, y, params)
        params = [{name: one[name] - lr * grad[name] for name in one} for one, grad in zip(params, grads)]
    return params, losses


@mistake(
    "fit_deep",
    id="e",
    hint="Compare every layer before and after a step. Does more than one of them move?",
)
def trains_only_the_last_layer(X, y, dims, lr, steps, rng):
    params, losses = init_deep(dims, rng), np.zeros(steps)
    for k in range(steps):
        losses[k], grads = deep_loss_grad(X, y, params)
        last = {name: params[-1][name] - lr * grads[-1][name] for name in ("W", "b")}
        params = [*params[:-1], last]
    return params, losses


@mistake(
    "fit_deep",
    id="f",
    hint="Weights move, biases stay where they started. There is a gradient for each.",
)
def leaves_the_biases(X, y, dims, lr, steps, rng):
    params, losses = init_deep(dims, rng), np.zeros(steps)
    for k in range(steps):
        losses[k], grads = deep_loss_grad(X, y, params)
        params = [{"W": one["W"] - lr * grad["W"], "b": one["b"]} for one, grad in zip(params, grads)]
    return params, losses


@mistake(
    "fit_deep",
    id="g",
    hint="Where should losses[0] be taken: at the start, or one step later? Write the loss down before you move.",
)
def records_after_the_update(X, y, dims, lr, steps, rng):
    params, losses = init_deep(dims, rng), np.zeros(steps)
    for k in range(steps):
        _, grads = deep_loss_grad(X, y, params)
        params = [{name: one[name] - lr * grad[name] for name in one} for one, grad in zip(params, grads)]
        losses[k], _ = deep_loss_grad(X, y, params)
    return params, losses


@mistake(
    "fit_deep",
    id="h",
    hint="You ask for a new gradient after every layer. Do the derivatives of one update still belong to one point?",
)
def moves_layer_after_layer(X, y, dims, lr, steps, rng):
    params, losses = init_deep(dims, rng), np.zeros(steps)
    for k in range(steps):
        losses[k], _ = deep_loss_grad(X, y, params)
        for number in range(len(params)):
            _, grads = deep_loss_grad(X, y, params)
            params[number] = {name: params[number][name] - lr * grads[number][name] for name in ("W", "b")}
    return params, losses


@mistake(
    "fit_deep",
    id="i",
    hint="Try a very small learning rate and count the losses you get back. Slow progress is no reason to stop: all "
    "steps are to be run.",
)
def gives_up_early(X, y, dims, lr, steps, rng):
    params, losses = init_deep(dims, rng), []
    for _ in range(steps):
        loss, grads = deep_loss_grad(X, y, params)
        losses.append(loss)
        if len(losses) > 1 and losses[-2] - loss < 1e-5:
            break
        params = [{name: one[name] - lr * grad[name] for name in one} for one, grad in zip(params, grads)]
    return params, np.array(losses)


@mistake(
    "fit_deep",
    id="j",
    hint="Every step of yours begins at a new random start, so nothing that was learned is kept. What has to happen "
    "once, and what again and again?",
)
def starts_again_at_every_step(X, y, dims, lr, steps, rng):
    losses = np.zeros(steps)
    for k in range(steps):
        params = init_deep(dims, rng)
        losses[k], grads = deep_loss_grad(X, y, params)
        params = [{name: one[name] - lr * grad[name] for name in one} for one, grad in zip(params, grads)]
    return params, losses


@mistake(
    "fit_deep",
    id="k",
    hint="A single unit may start from zeros, hidden units may not: what would tell one from the next? There is a "
    "function for the start, and you have written it.",
)
def starts_from_zeros(X, y, dims, lr, steps, rng):
    params = [{"W": np.zeros((i, o)), "b": np.zeros(o)} for i, o in zip(dims[:-1], dims[1:])]
    losses = np.zeros(steps)
    for k in range(steps):
        losses[k], grads = deep_loss_grad(X, y, params)
        params = [{name: one[name] - lr * grad[name] for name in one} for one, grad in zip(params, grads)]
    return params, losses


# parity_tree and unit_counts


@mistake(
    "parity_tree",
    id="a",
    hint="Right, but one gate after the other: the first bit passes n - 1 of them. What could happen at the same "
    "time? Pair the bits as players are paired in a tournament.",
)
def chains_the_gates(bits):
    parity = bits[:, 0]
    for place in range(1, bits.shape[1]):
        parity = xor_gate(parity, bits[:, place])
    return parity


@mistake(
    "parity_tree",
    id="b",
    hint="Try three bits, 0 0 1. Whoever finds no partner in a round must not get lost: what happens in a tournament?",
)
def drops_the_bit_without_partner(bits):
    level = bits
    while level.shape[1] > 1:
        even = level.shape[1] // 2 * 2
        level = xor_gate(level[:, 0:even:2], level[:, 1:even:2])
    return level[:, 0]


@mistake(
    "parity_tree",
    id="j",
    hint="The answers and the depth are right, but you use more gates than bits can fill. Does a bit without partner "
    "need a gate, or can it simply wait for the next round?",
)
def gives_the_odd_one_a_zero_for_partner(bits):
    level = bits
    while level.shape[1] > 1:
        if level.shape[1] % 2:
            level = np.hstack([level, np.zeros((len(level), 1), dtype=int)])
        level = xor_gate(level[:, ::2], level[:, 1::2])
    return level[:, 0]


@mistake(
    "parity_tree",
    id="c",
    hint="The answers are right, but no gate was used. The task is to build parity out of small networks, and the "
    "gate is the only one you have.",
)
def counts_the_ones(bits):
    return bits.sum(axis=1) % 2


@mistake(
    "parity_tree",
    id="d",
    hint="Give it the row 1 1: its parity is 0. Which question do you ask about each pair, and which do you answer?",
)
def asks_for_any_one(bits):
    level = bits
    while level.shape[1] > 1:
        paired = np.maximum(level[:, 0:-1:2], level[:, 1::2])
        level = np.concatenate([paired, level[:, 2 * paired.shape[1] :]], axis=1)
    return level[:, 0]


@mistake(
    "parity_tree",
    id="e",
    hint="You answer 1 where the number of ones is even. Look at a row of zeros: is none an odd number?",
)
def tells_even_from_odd(bits):
    level = bits
    while level.shape[1] > 1:
        paired = xor_gate(level[:, 0:-1:2], level[:, 1::2])
        level = np.concatenate([paired, level[:, 2 * paired.shape[1] :]], axis=1)
    return 1 - level[:, 0]


@mistake(
    "unit_counts",
    id="f",
    hint="Flipping one bit of a pattern changes its parity. What share of all patterns is odd, then?",
)
def counts_all_patterns(n):
    return 3 * (n - 1), 2**n


@mistake(
    "unit_counts",
    id="g",
    hint="Count the gates for two bits, then for three. How many rounds of 'two become one' does it take until a "
    "single bit is left?",
)
def counts_a_gate_for_every_bit(n):
    return 3 * n, 2 ** (n - 1)


@mistake(
    "unit_counts",
    id="h",
    hint="You count gates. How many units is one gate made of?",
)
def counts_gates_for_units(n):
    return n - 1, 2 ** (n - 1)


@mistake(
    "unit_counts",
    id="i",
    hint="The depth of the tree grows with the logarithm. The number of its gates is another question: all rounds "
    "together.",
)
def counts_levels_for_gates(n):
    return 3 * int(np.ceil(np.log2(n))), 2 ** (n - 1)


# describe_network


@mistake(
    "describe_network",
    id="a",
    hint="You counted the weights. What else does a layer have that gradient descent adjusts?",
)
def forgets_the_biases(dims, config):
    names = {f"{letter}{number}" for number in range(1, len(dims)) for letter in "Wb"}
    count = sum(n_in * n_out for n_in, n_out in zip(dims[:-1], dims[1:]))
    return {"n_params": count, "learned": names & set(config), "chosen": set(config) - names}


@mistake(
    "describe_network",
    id="b",
    hint="You count a little too much. Is there a bias for every entry of dims? Think of the input: who would "
    "learn it?",
)
def counts_biases_for_the_input(dims, config):
    names = {f"{letter}{number}" for number in range(1, len(dims)) for letter in "Wb"}
    count = sum(n_in * n_out for n_in, n_out in zip(dims[:-1], dims[1:])) + sum(dims)
    return {"n_params": count, "learned": names & set(config), "chosen": set(config) - names}


@mistake(
    "describe_network",
    id="c",
    hint="You call something learned because of its first letter. Who changes the batch size during training? The "
    "names of parameters go on with the number of their layer, and with nothing else.",
)
def goes_by_the_first_letter(dims, config):
    learned = {name for name in config if name[0] in "Wb"}
    count = sum((n_in + 1) * n_out for n_in, n_out in zip(dims[:-1], dims[1:]))
    return {"n_params": count, "learned": learned, "chosen": set(config) - learned}


@mistake(
    "describe_network",
    id="d",
    hint="Your count grows with the product of all sizes. Which pairs of sizes are joined by weights? Layers add up.",
)
def multiplies_all_sizes(dims, config):
    names = {f"{letter}{number}" for number in range(1, len(dims)) for letter in "Wb"}
    count = int(np.prod(dims)) + sum(dims[1:])
    return {"n_params": count, "learned": names & set(config), "chosen": set(config) - names}


@mistake(
    "describe_network",
    id="e",
    hint="Half of what is learned has gone to the other side. Is a bias something that somebody chose?",
)
def calls_biases_chosen(dims, config):
    names = {f"W{number}" for number in range(1, len(dims))}
    count = sum((n_in + 1) * n_out for n_in, n_out in zip(dims[:-1], dims[1:]))
    return {"n_params": count, "learned": names & set(config), "chosen": set(config) - names}


@mistake(
    "describe_network",
    id="f",
    hint="A network may have more than nine layers. What do the names of its parameters look like then?",
)
def knows_layers_with_one_digit_only(dims, config):
    learned = {name for name in config if len(name) == 2 and name[0] in "Wb" and name[1].isdigit()}
    count = sum((n_in + 1) * n_out for n_in, n_out in zip(dims[:-1], dims[1:]))
    return {"n_params": count, "learned": learned, "chosen": set(config) - learned}


@mistake(
    "describe_network",
    id="g",
    hint="You list every parameter the network has. The question was about the names in config.",
)
def lists_all_parameters(dims, config):
    names = {f"{letter}{number}" for number in range(1, len(dims)) for letter in "Wb"}
    count = sum((n_in + 1) * n_out for n_in, n_out in zip(dims[:-1], dims[1:]))
    return {"n_params": count, "learned": names, "chosen": set(config) - names}


@mistake(
    "describe_network",
    id="h",
    hint="You go by what a name stands for. Weights may be noted as anything, and a setting may be a number or an "
    "array: which of the two is trustworthy here, the name or the value?",
)
def goes_by_the_value(dims, config):
    learned = {name for name, value in config.items() if isinstance(value, np.ndarray)}
    count = sum((n_in + 1) * n_out for n_in, n_out in zip(dims[:-1], dims[1:]))
    return {"n_params": count, "learned": learned, "chosen": set(config) - learned}

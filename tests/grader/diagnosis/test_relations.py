"""Each relation of the catalogue is named where it holds, and nowhere else."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as nps

from grader.diagnosis.catalogue import FORMS, VALUES
from grader.diagnosis.pairs import pairs
from grader.diagnosis.relations import LEAST_VALUES, related
from grader.diagnosis.transcript import transcript
from grader.model import CauseKind
from grader.outcome import Event, Returned
from grader.sandbox.remote import Tensor

CATALOGUE = {each.name: each for each in (*FORMS, *VALUES)}
NUMBERS = np.random.default_rng(7).normal(size=(7, 5)) * 3
LINE = NUMBERS.reshape(-1)[:11]
PROBABILITIES = 1 / (1 + np.exp(-NUMBERS))
POSITIVE = np.abs(NUMBERS) + 0.1
SOFTMAX = np.exp(NUMBERS) / np.exp(NUMBERS).sum(axis=1, keepdims=True)
LOSSES = [(NUMBERS[:size] ** 2, float(np.mean(NUMBERS[:size] ** 2))) for size in (3, 4, 5, 7)]
STREAM = np.random.default_rng(8).normal(size=(16, 6))
BATCHES = [STREAM[:size] for size in (3, 4, 5, 7, 9, 10, 11, 13)]

# For each relation answers got and expected, with the argument of the call: of one failed check or of several.
EXAMPLES = {
    "list for array": [(LINE.tolist(), LINE, LINE), (NUMBERS.tolist(), NUMBERS, NUMBERS)],
    "array for number": [(np.array([2.5]), 2.5, LINE), (np.array([[0.3]]), 0.3, NUMBERS)],
    "number for array": [(float(NUMBERS.sum()), NUMBERS.sum(axis=1), NUMBERS)],
    "not averaged": [(rows.mean(axis=1), mean, rows) for rows, mean in LOSSES],
    "not summed": [(rows.sum(axis=1), float(rows.sum()), rows) for rows, _ in LOSSES],
    "axes of length one": [(NUMBERS.sum(axis=1, keepdims=True), NUMBERS.sum(axis=1), NUMBERS)],
    "column layout": [(NUMBERS.T, NUMBERS, NUMBERS)],
    "outer combination": [(LINE[:, None] - LINE, LINE * 2, LINE)],
    "truncation": [(np.trunc(NUMBERS), NUMBERS, NUMBERS)],
    "lower precision": [(NUMBERS.astype("f4").astype(float), NUMBERS, NUMBERS)],
    "other order of answers": [((LINE, NUMBERS), (NUMBERS, LINE), NUMBERS)],
    "negated": [(-NUMBERS, NUMBERS, NUMBERS)],
    "twice": [(2 * NUMBERS, NUMBERS, NUMBERS)],
    "half": [(NUMBERS / 2, NUMBERS, NUMBERS)],
    "sum for mean": [(float((rows**2).sum()), float((rows**2).sum() / len(rows)), rows) for rows in BATCHES],
    "mean for sum": [((rows**2).mean(axis=0), (rows**2).sum(axis=0), rows) for rows in (STREAM[:4], STREAM[:7])],
    "other length": [((rows**2).sum(axis=1) / len(rows), (rows**2).mean(axis=1), rows) for rows in (STREAM[:4], STREAM[:7])],
    "base-2 logarithm": [(np.log2(POSITIVE), np.log(POSITIVE), POSITIVE)],
    "base-10 logarithm": [(np.log10(POSITIVE), np.log(POSITIVE), POSITIVE)],
    "complement": [(1 - PROBABILITIES, PROBABILITIES, NUMBERS)],
    "range from -1 to 1": [(2 * PROBABILITIES - 1, PROBABILITIES, NUMBERS)],
    "offset by one": [(NUMBERS + 1, NUMBERS, NUMBERS)],
    "squared": [(POSITIVE**2, POSITIVE, POSITIVE)],
    "square root": [(np.sqrt(POSITIVE), POSITIVE, POSITIVE)],
    "reciprocal": [(1 / POSITIVE, POSITIVE, POSITIVE)],
    "exponential": [(np.exp(NUMBERS), NUMBERS, NUMBERS)],
    "logarithm": [(np.log(POSITIVE), POSITIVE, POSITIVE)],
    "without signs": [(np.abs(NUMBERS), NUMBERS, NUMBERS)],
    "logits for probabilities": [(NUMBERS, PROBABILITIES, NUMBERS)],
    "probabilities for logits": [(SOFTMAX, NUMBERS, NUMBERS)],
    "reversed": [(NUMBERS[::-1], NUMBERS, NUMBERS)],
    "sorted": [(np.sort(LINE), LINE, LINE)],
    "shifted": [(np.roll(NUMBERS, 1, axis=0), NUMBERS, NUMBERS)],
}
FUNCTIONS = {
    "negated": lambda x: -x,
    "twice": lambda x: 2 * x,
    "half": lambda x: x / 2,
    "complement": lambda x: 1 - x,
    "range from -1 to 1": lambda x: 2 * x - 1,
    "offset by one": lambda x: x - 1,
    "squared": np.square,
    "square root": lambda x: np.sqrt(np.abs(x)),
    "reciprocal": lambda x: 1 / x,
    "exponential": np.exp,
    "logarithm": lambda x: np.log(np.abs(x)),
    "without signs": np.abs,
    "base-2 logarithm": lambda x: x / np.log(2),
    "base-10 logarithm": lambda x: x / np.log(10),
    "probabilities for logits": lambda x: 1 / (1 + np.exp(-x)),
    "reversed": lambda x: x[::-1],
    "shifted": lambda x: np.roll(x, 1, axis=0),
}


def wrong(*answers):
    """Return the wrong parts of answers, each got, expected and an argument, as of checks that failed."""
    found = []
    for got, expected, argument in answers:
        sides = (transcript([Event("f", Returned(side), (argument,))]) for side in (got, expected))
        found += pairs(*sides) or ()
    return found


def named(*answers):
    """Return the name that is told of wrong answers, in the order diagnosis asks."""
    found = wrong(*answers)
    relation = related(found, FORMS) or related(found, VALUES)
    return relation and relation.name


def standing(*answers):
    """Return all relations in which wrong answers stand, however few they are."""
    found = wrong(*answers)
    return {name for name, relation in CATALOGUE.items() if found and related([*found], [relation]) is not None}


def test_every_relation_has_an_example_here():
    assert set(EXAMPLES) == set(CATALOGUE)
    assert len(CATALOGUE) == len(FORMS) + len(VALUES)


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_wrong_answer_gets_the_name_of_its_relation(name):
    assert named(*EXAMPLES[name]) == name


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_wrong_answer_stands_in_no_other_relation(name):
    assert standing(*EXAMPLES[name]) == {name}


@pytest.mark.parametrize("name", [each.name for each in VALUES if each.name not in ("sum for mean", "sorted")])
def test_a_relation_holds_for_tensors_too(name):
    assert named(*[(Tensor(got), Tensor(right), Tensor(x)) for got, right, x in EXAMPLES[name]]) == name


@pytest.mark.parametrize("name", [each.name for each in VALUES if each.name not in ("sum for mean", "sorted")])
def test_a_relation_holds_in_floats_of_32_bits(name):
    assert named(*[tuple(side.astype("f4") for side in example) for example in EXAMPLES[name]]) == name


@pytest.mark.parametrize("name", FUNCTIONS)
def test_too_few_numbers_name_nothing(name):
    line = np.linspace(0.11, 0.93, LEAST_VALUES) ** 1.7 * np.resize([1, 3, -2, 2, -1], LEAST_VALUES)
    assert named((FUNCTIONS[name](line[1:]), line[1:], line[1:])) is None
    assert name in standing((FUNCTIONS[name](line), line, line))


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("constant", [0.25, 0.0, -3.0])
def test_constants_name_nothing(name, constant):
    flat = np.full((6, 5), constant)
    with np.errstate(all="ignore"):
        assert named((FUNCTIONS[name](flat), flat, flat)) is None


@pytest.mark.parametrize("name", FUNCTIONS)
def test_zeros_do_not_count_as_numbers_that_tell(name):
    sparse = np.zeros((6, 5))
    sparse[0, :3] = 0.3, -1.7, 2.1
    with np.errstate(all="ignore"):
        assert named((FUNCTIONS[name](sparse), sparse, sparse)) is None


@pytest.mark.parametrize("name", CATALOGUE)
def test_right_answers_have_no_wrong_parts(name):
    assert wrong(*[(right, right, argument) for _, right, argument in EXAMPLES[name]]) == []


def test_nothing_wrong_names_nothing():
    assert related([], FORMS) is None
    assert related([], VALUES) is None


# A mean, or sum, that was not taken over a single example is an array of the one right number.
OF_ONE_EXAMPLE = {("array for number", "not averaged"), ("array for number", "not summed")}


@pytest.mark.parametrize(("one", "other"), sorted({*combinations(CATALOGUE, 2)} - OF_ONE_EXAMPLE))
def test_two_relations_at_once_name_nothing(one, other):
    assert named(*EXAMPLES[one], *EXAMPLES[other]) is None


@pytest.mark.parametrize("name", CATALOGUE)
def test_one_wrong_answer_that_does_not_stand_in_it_is_enough_to_name_nothing(name):
    noise = np.random.default_rng(9).normal(size=(7, 5))
    assert named(*EXAMPLES[name], (noise, noise * 0.37 + 0.21, noise)) is None


@pytest.mark.parametrize("name", [each.name for each in VALUES])
def test_numbers_that_nearly_stand_in_a_relation_name_nothing(name):
    assert named(*[(got * 1.001, right, argument) for got, right, argument in EXAMPLES[name]]) != name


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_relation_says_what_is_wrong_and_gives_a_hint(name):
    relation = CATALOGUE[name]
    assert relation.kind is (CauseKind.UNIVERSAL if relation in FORMS else CauseKind.RELATION)
    assert relation.diagnosis.name == name
    assert relation.text.endswith(".")
    assert relation.hint.rstrip().endswith(("?", "."))


@settings(deadline=None)
@given(
    name=st.sampled_from(sorted(FUNCTIONS)),
    right=nps.arrays(float, nps.array_shapes(max_dims=3, max_side=6), elements=st.floats(-8, 8, allow_subnormal=False)),
)
@example(name="reciprocal", right=np.array([7.8e-247]))  # no 32-bit float is as large as its reciprocal
def test_a_relation_is_found_in_numbers_of_any_shape_or_is_honestly_ambiguous(name, right):
    with np.errstate(all="ignore"):
        got = FUNCTIONS[name](right)
    assume(np.isfinite(got).all())
    answer = (got, right, right)
    told = named(answer)
    if told != name:
        telling = np.abs(right[right != 0])
        found = wrong(answer)
        others = {other for other, each in CATALOGUE.items() if other != name and all(map(each.holds, found))}
        too_little = telling.size < LEAST_VALUES or len(np.unique(telling)) == 1
        # What the place decides, not the number, needs enough places.
        too_short = name in ("reversed", "shifted") and len(right) < 4
        tiny = np.abs(right).max(initial=0) > 1e3 * np.abs(telling).min(initial=np.inf)
        assert others or too_little or too_short or tiny or not found, (told, right)
    if told not in (None, name):
        assert CATALOGUE[told].holds(wrong(answer)[0])


@settings(deadline=None)
@given(st.permutations(range(12)), st.integers(0, 2**32 - 1))
def test_a_wild_guess_is_never_named(order, seed):
    rng = np.random.default_rng(seed)
    right, got = rng.normal(size=(2, 12))
    assert named((got[order], right, right)) is None


class TestFormsOfAnswers:
    def test_a_row_for_a_column_differs_by_axes_of_length_one_and_by_nothing_else(self):
        assert named((LINE[None, :], LINE[:, None], LINE)) == "axes of length one"

    def test_parts_that_are_there_twice_are_not_in_another_order(self):
        one, other = LINE, LINE * 2 + 1
        assert named(((one, one), (one, other), LINE)) is None

    def test_parts_that_cannot_be_told_apart_are_not_in_another_order(self):
        assert named(([0, 1, 1, 0], [1, 0, 0, 1], LINE)) is None

    def test_a_list_of_other_numbers_is_no_list_for_an_array(self):
        assert named(((LINE * 2).tolist(), LINE, LINE)) is None

    def test_a_long_list_for_an_array_is_one_too(self):
        long = np.random.default_rng(4).normal(size=1000)
        assert named((long.tolist(), long, long)) == "list for array"

    def test_a_tensor_of_the_right_numbers_in_columns_is_in_column_layout(self):
        assert named((Tensor(NUMBERS.T), Tensor(NUMBERS), NUMBERS)) == "column layout"

    def test_whole_numbers_where_whole_numbers_are_right_are_not_truncated(self):
        whole = 3 * np.arange(12.0) ** 2
        assert named((whole + 1, whole, whole)) == "offset by one"

    def test_rounding_up_and_down_is_told_from_the_right_numbers_only(self):
        assert named((np.trunc(NUMBERS) + 5, NUMBERS, NUMBERS)) is None

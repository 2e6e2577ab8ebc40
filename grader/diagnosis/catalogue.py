"""The closed list of relations that have a name, with what is told of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.diagnosis import containers, numbers
from grader.diagnosis.relations import Relation
from grader.model import CauseKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.diagnosis.pairs import Pair


def _universal(
    name: str, holds: Callable[[Pair], bool], text: str, hint: str, telling: Callable[[Pair], bool] = lambda _: True
) -> Relation:
    return Relation(name, holds, text, hint, CauseKind.UNIVERSAL, of_values=False, telling=telling)


FORMS = (
    _universal(
        "list for array",
        containers.is_list_for_array,
        "The numbers are right, but they come in a list where an array is asked for.",
        "What does NumPy offer to make one array of several numbers?",
    ),
    _universal(
        "array for number",
        containers.is_array_for_number,
        "The number is right, but it comes inside an array where a plain number is asked for.",
        "Which axes are still there when everything should have been added up?",
    ),
    _universal(
        "number for array",
        containers.is_number_for_array,
        "One number comes where an array is asked for.",
        "Look at what is summed or averaged: over which axes, and which of them should stay?",
    ),
    _universal(
        "not averaged",
        containers.is_not_averaged,
        "The numbers for each example are right, but their mean is asked for.",
        "Which axis of your answer should be gone, and which function makes it go?",
        containers.is_of_several,
    ),
    _universal(
        "not summed",
        containers.is_not_summed,
        "The numbers for each example are right, but their sum is asked for.",
        "Which axis of your answer should be gone, and which function makes it go?",
        containers.is_of_several,
    ),
    _universal(
        "axes of length one",
        containers.has_other_unit_axes,
        "The numbers are right, but the shape differs by axes of length 1.",
        "Print the shape after each step: where does an axis of length 1 appear, or get lost?",
    ),
    _universal(
        "column layout",
        containers.is_transposed,
        "The right numbers, with rows and columns exchanged.",
        "Examples are rows in this course. Which axis of your answer runs over the examples?",
    ),
    _universal(
        "outer combination",
        containers.is_outer,
        "The answer has a square shape where a single axis is asked for: everything was combined with everything.",
        "Look for a (m, 1) array that meets an (m,) array: broadcasting makes an (m, m) array of the two.",
    ),
    _universal(
        "truncation",
        containers.is_truncated,
        "The numbers have lost what stands behind the decimal point.",
        "Which dtype has the array that your results are put into, and can it hold a fraction?",
    ),
    _universal(
        "lower precision",
        containers.is_narrowed,
        "The numbers are right to seven digits only: somewhere they pass through 32-bit floats.",
        "Look for a dtype in your code: which one do the inputs have, and which one is asked for?",
    ),
    _universal(
        "other order of answers",
        containers.is_reordered,
        "The right answers, in another order than the specification names them.",
        "Compare what you return with the Returns part of the docstring, item by item.",
    ),
)


def _scaled(name: str, factor: float, text: str, hint: str) -> Relation:
    return Relation(name, lambda pair: numbers.is_multiple(pair, factor), text, hint)


_TWICE = "Look at every 2 in your formula, and at the derivative of a square: which factor belongs there?"
VALUES = (
    _scaled(
        "negated",
        -1.0,
        "Every wrong number is the right one with the opposite sign.",
        "Follow the signs: what is subtracted from what?",
    ),
    _scaled("twice", 2.0, "Every wrong number is twice the right one.", _TWICE),
    _scaled("half", 0.5, "Every wrong number is half the right one.", _TWICE),
    Relation(
        "sum for mean",
        numbers.is_times_a_length,
        "Every wrong number is the right one times the length of an axis: a sum stands where a mean is asked for.",
        "Over what is averaged here, and where does your code divide by how many there are?",
        telling=lambda pair: numbers.is_times_a_length(pair, least=3),  # 2 is a factor of its own
    ),
    Relation(
        "mean for sum",
        numbers.is_divided_by_a_length,
        "Every wrong number is the right one divided by the length of an axis.",
        "Count how often your code divides by the number of examples, and how often it should.",
        telling=lambda pair: numbers.is_divided_by_a_length(pair, least=3),
    ),
    Relation(
        "other length",
        numbers.is_by_another_length,
        "Every wrong number is divided by the length of one axis where the length of another belongs.",
        "How many examples are there, and how many features? Which of the two does your code count?",
        telling=lambda pair: numbers.is_by_another_length(pair, least=2),
    ),
    _scaled(
        "base-2 logarithm",
        1 / np.log(2),
        "The numbers are those of a logarithm with base 2.",
        "Which base has the logarithm that is asked for?",
    ),
    _scaled(
        "base-10 logarithm",
        1 / np.log(10),
        "The numbers are those of a logarithm with base 10.",
        "Which base has the logarithm that is asked for?",
    ),
    Relation(
        "complement",
        lambda pair: numbers.is_image(pair, lambda right: 1 - right),
        "Every wrong number is 1 minus the right one.",
        "Which of the two classes does a number near 1 speak for?",
    ),
    Relation(
        "range from -1 to 1",
        lambda pair: numbers.is_image(pair, lambda right: 2 * right - 1),
        "The numbers run from -1 to 1 where they should run from 0 to 1.",
        "Which range is asked for, and what takes the one to the other? tanh has the first, the sigmoid the second.",
    ),
    Relation(
        "offset by one",
        numbers.is_offset_by_one,
        "Every wrong number differs from the right one by exactly 1.",
        "Does counting start at 0 or at 1 here?",
    ),
    Relation(
        "squared",
        lambda pair: numbers.is_image(pair, np.square),
        "Every wrong number is the square of the right one.",
        "Is there a square root still to take?",
    ),
    Relation(
        "square root",
        lambda pair: numbers.is_image(pair, lambda right: np.sqrt(np.abs(right))),
        "Every wrong number is the square root of the right one.",
        "Is a square root taken that nobody asked for?",
    ),
    Relation(
        "reciprocal",
        lambda pair: numbers.is_image(pair, lambda right: 1 / right),
        "Every wrong number is 1 divided by the right one.",
        "What is divided by what?",
    ),
    Relation(
        "exponential",
        lambda pair: numbers.is_image(pair, np.exp),
        "Every wrong number is exp of the right one.",
        "Is the logarithm of this quantity asked for, or the quantity?",
    ),
    Relation(
        "logarithm",
        lambda pair: numbers.is_image(pair, lambda right: np.log(np.abs(right))),
        "Every wrong number is the logarithm of the right one.",
        "Is the logarithm of this quantity asked for, or the quantity?",
    ),
    Relation(
        "without signs",
        lambda pair: numbers.is_image(pair, np.abs),
        "The right numbers without their signs.",
        "Which step throws the sign away?",
    ),
    Relation(
        "logits for probabilities",
        numbers.is_logits,
        "The numbers are logits where probabilities are asked for.",
        "Which function turns scores into probabilities, and where is it called?",
    ),
    Relation(
        "probabilities for logits",
        numbers.is_probabilities,
        "The numbers are probabilities where logits are asked for.",
        "Is the last activation applied once too often?",
    ),
    Relation(
        "reversed",
        numbers.is_reversed,
        "The right numbers in reversed order.",
        "From which end does your loop run, and in which order is the answer asked for?",
    ),
    Relation(
        "sorted",
        numbers.is_sorted,
        "The right numbers, but sorted.",
        "Which order do the numbers have in the arguments?",
    ),
    Relation(
        "shifted",
        numbers.is_shifted,
        "The right numbers, each one place away from where it belongs.",
        "Look at the first and the last entry: which index is written at which step?",
    ),
)

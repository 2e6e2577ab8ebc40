"""An answer is taken apart into its numbers, texts and containers, each with its place, form and shape."""

from __future__ import annotations

import numpy as np
import pytest

from grader.diagnosis.leaves import MOST_LEAVES, MOST_VALUES, leaves
from grader.sandbox.remote import Record, Remote, Tensor


def forms(value):
    return [(leaf.path, leaf.form, leaf.shape) for leaf in leaves(value)]


def only(value):
    (leaf,) = leaves(value)
    return leaf


@pytest.mark.parametrize(
    ("value", "form", "numbers"),
    [
        (True, "bool", [1]),
        (np.bool_(False), "bool", [0]),
        (7, "int", [7]),
        (np.uint8(7), "int", [7]),
        (2.5, "float", [2.5]),
        (np.float32(2.5), "float", [2.5]),
        (1 + 2j, "complex", [1 + 2j]),
        (np.complex64(1j), "complex", [1j]),
        (np.inf, "float", [np.inf]),
        (-np.inf, "float", [-np.inf]),
    ],
)
def test_a_number_is_one_leaf_without_axes(value, form, numbers):
    leaf = only(value)
    assert (leaf.path, leaf.form, leaf.shape, leaf.values.tolist()) == ("", form, (), numbers)


def test_not_a_number_is_kept():
    assert np.isnan(only(float("nan")).values).all()


@pytest.mark.parametrize(
    ("value", "form"),
    [(None, "NoneType"), ("text", "str"), (b"bytes", "bytes"), (np.str_("text"), "str_")],
)
def test_what_is_no_number_is_kept_as_text(value, form):
    leaf = only(value)
    assert (leaf.form, leaf.values.size) == (form, 0)
    assert leaf.text == str(value)


@pytest.mark.parametrize(
    ("dtype", "form"),
    [
        ("?", "bool array"),
        ("i1", "int array"),
        ("u8", "int array"),
        (">i4", "int array"),
        ("f2", "float array"),
        ("f8", "float array"),
        (">f8", "float array"),
        ("c8", "complex array"),
        ("c16", "complex array"),
    ],
)
def test_an_array_of_any_kind_of_number_keeps_its_shape_and_its_numbers_in_c_order(dtype, form):
    array = np.arange(6).reshape(2, 3).astype(dtype)
    leaf = only(np.asfortranarray(array))
    assert (leaf.form, leaf.shape, leaf.whole) == (form, (2, 3), True)
    assert leaf.values.tolist() == array.reshape(-1).tolist()
    assert leaf.array.tolist() == array.tolist()


@pytest.mark.parametrize(
    ("value", "is_narrow"),
    [
        (np.ones(2, "f4"), True),
        (np.ones(2, "f2"), True),
        (np.ones(2, "c8"), False),
        (np.ones(2, "f8"), False),
        (np.ones(2, "i4"), False),
        (np.float32(1), True),
        (1.0, False),
        (Tensor(np.ones(2, "f4")), True),
    ],
)
def test_floats_of_32_bits_or_fewer_are_marked_narrow(value, is_narrow):
    assert only(value).narrow is is_narrow


@pytest.mark.parametrize("shape", [(), (0,), (3, 0), (1, 1, 1)])
def test_arrays_without_axes_or_without_elements_are_kept(shape):
    leaf = only(np.zeros(shape))
    assert leaf.shape == shape
    assert leaf.array.shape == shape


def test_an_array_of_text_is_text_and_has_no_numbers():
    leaf = only(np.array([["a", "b"]]))
    assert (leaf.form, leaf.shape, leaf.values.size, leaf.whole) == ("array of text", (1, 2), 0, False)
    assert leaf.text != only(np.array([["a", "c"]])).text


def test_a_tensor_is_told_from_a_variable_and_from_an_array():
    array = np.ones((2, 2), "f4")
    assert [only(value).form for value in (Tensor(array), Tensor(array, variable=True), array)] == ["tensor", "variable", "float array"]


def test_lists_and_tuples_stand_for_each_other():
    assert forms([1, (2.0, "x")]) == forms((1, [2.0, "x"]))
    assert [path for path, *_ in forms([1, [2.0]])] == ["", "[0]", "[1]", "[1][0]"]


def test_a_dict_is_taken_apart_whatever_the_order_of_its_keys():
    assert forms({"b": 1, "a": 2.0}) == forms({"a": 2.0, "b": 1}) == [("", "dict", (2,)), ("['a']", "float", ()), ("['b']", "int", ())]


def test_keys_of_different_types_have_different_places():
    assert {leaf.path for leaf in leaves({1: 0, "1": 0})} == {"", "[1]", "['1']"}


def test_a_set_is_the_same_in_any_order_and_tells_its_members():
    assert only({"x", "y"}).text == only(frozenset({"y", "x"})).text
    assert only({1}).text != only({2}).text
    assert only({1}).text != only({"1"}).text


def test_a_record_is_known_by_its_name_and_taken_apart_by_its_fields():
    found = leaves(Record("Split", {"left": np.ones(2), "right": 3}))
    assert [(leaf.path, leaf.form, leaf.text) for leaf in found] == [
        ("", "record", "Split"),
        ("['left']", "float array", ""),
        ("['right']", "int", ""),
    ]


def test_a_remote_object_is_never_asked_anything():
    class Untouchable:
        call = examine = lambda *_: pytest.fail("it was asked")

    model = Remote(Untouchable(), 7, "Sequential of the learner's")
    found = leaves([model, {"model": model}])
    assert [leaf.form for leaf in found] == ["sequence", "object", "dict", "object"]
    assert not any("Sequential" in f"{leaf.path}{leaf.text}" for leaf in found)


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 2**64, 10**400, -(10**400)])
def test_a_whole_number_of_any_size_is_a_number(number):
    leaf = only(number)
    assert leaf.form == "int"
    assert leaf.values.shape == (1,)


def test_whole_numbers_beyond_floats_are_infinite():
    assert np.isinf(only(10**400).values).all()


def test_at_most_so_many_parts_are_kept():
    found = leaves(list(range(10 * MOST_LEAVES)))
    assert len(found) == MOST_LEAVES
    assert found[0].shape == (10 * MOST_LEAVES,)


def test_of_a_large_array_evenly_spaced_numbers_are_kept_with_both_ends():
    leaf = only(np.arange(100 * MOST_VALUES))
    assert (leaf.whole, leaf.values.size, leaf.shape) == (False, MOST_VALUES, (100 * MOST_VALUES,))
    assert (leaf.values[0], leaf.values[-1]) == (0, 100 * MOST_VALUES - 1)
    assert len(set(np.diff(leaf.values).tolist())) <= 2
    assert only(np.arange(MOST_VALUES)).whole


def test_what_is_kept_does_not_change_with_the_array():
    array = np.ones(3)
    leaf = only(array)
    array[:] = 5
    assert leaf.values.tolist() == [1, 1, 1]


def test_long_texts_are_cut():
    for value in ("x" * 10_000, b"x" * 10_000, {"x" * 10_000}, np.array(["x" * 10_000])):
        assert len(only(value).text) <= 2000
    assert len(leaves({"x" * 10_000: 1})[1].path) <= 110

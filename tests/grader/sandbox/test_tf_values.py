"""Tensors, variables, datasets and models between the grader, which has no TensorFlow, and a worker, which has."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from grader.outcome import Death, Died
from grader.sandbox.remote import Codec, Remote, Tensor
from grader.sandbox.session import Call
from grader.sandbox.wire import WireError
from grader.testing import Mismatch, assert_same, tensor

pytestmark = pytest.mark.tensorflow


def test_tensors_come_back_as_arrays_that_say_so(tensorflow):
    one = tensorflow("def f(): return tf.constant([[1.0, 2.0]])").f()
    assert isinstance(one, Tensor)
    assert not one.variable
    assert (one.shape, one.dtype) == ((1, 2), np.float32)
    assert one.numpy().tolist() == [[1.0, 2.0]]


@pytest.mark.parametrize("made", ["tf.Variable([1.0])", "keras.Variable([1.0])", "keras.layers.Dense(1).add_weight((1,), 'ones')"])
def test_variables_of_both_libraries_are_variables(tensorflow, made):
    one = tensorflow(f"def f(): return {made}").f()
    assert one.variable
    assert one.numpy().tolist() == [1.0]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ("tf.constant(3)", np.int32(3)),
        ("tf.constant(True)", np.bool_(True)),
        ("tf.constant(1 + 2j)", np.complex128(1 + 2j)),
        ("tf.constant(['a', 'bc'])", np.array([b"a", b"bc"])),
        ("tf.zeros((0, 3))", np.zeros((0, 3), np.float32)),
        ("tf.constant(2.0, tf.float16)", np.float16(2)),
    ],
)
def test_tensors_of_every_kind_of_value_cross(tensorflow, made, expected):
    one = tensorflow(f"def f(): return {made}").f()
    assert one.dtype == expected.dtype
    np.testing.assert_array_equal(one.numpy(), expected)


@pytest.mark.parametrize(
    "made",
    [
        "tf.ragged.constant([[1], [2, 3]])",
        "tf.sparse.from_dense([[0, 1]])",
        "tf.constant(1.0, tf.bfloat16)",
        "keras.Input((3,))",
        "keras.layers.Dense(3)",
        "tf.data.Dataset.range(3)",
        "keras.optimizers.Adam()",
    ],
)
def test_what_has_no_array_stays_behind(tensorflow, made):
    assert isinstance(tensorflow(f"def f(): return {made}").f(), Remote)


def test_a_tensor_that_is_being_traced_stays_behind(tensorflow):
    subject = tensorflow(
        """
        def f():
            seen = []
            tf.function(lambda x: seen.append(x))(tf.ones(2))
            return seen[0]
        """
    )
    assert isinstance(subject.f(), Remote)


def test_tensors_and_variables_arrive_as_themselves(tensorflow):
    subject = tensorflow("def f(x): return [isinstance(x, tf.Variable), isinstance(x, tf.Tensor), x.dtype.name, x]")
    assert subject.f(tensor([1, 2]))[:3] == [False, True, "float32"]
    *kinds, back = subject.f(tensor([1, 2], "int64", variable=True))
    assert kinds == [True, False, "int64"]
    assert back.variable


def test_tensors_inside_containers_cross_in_both_directions(tensorflow):
    subject = tensorflow("def f(d): return {'sum': d['a'] + d['b'][0], 'n': 1}")
    assert_same(subject.f({"a": tensor([1.0]), "b": (tensor([2.0]),)}), {"sum": tensor([3.0]), "n": 1})


def test_a_dataset_is_taken_from_piece_by_piece(tensorflow):
    subject = tensorflow("def f(): return tf.data.Dataset.from_tensor_slices((np.arange(5.0), np.arange(5))).batch(2)")
    data = subject.f()
    assert len(data) == 3
    batches = data.take(10)
    assert [(x.numpy().tolist(), y.numpy().tolist()) for x, y in batches] == [([0, 1], [0, 1]), ([2, 3], [2, 3]), ([4], [4])]
    assert len(subject.f().repeat().take(7)) == 7


def test_a_model_is_used_through_its_handle(tensorflow):
    subject = tensorflow("def net(): return keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, name='head')])")
    net = subject.net()
    assert net.count_params() == 9
    assert net.layers[0].name == "head"
    weights = net.get_weights()
    x = np.array([[1.0, -2.0]], np.float32)
    assert_same(net(tensor(x)), tensor(x @ weights[0] + weights[1]), rtol=1e-5)
    with pytest.raises(TypeError, match="fetch a plain value"):
        net == 1  # noqa: B015


def test_a_history_is_numbers(tensorflow):
    subject = tensorflow(
        """
        def f(x, y):
            model = keras.Sequential([keras.layers.Dense(1)])
            model.compile("sgd", "mse")
            return model.fit(x, y, epochs=2, verbose=0)
        """
    )
    history = subject.f(np.ones((4, 2), np.float32), np.ones((4, 1), np.float32)).history
    assert list(history) == ["loss"]
    assert [type(value) for value in history["loss"]] == [float, float]


def test_an_array_is_no_tensor_and_a_tensor_no_variable():
    with pytest.raises(Mismatch, match="should be a tensor, but is an array"):
        assert_same(np.ones(2, np.float32), tensor([1, 1]))
    with pytest.raises(Mismatch, match="should be a variable, but is a tensor"):
        assert_same(tensor([1, 1]), tensor([1, 1], variable=True))
    with pytest.raises(Mismatch, match="should be an array, but is a tensor"):
        assert_same(tensor([1, 1]), np.ones(2, np.float32))
    with pytest.raises(Mismatch, match="shape"):
        assert_same(tensor([1, 1]), tensor([1]))
    assert_same(tensor([1, 1], variable=True), tensor([1, 1]))


@pytest.mark.parametrize("items", [["tensor"], ["tensor", 1.0], ["other", np.ones(2)], [1, np.ones(2)], ["tensor", [1.0]]], ids=repr)
def test_tensors_of_another_form_are_refused(items):
    with pytest.raises(WireError):
        Codec(None).unhook("T", items)


def test_a_worker_without_tensorflow_takes_no_tensors(session):
    assert session("def f(x): return x").outcomes([Call("f", (tensor([1.0]),))]) == [Died(Death.EXITED, "exit status 0")]


def test_the_grader_itself_has_not_imported_tensorflow():
    assert "tensorflow" not in sys.modules
    assert "keras" not in sys.modules

"""TensorFlow in zygotes and workers: untouched before a fork, one thread, seeded, traced once, and probed."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from grader.outcome import Raised, Returned
from grader.sandbox.link import ENVIRONMENT
from grader.sandbox.outcomes import CallFailed
from grader.sandbox.session import Session
from grader.sandbox.spawning import SpawnLauncher
from grader.testing import assert_same, tensor
from grader.testing.subject import Subject

pytestmark = pytest.mark.tensorflow


def test_a_process_in_which_an_operation_has_run_is_not_forked():
    code = "import tensorflow, keras; from grader.sandbox import tf_runtime; tf_runtime.settle(); {}tf_runtime.require_untouched()"

    def said(operation):
        command = [sys.executable, "-c", code.format(operation)]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT).stderr

    assert "cannot be forked" not in said("")
    assert "cannot be forked" in said("tensorflow.zeros(1); ")


def test_workers_run_on_one_thread(tensorflow):
    subject = tensorflow(
        """
        def threads():
            tf.matmul(tf.ones((300, 300)), tf.ones((300, 300)))
            threading = tf.config.threading
            return [threading.get_intra_op_parallelism_threads(), threading.get_inter_op_parallelism_threads()]
        """
    )
    assert subject.threads() == [1, 1]


def test_worker_after_worker_runs_operations(tensorflow):
    subject = tensorflow("def f(x): return tf.function(lambda x: tf.reduce_sum(tf.matmul(x, x)))(x)")
    for _ in range(5):
        subject._session.renew()
        assert_same(subject.f(tensor(np.eye(3))), tensor(3.0))


DRAWS = """
def draw():
    layer = keras.layers.Dense(2)
    layer.build((None, 2))
    return [tf.random.normal((2,)), keras.random.normal((2,)), layer.kernel, float(np.random.rand())]
"""


def test_the_same_call_of_a_check_draws_the_same_numbers_and_another_call_others(tensorflow):
    subject = tensorflow(DRAWS)
    first, second = subject.draw(), subject.draw()
    subject._session.begin(lambda number: bytes([number] * 16))
    assert_same(subject.draw(), first)
    for one, other in zip(first, second, strict=True):
        assert not np.array_equal(getattr(one, "array", one), getattr(other, "array", other))


NETS = {
    "functional": """
        inputs = keras.Input((6,))
        x = keras.layers.BatchNormalization()(keras.layers.Dense(8, use_bias=False)(inputs))
        model = keras.Model(inputs, keras.layers.Dense(3)(keras.layers.Dropout(0.4)(keras.layers.ReLU()(x))))
    """,
    "sequential, not built": """
        model = keras.Sequential([keras.layers.Dense(8, "relu"), keras.layers.Dropout(0.4), keras.layers.Dense(3)])
    """,
    "subclass": """
        class Net(keras.Model):
            def __init__(self):
                super().__init__()
                self.hidden, self.drop, self.head = keras.layers.Dense(8, "relu"), keras.layers.Dropout(0.4), keras.layers.Dense(3)
            def call(self, x, training=False):
                return self.head(self.drop(self.hidden(x), training=training))
        model = Net()
    """,
}
DATA = {
    "positions": "fit(model, X, y, 7, 2, 0)",
    "arrays": "fit(model, X, y, batch_size=7, epochs=2, validation_data=(X, y), verbose=0)",
    "tensors": "fit(model, tf.constant(X), tf.constant(y), epochs=2, verbose=0)",
    "a dataset": "fit(model, tf.data.Dataset.from_tensor_slices((X, y)).shuffle(30, seed=1).batch(8), epochs=2, verbose=0)",
}


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("net", NETS)
def test_training_that_is_traced_once_gives_the_numbers_of_plain_training(tensorflow, net, data):
    text = f"""
def train(plain, X, y):
    keras.utils.set_random_seed(3)
{NETS[net]}
    model.compile(keras.optimizers.Adam(0.01), keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    fit = keras.Model.fit.__wrapped__ if plain else keras.Model.fit
    history = {DATA[data]}
    return history.history, [np.array(w) for w in model.get_weights()]
"""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(30, 6)).astype(np.float32), rng.integers(0, 3, 30)
    subject = tensorflow(_aligned(text))
    assert_same(subject.train(False, X, y), subject.train(True, X, y), rtol=0, atol=0)


def _aligned(text):
    """Give the lines of a net the indentation of the function around them."""
    lines = [line.removeprefix("    ") if line.startswith("        ") else line for line in text.splitlines()]
    return "\n".join(lines)


@pytest.mark.parametrize(("fit", "traces"), [("keras.Model.fit", 1), ("keras.Model.fit.__wrapped__", 2)])
def test_the_training_step_of_a_built_model_is_traced_once_and_not_twice(tensorflow, fit, traces):
    subject = tensorflow(
        f"""
        class Net(keras.Sequential):
            steps = 0
            def train_step(self, data):
                Net.steps += 1
                return super().train_step(data)
        def train(x):
            model = Net([keras.Input((2,)), keras.layers.Dense(1)])
            model.compile("adam", "mse", metrics=["mae"])
            {fit}(model, x, x[:, :1], epochs=2, verbose=0)
            return Net.steps
        """
    )
    assert subject.train(np.ones((40, 2), np.float32)) == traces


@pytest.mark.parametrize("call", ["fit(model, 1, 2, epoch=3)", "fit(model, X, X, batches=1)", "fit(model)", "fit(model, X, 5)"])
def test_a_wrong_call_of_fit_fails_as_it_always_does(tensorflow, call):
    subject = tensorflow(
        f"""
        def train(plain, X):
            fit = keras.Model.fit.__wrapped__ if plain else keras.Model.fit
            model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
            model.compile("sgd", "mse")
            {call}
        """
    )
    X = np.ones((4, 2), np.float32)
    ours, plain = (subject.outcome("train", flag, X) for flag in (False, True))
    assert (ours.type, ours.message) == (plain.type, plain.message)


def test_control_flow_on_tensors_is_translated(tensorflow):
    subject = tensorflow(
        """
        @tf.function
        def halvings(x):
            n = 0
            while tf.reduce_sum(x) > 1:
                x, n = x / 2, n + 1
            return n
        """
    )
    assert_same(subject.halvings(tensor([8.0])), tensor(3, "int32"))


TRACED = """
    @tf.function
    def branch(x):
        if tf.reduce_sum(x) > 0:
            return tf.matmul(x, tf.ones((7, 7)))
        return x
    @tf.function
    def straight(x):
        return tf.matmul(x, tf.ones((8, 8)))
    def outer(x):
        return straight(x)
    class Net(keras.Model):
        def call(self, x):
            return tf.matmul(x, tf.ones((9, 9)))
    def eager(x):
        return Net()(x)
    def trained(x):
        model = Net()
        model.compile(loss="mse")
        model.fit(x, x, verbose=0)
    def mapped(x):
        return tf.data.Dataset.from_tensor_slices(x).map(lambda row: tf.matmul(row, row))
"""
HEAD = 4
"""Lines of imports, and the empty one, before the text above."""


@pytest.mark.parametrize(("name", "line"), [("branch", 3), ("outer", 8), ("eager", 13), ("trained", 13), ("mapped", 21)])
# Of an error in a branch TensorFlow itself tells the line of the branch's condition.
def test_an_error_in_traced_code_names_the_authors_own_line(tensorflow, name, line):
    subject = tensorflow(TRACED)
    argument = np.ones((4, 1), np.float32) if name in ("trained", "mapped") else tensor([[1.0]])
    outcome = subject.outcome(name, argument)
    assert isinstance(outcome, Raised)
    assert outcome.frames[-1].line == HEAD + line
    assert "\x1b" not in outcome.message


PROBES = '''
import tensorflow as tf

LENT = []

def slope(module, x):
    """Differentiate the task by a tape."""
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = module.square(x)
    return tape.gradient(y, x)

def lent(module):
    LENT.append(1)
    return len(LENT)
'''


def test_a_probe_runs_beside_the_module(tensorflow):
    subject = tensorflow("def square(x): return x * x", PROBES)
    assert_same(subject.probes.slope(tensor([3.0])), tensor([6.0]))


def test_an_error_under_a_probe_names_the_authors_own_line(tensorflow):
    subject = tensorflow("def square(x):\n    return x * undefined", PROBES)
    outcome = subject.outcome("probes.slope", tensor([3.0]))
    assert (outcome.type, outcome.frames[-1].line) == ("NameError", 5)


def test_probes_are_not_there_before_a_check_asks_for_one_and_are_never_on_disk(tensorflow):
    text = """
    import os, sys
    def square(x): return x
    def seen():
        files = [name for folder, _, names in os.walk(os.environ["TMPDIR"]) for name in names]
        return ["probes" in sys.modules, [name for name in files if "probes" in name]]
    """
    subject = tensorflow(text, PROBES)
    assert subject.seen() == [False, []]
    subject.probes.lent()
    assert subject.seen() == [True, []]


def test_probes_are_lent_again_to_a_fresh_worker_and_not_to_one_that_has_them(tensorflow):
    subject = tensorflow("", PROBES)
    assert [subject.probes.lent(), subject.probes.lent()] == [1, 2]
    subject._session.renew()
    assert subject.probes.lent() == 1


def test_a_check_that_asks_for_a_probe_where_none_are_is_the_suites_mistake(tensorflow):
    with pytest.raises(TypeError, match=r"there is no probes\.py"):
        tensorflow("").probes.slope(1)


def test_probes_that_cannot_be_read_say_where(tensorflow):
    with pytest.raises(TypeError, match=r"probes\.py, line 2: NameError"):
        tensorflow("", "x = 1\ny = z\n").probes.slope(1)


def test_a_probe_nobody_wrote_is_a_mistake_of_the_call(tensorflow):
    with pytest.raises(CallFailed, match="no attribute 'other'"):
        tensorflow("", PROBES).probes.other()


def test_a_spawned_worker_knows_tensorflow_too(tensorflow):
    loaded = tensorflow(DRAWS)._session
    launcher = SpawnLauncher(loaded._limits, ("tensorflow", "keras"))
    spawned = Session(launcher, loaded.implementation, loaded._limits)
    spawned.begin(lambda number: bytes([number] * 16))
    loaded.begin(lambda number: bytes([number] * 16))
    outcome = Subject(spawned).outcome("draw")
    assert isinstance(outcome, Returned)
    assert_same(outcome.value, Subject(loaded).draw())
    spawned.close()
    launcher.close()

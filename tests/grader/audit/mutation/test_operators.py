"""Each operator on a small function: exactly what it changes."""

from __future__ import annotations

import pytest

from grader.audit.mutation.general import SELECTION
from grader.audit.mutation.operators import OPERATORS

TABLE = {
    "axis": (
        """\
def f(x):
    return np.sum(x, axis=0)
""",
        [
            "-    return np.sum(x, axis=0) +    return np.sum(x, axis=1)",
            "-    return np.sum(x, axis=0) +    return np.sum(x, axis=-1)",
            "-    return np.sum(x, axis=0) +    return np.sum(x)",
        ],
    ),
    "keepdims": (
        """\
def f(x):
    return x / np.sum(x, axis=1, keepdims=True)
""",
        [
            "-    return x / np.sum(x, axis=1, keepdims=True) +    return x / np.sum(x, axis=1)",
        ],
    ),
    "newaxis": (
        """\
def f(x, y):
    return x - y[:, None]
""",
        [
            "-    return x - y[:, None] +    return x - y",
        ],
    ),
    "transpose": (
        """\
def f(x, y):
    return x.T @ np.transpose(y)
""",
        [
            "-    return x.T @ np.transpose(y) +    return x @ np.transpose(y)",
            "-    return x.T @ np.transpose(y) +    return x.T @ y",
        ],
    ),
    "matmul": (
        """\
def f(x, w):
    return (x @ w) * x
""",
        [
            "-    return (x @ w) * x +    return (x @ w) @ x",
            "-    return (x @ w) * x +    return (x * w) * x",
        ],
    ),
    "reshape": (
        """\
def f(x):
    return x.reshape(len(x), -1)
""",
        [
            '-    return x.reshape(len(x), -1) +    return x.reshape(len(x), -1, order="F")',
        ],
    ),
    "mean-sum": (
        """\
def f(x):
    return np.mean(x), x.sum(), tf.reduce_mean(x)
""",
        [
            "-    return np.mean(x), x.sum(), tf.reduce_mean(x) +    return np.sum(x), x.sum(), tf.reduce_mean(x)",
            "-    return np.mean(x), x.sum(), tf.reduce_mean(x) +    return np.mean(x), x.mean(), tf.reduce_mean(x)",
            "-    return np.mean(x), x.sum(), tf.reduce_mean(x) +    return np.mean(x), x.sum(), tf.reduce_sum(x)",
        ],
    ),
    "scale": (
        """\
def f(x):
    return np.sum(x) / len(x), np.mean(x)
""",
        [
            "-    return np.sum(x) / len(x), np.mean(x) +    return np.sum(x), np.mean(x)",
            "-    return np.sum(x) / len(x), np.mean(x) +    return np.sum(x) / (2 * len(x)), np.mean(x)",
            "-    return np.sum(x) / len(x), np.mean(x) +    return np.sum(x) / len(x), np.mean(x) / 2",
        ],
    ),
    "max-min": (
        """\
def f(x):
    return np.max(x) - x.argmin()
""",
        [
            "-    return np.max(x) - x.argmin() +    return np.min(x) - x.argmin()",
            "-    return np.max(x) - x.argmin() +    return np.max(x) - x.argmax()",
        ],
    ),
    "spread": (
        """\
def f(x):
    return x / np.std(x)
""",
        [
            "-    return x / np.std(x) +    return x / np.var(x)",
            "-    return x / np.std(x) +    return x / np.std(x, ddof=1)",
        ],
    ),
    "exp-log": (
        """\
def f(x):
    return np.log(np.exp(x))
""",
        [
            "-    return np.log(np.exp(x)) +    return np.log1p(np.exp(x))",
            "-    return np.log(np.exp(x)) +    return np.log10(np.exp(x))",
            "-    return np.log(np.exp(x)) +    return np.log(np.expm1(x))",
        ],
    ),
    "training": (
        """\
def f(model, x, training):
    return model(x, training=training)
""",
        [
            "-    return model(x, training=training) +    return model(x, training=True)",
            "-    return model(x, training=training) +    return model(x, training=False)",
            "-    return model(x, training=training) +    return model(x)",
        ],
    ),
    "logits": (
        """\
def f(y):
    return keras.losses.BinaryCrossentropy(from_logits=True), keras.layers.Dense(y)
""",
        [
            "-    return keras.losses.BinaryCrossentropy(from_logits=True), keras.layers.Dense(y) +    return keras.losses.BinaryCrossentropy(from_logits=False), keras.layers.Dense(y)",
            '-    return keras.losses.BinaryCrossentropy(from_logits=True), keras.layers.Dense(y) +    return keras.losses.BinaryCrossentropy(from_logits=True), keras.layers.Dense(y, activation="softmax")',
        ],
    ),
    "trainable": (
        """\
def f(tape, loss, model):
    return tape.gradient(loss, model.trainable_variables)
""",
        [
            "-    return tape.gradient(loss, model.trainable_variables) +    return tape.gradient(loss, model.variables)",
        ],
    ),
    "tape": (
        """\
def f(g, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = g(x)
    return tape.gradient(y, x)
""",
        [
            "-    with tf.GradientTape(persistent=True) as tape: +    with tf.GradientTape() as tape:",
            "-        tape.watch(x)",
        ],
    ),
    "copy": (
        """\
def f(x, y):
    a = np.array(x)
    b = y.copy()
    return a, b
""",
        [
            "-    a = np.array(x) +    a = x",
            "-    b = y.copy() +    b = y",
        ],
    ),
    "in-place": (
        """\
def f(x, y):
    x = x - np.mean(y)
    return x
""",
        [
            "-    x = x - np.mean(y) +    x -= np.mean(y)",
        ],
    ),
    "dtype": (
        """\
def f(x):
    return x.astype(float), np.ones(3, dtype=float)
""",
        [
            "-    return x.astype(float), np.ones(3, dtype=float) +    return x, np.ones(3, dtype=float)",
            "-    return x.astype(float), np.ones(3, dtype=float) +    return x.astype(np.float32), np.ones(3, dtype=float)",
            "-    return x.astype(float), np.ones(3, dtype=float) +    return x.astype(int), np.ones(3, dtype=float)",
            "-    return x.astype(float), np.ones(3, dtype=float) +    return x.astype(float), np.ones(3)",
            "-    return x.astype(float), np.ones(3, dtype=float) +    return x.astype(float), np.ones(3, dtype=np.float32)",
            "-    return x.astype(float), np.ones(3, dtype=float) +    return x.astype(float), np.ones(3, dtype=int)",
        ],
    ),
    "dtype-narrowed": (
        """\
def f(n):
    out = np.zeros(n)
    out[0] = 1
    return out
""",
        [
            "-    out = np.zeros(n) +    out = np.zeros(n, dtype=int)",
            "-    out = np.zeros(n) +    out = np.zeros(n, dtype=np.float32)",
            "-    return out +    return out.astype(np.float32)",
        ],
    ),
    "range": (
        """\
def f(n):
    return list(range(n))
""",
        [
            "-    return list(range(n)) +    return list(range(n - 1))",
            "-    return list(range(n)) +    return list(range(n + 1))",
            "-    return list(range(n)) +    return list(range(1, n))",
        ],
    ),
    "slice": (
        """\
def f(x, k):
    return x[k:], x[::-1]
""",
        [
            "-    return x[k:], x[::-1] +    return x[k - 1:], x[::-1]",
            "-    return x[k:], x[::-1] +    return x[k + 1:], x[::-1]",
            "-    return x[k:], x[::-1] +    return x[:], x[::-1]",
            "-    return x[k:], x[::-1] +    return x[k:], x[::1]",
        ],
    ),
    "index": (
        """\
def f(x):
    return x[-1]
""",
        [
            "-    return x[-1] +    return x[0]",
        ],
    ),
    "order": (
        """\
def f(x):
    return sorted(x)
""",
        [
            "-    return sorted(x) +    return x",
        ],
    ),
    "ties": (
        """\
def f(x):
    return max(x, key=len)
""",
        [
            "-    return max(x, key=len) +    return sorted(x, key=len)[-1]",
        ],
    ),
    "branch": (
        """\
def f(x):
    if x is None:
        raise ValueError("no x")
    return np.where(x > 0, x, 1)
""",
        [
            '-    if x is None: -        raise ValueError("no x")',
            "-    return np.where(x > 0, x, 1) +    return x",
            "-    return np.where(x > 0, x, 1) +    return 1",
        ],
    ),
    "augmented": (
        """\
def f(x, y):
    x.grad += y
    return x
""",
        [
            "-    x.grad += y +    x.grad = y",
            "-    x.grad += y +    x.grad -= y",
        ],
    ),
    "removed-statement": (
        """\
def f(x, y):
    x.grad = y
    x.done()
    return x
""",
        [
            "-    x.grad = y",
            "-    x.done()",
        ],
    ),
    "indentation": (
        """\
def f(x):
    s = 0
    for k in x:
        s = s + k
        print(s)
    return s
""",
        [
            "-        print(s) +    print(s)",
            "-    return s +        return s",
        ],
    ),
    "reset": (
        """\
def f(x):
    s = 0
    for k in x:
        s = s + k
    return s
""",
        [
            "-    s = 0 +        s = 0",
        ],
    ),
    "hoisted": (
        """\
def f(x, make):
    out = []
    for k in x:
        net = make()
        out.append(net.fit(k))
    return out
""",
        [
            "+    net = make() -        net = make()",
        ],
    ),
    "doubled-statement": (
        """\
def f(x, y):
    x.append(y)
    return x
""",
        [
            "+    x.append(y)",
        ],
    ),
    "swapped-statements": (
        """\
def f(x):
    total = 0
    out = []
    for k in x:
        total = total + k
        out.append(total)
    return out
""",
        [
            "+        out.append(total) -        out.append(total)",
        ],
    ),
    "exception": (
        """\
def f(x):
    if x < 0:
        raise ValueError(f"{x} < 0")
    return x
""",
        [
            '-        raise ValueError(f"{x} < 0") +        raise TypeError(f"{x} < 0")',
        ],
    ),
    "swapped-arguments": (
        """\
def f(g, x, y):
    return g(x, y) + np.maximum(x, y)
""",
        [
            "-    return g(x, y) + np.maximum(x, y) +    return g(y, x) + np.maximum(x, y)",
        ],
    ),
    "keyword": (
        """\
def f(g, x):
    return g(x, steps=(2 * x), lr=(x + 1))
""",
        [
            "-    return g(x, steps=(2 * x), lr=(x + 1)) +    return g(x, lr=(x + 1))",
            "-    return g(x, steps=(2 * x), lr=(x + 1)) +    return g(x, steps=(2 * x))",
        ],
    ),
    "keyword-added": (
        """\
def f(data, n):
    return data.batch(n)
""",
        [
            "-    return data.batch(n) +    return data.batch(n, drop_remainder=True)",
        ],
    ),
    "buffer": (
        """\
def f(data, n):
    return data.shuffle(n)
""",
        [
            "-    return data.shuffle(n) +    return data.shuffle(1)",
            "-    return data.shuffle(n) +    return data.shuffle(n // 2)",
        ],
    ),
    "lookalike": (
        """\
def f(n):
    return np.zeros(n), keras.optimizers.Adam()
""",
        [
            "-    return np.zeros(n), keras.optimizers.Adam() +    return np.ones(n), keras.optimizers.Adam()",
            "-    return np.zeros(n), keras.optimizers.Adam() +    return np.zeros(n), keras.optimizers.SGD()",
        ],
    ),
    "root": (
        """\
def f(x):
    return np.mean(x ** 2)
""",
        [
            "-    return np.mean(x ** 2) +    return np.sqrt(np.mean(x ** 2))",
        ],
    ),
    "epsilon": (
        """\
def f(x):
    return x / np.sum(x)
""",
        [
            "-    return x / np.sum(x) +    return x / (np.sum(x) + 1e-8)",
        ],
    ),
    "call-dropped": (
        """\
def f(x):
    return np.abs(x) + sigmoid(x) + len(x)
""",
        [
            "-    return np.abs(x) + sigmoid(x) + len(x) +    return x + sigmoid(x) + len(x)",
            "-    return np.abs(x) + sigmoid(x) + len(x) +    return np.abs(x) + x + len(x)",
        ],
    ),
    "operand": (
        """\
def f(x, y):
    return x + y
""",
        [
            "-    return x + y +    return x",
            "-    return x + y +    return y",
        ],
    ),
    "swapped-operands": (
        """\
def f(x, y):
    return (x - y) / (x - y) ** 2
""",
        [
            "-    return (x - y) / (x - y) ** 2 +    return ((x - y) ** 2) / (x - y)",
            "-    return (x - y) / (x - y) ** 2 +    return ((y - x)) / (x - y) ** 2",
        ],
    ),
    "alike": (
        """\
def f(train_X, test_X):
    return test_X - np.mean(train_X, axis=0)
""",
        [
            "-    return test_X - np.mean(train_X, axis=0) +    return train_X - np.mean(train_X, axis=0)",
            "-    return test_X - np.mean(train_X, axis=0) +    return test_X - np.mean(test_X, axis=0)",
        ],
    ),
    "ignored-argument": (
        """\
def f(x, lr=0.5, flag=True):
    return lr * np.abs(x) + g(x.shape, flag)
""",
        [
            "-    return lr * np.abs(x) + g(x.shape, flag) +    return lr * np.abs(np.zeros_like(x)) + g(x.shape, flag)",
            "-    return lr * np.abs(x) + g(x.shape, flag) +    return lr * np.abs(np.ones_like(x)) + g(x.shape, flag)",
            "-    return lr * np.abs(x) + g(x.shape, flag) +    return 0.0 * np.abs(x) + g(x.shape, flag)",
            "-    return lr * np.abs(x) + g(x.shape, flag) +    return lr * np.abs(x) + g(x.shape, True)",
            "-    return lr * np.abs(x) + g(x.shape, flag) +    return lr * np.abs(x) + g(x.shape, False)",
        ],
    ),
    "part": (
        """\
def f(a, b):
    return [a, (b)], (a, b)
""",
        [
            "-    return [a, (b)], (a, b) +    return (a, b), [a, (b)]",
            "-    return [a, (b)], (a, b) +    return [(b)], (a, b)",
            "-    return [a, (b)], (a, b) +    return [a], (a, b)",
            "-    return [a, (b)], (a, b) +    return [b, (a)], (a, b)",
            "-    return [a, (b)], (a, b) +    return [a, (b)], (b, a)",
        ],
    ),
    "key": (
        """\
def f(data, h):
    return data["train"], data["dev"], h["val_loss"]
""",
        [
            '-    return data["train"], data["dev"], h["val_loss"] +    return data["dev"], data["dev"], h["val_loss"]',
            '-    return data["train"], data["dev"], h["val_loss"] +    return data["train"], data["train"], h["val_loss"]',
            '-    return data["train"], data["dev"], h["val_loss"] +    return data["train"], data["dev"], h["loss"]',
        ],
    ),
    "zero": (
        """\
def f(x):
    return 3 * x / 255
""",
        [
            "-    return 3 * x / 255 +    return 0 * x / 255",
        ],
    ),
    "constant": (
        """\
def f(g):
    return g(EPOCHS)
""",
        [
            "-    return g(EPOCHS) +    return g(1)",
        ],
    ),
    "arithmetic": (
        """\
def f(x, y):
    return x + y
""",
        [
            "-    return x + y +    return x - y",
            "-    return x + y +    return x * y",
        ],
    ),
    "comparison": (
        """\
def f(x):
    return x < 3
""",
        [
            "-    return x < 3 +    return x <= 3",
            "-    return x < 3 +    return x >= 3",
        ],
    ),
    "number": (
        """\
def f(x):
    return [
        x,
        7,
    ]
""",
        [
            "-        7, +        8,",
            "-        7, +        6,",
        ],
    ),
    "boolean": (
        """\
def f(g):
    return g(True)
""",
        [
            "-    return g(True) +    return g(False)",
        ],
    ),
    "and-or": (
        """\
def f(x, y):
    return x and y
""",
        [
            "-    return x and y +    return x or y",
        ],
    ),
    "not": (
        """\
def f(x):
    if x:
        x = 1
    return x
""",
        [
            "-    if x: +    if not x:",
        ],
    ),
    "not-dropped": (
        """\
def f(x):
    return not x
""",
        [
            "-    return not x +    return x",
        ],
    ),
    "minus": (
        """\
def f(x):
    return np.exp(-x)
""",
        [
            "-    return np.exp(-x) +    return np.exp(x)",
        ],
    ),
    "break-continue": (
        """\
def f(x):
    for k in x:
        break
    return k
""",
        [
            "-        break +        continue",
        ],
    ),
    "no-iterations": (
        """\
def f(x):
    for k in x:
        print(k)
""",
        [
            "-    for k in x: +    for k in []:",
        ],
    ),
}


@pytest.mark.parametrize("operator", TABLE)
def test_an_operator_makes_exactly_its_changes(changes, operator):
    before, expected = TABLE[operator]
    assert changes(before + "\n", operator) == expected


def test_every_operator_is_in_the_table():
    assert set(TABLE) == {*OPERATORS, *SELECTION}


@pytest.mark.parametrize(
    ("operator", "before"),
    [
        ("swapped-arguments", "def f(x, y):\n    return np.maximum(x, y), isinstance(x, y)\n"),
        ("swapped-operands", "def f(x, y):\n    return (x - y) ** 2 + np.abs(x - y)\n"),
        ("ignored-argument", "def f(x):\n    return len(x), x.shape, np.zeros_like(x)\n"),
        ("in-place", "def f(n):\n    w = np.zeros(n)\n    w = w - 1\n    return w\n"),
        ("lookalike", "def f(n):\n    x = np.zeros(n)\n    for k in reversed(range(n)):\n        x[k] = k\n    return x\n"),
        ("dtype-narrowed", "def f(n, g):\n    w = np.zeros(n)\n    w = w - 1\n    return g(w)\n"),
        ("order", "def f(data):\n    return data.cache().prefetch(1)\n"),
        ("matmul", "def f(lr, g):\n    return lr * g(1)\n"),
        ("number", "def f(x):\n    return np.sum(x, axis=1), x + 2**31\n"),
        ("arithmetic", "def f(x, *, y=1):\n    return [*x], g(**y), x | y\n"),
        ("boolean", "def f(x, y):\n    return list(zip(x, y, strict=True))\n"),
        ("doubled-statement", "def f(x):\n    seen = set()\n    seen.add(x)\n    return seen\n"),
        ("removed-statement", "def f(x):\n    y = x\n    return y\n"),
        ("reset", "def f(x):\n    layers = keras.layers\n    for k in x:\n        layers.Dense(k)\n"),
        ("swapped-statements", "def f(x):\n    a = x\n    b = x\n    return a, b\n"),
    ],
)
def test_what_would_be_the_same_or_only_raise_is_no_mutant(changes, operator, before):
    assert operator in TABLE
    assert changes(before, operator) == []


def test_a_fresh_array_that_is_kept_somewhere_may_not_be_updated_in_place(changes):
    body = "def f(n, kept):\n    w = np.zeros(n)\n    kept.append(w)\n    w = w - 1\n    return w\n"
    assert changes(body, "in-place") == ["-    w = w - 1 +    w -= 1"]


def test_an_argument_that_is_returned_changed_is_changed_itself(changes):
    assert changes("def f(x):\n    return x / np.sum(x)\n", "in-place") == [
        "-    return x / np.sum(x) +    x /= np.sum(x) +    return x"
    ]


def test_brackets_are_kept_where_the_meaning_needs_them(changes):
    assert "-    return (a + b) / len(a) * 2 +    return (a + b) * 2" in changes(
        "def f(a, b):\n    return (a + b) / len(a) * 2\n", "scale"
    )


def test_names_are_resolved_by_what_the_module_imports(changes):
    body = "import numpy as numeric\n\n\ndef f(x):\n    return numeric.sum(x)\n"
    assert changes(body, "mean-sum") == ["-    return numeric.sum(x) +    return numeric.mean(x)"]


def test_a_name_imported_by_itself_is_not_renamed_to_one_that_is_not_imported(changes):
    assert changes("from numpy import mean\n\n\ndef f(x):\n    return mean(x)\n", "mean-sum") == []

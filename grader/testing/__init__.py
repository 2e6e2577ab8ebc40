"""Everything a suite author imports; the fixtures come from ``grader.testing.plugin``."""

from grader.sandbox.remote import Tensor
from grader.testing.compare import Mismatch, assert_same
from grader.testing.gradient import assert_gradient
from grader.testing.marks import alternative, check, mistake
from grader.testing.properties import Spy, assert_pure, assert_raises, assert_vectorised
from grader.testing.tensors import tensor

__all__ = [
    "Mismatch",
    "Spy",
    "Tensor",
    "alternative",
    "assert_gradient",
    "assert_pure",
    "assert_raises",
    "assert_same",
    "assert_vectorised",
    "check",
    "mistake",
    "tensor",
]

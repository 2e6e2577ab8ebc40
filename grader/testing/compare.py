"""Compare an answer with what was expected: type, shape, dtype, values – each difference with its own finding.

A finding's text may reach the learner of a hidden check, so it holds our words, shapes and dtypes only; values go
into its detail.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.diagnosis.answers import item_name
from grader.model import Finding, Kind, Sides
from grader.sandbox.remote import Record, Remote, Tensor, is_function

if TYPE_CHECKING:
    from collections.abc import Callable

_SCALARS: tuple[tuple[str, tuple[type, ...], tuple[type, ...]], ...] = (
    # what is expected, the types that say so, the types that will do
    ("a bool", (bool, np.bool_), (bool, np.bool_)),
    ("an int", (int, np.integer), (int, np.integer)),
    ("a float", (float, np.floating), (float, np.floating, int, np.integer)),
    ("a complex number", (complex, np.complexfloating), (complex, np.complexfloating, float, np.floating, int)),
)
_MOST_POINTS = 40
_FAMILIES = {"b": "bool", "i": "int", "u": "int", "f": "float", "c": "complex", "U": "text", "S": "bytes"}


class Mismatch(AssertionError):
    """A check's comparison failed; ``finding`` says how, and ``got`` is what was compared, where that is known."""

    def __init__(self, finding: Finding, got: Any = None) -> None:
        super().__init__(f"{finding.text}\n{finding.detail}".rstrip())
        self.finding = finding
        self.got = got


@dataclass(frozen=True)
class Tolerance:
    """Values agree when ``abs(got - expected) <= atol + rtol * abs(expected)``.

    Whole numbers agree when they are equal, unless ``atol`` is at least 1.
    """

    rtol: float = 1e-9
    atol: float = 1e-12


def assert_same(got: Any, expected: Any, *, rtol: float = 1e-9, atol: float = 1e-12) -> None:
    """Require that an answer has the expected type, shape, dtype and values.

    NaN agrees with NaN only, infinities with themselves. Lists and tuples stand for each other, and a list or tuple
    of numbers written in a check stands for an array of any dtype of its family. A float may be a Python or NumPy
    float, but not an array.

    Raises:
        Mismatch: it has not.
    """
    finding = difference(got, expected, Tolerance(rtol, atol), literal=True)
    if finding is not None:
        raise Mismatch(finding, got)


def difference(
    got: Any, expected: Any, tolerance: Tolerance, *, literal: bool = False, place: str = "the answer"
) -> Finding | None:
    """Return the first difference, or None; ``literal`` lets an expected list stand for an array."""
    if isinstance(got, Remote):
        return _wrong_type(got, expected, place)
    if literal and isinstance(got, np.ndarray) and isinstance(expected, list | tuple):
        return _arrays(got, np.asarray(expected), tolerance, place, exact_dtype=False)
    if isinstance(expected, Tensor):
        if not isinstance(got, Tensor) or (expected.variable and not got.variable):
            return _wrong_type(got, expected, place)
        return _arrays(got.array, expected.array, tolerance, place, exact_dtype=True)
    if isinstance(expected, np.ndarray):
        if not isinstance(got, np.ndarray):
            return _wrong_type(got, expected, place)
        return _arrays(got, expected, tolerance, place, exact_dtype=True)
    if isinstance(expected, list | tuple | dict | Record):
        return _containers(got, expected, tolerance, literal=literal, place=place)
    return _scalars(got, expected, tolerance, place)


def _scalars(got: Any, expected: Any, tolerance: Tolerance, place: str) -> Finding | None:
    for _, says_so, will_do in _SCALARS:
        if isinstance(expected, says_so):
            if not isinstance(got, will_do) or (isinstance(got, bool | np.bool_) and bool not in says_so):
                return _wrong_type(got, expected, place)
            return _arrays(np.asarray(got), np.asarray(expected), tolerance, place, exact_dtype=None)
    fits = isinstance(got, set | frozenset) if isinstance(expected, set | frozenset) else type(got) is type(expected)
    if not fits:
        return _wrong_type(got, expected, place)
    return None if got == expected else _values(f"{place} has another value", got, expected)


def _containers(got: Any, expected: Any, tolerance: Tolerance, *, literal: bool, place: str) -> Finding | None:
    pairs = _paired(got, expected, place)
    if isinstance(pairs, Finding):
        return pairs
    for told, exact, one, other in pairs:
        finding = difference(one, other, tolerance, literal=literal, place=f"{told} of {place}")
        if finding is not None:
            return replace(finding, detail=f"{exact}: {finding.detail}") if told != exact else finding
    return None


def _paired(got: Any, expected: Any, place: str) -> Finding | list[tuple[str, str, Any, Any]]:
    """Pair the items of two containers of the same form, or say why they have not.

    Each pair comes with what its place may be called where a hidden check's learner reads it, and with its exact name.
    """
    if isinstance(expected, Record):
        if not isinstance(got, Record) or got.record != expected.record or set(got.fields) != set(expected.fields):
            return _wrong_type(got, expected, place)
        fields = ((f"field {name!r}", got.fields[name], value) for name, value in expected.fields.items())
        return [(name, name, one, other) for name, one, other in fields]
    if isinstance(expected, dict):
        if not isinstance(got, dict):
            return _wrong_type(got, expected, place)
        if set(got) != set(expected):
            # Keys may be data (the words of a hidden text, say), so they are for the detail.
            seen, wanted = (_brief(sorted(map(str, keys))) for keys in (got, expected))
            return _finding(Kind.SHAPE, f"{place} has other keys than it should", f"got {seen}, expected {wanted}")
        return [("an entry", f"entry {key!r}", got[key], value) for key, value in expected.items()]
    if not isinstance(got, list | tuple):
        return _wrong_type(got, expected, place)
    if len(got) != len(expected):
        text = f"{place} should hold {len(expected)} items, but holds {_shown_length(len(got), len(expected))}"
        return _finding(Kind.SHAPE, text, f"got {len(got)} items")
    told = [item_name(number, len(expected)) for number in range(len(expected))]
    exact = [f"item {number}" if name == "an item" else name for number, name in enumerate(told)]
    return [*zip(told, exact, got, expected, strict=True)]


def _arrays(
    got: np.ndarray[Any, Any],
    expected: np.ndarray[Any, Any],
    tolerance: Tolerance,
    place: str,
    *,
    exact_dtype: bool | None,
) -> Finding | None:
    """Compare arrays; ``exact_dtype`` None leaves the dtype out, False asks only that floats are floats."""
    if got.shape != expected.shape:
        shown = shown_shape(got.shape, expected.shape)
        text = f"{place} should have shape {expected.shape}, but has {shown}"
        return Finding(Kind.SHAPE, text, f"got shape {got.shape}", sides=Sides(shown, str(expected.shape)))
    if exact_dtype is not None and not _dtype_fits(got.dtype, expected.dtype, exact=exact_dtype):
        wanted = expected.dtype if exact_dtype else _FAMILIES[expected.dtype.kind]
        shown = _shown_dtype(got.dtype)
        text = f"{place} should have dtype {wanted}, but has {shown}"
        return Finding(Kind.DTYPE, text, sides=Sides(f"{got.shape} {shown}", f"{expected.shape} {wanted}"))
    return _different_values(got, expected, tolerance, place)


def _dtype_fits(got: np.dtype[Any], expected: np.dtype[Any], *, exact: bool) -> bool:
    families = _FAMILIES[got.kind], _FAMILIES[expected.kind]
    if exact:
        precise = got.kind not in "fc" or got.itemsize >= expected.itemsize
        return families[0] == families[1] and precise
    return families[0] == families[1] or families == ("float", "int")


def _different_values(
    got: np.ndarray[Any, Any], expected: np.ndarray[Any, Any], tolerance: Tolerance, place: str
) -> Finding | None:
    # Whole numbers beyond 64 bits are objects here.
    whole = expected.dtype.kind in "iuO" and got.dtype.kind in "iuO" and tolerance.atol < 1
    if whole or expected.dtype.kind in "USb":
        wrong = np.asarray(got != expected)
    else:
        with np.errstate(all="ignore"):
            wrong = ~np.isclose(got, expected, rtol=tolerance.rtol, atol=tolerance.atol, equal_nan=True)
    if not wrong.any():
        return None
    return _values(_how_wrong(got, expected, wrong, place), got, expected, wrong)


def _how_wrong(got: np.ndarray[Any, Any], expected: np.ndarray[Any, Any], wrong: Any, place: str) -> str:
    if expected.dtype.kind in "fc" and got.dtype.kind in "fc":
        unfinished = ~np.isfinite(got) & np.isfinite(expected)
        if unfinished.any():
            return f"{place} holds nan or inf where a finite number is expected"
    if got.size == 1:
        return f"{place} has another value"
    return f"{'all' if wrong.all() else 'some'} values of {place} are wrong"


def _values(text: str, got: Any, expected: Any, wrong: Any = None) -> Finding:
    if wrong is not None and getattr(got, "size", 1) > 1:
        first = tuple(int(n) for n in np.argwhere(wrong)[0])
        count = f"{int(np.count_nonzero(wrong))} of {got.size} values are wrong; "
        one, other = _brief(got[first], str), _brief(expected[first], str)
        detail = f"{count}at index {first}: got {one}, expected {other}"
        return Finding(Kind.VALUES, text, detail, points=_points(got, expected))
    return _finding(Kind.VALUES, text, f"got {_shown_value(got)}, expected {_shown_value(expected)}")


def _points(got: np.ndarray[Any, Any], expected: np.ndarray[Any, Any]) -> tuple[tuple[float, float], ...]:
    """Return some finite values got and expected, evenly spaced and in order; none where they are no numbers."""
    if got.dtype.kind not in "iuf" or expected.dtype.kind not in "iuf":
        return ()
    chosen = np.unique(np.linspace(0, got.size - 1, _MOST_POINTS).astype(int))
    pairs = zip(got.reshape(-1)[chosen].tolist(), expected.reshape(-1)[chosen].tolist(), strict=True)
    return tuple((float(one), float(other)) for one, other in pairs if np.isfinite(one) and np.isfinite(other))


def _wrong_type(got: Any, expected: Any, place: str) -> Finding:
    sides = Sides(described(got), described(expected))
    asked = ": is a return missing?" if got is None else ""
    return Finding(Kind.TYPE, f"{place} should be {sides.expected}, but is {sides.got}{asked}", sides=sides)


def described(value: Any) -> str:
    """Describe a value's type in our own words; never its content."""
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return "an array" if value.ndim else "an array without dimensions"
    if isinstance(value, Tensor):
        return "a variable" if value.variable else "a tensor"
    if isinstance(value, Record):
        return "one of the module's own records"
    if is_function(value):
        return "a function"
    for words, says_so, _ in _SCALARS:
        if isinstance(value, says_so):
            return words
    names: dict[type, str] = {list: "a list", tuple: "a tuple", dict: "a dict", str: "a str", bytes: "bytes"}
    return names.get(type(value), "a set" if isinstance(value, set | frozenset) else "an object of another kind")


def shown_shape(got: tuple[int, ...], expected: tuple[int, ...]) -> str:
    """Return a shape for the learner: as it is when it is made of expected sizes, else only its rank.

    A shape is made by the learner's code; arbitrary sizes could carry a hidden input home. One more or less
    along one axis is told: ends of loops and slices are missed that way.
    """
    if len(got) == len(expected) and sum(abs(one - other) for one, other in zip(got, expected, strict=True)) == 1:
        return str(got)
    usual = {0, 1, *expected, int(np.prod(expected, dtype=np.int64))}
    if len(got) <= len(expected) + 1 and set(got) <= usual:
        return str(got)
    return f"another of {len(got)} dimensions" if len(got) <= 6 else "another"


def _shown_dtype(dtype: np.dtype[Any]) -> str:
    """Return a dtype for the learner; the length of text is left out, as it could carry a message."""
    return _FAMILIES[dtype.kind] if dtype.kind in "US" else str(dtype.newbyteorder("="))


def _shown_length(got: int, expected: int) -> str:
    return str(got) if abs(got - expected) <= 1 or got <= 1 else "fewer" if got < expected else "more"


def _brief(value: Any, form: Callable[[Any], str] = repr) -> str:
    text = form(value)
    return text if len(text) <= 200 else text[:200] + "…"


def _shown_value(value: Any) -> str:
    return _brief(value, str if isinstance(value, np.ndarray) and value.size == 1 else repr)


def _finding(kind: Kind, text: str, detail: str = "") -> Finding:
    return Finding(kind, text, detail)

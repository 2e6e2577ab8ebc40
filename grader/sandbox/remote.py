"""What stands in the grader for objects that stay in a worker, and for what the grader lends to one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

import numpy as np

from grader.sandbox import wire
from grader.sandbox.outcomes import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.outcome import Outcome

MAX_LENGTH = 1_000_000


class Holder(Protocol):
    """A session, as a Remote sees it."""

    def call(self, target: object, /, *args: object, **kwargs: object) -> Any:
        """Call a handle and return its value."""

    def examine(self, operation: str, *operands: object) -> Outcome:
        """Get, set, index, measure or take from a handle."""


@dataclass(frozen=True)
class Record:
    """A value of one of the module's own dataclasses or named tuples, called ``record``; its fields are attributes."""

    record: str
    fields: Mapping[str, Any]

    def __getattr__(self, field: str) -> Any:
        # While a record is copied it has no fields yet, and looking for them here would never end.
        if field == "fields" or field.startswith("__"):
            raise AttributeError(field)
        try:
            return self.fields[field]
        except KeyError:
            raise AttributeError(f"{self.record} has no field {field!r}") from None


@dataclass(frozen=True, eq=False)
class Tensor:
    """A TensorFlow tensor or variable as the grader sees it: an array, and what it was.

    Passed as an argument it becomes one again.
    """

    array: np.ndarray[Any, Any]
    variable: bool = False

    def numpy(self) -> np.ndarray[Any, Any]:
        """Return the values."""
        return self.array

    @property
    def shape(self) -> tuple[int, ...]:
        """The length of each axis."""
        return tuple(self.array.shape)

    @property
    def dtype(self) -> Any:
        """The NumPy dtype of the values."""
        return self.array.dtype

    def __float__(self) -> float:
        """Return the one value of a tensor of size 1; raises TypeError for any other."""
        return float(self.array.item())


def _fetch_first(self: Remote, *_: object) -> NoReturn:
    raise TypeError(f"{self!r} is an object of the implementation: fetch a plain value from it first")


class Remote:
    """An object that stays in the worker: get, set, call, item, len and ``take(n)`` – and nothing else.

    No dunder is forwarded: an operator would hand what it is compared with to the learner's code, and conversion
    to an array would let that code choose what the grader reads.
    """

    __slots__ = ("_remote_holder", "_remote_id", "_remote_type")
    _remote_holder: Holder
    _remote_id: int
    _remote_type: str

    def __init__(self, holder: Holder, identity: int, type_name: str) -> None:
        object.__setattr__(self, "_remote_holder", holder)
        object.__setattr__(self, "_remote_id", identity)
        object.__setattr__(self, "_remote_type", type_name)

    def __repr__(self) -> str:
        return f"<remote {self._remote_type}>"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._examine("get", name)

    def __setattr__(self, name: str, value: object) -> None:
        self._examine("set", name, value)

    def __call__(self, *args: object, **kwargs: object) -> Any:
        """Call the object; raises CallFailed when that does not return."""
        return self._remote_holder.call(self, *args, **kwargs)

    def __getitem__(self, key: object) -> Any:
        return self._examine("item", key)

    def __len__(self) -> int:
        length = self._examine("length")
        if type(length) is not int or not 0 <= length <= MAX_LENGTH:
            raise TypeError(f"{self!r} claims a length that is not between 0 and {MAX_LENGTH}")
        return length

    def take(self, count: int) -> list[Any]:
        """Return the first ``count`` items of an iterable."""
        items = self._examine("take", count)
        if type(items) is not list or len(items) > count:
            raise TypeError(f"{self!r} claims to be something else than at most {count} items")
        return items

    def _examine(self, operation: str, *operands: object) -> Any:
        return settle(self._remote_holder.examine(operation, self, *operands))

    __bool__ = __iter__ = __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _fetch_first
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _fetch_first
    __matmul__ = __rmatmul__ = __pow__ = __rpow__ = __neg__ = __abs__ = __float__ = __int__ = _fetch_first
    __index__ = __contains__ = __array__ = _fetch_first
    __array_ufunc__ = None
    __hash__ = object.__hash__


def is_function(value: object) -> bool:
    """Tell whether something is a function, also one that stays in a worker, as far as that says so."""
    if isinstance(value, Remote):
        # Any public name would be asked of the object in the worker.
        return value._remote_type in ("function", "method", "builtin_function_or_method")  # noqa: SLF001
    return callable(value)


class Codec:
    """The grader's ends of the wire's hooks for one session; ``live`` tells whether an exchange used any of them."""

    def __init__(self, holder: Holder) -> None:
        self._holder = holder
        self._callbacks: dict[int, Callable[..., Any]] = {}
        self.live = False

    def forget(self) -> None:
        """Drop the callbacks lent to the worker."""
        self._callbacks.clear()

    def callback(self, identity: object) -> Callable[..., Any]:
        """Return the callable lent under ``identity``; raises WireError for any other."""
        if type(identity) is not int or identity not in self._callbacks:
            raise wire.WireError("no such callback")
        return self._callbacks[identity]

    def hook(self, value: Any, pack: wire.Pack) -> list[Any]:
        """Encode what has no form on the wire: handles, records, generators and callables."""
        if isinstance(value, Remote):
            if value._remote_holder is not self._holder:  # noqa: SLF001 – the two halves of one mechanism
                raise wire.WireError(f"{value!r} belongs to another implementation")
            self.live = True
            return ["h", value._remote_id]  # noqa: SLF001 – the two halves of one mechanism
        if isinstance(value, Record):
            return ["r", value.record, pack(list(value.fields)), *map(pack, value.fields.values())]
        if isinstance(value, Tensor):
            return ["T", "variable" if value.variable else "tensor", pack(value.array)]
        if isinstance(value, np.random.Generator):
            # A child, never the generator that made the data: the learner could rewind that one.
            state = value.spawn(1)[0].bit_generator.state
            return ["G", state["bit_generator"], pack(state)]
        if callable(value):
            self.live = True
            # Not its id, which would tell the learner's code where the grader's memory lies.
            identity = len(self._callbacks)
            self._callbacks[identity] = value
            return ["k", identity]
        return wire.refuse(value, pack)

    def unhook(self, tag: str, items: list[Any]) -> Any:
        """Decode a handle, a record or a tensor of the worker's."""
        match tag, items:
            case "h", [int(identity), str(type_name)] if 0 <= identity < 1 << 64:
                self.live = True
                return Remote(self._holder, int(identity), type_name[:100])
            case "r", [str(name), list(fields), *values] if len(fields) == len(values):
                if any(type(field) is not str for field in fields):
                    raise wire.WireError("names of fields were expected")
                return Record(name[:100], dict(zip(fields, values, strict=True)))
            case "T", ["tensor" | "variable" as kind, np.ndarray() as array]:
                return Tensor(array, kind == "variable")
        return wire.refuse_tag(tag, items)

"""Load an implementation's module text inside a worker, statement by statement.

A statement that raises costs only what depends on it. Nothing comes from disk: given modules are found in memory, last
on ``sys.meta_path``, so nothing handed in shadows a real package.
"""

from __future__ import annotations
import __future__

import ast
import importlib.abc
import importlib.util
import linecache
import re
import sys
import types
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from importlib.machinery import ModuleSpec

_STYLED = re.compile(r"\x1b\[[0-9;]*m")
"""Keras prints its messages in bold."""
LoadError = list[Any]
"""[file name, line, exception's type name, message]."""


def load(
    name: str, parts: Iterable[Sequence[str]], modules: Mapping[str, str]
) -> tuple[types.ModuleType, list[LoadError]]:
    """Execute ``parts`` (file name, text) in one new module and return it with the errors met on the way."""
    sys.meta_path.append(_MemoryFinder(modules))
    module = types.ModuleType(name)
    sys.modules[name] = module
    errors: list[LoadError] = []
    for filename, text in parts:
        module.__file__ = filename
        module.__loader__ = _Source(text)
        remember_source(filename, text)
        errors += _execute(filename, text, vars(module))
    return module, errors


def remember_source(filename: str, text: str) -> None:
    """Let tracebacks, ``inspect`` and AutoGraph find the lines of a file that exists only in memory."""
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)


def _execute(filename: str, text: str, namespace: dict[str, Any]) -> Iterator[LoadError]:
    flags = 0
    try:
        statements = ast.parse(text, filename).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        yield [filename, getattr(error, "lineno", 0) or 0, type(error).__name__, str(error)[:500]]
        return
    for statement in statements:
        flags |= _future_flags(statement)
        try:
            unit = ast.Module([statement], type_ignores=[])
            exec(compile(unit, filename, "exec", flags, dont_inherit=True), namespace)  # noqa: S102 – the very purpose
        except BaseException as error:  # noqa: BLE001 – SystemExit too costs only this statement
            yield [filename, statement.lineno, type(error).__name__, safe_text(error)]


def safe_text(error: BaseException) -> str:
    """Return an exception's message, capped; its own ``__str__`` may raise."""
    try:
        return _STYLED.sub("", str(error))[:500]
    except BaseException:  # noqa: BLE001 – whatever a hostile __str__ does
        return ""


def _future_flags(statement: ast.stmt) -> int:
    if not isinstance(statement, ast.ImportFrom) or statement.module != "__future__":
        return 0
    features = [getattr(__future__, alias.name, None) for alias in statement.names]
    return sum(feature.compiler_flag for feature in features if feature is not None)


class _Source(importlib.abc.InspectLoader):
    """Tells a module's text again: AutoGraph drops what ``linecache`` remembers and asks the loader."""

    def __init__(self, text: str) -> None:
        self._text = text

    def get_source(self, fullname: str) -> str:  # noqa: ARG002 – one loader for each module
        return self._text


class _MemoryFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the given modules of an exercise in memory."""

    def __init__(self, modules: Mapping[str, str]) -> None:
        self._modules = modules

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:  # noqa: ARG002
        if fullname not in self._modules:
            return None
        return importlib.util.spec_from_loader(fullname, self, origin=f"{fullname}.py")

    def get_source(self, fullname: str) -> str | None:
        return self._modules.get(fullname)

    def exec_module(self, module: types.ModuleType) -> None:
        filename, text = f"{module.__name__}.py", self._modules[module.__name__]
        remember_source(filename, text)
        exec(compile(text, filename, "exec", dont_inherit=True), vars(module))  # noqa: S102 – our own given module

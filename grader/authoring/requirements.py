"""What the framework needs on another machine: the versions that are installed on this one."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from grader.errors import FrameworkMissing

if TYPE_CHECKING:
    from collections.abc import Iterator

DISTRIBUTION = "deep-grader"


def pinned_requirements(*extras: str) -> tuple[str, ...]:
    """Return ``name==version`` of everything the framework needs with these extras, in order of names.

    Raises:
        FrameworkMissing: something is not installed here, so nobody knows which version to ask for.
    """
    found: dict[str, str] = {}
    waiting = [Requirement(f"{DISTRIBUTION}[{','.join(extras)}]")]
    done: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        wanted = waiting.pop()
        key = (canonicalize_name(wanted.name), frozenset(wanted.extras))
        if key not in done:
            done.add(key)
            found[key[0]] = _version(wanted.name)
            waiting += _needs(wanted)
    del found[canonicalize_name(DISTRIBUTION)]
    return tuple(f"{name}=={found[name]}" for name in sorted(found))


def _version(name: str) -> str:
    try:
        return distribution(name).version
    except PackageNotFoundError:
        fix = f"Install it, so that it can be told which version to grade with: pip install {name}"
        raise FrameworkMissing(f"{name} is not installed here, and is needed there.", fix) from None


def _needs(wanted: Requirement) -> Iterator[Requirement]:
    """Yield what a distribution needs here with the extras asked for."""
    for text in distribution(wanted.name).requires or ():
        needed = Requirement(text)
        if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in ("", *wanted.extras)):
            yield needed

"""Markdown made from the parts of a handout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.authoring.handout import Prose, Segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def fenced(code: str) -> str:
    """Return Python code as a fenced block; the fence is longer than any inside."""
    fence = "```"
    while fence in code:
        fence += "`"
    return f"{fence}python\n{code}\n{fence}"


def markdown(segments: Iterable[Segment], parts: Mapping[str, str]) -> str:
    """Return the whole handout as Markdown, stubs and givens as fenced code."""
    return "\n\n".join(
        segment.text if isinstance(segment, Prose) else fenced(parts[segment.name]) for segment in segments
    )


def without_heading(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Return the parts without a first-level heading at the very beginning: the page's shape has the title."""
    if not segments or not isinstance(segments[0], Prose) or not segments[0].text.startswith("# "):
        return tuple(segments)
    rest = segments[0].text.partition("\n")[2].strip("\n")
    return (*((Prose(rest),) if rest else ()), *segments[1:])

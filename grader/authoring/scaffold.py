"""The first files of a new week: tiny, but complete, so that it generates and grades at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.authoring.shapes import PACKAGED
from grader.course.rules import SLUG, slug_problem
from grader.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from grader.tree import Tree

FILES = {
    "solution.py.j2": "solutions/{slug}.py",
    "handout.md.j2": "templates/{slug}.md.j2",
    "hints.toml.j2": "templates/{slug}.hints.toml",
    "test_public.py.j2": "tests/exercises/{slug}/test_public.py",
    "test_hidden.py.j2": "tests/exercises/{slug}/test_hidden.py",
    "mistakes.py.j2": "tests/exercises/{slug}/mistakes.py",
    "alternatives.py.j2": "tests/exercises/{slug}/alternatives.py",
}


def scaffold(course_root: Path, slug: str) -> Tree:
    """Return the files of a new week by their paths inside the course's folder; nothing is written.

    Raises:
        UsageError: the slug does not name course and week, or a file of that name exists.
    """
    match = SLUG.fullmatch(slug)
    if match is None:
        raise UsageError(f"{slug_problem(slug)}.", "Use small letters, digits and underscores.")
    names = {name: place.format(slug=slug) for name, place in FILES.items()}
    taken = [place for place in names.values() if (course_root / place).exists()]
    if taken:
        raise UsageError(f"{taken[0]} exists already.", "Choose another name, or move it away.")
    title = slug.partition("_")[2].replace("_", " ").capitalize()
    values = {"title": title, "course": str(int(match[1])), "week": str(int(match[2]))}
    values["topics"] = "yes" if _names_topics(course_root) else ""
    return {place: rendered(name, values).encode() for name, place in names.items()}


def _names_topics(course_root: Path) -> bool:
    """Tell whether a new week names topics: the first of a course does, and a later one if others do."""
    weeks = [path for path in (course_root / "templates").glob("*.md.j2") if not path.name.startswith("_")]
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in weeks]
    return not texts or any(re.search(r"^topics\s*=", text, re.MULTILINE) for text in texts)


def rendered(name: str, values: dict[str, str]) -> str:
    """Return a packaged first file with its values filled in."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    # The handout is a template itself, so other signs are used here.
    environment = Environment(
        loader=FileSystemLoader(PACKAGED / "scaffold"),
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - what comes out is Markdown and Python, not HTML
        keep_trailing_newline=True,
    )
    return environment.get_template(name).render(**values)

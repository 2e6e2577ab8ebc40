"""The shapes of generated texts: jinja templates, packaged or a course's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.errors import CourseError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment

    from grader.model import Course

PACKAGED = Path(__file__).parent / "templates"


def shape(course: Course, name: str, **values: Any) -> str:
    """Return a rendered shape such as ``_readme.md.j2``; a file of that name under the course's templates/ wins.

    Raises:
        CourseError: the template is wrong, or uses a value it is not given.
    """
    environment = make_environment(course.root / "templates")
    own = course.root / "templates" / name
    return guarded(own if own.is_file() else PACKAGED / name, lambda: environment.get_template(name).render(**values))


def make_environment(folder: Path) -> Environment:
    """Return the environment for handouts and shapes: a folder's templates first, then the packaged ones."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader([folder, PACKAGED]),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - what comes out is Markdown and Python, not HTML
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def guarded(path: Path, render: Callable[[], str]) -> str:
    """Return what ``render`` returns; turn what jinja raises into a problem of the template at ``path``.

    Raises:
        CourseError: the template is wrong, or uses a value it is not given.
    """
    from jinja2 import TemplateError

    try:
        return render()
    except (TemplateError, TypeError) as error:
        message = getattr(error, "message", None) or str(error)
        raise CourseError([Problem(path, _line(error), f"the template cannot be rendered: {message}")]) from error


def _line(error: Exception) -> int:
    """Return the line of the template where an error arose, 0 when nothing tells it."""
    if isinstance(getattr(error, "lineno", None), int):
        return int(error.lineno)  # type: ignore[attr-defined]  # jinja's syntax errors have one
    line, frame = 0, error.__traceback__
    while frame is not None:
        # Jinja rewrites tracebacks: frames of compiled templates bear the template's name and lines.
        name = frame.tb_frame.f_code.co_filename
        line = frame.tb_lineno if name == "<template>" or name.endswith(".j2") else line
        frame = frame.tb_next
    return line

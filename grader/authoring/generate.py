"""From truth to exercises: everything a learner gets, as a tree of bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.authoring.coverage import PAGE, coverage
from grader.authoring.handout import Segment, render_handout
from grader.authoring.leaks import leaked, readable
from grader.authoring.markdown import markdown, without_heading
from grader.authoring.notebook import Frame, notebook_bytes
from grader.authoring.shapes import shape
from grader.authoring.texts import Texts, read_texts, with_docstring
from grader.course.checks import read_checks
from grader.course.hand_in import read_hand_in
from grader.course.hints import read_hints
from grader.course.layout import (
    MANIFEST,
    asset_files,
    exercise_dir,
    find_exercise,
    hints_file,
    solution_file,
    suite_dir,
)
from grader.course.load import read_handout
from grader.course.manifest import Manifest, manifest_bytes
from grader.course.reading import collecting, read_text, refuse
from grader.errors import Problem
from grader.model import Visibility
from grader.tree import Difference, Tree, difference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.course.frontmatter import Handout
    from grader.model import Course, Exercise


def generate(course: Course, exercise: Exercise) -> Tree:
    """Return the files of one exercise by their paths inside its folder; the same truth gives the same bytes.

    Raises:
        CourseError: the handout, the hints or the solution are wrong, two files have one name, or a line that was
            taken out of the solution would ship.
    """
    problems: list[Problem] = []
    with collecting(problems):
        hints, hand_in = read_hints(course, exercise), read_hand_in(course)
    with collecting(problems):
        texts = read_texts(course, exercise)
        handout = read_handout(course, exercise)
        segments = without_heading(render_handout(course, handout, [*_given_names(exercise, texts), *texts.lent]))
    refuse(problems)
    module = with_docstring(texts.module, shape(course, "_module.md.j2", exercise=exercise))
    tree = {
        f"{exercise.module}.py": module.encode(),
        f"{exercise.module}.ipynb": _notebook(course, exercise, texts, segments),
        "README.md": _readme(course, exercise, texts, segments),
        "test_public.py": read_text(suite_dir(course, exercise) / "test_public.py", "suite").encode(),
        MANIFEST: manifest_bytes(Manifest(exercise, module, _hidden_checks(course, exercise), hints, hand_in)),
        **{name: text.encode() for name, text in texts.given_modules.items()},
    }
    refuse(_clashes(handout, tree))
    tree |= {name: path.read_bytes() for name, path in asset_files(course, exercise).items()}
    refuse(_leaks(course, handout, texts, tree))
    return dict(sorted(tree.items()))


def generate_course(course: Course, slugs: Iterable[str] = ()) -> Tree:
    """Return the exercises named, or all and the coverage page: what the course's folder exercises/ should hold.

    Raises:
        CourseError: every problem of every exercise, and of the page.
        UsageError: there is no such exercise.
    """
    problems: list[Problem] = []
    tree: dict[str, bytes] = {}
    slugs = tuple(slugs)
    if not slugs:
        with collecting(problems):
            tree[PAGE] = coverage(course)
    for exercise in _chosen(course, slugs):
        with collecting(problems):
            tree |= {f"{exercise.slug}/{name}": data for name, data in generate(course, exercise).items()}
    refuse(problems)
    return tree


def check_generated(course: Course, slugs: Iterable[str] = ()) -> Difference:
    """Return how the committed exercises named, or the whole folder exercises/, depart from the truth.

    Raises:
        CourseError: every problem of every exercise, and for the whole folder of the coverage page.
        UsageError: there is no such exercise.
    """
    chosen = tuple(slugs)
    if not chosen:
        return difference(generate_course(course), course.root / "exercises")
    found = [departed(course, exercise, generate(course, exercise)) for exercise in _chosen(course, chosen)]
    return Difference(
        missing=tuple(name for item in found for name in item.missing),
        changed=tuple(name for item in found for name in item.changed),
        unexpected=tuple(name for item in found for name in item.unexpected),
    )


def departed(course: Course, exercise: Exercise, tree: Tree) -> Difference:
    """Return how one committed exercise departs from the ``tree`` that the truth generates."""
    found = difference(tree, exercise_dir(course, exercise))
    kinds = (found.missing, found.changed, found.unexpected)
    return Difference(*(tuple(f"{exercise.slug}/{name}" for name in names) for names in kinds))


def _chosen(course: Course, slugs: Iterable[str]) -> tuple[Exercise, ...]:
    return tuple(find_exercise(course, slug) for slug in slugs) or course.exercises


def _given_names(exercise: Exercise, texts: Texts) -> list[str]:
    return [name for name in texts.parts if exercise.task_of(name) is None]


def _hidden_checks(course: Course, exercise: Exercise) -> dict[str, int]:
    """Return how many checks of each task learners do not see."""
    hidden = [check.task for check in read_checks(course, exercise) if check.visibility is Visibility.HIDDEN]
    return {task.id: hidden.count(task.id) for task in exercise.tasks}


def _notebook(course: Course, exercise: Exercise, texts: Texts, segments: tuple[Segment, ...]) -> bytes:
    names = ("_notebook_head.md.j2", "_notebook_load.py.j2", "_notebook_tail.md.j2")
    frame = Frame(*(shape(course, name, exercise=exercise) for name in names))
    return notebook_bytes(exercise, texts, frame, segments)


def _readme(course: Course, exercise: Exercise, texts: Texts, segments: tuple[Segment, ...]) -> bytes:
    body = markdown(segments, {**texts.lent, **texts.parts})
    return (shape(course, "_readme.md.j2", exercise=exercise, body=body).rstrip("\n") + "\n").encode()


def _clashes(handout: Handout, tree: Tree) -> list[Problem]:
    """Return the assets that would overwrite a generated file."""
    line = handout.line("assets")
    names = (name for name in handout.exercise.assets if name in tree)
    return [Problem(handout.path, line, f"{name} is generated, and also an asset", "Rename it.") for name in names]


def _leaks(course: Course, handout: Handout, texts: Texts, tree: Tree) -> list[Problem]:
    """Return the files that hold a line which was taken out of the solution.

    What the handout says and what the solution's kept parts hold is shown on purpose: a line that occurs there
    is no secret. Everything else is searched, public checks, given modules and assets included.
    """
    allowed = texts.module + handout.body
    solution = solution_file(course, handout.exercise)
    where = f"Reword it there ({MANIFEST} has its hints from {hints_file(course, handout.exercise).name})"
    fix = f"{where}; or narrow what is removed with solution markers; or say it in the handout."
    return [
        Problem(solution, 0, f"the line {line!r} is taken out, but {name} would ship it", fix)
        for name, data in tree.items()
        for line in leaked(texts.removed, readable(name, data), allowed)
    ]

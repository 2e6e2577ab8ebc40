"""Where a suite finds its exercise: in a course's checkout, or in a learner's exercise folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.course import layout
from grader.course.frontmatter import parse_handout
from grader.errors import UsageError
from grader.model import Course, Exercise, Part
from grader.testing.bench import Bench
from grader.testing.draws import PUBLIC_KEY
from grader.testing.material import Material

if TYPE_CHECKING:
    from pathlib import Path

SUITE = ("test_public.py", "test_hidden.py")


def course_exercise(root: Path, slug: str) -> tuple[Course, Exercise]:
    """Read one exercise of a course, and no other; raises CourseError, or UsageError when there is none."""
    course = Course(root, root.name, ())
    path = root / "templates" / f"{slug}.md.j2"
    if not path.is_file():
        raise UsageError(f"{root} has no exercise {slug!r}: {path} does not exist")
    exercise = parse_handout(path, path.read_text(encoding="utf-8")).exercise
    return Course(root, course.name, (exercise,)), exercise


def course_material(course: Course, exercise: Exercise) -> Material:
    """Read an exercise's solution and given modules."""
    solution = layout.solution_file(course, exercise).read_text(encoding="utf-8")
    modules = _modules(layout.given_module_files(course, exercise))
    return Material.of_solution(exercise, solution, modules, _probes(course, exercise))


def suite_files(course: Course, exercise: Exercise) -> list[Path]:
    """Return the files of an exercise's checks."""
    return [layout.suite_dir(course, exercise) / name for name in SUITE]


def secrets(course: Course) -> list[Path]:
    """Return the folders of a course that no submission may read."""
    return [folder for name in ("solutions", "tests") if (folder := course.root / name).exists()]


def truth_files(course: Course, exercise: Exercise) -> list[Path]:
    """Return every file that decides how a submission is graded, and which causes are named."""
    files = [layout.solution_file(course, exercise), layout.handout_file(course, exercise)]
    beside = [_probes_file(course, exercise), layout.mistakes_file(course, exercise)]
    files += [path for path in beside if path.exists()]
    return [*files, *suite_files(course, exercise), *layout.given_module_files(course, exercise).values()]


def open_bench(folder: Path, implementation: Path | None) -> Bench:
    """Open a bench for a suite run by hand, with the implementation already on it.

    Args:
        folder: ``tests/exercises/<slug>`` of a course, or a learner's exercise folder.
        implementation: the file to test; by default the reference, or the learner's own module.
    """
    from grader.sandbox.launcher import open_launcher

    material = _material_beside(folder)
    launcher = open_launcher(material.exercise, require_jail=False)
    bench = Bench(material.exercise, launcher, material.reference, PUBLIC_KEY, material.probes)
    if implementation is None and material.reference is not None:
        bench.put(material.reference)
    else:
        path = implementation or folder / f"{material.exercise.module}.py"
        bench.put(material.implementation(path.name, path.read_text(encoding="utf-8-sig"))[0])
    return bench


def folder_material(folder: Path) -> Material:
    """Read the material of a learner's exercise folder; raises UsageError when it is none."""
    from grader.course.manifest import read_manifest

    manifest = read_manifest(folder)
    modules = _modules({name: folder / name for name in manifest.exercise.given_modules})
    return Material(manifest.exercise, manifest.stub, modules)


def _material_beside(folder: Path) -> Material:
    if (folder / layout.MANIFEST).is_file():
        return folder_material(folder)
    return course_material(*course_exercise(layout.find_course(folder), folder.name))


def _probes_file(course: Course, exercise: Exercise) -> Path:
    return layout.suite_dir(course, exercise) / "probes.py"


def _probes(course: Course, exercise: Exercise) -> Part | None:
    path = _probes_file(course, exercise)
    return Part(path.name, path.read_text(encoding="utf-8")) if path.exists() else None


def _modules(files: dict[str, Path]) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in files.values()}

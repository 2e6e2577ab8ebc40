"""Where a suite finds its exercise: a course's checkout, or a learner's exercise folder."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from grader.model import Exercise, Framework, Limits, Task
from grader.testing.bench import Bench
from grader.testing.draws import PUBLIC_KEY
from grader.testing.material import Material

if TYPE_CHECKING:
    from collections.abc import Iterable


def open_bench(folder: Path, implementation: Path | None) -> Bench:
    from grader.sandbox.launcher import open_launcher
    material = course_material(folder.parents[2], folder.name)
    bench = Bench(material.exercise, open_launcher(material.exercise, require_jail=False), material.reference, PUBLIC_KEY)
    if implementation is None:
        bench.put(material.reference)
    else:
        bench.put(material.implementation(implementation.name, implementation.read_text())[0])
    return bench


def course_material(root: Path, slug: str) -> Material:
    text = (root / "templates" / f"{slug}.md.j2").read_text().split("+++")[1]
    d = tomllib.loads(text)
    tasks = tuple(Task(t["id"], tuple(t["names"]), t["points"], t.get("extension", False)) for t in d["task"])
    ex = Exercise(slug, d["title"], d["course"], d["week"], tasks, Framework(d["framework"]), Limits(**d.get("limits", {})), tuple(d.get("given_modules", ())), tuple(d.get("assets", ())))
    modules = {Path(n).stem: (root / "solutions" / n).read_text() for n in ex.given_modules}
    return Material.of_solution(ex, (root / "solutions" / f"{slug}.py").read_text(), modules)


def suite_files(root: Path, slug: str) -> list[Path]:
    return [root / "tests/exercises" / slug / n for n in ("test_public.py", "test_hidden.py")]


def secrets(root: Path) -> list[Path]:
    return [root / "solutions", root / "tests"]


def course_files(root: Path, exercise: Exercise) -> list[Path]:
    return [*suite_files(root, exercise.slug)]

import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from grader.authoring import check_generated, generate, generate_course
from grader.course import load_course, read_hints, read_manifest
from grader.errors import CourseError
from grader.source import stub
from grader.tree import write_tree

SLUG = "c3w2_tiny_week"
REPOSITORY = Path(__file__).parents[3]


@pytest.fixture
def tree(rich, loaded):
    return {name: data.decode() for name, data in generate(*loaded(rich)).items()}


@pytest.fixture
def cells(tree):
    return json.loads(tree["tiny_week.ipynb"])["cells"]


def tagged(cells, tag):
    return ["".join(cell["source"]) for cell in cells if tag in cell["metadata"].get("tags", ())]


def test_a_learner_gets_these_files(tree):
    assert list(tree) == [
        "README.md", "exercise.json", "givendata.py", "picture.svg", "test_public.py", "tiny_week.ipynb", "tiny_week.py"
    ]  # fmt: skip


def test_generation_is_a_function_of_the_truth(rich, loaded):
    assert generate(*loaded(rich)) == generate(*loaded(rich))


def test_the_module_is_the_stub_of_the_solution_under_a_docstring_for_learners(tree, rich):
    solution = (rich / f"solutions/{SLUG}.py").read_text()
    _, header, rest = tree["tiny_week.py"].split('"""', 2)
    assert "The truth" not in header
    assert "Tiny week: your answers." in header
    assert rest.strip() == stub(solution, ["scaled", "root_mean_square"]).split('"""', 2)[2].strip()


def test_public_checks_given_modules_and_assets_are_copied_to_the_byte(tree, rich):
    assert tree["test_public.py"] == (rich / f"tests/exercises/{SLUG}/test_public.py").read_text()
    assert tree["givendata.py"] == (rich / "solutions/givendata.py").read_text()
    assert tree["picture.svg"] == "<svg/>\n"


def test_the_manifest_holds_exercise_stub_and_counts(tree, rich, loaded, tmp_path):
    write_tree({name: text.encode() for name, text in tree.items()}, tmp_path / "out")
    manifest = read_manifest(tmp_path / "out")
    assert manifest.exercise == loaded(rich)[1]
    assert manifest.stub == tree["tiny_week.py"]
    assert manifest.hidden_checks == {"c3w2.01": 3, "c3w2.02": 2}
    assert manifest.hints == read_hints(*loaded(rich))
    assert list(manifest.hints) == ["scaled", "root_mean_square"]


def test_a_week_with_a_task_without_hints_is_not_generated(rich, loaded):
    path = rich / f"templates/{SLUG}.hints.toml"
    path.write_text(path.read_text().partition("[root_mean_square]")[0])
    with pytest.raises(CourseError, match=r"hints.toml: the task root_mean_square \(c3w2.02\) has no hints"):
        generate(*loaded(rich))
    path.unlink()
    with pytest.raises(CourseError, match="the file of hints is missing"):
        generate(*loaded(rich))


def test_a_hint_that_gives_the_line_is_refused_and_the_file_to_mend_is_named(rich, loaded):
    path = rich / f"templates/{SLUG}.hints.toml"
    path.write_text(path.read_text().replace("Read the ruling", "Write return secret_answer * factor. Read the ruling"))
    with pytest.raises(CourseError, match=rf"is taken out, but exercise.json would ship it(.|\n)*from {SLUG}.hints.toml"):
        generate(*loaded(rich))


def test_the_notebook_is_valid_and_has_one_cell_for_each_stub(tree, cells):
    notebook = nbformat.reads(tree["tiny_week.ipynb"], as_version=4)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    for number, name in (("01", "scaled"), ("02", "root_mean_square")):
        (source,) = tagged(cells, f"exercise:c3w2.{number}")
        assert source.startswith(f"def {name}(")
        assert source.endswith("raise NotImplementedError")


def test_the_notebook_loads_the_checks_first_and_runs_them_below_each_task_and_at_the_end(cells):
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    checks = tagged(cells, "check")
    assert checks == [code[0], "%check scaled", "%check root_mean_square", "%check"]
    assert code[0].splitlines()[-1] == "%load_ext grader"
    assert all(line.startswith("# ") for line in code[0].splitlines()[:-1])
    assert [code[code.index(check) - 1].split("(")[0] for check in checks[1:3]] == ["def scaled", "def root_mean_square"]


def test_the_notebook_says_first_which_cells_to_run_and_what_tensorflow_prints(rich, loaded, cells):
    def head(found):
        return " ".join("".join(found[0]["source"]).split())

    assert "**Run the cells below this text first**" in head(cells)
    assert "TensorFlow" not in head(cells)
    handout = rich / f"templates/{SLUG}.md.j2"
    handout.write_text(handout.read_text().replace("week = 2", 'week = 2\nframework = "tensorflow"'))
    found = json.loads(generate(*loaded(rich))["tiny_week.ipynb"])["cells"]
    assert "The import of TensorFlow takes some seconds and prints" in head(found)


def test_then_the_notebook_has_imports_and_the_givens_that_are_not_shown(cells):
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"][1:]
    assert code[0] == (
        "import numpy as np\nfrom givendata import shift\ntry:\n    import math\nexcept ImportError:\n    math = None"
    )
    assert code[1] == 'SIZE = 3\n\n\ndef helper(x):\n    """A given helper."""\n    return x + SIZE'
    assert tagged(cells, "given") == [code[1], 'def shown(x):\n    """A given that the handout shows."""\n    return helper(x)']


def test_a_given_of_a_given_module_is_shown_and_not_run(cells):
    shown = ["".join(cell["source"]) for cell in cells if "def shift" in "".join(cell["source"])]
    assert len(shown) == 1
    assert shown[0].startswith("```python\ndef shift")


def test_cell_ids_are_hashes(rich, loaded, cells):
    assert all(re.fullmatch("[0-9a-f]{16}", cell["id"]) for cell in cells)
    assert len({cell["id"] for cell in cells}) == len(cells)


def test_the_last_cell_says_how_to_check_and_submit(cells):
    assert "".join(cells[-1]["source"]) == "%check"
    last = "".join(cells[-2]["source"])
    assert "grader check" in last
    assert "grader submit" in last


def test_the_readme_has_title_points_prose_and_code(tree):
    text = tree["README.md"]
    assert text.startswith("# Tiny week\n")
    assert text.count("\n# ") == 0
    assert "| c3w2.02 | `root_mean_square` | 60 |" in text
    assert "$$x_i \\mapsto a \\, x_i$$" in text
    assert '````python\ndef scaled(x, factor):\n    """Multiply, in ``words``' in text
    assert "raise NotImplementedError\n````\n" in text
    assert text.endswith("\n```\n")


def test_a_course_may_have_shapes_of_its_own(rich, loaded):
    (rich / "templates/_readme.md.j2").write_text("OURS {{ exercise.title }}\n{{ body }}")
    (rich / "templates/_module.md.j2").write_text('Ours: \\d and """quotes"""')
    tree = generate(*loaded(rich))
    assert tree["README.md"].startswith(b"OURS Tiny week\n")
    namespace = {"__name__": "learner"}
    exec(tree["tiny_week.py"].decode().replace("from givendata import shift", ""), namespace)
    assert namespace["__doc__"].strip() == 'Ours: \\d and """quotes"""'


def test_a_wrong_shape_is_a_problem_of_its_file(rich, loaded):
    (rich / "templates/_readme.md.j2").write_text("\n{{ absent }}")
    with pytest.raises(CourseError, match=r"_readme.md.j2:2: the template cannot be rendered"):
        generate(*loaded(rich))


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (f"tests/exercises/{SLUG}/test_public.py", "\n# secret_answer = np.asarray(x, dtype=float)\n"),
        ("solutions/givendata.py", "\n\ndef other(x):\n    return np.sqrt(np.mean(np.square(shift(x)))) + 1\n"),
        ("templates/assets/picture.svg", "<desc>return secret_answer * factor</desc>"),
    ],
)
def test_a_removed_line_that_would_ship_is_refused(rich, loaded, place, text):
    with (rich / place).open("a") as file:
        file.write(text)
    with pytest.raises(CourseError, match=rf"is taken out, but {Path(place).name} would ship it"):
        generate(*loaded(rich))


def test_a_line_of_a_shape_is_searched_too(rich, loaded):
    (rich / "templates/_notebook_tail.md.j2").write_text("    return secret_answer * factor")
    with pytest.raises(CourseError, match="tiny_week.ipynb would ship it"):
        generate(*loaded(rich))


def test_what_the_handout_says_is_no_leak(rich, loaded):
    with (rich / f"templates/{SLUG}.md.j2").open("a") as file:
        file.write("\n`return secret_answer * factor`\n")
    assert b"secret_answer * factor" in generate(*loaded(rich))["README.md"]


def test_an_asset_cannot_replace_a_generated_file(rich, loaded):
    (rich / "templates/assets/README.md").write_text("x")
    handout = rich / f"templates/{SLUG}.md.j2"
    handout.write_text(handout.read_text().replace("picture.svg", "README.md"))
    with pytest.raises(CourseError, match="README.md is generated, and also an asset"):
        generate(*loaded(rich))


def test_drift_is_found_and_writing_the_tree_ends_it(rich):
    course = load_course(rich)
    assert len(check_generated(course).missing) == 8
    write_tree(generate_course(course), rich / "exercises")
    assert not check_generated(course)
    assert not check_generated(course, ["c3"])
    (rich / f"exercises/{SLUG}/README.md").write_text("edited")
    (rich / f"exercises/{SLUG}/extra.txt").write_text("")
    (rich / "exercises/stray.txt").write_text("")
    assert str(check_generated(course, [SLUG])) == f"changed: {SLUG}/README.md\nunexpected: {SLUG}/extra.txt"
    assert check_generated(course).unexpected == (f"{SLUG}/extra.txt", "stray.txt")


def test_the_generated_module_and_notebook_run(tree, tmp_path):
    write_tree({name: text.encode() for name, text in tree.items()}, tmp_path / "out")
    made = [cell for cell in json.loads(tree["tiny_week.ipynb"])["cells"] if cell["cell_type"] == "code"]
    code = ["".join(cell["source"]) for cell in made if "check" not in cell["metadata"].get("tags", ())]
    (tmp_path / "out" / "cells.py").write_text("\n\n".join(code) + "\nassert shown(1) == 4\n")
    for name in ("import tiny_week", "import cells"):
        subprocess.run([sys.executable, "-c", name], cwd=tmp_path / "out", check=True)


def test_the_committed_exercises_are_what_the_truth_says():
    assert str(check_generated(load_course(REPOSITORY))) == ""

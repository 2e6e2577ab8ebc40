import io
import json
import zipfile
from pathlib import Path

import pytest

from grader.authoring import build_wheel, generate, release
from grader.authoring.wheel import wheel_faults
from grader.course import load_course
from grader.errors import CourseError, UsageError

SLUG = "c3w2_tiny_week"
REPOSITORY = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    return build_wheel(REPOSITORY, tmp_path_factory.mktemp("wheel"))


def with_file(wheel, folder, name, text):
    """Return a copy of a wheel with one more file in it."""
    copy = folder / wheel.name
    copy.write_bytes(wheel.read_bytes())
    with zipfile.ZipFile(copy, "a") as archive:
        archive.writestr(name, text)
    return copy


def test_a_release_holds_the_exercise_the_wheel_and_how_to_install(rich, loaded, wheel):
    course, exercise = loaded(rich)
    with zipfile.ZipFile(io.BytesIO(release(course, exercise, wheel))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    expected = {f"{SLUG}/{name}": data for name, data in generate(course, exercise).items()}
    install = files.pop("INSTALL.md").decode()
    assert files == {**expected, wheel.name: wheel.read_bytes()}
    assert f"pip install ./{wheel.name}" in install
    assert "grader check" in install


def test_a_release_is_the_same_bytes_each_time(rich, loaded, wheel, tmp_path):
    again = build_wheel(REPOSITORY, tmp_path)
    assert again.read_bytes() == wheel.read_bytes()
    assert release(*loaded(rich), wheel) == release(*loaded(rich), again)


def test_files_in_a_release_are_readable_and_undated(rich, loaded, wheel):
    with zipfile.ZipFile(io.BytesIO(release(*loaded(rich), wheel))) as archive:
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_wheel_holds_the_framework_with_its_templates_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert "grader/authoring/templates/_readme.md.j2" in names
    assert "grader/authoring/templates/scaffold/solution.py.j2" in names
    assert {name.split("/")[0] for name in names} == {"grader", "deep_grader-0.1.0.dist-info"}


def test_nothing_of_the_course_beside_it_is_in_the_wheel(wheel):
    course = load_course(REPOSITORY)
    for exercise in course.exercises:
        release(course, exercise, wheel)


@pytest.mark.parametrize("source", [f"solutions/{SLUG}.py", f"tests/exercises/{SLUG}/test_hidden.py"])
def test_a_wheel_with_an_answer_in_it_is_refused(rich, loaded, wheel, tmp_path, source):
    path = rich / source
    if source.startswith("tests"):
        path.write_text(path.read_text() + "".join(f"\n\nANSWER_{n} = 'number {n}'" for n in range(5)))
    else:
        body = "    secret_answer = np.asarray(x, dtype=float)\n    secret_answer = secret_answer * 1.0\n"
        path.write_text(path.read_text().replace("    secret_answer = np.asarray(x, dtype=float)\n", body))
    changed = with_file(wheel, tmp_path, "grader/extra.py", path.read_text())
    with pytest.raises(CourseError, match=r"grader/extra.py holds lines that must not leave"):
        release(*loaded(rich), changed)


def test_a_wheel_with_a_foreign_folder_is_refused(rich, loaded, wheel, tmp_path):
    changed = with_file(wheel, tmp_path, "solutions/x.py", "")
    with pytest.raises(CourseError, match="solutions/x.py is not part of the framework"):
        release(*loaded(rich), changed)


def test_a_hidden_line_among_the_exercises_files_is_refused(rich, loaded, wheel):
    hidden = rich / f"tests/exercises/{SLUG}/test_hidden.py"
    line = next(line for line in hidden.read_text().splitlines() if "rng.permutation" in line)
    with (rich / "solutions/givendata.py").open("a") as file:
        file.write(f"\n\ndef leak(agree, rng):\n{line}\n")
    with pytest.raises(CourseError, match=r"rng.permutation(.|\n)*must not leave, but givendata.py would ship it"):
        release(*loaded(rich), wheel)


def test_what_is_no_wheel_is_said_to_be_none(rich, loaded, tmp_path):
    (tmp_path / "x.whl").write_text("no zip")
    with pytest.raises(UsageError, match=r"x.whl is no wheel"):
        release(*loaded(rich), tmp_path / "x.whl")


def test_only_a_checkout_can_be_built(tmp_path):
    with pytest.raises(UsageError, match="holds no source of grader"):
        build_wheel(tmp_path, tmp_path)


def test_the_lines_every_new_week_starts_with_are_no_fault(root, wheel):
    hidden = (root / f"tests/exercises/{SLUG}/test_hidden.py").read_text()
    assert [*wheel_faults(wheel, [hidden])] == []


def test_a_manifest_in_a_release_names_its_exercise(rich, loaded, wheel):
    with zipfile.ZipFile(io.BytesIO(release(*loaded(rich), wheel))) as archive:
        assert json.loads(archive.read(f"{SLUG}/exercise.json"))["slug"] == SLUG

"""``grader status`` tells a learner how far they are, and every screen names the next command."""

import json
import shutil

import pytest

SLUG = "c1w1_tiny_week"
RIGHT = "def halve(x):\n    return x / 2\n\n\ndef total(x):\n    return float(x.sum())\n"
HALF = "def halve(x):\n    return x / 2\n"


@pytest.fixture
def desk(run, course, tmp_path, monkeypatch):
    """The folder a learner works in, with one exercise started."""
    assert run("generate", "--course", course).exit_code == 0
    desk = tmp_path / "desk"
    desk.mkdir()
    monkeypatch.chdir(desk)
    assert run("start", course / "exercises" / SLUG).exit_code == 0
    return desk


def table(result):
    """Return the lines of the table and those of the commands."""
    assert result.exit_code == 0, result.output
    rows, _, commands = result.output.partition("\nNext\n")
    found = [line.strip() for line in commands.splitlines()]
    return rows.splitlines(), [line for line in found if not line.endswith("then:")]


def test_from_start_to_receipt(run, desk):
    rows, commands = table(run("status"))
    assert rows == ["exercise        tasks   last check  handed in", f"{SLUG}  0 of 2  never       –"]
    assert commands == [f"grader check {SLUG}"]

    (desk / SLUG / "tiny_week.py").write_text(HALF)
    assert run("check", SLUG).exit_code == 1
    rows, commands = table(run("status"))
    assert rows[1] == f"{SLUG}  1 of 2  up to date  –"
    assert commands == [f"write total, then: grader check {SLUG} --task total"]

    (desk / SLUG / "tiny_week.py").write_text(RIGHT)
    assert table(run("status"))[0][1] == f"{SLUG}  1 of 2  in part     –"
    assert run("check", SLUG, "--task", "total").output.endswith(f"\n\nNext: grader submit {SLUG}\n")

    result = run("submit", SLUG, "--name", "ada", "--to", desk / "elsewhere")
    assert result.output.endswith("is handed in. For another exercise:\n  grader start RELEASE.zip\n")
    result = run("status")
    assert result.output.splitlines()[1].startswith(f"{SLUG}  2 of 2  up to date  ")
    assert "–" not in result.output
    assert "grader start RELEASE.zip" in result.output.replace("\n", " ")

    (desk / SLUG / "tiny_week.py").write_text(RIGHT + "# more\n")
    assert table(run("status"))[0][1].endswith(", changed since")


def test_handing_in_what_does_not_pass_names_what_to_mend(run, desk):
    (desk / SLUG / "tiny_week.py").write_text(HALF)
    result = run("submit", SLUG, "--name", "ada")
    assert result.output.endswith(f"\nNext: write total, then: grader check {SLUG} --task total\n")


def test_a_copy_without_what_is_remembered_still_knows_its_receipt(run, desk):
    (desk / SLUG / "tiny_week.py").write_text(RIGHT)
    run("submit", SLUG, "--name", "ada")
    shutil.rmtree(desk / SLUG / ".grader")
    (found,) = json.loads(run("status", "--json").output)
    assert (found["checked"], found["handed_in_current"]) == ("never", True)


def test_json_tells_each_task(run, desk):
    (desk / SLUG / "tiny_week.py").write_text(HALF)
    run("check", SLUG)
    (found,) = json.loads(run("status", SLUG, "--json").output)
    assert [(task["id"], task["progress"]["verdicts"], task["current"]) for task in found["tasks"]] == [
        ("c1w1.01", [], True),
        ("c1w1.02", ["missing"], True),
    ]
    assert (found["exercise"], found["passing"], found["next"]) == (SLUG, 1, f"grader check {SLUG} --task total")


def test_in_the_folder_of_the_exercise_commands_need_no_path(run, desk, monkeypatch):
    monkeypatch.chdir(desk / SLUG)
    assert table(run("status"))[1] == ["grader check"]


def test_a_folder_with_no_exercise_is_no_dead_end(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("status")
    assert result.exit_code == 0
    assert "grader start RELEASE.zip" in result.output
    assert json.loads(run("status", "--json").output) == []


def test_a_damaged_exercise_is_told_and_does_not_hide_the_others(run, desk):
    (desk / "broken").mkdir()
    (desk / "broken/exercise.json").write_text("{")
    rows, commands = table(run("status"))
    assert rows[1] == "broken          –       unreadable  –"
    assert "broken: broken/exercise.json is damaged" in "\n".join(rows)
    assert commands == [f"grader check {SLUG}"]
    shutil.rmtree(desk / SLUG)
    assert "then: grader status" in run("status").output


def test_names_of_folders_are_neither_instructions_to_the_terminal_nor_to_the_shell(run, desk):
    (desk / SLUG).rename(desk / "\x1b[31m; rm it")
    rows, commands = table(run("status"))
    assert "\x1b" not in "\n".join(rows)
    assert commands == ["grader check '␛[31m; rm it'"]


def test_a_long_name_is_cut_so_that_the_table_fits_the_screen(run, desk):
    (desk / SLUG).rename(desk / ("long " * 40).strip())
    rows, _ = table(run("status"))
    assert rows[1].endswith("…  0 of 2  never       –")
    assert len(rows[1]) <= 80

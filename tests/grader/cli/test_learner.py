"""Starting, updating and handing in: what a learner reads on the way."""

import json

import pytest

SLUG = "c1w1_tiny_week"
HALVE = "def halve(x):\n    return x / 2\n"


@pytest.fixture
def generate(run, course):
    """Return a function that generates the exercise, with settings of the course, and returns its folder."""

    def make(settings=""):
        (course / "pyproject.toml").write_text(f"[tool.grader]\n{settings}\n")
        result = run("generate", "--course", course)
        assert result.exit_code == 0, result.output
        return course / "exercises" / SLUG

    return make


@pytest.fixture
def mine(tmp_path):
    return tmp_path / "mine"


def flat(text):
    """Return text as if no line were broken."""
    return " ".join(text.split())


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_a_new_release_is_named_and_brought_in_on_demand(run, course, generate, mine):
    release = generate()
    run("start", release, mine)
    (mine / "tiny_week.py").write_text(HALVE)
    edit(course / "solutions" / f"{SLUG}.py", "Return half of every", "Return the half of each")
    release = generate()
    result = run("start", release, mine)
    assert f"grader start {release} {mine} --update" in result.output
    assert (mine / "tiny_week.py").read_text() == HALVE
    result = run("start", release, mine, "--update")
    assert result.exit_code == 0, result.output
    assert "  as you wrote it: halve\n" in result.output
    assert "  read it again in README.md, its specification changed: halve\n" in result.output
    assert str(mine / ".grader/backup") in result.output
    assert f"Next: grader check {mine}" in result.output
    assert (mine / "tiny_week.py").read_text().startswith(HALVE)
    assert "--update" not in run("start", release, mine).output
    assert "nothing was changed" in run("start", release, mine, "--update").output
    assert "2 of 2" not in run("check", mine).output
    assert "1 of 2 visible checks pass" in run("check", mine).output


def test_handing_in_says_what_is_missing_what_fails_and_what_follows(run, generate, mine):
    run("start", generate(), mine)
    (mine / "tiny_week.py").write_text("def halve(x):\n    return x\n")
    result = run("submit", mine, "--name", "ada")
    assert result.exit_code == 0, result.output
    assert "checks  0 of 2 visible checks pass; 2 more run on your hand-in\n" in result.output
    assert "Not written yet: total\n" in result.output
    assert "Visible checks that fail: test_two_becomes_one\n" in result.output
    assert f"Nothing was sent. Hand in both, ada.py and ada.receipt.json in {mine / 'handin'}" in flat(result.output)


def test_another_name_leaves_the_earlier_hand_in_and_says_so(run, generate, mine, monkeypatch):
    run("start", generate(), mine)
    monkeypatch.setattr("getpass.getuser", lambda: "login7")
    said = flat(run("submit", mine).output)
    assert 'login7 is your name on this machine; --name "YOUR NAME" hands in under another.' in said
    assert "Earlier" not in said
    said = flat(run("submit", mine, "--name", "ada").output)
    assert "Earlier hand-ins stay in handin/, as login7: hand in one of them, not both." in said
    assert "on this machine" not in said


def test_a_cell_that_cannot_be_read_is_named(run, generate, mine):
    run("start", generate(), mine)
    cells = [HALVE, "def total(x):\n    return float(x.sum())\n", "total(1"]
    book = {"cells": [{"cell_type": "code", "source": cell} for cell in cells]}
    (mine / "tiny_week.ipynb").write_text(json.dumps(book))
    said = run("submit", mine, "--name", "ada").output
    assert "cell 3, line 1: this part could not be read" in said
    assert "Not all of it is valid Python" in said


def test_handing_in_says_what_a_check_remarks_but_not_what_is_never_run(run, generate, mine):
    run("start", generate(), mine)
    (mine / "tiny_week.py").write_text(f"import nunpy\n{HALVE}\ndef halve(x):\n    x /= 2\n    return x\nprint(halve)\n")
    said = flat(run("submit", mine, "--name", "ada").output)
    assert "ModuleNotFoundError when the file was loaded" in said
    assert "halve is written in both; the lower one counts" in said
    assert "halve modifies its argument x in place" in said
    assert "not run" not in said


def test_an_untouched_file_does_not_replace_an_earlier_hand_in_unless_it_is_named(run, generate, mine):
    run("start", generate(), mine)
    (mine / "tiny_week.py").write_text(HALVE)
    run("submit", mine, "--name", "ada")
    (mine / "tiny_week.py").unlink()
    refused = run("submit", mine, "--name", "ada")
    assert refused.exit_code == 2
    assert "your earlier hand-in stays" in flat(refused.output)
    assert (mine / "handin/ada.py").read_text() == HALVE
    assert run("submit", mine, "--name", "ada", "--from", "notebook").exit_code == 0
    assert not (mine / "handin/ada.py").exists()


def test_the_name_of_a_task_in_the_place_of_a_path_is_answered_with_how_to_say_it(run, generate, mine):
    run("start", generate(), mine)
    assert "To check one task: grader check --task halve" in flat(run("check", "halve").output)
    assert "To check one task" not in run("check", "./no/where").output


def test_a_check_names_the_file_first_and_the_other_that_differs(run, generate, mine):
    run("start", generate(), mine)
    (mine / "tiny_week.py").write_text(HALVE)
    assert f"{SLUG} · tiny_week.py\n" in run("check", mine).output
    book = {"cells": [{"cell_type": "code", "source": HALVE.replace("/ 2", "* 2")}]}
    (mine / "tiny_week.ipynb").write_text(json.dumps(book))
    said = run("check", mine).output
    assert flat(said).count("tiny_week.ipynb was written in too, and differs") == 1
    assert said.index("was written in too") < said.index("visible checks pass")
    assert f"{SLUG} · tiny_week.ipynb\n" in run("check", mine / "tiny_week.ipynb").output


def test_an_untouched_exercise_is_handed_in_with_a_warning(run, generate, mine):
    run("start", generate(), mine)
    result = run("submit", mine, "--name", "ada")
    assert result.exit_code == 0, result.output
    assert "WARNING: nothing is written in it" in result.output
    assert (mine / "handin/ada.py").exists()


def test_a_complete_hand_in_is_warned_of_nothing(run, generate, mine):
    run("start", generate(), mine)
    (mine / "tiny_week.py").write_text(f"{HALVE}\n\ndef total(x):\n    return float(x.sum())\n")
    output = run("submit", mine, "--name", "ada").output
    assert not any(word in output for word in ("WARNING", "Not written", "fail"))


def test_a_course_names_a_page_to_upload_to(run, generate, mine):
    run("start", generate('hand_in = "https://example.org/hand-in"'), mine)
    output = run("submit", mine, "--name", "ada").output
    assert f"Upload both, ada.py and ada.receipt.json in {mine / 'handin'}, at https://example.org/hand-in" in flat(output)


def test_a_course_names_a_folder_that_hand_ins_are_copied_to(run, generate, mine, tmp_path):
    box = tmp_path / "box"
    run("start", generate(f'hand_in = "{box}"'), mine)
    result = run("submit", mine, "--name", "ada")
    assert result.exit_code == 2
    assert f"NOT copied to where your course collects hand-ins: {box} is not there." in flat(result.output)
    assert "Nothing is lost: ada.py and ada.receipt.json" in flat(result.output)
    assert (mine / "handin/ada.receipt.json").exists()
    box.mkdir()
    result = run("submit", mine, "--name", "ada")
    assert result.exit_code == 0, result.output
    assert f"Copied to {box / SLUG} too" in flat(result.output)
    for name in ("ada.py", "ada.receipt.json"):
        assert (box / SLUG / name).read_bytes() == (mine / "handin" / name).read_bytes()


def test_a_drop_folder_that_cannot_be_written_loses_nothing(run, generate, mine, tmp_path):
    (tmp_path / "box").mkdir()
    (tmp_path / "box" / SLUG).write_text("a file in the way")
    run("start", generate(f'hand_in = "{tmp_path / "box"}"'), mine)
    result = run("submit", mine, "--name", "ada")
    assert result.exit_code == 2
    assert "cannot be written" in result.output
    assert (mine / "handin/ada.py").exists()


@pytest.mark.parametrize("value", ['"over there"', "3", '"https://"', '"javascript:alert(1)"', '"/a\\u001bb"'])
def test_a_place_to_hand_in_to_that_is_none_is_refused(run, course, value):
    (course / "pyproject.toml").write_text(f"[tool.grader]\nhand_in = {value}\n")
    result = run("generate", "--course", course)
    assert result.exit_code == 3
    assert "hand_in" in result.stderr


def test_an_exercise_of_a_course_without_a_setting_says_nothing_of_it(generate):
    assert b"hand_in" not in (generate() / "exercise.json").read_bytes()

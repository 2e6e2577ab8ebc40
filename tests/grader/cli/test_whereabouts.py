"""``grader`` without a verb says where you are, what to do next, and how to see all commands."""

import pytest

SLUG = "c1w1_tiny_week"
HELP = "grader --help lists all commands."


@pytest.fixture
def say(run, monkeypatch):
    """Return a function that runs ``grader`` without arguments in a folder and returns the lines it prints."""

    def say(folder):
        monkeypatch.chdir(folder)
        result = run()
        assert result.exit_code == 0, result.output
        return result.output.splitlines()

    return say


@pytest.fixture
def exercise(run, course, tmp_path):
    """A learner's folder with the untouched exercise."""
    assert run("generate", "--course", course).exit_code == 0
    assert run("start", course / "exercises" / SLUG, tmp_path / "desk" / SLUG).exit_code == 0
    return tmp_path / "desk" / SLUG


def test_in_an_exercise(say, run, exercise):
    assert say(exercise) == [
        f"{SLUG}: A tiny week",
        "0 of 2 tasks pass their visible checks.",
        "Nothing was checked yet; README.md says what is asked.",
        "It is not handed in.",
        "",
        "Next: grader check",
        HELP,
    ]
    text = (exercise / "tiny_week.py").read_text()
    line = text.splitlines().index("def total(x):") + 1
    (exercise / "tiny_week.py").write_text(text.replace("    raise NotImplementedError", "    return x / 2", 1))
    run("check", exercise)
    assert say(exercise)[-2] == f"Next: write total (tiny_week.py, line {line}), then: grader check --task total"
    (exercise / "tiny_week.py").write_text(text.replace("    raise NotImplementedError", "    return 3 * x", 1))
    run("check", exercise)
    line = text.splitlines().index("def halve(x):") + 1
    assert say(exercise)[-2] == f"Next: mend halve (tiny_week.py, line {line}), then: grader check --task halve"
    (exercise / "tiny_week.py").write_text(text.replace("    raise NotImplementedError", "    return (x", 1))
    run("check", exercise)
    assert say(exercise)[-2] == "Next: mend halve, then: grader check --task halve"


def test_no_line_is_wider_than_the_screen_and_commands_are_whole(say, run, exercise):
    run("check", exercise)
    lines = say(exercise.parent)
    assert max(map(len, lines)) <= 80
    assert lines[-2].strip() == f"grader check {SLUG} --task halve"


def test_an_import_that_failed_is_told_while_the_file_is_the_one_that_was_checked(say, run, exercise):
    text = (exercise / "tiny_week.py").read_text()
    (exercise / "tiny_week.py").write_text(text.replace("import numpy as np", "import nunpy as np"))
    run("check", exercise)
    assert "nunpy" in "".join(say(exercise))
    assert "nunpy" in run("status", exercise).output
    assert "nunpy" in run("submit", exercise, "--name", "ada").output
    (exercise / "tiny_week.py").write_text(text)
    assert "nunpy" not in "".join(say(exercise))
    run("check", exercise)
    assert "nunpy" not in "".join(say(exercise))


def test_above_exercises(say, exercise):
    said = say(exercise.parent)
    assert said[0].startswith("1 exercise here: 0 with all visible checks passing, 0 handed in.")
    assert said[-2:] == [f"Next: grader check {SLUG}", HELP]


def test_above_exercises_a_hand_in_counts_though_the_work_changed_since(say, run, exercise):
    run("submit", exercise, "--name", "ada")
    assert "1 handed in." in " ".join(" ".join(say(exercise.parent)).split())
    (exercise / "tiny_week.py").write_text("x = 1\n")
    assert "1 handed in (1 changed since)." in " ".join(" ".join(say(exercise.parent)).split())


def test_in_an_exercise_that_cannot_be_read(say, exercise):
    (exercise / "exercise.json").write_text("{")
    said = say(exercise)
    assert said[0].startswith(f"{SLUG}: exercise.json is damaged")
    assert said[-1] == HELP


def test_in_a_course(say, run, course, exercise):
    assert say(course)[0] == "The course 'A tiny course': 1 week, 1 generated, 0 audited."
    assert say(course)[-2:] == [f"Next: grader audit {SLUG}", HELP]
    run("new", "c1w2_more", "--course", course)
    assert say(course / "solutions")[-2] == "Next: grader generate c1w2_more"


def test_in_a_course_whose_weeks_are_all_audited(say, course, exercise):
    (course / "tests/exercises" / SLUG / "audit.json").write_text("{}")
    assert say(course)[-2] == "Next: grader audit --check"


def test_in_a_course_without_weeks(say, tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.grader]\n")
    assert say(tmp_path)[-2] == "Next: grader new c1w1_first_steps"


def test_elsewhere(say, tmp_path):
    said = say(tmp_path)
    assert said[0] == "Nothing here to work on yet."
    assert any("grader start RELEASE.zip" in line for line in said)
    assert any("grader --help" in line for line in said)


def test_where_there_is_too_much_to_look_through(say, tmp_path):
    for number in range(1001):
        (tmp_path / str(number)).mkdir()
    assert say(tmp_path)[0] == "Nothing here to work on yet."

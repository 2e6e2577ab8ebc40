"""The workflows for an instructor's repository: each line of theirs is run here, as the platform would."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
import sysconfig
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import yaml

from grader.audit.findings import Audit
from grader.audit.record import content_digest, write_record
from grader.authoring import Platform, workflows
from grader.course import load_course
from grader.errors import UsageError
from grader.instructor import new_workflows

RIGHT = "def double(x): return x + x\ndef total(x): return float(x.sum())\ndef mean(x): return total(x) / max(len(x), 1)\n"
NEEDS_THE_NETWORK_AND_ROOT = ["apt-get update -q && apt-get install -yq git libseccomp2 bubblewrap"]


@pytest.fixture
def repository(course_root, tmp_path):
    """An instructor's repository: a course, hand-ins, and one hand-in that lies in a learner's own repository."""
    root = tmp_path / "repository"
    shutil.copytree(course_root, root)
    grader = [sys.executable, "-m", "grader", "generate", "--course", str(root)]
    subprocess.run(grader, check=True, capture_output=True)
    course = load_course(root)
    for exercise in course.exercises:  # the workflows look at the record only
        audit = Audit(exercise.slug, exercise.title, content_digest(course, exercise), (), ())
        write_record(course, exercise, audit)
    (root / "wheels").mkdir()
    hand_ins = root / "hand-ins/c9w9_tiny"
    hand_ins.mkdir(parents=True)
    (hand_ins / "ada.py").write_text(RIGHT)
    (hand_ins / "bob.py").write_text("def double(x): return x\n")
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "tiny.py").write_text(RIGHT)
    commit = "git init -q && git add . && git -c user.name=x -c user.email=x@y commit -qm x"
    subprocess.run(["bash", "-ec", commit], cwd=theirs, check=True)
    (hand_ins / "repositories.csv").write_text(f"eve,{theirs}\nnobody,{tmp_path / 'nowhere'}\n")
    return root


@pytest.fixture
def environment(tmp_path):
    """An environment like a runner's: a Python of its own that finds this one's packages, and no index."""
    place = tmp_path / "python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    packages = next(place.glob("lib/python*/site-packages"))
    (packages / "these.pth").write_text(sysconfig.get_path("purelib") + f"\n{Path(__file__).parents[3]}\n")
    shutil.copy(Path(sysconfig.get_path("scripts")) / "grader", place / "bin/grader")
    script = (place / "bin/grader").read_text().replace(sys.executable, str(place / "bin/python"))
    (place / "bin/grader").write_text(script)
    return {
        "PATH": f"{place / 'bin'}:{os.environ['PATH']}",
        "HOME": str(tmp_path / "home"),
        "PIP_NO_INDEX": "1",
        "CI": "true",
        "GRADER_KEY": base64.b64encode(bytes(range(32))).decode(),
    }


def run(script, root, environment):
    done = subprocess.run(["bash", "-ec", script], cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


def scores(root):
    lines = (root / "results/c9w9_tiny/class.csv").read_text().splitlines()
    return dict(line.replace('"', "").split(",")[:2] for line in lines[1:])


EXPECTED = {"ada": "100", "bob": "0", "eve": "100"}


def test_every_line_of_githubs_workflows_runs(repository, environment, tmp_path):
    for path in new_workflows(load_course(repository), "github"):
        steps = next(iter(yaml.safe_load(path.read_text())["jobs"].values()))["steps"]
        summary = tmp_path / f"{path.stem}-summary.md"
        here = environment | {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary), "GITHUB_SERVER_URL": "https://g"}
        said = "".join(run(step["run"], repository, here) for step in steps if "run" in step)
        if path.stem == "grade":
            assert "not collected: nobody" in said
            assert scores(repository) == EXPECTED
            assert "bob" in summary.read_text()
            assert "::error" in said
            kept = [pattern for step in steps for pattern in step.get("with", {}).get("path", "").split()]
            # A class has a folder of JUnit reports, a single hand-in one file.
            assert {pattern for pattern in kept if not list(repository.glob(pattern))} == {"results/*/junit.xml"}


def test_every_line_of_gitlabs_pipeline_runs(repository, environment):
    (path,) = new_workflows(load_course(repository), "gitlab")
    pipeline = yaml.safe_load(path.read_text())
    lines = [*pipeline["default"]["before_script"], *pipeline["course"]["script"], *pipeline["grade"]["script"]]
    assert [line for line in lines if line.startswith("apt-get")] == NEEDS_THE_NETWORK_AND_ROOT
    for line in lines:
        if line not in NEEDS_THE_NETWORK_AND_ROOT:
            run(line, repository, environment)
    assert scores(repository) == EXPECTED
    patterns = pipeline["grade"]["artifacts"]["reports"]["junit"]
    reports = [path for pattern in patterns for path in repository.glob(pattern)]
    assert len(reports) == 3
    assert all(ET.parse(report).findall(".//testcase") for report in reports)


def test_a_course_that_is_not_sound_stops_the_workflow(repository, environment):
    (repository / "exercises/c9w9_tiny/tiny.py").write_text("edited = True\n")
    with pytest.raises(AssertionError, match="was changed"):
        run("grader generate --check", repository, environment)


def test_a_suite_that_changed_since_its_audit_stops_the_workflow(repository, environment):
    run("grader audit --check", repository, environment)
    hidden = repository / "tests/exercises/c9w9_tiny/test_hidden.py"
    hidden.write_text(hidden.read_text() + "\n")
    with pytest.raises(AssertionError, match="not of what is there now"):
        run("grader audit --check", repository, environment)


def test_a_missing_key_fails_the_job_and_grades_nobody(repository, environment):
    grade = yaml.safe_load(workflows(load_course(repository), Platform.GITHUB)[".github/workflows/grade.yml"])
    script = next(step["run"] for step in grade["jobs"]["grade"]["steps"] if step.get("name") == "Grade")
    with pytest.raises(AssertionError, match="has 0 bytes"):
        run(script, repository, environment | {"GRADER_KEY": ""})
    assert not (repository / "results").exists()


def test_workflows_that_exist_are_left_alone(repository):
    new_workflows(load_course(repository), "gitlab")
    with pytest.raises(UsageError, match=r"\.gitlab-ci\.yml exists already"):
        new_workflows(load_course(repository), "gitlab")


def test_the_workflow_for_pull_requests_knows_no_secret(course_root):
    tree = workflows(load_course(course_root), Platform.GITHUB)
    course = tree[".github/workflows/course.yml"].decode()
    assert "pull_request" in course
    assert "secrets." not in course
    assert "pull_request" not in tree[".github/workflows/grade.yml"].decode()

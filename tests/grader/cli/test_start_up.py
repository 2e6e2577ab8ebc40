"""The command line answers at once, and says what to do next."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from grader.cli import cli

HEAVY = {"numpy", "pytest", "rich", "jinja2", "nbformat", "pydantic", "msgspec", "platformdirs"}


def test_help_imports_nothing_heavy():
    code = (
        "import sys\nfrom grader.cli import cli\n"
        "try:\n    cli(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print('heavy:', sorted({HEAVY} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "heavy: []" in result.stdout


@pytest.mark.parametrize("verb", list(cli.commands))
def test_every_verb_explains_itself(verb):
    result = CliRunner().invoke(cli, [verb, "--help"])
    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: cli {verb}")


def test_help_lists_every_verb_under_whom_it_is_for_and_cuts_no_description():
    lines = CliRunner().invoke(cli, ["--help"]).output.splitlines()
    heads = [lines.index(f"{user}:") for user in ("Learners", "Instructors", "Anyone")]
    blocks = [lines[head + 1 : lines.index("", head)] for head in heads]
    verbs = [[line.split()[0] for line in block] for block in blocks]
    assert verbs[0] == ["start", "check", "watch", "hint", "status", "submit"]
    assert [verb for block in verbs for verb in block] == list(cli.commands)
    assert not [line for block in blocks for line in block if line.endswith("...")]


def test_exit_codes_are_documented():
    output = CliRunner().invoke(cli, ["--help"]).output
    assert all(f"  {code}  " in output for code in range(5))


def test_the_version_is_told():
    result = subprocess.run([sys.executable, "-m", "grader", "--version"], capture_output=True, text=True, check=True)
    assert result.stdout.startswith("grader, version ")


def test_a_misspelt_verb_is_a_usage_error():
    result = CliRunner().invoke(cli, ["grad"])
    assert result.exit_code == 2
    assert "grade" in result.output

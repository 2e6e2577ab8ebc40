import base64

import pytest

from grader.authoring.importing.prose import plain
from grader.authoring.shapes import make_environment

F = 'def f(x):\n    """Add one."""\n    ### BEGIN SOLUTION\n    return x + 1\n    ### END SOLUTION'
TESTS = ("tests", "assert f(1) == 2")


@pytest.mark.parametrize(
    "text",
    ["plain", r"$\frac{{1}}{{2}}$ and {{ name }}", "{% if %}\n\n{# note #}", "{% endraw %} {{ }}", r"\{x\} }} %}"],
)
def test_signs_of_the_template_language_are_text(text, tmp_path):
    assert make_environment(tmp_path).from_string(plain(text)).render().strip("\n") == text


def test_prose_stubs_and_givens_stand_in_the_order_of_the_notebook(nbgrader, imported):
    week = imported(
        nbgrader(
            ("text", "# Sums {{ and }} more\n\nIntroduction."),
            ("code", "import numpy as np\nLIMIT = 3\ndef helper(x):\n    return np.abs(x) + LIMIT\nhelper(1)"),
            ("text", "Now you."),
            ("answer", F),
            TESTS,
            ("text", "Well done."),
        )
    )
    body = week.handout.split("+++\n")[2]
    order = [
        "Introduction.",
        '{{ given("LIMIT") }}',
        '{{ given("helper") }}',
        "```python\nhelper(1)\n```",
        "Now you.",
        '{{ stub("f") }}',
        "Well done.",
    ]
    assert sorted(order, key=body.index) == order
    assert week.exercise.title == "Sums {{ and }} more"
    assert "# Sums {{ and }} more" in week.generated()["c1w1_week/README.md"].decode()


def test_pictures_and_data_come_along(nbgrader, imported):
    beside = {"img/a b.png": b"A", "data.csv": b"1,2", "../up.png": b"U"}
    text = '![a](img/a%20b.png) <img src="gone.png"> [web](https://example.org/x.png) ![up](../up.png) [down](#down)'
    week = imported(
        nbgrader(("text", text), ("code", "rows = open('data.csv').read()"), ("answer", F), TESTS), beside=beside.get
    )
    assert week.exercise.assets == ("data.csv", "img/a b.png")
    assert week.generated()["c1w1_week/img/a b.png"] == b"A"
    assert "1: gone.png was not found beside the notebook" in week.left
    assert "1: ../up.png was not found beside the notebook" in week.left
    assert "example.org" not in week.left
    assert "2: the code reads data.csv; where hand-ins are graded there are no files" in week.left


def test_pictures_inside_a_cell_become_files(source, imported):
    week = imported(source("rows"))
    assert "![The plane](week_1_the_plane.png)" in week.handout
    assert week.generated()["c1w1_week/week_1_the_plane.png"].startswith(b"\x89PNG")


def test_the_pictures_of_two_cells_may_have_one_name(source, nbgrader, imported):
    import json

    notebook = json.loads(
        nbgrader(("text", "![p](attachment:p.png)"), ("text", "![p](attachment:p.png)"), ("answer", F), TESTS)
    )
    for cell, data in zip(notebook["cells"], (b"one", b"two"), strict=False):
        cell["attachments"] = {"p.png": {"image/png": base64.b64encode(data).decode()}}
    week = imported(json.dumps(notebook).encode())
    assert week.week.tree["templates/assets/week_1_p.png"] == b"one"
    assert week.week.tree["templates/assets/week_2_p.png"] == b"two"
    assert "![p](week_2_p.png)" in week.handout

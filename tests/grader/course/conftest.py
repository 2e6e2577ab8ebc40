import textwrap

import pytest

FILES = {
    "pyproject.toml": '[tool.grader]\nname = "Tiny"\n',
    "solutions/c1w1_first_steps.py": '''\
        """Truth."""
        from __future__ import annotations

        import numpy as np
        from givendata import points

        EPS = 1e-9


        def double(x):
            """Return twice x."""
            return x + x


        class Counter:
            """Counts."""

            def step(self):
                """Add one."""
                self.n = getattr(self, "n", 0) + 1


        def mean(x):
            """Return the mean of x (m,)."""
            return double(np.sum(x)) / (2 * len(x) + EPS)
        ''',
    "solutions/givendata.py": "def points():\n    return 3\n",
    "templates/c1w1_first_steps.md.j2": """\
        +++
        title = "First steps"
        course = 1
        week = 1
        given_modules = ["givendata.py"]
        assets = ["a.svg"]

        [limits]
        check_cpu_s = 1
        memory_mb = 256

        [[task]]
        id = "c1w1.01"
        names = ["double"]
        points = 60

        [[task]]  # the second
        id = "c1w1.02"
        names = ["mean", "Counter"]
        points = 40
        extension = true
        +++
        # First steps
        """,
    "templates/c1w1_first_steps.hints.toml": """\
        [double]
        reread = "Which sum?"
        look = "Try 1."
        kind = "A sign."

        [mean]
        reread = "Which divisor?"
        look = "Try 1 and 2."
        kind = "A count."

        [Counter]
        reread = "What is kept?"
        look = "Step twice."
        kind = "A start."
        """,
    "templates/assets/a.svg": "<svg/>\n",
    "tests/exercises/c1w1_first_steps/test_public.py": '''\
        import math

        import numpy as np
        from grader.testing import check


        @check("double", weight=0.5)
        def test_two(submission):
            """double of 1 is 2.

            More words."""
            assert submission.double(1) == 2
        ''',
    "tests/exercises/c1w1_first_steps/test_hidden.py": '''\
        import grader.testing as gt


        @gt.check("double", weight=2)
        def test_random(agree, rng):
            """double agrees."""
            agree("double", rng.normal())


        @gt.check("c1w1.02")
        def test_mean(submission):
            """mean is a mean."""


        def test_ungraded(): pass
        ''',
    "tests/exercises/c1w1_first_steps/mistakes.py": """\
        import math
        import numpy as np
        from grader.testing import mistake


        @mistake("double", id="a", hint="Look at "
            "the sign.")
        def loses_the_sign(x):
            return abs(x) + math.fabs(x)


        @mistake("Counter.step", id="a", hint="How many?")
        def counts_in_twos(self):
            self.n = getattr(self, "n", 0) + 2
        """,
    "tests/exercises/c1w1_first_steps/alternatives.py": """\
        from grader.testing import alternative


        @alternative("mean")
        def of_numpy(x):
            return np.mean(x)
        """,
}


@pytest.fixture
def root(tmp_path):
    """A folder that holds a whole course of one tiny week."""
    for name, text in FILES.items():
        path = tmp_path / "course" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))
    return tmp_path / "course"


@pytest.fixture
def edit(root):
    """Replace a part of a course's file; the part has to be there."""

    def change(name, old, new):
        path = next(path for path in root.rglob("*") if path.is_file() and path.as_posix().endswith(name))
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))
        return path

    return change

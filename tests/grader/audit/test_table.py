"""An audit as text: everything is there, in columns."""

from __future__ import annotations

from grader.audit.findings import Agreed, Audit, Caught, Defect, Survivor, TaskAudit
from grader.audit.table import render_audit

SURVIVOR = Survivor("0123456789ab", "axis", "axis=0 → axis=1", 12, "f, line 12\n-    a\n+    b\n", "test_b", "1 of 2 exchanges differ, first f()")
UNSEEN = Survivor("ba9876543210", "number", "1 → 2", 13, "f, line 13\n-    1\n+    2\n")
TASK = TaskAudit(
    "c1w1.01", ("f", "g"), 60, ("test_a", "test_b"), (Caught("forgets", ("test_b",)), Caught("lives", ())), ("f: transposed",),
    20, 17, (Agreed("cccccccccccc", 1000),), (SURVIVOR, UNSEEN),
)  # fmt: skip
OTHER = TaskAudit("c1w1.02", ("a_very_long_name_indeed_for_a_function_of_anybody",), 40, ("test_c",), mutants=0)
AUDIT = Audit("c1w1_x", "A week", "d", (TASK, OTHER), (Defect("a.py", "is wrong " * 20, "Mend it."),), ("nothing",))

EXPECTED = """\
A week
c1w1_x

task                                          points  checks  mistakes   mutants  score  equivalent
f, g                                              60       2       1/2     17/20    89%           1
a_very_long_name_indeed_for_a_function_of_a…      40       1       0/0       0/0      –           0
in all                                           100       3       1/2     17/20    89%           1

c1w1.01  f, g
            1  2
  forgets   ·  ×
  lives     ·  ·
    1 test_a
    2 test_b
  universal mistakes that apply: f: transposed

c1w1.02  a_very_long_name_indeed_for_a_function_of_anybody
            1
    1 test_c

Survivors: 2

0123456789ab  c1w1.01  axis: axis=0 → axis=1
  f, line 12
  -    a
  +    b
  → closest: test_b, 1 of 2 exchanges differ, first f()

ba9876543210  c1w1.01  number: 1 → 2
  f, line 13
  -    1
  +    2
  → no check sees any difference

Not looked at: nothing.
Not green; defects: 1
  a.py: is wrong is wrong is wrong is wrong is wrong is wrong is wrong is wrong
    is wrong is wrong is wrong is wrong is wrong is wrong is wrong is wrong is
    wrong is wrong is wrong is wrong
      Mend it.
"""


def test_an_audit_is_laid_out_in_columns():
    assert render_audit(AUDIT) == EXPECTED


def test_a_green_audit_says_so():
    assert render_audit(Audit("x", "X", "d", (), ())).endswith("\nGreen: this suite may be released.\n")


def test_no_line_but_of_a_table_or_a_diff_is_wider_than_asked():
    assert max(map(len, render_audit(AUDIT, 60).splitlines()[12:])) <= 60

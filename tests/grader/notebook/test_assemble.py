"""What a kernel's names hold is found again in the cells it has run, and put together as a module."""

from __future__ import annotations

import contextlib
import functools
import textwrap

import pytest

from grader.notebook.assemble import assemble
from grader.notebook.executed import History
from grader.source.cells import place


class Kernel:
    """Runs cells as a kernel does: a cell that raises leaves what it had done by then."""

    def __init__(self):
        self.names = {"__name__": "__main__"}
        self.inputs = [""]

    def run(self, *cells):
        for cell in cells:
            text = textwrap.dedent(cell).strip("\n")
            self.inputs.append(text)
            with contextlib.suppress(Exception):
                exec(compile(text.replace("%%time\n", "\n").replace("%magic", "pass"), f"<cell {len(self.inputs)}>", "exec"), self.names)
        return self

    def assembled(self, *names):
        return assemble(History(self.inputs, self.names), names)


@pytest.fixture
def kernel():
    return Kernel()


def answers(taken, name, *args):
    """Load the module text and call a name of it, as the worker would."""
    names = {}
    exec(taken.module.text, names)
    return names[name](*args)


def test_a_function_comes_with_what_it_reaches_and_nothing_else(kernel):
    kernel.run("import math", "import json\nSCALE = 2\nUNUSED = 1 / 3", "def g(x): return SCALE * math.floor(x)", "def f(x):\n    return g(x)", "print('no')")
    taken = kernel.assembled("f")
    assert answers(taken, "f", 1.5) == 2
    assert not {"json", "UNUSED", "print"} & set(taken.module.text.replace("(", " ").split())
    assert taken.used == ("In[3] (g)", "In[4] (f)")
    assert assemble(History(kernel.inputs, kernel.names), ["f"], released={"g"}).used == ("In[4] (f)",)


def test_lines_are_told_by_the_cells_that_hold_them(kernel):
    kernel.run("import math", "x = 1\n\n\ndef g(): return math.pi\n\ny = 2\n\ndef f():\n    return g() + x")
    module = kernel.assembled("f").module
    lines = module.text.split("\n")
    assert [place(lines.index(text) + 1, module.cells) for text in ("import math", "def g(): return math.pi", "    return g() + x")] == [
        "In[1], line 1",
        "In[2], line 4",
        "In[2], line 9",
    ]


def test_of_two_definitions_the_one_in_use_counts(kernel):
    kernel.run("def f(): return 1", "def f(): return 2")
    taken = kernel.assembled("f")
    assert answers(taken, "f") == 2
    assert (taken.used, taken.outdated) == (("In[2] (f)",), ())


def test_a_cell_that_failed_before_its_definition_has_not_made_it(kernel):
    kernel.run("def f(): return 1", "1 / 0\ndef f(): return 2")
    taken = kernel.assembled("f")
    assert answers(taken, "f") == 1
    assert taken.used == ("In[1] (f)",)
    assert taken.outdated == ("In[2] holds a newer f, but did not come to its end: the f of In[1] was checked.",)


def test_a_cell_that_does_not_parse_has_not_run(kernel):
    kernel.run("def f(): return 1", "def f(): return 2\n)")
    taken = kernel.assembled("f")
    assert answers(taken, "f") == 1
    assert taken.outdated == ("In[2], line 2: f could not be read (unmatched ')'), so that cell has not run: the f of In[1] was checked.",)
    assert kernel.run("g = (", "del f").assembled("f").module.remarks == ("In[2], line 2: f could not be read (unmatched ')')",)


def test_an_older_cell_run_again_counts_again(kernel):
    kernel.run("def f(): return 1", "def f(): return 2", "def f(): return 1")
    taken = kernel.assembled("f")
    assert answers(taken, "f") == 1
    assert (taken.used, taken.outdated) == (("In[3] (f)",), ())


def test_what_was_deleted_or_never_run_is_not_there(kernel):
    kernel.run("def f(): return 1", "del f")
    taken = kernel.assembled("f", "g")
    assert taken.undefined == ("f", "g")
    assert taken.module.text == ""


def test_decorators_do_not_hide_which_definition_is_in_use(kernel):
    kernel.names["cache"] = functools.cache
    kernel.run("from functools import cache, wraps", "def twice(g):\n    @wraps(g)\n    def h(): return 2 * g()\n    return h", "@twice\ndef f(): return 3", "1 / 0\n@twice\ndef f(): return 4")
    taken = kernel.assembled("f")
    assert answers(taken, "f") == 6
    assert "from functools import cache, wraps" in taken.module.text


def test_a_class_is_known_by_its_methods(kernel):
    kernel.run("class A:\n    def m(self): return 1", "1 / 0\nclass A:\n    def m(self): return 2", "def f(): return A().m()")
    assert answers(kernel.assembled("f"), "f") == 1


def test_imports_that_ran_again_come_before_what_needs_them(kernel):
    kernel.run("import math", "def f(x=math.pi): return x", "E = math.e\ndef g(): return f() + E", "import math")
    assert answers(kernel.assembled("g"), "g") == pytest.approx(5.8598744820488)


def test_an_assignment_comes_after_all_that_the_functions_it_calls_need(kernel):
    kernel.run("def base(): return 1", "def made(): return base()", "TABLE = made()", "def f(): return TABLE", "def base(): return 1")
    assert answers(kernel.assembled("f"), "f") == 1


def test_an_assignment_is_taken_with_what_its_cell_does_to_it(kernel):
    kernel.run("D = {}\nD['a'] = 1\nD['b'] = 2\nC = 3", "def f(): return D")
    assert answers(kernel.assembled("f"), "f") == {"a": 1, "b": 2}


def test_statements_on_one_line_stay_apart(kernel):
    kernel.run("a = 1; b = 2; c = 3", "def f(): return a + c", "def g(): return a + b + c")
    assert answers(kernel.assembled("f"), "f") == 4
    assert answers(kernel.assembled("g"), "g") == 6


def test_magics_in_a_cell_and_before_it_are_passed_over(kernel):
    kernel.run("%%time\nimport math\n%magic\ndef f(): return math.inf")
    assert answers(kernel.assembled("f"), "f") == float("inf")


def test_functions_that_call_each_other_are_both_there(kernel):
    kernel.run("def even(n): return n == 0 or odd(n - 1)", "def odd(n): return n > 0 and even(n - 1)")
    assert answers(kernel.assembled("even"), "even", 10)


def test_future_imports_stand_first(kernel):
    kernel.run("x = 1", "from __future__ import annotations\ndef f(a: Unknown = x): return a")
    assert kernel.assembled("f").module.text.startswith("from __future__ import annotations\n")
    assert answers(kernel.assembled("f"), "f") == 1


def test_what_no_cell_made_is_lent_or_told(kernel, tmp_path):
    (tmp_path / "ran.py").write_text("def g():\n    return 5\n")
    exec(compile((tmp_path / "ran.py").read_text(), str(tmp_path / "ran.py"), "exec"), kernel.names)
    exec("import math as m\nfor k in range(3): pass", kernel.names)
    kernel.run("def f(): return g() + m.floor(1.5) + k")
    taken = kernel.assembled("f")
    assert "def g():" in taken.module.text
    assert "import math as m" in taken.module.text
    assert taken.module.remarks == ("k is used, but no cell of this kernel assigns it by a plain statement",)


def test_nothing_is_called_and_no_value_is_written_down(kernel):
    kernel.run("class Odd:\n    def __repr__(self): raise RuntimeError\n    def __eq__(self, other): raise RuntimeError\n    __hash__ = None", "SECRET = Odd()", "def f(): return SECRET")
    assert "SECRET = Odd()" in kernel.assembled("f").module.text


def test_a_function_that_is_another_by_name_brings_it_along(kernel):
    kernel.run("def mine(x): return -x", "f = mine")
    taken = kernel.assembled("f")
    assert answers(taken, "f", 1) == -1
    assert taken.used == ("In[1] (mine)", "In[2] (f)")

import ast
import time

import pytest

from grader.source import keep
from grader.source.parsing import split_lines


def kept(text, givens=None, wanted=()):
    clean, remarks = keep(text, givens or {}, wanted)
    compile(clean, "clean", "exec")
    assert len(split_lines(clean)) == len(split_lines(text))
    return clean, remarks


@pytest.mark.parametrize(
    "text",
    [
        "import numpy as np\nfrom math import *\n",
        '"""Doc."""\n\ndef f(): return 1\nclass C: pass\nasync def g(): pass\n',
        "try:\n    import x\nexcept ImportError:\n    x = None\n",
        "try: import x\nexcept ImportError: raise RuntimeError('no x')\n",
        "if TYPE_CHECKING:\n    from a import B\nelse:\n    B = object\n",
        "with suppress(ImportError):\n    import y\n",
        "EPS = 1e-9\ndef f(): return EPS\n",
        "A = 1\nB = A + 1\nC: int = B\nC += 1\ndef f(x=C): return x\n",
        "TABLE = {}\nTABLE['a'] = 1\ndef f(): return TABLE\n",
        "rng = make(3)\ndef f(): return rng.normal()\n",
        "square = lambda x: x * x\n",
        "if sys.version_info > (3, 12):\n    EPS = 1\nelse:\n    EPS = 2\ndef f(): return EPS\n",
        "def f(): return 1\ndef f(): return 2\n",
        "'a string alone'\n...\npass\n",
        "def f(): return f.calls\nf.calls = 0\n",
        "a, *b = 1, 2\ndef f(): return b\n",
    ],
)
def test_imports_definitions_and_what_they_reach_stay(text):
    assert kept(text) == (text, ())


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("plt.plot(losses)", "plt.plot(losses)"),
        ("print('hi')", "print('hi')"),
        ("x = train()", "x = train()"),
        ("for i in range(9):\n    step(i)", "for i in range(9): …"),
        ("while True:\n    pass", "while True: …"),
        ("if __name__ == '__main__':\n    import x\n    main()", "if __name__ == '__main__': …"),
        ("if '__main__' == __name__: main()", "if '__main__' == __name__: main()"),
        ("assert f() == 1", "assert f() == 1"),
        ("del x", "del x"),
        ("raise SystemExit", "raise SystemExit"),
        ("with open('x') as f:\n    f.read()", "with open('x') as f: …"),
        ("if DEBUG:\n    print(1)", "if DEBUG: …"),
        ("model.fit(\n    X,\n    y,\n)", "model.fit( …"),
    ],
)
def test_what_only_does_something_goes_with_a_remark(text, excerpt):
    before, after = "def f():\n    model = 1\n    return 1\n", "\n\ndef g(): return 2\n"
    clean, remarks = kept(before + text + after)
    assert clean == before + "\n" * text.count("\n") + after
    assert remarks == (f"line 4: not run: {excerpt}",)


def test_a_local_of_the_same_name_does_not_keep_a_training_call():
    clean, remarks = kept("w, b = fit(X)\ndef predict():\n    w = 1\n    return w\n")
    assert clean.startswith("\ndef")
    assert remarks == ("line 1: not run: w, b = fit(X)",)


def test_a_call_inside_a_kept_assignment_stays():
    text = "X = load('data')\ndef f(): return X\n"
    assert kept(text) == (text, ())


def test_wanted_names_keep_their_assignments():
    text = "sigmoid = vectorize(one)\n"
    assert kept(text, wanted=["sigmoid"]) == (text, ())
    assert kept(text)[0] == "\n"


def test_inside_a_kept_condition_other_statements_become_pass():
    text = "try:\n    import x\n    print(\n        1)\nexcept ImportError:\n    print('no'); x = None\n    y = load()\n"
    clean, remarks = kept(text)
    assert clean == "try:\n    import x\n    pass\n\nexcept ImportError:\n    pass; x = None\n    pass\n"
    assert remarks == ("line 3: not run: print( …", "line 6: not run: print('no')", "line 7: not run: y = load()")


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("import a; plot()\n", "import a; pass\n"),
        ("plot(); import a\n", "pass; import a\n"),
        ("plot(\n1\n); import a\n", "(\n\n); import a\n"),
        ("plot() \\\n ; import a\n", "pass \\\n ; import a\n"),
        ("plot()  # why\nimport a\n", "  # why\nimport a\n"),
        ("plot() ; \nimport a\n", "pass ; \nimport a\n"),
    ],
)
def test_statements_that_share_a_line_leave_valid_python(text, clean):
    assert kept(text)[0] == clean


GIVENS = {"norm": "def norm(x):\n    return abs(x)\n", "EPS": "EPS = 1e-9"}


def test_givens_are_blanked_out_in_silence_when_they_mean_the_same():
    text = "EPS = 0.000000001  # mine\ndef norm(x):\n    # a comment\n    return abs(x)\ndef f(): return norm(EPS)\n"
    assert kept(text, GIVENS) == ("  # mine\n\n\n\ndef f(): return norm(EPS)\n", ())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("def norm(x):\n    return 0\n", "norm"),
        ("EPS = 1\n", "EPS"),
        ("EPS += 1\n", "EPS"),
        ("norm = lambda x: 0\n", "norm"),
        ("norm.x = 1\n", "norm"),
        ("class norm: pass\n", "norm"),
    ],
)
def test_a_changed_given_is_reported_and_not_used(text, name):
    clean, remarks = kept(text + "def f(): return norm(EPS)\n", GIVENS)
    assert clean.strip() == "def f(): return norm(EPS)"
    assert remarks == (f"line 1: {name} is given; your changed version is not used",)


def test_a_decorator_goes_from_its_sign_on():
    text = "@(  # @ a comment\n    cached  # @\n)\ndef norm(x): return 0\ndef f(): return norm(1)\n"
    clean, remarks = kept(text, GIVENS)
    assert clean == "\n\n\n\ndef f(): return norm(1)\n"
    assert remarks == ("line 4: norm is given; your changed version is not used",)


def test_a_given_repeated_endlessly_takes_no_absurd_time():
    given = "def norm(x):\n" + "    x = x + 1\n" * 40
    start = time.process_time()
    _, remarks = keep("norm = 0\n" * 50_000, {"norm": given})
    assert time.process_time() - start < 60
    assert len(remarks) == 51


def test_a_given_is_not_changed_inside_a_condition_either():
    clean, remarks = kept("if True:\n    import x\n    EPS = 1\n    def norm(x): return 0\n", GIVENS)
    assert clean == "if True:\n    import x\n    pass\n    pass\n"
    assert len(remarks) == 2


def test_remarks_follow_the_lines_and_are_counted_past_fifty():
    _, remarks = kept("print(1)\nimport x\n" * 60)
    assert remarks[0].startswith("line 1:")
    assert remarks[-1] == "10 more statements were not run"


def test_statements_in_a_row_make_one_remark_and_a_comment_ends_a_row():
    _, remarks = kept("u = 1; print(u)\n\nfor i in u:\n    print(i)\n# cell 7\nh = 2; print(h)\n")
    assert remarks == ("lines 1–4: not run: u = 1; print(u) …", "line 6: not run: h = 2; print(h)")


def test_a_long_chain_of_conditions_and_assignments_is_followed():
    chain = "".join(f"a{i} = a{i + 1}\n" for i in range(3000))
    text = chain + "def f(): return a0\n"
    assert kept(text) == (text, ())
    branches = "if x:\n    import a\n" + "elif x:\n    import b\n" * 90
    assert kept(branches) == (branches, ())


def test_a_text_that_does_not_parse_is_the_callers_error():
    with pytest.raises(SyntaxError):
        keep("def f(:", {})


def test_what_stays_is_the_same_tree():
    text = "import a\nplot()\ndef f():\n    print(1)\n"
    assert ast.dump(ast.parse(kept(text)[0])) == ast.dump(ast.parse("import a\ndef f():\n    print(1)\n"))

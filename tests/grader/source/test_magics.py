"""What only IPython understands is blanked out, and nothing else."""

import pytest

from grader.source.magics import FOREIGN, plain_python


@pytest.mark.parametrize(
    ("text", "python", "lines"),
    [
        ("%matplotlib inline\nx = 1", "\nx = 1", [1]),
        ("!pip install x\nx = 1", "\nx = 1", [1]),
        ("?f\nf?\nf.g??\nnp.*load*?\nx = 1", "\n\n\n\nx = 1", [1, 2, 3, 4]),
        (">>> def f(x):\n...     return x\n...\n>>> f(1)\n1", "def f(x):\n    return x\n\nf(1)\n1", []),
        ("/f x\n,f x\n;f x\nf[0]?\nx = 1", "\n\n\n\nx = 1", [1, 2, 3, 4]),
        ("x = !ls\na, b = %pwd\ny = 1", "\n\ny = 1", [1, 2]),
        ("def f():\n    %pwd\n    !ls\n    return 1", "def f():\n    pass\n    pass\n    return 1", [2, 3]),
        ("!ls \\\n  -l \\\n  -a\nx = 1", "\n\n\nx = 1", [1]),
        ("%%time\nx = 1", "\nx = 1", [1]),
        ("# hello\n\n%%capture out\n%%time\nx = 1\n%pwd", "# hello\n\n\n\nx = 1\n", [3, 4, 6]),
        ("%%bash\nls\nx = 1", "\n\n", [1]),
        ("%%!\nls", "\n", [1]),
        ("%%writefile a.py\ndef f(): pass\n", "\n\n", [1]),
        ("%%unknown --of course\nx = 1", "\nx = 1", [1]),
        ("%%\nx = 1", "\nx = 1", [1]),
        ("  x = 1\n  %pwd\n  if x:\n    y", "x = 1\n\nif x:\n  y", [2]),
        ("s = '''\n%pwd\n!ls\nf?\n'''\n%pwd", "s = '''\n%pwd\n!ls\nf?\n'''\n", [6]),
        ("x = (1\n%2)\n%pwd", "x = (1\n%2)\n", [3]),
        ("x = 1 \\\n% 2\n%pwd", "x = 1 \\\n% 2\n", [3]),
        ("x = 'it''s' # isn't it?\n%pwd\ny != x", "x = 'it''s' # isn't it?\n\ny != x", [2]),
        ("def f(:\n  what is this?\n%pwd", "def f(:\n  what is this?\n%pwd", []),
        ("%pwd\r\nx = 1\r\n", "\r\nx = 1\r\n", [1]),
    ],
)
def test_foreign_lines_leave_their_line_ends(text, python, lines):
    made, blanked = plain_python(text)
    assert (made, [line for line, _ in blanked]) == (python, lines)


@pytest.mark.parametrize("text", ["", "x = 1", "x = (1\n%2)", "'''\n%%bash\n'''", "  # indented\nx = 1", "x = 5 %2", "y = x != 3"])
def test_what_is_python_is_left_as_it_is(text):
    assert plain_python(text) == (text, ())


@pytest.mark.parametrize("name", sorted(FOREIGN))
def test_cells_in_other_languages_are_blanked_out_whole(name):
    assert plain_python(f"%%{name} -x y\ndef f(): pass\n") == ("\n\n", ((1, f"%%{name} -x y"),))

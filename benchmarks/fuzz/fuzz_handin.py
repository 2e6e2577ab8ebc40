"""Hand-ins: mutated modules and raw bytes, through salvage and keep to what a worker would run."""

from __future__ import annotations

import ast
import warnings

import atheris
from harness import ROOT, Draw, run, within

with atheris.instrument_imports(include=["grader"]):
    from grader.errors import UnreadableSubmission
    from grader.grading.handin import decode
    from grader.source.parsing import compile_error
    from grader.testing.origin import course_exercise, course_material

SLUG = "c1w2_logistic_regression"
MATERIAL = course_material(*course_exercise(ROOT, SLUG))
TASKS = MATERIAL._task_names()
GIVENS = MATERIAL._givens()
SEEDS = [
    path.read_text()
    for path in sorted([*ROOT.glob("tests/exercises/*/class/*.py"), *ROOT.glob("solutions/*.py")])
    if path.name != "coursedata.py"
]
SNIPPETS = (
    "def f(x:\n",
    "@d\n",
    "@(  # @\n d)\n",
    '"""\n',
    "'",
    "(\n",
    ")\n",
    "]",
    "\\\n",
    "\r",
    "\f",
    "\t",
    ";",
    "; ",
    "#",
    "é",
    "\u2028",
    "\ufeff",
    "x = 1\n",
    "if x:\n    import a\nelif y:\n    f()\n",
    "try:\n    import a\nexcept E:\n    f()\nfinally:\n    g()\n",
    "with a:\n    from b import *\n    c()\n",
    "if __name__ == '__main__':\n    f()\n",
    "from __future__ import annotations\n",
    "class A:\n    def m(self): return\n",
    "lambda: (yield)\n",
    "f'{x!r:{y}}'\n",
    "async def g(): await h()\n",
    "match x:\n    case [a, *_]: pass\n",
    "global z\n",
    "return 1\n",
    "del x; x: int; x += 1\n",
    "0xfffffffffffffffff\n",
    "else:\n",
    "    ",
)


def one_input(data):
    """Read one hand-in."""
    draw = Draw(data)
    content = draw.rest() if draw.chance(10) else mutated(draw).encode("utf-8", "surrogatepass")
    with within(5):
        try:
            text = decode(content)
        except UnreadableSubmission:
            return
        made, remarks = MATERIAL.implementation("fuzz", text)
    assert all(isinstance(remark, str) for remark in remarks)
    assert len(remarks) < 200
    compared(text, made.parts[-1].text)


def mutated(draw):
    """Return a real module after some changes."""
    text = draw.of(SEEDS)
    for _ in range(draw.number(1, 8)):
        text = changed(draw, text)
    return text


def changed(draw, text):
    """Return a text after one change."""
    lines = text.splitlines(keepends=True) or [""]
    first = draw.number(0, len(lines) - 1)
    last = min(len(lines), first + draw.number(0, 12))
    place = draw.number(0, len(text))
    match draw.number(0, 9):
        case 0:
            return "".join(lines[:first] + lines[last:])
        case 1:
            again = draw.of((2, 3, 50, 2000)) if draw.chance(10) else 2
            return "".join(lines[:first] + lines[first:last] * again + lines[last:])[: 1 << 19]
        case 2 | 3:
            return "".join([*lines[:first], draw.of(SNIPPETS), *lines[first:]])
        case 4:
            return text[:place] + draw.of(SNIPPETS) + text[place:]
        case 5:
            return text[:place] + text[place + draw.number(1, 9) :]
        case 6:
            return "".join([*lines[:first], *("    " + line for line in lines[first:last]), *lines[last:]])
        case 7:
            return "".join([*lines[:first], *(line.rstrip() + "; " for line in lines[first:last]), *lines[last:]])
        case 8:
            return text.replace("\n", draw.of(("\r\n", "\r", "\n\n")))
    return text[:place] + draw.text() + text[place:]


def compared(text, kept):
    """Require that what stays parses, stands where it stood, and that no task of a sound module is lost."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        after = ast.parse(kept)
        assert text.count("\n") == kept.count("\n")
        sound = compile_error(text) is None
        before = ast.parse(text) if sound else None
    if before is None:
        return
    places = {(node.lineno, node.name): ast.dump(node) for node in ast.walk(before) if is_definition(node)}
    for node in ast.walk(after):
        if is_definition(node):
            assert ast.dump(node) == places[node.lineno, node.name]
    assert defined(before) <= defined(after), defined(before) - defined(after)


def is_definition(node):
    """Tell whether a node is a function or class."""
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)


def defined(tree):
    """Return the tasks that functions or classes at the top of a module define."""
    return {node.name for node in tree.body if is_definition(node)} & TASKS - GIVENS.keys()


if __name__ == "__main__":
    run(one_input)

"""Which messages of a suite's assertions are the author's own words, with nothing put into them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def assert_messages(path: Path) -> frozenset[str]:
    """Return the messages of a file's assertions that are plain literals; an f-string may hold a hidden input."""
    found = (node.msg for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Assert))
    return frozenset(each.value for each in found if isinstance(each, ast.Constant) and isinstance(each.value, str))

"""A new release merged into a learner's notebook: written cells in place, own cells at the end, no outputs."""

import json

import nbformat
import pytest

from grader.source.merge_notebook import OWN_CELLS, Unreadable, cell_id, merge_notebook

SLUG = "c1w1_tiny"
IMPORTS = "import numpy as np"
HALVE = 'def halve(x):\n    """Halve x."""\n    raise NotImplementedError'
TOTAL = 'def total(x):\n    """Add up."""\n    raise NotImplementedError'
NEW_HALVE = HALVE.replace("Halve x.", "Halve every entry.")
BETWEEN = 'def between(x):\n    """Between."""\n    raise NotImplementedError'
OLD_STUB = f"{IMPORTS}\n\n\n{HALVE}\n\n\n{TOTAL}"
NEW_STUB = f"{IMPORTS}\n\n\n{NEW_HALVE}\n\n\n{BETWEEN}\n\n\n{TOTAL}"
WRITTEN = HALVE.replace("raise NotImplementedError", "return x / 2")


def notebook(*cells):
    """Return a generated notebook of cells: kind, source, tags."""
    made = []
    for index, (kind, source, *tags) in enumerate(cells):
        make = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
        made.append(make(source, id=cell_id(SLUG, index, source), metadata={"tags": tags} if tags else {}))
    return nbformat.v4.new_notebook(cells=made)


def released(stub_halve, *more):
    return notebook(
        ("markdown", f"# A week, {len(more)}"),
        ("code", "%load_ext grader", "check"),
        ("code", IMPORTS, "imports"),
        ("code", stub_halve, "exercise:1"),
        ("code", "%check halve", "check"),
        *more,
        ("code", TOTAL, "exercise:2"),
        ("code", "%check", "check"),
    )


@pytest.fixture
def mine():
    return released(HALVE)


NEW = released(NEW_HALVE, ("markdown", "Something new."), ("code", BETWEEN, "exercise:3"))


def merge(mine):
    data = mine if isinstance(mine, bytes) else nbformat.writes(mine).encode()
    merged = merge_notebook(data, nbformat.writes(NEW).encode(), OLD_STUB, NEW_STUB, SLUG)
    made = nbformat.reads(merged.data.decode(), as_version=4)
    nbformat.validate(made)
    return merged, [cell.source for cell in made.cells]


FRESH = [cell.source for cell in NEW.cells]


def test_an_untouched_notebook_becomes_the_new_one(mine):
    merged, sources = merge(mine)
    assert sources == FRESH
    assert (merged.written, merged.added, merged.own_cells) == ((), ("between",), 0)


def test_written_cells_are_carried_over_and_the_rest_is_new(mine):
    mine.cells[3].source = WRITTEN
    merged, sources = merge(mine)
    assert sources == [WRITTEN if source == NEW_HALVE else source for source in FRESH]
    assert (merged.written, merged.changed) == (("halve",), ("halve",))


def test_cells_of_the_learners_own_go_to_the_end_without_outputs(mine):
    plot = nbformat.v4.new_code_cell("plot(halve(3))", outputs=[nbformat.v4.new_output("stream", text="secret\n")])
    mine.cells[4:4] = [nbformat.v4.new_markdown_cell("my notes"), plot]
    merged, sources = merge(mine)
    assert sources == [*FRESH, OWN_CELLS, "my notes", "plot(halve(3))"]
    assert merged.own_cells == 2
    assert b"secret" not in merged.data


def test_merging_twice_is_merging_once(mine):
    mine.cells[3].source = WRITTEN
    mine.cells.append(nbformat.v4.new_code_cell("x = 1"))
    once = merge(mine)[0].data
    assert merge_notebook(once, nbformat.writes(NEW).encode(), NEW_STUB, NEW_STUB, SLUG).data == once


def test_a_released_text_the_learner_wrote_in_is_their_own(mine):
    mine.cells[0].source += "\nMy own note."
    assert merge(mine)[1] == [*FRESH, OWN_CELLS, mine.cells[0].source]


@pytest.mark.parametrize("source", [f"%%time\n{WRITTEN}", "def halve(x):\n    return (x / 2"])
def test_a_cell_with_magics_or_a_fault_in_it_is_carried_over_as_it_is(mine, source):
    mine.cells[3].source = source
    merged, sources = merge(mine)
    assert sources[3] == source
    assert merged.written == ("halve",)


def test_an_import_added_to_the_released_imports_stays_among_them(mine):
    mine.cells[2].source += "\nimport math"
    assert merge(mine)[1] == [f"{IMPORTS}\nimport math" if source == IMPORTS else source for source in FRESH]


def test_two_tries_of_one_task_stay_in_their_order(mine):
    mine.cells[3].source = WRITTEN
    mine.cells.insert(4, nbformat.v4.new_code_cell(WRITTEN.replace("/ 2", "* 0.5")))
    sources = merge(mine)[1]
    assert sources[3:5] == [WRITTEN, WRITTEN.replace("/ 2", "* 0.5")]


def test_two_tasks_written_in_one_cell_are_not_undone_by_a_stub_below(mine):
    both = f"{WRITTEN}\n\n\ndef total(x):\n    return x.sum()"
    mine.cells[3].source = both
    sources = merge(mine)[1]
    assert both in sources
    assert TOTAL not in sources


def test_ids_of_other_editors_and_lost_tags_do_not_matter(mine):
    for index, cell in enumerate(mine.cells):
        cell.id, cell.metadata = f"colab{index}", {}
    mine.cells[3].source = WRITTEN
    sources = merge(mine)[1]
    # Of a changed text without its id nobody can tell whose it is.
    assert sources == [*(WRITTEN if source == NEW_HALVE else source for source in FRESH), OWN_CELLS, "# A week, 0"]


def test_pictures_in_texts_come_along(mine):
    cell = nbformat.v4.new_markdown_cell("![me](attachment:a.png)", attachments={"a.png": {"image/png": "AAAA"}})
    mine.cells.append(cell)
    made = json.loads(merge(mine)[0].data)
    assert made["cells"][-1]["attachments"] == {"a.png": {"image/png": "AAAA"}}


@pytest.mark.parametrize("data", [b"", b"\xff", b"[]", b"{}", b'{"nbformat": 3, "worksheets": []}', b'{"nbformat": 4, "cells": [1]}', b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": 3}]}', b'{"nbformat": 4, "cells": 3}', b"[" * 100_000])
def test_what_is_no_notebook_is_not_merged(data):
    with pytest.raises(Unreadable):
        merge(data)

"""The corpus of awkward and hostile hand-ins: whatever a learner did to the files, what can be graded is graded.

``hand_ins/<what comes out>/`` holds files and folders as learners hand them in: *whole* ones deserve every point,
*partly* those of the first task alone, *nothing* none, *unreadable* say why. What is binary, huge or hidden is made
below. All are graded once, as classes, through the real ``grade``.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import stat
import struct
import subprocess
import sys
import time
import warnings
import zipfile
from pathlib import Path

import pytest

from grader import authoring, instructor
from grader.model import LARGEST_NOTEBOOK
from grader.testing.origin import course_exercise

CORPUS = Path(__file__).parent / "hand_ins"
RIGHT = (CORPUS / "whole/module_in_a_folder/tiny.py").read_bytes()
NOTEBOOK = (CORPUS / "whole/jupyterlab_format_4_5.ipynb").read_bytes()
WRONG = b"def double(x):\n    return 0\n"


def packed(*entries, method=zipfile.ZIP_DEFLATED, comment=b""):
    """Return a zip of names, or entries, and contents."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # names in it twice
        for name, data in entries:
            archive.writestr(name, data)
        archive.comment = comment
    return buffer.getvalue()


def entry(name, mode=stat.S_IFREG, method=zipfile.ZIP_DEFLATED):
    made = zipfile.ZipInfo(name)
    made.external_attr, made.compress_type = (mode | 0o644) << 16, method
    return made


def notebook_of(*sources, **more):
    return json.dumps({"cells": [{"cell_type": "code", "source": source} for source in sources], **more}).encode()


def with_outputs(size):
    """Return a right notebook with pictures of ``size`` bytes in all among its outputs."""
    tree = json.loads(NOTEBOOK)
    tree["cells"][1]["outputs"] = [{"output_type": "display_data", "data": {"image/png": "iVBORw0K" * (size // 80)}} for _ in range(10)]
    return json.dumps(tree).encode()


def renamed_in_the_directory(old, new):
    """Return a zip whose directory has another name for a file than stands before the file itself."""
    data = packed((old, RIGHT))
    place = data.rindex(old.encode())
    return data[:place] + new.encode() + data[place + len(old) :]


def encrypted():
    data = bytearray(packed(("tiny.py", RIGHT)))
    data[data.index(b"PK\1\2") + 8] |= 1
    data[data.index(b"PK\3\4") + 6] |= 1
    return bytes(data)


def of_a_false_size():
    """Return a zip that declares ten bytes for its bomb."""
    data = bytearray(packed(("tiny.py", bytes(200_000_000))))
    data[data.index(b"PK\1\2") + 24 :][:4] = struct.pack("<I", 10)
    place = data.index(b"PK\1\2") + 24
    data[place : place + 4] = struct.pack("<I", 10)
    return bytes(data)


def of_the_64_bit_form():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, archive.open("tiny.py", "w", force_zip64=True) as file:
        file.write(RIGHT)
    return buffer.getvalue()


def of_overlapping_entries():
    """Return a zip of many entries that all lie over the same bytes."""
    data = packed(("tiny_00.py", b"#" * 10_000_000))
    start, end = data.index(b"PK\1\2"), data.index(b"PK\5\6")
    records = b"".join(data[start:end].replace(b"tiny_00", b"tiny_%02d" % n) for n in range(40))
    tail = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 40, 40, len(records), start, 0)
    return data[:start] + records + tail


WHOLE = {
    "zipped.zip": packed(("tiny.py", RIGHT)),
    "zipped_notebook.zip": packed(("tiny.ipynb", NOTEBOOK), ("README.md", b"hello")),
    "zipped_in_a_folder.zip": packed(("handin/c9w9_tiny/tiny.py", RIGHT), ("handin/c9w9_tiny/.git/config", b"")),
    "zipped_on_a_mac.zip": packed(("tiny.py", RIGHT), ("__MACOSX/._tiny.py", b"\0\5\x16\7"), (".DS_Store", b"\0\0")),
    "zipped_on_windows.zip": packed(("c9w9_tiny\\tiny.py", RIGHT), ("c9w9_tiny\\data\\", b"")),
    "zipped_with_an_environment.zip": packed(
        ("tiny.py", RIGHT),
        (entry("venv/bin/python", stat.S_IFLNK), b"/usr/bin/python3"),
        *((f"venv/lib/python3.11/site-packages/p{n}/mod.py", b"") for n in range(2000)),
        *((f"node_modules/{n}.py", b"x = 1") for n in range(5)),
    ),
    "zipped_with_checkpoints.zip": packed(("tiny.ipynb", NOTEBOOK), (".ipynb_checkpoints/tiny-checkpoint.ipynb", notebook_of("x"))),
    "zipped_with_names_of_another_code_page.zip": packed(("tiny.py", RIGHT), ("Xbung.py", b"")).replace(b"Xbung", b"\x81bung"),
    "zipped_with_a_comment.zip": packed(("tiny.py", RIGHT), comment=b"<script>" * 100),
    "zipped_after_something_else.zip": b"#!/bin/sh\nexit 1\n" * 100 + packed(("tiny.py", RIGHT)),
    "zipped_in_the_64_bit_form.zip": of_the_64_bit_form(),
    "zipped_with_another_zip.zip": packed(("tiny.py", RIGHT), ("old.zip", packed(("tiny.py", WRONG)))),
    "ZIPPED_LOUDLY.ZIP": packed(("TINY.PY", RIGHT)),
    "LOUD.IPYNB": NOTEBOOK,
    "outputs_of_twenty_megabytes.ipynb": with_outputs(20_000_000),
    "folder_with_caches/tiny.py": RIGHT,
    "folder_with_caches/__pycache__/tiny.cpython-311.pyc": b"\0",
    "folder_with_caches/.ipynb_checkpoints/tiny.ipynb": notebook_of("def double(x): return 0"),
    "folder_with_caches/._tiny.py": b"\0\5\x16\7",
    "=cmd|'!A1\x1b[31m\u202e.ipynb": NOTEBOOK,
    "worked_in_the_notebook/tiny.ipynb": NOTEBOOK,
    "worked_in_the_notebook/tiny.py": "as released",
    "worked_in_the_module/tiny.ipynb": "as released",
    "worked_in_the_module/tiny.py": RIGHT,
    "worked_in_a_copy/tiny.ipynb": "as released",
    "worked_in_a_copy/tiny.py": "as released",
    "worked_in_a_copy/my answers.ipynb": NOTEBOOK,
    "exercise_as_it_lies/exercise.json": "as released",
    "exercise_as_it_lies/test_public.py": "as released",
    "exercise_as_it_lies/tiny.py": RIGHT,
    "exercise_as_it_lies/handin/ada.py": RIGHT,
}
PARTLY = {"one_cell_of_megabytes.ipynb": notebook_of(RIGHT.decode().partition("def total")[0], "data = " + repr("x" * 3_000_000))}
NOTHING = {
    "as_released/tiny.py": "as released",
    "as_released/tiny.ipynb": "as released",
    "released_notebook.ipynb": "as released",
}
UNREADABLE = {
    "leaves.zip": packed(("tiny.py", RIGHT), ("../../evil.py", b"")),
    "absolute.zip": packed(("/tiny.py", RIGHT)),
    "drive.zip": packed(("C:\\tiny.py", RIGHT)),
    "link.zip": packed((entry("tiny.py", stat.S_IFLNK), b"/etc/passwd")),
    "device.zip": packed((entry("tiny.py", stat.S_IFCHR), RIGHT)),
    "encrypted.zip": encrypted(),
    "twice.zip": packed(("tiny.py", RIGHT), ("tiny.py", WRONG)),
    "twice_where_case_does_not_count.zip": packed(("tiny.py", RIGHT), ("Tiny.py", WRONG)),
    "two_names.zip": renamed_in_the_directory("tiny.py", "tinx.py"),
    "nul_in_a_name.zip": packed(("tiny.pyX", RIGHT)).replace(b"tiny.pyX", b"tiny.py\0"),
    "bomb.zip": packed(("tiny.py", bytes(300_000_000))),
    "bomb_in_many_files.zip": packed(*((f"tiny_{n}.py", bytes(20_000_000)) for n in range(8))),
    "bomb_of_a_notebook.zip": packed(("tiny.ipynb", b'{"cells": [], "x": "' + b"y" * LARGEST_NOTEBOOK + b'"}')),
    "false_size.zip": of_a_false_size(),
    "overlapping.zip": of_overlapping_entries(),
    "another_packing.zip": packed(("tiny.py", RIGHT), method=zipfile.ZIP_LZMA),
    "more_entries_than_anyone_has.zip": packed(*((f"{n}.txt", b"") for n in range(50_001))),
    "nested.zip": packed(("inner.zip", packed(("tiny.py", RIGHT)))),
    "cut_off_zip.zip": packed(("tiny.py", RIGHT))[:-30],
    "rar_renamed.zip": b"Rar!\x1a\x07\x01\x00" + bytes(100),
    "empty_zip.zip": b"",
    "of_nothing.zip": packed(),
    "wrong_utf_8.zip": packed(("\u00fcbung.py", RIGHT)).replace("\u00fc".encode(), b"\xff\xfe"),
    "damaged_inside.zip": packed(("tiny.py", RIGHT), method=zipfile.ZIP_STORED).replace(b"import numpy", b"import  umpy"),
    "zip_renamed.ipynb": packed(("tiny.py", RIGHT)),
    "pickle_renamed.ipynb": b"\x80\x04cos\nsystem\n(S'touch /tmp/owned'\ntR.",
    "too_large.ipynb": b'{"cells": []}' + b" " * LARGEST_NOTEBOOK,
    "nested_without_end.ipynb": b'{"cells": [' + b'{"source":[' * 200_000,
    "nested_in_what_nobody_reads.ipynb": b'{"x": ' + b"[" * 2_000_000,
    "countless_cells.ipynb": b'{"cells": [' + b"{}," * 15_000_000 + b"{}]}",
    "countless_strings.ipynb": b'{"cells": [{"cell_type": "code", "source": [' + b'"a",' * 10_000_000 + b'""]}]}',
    "countless_numbers.ipynb": b'{"cells": [' + b"0," * 20_000_000 + b"0]}",
    "countless_keys.ipynb": b"{" + b'"a": 0, ' * 7_000_000 + b'"cells": []}',
    "countless_keys_and_nan.ipynb": b'{"cells": [], "x": [NaN' + b",[]" * 2_700_000 + b"]}",
    "numbers_without_end.ipynb": b'{"cells": ' + b"9" * 40_000_000 + b"}",
    "more_code_than_is_read.ipynb": notebook_of(*("x = 1\n" * 5000 for _ in range(10))),
    "twenty_notebooks_alike": None,
}
MADE = {"whole": WHOLE, "partly": PARTLY, "nothing": NOTHING, "unreadable": UNREADABLE}
SCORES = {"whole": 100.0, "partly": 60.0, "nothing": 0.0, "unreadable": None}
CALLED = {name: sorted({*(path.name for path in (CORPUS / name).iterdir()), *(made.partition("/")[0] for made in MADE[name])}) for name in MADE}
ALL = [(group, name) for group, names in CALLED.items() for name in names]


@pytest.fixture(scope="module")
def course(course_root):
    return course_exercise(course_root, "c9w9_tiny")


@pytest.fixture(scope="module")
def classes(course, tmp_path_factory):
    """The folder of the corpus, complete."""
    root = tmp_path_factory.mktemp("corpus") / "classes"
    released = authoring.generate(*course)
    shutil.copytree(CORPUS, root)
    for group, made in MADE.items():
        for name, data in made.items():
            path = root / group / name
            path.parent.mkdir(exist_ok=True, parents=True)
            if data is not None:
                path.write_bytes(released.get(path.name, released["tiny.ipynb"]) if data == "as released" else data)
    for number in range(20):
        path = root / f"unreadable/twenty_notebooks_alike/tiny ({number}).ipynb"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(NOTEBOOK)
    return root


@pytest.fixture(scope="module")
def graded(course, classes, tmp_path_factory):
    """Grade every group as a class; return group → learner → report, and the folder of the results."""
    out, reports = tmp_path_factory.mktemp("results"), {}
    before = sorted(path for path in classes.rglob("*"))
    for group in MADE:
        hand_ins = instructor.read_hand_ins(*course, [classes / group])
        made = instructor.grade(*course, hand_ins, instructor.Grading(bytes(32), out / group))
        reports[group] = {report.learner: report for report in made}
    assert before == sorted(path for path in classes.rglob("*")), "reading a hand-in leaves nothing behind"
    return reports, out


def of(graded, group, name):
    learners = graded[0][group]
    return learners[name] if name in learners else learners[Path(name).stem]


@pytest.mark.parametrize(("group", "name"), ALL, ids=ascii)
def test_each_hand_in_gets_what_it_deserves(graded, group, name):
    report = of(graded, group, name)
    told = "\n".join(report.remarks)
    assert report.status == ("unreadable" if group == "unreadable" else "graded"), told
    assert report.score == SCORES[group], told
    if group == "unreadable":
        assert len(report.remarks) == 1
        assert 10 < len(told) < 500


def test_there_is_one_report_for_each(graded):
    assert {group: len(reports) for group, reports in graded[0].items()} == {group: len(names) for group, names in CALLED.items()}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("whole/magics_everywhere.ipynb", "cell 1, line 1: not run: %load_ext autoreload"),
        ("whole/magics_everywhere.ipynb", "cell 3, line 1: not run: %%capture out"),
        ("whole/magics_everywhere.ipynb", "cell 5, line 4: not run: mean([1])"),
        ("whole/stub_copied_below.ipynb", "cell 7, line 1: not run: the untouched double below the written one"),
        ("whole/broken_cells_between.ipynb", "cell 1, line 2: this part could not be read (Missing parentheses"),
        ("whole/given_changed.ipynb", "cell 2, line 1: scaled is given; your changed version is not used"),
        ("whole/plots_and_training.ipynb", "cell 7, line 1: not run: while True: …"),
        ("whole/plots_and_training.ipynb", "cell 1, line 1: raised ModuleNotFoundError when the file was loaded"),
        ("whole/spaces_from_a_web_page.ipynb", "cell 3: no-break and other odd spaces were read as plain ones"),
        ("whole/cells_of_any_type.ipynb", "cell 10: left out, for its source is no text"),
        ("whole/notebook_differs_and_module_counts", "'tiny.py' counts; 'tiny.ipynb' was written in too, and differs"),
        ("whole/module_is_damaged_and_notebook_counts", "tiny.py: the file holds NUL bytes"),
        ("whole/stub_copied_below_in_a_module.py", "line 23: not run: the untouched double below the written one"),
        ("partly/one_cell_does_not_parse.ipynb", "cell 4, line 2: total could not be read ('(' was never closed)"),
        ("partly/one_cell_raises.ipynb", "cell 4, line 1: raised ZeroDivisionError when the file was loaded"),
        ("partly/one_cell_of_megabytes.ipynb", "cell 2: left out, for it has 30000"),
        ("unreadable/two_that_differ", "which of 'tiny (1).py' and 'tiny (2).py' counts cannot be told: they differ"),
        ("unreadable/twenty_notebooks_alike", "there are 20 files that could be the hand-in"),
        ("unreadable/no_code_in_it", "there is no tiny.py and no other .py or .ipynb file"),
        ("unreadable/leaves.zip", "'../../evil.py' would be written outside the folder"),
        ("unreadable/bomb.zip", "it unpacks to more than 67108864 bytes"),
        ("unreadable/encrypted.zip", "'tiny.py' is encrypted"),
        ("unreadable/python_saved_as.ipynb", "the file is not a notebook"),
    ],
)
def test_what_was_left_out_is_told_where_its_author_finds_it(graded, name, words):
    report = of(graded, *name.split("/"))
    assert any(words in remark for remark in report.remarks), report.remarks


def test_alike_files_are_nothing_to_remark_on(graded):
    assert of(graded, "whole", "notebook_and_module_alike").remarks == ()
    assert of(graded, "whole", "worked_in_the_notebook").remarks == ()


def test_text_that_aims_at_a_page_a_terminal_or_a_sheet_is_shown_as_text(graded):
    out = graded[1] / "whole"
    for page in out.rglob("*.html"):
        text = page.read_text()
        assert "<script" not in text
        assert "onerror=alert(1)>" not in text
    for file in out.rglob("*"):
        if file.is_file():
            text = file.read_text()
            assert "\x1b" not in text
            assert "\x07" not in text
            assert "\u202e" not in text
    rows = [*csv.reader((out / "class.csv").read_text().splitlines())]
    assert len(rows) == len(CALLED["whole"]) + 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "-"))]


def test_a_line_is_told_by_its_cell(course, tmp_path):
    (tmp_path / "ada.ipynb").write_bytes(notebook_of("import numpy as np", "x = 1", "%pwd\ndef double(x):\n    return x / {}"))
    hand_ins = instructor.read_hand_ins(*course, [tmp_path / "ada.ipynb"])
    (report,) = instructor.grade(*course, hand_ins, instructor.Grading(bytes(32), tmp_path / "out"))
    page = (tmp_path / "out/learners/ada.html").read_text()
    assert 'Your <a href="#L8">cell 3, line 3</a>: <code>return x / {}</code>' in page
    assert report.source.split("\n")[7].strip() == "return x / {}"


def test_a_large_notebook_is_read_in_a_second_and_little_more_than_its_size(course, tmp_path):
    path = tmp_path / "ada.ipynb"
    path.write_bytes(with_outputs(40_000_000))
    started = time.process_time()
    (hand_in,) = instructor.read_hand_ins(*course, [path])
    assert time.process_time() - started < 5
    assert hand_in.module.text.count("def ") == 4
    assert len(hand_in.module.text) < 5_000


HOSTILE = ("countless", "nested", "bomb", "false", "overlapping", "numbers", "more")
READ_WITHIN_LIMITS = """
import resource, sys, time
from pathlib import Path
from grader import instructor
from grader.testing.origin import course_exercise

course = course_exercise(Path(sys.argv[1]), "c9w9_tiny")
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (1 << 29), used + (1 << 29)))
resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + 10,) * 2)
(hand_in,) = instructor.read_hand_ins(*course, [Path(sys.argv[2])])
print(hand_in.problem)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits are Linux's")
@pytest.mark.parametrize("name", [name for name in CALLED["unreadable"] if name.startswith(HOSTILE)])
def test_a_hostile_file_costs_bounded_time_and_memory(course_root, classes, name):
    """Half a gigabyte and ten seconds of processor time, read in a process that may have no more."""
    command = [sys.executable, "-c", READ_WITHIN_LIMITS, str(course_root), str(classes / "unreadable" / name)]
    read = subprocess.run(command, capture_output=True, text=True)
    assert (read.returncode, read.stderr) == (0, "")
    assert len(read.stdout) > 10

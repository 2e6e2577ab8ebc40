"""Of several hand-ins of one learner the latest counts where something tells which that is, and the row says what."""

import json
import os

import pytest

from grader.tree import digest
from grader.workspace.attempts import Keep
from grader.workspace.handin import collect as collect_for
from grader.workspace.receipt import Receipt, receipt_bytes

MODULE = "logistic_regression"
CODE = b"def sigmoid(z):\n    return z\n"
OTHER = b"def sigmoid(z):\n    return 2 * z\n"


@pytest.fixture
def collect(tmp_path, material):
    def collected(files, paths=("class",), keep=Keep.LATEST):
        for name, data in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return collect_for([tmp_path / path for path in paths], material, keep=keep)

    return collected


def receipt(data, day=1):
    return receipt_bytes(Receipt("c1w2", "ada", digest(data), len(data), f"2026-03-0{day}T12:00:00+01:00"))


def export(*people):
    rows = (f"submission_{n}:\n  :submitters:\n  - :name: {name}\n    :email: {name}@x\n  :created_at: 2026-03-0{day} 10:00:00 Z\n" for n, name, day in people)
    return "".join(rows).encode()


def test_the_receipt_tells(collect):
    files = {"class/ada.py": OTHER, "class/ada.ipynb": json.dumps({"cells": [{"cell_type": "code", "source": CODE.decode()}]}).encode()}
    (hand_in,) = collect(files | {"class/ada.receipt.json": receipt(OTHER)})
    assert hand_in.module.digest == digest(OTHER)
    assert hand_in.remarks == ("of 2 hand-ins 'class/ada.py' counts, the only one whose time is known; not 'class/ada.ipynb'",)


def test_the_later_of_two_receipts_tells(collect):
    files = {"one/ada.py": CODE, "one/ada.receipt.json": receipt(CODE, 2), "two/ada.py": OTHER, "two/ada.receipt.json": receipt(OTHER, 1)}
    (hand_in,) = collect(files, ["one", "two"])
    assert hand_in.module.digest == digest(CODE)
    assert hand_in.remarks == ("of 2 hand-ins 'one/ada.py' counts, the latest by its time; not 'two/ada.py'",)


def test_gradescopes_time_tells(collect):
    files = {"class/submission_metadata.yml": export((7, "ada", 2), (8, "ada", 1)), f"class/submission_7/{MODULE}.py": CODE, f"class/submission_8/{MODULE}.py": OTHER}
    (hand_in,) = collect(files)
    assert hand_in.module.digest == digest(CODE)
    assert "the latest by its time" in hand_in.remarks[0]


def test_the_same_time_tells_nothing(collect):
    files = {"class/submission_metadata.yml": export((7, "ada", 2), (8, "ada", 2)), f"class/submission_7/{MODULE}.py": CODE, f"class/submission_8/{MODULE}.py": OTHER}
    assert "nothing tells" in collect(files)[0].problem


def test_where_nothing_tells_the_row_says_so_and_the_class_goes_on(collect, tmp_path):
    (tmp_path / "class").mkdir()
    files = {"class/ada.py": CODE, f"class/ada/{MODULE}.py": OTHER, "class/grace.py": CODE}
    ada, grace = collect(files)
    assert ada.problem == f"there are 2 hand-ins, and nothing tells which is the latest: 'ada/{MODULE}.py' and 'class/ada.py'."
    assert (ada.module.digest, grace.problem) == ("", "")


def test_files_own_times_tell_nothing(collect, tmp_path):
    collect({"class/ada.py": CODE, f"class/ada/{MODULE}.py": OTHER})
    os.utime(tmp_path / "class/ada.py", (1, 1))
    assert "nothing tells" in collect({})[0].problem


def test_hand_ins_that_say_the_same_are_one(collect):
    notebook = json.dumps({"cells": [{"cell_type": "code", "source": "# mine\n" + CODE.decode()}]}).encode()
    for keep in Keep:
        (hand_in,) = collect({"class/ada.py": CODE, "class/ada.ipynb": notebook}, keep=keep)
        assert (hand_in.problem, hand_in.remarks) == ("", ())


def test_the_latest_counts_even_if_it_cannot_be_read(collect):
    files = {"class/lovelaceada_12_50001_x.py": CODE, "class/lovelaceada_12_50002_x-1.py": b"\xff"}
    (hand_in,) = collect(files)
    assert "not UTF-8" in hand_in.problem
    assert "of 2 hand-ins" in hand_in.remarks[0]


def test_two_downloads_of_one_class_are_put_together(collect):
    name = "Ada_1_assignsubmission_file_"
    files = {f"{part}/{name}/{MODULE}.py": data for part, data in (("a", CODE), ("b", CODE), ("c", OTHER))}
    (same,) = collect(files, ["a", "b"])
    assert (same.problem, same.module.digest) == ("", digest(CODE))
    (differing,) = collect(files, ["a", "b", "c"])
    assert "there are 2 hand-ins" in differing.problem


def test_to_keep_the_best_all_that_differ_are_there_the_latest_last(collect):
    files = {f"class/lovelaceada_12_5000{n}_x{again}.py": data for n, again, data in ((1, "", CODE), (2, "-1", OTHER), (3, "-2", b"\xff"))}
    every = collect(files, keep=Keep.BEST)
    assert [each.module.digest for each in every] == [digest(CODE), digest(OTHER), ""]
    assert {each.learner for each in every} == {"lovelaceada"}
    assert not any(each.remarks for each in every)

"""What platforms pack for a whole class is read as they name it, folder or zip; other names stay what they are."""

import io
import json
import os
import zipfile

import pytest

from grader.tree import digest
from grader.workspace.attempts import Keep
from grader.workspace.handin import collect as collect_for

MODULE = "logistic_regression"
CODE = b"def sigmoid(z):\n    return z\n"
OTHER = b"def sigmoid(z):\n    return 2 * z\n"
UNTOUCHED = b"def sigmoid(z):\n    raise NotImplementedError\n"
NOTEBOOK = json.dumps({"cells": [{"cell_type": "code", "source": OTHER.decode()}]}).encode()


def packed(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


EXPORT = b"""---
submission_1001:
  :submitters:
  - :name: Ada Lovelace
    :sid: '0012'
    :email: ada@example.org
  :created_at: 2026-03-01 19:03:11.123456000 Z
  :score: 3.5
  :results:
    output: |-
      submission_1002:
        :submitters:
        - :name: Mallory
    tests:
    - name: 'one

        submission_1002:

        two'
submission_1002:
  :submitters:
  - :name: "Grace \\"Amazing\\" Hopper"
    :email: grace@example.org
  - :name: 'Conan O''Brien'
    :email: conan@example.org
  :created_at: 2026-03-01 12:00:00.5 -08:00
submission_1003:
  :submitters: []
"""

MOODLE = {
    f"Ada Lovelace_1234567_assignsubmission_file_/{MODULE}.py": CODE,
    "Grace Hopper_1234568_assignsubmission_file_/my work/handin.ipynb": NOTEBOOK,
    "Zoë Ünal_1234569_assignsubmission_file/work.zip": packed({f"c1w2/{MODULE}.py": CODE}),
    "Linus T_1234570_assignsubmission_file_/essay.docx": b"PK",
    "Linus T_1234570_assignsubmission_onlinetext_/onlinetext.html": b"<p>see file</p>",
}
MOODLE_FLAT = {
    f"Ada Lovelace_1234567_assignsubmission_file_{MODULE}.py": CODE,
    f"Grace Hopper_1234568_assignsubmission_file_{MODULE}.py": UNTOUCHED,
    f"Grace Hopper_1234568_assignsubmission_file_{MODULE}.ipynb": NOTEBOOK,
    "Zoë Ünal_1234569_assignsubmission_file_my_work.zip": packed({f"{MODULE}.py": CODE}),
    "Linus T_1234570_assignsubmission_file_essay.docx": b"PK",
}
CANVAS = {
    f"lovelaceada_12345_67890_{MODULE}.py": CODE,
    f"hoppergrace_LATE_12346_67891_{MODULE}-1.ipynb": NOTEBOOK,
    f"hoppergrace_LATE_12346_67892_{MODULE}-1.py": UNTOUCHED,
    "ünalzoë_12347_67893_my_12_9999_work.zip": packed({f"{MODULE}.py": CODE}),
    "torvaldslinus_12348_67894_essay.pdf": b"%PDF",
}
GRADESCOPE = {
    "submission_metadata.yml": EXPORT,
    f"submission_1001/{MODULE}.py": CODE,
    f"submission_1002/{MODULE}.ipynb": NOTEBOOK,
    f"submission_1003/{MODULE}.py": CODE,
}
NO_CODE = f"there is no {MODULE}.py and no other .py or .ipynb file."
CLASSES = {
    "Moodle": (MOODLE, {"Ada Lovelace": CODE, "Grace Hopper": NOTEBOOK, "Linus T": None, "Zoë Ünal": CODE}),
    "Moodle, flat": (MOODLE_FLAT, {"Ada Lovelace": CODE, "Grace Hopper": NOTEBOOK, "Linus T": None, "Zoë Ünal": CODE}),
    "Canvas": (CANVAS, {"hoppergrace": NOTEBOOK, "lovelaceada": CODE, "torvaldslinus": None, "ünalzoë": CODE}),
    "Gradescope": (
        GRADESCOPE,
        {"Ada Lovelace": CODE, "Conan O'Brien": NOTEBOOK, 'Grace "Amazing" Hopper': NOTEBOOK, "submission_1003": CODE},
    ),
}


@pytest.fixture
def collect(material):
    return lambda *paths, **how: collect_for(paths, material, **how)


@pytest.fixture
def folder(tmp_path):
    def write(files):
        for name, data in files.items():
            path = tmp_path / "class" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return tmp_path / "class"

    return write


@pytest.fixture
def zipped(tmp_path):
    def write(files, name="all.zip"):
        (tmp_path / name).write_bytes(packed(files))
        return tmp_path / name

    return write


def contents(hand_ins):
    return {each.learner: each.module.digest or None for each in hand_ins}


@pytest.mark.parametrize("form", ["folder", "zip", "zip of a folder", "zip with leavings of a Mac", "items"])
@pytest.mark.parametrize("platform", CLASSES)
def test_a_platforms_download_is_a_class(platform, form, collect, folder, zipped):
    files, expected = CLASSES[platform]
    if form == "folder":
        paths = [folder(files)]
    elif form == "items":
        paths = sorted(folder(files).iterdir())
    elif form == "zip of a folder":
        paths = [zipped({f"assignment_7_export/{name}": data for name, data in files.items()})]
    else:
        leavings = {"__MACOSX/._x": b"\0", ".DS_Store": b"\0"} if "Mac" in form else {}
        paths = [zipped({**files, **leavings})]
    hand_ins = collect(*paths)
    # In zips and notebooks, what counts is the file inside: its digest tells.
    assert contents(hand_ins) == {name: data and digest(data) for name, data in expected.items()}
    assert [each.learner for each in hand_ins] == sorted(expected, key=str.casefold)
    assert all(each.problem.endswith(NO_CODE) for each in hand_ins if expected[each.learner] is None)
    assert not any(each.remarks for each in hand_ins)


def test_gradescopes_times_are_taken(collect, folder):
    times = {each.learner: each.submitted for each in collect(folder(GRADESCOPE))}
    assert times == {
        "Ada Lovelace": "2026-03-01T19:03:11.123456+00:00",
        "Conan O'Brien": "2026-03-01T12:00:00.500000-08:00",
        'Grace "Amazing" Hopper': "2026-03-01T12:00:00.500000-08:00",
        "submission_1003": None,
    }


def test_namesakes_are_told_apart_by_the_platforms_number(collect, folder):
    files = {f"Anna Müller_{n}_assignsubmission_file_/{MODULE}.py": data for n, data in ((11, CODE), (12, OTHER))}
    assert contents(collect(folder(files))) == {"Anna Müller (11)": digest(CODE), "Anna Müller (12)": digest(OTHER)}


def test_anonymous_hand_ins_are_told_apart(collect, folder):
    files = {f"Participant_{n}_assignsubmission_file_/{MODULE}.py": CODE for n in (11, 12)}
    files |= {f"{late}anon_{n}_5000{n}_{MODULE}.py": CODE for n, late in ((1, ""), (2, "LATE_"))}
    assert [*contents(collect(folder(files)))] == ["anon_1", "anon_2", "Participant (11)", "Participant (12)"]


@pytest.mark.parametrize(
    "names",
    [
        ["week_1_2_ada.py", "week_1_2_grace.py"],
        ["2026_03_01_ada.py", "2026_03_02_grace.py"],
        ["hw_3_2026_ada.py", "hw_3_2026_grace.py"],
        ["Lovelace_12345_67890_x.py", "ada.py"],
        ["ada_1_assignsubmission_file.py", "_12_assignsubmission_file_x.py"],
        ["submission_1001.py", "submission_1002.py"],
    ],
)
def test_names_that_are_like_a_platforms_stay_learners(names, collect, folder):
    hand_ins = collect(folder(dict.fromkeys(names, CODE)))
    assert {each.learner for each in hand_ins} == {name.rpartition(".")[0] for name in names}


def test_what_a_learner_chooses_in_a_name_makes_nobody_else(collect, folder):
    files = {
        "Ada_1_assignsubmission_file_Grace_2_assignsubmission_file_x.py": CODE,
        "Linus_3_assignsubmission_file_/Grace_2_assignsubmission_file_/x.py": CODE,
        "anon_ab_98765_12_34567_x.py": CODE,
        "torvaldslinus_12_34568_hoppergrace_13_99999_x.py": CODE,
    }
    assert [each.learner for each in collect(folder(files))] == ["Ada", "anon_ab", "Linus", "torvaldslinus"]


@pytest.mark.parametrize(
    "files",
    [
        {f"{MODULE}.py": CODE},
        {"lovelaceada_12345_67890_a.py": CODE, "lovelaceada_12345_67891_notes.ipynb": json.dumps({"cells": []}).encode()},
        {f"Ada_1_assignsubmission_file_/{MODULE}.py": CODE, "README.md": b"mine"},
        {"submission_metadata.yml": b"&a [*a, *a", f"{MODULE}.py": CODE},
    ],
)
def test_a_zip_of_one_work_is_one_hand_in(files, collect, zipped):
    (hand_in,) = collect(zipped(files, "ada.zip"))
    assert (hand_in.learner, hand_in.module.digest) == ("ada", digest(CODE))


def test_a_zip_in_a_folder_of_hand_ins_is_one_learners_whatever_it_claims(collect, folder):
    """Else whoever hands in a zip could hand in for others."""
    hand_ins = collect(folder({"ada.py": CODE, "mallory.zip": packed(MOODLE)}))
    assert [each.learner for each in hand_ins] == ["ada", "mallory"]


def test_a_class_in_a_zip_goes_on_over_damaged_and_hostile_hand_ins(collect, zipped, tmp_path):
    link = zipfile.ZipInfo("Eve_5_assignsubmission_file_/x.py")
    link.external_attr = 0o120777 << 16
    path = zipped(
        {
            "Ada_1_assignsubmission_file_/x.py": CODE,
            "Bob_2_assignsubmission_file_/x.py": b"#" * 200_000,
            "Cyd_3_assignsubmission_file_/x.zip": packed({"x.py": CODE})[:-9],
            "Dan_4_assignsubmission_file_/a.zip": packed({"x.py": CODE}),
            "Dan_4_assignsubmission_file_/b.zip": packed({"x.py": OTHER}),
            link: b"/etc/passwd",
            "Fay_6_assignsubmission_file_/../../x.py": CODE,
            "Gus_7_assignsubmission_file_/.x.py": CODE,
        }
    )
    hand_ins = collect(path)
    problems = {each.learner: each.problem for each in hand_ins}
    assert problems["Ada"] == ""
    assert "more than 131072 bytes" in problems["Bob"]
    assert "damaged or no zip" in problems["Cyd"]
    assert problems["Dan"].endswith("which of 'a.zip' and 'b.zip' counts cannot be told.")
    assert "is a link" in problems["Eve"]
    assert problems["Fay"].endswith(NO_CODE)
    assert problems["Gus"].endswith(NO_CODE)
    assert [path.name for path in tmp_path.iterdir()] == ["all.zip"]


def test_later_uploads_count_by_canvas_numbers(collect, folder):
    files = {f"lovelaceada_12_50001_{MODULE}.py": OTHER, f"lovelaceada_LATE_12_50007_{MODULE}-1.py": CODE}
    (hand_in,) = collect(folder(files))
    assert hand_in.module.digest == digest(CODE)
    (remark,) = hand_in.remarks
    assert "of 2 hand-ins" in remark
    assert f"lovelaceada_LATE_12_50007_{MODULE}-1.py' counts, the latest by Canvas's numbers" in remark


def test_all_of_canvas_uploads_are_there_to_keep_the_best(collect, folder):
    files = {f"lovelaceada_12_5000{n}_{MODULE}{again}.py": data for n, (again, data) in enumerate((("", CODE), ("-1", OTHER), ("-2", CODE)))}
    assert [each.module.digest for each in collect(folder(files), keep=Keep.BEST)] == [digest(OTHER), digest(CODE)]


@pytest.mark.skipif(os.name != "posix", reason="file names are bytes on POSIX only")
def test_names_of_any_bytes_are_read(collect, folder):
    name = os.fsdecode(b"\xff\x1b[31m\n" + b"x" * 180 + b"_12_assignsubmission_file_")
    (hand_in,) = collect(folder({f"{name}/{MODULE}.py": CODE}))
    assert (hand_in.learner, hand_in.problem) == ("\\xff\x1b[31m\n" + "x" * 180, "")

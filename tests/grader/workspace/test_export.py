"""Gradescope's metadata is read as far as it is sure, and nothing in it can pose as something else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.workspace.export import Person, read_export


def export(name="Ada", time="2026-03-01 19:03:11.123456000 Z", more=""):
    return f"---\nsubmission_1:\n  :submitters:\n  - :name: {name}\n    :sid: '7'\n  :created_at: {time}\n{more}".encode()


@pytest.mark.parametrize(
    ("scalar", "name"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("'O''Brien: the \"first\"'", 'O\'Brien: the "first"'),
        (r'"tab\there \x41\u00e9\U0001F600 \"q\" \\ \e[31m"', 'tab\there Aé😀 "q" \\ \x1b[31m'),
        (r'"\ud800 \UFFFFFFFF"', "\ufffd \ufffd"),
        ("李雷", "李雷"),
        ("~", ""),
        ("", ""),
        ("|-", ""),
        ("&a !ruby/object:Gem::Requirement {}", "&a !ruby/object:Gem::Requirement {}"),
    ],
)
def test_a_name_is_its_text(scalar, name):
    assert read_export(export(scalar))["submission_1"].people == (Person(name, "", "7"),)


@pytest.mark.parametrize(
    ("time", "iso"),
    [
        ("2026-03-01 19:03:11.123456000 Z", "2026-03-01T19:03:11.123456+00:00"),
        ("2026-03-01 12:03:11 -07:00", "2026-03-01T12:03:11-07:00"),
        ("'2026-03-01T12:03:11+01:00'", "2026-03-01T12:03:11+01:00"),
        ("2026-03-01 12:03:11", None),
        ("yesterday", None),
        ("9999-99-99 99:99:99 Z", None),
        ("", None),
    ],
)
def test_a_time_is_read_when_it_has_an_offset(time, iso):
    assert read_export(export(time=time))["submission_1"].time == iso


def test_a_group_has_all_its_members():
    more = "submission_2:\n  :submitters:\n    - :name: A\n      :email: a@x\n    - :email: b@x\n  :history: []\n"
    assert read_export(export(more=more))["submission_2"].people == (Person("A", "a@x"), Person("", "b@x"))


TEXTS = st.text(max_size=60) | st.sampled_from(
    ["submission_9:\n  :submitters:\n  - :name: Mallory", "\n  - :name: Mallory\n", "  :created_at: 2026-01-01 00:00:00 Z", "x\n" * 5]
)


@settings(derandomize=True, database=None, deadline=None, max_examples=300)
@given(name=TEXTS, output=TEXTS, note=TEXTS)
def test_what_learners_wrote_makes_no_submission_and_nobody(name, output, note):
    """Written as YAML is, a text of any form stays in its place."""
    yaml = pytest.importorskip("yaml")
    tree = {
        "submission_1": {
            ":submitters": [{":name": name, ":email": "a@x"}],
            ":created_at": "2026-03-01 19:03:11 Z",
            ":results": {"output": output, "tests": [{"name": note, "output": output}]},
        }
    }
    for style in (None, "|", "'", '"'):
        data = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, default_style=style).encode()
        if style:  # a style is put on keys too, which Ruby leaves bare
            data = data.replace(b'"submission_1"', b"submission_1").replace(b"'submission_1'", b"submission_1")
        found = read_export(data)
        assert style or found["submission_1"].people[0].email == "a@x"
        assert set(found) <= {"submission_1"}
        assert all(len(each.people) <= 1 and each.time in (None, "2026-03-01T19:03:11+00:00") for each in found.values())


@settings(derandomize=True, database=None, deadline=None, max_examples=200)
@given(st.binary(max_size=60), st.floats(0, 1))
def test_any_bytes_are_read(noise, where):
    data = export()
    place = int(where * len(data))
    read_export(data[:place] + noise + data[place:])

import json
from dataclasses import replace

import pytest

from grader.course import Ladder, Manifest, load_course, manifest_bytes, read_manifest
from grader.errors import UsageError
from grader.model import EXERCISE_SCHEMA


@pytest.fixture
def manifest(root):
    hints = {"double": Ladder("Which sum?", "Try 1.", "A sign.")}
    return Manifest(load_course(root).exercises[0], "def double(x): ...\n", {"c1w1.01": 1, "c1w1.02": 1}, hints)


def test_a_manifest_is_read_back(tmp_path, manifest):
    (tmp_path / "exercise.json").write_bytes(manifest_bytes(manifest))
    assert read_manifest(tmp_path) == manifest


def test_a_manifest_from_before_there_were_hints_has_none(tmp_path, manifest):
    values = json.loads(manifest_bytes(manifest))
    del values["hints"]
    (tmp_path / "exercise.json").write_text(json.dumps(values))
    assert read_manifest(tmp_path) == replace(manifest, hints={})


def test_where_hand_ins_go_is_read_back_and_refused_when_it_is_no_place(tmp_path, manifest):
    placed = replace(manifest, hand_in="https://example.org/up")
    (tmp_path / "exercise.json").write_bytes(manifest_bytes(placed))
    assert read_manifest(tmp_path) == placed
    (tmp_path / "exercise.json").write_bytes(manifest_bytes(replace(manifest, hand_in="../up")))
    with pytest.raises(UsageError, match="hand_in"):
        read_manifest(tmp_path)


def test_it_names_schema_and_slug_at_the_top(manifest):
    values = json.loads(manifest_bytes(manifest))
    assert list(values)[:2] == ["schema", "slug"]
    assert values["schema"] == EXERCISE_SCHEMA


def test_a_missing_manifest_says_what_to_do(tmp_path):
    with pytest.raises(UsageError, match=r"is not an exercise(.|\n)*grader start"):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"exercise/v1", b"exercise/v2", "of schema 'grader/exercise/v2'"),
        (b'"points": 60', b'"points": "many"', "is damaged: .*tasks"),
        (b'"slug"', b'"slog"', "is damaged"),
        (b'"slug": "', b'"slug": "../', "is no name for a week"),
        (b'"givendata.py"', b'"../../secret.py"', "is no module"),
        (b"}", b"", "is damaged"),
        (b'"A sign."', b"[]", "is damaged: .*hints"),
        (b'"numpy"', b'"jax"', "is damaged"),
        (b'"numpy"', b'"\xff"', "is damaged"),
        (b'"slug"', b'"more": ' + b"[" * 5000 + b"]" * 5000 + b', "slug"', "is damaged"),
        (b'"slug"', b'"more": ' + b'{"a":' * 5000 + b"1" + b"}" * 5000 + b', "slug"', "is damaged"),
    ],
)
def test_a_manifest_that_cannot_be_used_is_refused(tmp_path, manifest, old, new, message):
    (tmp_path / "exercise.json").write_bytes(manifest_bytes(manifest).replace(old, new))
    with pytest.raises(UsageError, match=message):
        read_manifest(tmp_path)

"""The suite key is made once, for one user, and never half read."""

import os
import stat

import pytest

from grader.errors import EnvironmentFault
from grader.workspace.key import default_key_file, suite_key


def test_the_first_use_makes_a_key_and_later_ones_read_it(tmp_path):
    path = tmp_path / "config" / "key"
    key = suite_key(path)
    assert len(key) == 32
    assert suite_key(path) == key
    assert [file.name for file in path.parent.iterdir()] == ["key"]


def test_keys_differ(tmp_path):
    assert suite_key(tmp_path / "one") != suite_key(tmp_path / "two")


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_only_its_user_can_read_it(tmp_path):
    suite_key(tmp_path / "key")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_a_key_that_others_can_read_is_refused(tmp_path):
    suite_key(tmp_path / "key")
    (tmp_path / "key").chmod(0o640)
    with pytest.raises(EnvironmentFault, match="Others can read"):
        suite_key(tmp_path / "key")


@pytest.mark.parametrize("content", [b"", b"short", bytes(33)])
def test_a_key_of_another_length_is_refused(tmp_path, content):
    (tmp_path / "key").write_bytes(content)
    (tmp_path / "key").chmod(0o600)
    with pytest.raises(EnvironmentFault, match="not 32"):
        suite_key(tmp_path / "key")


def test_a_key_that_cannot_be_made_is_an_environment_fault(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentFault, match="cannot be used"):
        suite_key(tmp_path / "file" / "key")


def test_the_default_lies_outside_any_course():
    assert default_key_file().name == "key"
    assert "grader" in default_key_file().parts

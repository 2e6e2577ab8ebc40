"""The cache: what has been seen is not tried again, what could differ is, and damage costs time only."""

from __future__ import annotations

import stat

import pytest

from grader.audit.cache import Cache, default_cache_file
from grader.audit.messages import Drilled, Seen
from grader.audit.pool import Pool
from grader.model import Verdict

SLUG = "c1w3_small_week"
SUITE = f"tests/exercises/{SLUG}"


@pytest.fixture
def asked(monkeypatch):
    """What trying processes are asked, in order."""
    requests = []
    real = Pool.answers

    def listened(self, given):
        def told():
            for tag, request in given:
                requests.append(request)
                yield tag, request

        return real(self, told())

    monkeypatch.setattr(Pool, "answers", listened)
    return requests


def checks_run(requests):
    return {check for request in requests for check in request.trial.checks}


def test_an_audit_of_the_same_content_tries_nothing_and_finds_the_same(sound, audited, asked, tmp_path):
    first = audited(sound, cache=tmp_path / "c")
    assert asked
    asked.clear()
    assert audited(sound, cache=tmp_path / "c") == first
    assert asked == []


def test_after_a_check_was_edited_what_cannot_reach_it_is_not_tried(sound, audited, asked, edit, tmp_path):
    audited(sound, cache=tmp_path / "c")
    asked.clear()
    edit(sound / SUITE / "test_hidden.py", "size=m),) for m in (1, 2, 50)", "size=m),) for m in (1, 2, 40)")
    assert audited(sound, cache=tmp_path / "c").green
    others = [request for request in asked if request.trial.name != "reference"]
    mutants = [request.trial for request in others if request.trial.fail_fast and ": " not in request.trial.name]
    assert mutants
    # Each has yet to be tried by the edited check; others stand by, should that one not kill it any more.
    assert all("test_root_mean_square_matches_its_definition" in trial.checks for trial in mutants)
    assert not [check for check in checks_run(others) if "scaled" in check]


def test_after_the_reference_was_edited_only_what_reaches_the_change_is_tried(sound, audited, asked, edit, tmp_path):
    audited(sound, cache=tmp_path / "c")
    asked.clear()
    edit(sound / f"solutions/{SLUG}.py", "np.asarray(x, dtype=float) * factor", "factor * np.asarray(x, dtype=float)")
    found = audited(sound, cache=tmp_path / "c")
    others = [request for request in asked if request.trial.name != "reference"]
    assert {check for check in checks_run(others) if "root" in check} == set()
    assert found.tasks[1].killed == found.tasks[1].mutants


def test_a_regression_is_seen_through_a_full_cache(sound, audited, edit, tmp_path):
    assert audited(sound, cache=tmp_path / "c").green
    edit(sound / SUITE / "test_hidden.py", 'agree("scaled", np.arange(4), 3)', 'agree("scaled", np.arange(4.0), 3)')
    assert [one.change for one in audited(sound, cache=tmp_path / "c").tasks[0].survivors]


def test_a_mutant_is_first_asked_by_the_check_that_killed_it_the_last_time(sound, audited, asked, edit, tmp_path):
    audited(sound, cache=tmp_path / "c")
    kept = Cache(tmp_path / "c")
    asked.clear()
    edit(sound / f"solutions/{SLUG}.py", "np.asarray(x, dtype=float) * factor", "factor * np.asarray(x, dtype=float)")
    audited(sound, cache=tmp_path / "c")
    again = [request.trial for request in asked if request.trial.fail_fast and kept.killer(request.trial.name)]
    assert again
    assert all(trial.checks[0] == kept.killer(trial.name) for trial in again)


def test_only_this_user_can_read_it_and_what_is_no_more_used_goes(tmp_path):
    path = tmp_path / "folder" / "week.msgpack"
    cache = Cache(path)
    cache.keep("a", Seen("x", Verdict.PASSED))
    cache.keep("b", Drilled(7))
    cache.save(pruned=False)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    again = Cache(path)
    assert again.seen("a") == Seen("x", Verdict.PASSED)
    assert again.drilled("c") is None
    again.save(pruned=True)
    last = Cache(path)
    assert last.seen("a") is not None
    assert last.drilled("b") is None


@pytest.mark.parametrize("damage", [b"", b"\x00", b"\xc1" * 40, b"\x82\xa4seen\x90"])
def test_a_damaged_file_is_an_empty_cache(damage, tmp_path):
    (tmp_path / "c").write_bytes(damage)
    assert Cache(tmp_path / "c").seen("a") is None


def test_a_cache_that_cannot_be_written_is_none(tmp_path):
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "below")
    cache.keep("a", Drilled(1))
    cache.save(pruned=True)
    assert (tmp_path / "file").read_text() == ""


def test_courses_in_different_places_keep_apart(tmp_path):
    assert default_cache_file(tmp_path / "a", "x") != default_cache_file(tmp_path / "b", "x")



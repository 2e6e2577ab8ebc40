"""Draws are secret, repeatable, and different for every purpose."""

from __future__ import annotations

from grader.testing.draws import Draws


def test_draws_repeat_and_depend_on_key_exercise_check_and_purpose():
    one = Draws(b"key", "c1w1_x", "test_a")
    assert one.bits("data") == Draws(b"key", "c1w1_x", "test_a").bits("data")
    others = [
        Draws(b"other", "c1w1_x", "test_a").bits("data"),
        Draws(b"key", "c1w2_x", "test_a").bits("data"),
        Draws(b"key", "c1w1_x", "test_b").bits("data"),
        one.bits("call 0"),
        one.call_seed(1),
    ]
    assert len({one.bits("data"), *others}) == 6
    assert one.call_seed(0) == one.bits("call 0")
    assert one.generator().random() == one.generator().random()

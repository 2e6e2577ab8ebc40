"""Item analysis: what a class says about the checks, by a correlation that leaves the check itself out."""

from dataclasses import replace
from math import sqrt
from statistics import mean, pstdev

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.model import NO_FINDING, Verdict
from grader.reporting.cohort import cohort
from grader.reporting.items import FEWEST_LEARNERS, analyse, corrected_item_total, item_analysis


def sentences(items):
    return [item.check.sentence for item in items]


def items_of(reports):
    return {item.check.sentence: item for item in item_analysis(cohort(reports))}


def with_verdict(report, sentence, verdict):
    """Return the report with one check of another verdict, scores left alone."""
    tasks = tuple(
        replace(
            task,
            checks=tuple(
                replace(r, verdict=verdict, finding=NO_FINDING) if r.check.sentence == sentence else r
                for r in task.checks
            ),
        )
        for task in report.tasks
    )
    return replace(report, tasks=tasks)


def test_checks_that_never_fail_that_nobody_passes_and_that_contradict_the_total_are_told(whole_class):
    found = analyse(cohort(whole_class))
    assert sentences(found.never_failed) == ["Property 1 holds."]
    assert sentences(found.never_passed) == ["Property 2 holds."]
    assert sentences(found.contrary) == ["Property 3 holds.", "Property 4 holds."]


def test_the_correlation_is_the_one_worked_out_by_hand(whole_class):
    # Check 3 is passed by learners 1-4 and 9, check 4 by 5-9. On everything but 3 they have 20, and 30 more with 4:
    # those that pass 3 have 20, 20, 20, 20 and 50, which is 26 on average, and the others 50.
    rest = [20] * 4 + [50] * 5
    by_hand = (26 - 50) / pstdev(rest) * sqrt(5 / 9 * 4 / 9)
    assert items_of(whole_class)["Property 3 holds."].r == pytest.approx(by_hand, abs=1e-8)
    assert by_hand == pytest.approx(-0.8)


def test_a_check_that_goes_with_the_rest_is_not_named(learner_of):
    reports = [learner_of(number, passed) for number, passed in enumerate([{1, 3}] * 5 + [{2}] * 4)]
    items = items_of(reports)
    # Without check 1 the first five have 30 and the others 20; without check 3 all have 20; without 2, 50 and nothing.
    assert [items[f"Property {number} holds."].r for number in (1, 3, 2)] == [1, None, -1]
    assert sentences(analyse(cohort(reports)).contrary) == ["Property 2 holds."]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 100)), min_size=FEWEST_LEARNERS, max_size=40))
def test_the_correlation_is_the_point_biserial_one(pairs):
    passed, rest = [one for one, _ in pairs], [points for _, points in pairs]
    assume(0 < sum(passed) < len(passed) and len(set(rest)) > 1)
    ones, zeros = [r for p, r in pairs if p], [r for p, r in pairs if not p]
    share = mean(passed)
    expected = (mean(ones) - mean(zeros)) / pstdev(rest) * sqrt(share * (1 - share))
    assert corrected_item_total(passed, rest) == pytest.approx(expected, abs=1e-8)


def test_too_few_learners_have_no_correlation(whole_class):
    assert len(whole_class) > FEWEST_LEARNERS
    assert items_of(whole_class[: FEWEST_LEARNERS - 1])["Property 3 holds."].r is None
    assert items_of(whole_class[-FEWEST_LEARNERS:])["Property 3 holds."].r is not None


@pytest.mark.parametrize(("passed", "rest"), [([True] * 8, range(8)), ([False] * 4 + [True] * 4, [3.0] * 8)])
def test_what_does_not_vary_has_no_correlation(passed, rest):
    assert corrected_item_total(passed, list(rest)) is None


def test_what_is_left_of_rounding_is_no_difference():
    rest = [0.1 + 0.2] * 4 + [0.3] * 4
    assert len(set(rest)) == 2
    assert corrected_item_total([False] * 4 + [True] * 4, rest) is None


def test_learners_without_a_score_are_not_correlated(whole_class):
    withheld = [replace(report, score=None) for report in whole_class[:3]]
    item = items_of([*withheld, *whole_class[3:]])["Property 3 holds."]
    assert (item.judged, item.learners, item.r) == (9, 6, None)


@pytest.mark.parametrize("verdict", [Verdict.BROKEN, Verdict.SKIPPED])
def test_a_check_that_did_not_judge_a_hand_in_counts_for_nothing_there(whole_class, verdict):
    first = with_verdict(whole_class[0], "Property 3 holds.", verdict)
    item = items_of([first, *whole_class[1:]])["Property 3 holds."]
    assert (item.passed, item.judged, item.learners) == (4, 8, 8)


def test_a_task_that_is_not_written_says_nothing_against_a_check_nobody_fails(whole_class):
    missing = with_verdict(whole_class[0], "Property 1 holds.", Verdict.MISSING)
    reports = [missing, *whole_class[1:]]
    item = items_of(reports)["Property 1 holds."]
    assert (item.passed, item.judged, item.written) == (8, 9, 8)
    assert sentences(analyse(cohort(reports)).never_failed) == ["Property 1 holds."]


def test_one_hand_in_tells_nothing_about_checks(whole_class):
    found = analyse(cohort(whole_class[:1]))
    assert (found.never_failed, found.never_passed, found.contrary) == ((), (), ())


def test_an_empty_class_has_no_checks():
    assert item_analysis(cohort([])) == ()

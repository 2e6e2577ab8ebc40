"""A class side by side: the causes named most often, and the bands of its scores."""

from dataclasses import replace

import pytest

from grader.model import CauseKind, Diagnosis
from grader.reporting.cohort import band_edges, bands, cohort, commonest_causes


def told(reports, **limits):
    return [
        (each.task.id, each.diagnosis.kind.value, each.count) for each in commonest_causes(cohort(reports), **limits)
    ]


def test_the_commonest_cause_comes_first_and_what_is_unsure_is_none(whole_class):
    assert told(whole_class) == [
        ("c1w2.01", "known mistake", 4),
        ("c1w2.02", "known mistake", 4),
        ("c1w2.01", "relation", 2),
        ("c1w2.02", "relation", 2),
    ]


def test_of_many_causes_the_first_are_told(whole_class):
    assert len(told(whole_class, count=3)) == 3


def test_causes_of_one_name_are_one_whatever_else_their_texts_tell(sample):
    report = sample("diagnosed_relation")
    (task,) = report.tasks
    other = Diagnosis(CauseKind.RELATION, task.diagnosis.name, "Another sentence.")
    same_name = Diagnosis(CauseKind.MISTAKE, task.diagnosis.name, "Another kind.")
    reports = [replace(report, tasks=(replace(task, diagnosis=each),)) for each in (task.diagnosis, other, same_name)]
    assert told(reports) == [(task.task.id, "relation", 2), (task.task.id, "known mistake", 1)]


def test_a_class_without_diagnoses_has_no_causes(class_reports):
    assert told([replace(r, tasks=tuple(replace(t, diagnosis=None) for t in r.tasks)) for r in class_reports]) == []


@pytest.mark.parametrize(
    ("points", "edges"),
    [(100, [("0", "10"), ("10", "20"), ("90", "100")]), (52, [("0", "5.2"), ("5.2", "10.4"), ("46.8", "52")])],
)
def test_bands_have_ends_that_meet(points, edges):
    found = band_edges(points)
    assert [*found[:2], found[-1]] == edges
    assert len(found) == 10


def test_every_score_is_in_one_band(whole_class):
    assert sum(bands(cohort(whole_class), 100)) == len(whole_class)

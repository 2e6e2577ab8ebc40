"""JUnit XML as GitLab and others read it: unique names, a suite for each learner, well-formed whatever is in it."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from grader.reporting.junit import junit_xml
from grader.reporting.redact import redact

ATTRIBUTES = {
    "testsuites": set(),
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time"},
    "properties": set(),
    "property": {"name", "value"},
    "testcase": {"classname", "name", "time"},
    "failure": {"message", "type"},
    "error": {"message", "type"},
    "skipped": {"message"},
}
"""Elements and the attributes they have, all of them required: a strict subset of what consumers document."""
CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"properties", "testcase"},
    "properties": {"property"},
    "testcase": {"failure", "error", "skipped"},
}


def suite_of(report):
    return ET.fromstring(junit_xml(report)).find("testsuite")


def test_elements_and_attributes_are_those_that_consumers_know(any_report):
    for element in ET.fromstring(junit_xml(any_report)).iter():
        assert set(element.attrib) == ATTRIBUTES[element.tag]
        assert {child.tag for child in element} <= CHILDREN.get(element.tag, set())


def test_counts_are_right_and_each_check_is_one_case(any_report):
    suite = suite_of(any_report)
    cases = suite.findall("testcase")
    assert len(cases) == int(suite.get("tests")) == max(1, len(any_report.results))
    for tag, attribute in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        assert len([case for case in cases if case.find(tag) is not None]) == int(suite.get(attribute))


@pytest.mark.parametrize(
    ("name", "tag"),
    [("failed", "failure"), ("raised", "failure"), ("timed_out", "failure"), ("crashed", "failure"), ("missing", "failure"),
     ("broken", "error"), ("skipped", "skipped"), ("unreadable", "failure"), ("ungraded", "error")],
)  # fmt: skip
def test_an_error_is_our_fault_and_a_failure_the_learners(sample, name, tag):
    assert {child.tag for case in suite_of(sample(name)).iter("testcase") for child in case} == {tag}


def test_no_two_cases_of_a_class_have_one_name(class_reports):
    keys = [
        (case.get("classname"), case.get("name")) for report in class_reports for case in suite_of(report).iter("testcase")
    ]
    assert len(keys) == len(set(keys))


def test_the_suite_is_the_classname(any_report):
    suite = suite_of(any_report)
    assert {case.get("classname") for case in suite.iter("testcase")} == {suite.get("name")}


def test_equal_sentences_are_numbered(sample):
    report = sample("failed")
    task = report.tasks[0]
    twins = replace(report, tasks=(replace(task, checks=(task.checks[0],) * 3),))
    names = [case.get("name") for case in suite_of(twins).iter("testcase")]
    assert [name.removeprefix("sigmoid: sigmoid(0) is one half.") for name in names] == ["", " (2)", " (3)"]


def test_any_text_leaves_the_document_well_formed_and_of_the_same_shape(poisoned, payload):
    def outline(report):
        return [(element.tag, sorted(element.attrib)) for element in suite_of(report).iter()]

    assert outline(poisoned(payload)) == outline(poisoned("plain"))


def test_text_arrives_as_it_was_shown(poisoned):
    (failure,) = [
        case.find("failure").text
        for case in suite_of(poisoned("]]></failure><x a='&amp;'>")).iter("testcase")
        if "twice" in case.get("name")
    ]
    assert failure.endswith("]]></failure><x a='&amp;'>")


def test_details_of_hidden_checks_stay_out(sample):
    whole, seen = sample("mixed"), redact(sample("mixed"))
    assert junit_xml(whole) == junit_xml(seen)

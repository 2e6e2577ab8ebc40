"""A folder of results: whole reports for the instructor, redacted ones for learners, pages for the class."""

import re

from grader.reporting.json import from_json
from grader.reporting.redact import redact
from grader.reporting.results import Format, class_files, report_files


def test_a_report_is_stored_whole_and_redacted(sample):
    files = report_files(sample("failed"))
    assert sorted(files) == ["instructor/ada.json", "learners/ada.html", "learners/ada.json"]
    assert from_json(files["instructor/ada.json"]) == sample("failed")
    assert from_json(files["learners/ada.json"]) == redact(sample("failed"))


def test_what_learners_get_holds_nothing_of_hidden_checks(sample, secret):
    files = report_files(sample("mixed"))
    seen = b"".join(data for name, data in files.items() if name.startswith("learners/"))
    assert re.findall(rb"test_\d\[" + secret.encode(), files["instructor/" + stem(files) + ".json"])
    assert b"expected " + secret.encode() not in seen


def stem(files):
    return next(name for name in files if name.startswith("instructor/")).removeprefix("instructor/")[: -len(".json")]


def test_only_the_formats_asked_for_are_made(sample, class_reports):
    assert list(report_files(sample("passed"), frozenset({Format.CSV}))) == []
    assert list(report_files(sample("passed"), frozenset({Format.HTML}))) == ["learners/ada.html"]
    assert list(class_files(class_reports, frozenset({Format.CSV}))) == ["class.csv"]


def test_every_learner_has_files_of_their_own(class_reports):
    names = [name for report in class_reports for name in report_files(report)]
    assert len(names) == len({name.casefold() for name in names}) == 3 * len(class_reports)


def test_the_class_page_links_to_every_learners_page(class_reports):
    page = class_files(class_reports)["class.html"].decode()
    links = set(re.findall(r'href="(learners/[^"]+)"', page))
    assert links == {name for report in class_reports for name in report_files(report) if name.endswith(".html")}

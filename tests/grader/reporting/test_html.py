"""Pages need nothing but themselves, say in words what colour says, and treat learner text as data."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from grader.reporting.html import class_html, report_html
from grader.reporting.redact import redact

NAMES = [
    "passed",
    "failed",
    "raised",
    "timed_out",
    "crashed",
    "missing",
    "broken",
    "skipped",
    "mixed",
    "preview",
    "unreadable",
    "ungraded",
    "hostile",
]
VOID = {"meta", "br", "link", "img"}


class Outline(HTMLParser):
    """Collects tags, attributes and ids, and checks that tags are closed in order."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.attributes, self.text = [], [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.text.append(data)


def body(page):
    return page[page.index("<body>") :]


@pytest.mark.parametrize("name", NAMES)
def test_learners_page_is_as_recorded(sample, golden, name):
    golden(f"{name}.html", body(report_html(redact(sample(name)))))


def test_instructors_page_is_as_recorded(sample, golden):
    golden("instructor.html", body(report_html(sample("mixed"))))


def test_class_page_is_as_recorded(class_reports, golden):
    golden("class.html", body(class_html(class_reports)))


def test_whole_page_is_as_recorded(sample, golden):
    golden("page.html", report_html(redact(sample("passed"))))


@pytest.fixture(params=["report", "class"])
def page(request, sample, class_reports):
    return report_html(sample("hostile")) if request.param == "report" else class_html(class_reports)


def test_tags_are_balanced_and_none_is_active(page):
    outline = Outline(page)
    assert outline.open == []
    assert not set(outline.tags) & {"script", "img", "iframe", "object", "embed", "link", "form", "base", "svg"}
    assert not [name for name, _ in outline.attributes if name.startswith("on")]


def test_nothing_is_fetched_from_elsewhere(page):
    links = [value for name, value in Outline(page).attributes if name in ("href", "src")]
    assert all(link.startswith("#") or re.fullmatch(r"learners/[a-z0-9_-]+\.html", link) for link in links)
    assert "url(" not in page
    assert "http:" not in page
    assert "https:" not in page


def test_the_browser_is_told_to_run_and_fetch_nothing(page):
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in Outline(page).attributes


def test_learner_text_arrives_as_text(page):
    shown = "".join(Outline(page).text)
    assert "<script>alert(1)</script>␛]0;owned␇␛[2J[/oops][red]=cmd|'/c calc'!A0‹U+202E›gnp.exe‹U+200B›" in shown
    assert "{{7*7}}" in shown


def test_no_invisible_character_remains(page):
    assert all(char.isprintable() or char == "\n" for char in page)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("passed", "passed"),
        ("failed", "failed"),
        ("raised", "raised"),
        ("timed_out", "timed out"),
        ("crashed", "crashed"),
        ("missing", "missing"),
        ("broken", "broken"),
        ("skipped", "not run"),
    ],
)
def test_verdicts_stand_in_words(sample, name, word):
    assert f'<p class="verdict">{word}' in report_html(redact(sample(name)))


def test_links_to_lines_and_tasks_lead_somewhere(sample):
    outline = Outline(report_html(sample("mixed")))
    ids = {value for name, value in outline.attributes if name == "id"}
    targets = {value[1:] for name, value in outline.attributes if name == "href"}
    assert targets
    assert targets <= ids


def test_an_unredacted_page_warns_its_reader(sample):
    assert "Instructor’s copy." in report_html(sample("mixed"))
    assert "Instructor’s copy." not in report_html(redact(sample("mixed")))


def test_a_preview_names_no_score(sample):
    page = report_html(sample("preview"))
    assert "1 of 1 visible checks pass" in page
    assert "12 more checks run on submission." in page
    assert "points</span>" not in page
    assert ">Points<" not in page


def test_a_line_beyond_the_file_is_named_without_a_link(sample):
    page = report_html(replace(sample("failed"), source="x = 1\n"))
    assert "Your line 16</p>" in page

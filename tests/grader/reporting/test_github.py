"""Annotations are the commands meant and no others; a summary is tables and text and nothing else."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from grader.reporting.cohort import cohort
from grader.reporting.github import (
    LARGEST_SUMMARY,
    MOST_ANNOTATIONS,
    annotation_lines,
    inert,
    summary,
)
from grader.reporting.terminal import render_class, render_report

IGNORABLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u034f\ufe0f"
"""Characters that .NET's comparison of texts may pass over."""


def command(line):
    """Read a line as the runner does: kind, properties and message, or None where it is only text.

    Two colons at the beginning after any space, up to the next two; or ``##[`` anywhere. The runner knows a few kinds
    only; here any is one.
    """
    text = line.translate(dict.fromkeys(map(ord, IGNORABLE))).lstrip()
    end = text.find("::", 2)
    if not text.startswith("::") or end < 0:
        return ("legacy", {}, text) if "##[" in text else None
    kind, _, listed = text[2:end].partition(" ")
    pairs = (pair.split("=", 1) for pair in listed.split(",") if "=" in pair)
    return kind, {name: unescaped(value, ":,") for name, value in pairs}, unescaped(text[end + 2 :], "")


def unescaped(text, more):
    for char in ["\r", "\n", *more, "%"]:
        text = text.replace(f"%{ord(char):02X}", char)
    return text


def commands(text):
    """Return the commands in a log, whose lines end as .NET's reader ends them."""
    return [found for line in re.split(r"\r\n|\n|\r", text) if line and (found := command(line))]


def test_the_reader_of_these_tests_finds_commands():
    log = "a\r::error file=a%2Cb,line=2::x%0Ay%253A\n\u200d \t::stop-commands::z\nsay ##[error]no\ntext :: more ::"
    assert commands(log) == [
        ("error", {"file": "a,b", "line": "2"}, "x\ny%3A"),
        ("stop-commands", {}, "z"),
        ("legacy", {}, "say ##[error]no"),
    ]


def test_what_is_worst_comes_first(sample):
    found = commands(annotation_lines([sample("mixed")], {"Ada Lovelace": "work/a.py"}))
    assert [(kind, properties["title"]) for kind, properties, _ in found] == [
        ("error", "backprop: 0 / 14"),
        ("error", "fit_logreg, predict_logreg: 0 / 10"),
        ("error", "bce_from_logits: 4.5 / 12"),
        ("error", "flatten_images: 2.4 / 8"),
    ]
    assert [properties.get("line") for _, properties, _ in found] == ["27", "31", "21", None]
    assert {properties["file"] for _, properties, _ in found} == {"work/a.py"}


def test_a_passed_hand_in_is_not_annotated(sample):
    assert annotation_lines([sample("passed")]) == ""


def test_lines_of_a_notebooks_code_are_no_lines_of_its_file(sample):
    from grader.model import Cell

    report = replace(sample("failed"), cells=(Cell(3, 10),))
    ((_, properties, message),) = commands(annotation_lines([report], {"ada": "a.ipynb"}))
    assert "line" not in properties
    assert "at your cell 3, line 7" in message


def test_no_more_annotations_than_github_shows_and_the_last_counts_the_others(sample):
    reports = [replace(sample("mixed"), learner=f"learner {number}") for number in range(30)]
    found = commands(annotation_lines(reports))
    assert len(found) == MOST_ANNOTATIONS
    assert found[-1] == ("notice", {}, f"{30 * 4 - MOST_ANNOTATIONS + 1} more are in the step summary.")
    assert {properties["title"].partition(": ")[2] for _, properties, _ in found[:-1]} == {"backprop: 0 / 14"}


def test_no_text_is_a_command_or_a_property_of_one(poisoned, payload):
    def outline(text):
        found = commands(annotation_lines([poisoned(text)] * 2, {text: text[:200]}))
        return [(kind, sorted(properties)) for kind, properties, _ in found]

    lines = annotation_lines([poisoned(payload)] * 2, {payload: payload[:200]})
    assert outline(payload) == outline("plain")
    assert len(commands(lines)) == lines.count("\n") == len(lines.splitlines())
    assert all(len(line.encode()) < 60_000 for line in lines.splitlines())


@pytest.mark.parametrize("render", [render_report, lambda report: render_class([report] * 3)])
def test_no_text_of_a_terminals_report_is_a_command(render, poisoned, payload):
    assert commands(inert(render(poisoned(payload[:3000])))) == []


def test_no_text_at_all_is_a_command(payload):
    assert commands(inert(payload.replace("\r", "\n"))) == []


@pytest.mark.parametrize("text", ["100%", "%0A%25%3A%2C", "a,b:c=d", "::x::", "%"])
def test_a_title_a_path_and_a_message_arrive_as_they_were_written(poisoned, text):
    found = commands(annotation_lines([poisoned(text), poisoned("other")], {text: text}))
    mine = [(properties, message) for _, properties, message in found if properties.get("file") == text]
    assert len(mine) == 4
    assert all(properties["title"].startswith(f"{text}: ") for properties, _ in mine)
    assert f"\n{text}" in mine[-1][1]


def test_other_text_stays_as_it_is():
    text = "x[::2] and C::D\n# heading\n## [x]\n: a :: b"
    assert inert(text) == text


class Outline(HTMLParser):
    """The elements of a page in order, their attributes, and the text between them."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.texts = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        self.tags.append(f"/{tag}")

    def handle_data(self, data):
        self.texts.append(data)


def rendered(text):
    """Return the page that Markdown makes of a summary; everything in it has to be a block of HTML."""
    markdown = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    assert {token.type for token in markdown.parse(text)} == {"html_block"}
    return Outline(markdown.render(text))


def test_a_summary_is_nothing_but_tables_and_text(any_report):
    page = rendered(summary([any_report]))
    assert set(page.tags) <= {
        slash + tag
        for slash in ("", "/")
        for tag in ("h3", "p", "strong", "table", "tr", "th", "td", "code", "pre", "details", "summary")
    }
    assert page.attributes == []


def test_no_text_changes_a_summary(poisoned, payload):
    for count in (1, 3):
        expected = rendered(summary([poisoned("plain")] * count))
        page = rendered(summary([poisoned(payload)] * count))
        assert page.tags == expected.tags
        assert page.attributes == []


def test_what_a_learner_wrote_is_code_where_no_name_is_mentioned(poisoned):
    page = summary([poisoned("@octocat"), poisoned("@hubot")])
    assert re.findall(r"(<\w+>)@", page) == ["<code>", "<code>"]


def test_a_class_is_a_table_of_learners(class_reports):
    page = rendered(summary(class_reports))
    assert page.tags.count("tr") == len(class_reports) + 1
    assert cohort(class_reports).summary in page.texts


def test_a_summary_keeps_within_what_github_takes(sample):
    reports = [replace(sample("mixed"), learner=f"{number:04} {'名' * 80}") for number in range(4000)]
    text = summary(reports)
    assert LARGEST_SUMMARY * 0.9 < len(text.encode()) <= LARGEST_SUMMARY
    assert "There is more" in text
    rendered(text)


@pytest.mark.parametrize("room", [-5, 0, 10, 200, 1000])
def test_a_summary_keeps_within_the_room_there_is(sample, room):
    text = summary([sample("mixed")], room)
    assert len(text.encode()) <= max(room, 0)

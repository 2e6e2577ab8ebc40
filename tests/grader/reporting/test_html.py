"""Pages need nothing but themselves, say in words what colour says, and treat learner text as data."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from grader.reporting.html import class_html, report_html
from grader.reporting.redact import redact

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


def test_learners_page_is_as_recorded(any_sample, golden):
    name, report = any_sample
    golden(f"{name}.html", body(report_html(redact(report))))


def test_instructors_page_is_as_recorded(sample, golden):
    golden("instructor.html", body(report_html(sample("mixed"))))


def test_class_page_is_as_recorded(class_reports, golden):
    golden("class.html", body(class_html(class_reports)))


def test_page_of_a_class_with_causes_is_as_recorded(whole_class, golden):
    golden("whole_class.html", body(class_html(whole_class)))


def test_whole_page_is_as_recorded(sample, golden):
    golden("page.html", report_html(redact(sample("passed"))))


@pytest.fixture(params=["report", "class"])
def page(request, sample, class_reports):
    return report_html(sample("hostile")) if request.param == "report" else class_html(class_reports)


def test_tags_are_balanced_and_none_is_active(page):
    outline = Outline(page)
    assert outline.open == []
    assert not set(outline.tags) & {"script", "img", "iframe", "object", "embed", "link", "form", "base"}
    assert not set(outline.tags) & {"use", "image", "foreignobject", "animate", "set"}
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
    assert "12 more checks run on your hand-in." in page
    assert "points</span>" not in page
    assert ">Points<" not in page


def test_a_line_beyond_the_file_is_named_without_a_link(sample):
    page = report_html(replace(sample("failed"), source="x = 1\n"))
    assert "Your line 16</p>" in page


@pytest.fixture
def all_pages(any_report, class_reports, whole_class):
    """A learner's page of every sample, and pages of classes."""
    return [report_html(redact(any_report)), class_html(class_reports), class_html(whole_class)]


def elements(page):
    """Return each element of a page with its attributes, in order."""
    found = []

    class Elements(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.append((tag, dict(attrs)))

    Elements().feed(page)
    return found


def test_headings_are_in_order_below_one_title(all_pages):
    for page in all_pages:
        levels = [int(tag[1]) for tag, _ in elements(page) if re.fullmatch(r"h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_all_of_a_page_is_in_a_landmark(all_pages):
    for page in all_pages:
        inside = body(page).removeprefix("<body>")
        assert re.fullmatch(
            r"\s*<main>.*</main>\s*(<footer aria-label=.*</footer>\s*)?</body>\s*</html>\s*", inside, re.DOTALL
        )


def test_heads_of_tables_say_what_they_head(all_pages):
    for page in all_pages:
        assert [attributes.get("scope") in ("col", "row") for tag, attributes in elements(page) if tag == "th"].count(
            False
        ) == 0


def test_ids_are_unique_and_labels_refer_to_them(all_pages):
    for page in all_pages:
        ids = [attributes["id"] for _, attributes in elements(page) if "id" in attributes]
        assert len(ids) == len(set(ids))
        assert {a["aria-labelledby"] for _, a in elements(page) if "aria-labelledby" in a} <= set(ids)


def test_pictures_are_told_in_words_or_left_to_those_who_see(all_pages):
    for page in all_pages:
        for tag, attributes in elements(page):
            if tag == "svg":
                told = attributes.get("role") == "img" and "values in order" in attributes["aria-label"]
                assert told or attributes.get("aria-hidden") == "true"


def test_only_public_checks_have_a_picture_whoever_looks(sample):
    report = sample("diagnosed_relation")
    (task,) = report.tasks
    # Of different texts, so that none is left out as a repetition.
    checks = tuple(replace(r, finding=replace(r.finding, text=f"text {n}")) for n, r in enumerate(task.checks))
    report = replace(report, tasks=(replace(task, checks=checks),))
    for page in (report_html(report), report_html(redact(report))):
        assert page.count('<p class="finding">text 2</p>') == 1
        assert page.count('role="img"') == 1


def test_the_two_marks_of_a_picture_differ_in_shape_and_have_a_legend(sample):
    page = report_html(redact(sample("diagnosed_relation")))
    figure = page[page.index("<figure") : page.index("</figure>")]
    svg, legend = figure.split("<figcaption>")
    assert svg.count("<circle") == 12
    assert svg.count("l6 6m0-6l-6 6") == 12
    assert re.sub(r"<.*?>", "", legend).startswith(" yours,  expected: 12 values in order")
    assert (legend.count("<circle"), legend.count("l6 6m0-6l-6 6")) == (1, 1)


def test_the_cause_leads_and_nothing_else_says_to_look_there(sample):
    page = report_html(redact(sample("diagnosed_mistake")))
    assert page.index('<dl class="cause">') < page.index('<ol class="checks"')
    assert page.count("look here") == 1
    assert report_html(redact(sample("failed"))).count("look here") == 1


def test_forms_stand_in_a_table_side_by_side(sample):
    page = report_html(redact(sample("failed")))
    table = page[page.index('<table class="sides"') : page.index("</table>", page.index('<table class="sides"'))]
    assert re.findall(r"<t[hd](?: [^>]*)?>(.*?)</t[hd]>", table) == ["yours", "expected", "(4, 3)", "(3, 4)"]


def test_passed_checks_are_folded_below_what_is_to_mend(sample):
    page = report_html(redact(sample("mixed")))
    task = page[page.index('id="c1w2.02"') : page.index('id="c1w2.04"')]
    assert task.index("failed") < task.index("<summary>2 checks pass</summary>") < task.index("passed</p>")


def test_a_class_names_causes_and_checks_that_contradict_the_total(whole_class):
    page = class_html(whole_class)
    assert "Hint: Look at the sign in the exponent: which way should the curve rise?" in page
    assert '<td>Property 3 holds.</td><td class="number">−0.80 <span class="soft">of 9 learners</span></td>' in page
    assert '<h3 id="never-passed">Nobody passes</h3>' in page
    assert "Never failed where the task is written (1 check)" in page


def test_a_score_of_a_class_says_what_it_is_out_of(whole_class):
    assert '<span class="of">of 40</span>' in class_html(whole_class)


def luminance(colour):
    full = colour if len(colour) == 7 else "#" + "".join(c * 2 for c in colour[1:])
    parts = [int(full[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def schemes(page):
    """Return the colours by name in light, in dark and on paper."""
    light, dark, paper = (
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+)", block))
        for block in re.findall(r":root \{(.*?)\}", page, re.DOTALL)
    )
    return {"light": light, "dark": {**light, **dark}, "paper": {**light, **paper}}


@pytest.mark.parametrize("scheme", ["light", "dark", "paper"])
def test_text_stands_out_from_what_is_behind_it(page, scheme):
    colours = schemes(page)[scheme]
    behind = {
        **dict.fromkeys(("ink", "soft"), ("paper", "card", "code", "mark")),
        **{tone: ("paper", "card", f"{tone}-wash") for tone in ("pass", "part", "fail", "idle")},
    }
    behind["soft"] += ("pass-wash", "part-wash", "fail-wash", "idle-wash")
    for text, grounds in behind.items():
        for ground in grounds:
            bright, dim = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)
            assert (bright + 0.05) / (dim + 0.05) >= 4.5, (text, ground)

import pytest

from grader.authoring.handout import Given, Prose, Stub, render_handout
from grader.course import load_course, parse_handout
from grader.errors import CourseError

HEAD = '+++\ntitle = "T"\ncourse = 3\nweek = 2\n[[task]]\nid = "c3w2.01"\nnames = ["one", "two"]\npoints = 100\n+++\n'
BOTH = '{{ stub("one") }}\n{{ stub("two") }}\n'


@pytest.fixture
def render(root):
    course = load_course(root)

    def rendered(body):
        path = root / "templates" / "c3w2_x.md.j2"
        return render_handout(course, parse_handout(path, HEAD + body), ["given_one", "given_two"])

    return rendered


def test_prose_stubs_and_givens_come_in_order(render):
    body = '# T\n\n{{ stub("one") }}\n\nAnd $x^2$.\n\n{{ given("given_one") }}\n  {{ stub("two") }}  \n'
    assert render(body) == (Prose("# T"), Stub("one"), Prose("And $x^2$."), Given("given_one"), Stub("two"))


def test_a_handout_may_use_macros_of_the_course(render, root):
    (root / "templates/_macros.md.j2").write_text("{% macro box(text) %}> {{ text }}{% endmacro %}")
    body = '{% import "_macros.md.j2" as m %}\n{{ m.box("Note") }}\n' + BOTH
    assert render(body)[0] == Prose("> Note")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('{{ stub("one") }}\n', "c3w2_x.md.j2: the handout has no place for 'two'"),
        (BOTH + '\n{{ stub("one") }}\n', ".md.j2:10: 'one' is shown more than once"),
        (BOTH + '{{ given("given_one") }}\n' * 2, ".md.j2:12: 'given_one' is shown more than once"),
        (BOTH + '{{ stub("three") }}\n', ".md.j2:12: no task asks for 'three'"),
        (BOTH + '{{ stub("given_two") }}\n', "no task asks for 'given_two'"),
        (BOTH + '{{ given("givn_two") }}\n', "'givn_two' is not given\n    Did you mean 'given_two'?"),
        ('{{ stub("one") }}\n{{ given("two") }}\n', "'two' is not given\n    Show it with stub()."),
        ('Here: {{ stub("one") }}\n{{ stub("two") }}\n', ".md.j2:10: 'one' needs a line of its own"),
        ('{{ stub("one") }}{{ stub("two") }}\n', "needs a line of its own"),
        (BOTH + "\n{{ missing }}\n", ".md.j2:13: the template cannot be rendered: 'missing' is undefined"),
        (BOTH + "\n\n{% if %}\n", ".md.j2:14: the template cannot be rendered"),
        (BOTH + "{{ stub() }}\n", ".md.j2:12: the template cannot be rendered"),
        (BOTH + '{% include "absent.j2" %}\n', "absent.j2"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(render, body, problem):
    with pytest.raises(CourseError) as caught:
        render(body)
    assert problem in str(caught.value)


def test_all_problems_are_told_at_once(render):
    with pytest.raises(CourseError) as caught:
        render('{{ stub("three") }}\n{{ given("four") }}\n')
    assert len(caught.value.problems) == 4

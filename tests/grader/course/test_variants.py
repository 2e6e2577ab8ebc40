import pytest

from grader.course import load_course, read_alternatives, read_mistakes, solution_file


@pytest.fixture
def week(root):
    course = load_course(root)
    return course, course.exercises[0]


def test_a_mistake_is_the_solution_with_one_definition_replaced(week):
    first, _ = read_mistakes(*week)
    truth = solution_file(*week).read_text()
    expected = truth.replace('    """Return twice x."""\n    return x + x', "    return abs(x) + math.fabs(x)")
    assert (first.task, first.id, first.name, first.hint) == ("c1w1.01", "a", "loses_the_sign", "Look at the sign.")
    assert first.source == expected.replace(
        "from __future__ import annotations\n", "from __future__ import annotations\nimport math\n"
    )


def test_a_method_can_be_mistaken(week):
    _, second = read_mistakes(*week)
    namespace = {}
    exec(second.source.replace("from givendata import points", ""), namespace)
    counter = namespace["Counter"]()
    counter.step()
    assert counter.n == 2
    assert second.task == "c1w1.02"


def test_alternatives_resolve_names_in_the_solution(week):
    (only,) = read_alternatives(*week)
    namespace = {}
    exec(only.source.replace("from givendata import points", ""), namespace)
    assert namespace["mean"]([1, 3]) == 2
    assert (only.task, only.name) == ("c1w1.02", "of_numpy")
    assert only.source.startswith(solution_file(*week).read_text().split("def mean")[0])

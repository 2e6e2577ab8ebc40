def test_an_imported_week_has_general_hints_that_generate_and_is_told_to_write_its_own(imported, nbgrader):
    f = "def f(x):\n    ### BEGIN SOLUTION\n    return x + 1\n    ### END SOLUTION"
    week = imported(nbgrader(("answer", f), ("tests", "assert f(1) == 2")))
    text = week.week.tree["templates/c1w1_week.hints.toml"].decode()
    assert "[f]\nreread = " in text
    assert "the hints are general ones" in " ".join(week.week.decided)
    assert "c1w1_week/exercise.json" in week.generated()

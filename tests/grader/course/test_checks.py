from grader.course import load_course, read_checks
from grader.model import Check, Visibility


def test_checks_are_read_from_both_files_without_running_them(root, edit):
    edit("test_hidden.py", "import grader.testing as gt", "import grader.testing as gt\nraise SystemExit")
    course = load_course(root)
    assert read_checks(course, course.exercises[0]) == (
        Check("test_two", "c1w1.01", 0.5, Visibility.PUBLIC, "double of 1 is 2."),
        Check("test_random", "c1w1.01", 2.0, Visibility.HIDDEN, "double agrees."),
        Check("test_mean", "c1w1.02", 1.0, Visibility.HIDDEN, "mean is a mean."),
    )


def test_thirty_per_cent_of_a_task_may_be_public(root, edit):
    edit("test_public.py", "weight=0.5", "weight=0.3")
    edit("test_hidden.py", "weight=2", "weight=0.7")
    assert len(read_checks(load_course(root), load_course(root).exercises[0])) == 3

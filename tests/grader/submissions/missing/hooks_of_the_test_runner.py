"""Brings hooks, fixtures and passing tests of its own, against runners that collect hand-ins (8, 9)."""


def pytest_runtest_makereport(item, call):
    raise SystemExit(0)


def pytest_collection_modifyitems(items):
    items.clear()


def pytest_runtest_call(item):
    item.runtest = lambda: None


def test_double_agrees():
    assert True


def test_double_by_hand():
    assert True

"""Notebooks of nbgrader and Otter-assign as weeks of a course: texts and syntax trees, nothing is run."""

from grader.authoring.importing.folder import import_week
from grader.authoring.importing.week import Week, week_of

__all__ = ["Week", "import_week", "week_of"]

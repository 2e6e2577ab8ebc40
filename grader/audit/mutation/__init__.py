"""Mutants of a reference: solutions with one small change each, such as a learner might have made."""

from grader.audit.mutation.generate import mutants
from grader.audit.mutation.mutant import Mutant, unified

__all__ = ["Mutant", "mutants", "unified"]

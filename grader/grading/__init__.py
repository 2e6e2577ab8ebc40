"""Grading: read hand-ins, run suites against them, judge, score."""

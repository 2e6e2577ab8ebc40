"""Mistakes that every exercise invites, told from findings and from the shapes of all wrong answers together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.model import CauseKind, Diagnosis, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.diagnosis.pairs import Pair
    from grader.model import Finding

WORK_GROWS = "Python work grows with the number of examples"
"""The finding of ``assert_vectorised``."""
MUTATION = Diagnosis(
    CauseKind.UNIVERSAL,
    "argument modified",
    "The answers are right, but an array that was handed in is changed on the way.",
    "Whoever called your function still needs that array. Which of your lines write into it, with [...] = or += ?",
)
LOOP = Diagnosis(
    CauseKind.UNIVERSAL,
    "loop over examples",
    "The answers are right, but Python does work for each example.",
    "Write the same for the whole array at once: which axis runs over the examples?",
)
GLOBAL_STATE = Diagnosis(
    CauseKind.UNIVERSAL,
    "global random state",
    "The answers change with NumPy's global random state, which nobody handed to your function.",
    "Everything random should come from the generator or the seed among the arguments: what else do you draw from?",
)
FIXED_SIZE = Diagnosis(
    CauseKind.UNIVERSAL,
    "size hard-coded",
    "The answer has the same shape whatever the arguments' shapes are.",
    "Look for a number in your code that is the size of one example: where can the size be read from?",
)


def unused(names: Sequence[str], function: str) -> Diagnosis:
    """Return the cause of a function that never reads some of its arguments."""
    told = " and ".join(names)
    return Diagnosis(
        CauseKind.UNIVERSAL,
        "argument not used",
        f"Your {function} never uses {told}, which should make a difference.",
        f"Read in the docstring what {told} stands for: where does it belong in the calculation?",
    )


def of_findings(findings: Sequence[Finding]) -> Diagnosis | None:
    """Return the universal mistake that all findings of a task speak of, or None."""
    if all(finding.kind is Kind.PURITY for finding in findings):
        return MUTATION
    return LOOP if all(finding.text == WORK_GROWS for finding in findings) else None


def of_pairs(pairs: Sequence[Pair]) -> Diagnosis | None:
    """Return the universal mistake that the shapes of wrong answers show only together, or None."""
    got = {pair.got.shape for pair in pairs}
    expected = {pair.expected.shape for pair in pairs}
    asked = {pair.sizes for pair in pairs}
    return FIXED_SIZE if len(got) == 1 and len(expected) > 1 and len(asked) > 1 and got != {()} else None

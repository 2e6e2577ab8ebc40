"""Which known mistakes behave as a submission does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.diagnosis.agreement import agree

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from grader.diagnosis.transcript import Transcript
    from grader.grading.behaviours import Behaviour, Behaviours
    from grader.model import Mistake


def matching(
    task: str, failed: Mapping[str, Transcript], passed: Collection[str], behaviours: Behaviours
) -> tuple[Mistake, ...]:
    """Return the known mistakes of a task that would explain what a submission did in its checks.

    Args:
        task: the task's id.
        failed: what passed in each check that failed, by its id; not empty.
        passed: the ids of its other checks.
        behaviours: how the known mistakes behave.

    A mistake explains it when it fails just these checks, and behaves in each of them as the submission does up to
    where the check ended. Of several, those count whose exceptions have the same messages, if any have.
    """
    first, *others = failed
    suspects = [each for each in behaviours.mistakes(task) if _explains(each, {first: failed[first]}, behaviours)]
    rest = {check: failed[check] for check in others}
    suspects = [each for each in suspects if _explains(each, rest, behaviours)]
    suspects = [each for each in suspects if _passes(each, passed, behaviours)]
    of_same_words = [each for each in suspects if _says_the_same(each, failed, behaviours)]
    return tuple(of_same_words if len(suspects) > 1 and of_same_words else suspects)


def _explains(mistake: Mistake, failed: Mapping[str, Transcript], behaviours: Behaviours) -> bool:
    known = behaviours.of_mistake(mistake, failed)
    return all(_is_same(known[check], failed[check]) for check in failed)


def _is_same(known: Behaviour, seen: Transcript) -> bool:
    return not known.passed and agree(known.transcript, seen)


def _passes(mistake: Mistake, checks: Collection[str], behaviours: Behaviours) -> bool:
    return all(behaviour.passed for behaviour in behaviours.of_mistake(mistake, checks).values())


def _says_the_same(mistake: Mistake, failed: Mapping[str, Transcript], behaviours: Behaviours) -> bool:
    known = behaviours.of_mistake(mistake, failed)
    return all(_said(known[check].transcript) == _said(failed[check]) for check in failed)


def _said(seen: Transcript) -> list[str]:
    return [trace.said for trace in seen if not trace.late]

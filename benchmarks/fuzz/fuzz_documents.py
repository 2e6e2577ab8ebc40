"""JSON that lies in learners' folders: manifests, receipts, reports."""

from __future__ import annotations

import contextlib
import copy
import json
import tempfile
from pathlib import Path

import atheris
from harness import ROOT, Draw, run, within

with atheris.instrument_imports(include=["grader"]):
    from grader import model
    from grader.course.manifest import manifest_bytes, read_manifest
    from grader.errors import EnvironmentFault, UsageError
    from grader.reporting.json import from_json, to_json
    from grader.workspace.receipt import Receipt, read_receipt, receipt_bytes

FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-documents-", dir="/dev/shm"))
CHECK = model.Check("c", "t", 1.0, model.Visibility.HIDDEN, "It is so.")
RESULT = model.CheckResult(CHECK, model.Verdict.FAILED, model.Finding(model.Kind.VALUES, "no"))
TASK = model.TaskResult(model.Task("t", ("f",), 9), 0.0, (RESULT,))
REPORT = model.Report("e", "E", "ada", (TASK,), 0.0, 9, model.Provenance("", "", "", ""))
SEEDS = (
    (ROOT / "exercises/c1w2_logistic_regression/exercise.json").read_bytes(),
    receipt_bytes(Receipt("e", "ada", "d" * 64, 5, "2026-03-01T12:00:00+01:00")),
    to_json(REPORT),
)
VALUES = (None, True, -1, 0, 2**63, 2**64, 10**400, 0.5, 1e308, "", "\ud800", "x" * 200, [], {}, [[]], {"schema": 1})
TEXTS = (
    b"1e999",
    b"NaN",
    b"-0",
    b"\xff",
    b'"\\ud800"',
    b"[" * 3000,
    b'{"a":' * 600,
    b"9" * 5000,
    b"1e-999",
    b"}",
    b'"',
)


def one_input(data):
    """Read one document as all three."""
    draw = Draw(data)
    document = draw.rest() if draw.chance(10) else changed(draw, draw.of(SEEDS))
    with within(2):
        (FOLDER / "exercise.json").write_bytes(document)
        with contextlib.suppress(UsageError):
            manifest = read_manifest(FOLDER)
            (FOLDER / "exercise.json").write_bytes(manifest_bytes(manifest))
            assert read_manifest(FOLDER) == manifest
        receipt = read_receipt(document)
        assert receipt is None or receipt.submitted.isprintable()
        with contextlib.suppress(UsageError, EnvironmentFault):
            report = from_json(document)
            assert from_json(to_json(report)) == report


def changed(draw, seed):
    """Return a document with other values in it, or other bytes."""
    tree = json.loads(seed)
    for _ in range(draw.number(0, 4)):
        place = tree
        while isinstance(place, dict | list) and place:
            key = draw.of(list(place) if isinstance(place, dict) else range(len(place)))
            if not isinstance(place[key], dict | list) or draw.chance(3):
                place[key] = copy.deepcopy(draw.of(VALUES)) if draw.chance(2) else draw.text()
                break
            place = place[key]
        if isinstance(place, dict) and draw.chance(6):
            place[draw.text()] = nested(draw.of((1, 400, 700, 900)))
    data = json.dumps(tree).encode()
    for _ in range(draw.number(0, 2) if draw.chance(3) else 0):
        at = draw.number(0, len(data))
        data = data[:at] + (draw.of(TEXTS) if draw.chance(2) else draw.bytes(4)) + data[at + draw.number(0, 3) :]
    return data


def nested(levels):
    """Return lists in lists."""
    tree = []
    for _ in range(levels):
        tree = [tree]
    return tree


if __name__ == "__main__":
    run(one_input)

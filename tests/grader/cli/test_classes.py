"""Bulk downloads of learning platforms, graded through the command line: a row for everybody, whatever they handed in."""

import csv
import io
import zipfile

import pytest

SLUG = "c1w1_tiny_week"
RIGHT = b"def halve(x):\n    return x / 2\n\n\ndef total(x):\n    return float(x.sum())\n"
EXPORT = b"""---
submission_1:
  :submitters:
  - :name: Ada Lovelace
    :email: ada@example.org
  :created_at: 2026-03-01 19:03:11.5 Z
submission_2:
  :submitters:
  - :name: Linus T
    :email: linus@example.org
"""
CLASSES = {
    "moodle": {
        "Ada Lovelace_1234567_assignsubmission_file_/tiny_week.py": RIGHT,
        "Linus T_1234568_assignsubmission_file_/essay.docx": b"PK",
    },
    "canvas": {"lovelaceada_LATE_123_45678_tiny_week-1.py": RIGHT, "tlinus_124_45679_essay.docx": b"PK"},
    "gradescope": {
        "assignment_9_export/submission_metadata.yml": EXPORT,
        "assignment_9_export/submission_1/tiny_week.py": RIGHT,
        "assignment_9_export/submission_2/essay.docx": b"PK",
    },
}


@pytest.mark.parametrize("platform", CLASSES)
def test_a_platforms_zip_is_graded_as_a_class(platform, run, course, key, tmp_path):
    with zipfile.ZipFile(tmp_path / "submissions.zip", "w") as archive:
        for name, data in CLASSES[platform].items():
            archive.writestr(name, data)
    (tmp_path / "names.csv").write_text("id,learner\nlovelaceada,Ada Lovelace\ntlinus,Linus T\n")
    result = run(
        "grade", SLUG, tmp_path / "submissions.zip", "--course", course, "--key", key, "--out", tmp_path / "out", "--names", tmp_path / "names.csv"
    )
    assert result.exit_code == 2, result.output
    rows = [*csv.DictReader(io.StringIO((tmp_path / "out/class.csv").read_text()))]
    assert [(row["learner"], row["score"], row["status"]) for row in rows] == [
        ("Ada Lovelace", "100", "graded"),
        ("Linus T", "", "unreadable"),
    ]


def test_progress_counts_what_is_really_graded(run, course, key, tmp_path, monkeypatch):
    totals = []

    def counting(title, total, on):
        totals.append(total)
        return progress(title, total, on)

    from grader.cli import instructor

    progress = instructor.progress
    monkeypatch.setattr(instructor, "progress", counting)
    (tmp_path / "class").mkdir()
    for name in ("ada", "bob", "cyd"):
        (tmp_path / f"class/{name}.py").write_bytes(RIGHT)
    (tmp_path / "class/dan.py").write_bytes(b"\xff")
    for _ in range(2):
        run("grade", SLUG, tmp_path / "class", "--course", course, "--key", key, "--out", tmp_path / "out")
        (tmp_path / "class/ada.py").write_bytes(b"# anew\n" + RIGHT)
    assert totals == [3, 1]

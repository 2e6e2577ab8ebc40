"""Zips for ``grader start``: hostile entries, and archives of which bytes are wrong."""

from __future__ import annotations

import io
import shutil
import stat
import tempfile
import warnings
import zipfile
from pathlib import Path

import atheris
from harness import Draw, run, within

with atheris.instrument_imports(include=["grader", "zipfile"]):
    from grader.errors import UsageError
    from grader.workspace import start as starting

NAMES = (
    "exercise.json",
    "EXERCISE.json",
    "a/exercise.json",
    "../evil",
    "a/../../evil",
    "/evil",
    "C:\\evil",
    "C:evil",
    "\\\\host\\evil",
    "a",
    "a/b",
    "A",
    "a/",
    ".",
    "./a",
    "a//b",
    "con.py",
    "aux",
    "x.",
    "e\u0301",
    "\u00e9",
    "n" * 300,
    "d/" * 300 + "x",
    "ctl\x1b[0m",
    "nul\0.py",
    "",
    "~/x",
    "a/.",
    "-x",
)
MODES = (0, stat.S_IFREG, stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFDIR, stat.S_IFSOCK)
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
PLACE = Path(tempfile.mkdtemp(prefix="fuzz-zip-", dir="/dev/shm"))
starting.MOST_BYTES = 1 << 20


def one_input(data):
    """Start from one zip."""
    draw = Draw(data)
    shutil.rmtree(PLACE)
    target = PLACE / "inner" / "target"
    target.parent.mkdir(parents=True)
    source = target.parent / "release.zip"
    source.write_bytes(draw.rest() if draw.chance(10) else damaged(draw, packed(draw)))
    with within(5):
        try:
            starting.start(source, target)
        except UsageError:
            assert not target.exists()
    around = {path.relative_to(PLACE).as_posix() for path in PLACE.rglob("*") if target not in (path, *path.parents)}
    assert around == {"inner", "inner/release.zip"}, around
    for path in target.rglob("*"):
        assert path.is_dir() or (path.is_file() and not path.is_symlink())


def packed(draw):
    """Return a zip of hostile entries."""
    held = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(held, "w") as archive:
        warnings.simplefilter("ignore")
        if not draw.chance(5):
            archive.writestr("exercise.json", b"{}", zipfile.ZIP_DEFLATED)
        for _ in range(draw.number(0, 5)):
            entry = zipfile.ZipInfo(draw.of(NAMES) if not draw.chance(8) else draw.text())
            entry.external_attr = (draw.of(MODES) if draw.chance(3) else 0) << 16
            content = bytes(draw.of((0, 10, 3_000_000))) if draw.chance(4) else draw.bytes()
            archive.writestr(entry, content, draw.of(METHODS) if draw.chance(3) else zipfile.ZIP_DEFLATED)
        if draw.chance(30):
            for number in range(1100):
                archive.writestr(f"f{number}", b"")
    return bytearray(held.getvalue())


def damaged(draw, data):
    """Change bytes, most of them near the places that tell sizes, flags and names."""
    for _ in range(draw.number(0, 6) if draw.chance(2) else 0):
        marks = [data.find(mark) for mark in (b"PK\1\2", b"PK\3\4", b"PK\5\6", b"exercise")]
        start = draw.of([mark for mark in marks if mark >= 0] or [0])
        at = min(len(data) - 1, start + draw.number(0, 64))
        data[at] = draw.of((0, 1, 255, 127, 14, 8, draw.number(0, 255)))
    if draw.chance(20):
        del data[draw.number(0, len(data)) :]
    if draw.chance(20):
        data[:0] = draw.bytes()
    return data


if __name__ == "__main__":
    run(one_input)

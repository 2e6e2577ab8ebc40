"""A roster names learners by whatever column a hand-in is found in, and says where it and the class do not fit."""

import pytest

from grader.errors import UsageError
from grader.workspace.handin import collect as collect_for
from grader.workspace.roster import read_roster

CODE = b"def sigmoid(z):\n    return z\n"


@pytest.fixture
def roster(tmp_path):
    def write(text):
        path = tmp_path / "names.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_roster(path)

    return write


@pytest.fixture
def learners(tmp_path, material):
    """Return a function that collects files by a roster, and returns learners and what the roster says."""

    def collected(roster, names):
        for name in names:
            (tmp_path / "class").mkdir(exist_ok=True)
            (tmp_path / "class" / name).write_bytes(CODE + f"\n\nX = {name!r}\n".encode())
        hand_ins = collect_for([tmp_path / "class"], material, roster)
        return [each.learner for each in hand_ins], roster.told(hand_ins)

    return collected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("file,learner\na17.py,Ada Lovelace\n", "a17.py"),
        ("file,learner\na17,Ada Lovelace\n", "a17.py"),
        ("learner;e-mail;id\nAda Lovelace;ada@x;a17\n", "a17.py"),
        ("\ufeffLearner\tid\r\nAda Lovelace\t12345\r\n", "lovelaceada_12345_67890_x.py"),
        ("id,learner\nlovelaceada,Ada Lovelace\n", "lovelaceada_12345_67890_x.py"),
        ("Identifier,Full name,learner\nParticipant 77,Ada L,Ada Lovelace\n", "Participant_77_assignsubmission_file_x.py"),
        ('file,learner\n"U\u0308NAL.PY",Ada Lovelace\n', "ünal.py"),
    ],
)
def test_a_hand_in_is_known_by_any_column(text, name, roster, learners):
    assert learners(roster(text), [name]) == (["Ada Lovelace"], ())


def test_rows_and_hand_ins_that_do_not_fit_are_told(roster, learners):
    text = "file,learner,group\na.py,Ada,red\nb.py,Bob,red\nb.py,Barbara,blue\nz.py,Zoë,red\nred,Nobody,\n,,\nshort\n"
    names, said = learners(roster(text), ["a.py", "b.py", "c.py"])
    assert names == ["Ada", "b", "c"]
    assert said == (
        "names.csv names no single learner for 'b', 'c'.",
        "names.csv has a row, but there is no hand-in, for 'Zoë', 'Nobody'.",
    )


def test_many_are_told_in_short(roster, learners):
    _, said = learners(roster("file,learner\n" + "".join(f"x{n},L{n}\n" for n in range(15))), ["a.py"])
    assert said[1].endswith("'L9' and 5 more.")


def test_hand_ins_that_a_roster_gives_to_one_learner_are_several_of_theirs(roster, tmp_path, material):
    (tmp_path / "class").mkdir()
    for name in ("a", "b"):
        (tmp_path / "class" / f"{name}.py").write_text(f"def sigmoid(z):\n    return {name!r}\n")
    (hand_in,) = collect_for([tmp_path / "class"], material, roster("file,learner\na,Ada\nb,Ada\n"))
    assert (hand_in.learner, "nothing tells which is the latest" in hand_in.problem) == ("Ada", True)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "empty"),
        ("file,name\na,b\n", "columns file, name"),
        ("learner\nAda\n", "columns learner"),
        ("learner,learner\nAda,b\n", "columns learner, learner"),
        (b"learner,f\n\xff,x\n", "no CSV file in UTF-8"),
        ("learner,f\n" + "x" * 200_000 + ",y\n", "no CSV file"),
        (b" " * ((1 << 24) + 1), "more than"),
    ],
)
def test_what_is_no_roster_is_refused(text, reason, roster):
    with pytest.raises(UsageError, match=reason):
        roster(text)


def test_a_roster_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_roster(tmp_path / "nowhere.csv")

import json

from grader.authoring.leaks import leaked, leaked_runs, leaked_whole, readable

LONG = "answer = np.exp(z)"


def test_a_line_is_found_inside_another():
    assert leaked([f"    {LONG}\n"], f">>> {LONG}  # so", "") == [LONG]


def test_short_and_allowed_lines_are_no_secret():
    assert leaked([f"return z\n{LONG}"], f"return z\n{LONG}", f"said: {LONG}") == []


def test_whole_lines_only_where_secrets_are_everyday_lines():
    assert leaked_whole([LONG], f"    {LONG}\nx", "") == [LONG]
    assert leaked_whole([LONG], f"{LONG} + 1", "") == []


def test_three_lines_in_a_row_are_no_coincidence():
    lines = [f"line number {n} of it" for n in range(5)]
    secret = "\n".join(lines)
    assert leaked_runs([secret], "\n\n  ".join(lines[1:4])) == [lines[1]]
    assert leaked_runs([secret], "\nother words here\n".join(lines)) == []
    assert leaked_runs([secret], secret, [secret]) == []


def test_strings_of_json_are_read_without_their_escapes():
    text = 'say "hi" \\ there'
    data = json.dumps({"cells": [{"source": [f"{text}\n", "more"]}], "other": [1, {"deep": "down"}]}).encode()
    assert f"{text}\nmore" in readable("a.ipynb", data)
    assert "down" in readable("a.json", data)
    assert readable("a.json", b"{broken") == "{broken"
    assert readable("a.bin", b"\xff") == "\ufffd"

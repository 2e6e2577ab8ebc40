"""Raises a message of HTML, terminal escapes and a spreadsheet formula, against those who read reports (66–68)."""


def double(x):
    raise ValueError(
        "</pre><script>bestiary()</script><img src=x onerror=bestiary()>\x1b]52;c;YmVzdGlhcnk=\x07\x1b[2J\x9b31m\r"
        "=HYPERLINK(0)\u202egnp.exe\u2028\ud800{{ bestiary }}[link=file:///]bestiary[/link]"
    )

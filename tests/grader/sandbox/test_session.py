"""Sessions with jailed workers: what calls answer, what they may not do, and what ends them."""

from __future__ import annotations

import time

import numpy as np
import pytest

from grader.model import Limits
from grader.outcome import Death, Died, Raised, Returned, Unsendable
from grader.sandbox.memo import Memo
from grader.sandbox.outcomes import CallFailed
from grader.sandbox.remote import Record, Remote
from grader.sandbox.session import Call, Session


def outcome(session, name, *args, **kwargs):
    return session.outcomes([Call(name, args, kwargs)])[0]


def test_a_call_returns_its_value(session):
    assert session("def double(x): return 2 * x").call("double", 21) == 42


def test_keyword_arguments_and_many_calls_in_one_exchange(session):
    one = session("def double(x, times=2): return times * x")
    results = one.outcomes([Call("double", (n,), {"times": 3}) for n in range(4)])
    assert [result.value for result in results] == [0, 3, 6, 9]


def test_a_raised_exception_tells_type_line_and_builtin_bases(session):
    result = outcome(session("class Odd(ValueError): pass\n\ndef double(x):\n    raise Odd('no')\n"), "double", 1)
    assert isinstance(result, Raised)
    assert (result.type, result.message, result.frames[-1].line) == ("Odd", "no", 4)
    assert "ValueError" in result.bases


@pytest.mark.parametrize("statement", ["raise SystemExit(0)", "raise KeyboardInterrupt", "raise GeneratorExit"])
def test_no_exception_escapes_the_worker(session, statement):
    result = outcome(session(f"def double(x): {statement}"), "double", 1)
    assert isinstance(result, Raised)


def test_an_infinite_loop_costs_the_check_its_limit_and_the_next_check_nothing(session, tiny):
    one = session("def double(x):\n    while x: pass\n    return 0")
    assert outcome(one, "double", 1) == Died(Death.CPU)
    assert one.check_cpu_s < 2 * tiny.limits.check_cpu_s
    one.begin(lambda _: bytes(16))
    assert one.call("double", 0) == 0


def test_sleeping_runs_into_the_wall(session, tiny):
    one = session("import time\ndef double(x): time.sleep(60)")
    assert outcome(one, "double", 1) == Died(Death.WALL)
    assert one.check_cpu_s < tiny.limits.check_cpu_s


def test_a_process_that_ends_itself_is_dead_for_the_rest_of_the_check_only(session):
    one = session("import os\ndef double(x):\n    if x: os._exit(0)\n    return 0")
    assert outcome(one, "double", 1) == Died(Death.EXITED, "exit status 0")
    assert isinstance(outcome(one, "double", 0), Died)
    one.begin(lambda _: bytes(16))
    assert one.call("double", 0) == 0


def test_too_much_memory_is_the_callees_error(session):
    result = outcome(session("def double(x): return bytearray(10**9)"), "double", 1)
    assert isinstance(result, Raised)
    assert result.type == "MemoryError"


def test_an_answer_too_large_is_unsendable_and_the_worker_lives(session):
    one = session("import numpy as np\ndef double(n): return np.zeros(n)")
    assert isinstance(outcome(one, "double", 10**6), Unsendable)
    assert outcome(one, "double", 10).value.shape == (10,)


def test_secret_folders_must_not_be_readable(tiny):
    import sysconfig
    from pathlib import Path

    from grader.errors import EnvironmentFault
    from grader.sandbox.launcher import open_launcher

    with pytest.raises(EnvironmentFault, match="would be readable"):
        open_launcher(tiny, secrets=[Path(sysconfig.get_path("purelib")) / "numpy"])


def test_changed_arguments_output_warnings_and_floating_point_errors_are_noted(session):
    one = session(
        """
        import warnings
        import numpy as np
        def double(x):
            x *= 2
            print("hello")
            warnings.warn("careful")
            return np.exp(np.array([1e4]))
        """
    )
    effects = outcome(one, "double", np.ones(3)).effects
    assert effects.changed == ("argument 1",)
    assert effects.output == "hello\n"
    assert effects.warnings == ("UserWarning: careful",)
    assert effects.fp_errors.over
    assert not effects.fp_errors.invalid


@pytest.mark.parametrize(
    "argument", [[3, 1, 2], [1.0, float("nan"), 2.0], {"lr": [0.1, 0.2]}, [{"on": True}, {"on": False}], [None, 1]]
)
def test_numbers_changed_in_lists_and_dicts_are_noted(session, argument):
    one = session(
        """
        def double(x):
            x = next(iter(x.values())) if isinstance(x, dict) else x
            x.reverse()
        def look(x):
            return len(x)
        """
    )
    assert outcome(one, "double", argument).effects.changed == ("argument 1",)
    assert outcome(one, "look", argument).effects.changed == ()


def test_floating_point_errors_silenced_by_the_callee_are_not_noted(session):
    text = "import numpy as np\ndef double(x):\n    with np.errstate(all='ignore'): return np.exp(x)"
    assert not outcome(session(text), "double", np.array([1e4])).effects.fp_errors.over


def test_output_is_capped(session):
    text = "def double(x):\n    for _ in range(10**5): print('y' * 100)\n    return 0"
    result = outcome(session(text), "double", 1)
    assert isinstance(result, Returned)
    assert len(result.effects.output) <= 20_000


def test_traced_calls_count_lines_of_the_own_file(session):
    one = session("import numpy as np\ndef total(x):\n    s = 0\n    for v in x: s += v\n    return s")
    few, many = (one.outcomes([Call("total", (np.ones(m),), traced=True)])[0].effects.events for m in (4, 400))
    assert many - few == pytest.approx(2 * 396, rel=0.6)


def test_objects_stay_behind_as_remotes(session):
    one = session(
        """
        class Node:
            def __init__(self, value): self.value = value
            def plus(self, other): return Node(self.value + other.value)
            def __len__(self): return 10**9
            def __getitem__(self, key): return self.value * key
            def __iter__(self):
                while True: yield self.value
        """
    )
    node = one.call("Node", 3.0)
    assert isinstance(node, Remote)
    assert node.plus(node).value == 6.0
    assert node[2] == 6.0
    assert node.take(3) == [3.0, 3.0, 3.0]
    node.value = 5
    assert node.value == 5
    with pytest.raises(TypeError, match="length"):
        len(node)


@pytest.mark.parametrize(
    "use",
    [
        lambda r: np.asarray(r) + 1,
        lambda r: r == 1,
        lambda r: r != 1,
        lambda r: r + 1,
        lambda r: 1 - r,
        lambda r: r < 1,
        bool,
        list,
        float,
        lambda r: 1 in r,
        lambda r: np.ones(2) * r,
        lambda r: np.allclose(r, 1),
    ],
)
def test_no_operator_reaches_a_remote(session, use):
    text = """
        class Yes:
            def __eq__(self, other): return True
            def __array__(self, *a, **k): return __import__('numpy').ones(2)
            def __float__(self): return 1.0
        """
    with pytest.raises(TypeError):
        use(session(text).call("Yes"))


def test_dataclasses_and_named_tuples_of_the_module_cross_as_records_both_ways(session):
    one = session(
        """
        from collections import namedtuple
        from dataclasses import dataclass
        Pair = namedtuple("Pair", "left right")
        @dataclass
        class Plan:
            units: int
        def double(x): return Pair(x.units, [Plan(2 * x.units)])
        """
    )
    answer = one.call("double", Record("Plan", {"units": 3}))
    assert (answer.record, answer.left, answer.right[0].units) == ("Pair", 3, 6)


def test_callbacks_run_here_while_the_call_is_pending(session):
    one = session("def double(f): return [f(n, scale=2) for n in range(3)]")
    seen = []

    def callback(n, scale):
        seen.append(n)
        return n * scale

    assert one.call("double", callback) == [0, 2, 4]
    assert seen == [0, 1, 2]


def test_a_failing_callback_fails_the_check_even_when_the_callee_swallows_it(session):
    one = session("def double(f):\n    try: f()\n    except Exception: pass\n    return 1")

    def callback():
        raise AssertionError("called")

    with pytest.raises(AssertionError, match="called"):
        one.call("double", callback)
    assert one.call("double", lambda: 1) == 1


def test_givens_can_be_replaced_for_the_length_of_a_check(session):
    one = session("def given(x): return x\ndef double(x): return 2 * given(x)")
    one.replace("given", lambda x: 100)
    assert one.call("double", 1) == 200
    one.begin(lambda _: bytes(16))
    assert one.call("double", 1) == 2


def test_generators_are_spawned_never_handed_over(session):
    one = session("def double(rng): return rng.bit_generator.state['state']['state'], rng.random()")
    mine = np.random.default_rng(5)
    state, drawn = one.call("double", mine)
    child = np.random.default_rng(5).spawn(1)[0]
    assert state == child.bit_generator.state["state"]["state"]
    assert drawn == child.random()
    assert state != mine.bit_generator.state["state"]["state"]


def test_every_call_has_its_own_seed_and_repeats_in_the_next_check(session):
    one = session("import random, numpy as np\ndef double(): return random.random(), float(np.random.rand())")

    def seeds(number):
        return bytes([number]) * 16

    one.begin(seeds)
    first = [one.call("double") for _ in range(2)]
    one.begin(seeds)
    assert [one.call("double") for _ in range(2)] == first
    assert first[0] != first[1]


def test_a_statement_that_raises_while_loading_costs_only_what_depends_on_it(session):
    one = session("x = 1 / 0\ndef double(n): return 2 * n\ndef total(n): return x")
    assert one.call("double", 2) == 4
    assert one.load_errors[0][1:3] == (1, "ZeroDivisionError")
    assert outcome(one, "total", 1).type == "NameError"


def test_a_module_that_never_loads_is_given_up_after_two_attempts(session, tiny):
    one = session("while True: pass")
    for _ in range(6):
        one.begin(lambda _: bytes(16))
        assert isinstance(outcome(one, "double", 1), Died)
    assert one.total_cpu_s < 3 * tiny.limits.check_cpu_s


@pytest.mark.parametrize(
    "liar",
    [
        "os.write(3, b'\\xff' * 64)",
        "os.write(3, (1).to_bytes(4, 'little') + (2**31).to_bytes(4, 'little') + (0).to_bytes(4, 'little'))",
        "os.write(3, (99).to_bytes(4, 'little') + (3).to_bytes(4, 'little') + (0).to_bytes(4, 'little') + b'abc')",
        "os.close(3)",
    ],
    ids=["noise", "giant", "other request", "closed"],
)
def test_protocol_liars_die(session, liar):
    one = session(f"import os\ndef double(x): {liar}\ndef total(x): return x")
    first = outcome(one, "double", 1)
    second = outcome(one, "total", 1)
    assert isinstance(first, Died) or isinstance(second, Died)
    one.begin(lambda _: bytes(16))
    assert one.call("total", 1) == 1


def test_a_forged_answer_is_no_more_than_an_answer(session):
    """A worker can answer what it likes; a second frame for the same request ends it."""
    one = session(
        """
        import os
        from grader.sandbox import wire
        def double(x):
            frame = wire.encode(["answer", [["returned", 42, [[], [], [], "", None]]]])
            for piece in wire.join(2, frame): os.write(3, piece)
            return 41
        """
    )
    assert outcome(one, "double", 1).value in (41, 42)
    assert isinstance(outcome(one, "double", 1), Died)


def test_unknown_names_raise(session):
    with pytest.raises(CallFailed, match="no attribute"):
        session("x = 1").call("double")


def test_an_argument_that_cannot_cross_is_the_suites_mistake(session):
    with pytest.raises(TypeError, match="pass plain values"):
        session("def double(x): return x").call("double", object())


def test_answers_of_a_memo_session_are_asked_once(launcher, tiny, session):
    counting = session("calls = []\ndef double(x):\n    calls.append(x)\n    return len(calls)")
    remembered = Session(launcher, counting.implementation, tiny.limits, memo=Memo())
    for _ in range(3):
        remembered.begin(lambda _: bytes(16))
        assert remembered.call("double", np.ones(1000)) == 1
        assert remembered.call("double", 2) == 2
    remembered.close()


def test_memo_answers_are_fresh_copies(launcher, tiny, session):
    text = session("import numpy as np\ndef double(n): return np.zeros(n)")
    remembered = Session(launcher, text.implementation, tiny.limits, memo=Memo())
    remembered.call("double", 1000)[:] = 7
    remembered.begin(lambda _: bytes(16))
    assert remembered.call("double", 1000).sum() == 0
    remembered.close()


def test_a_callback_cannot_ask_an_object_while_the_call_is_pending(session):
    one = session("class Thing: size = 3\ndef double(f): return f(Thing())\ndef total(x): return x")
    with pytest.raises(TypeError, match="while a call is pending"):
        one.call("double", lambda thing: thing.size)
    assert one.call("total", 1) == 1


@pytest.mark.parametrize(
    "answer",
    ["{n: n for n in range(20_000)}", "set(range(20_000))", "[None] * 1_100_000", "16**5000", "np.zeros((2**39, 0))"],
)
def test_what_the_wire_does_not_take_is_unsendable_and_the_worker_lives(session, answer):
    one = session(f"import numpy as np\ndef double(x): return {answer}\ndef total(x): return x")
    assert isinstance(outcome(one, "double", 1), Unsendable)
    assert one.call("total", 1) == 1


def test_what_threads_burn_between_calls_is_charged_to_the_next(session):
    one = session(
        """
        import threading
        def burn():
            while True: pass
        def double(x):
            threading.Thread(target=burn, daemon=True).start()
            return 2 * x
        """
    )
    assert one.call("double", 1) == 2
    used, started = one.total_cpu_s, one._connection.cpu_s  # which has more: what it used before it was ready
    while one._connection.cpu_s < started + 1:
        time.sleep(0.02)
    assert outcome(one, "double", 1) == Died(Death.CPU)
    assert one.total_cpu_s >= used + 1


def test_sleeping_a_little_in_every_call_ends_with_the_submissions_time(launcher, tiny, session):
    text = session("import time\ndef double(x):\n    time.sleep(0.1)\n    return 2 * x")
    one = Session(launcher, text.implementation, Limits(check_cpu_s=0.2, submission_cpu_s=0.2))
    outcomes = []
    for _ in range(15):
        one.begin(lambda _: bytes(16))
        outcomes.append(outcome(one, "double", 1))
    assert isinstance(outcomes[0], Returned)
    assert outcomes[-1] == Died(Death.WALL)
    one.close()


def test_a_later_load_leaves_no_remark_that_could_carry_an_input(session):
    one = session("import os\nclass Loaded:\n    raise ValueError(os.getpid())\ndef double(x): os._exit(1)")
    assert isinstance(outcome(one, "double", 1), Died)
    first = one.load_errors
    one.begin(lambda _: bytes(16))
    assert isinstance(outcome(one, "double", 1), Died)
    assert len(first) == 1
    assert one.load_errors == first


def test_a_reference_never_runs_out_of_time_over_a_class(launcher, session):
    text = session("import time\ndef double(x):\n    end = time.process_time() + 0.1\n    while time.process_time() < end: pass\n    return x")
    reference = Session(launcher, text.implementation, Limits(check_cpu_s=0.4, submission_cpu_s=0.4))
    for learner in range(10):
        reference.refresh()
        reference.begin(lambda _: bytes(16))
        assert reference.call("double", learner) == learner
    reference.close()


def test_an_object_of_another_implementation_is_not_looked_up_here(session):
    mine = session("class Thing: pass\ndef double(): return Thing()").call("double")
    with pytest.raises(TypeError, match="another implementation"):
        session("def double(thing): return 1").call("double", mine)


@pytest.mark.parametrize("name", ["total", "np", "__builtins__", "Plain", "nothing"])
def test_a_record_names_a_record_and_calls_nothing_else(session, name):
    one = session(
        """
        import numpy as np
        from collections import namedtuple
        Pair = namedtuple("Pair", ["x"])
        class Plain:
            def __init__(self, x): self.x = x
        def total(x): return np.ones(3)
        def double(record): return record.x
        """
    )
    assert one.call("double", Record("Pair", {"x": 1})) == 1
    assert isinstance(outcome(one, "double", Record(name, {"x": 1})), Died)


def test_a_callback_is_known_by_no_address(session):
    one = session("def double(f):\n    return f.__closure__[0].cell_contents")
    assert one.call("double", len) == 0


def test_page_tables_count_as_memory(launcher, session):
    """Looking at empty pages takes neither data memory nor resident pages, but tables of them: gigabytes in seconds."""
    text = session(
        """
        import mmap
        import numpy as np
        def double(x):
            empty = [mmap.mmap(-1, 1 << 36, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000, prot=1) for _ in range(4)]
            return [int(np.frombuffer(one, np.uint8)[:: 1 << 21].max()) for one in empty]
        """
    )
    one = Session(launcher, text.implementation, Limits(check_cpu_s=5, submission_cpu_s=5))
    one.begin(lambda _: bytes(16))
    assert outcome(one, "double", 1) == Died(Death.MEMORY)
    one.close()

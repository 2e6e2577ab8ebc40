"""The same checks without isolation: the implementation is a module of this very process."""

from __future__ import annotations

from grader.model import Effects, Raised, Returned


class LocalSession:
    """Answers like a session, by calling the module directly: no wire, no other process, no observation."""

    worn = False
    load_errors = ()
    total_cpu_s = 0.0
    check_cpu_s = 0.0

    def __init__(self, implementation):
        self.implementation = implementation
        self.calls_made = 0
        self.namespace = {"__name__": implementation.module}
        for part in implementation.parts:
            exec(compile(part.text, part.filename, "exec"), self.namespace)

    def begin(self, seeds):
        pass

    def outcomes(self, calls):
        self.calls_made += len(calls)
        return [self._outcome(call) for call in calls]

    def _outcome(self, call):
        try:
            return Returned(self.namespace[call.target](*call.args, **call.kwargs), Effects())
        except Exception as error:  # noqa: BLE001 – whatever the implementation raises
            bases = tuple(base.__name__ for base in type(error).__mro__)
            return Raised(type(error).__name__, str(error), bases)

    def close(self):
        pass

    renew = close


def local_bench(exercise, reference, key):
    """Return a bench whose sessions are local."""
    from grader.testing.bench import Bench

    bench = Bench(exercise, None, None, key)
    bench._reference = LocalSession(reference)
    bench.put = lambda implementation: _put(bench, implementation)
    return bench


def _put(bench, implementation):
    bench._tested = LocalSession(implementation)
    return bench._tested

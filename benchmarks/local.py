"""The same checks without isolation: the implementation is a module of this very process."""

from __future__ import annotations

import sys
import types

import numpy as np

from grader.outcome import Effects, Raised, Returned
from grader.sandbox.remote import Tensor


class LocalSession:
    """Answers like a session, by calling the module directly: no wire, no other process, no observation."""

    worn = False
    load_errors = ()
    total_cpu_s = 0.0
    check_cpu_s = 0.0

    def __init__(self, implementation, probes=None):
        self.implementation = implementation
        self.calls_made = 0
        self.module = _module(implementation.module, implementation.parts)
        self.probes = _module("probes", [probes] if probes else [])

    def begin(self, seeds):
        pass

    def outcomes(self, calls):
        self.calls_made += len(calls)
        return [self._outcome(call) for call in calls]

    def _outcome(self, call):
        try:
            args, kwargs = _arrived(call.args), _arrived(dict(call.kwargs))
            return Returned(_sent(self._function(call.target)(*args, **kwargs)), Effects())
        except Exception as error:  # noqa: BLE001 – whatever the implementation raises
            bases = tuple(base.__name__ for base in type(error).__mro__)
            return Raised(type(error).__name__, str(error), bases)

    def _function(self, target):
        name, _, probe = target.partition(".")
        if probe:
            return lambda *args, **kwargs: getattr(self.probes, probe)(self.module, *args, **kwargs)
        return getattr(self.module, name)

    def close(self):
        pass

    renew = close


def _module(name, parts):
    module = types.ModuleType(name)
    for part in parts:
        exec(compile(part.text, part.filename, "exec"), vars(module))
    return module


def _arrived(value):
    """Turn what a suite passes into what the implementation gets: tensors are made."""
    if isinstance(value, Tensor):
        return sys.modules["tensorflow"].constant(value.array)
    if isinstance(value, tuple | list):
        return type(value)(map(_arrived, value))
    return {key: _arrived(one) for key, one in value.items()} if isinstance(value, dict) else value


def _sent(value):
    """Turn an answer into what a suite sees."""
    if "tensorflow" in sys.modules and sys.modules["tensorflow"].is_tensor(value):
        return Tensor(np.asarray(value))
    return type(value)(map(_sent, value)) if type(value) in (tuple, list) else value


def local_bench(exercise, reference, key, probes=None):
    """Return a bench whose sessions are local."""
    from grader.testing.bench import Bench

    bench = Bench(exercise, None, None, key)
    bench._reference = LocalSession(reference, probes)
    bench.put = lambda implementation: _put(bench, implementation, probes)
    return bench


def _put(bench, implementation, probes):
    bench._tested = LocalSession(implementation, probes)
    return bench._tested

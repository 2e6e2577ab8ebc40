"""Isolation: the wire, the jail, workers forked from a warm zygote, and sessions with them.

``wire``, ``loader``, ``worker``, ``jail``, ``landlock``, ``seccomp`` and ``zygote`` run beside learner code and
import nothing else of ``grader``; this file stays empty because they import it too.
"""

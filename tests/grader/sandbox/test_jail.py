"""The jail holds with and without its outer shell, as another user or not, and on older kernels' Landlock."""

from __future__ import annotations

import os
import shutil
import textwrap
from pathlib import Path

import pytest

from grader.model import Implementation, Part
from grader.outcome import Death, Died, Raised
from grader.sandbox import landlock
from grader.sandbox.launcher import open_launcher
from grader.sandbox.link import Measures
from grader.sandbox.session import Call, Session

WAYS = {
    "all layers": Measures(),
    "without bubblewrap": Measures(frozenset({"bubblewrap"})),
    "same user": Measures(frozenset({"bubblewrap", "user"})),
    "no namespaces": Measures(frozenset({"bubblewrap", "namespaces"})),
    **{f"landlock {n}": Measures(frozenset({"bubblewrap"}), n) for n in range(1, landlock.abi())},
}


@pytest.fixture(scope="module", params=WAYS.values(), ids=WAYS)
def jail(request, tiny):
    """A launcher with some layers only."""
    launcher = open_launcher(tiny, measures=request.param)
    yield launcher
    launcher.close()


@pytest.fixture
def run(jail, tiny):
    """Call a function body in a fresh worker."""
    opened = []

    def run(body, argument=1):
        text = f"import os, ctypes, sys, threading, time\nimport numpy as np\ndef double(x):\n{textwrap.indent(body, '    ')}\n"
        opened.append(Session(jail, Implementation("t", "tiny", (Part("tiny.py", text),)), tiny.limits))
        opened[-1].begin(lambda _: bytes(16))
        return opened[-1].outcomes([Call("double", (argument,))])[0]

    yield run
    for session in opened:
        session.close()


@pytest.mark.parametrize(
    "body",
    [
        "return open('/etc/passwd').read()",
        "return open('/etc/hostname').read()",
        f"return open({str(Path(__file__))!r}).read()",
        f"return os.listdir({str(Path(__file__).parents[3])!r})",
        "return os.listdir('/')",
        "return os.listdir('..')",
        "return open('/tmp/written', 'w')",
        "return open('/var/tmp/written', 'w')",
        "return open('/dev/shm/written', 'w')",
        "return os.fork()",
        "return os.posix_spawn('/bin/true', ['true'], {})",
        "return __import__('subprocess').run(['true'])",
        "return os.execv('/bin/true', ['true'])",
        "return __import__('socket').socket()",
        "return __import__('socket').socketpair()",
        "return os.kill(os.getppid(), 9)",
        "return os.kill(-1, 9)",
        "return os.symlink('/etc', 'x')",
        "return os.link('/etc/passwd', 'x')",
        "return os.mkfifo('x')",
        "return os.chroot('/')",
        "return os.setuid(0)",
        "return os.memfd_create('x')",
        "return len(__import__('mmap').mmap(-1, 4096, flags=0x122))",
        "return os.sched_setaffinity(0, [0, 1])",
        "return os.setpriority(os.PRIO_PROCESS, 0, -5)",
        "return __import__('resource').setrlimit(7, (64, 64)) or __import__('mmap').mmap(-1, 10)",
        "return open(f'/proc/{os.getppid()}/mem', 'rb')",
        "return open(f'/proc/{os.getppid()}/environ', 'rb').read()",
        "return open('/proc/1/cmdline', 'rb').read()",
    ],
)
def test_what_is_denied_raises(run, body):
    result = run(body)
    assert isinstance(result, Raised)
    assert "OSError" in result.bases


@pytest.mark.parametrize(
    "call",
    [
        "ptrace(16, os.getppid(), 0, 0)",
        "syscall(310, os.getppid(), 0, 0, 0, 0, 0)",
        "syscall(425, 8, 0)",
        "syscall(321, 0, 0, 0)",
        "syscall(250, 0, 0, 0)",
        "syscall(323, 0)",
        "syscall(272, 0x10000000)",
        "mount(b'none', b'/tmp', b'tmpfs', 0, 0)",
        "prctl(1, 0, 0, 0, 0)",
        "prctl(4, 1, 0, 0, 0)",
        "syscall(446, -1, 0)",
        "shmget(0, 4096, 0o1600)",
        "syscall(200, os.getppid(), 9)",
    ],
    ids=["ptrace", "process_vm_readv", "io_uring", "bpf", "keyctl", "userfaultfd", "unshare", "mount", "pdeathsig", "dumpable", "landlock", "shm", "tkill"],
)
def test_raw_system_calls_are_refused(run, call):
    assert run(f"return ctypes.CDLL(None, use_errno=True).{call}").value == -1


@pytest.mark.parametrize(
    ("body", "reasons"),
    [
        ("keep = [threading.Thread(target=time.sleep, args=(9,)) for _ in range(300)]\nfor t in keep: t.start()\ntime.sleep(2)", {"threads", "RuntimeError"}),
        ("a = [bytearray(2**20) for _ in range(10**5)]", {"MemoryError", "memory", "cpu"}),
        ("np.ones(10**9)", {"MemoryError", "memory"}),
        ("for n in range(10**5): open(str(n), 'w').write('x')", {"disk", "cpu"}),
        ("f = open('a', 'wb')\nfor n in range(100): f.write(bytes(2**20)); f.flush()", {"OSError", "disk", "SIGXFSZ"}),
        ("for n in range(3):\n    f = open(str(n), 'wb')\n    for _ in range(40): f.write(bytes(2**20))\ntime.sleep(2)", {"disk", "OSError"}),
        ("os.mkdir('d', 0o300)\nfor n in range(3):\n    f = open(f'd/{n}', 'wb')\n    for _ in range(40): f.write(bytes(2**20))\ntime.sleep(2)", {"disk", "OSError"}),
    ],
    ids=["threads", "lists", "array", "many files", "large file", "large files", "hidden folder"],
)
def test_bombs_go_off_in_their_cell(run, body, reasons):
    result = run(body)
    seen = {result.type} if isinstance(result, Raised) else {result.reason.value, result.detail}
    assert seen & reasons, result


def test_honest_work_goes_on(run):
    body = """
    import tempfile, shutil
    np.savez('a.npz', w=np.ones(3))
    shutil.copy2('a.npz', 'b.npz')
    with tempfile.TemporaryDirectory() as folder:
        open(os.path.join(folder, 'x'), 'w').write('y')
    threads = [threading.Thread(target=lambda: np.linalg.svd(np.ones((9, 9)))) for _ in range(4)]
    for t in threads: t.start()
    for t in threads: t.join()
    return float(np.load('b.npz')['w'].sum()) + len(os.listdir('.'))
    """
    assert run(textwrap.dedent(body)).value == 5.0


def test_nothing_is_inherited(run, monkeypatch):
    monkeypatch.setenv("SECRET", "key")
    assert "SECRET" not in run("return dict(os.environ)").value
    assert len(run("return os.listdir('/proc/self/fd')").value) <= 6
    assert run("return sorted(k for k in sys.modules if k.startswith(('grader.', '_pytest')))").value == [
        f"grader.sandbox{name}"
        for name in (
            *("", ".caps", ".jail", ".landlock", ".loader", ".objects", ".observe", ".scratch", ".seccomp"),
            *(".tf_runtime", ".tf_values", ".watchdog", ".wire", ".worker"),
        )
    ]


def test_siblings_do_not_see_each_other(jail, tiny):
    def session(text):
        return Session(jail, Implementation("t", "tiny", (Part("tiny.py", text),)), tiny.limits)

    first = session("import os\ndef double(x): open('mine', 'w').write('secret'); return os.getcwd(), os.getpid()")
    folder, pid = first.call("double", 1)
    second = session("import os\ndef double(f): return open(f).read()\ndef total(p): return os.kill(p, 9)\ndef mean(f): return os.listdir(f)")
    assert isinstance(second.outcomes([Call("double", (f"{folder}/mine",))])[0], Raised)
    assert isinstance(second.outcomes([Call("mean", (folder,))])[0], Raised)
    assert isinstance(second.outcomes([Call("total", (pid,))])[0], Raised)
    assert isinstance(second.outcomes([Call("double", (f"/proc/{pid}/mem",))])[0], Raised)
    first.close()
    second.close()


def test_scratch_folders_are_gone_afterwards_whatever_was_put_in_them(tiny):
    launcher = open_launcher(tiny)
    root = Path(launcher._scratch)
    text = """
    import os
    def double(x):
        for n in range(300):
            os.mkdir('d' * 50); os.chdir('d' * 50)
        open('f', 'w').write('x')
        os.chmod('.', 0)
        return 1
    """
    session = Session(launcher, Implementation("t", "tiny", (Part("tiny.py", textwrap.dedent(text)),)), tiny.limits)
    session.outcomes([Call("double", (1,))])
    session.close()
    launcher.close()
    assert not root.exists()


def test_layers_in_force_are_told(tiny):
    launcher = open_launcher(tiny)
    expected = {"landlock", "seccomp", "rlimits", "descriptors", "watchdog"}
    assert expected <= set(launcher.isolation)
    assert ("bubblewrap" in launcher.isolation) == (shutil.which("bwrap") is not None)
    if os.geteuid():
        assert "user" not in launcher.isolation
    launcher.close()
    bare = open_launcher(tiny, measures=Measures(frozenset({"bubblewrap", "user", "namespaces", "watchdog"})))
    assert bare.isolation == ("landlock", "seccomp", "rlimits", "descriptors")
    bare.close()


def test_death_reasons_reach_the_outcome(tiny):
    launcher = open_launcher(tiny, measures=Measures(frozenset({"rlimits"})))
    text = "def double(x):\n    keep = []\n    while True: keep.append(bytearray(b'x') * 2**22)"
    session = Session(launcher, Implementation("t", "tiny", (Part("tiny.py", text),)), tiny.limits)
    assert session.outcomes([Call("double", (1,))])[0] == Died(Death.MEMORY)
    session.close()
    launcher.close()

"""The supervisor over real processes: it restarts, stops, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from tests.processes.harness import Supervised, lives, wait_until

Supervise = Callable[..., Supervised]

SLEEPS = "import time; print('up'); time.sleep(600)"
STUBBORN = (
    "import signal, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up'); time.sleep(600)"
)
ENDS_AT_ONCE = "print('no luck'); raise SystemExit(3)"
HAS_A_CHILD = (
    "import os, subprocess, sys, time\n"
    "inner = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    "path = os.environ['FOLDER'] + '/grandchild'\n"
    "open(path + '.new', 'w').write(str(inner.pid)); os.rename(path + '.new', path)\n"
    "print('up'); time.sleep(600)"
)
TELLS_SIGNALS = (
    "import signal, sys, time\n"
    "def tell(number, frame):\n"
    "    print('got', signal.Signals(number).name); sys.exit(0)\n"
    "signal.signal(signal.SIGINT, tell); signal.signal(signal.SIGTERM, tell)\n"
    "print('up'); time.sleep(600)"
)


def test_a_killed_child_is_running_again_within_a_second(supervise: Supervise) -> None:
    supervisor = supervise({"web-1": SLEEPS, "worker-1": SLEEPS})
    first, neighbour = supervisor.pid("web-1"), supervisor.pid("worker-1")
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: supervisor.child("web-1")["pid"] not in (None, first), 1.0, supervisor.log)
    assert supervisor.child("web-1")["restarts"] == 1
    assert supervisor.child("worker-1")["pid"] == neighbour
    supervisor.says("web-1 was ended by SIGKILL; again at once")


def test_each_line_of_a_child_is_led_by_its_name(supervise: Supervise) -> None:
    supervisor = supervise({"worker-2": "print('first\\nsecond', end=''); 1/0"})
    supervisor.says("worker-2   | first\n")
    supervisor.says("worker-2   | second")
    supervisor.says("ZeroDivisionError")


def test_a_child_that_keeps_ending_is_started_ever_more_slowly(supervise: Supervise) -> None:
    supervisor = supervise({"web-1": ENDS_AT_ONCE})
    supervisor.says("web-1 ended with status 3; again at once")
    supervisor.says("again in 0.5 s")
    supervisor.says("again in 1 s")
    assert supervisor.log().count("no luck") == 4


def test_sigterm_stops_every_child_and_ends_with_success(supervise: Supervise) -> None:
    supervisor = supervise({"web-1": SLEEPS, "worker-1": SLEEPS, "inference": SLEEPS})
    pids = [supervisor.pid(name) for name in ("web-1", "worker-1", "inference")]
    assert supervisor.stop() == 0
    assert not any(lives(pid) for pid in pids)
    assert "didn't stop in time" not in supervisor.log()


def test_inference_stops_after_those_who_ask_it(supervise: Supervise) -> None:
    supervisor = supervise({"inference": TELLS_SIGNALS, "worker-1": TELLS_SIGNALS})
    supervisor.says("inference  | up")
    supervisor.says("worker-1   | up")
    supervisor.stop()
    log = supervisor.log()
    assert log.index("worker-1   | got SIGTERM") < log.index("inference  | got SIGTERM")


def test_ctrl_c_reaches_the_supervisor_alone(supervise: Supervise) -> None:
    supervisor = supervise({"web-1": TELLS_SIGNALS})
    supervisor.says("web-1      | up")
    os.killpg(supervisor.process.pid, signal.SIGINT)  # what a terminal does
    assert supervisor.process.wait(10) == 0
    assert "got SIGTERM" in supervisor.log()
    assert "got SIGINT" not in supervisor.log()


def test_a_child_that_ignores_sigterm_is_killed_after_the_grace_time(supervise: Supervise) -> None:
    supervisor = supervise({"web-1": STUBBORN}, grace_s=0.5)
    supervisor.says("web-1      | up")
    pid = supervisor.pid("web-1")
    assert supervisor.stop() == 0
    assert not lives(pid)
    assert "web-1 didn't stop in time and is killed" in supervisor.log()


def test_a_second_signal_ends_the_patience(supervise: Supervise) -> None:
    supervisor = supervise({"web-1": STUBBORN}, grace_s=60)
    supervisor.says("web-1      | up")
    supervisor.process.send_signal(signal.SIGINT)
    supervisor.says("stopping")
    assert supervisor.stop(signal.SIGINT) == 0


def test_what_a_dead_child_started_dies_with_it(supervise: Supervise) -> None:
    supervisor = supervise({"web-1": HAS_A_CHILD})
    supervisor.says("web-1      | up")
    grandchild = int((supervisor.folder / "grandchild").read_text())
    os.kill(supervisor.pid("web-1"), signal.SIGKILL)
    wait_until(lambda: not lives(grandchild), 20)


def test_a_killed_supervisor_leaves_no_orphan(supervise: Supervise) -> None:
    supervisor = supervise({"web-1": HAS_A_CHILD, "worker-1": SLEEPS})
    supervisor.says("web-1      | up")
    grandchild = int((supervisor.folder / "grandchild").read_text())
    pids = [supervisor.pid("web-1"), supervisor.pid("worker-1"), grandchild]
    supervisor.process.kill()
    wait_until(lambda: not any(lives(pid) for pid in pids), 20)


def test_a_killed_guardian_is_replaced_and_still_guards(supervise: Supervise) -> None:
    supervisor = supervise({"web-1": SLEEPS})
    pid, guardian = supervisor.pid("web-1"), supervisor.guardian()
    os.kill(guardian, signal.SIGKILL)
    supervisor.says("a new one takes over")

    def replaced() -> bool:
        try:
            return supervisor.guardian() != guardian
        except AssertionError:  # the new one has no session of its own yet
            return False

    wait_until(replaced, 20)
    assert lives(pid)
    supervisor.process.kill()
    wait_until(lambda: not lives(pid), 20)


def test_a_program_that_cannot_start_does_not_stop_the_others(supervise: Supervise) -> None:
    supervisor = supervise({"web-1": "/no/such/program", "worker-1": SLEEPS})
    assert lives(supervisor.pid("worker-1"))
    supervisor.says("can't start web-1")


def test_closing_the_terminal_stops_everything(supervise: Supervise) -> None:
    supervisor = supervise({"web-1": SLEEPS})
    assert supervisor.pid("web-1")
    assert supervisor.stop(signal.SIGHUP) == 0

"""Runs a snippet in a process of its own: a crash there is a failed test here, and no more.

The snippet must end with exit code 0 and say nothing on stderr. It finds the fixture module as `f`, a few names that most
of the checks need, and the record classes in groups.
"""

import os
import shlex
import subprocess
import sys
import textwrap

from forks import POSSIBLE, Forks

# A program to run the snippets under, for example valgrind; then without Python's own debugging aids, and patiently.
UNDER = shlex.split(os.environ.get("RECORDCLASS_UNDER", ""))
PATIENCE = 30 if UNDER else float(os.environ.get("RECORDCLASS_PATIENCE", "1"))

PRELUDE = '''
import copy, faulthandler, gc, pickle, sys, threading, time, weakref
import recordclass_fixtures as f

PLAIN = [f.HzMut, f.HzFrozen, f.HzGc, f.HzGcFrozen, f.HzDrop, f.HzDropGc]    # P(a, b): two objects
MUTABLE = [f.HzMut, f.HzGc, f.HzDrop, f.HzDropGc]                          # the assignable ones of them
HASHABLE = [f.HzMut, f.HzFrozen, f.HzGc, f.HzGcFrozen]
VECS = [f.HzVec, f.HzVecGc, f.HzVecFrozen]                                # P([..], a)
TYPED = [f.HzTyped, f.HzTypedGc]                                          # P(str, list, maybe, fixed)
HAS_GC = [f.HzGc, f.HzGcFrozen, f.HzDropGc, f.HzVecGc, f.HzTypedGc]
FREE_THREADED = not getattr(sys, "_is_gil_enabled", lambda: True)()

def makers():
    """One (class, function of a value that makes a record with it) for each way to hold an object."""
    for P in PLAIN: yield P, lambda v, P=P: P(v, v)
    for P in VECS: yield P, lambda v, P=P: P([v, v], v)
    for P in TYPED: yield P, lambda v, P=P: P("text", [v], v, v)
    yield f.HzMaybe, lambda v: f.HzMaybe(v, None)
    yield f.HzWide, lambda v: f.HzWide(v, v, v, v, v, v, v, v, v, v, 0, 1, 2, 3, 4, c0=v, c1=v)
    yield f.HzDefault, lambda v: f.HzDefault(v)

def raises(kinds, call, *args, **kwargs):
    """The exception that the call raises, which must be of one of these kinds."""
    try:
        got = call(*args, **kwargs)
    except kinds as error:
        return error
    raise AssertionError(f"{call} gave {got!r} where {kinds} was to be raised")

def quiet(call, *args, **kwargs):
    """Calls, and takes any ordinary exception for an answer. SystemError never is one."""
    try:
        return call(*args, **kwargs)
    except SystemError:
        raise
    except Exception as error:
        return error

def in_thread(work, stack=256 * 1024):
    """Runs the function in a thread with a small stack."""
    failed = []
    def run():
        try: work()
        except BaseException as error: failed.append(error)
    old = threading.stack_size(stack)
    try:
        thread = threading.Thread(target=run); thread.start(); thread.join()
    finally:
        threading.stack_size(old)
    if failed: raise failed[0]
'''


# By whether it is in Python's development mode.
FORKS = {}


def run(*parts, timeout=60, dev=True, stderr="", fresh=False):
    """Runs the parts as one program. `stderr`: a text that must be there instead of nothing; None: no matter. `fresh`: in a
    process that starts for it, where it may be a forked one."""
    done = start("".join(textwrap.dedent(part) + "\n" for part in parts), timeout=timeout, dev=dev, fresh=fresh)
    told = f"\n--- stdout\n{done.stdout[-3000:]}\n--- stderr\n{done.stderr[-6000:]}"
    assert done.returncode == 0, f"exit code {done.returncode}{told}"
    if stderr is None:
        return
    if stderr:
        assert stderr in done.stderr, f"no {stderr!r} on stderr{told}"
    else:
        assert done.stderr == "", f"stderr is not empty{told}"


def start(snippet, *, timeout, dev, fresh):
    import recordclass_fixtures

    env = {**os.environ, "PYTHONPATH": os.path.dirname(recordclass_fixtures.__file__), "PYTHONHASHSEED": "1"}
    # A bug on purpose is for the snippets alone: pytest itself has to tell who found it.
    env["RECORDCLASS_PLANTED"] = env.pop("RECORDCLASS_SNIPPETS_PLANTED", "")
    for name in ("PYTHONDEVMODE", "PYTHONWARNINGS", "RUST_BACKTRACE"):
        env.pop(name, None)
    flags = ["-X", "dev", "-W", "error"] if dev and not UNDER else []
    python = [*UNDER, sys.executable, *flags, "-X", "faulthandler"]
    timeout *= PATIENCE
    if fresh or not POSSIBLE:
        command = [*python, "-c", PRELUDE + snippet]
        return subprocess.run(command, env=env, capture_output=True, text=True, timeout=timeout, errors="replace", check=False)
    if dev not in FORKS or FORKS[dev].ended:
        FORKS[dev] = Forks(python, PRELUDE, env)
    return FORKS[dev].run(snippet, timeout)

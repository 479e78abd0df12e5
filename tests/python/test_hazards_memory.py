"""When memory runs out: MemoryError, every reference accounted for, and everything works again."""

import sys

import isolated
import pytest

SWEEP = '''
import _testcapi
def sweep(P, v, work):
    """Runs `work` with one allocation after another failing."""
    before = sys.getrefcount(v)
    for n in range(120):
        _testcapi.set_nomemory(n, n + 1)
        try:
            work()
        except MemoryError:
            pass
        except SystemError:
            _testcapi.remove_mem_hooks()
            raise
        except Exception:
            pass  # CPython itself turns some into others
        except BaseException as error:
            _testcapi.remove_mem_hooks()
            if "PANICS" not in globals() or type(error).__name__ != "PanicException": raise
        finally:
            _testcapi.remove_mem_hooks()
    for name in ("last_exc", "last_type", "last_value", "last_traceback"): sys.__dict__.pop(name, None)
    gc.collect()
    f.hz_drops()  # PyO3 works off what it put off
    after = sys.getrefcount(v)
    assert after == before, (P, after - before)
'''

# No comprehension in here: when an exception leaves its frame, 3.11 may lose it for want of memory for the traceback
# (SystemError, also with nothing but a `__slots__` class).
OPERATIONS = {
    "construct": "lambda: make(v)", "keywords": "lambda: P(**dict(zip(P.__match_args__, p)))", "repr": "lambda: repr(p)", "eq": "lambda: p == q", "hash": "lambda: hash(f.HzFrozen(1, ()))",
    "copy": "lambda: copy.copy(p)", "deepcopy": "lambda: p.__deepcopy__({})", "reduce": "lambda: p.__reduce__()", "replace": "lambda: p.__replace__()", "dict": "lambda: p._asdict()", "slice": "lambda: p[:]",
    "iterate": "lambda: list(p)", "wrong call": "lambda: P(nope=v)", "set": "lambda: list(map(setattr, [p] * len(p), P.__match_args__, list(p)))", "delete": "lambda: delattr(p, 'nope')",
    "make": "lambda: P.__make__(list(p))",
}


OBJECTS = "[(P, make) for P, make in makers() if P in PLAIN + TYPED]"
OTHERS = "[(P, make) for P, make in makers() if P not in PLAIN + TYPED + [f.HzDefault]] + [(f.HzHeap, lambda v: f.HzHeap('t', [1.0]))]"


def body(classes, operation):
    return f"""
    for P, make in {classes}:
        v = []
        p, q = make(v), make(v)
        work = {OPERATIONS[operation]}
        quiet(work)
        sweep(P, v, work)
        assert make(v)[:] == p[:] == q[:] or P in TYPED
    """


# Here PyO3 makes a str or a dict, or normalises an error, and panics after it has printed the MemoryError.
THROUGH_PYO3 = {"repr", "deepcopy", "make"}


@pytest.mark.hazard(44)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_of_records_of_objects(operation):
    pytest.importorskip("_testcapi")
    if operation in THROUGH_PYO3:
        isolated.run("PANICS = True", SWEEP, body(OBJECTS, operation), dev=False, stderr=None)
    else:
        isolated.run(SWEEP, body(OBJECTS, operation), dev=False)


@pytest.mark.hazard(44)
@pytest.mark.parametrize("operation", [name for name in OPERATIONS if name != "repr"])
def test_of_records_with_converted_values(operation):
    """Without repr, where CPython loses a list itself if it cannot shrink its own note of what is being shown.

    PyO3's own conversions (of a Vec, a String) say so by a panic, after they have printed the MemoryError.
    """
    pytest.importorskip("_testcapi")
    isolated.run("PANICS = True", SWEEP, body(OTHERS, operation), dev=False, stderr=None)

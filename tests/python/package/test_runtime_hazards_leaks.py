"""Every operation of the package, right and wrong, again and again: blocks, references and memory come back to what they were."""

import sys

import pytest
from reference import FREE_THREADED
from runtime import run

WORK = """
class Raises:
    def oops(self, *args): raise ZeroDivisionError
    __eq__ = __lt__ = __hash__ = __repr__ = __index__ = __deepcopy__ = __reduce_ex__ = __iter__ = __bool__ = oops
error, module = Raises(), sys.modules[__name__]
def failing(): yield 1; raise ZeroDivisionError
READ = [repr, hash, list, len, copy.copy, copy.deepcopy, pickle.dumps, asdict, astuple, clone, iter, reversed, dir, lambda p: p == p, lambda p: p != 3, lambda p: p < p, lambda p: p[0], lambda p: p[-1], lambda p: p[:], lambda p: p[::2],
        lambda p: p[99], lambda p: p["a"], lambda p: p[error], lambda p: p[error:], lambda p: error in p, lambda p: 5 in p, lambda p: p.a, lambda p: p.nope, lambda p: p.__reduce__(), lambda p: p.__replace__(a=1), lambda p: p.__replace__(nope=1),
        lambda p: next(iter(p)), lambda p: next(reversed(p)), lambda p: pickle.loads(pickle.dumps(p)), lambda p: copy.copy(iter(p)), lambda p: p.__fields__, sys.getsizeof, bool, str, gc.get_referents, lambda p: p + p, lambda p: p * 2, lambda p: p()]
WRITE = [lambda p, v: setattr(p, "a", v), lambda p, v: setattr(p, "nope", v), lambda p, v: delattr(p, "b"), lambda p, v: repr(p), lambda p, v: delattr(p, "b"), lambda p, v: setattr(p, "b", v), lambda p, v: operator.setitem(p, 0, v), lambda p, v: operator.setitem(p, 99, v),
         lambda p, v: operator.setitem(p, slice(0, 2), (v, v)), lambda p, v: operator.setitem(p, slice(None), failing()), lambda p, v: operator.setitem(p, error, v), lambda p, v: update(p, a=v), lambda p, v: update(p, nope=v), lambda p, v: p.__init__(v),
         lambda p, v: operator.delitem(p, 0), lambda p, v: p.append(v), lambda p, v: p.extend(failing()), lambda p, v: p.insert(0, v), lambda p, v: p.pop(), lambda p, v: p.sort(key=lambda x: 1 / 0), lambda p, v: setattr(p, "__class__", int)]
def calls(P, v):
    return [lambda: P(v, v), lambda: P(a=v, b=v), lambda: P(), lambda: P(v), lambda: P(v, v, v), lambda: P(v, v, a=v), lambda: P(v, v, zz=v), lambda: P.__new__(P), lambda: P.__new__(int), lambda: P.__make__([v, v]), lambda: P.__make__([v]), lambda: P.__make__(failing()),
            lambda: make(P, [v]), lambda: make(P, failing()), lambda: P(error, error)]
def operations():
    for P, make_one in KINDS:
        for v in ([1], error):
            for call in calls(P, v): quiet(call)
            for one in READ: quiet(one, make_one(v))
            p = make_one(v)
            for one in WRITE: quiet(one, p, v)
            quiet(lambda: make_one(v) == make_one(error)); quiet(lambda: make_one(error) < make_one(v))
def classes():
    for options in ({}, {"readonly": True}, {"gc": True}, {"use_dict": True, "use_weakref": True}, {"mapping": True}):
        P = datatype("P", (dataobject,), {"__annotations__": {"a": object, "b": object}, "b": 5, "__module__": "m"}, **options)
        p = P([1]); quiet(repr, p); quiet(copy.copy, p); quiet(hash, p)
    quiet(datatype, "P", (dataobject,), {"__annotations__": {"1": int}}); quiet(datatype, "P", (dataobject,), {}, nope=True); quiet(datatype, "P", (Plain, int), {}); quiet(recordclass, "P", "a a"); quiet(recordclass, "P", error)
    quiet(make_class, "P", failing()); quiet(make_arrayclass, "A", -1); make_arrayclass("A", 2)(1, 2); make_dictclass("D", "x y")(1, 2)
    gc.collect()
"""


@pytest.mark.hazard(1, 2, 3, 46)
@pytest.mark.parametrize("what", ["total references", "blocks", "traced memory"])
@pytest.mark.parametrize("work, rounds, warm, makes", [("operations", 10, 10, 1), ("classes", 8, 250, 5)])
def test_nothing_grows_over_many_rounds(what, work, rounds, warm, makes):
    """One calm count is enough: what leaks once in a round, or for each class, grows by as many in each.

    Caches of CPython's that know of types by their addresses take some hundred classes to fill.
    """
    if what == "total references" and not hasattr(sys, "gettotalrefcount"):
        pytest.skip("only debug builds count them")
    if FREE_THREADED and (what, work) == ("traced memory", "classes"):
        pytest.skip("without a GIL, 40 classes of plain Python that come and go leave 8 kB behind, too")
    run(WORK, f"what, work, rounds, warm, makes = {what!r}, {work}, {rounds}, {warm}, {makes}", """
    import tracemalloc
    if what == "traced memory":
        tracemalloc.start()
        count, calm = lambda: tracemalloc.get_traced_memory()[0], rounds * makes * 16
    else:
        count, calm = sys.getallocatedblocks if what == "blocks" else sys.gettotalrefcount, rounds * makes
    for _ in range(warm): work()
    deltas = []
    for _ in range(25):
        gc.collect(); before = count()
        for _ in range(rounds): work()
        gc.collect(); deltas.append(count() - before)
        if deltas[-1] < calm: break
    else: raise AssertionError(deltas)
    """, dev=False, timeout=180)

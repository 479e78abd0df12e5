"""No operation leaks a reference or gives one back too many: of a value, or of the class."""

import sys

import isolated
import pytest

COUNT = '''
def moved(things, work, rounds=300):
    """By how much the reference counts of these things changed over so many rounds."""
    work(); gc.collect()
    counts = lambda: [sys.getrefcount(thing) for thing in things]
    before = counts()
    for _ in range(rounds): work()
    gc.collect()
    return [new - old for new, old in zip(counts(), before)]

def exact(P, things, work):
    got = moved([P, *things], work)
    if FREE_THREADED: got = got[1:]  # of a class the count is spread over threads
    # A slot may keep what the first call put in: then every later one changes nothing.
    assert not any(got), (P.__name__, got)
'''


@pytest.mark.hazard(1, 2, 5)
def test_construction_and_death_are_exact():
    isolated.run(COUNT, """
    for P, make in makers():
        v = [0]
        exact(P, [v], lambda: make(v))
    """)


@pytest.mark.hazard(1)
def test_reading_is_exact():
    isolated.run(COUNT, """
    for P, make in makers():
        v = ["v"]
        p = make(v)
        names = P.__match_args__
        exact(P, [v], lambda: [getattr(p, name) for name in names])
        exact(P, [v], lambda: (p[0], p[-1], p[:], p[::-1], list(p), len(p), v in p, repr(p), list(reversed(p))))
        exact(P, [v], lambda: quiet(p.__getitem__, 99))
    """)


@pytest.mark.hazard(1)
def test_writing_is_exact():
    isolated.run(COUNT, """
    for P in MUTABLE:
        p, v, w = P(0, 0), [0], [1]
        def work():
            p.a = v; p.a = w; p[1] = v; p[-1] = w
            setattr(p, "a", v)
            # Of a gc record each write is seen, unless it is tracked from birth.
            if P in HAS_GC and not FREE_THREADED: raises((TypeError, AttributeError), object.__setattr__, p, "b", v); raises(AttributeError, P.a.__set__, p, w)
            else: object.__setattr__(p, "b", v); P.a.__set__(p, w)
            del p.a; p.a = v; del p.b; p.b = w
        exact(P, [v, w], work)
    for P in TYPED:
        v, w, text = [0], [1], "".join(["a", "text"])
        p = P(text, v, w, v)
        def work():
            p.list = w; p.list = v; p.maybe = v; p.maybe = None; p.maybe = w; p.text = text
            for name, wrong in [("text", v), ("list", text), ("fixed", w)]:
                quiet(setattr, p, name, wrong)
            del p.list; quiet(delattr, p, "list"); p.list = v
        exact(P, [v, w, text], work)
    """)


@pytest.mark.hazard(1)
def test_comparing_and_hashing_are_exact():
    isolated.run(COUNT, """
    import operator
    for P in PLAIN:
        v = ("v",)
        p, q = P(v, v), P(v, ("w",))
        for op in (operator.eq, operator.ne, operator.lt, operator.ge):
            exact(P, [v], lambda: (quiet(op, p, q), quiet(op, p, 3), quiet(op, 3, p)))
        exact(P, [v], lambda: quiet(hash, p))
    """)


@pytest.mark.hazard(1, 36)
def test_copies_and_pickles_are_exact():
    isolated.run(COUNT, """
    for P, make in makers():
        v = ["v"]
        p = make(v)
        exact(P, [v], lambda: (copy.copy(p), copy.deepcopy(p), p.__reduce__(), pickle.loads(pickle.dumps(p))))
        exact(P, [v], lambda: (p.__replace__(), quiet(p.__replace__, nope=v), quiet(p.__replace__, v)))
        exact(P, [v], lambda: (P.__make__(list(p)), quiet(P.__make__, [v]), quiet(P.__make__, 3)))
    for P in PLAIN:
        v = ["v"]
        p = P(v, v)
        exact(P, [v], lambda: p.__replace__(a=v))
    """)


@pytest.mark.hazard(3)
def test_failed_calls_are_exact():
    isolated.run(COUNT, """
    for P in PLAIN:
        v = [0]
        for work in (lambda: P(v, v, v), lambda: P(), lambda: P(v), lambda: P(v, zz=v), lambda: P(v, v, a=v), lambda: P(v, a=v, b=v),
                     lambda: P.__new__(P, v), lambda: P.__new__(v), lambda: P.__new__(int, v, v)):
            exact(P, [v], lambda: raises(TypeError, work))
    for P in TYPED:
        v = [0]
        for work in (lambda: P(v, v, v, v), lambda: P("t", "l", v, v), lambda: P("t", v, v), lambda: P("t", v, v, fixed=v, nope=v)):
            exact(P, [v], lambda: raises(TypeError, work))
    for P in VECS:
        v = [0]
        exact(P, [v], lambda: raises(TypeError, P, [v, v]))
        exact(P, [v], lambda: raises(TypeError, P, 3, v))
    """)


@pytest.mark.hazard(1)
def test_other_ways_to_call_are_exact():
    isolated.run(COUNT, """
    import functools
    for P in PLAIN:
        v = [0]
        for work in (lambda: functools.partial(P, v)(v), lambda: list(map(P, [v], [v])), lambda: type.__call__(P, v, b=v),
                     lambda: P(*[v], **{"b": v}), lambda: P.__new__(P, v, b=v), lambda: P(b=v, a=v), lambda: P.__call__(v, v)):
            exact(P, [v], work)
    v = [0]
    exact(f.HzMut, [v], lambda: f.hz_make(v, v))
    exact(f.HzGc, [v], lambda: (f.hz_make_gc(v, v), f.hz_swap(f.HzGc(v, v))))
    """)


@pytest.mark.hazard(1, 2, 46)
@pytest.mark.parametrize("what", ["total references", "blocks", "traced memory"])
def test_nothing_grows_over_many_rounds(what):
    """Debug builds count every reference there is; all builds count blocks of memory."""
    if what == "total references" and not hasattr(sys, "gettotalrefcount"):
        pytest.skip("only debug builds count them")
    isolated.run(f"what = {what!r}", """
    import tracemalloc
    calm = 15
    if what == "traced memory": tracemalloc.start(); count = lambda: tracemalloc.get_traced_memory()[0]; calm = 20 * 16
    else: count = sys.getallocatedblocks if what == "blocks" else sys.gettotalrefcount
    def work():
        for P, make in makers():
            for v in ([1], {"k": 1}):
                p = make(v)
                repr(p), copy.copy(p), copy.deepcopy(p), pickle.loads(pickle.dumps(p)), p == make(v), p[:], p.__replace__()
                for name in P.__match_args__:
                    quiet(setattr, p, name, v); quiet(delattr, p, name); quiet(getattr, p, name); quiet(setattr, p, name, v)
                quiet(repr, p); quiet(hash, p); quiet(P); quiet(P, nope=1); quiet(lambda: p < p)
        n = f.HzNative(*[1] * 10, True, "a")
        for name in n.__match_args__:
            for v in (0, 1.5, 2**100, True, "z", None, "zz"): quiet(setattr, n, name, v)
        repr(n), hash(n), n == copy.copy(n), pickle.loads(pickle.dumps(n))
        h = f.HzHeap("text", [1.0, 2.0]); h.text = "other"; quiet(setattr, h, "text", 3); h.numbers = []; repr(h)
        t = f.HzTyped("t", [], None, 1)
        for name in ("\\ud800", "a\\0b", "nope", "".join(["te", "xt"])):
            quiet(setattr, t, name, 1); quiet(delattr, t, name); quiet(getattr, t, name); quiet(f.HzMut, 1, **{name: 1}); quiet(t.__replace__, **{name: 1})
            quiet(setattr, n, "letter", name[0]); quiet(f.HzHeap, name, []); quiet(f.HzHeap, name, [name])
        for key in (99, 2**99, -3, "a", None, 1.5): quiet(t.__getitem__, key); quiet(t.__setitem__, key, 1); quiet(n.__setitem__, key, "a")
    for _ in range(20): work()
    # What leaks once in each call of `work` grows by 20 in each count. Caches that fill up, and the interpreter's own
    # coming and going of blocks, do not: one calm count shows that there is no such leak.
    deltas = []
    for _ in range(60):
        gc.collect(); before = count()
        for _ in range(20): work()
        gc.collect(); deltas.append(count() - before)
        if deltas[-1] < calm: break
    else: raise AssertionError(deltas)
    """, dev=False)


@pytest.mark.hazard(47)
def test_a_detached_thread_may_drop_the_last_reference():
    isolated.run("""
    for P, make in makers():
        class Value: pass
        value = Value(); gone = weakref.ref(value)
        holder = [make(value)]; del value
        f.hz_drop_detached(holder)
        # PyO3 puts such a decrement off until something attaches.
        f.hz_drops(); f.hz_make(1, 2); gc.collect()
        assert gone() is None, P
    """)

"""A panic in Rust code becomes an exception wherever it happens; it never aborts the process."""

import isolated
import pytest

PANIC = '''
def panics(text, call, *args, **kwargs):
    """The call panics with that text, and the next one of the same interpreter works."""
    try:
        got = call(*args, **kwargs)
    except BaseException as error:
        assert type(error).__name__ == "PanicException" and text in str(error), error
    else:
        raise AssertionError(f"no panic, but {got!r}")
    assert f.HzMut(1, 2)[:] == (1, 2)
'''


@pytest.mark.hazard(43)
def test_in_methods_of_the_users():
    isolated.run(PANIC, """
    p = f.HzPanics(1)
    panics("method", p.method); panics("function", f.HzPanics.function); panics("getter", lambda: p.property); panics("repr", lambda: repr(p))
    panics("eq", lambda: p == p); panics("eq", lambda: p != 3); panics("eq", lambda: [f.HzPanics(2)] == [p])
    panics("hash", hash, p); panics("len", len, p); panics("contains", lambda: 3 in p)
    class Raises:
        def __eq__(self, other): raise KeyError
        __hash__ = None
    # Out of a value's method, through our own protocol.
    for P in PLAIN:
        q, r = P(p, 1), P(f.HzPanics(2), 1)
        panics("repr", repr, q); panics("eq", lambda: q == r); panics("eq", lambda: q < r) if P in HASHABLE else None; panics("hash", lambda: hash(f.HzFrozen(p, 1))); panics("eq", lambda: 3 in q)
    """, stderr="this method panics")


@pytest.mark.hazard(43)
def test_in_construction_and_conversion():
    isolated.run(PANIC, """
    good = f.HzNasty([1], list)
    objects = [P([1], list) for P in (f.HzNasty, f.HzNastyFrozen, f.HzNastyGc, f.HzNastyGcFrozen, f.HzNastyClone)] + [f.HzNastyCopy([1], 1)]
    for p in objects:
        P, v = type(p), p.v
        f.hz_arm("from", True)
        for call in (lambda: P([1], v), lambda: P(a=[1], v=v), lambda: P.__new__(P, [1], v), lambda: type.__call__(P, [1], v=v), lambda: P.__make__([[1], v]), lambda: p.__replace__(v=v)):
            panics("this from panics", call)
        if P not in (f.HzNastyFrozen, f.HzNastyGcFrozen):
            panics("this from panics", setattr, p, "v", v); panics("this from panics", p.__setitem__, 1, v)
        f.hz_arm("from", False)
        f.hz_arm("into", True)
        for call in (lambda: p.v, lambda: p[1], lambda: p[:], lambda: list(p), lambda: repr(p), lambda: p == P([1], v), lambda: p.__reduce__(), lambda: pickle.dumps(p), lambda: P.v.__get__(p), lambda: 7 in p):
            panics("this into panics", call)
        f.hz_arm("into", False)
        assert p.v is v or p.v == v; assert p.a == [1]
    f.hz_arm("clone", True)
    panics("this clone panics", lambda: f.HzNastyClone(1, list).v)
    f.hz_arm("default", True)
    d = [0]; before = sys.getrefcount(d)
    for _ in range(50): panics("this default panics", f.HzDefault, d); panics("this default panics", f.HzDefault.__new__, f.HzDefault, d)
    assert sys.getrefcount(d) == before and f.HzDefault(d, [3]).list == [3]
    f.hz_arm("default", False); assert f.HzDefault(d).list == [1]
    f.hz_arm("new", True); panics("this new panics", f.HzPanicNew, 1); f.hz_arm("new", False); assert f.HzPanicNew(1).a == 1
    """, stderr="this into panics")


@pytest.mark.hazard(43)
def test_in_a_rust_use_of_a_slot_without_its_record():
    isolated.run(PANIC, """
    a, b = f.HzMut(1, 2), f.HzMut(3, 4)
    panics("must be the record", f.hz_wrong_owner, a, b); panics("must be the record", f.hz_no_owner, a)
    assert a[:] == (1, 2) and b[:] == (3, 4); f.hz_wrong_owner(a, a); assert a.a is None
    """, stderr="must be the record")


@pytest.mark.hazard(43)
def test_in_a_traverse_it_hides_the_rest_and_no_more():
    isolated.run("""
    for P in (f.HzNastyGc, f.HzNastyGcFrozen, f.HzNastyClone):
        class Call(list):
            def __call__(self): return None
        call = Call(); gone = weakref.ref(call)
        p = P([1], call); call.append(p); del call, p
        f.hz_arm("traverse", True); gc.collect(); assert gone() is not None
        f.hz_arm("traverse", False); gc.collect(); gc.collect(); assert gone() is None, P
    """, stderr="this traverse panics")


@pytest.mark.hazard(43)
@pytest.mark.parametrize("stderr, snippet", [
    ("this drop panics", "P, make = f.HzDropPanic, f.HzDropPanic"),
    ("this value's drop panics", "P, make = f.HzBomb, lambda v: f.HzBomb(v, 1, v); f.hz_arm('drop', True)"),
])
def test_in_a_drop_it_is_reported_and_the_other_fields_go(stderr, snippet):
    isolated.run(snippet, """
    told = []
    sys.unraisablehook = lambda args: told.append(str(args.exc_value))
    v = [0]; before = sys.getrefcount(v), sys.getrefcount(P)
    for _ in range(20): make(v)
    assert len(told) == 20, told
    assert sys.getrefcount(v) == before[0] and (FREE_THREADED or sys.getrefcount(P) == before[1])
    def raise_it():
        p = make(v)
        raise KeyError("the one")
    assert raises(KeyError, raise_it).args == ("the one",)
    raises(TypeError, lambda: f.HzMut(make(v), 2, 3)); raises(AttributeError, lambda: make(v).nope); raises(ZeroDivisionError, lambda: (lambda p: 1 / 0)(make(v)))
    [make([make(v)]) for _ in range(100)]
    head = v
    for _ in range(200): head = f.HzMut(make(head), 1)
    del head
    assert sys.getrefcount(v) == before[0]
    f.hz_arm("drop", False)
    """, stderr=stderr)


@pytest.mark.hazard(43)
def test_in_a_drop_of_a_replaced_value_and_of_a_half_made_record():
    isolated.run(PANIC, """
    v = [0]; p = f.HzBomb(v, 1, v)
    f.hz_arm("drop", True)
    panics("value's drop", setattr, p, "bomb", 2)
    f.hz_arm("drop", False); assert p.bomb == 2 and p.a is v; f.hz_arm("drop", True)
    raises(TypeError, f.HzBomb, v); raises(TypeError, f.HzBomb, v, "x", v)
    f.hz_arm("drop", False); p.bomb = 3; assert p.bomb == 3
    """, stderr="value's drop panics")

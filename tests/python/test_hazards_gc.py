"""What the collector sees of a record, and what it leaves behind."""

import isolated
import pytest

CYCLE = '''
class Marker: pass
def collected(close):
    """Whether a marker dies that only a cycle holds; `close(marker)` makes the cycle and returns nothing."""
    marker = Marker(); gone = weakref.ref(marker)
    close(marker); del marker
    gc.collect(); gc.collect()
    return gone() is None
'''


@pytest.mark.hazard(31)
def test_a_cycle_through_a_gc_record_is_collected():
    isolated.run(CYCLE, """
    def own(P):
        def close(m): p = P(m, None); p.b = p
        return close
    def through(wrap):
        def close(m):
            keep = []; keep.append(wrap([keep, m]))
        return close
    for P in (f.HzGc, f.HzDropGc): assert collected(own(P)), P
    for wrap in (lambda v: f.HzGc(v, 1), lambda v: f.HzGcFrozen(1, v), lambda v: f.HzDropGc(v, v), lambda v: f.HzVecGc([v, v, 1], v), lambda v: f.HzVecGc([f.HzVecGc([v], 1)], 1),
                 lambda v: f.HzTypedGc("t", v, v, v), lambda v: f.HzTypedGc("t", [], None, v), lambda v: f.hz_make_gc(v, 1), lambda v: f.HzGc(f.HzGcFrozen(v, v), f.HzGc(v, v)),
                 lambda v: copy.copy(f.HzGc(v, 1)), lambda v: f.HzGc(v, 1).__replace__(b=v), lambda v: f.HzGc.__make__([v, v])):
        assert collected(through(wrap))
    def nasty(P):
        def close(m):
            class Call(list):
                def __call__(self): pass
            c = Call([m]); c.append(P(c, c))
        return close
    for P in (f.HzNastyGc, f.HzNastyGcFrozen, f.HzNastyClone): assert collected(nasty(P)), P
    """)


@pytest.mark.hazard(31)
def test_a_plain_record_has_no_header_and_its_cycle_leaks():
    isolated.run(CYCLE, """
    for P, make in makers():
        p = make([1])
        assert gc.is_tracked(p) == bool(P.__flags__ & (1 << 14)) == (P in HAS_GC), P
        assert not (P.__flags__ & (1 << 10)), "no subclasses yet"
    def close(m): p = f.HzMut(m, None); p.b = p
    assert not collected(close)
    """)


@pytest.mark.hazard(32)
def test_every_object_is_visited_once():
    isolated.run("""
    def visits(p): return sorted(map(id, gc.get_referents(p)))
    a, b, c, text = [1], [2], [3], "".join(["te", "xt"])
    for p, want in [(f.HzGc(a, b), [a, b]), (f.HzGc(a, a), [a, a]), (f.HzGcFrozen(a, b), [a, b]), (f.HzDropGc(a, b), [a, b]), (f.HzVecGc([a, b, a], c), [a, b, a, c]),
                    (f.HzTypedGc(text, a, b, c), [text, a, b, c]), (f.HzTypedGc(text, a, None, c), [text, a, None, c])]:
        assert visits(p) == sorted(map(id, [*want, type(p)])), type(p)
    p = f.HzGc(a, b); del p.a; assert visits(p) == sorted(map(id, [b, f.HzGc])); del p.b; assert gc.get_referents(p) == [f.HzGc]; gc.collect(); p.a = 1
    # A copy has a value of its own: what two records share neither could show.
    p = f.HzVecGc([a], b); q = copy.copy(p)
    assert visits(p).count(id(a)) == visits(q).count(id(a)) == 1
    """)


@pytest.mark.hazard(6, 32)
def test_a_record_that_the_collector_cleared_still_works():
    isolated.run("""
    import operator
    operations = [repr, hash, copy.copy, copy.deepcopy, pickle.dumps, list, len, lambda p: p == p, lambda p: p < p, lambda p: p[0], lambda p: p[:], lambda p: 3 in p, lambda p: p.__reduce__(),
                  lambda p: p.__replace__(), gc.get_referents, lambda p: setattr(p, "a", 5), lambda p: delattr(p, "a"), lambda p: p.items, lambda p: setattr(p, "items", [1]), lambda p: p.text,
                  lambda p: setattr(p, "maybe", None), lambda p: P(*p)]
    acted = []
    def act(p):
        for operation in operations: quiet(operation, p)
        acted.append(1)
    import ctypes
    clear = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.py_object)
    def tp_clear(P):
        # A type starts with its head (the size is the last word of it), and `tp_clear` is the 22nd word behind it:
        # that part of the struct is what extensions are compiled against.
        words = ctypes.cast(id(P) + object.__basicsize__, ctypes.POINTER(ctypes.c_void_p))
        return clear(words[22])
    for P, make in makers():
        p = make(["v"])
        if P is f.HzMaybe: continue
        call = tp_clear(P)
        assert call(p) == 0
        act(p)
        assert call(p) == 0
        act(p); del p; gc.collect()
    class D:
        def __del__(self): act(self.holder[0])
    for P in MUTABLE:
        p = P(D(), D()); holder = [p]; p.a.holder = p.b.holder = holder
        before = len(acted); tp_clear(P)(p); assert len(acted) == before + 2
        holder.clear()
    """)


@pytest.mark.hazard(15, 32)
def test_values_with_finalisers_in_a_cycle_may_use_the_record():
    isolated.run("""
    acted = []
    class D:
        def __del__(self):
            for p in self.seen:
                for operation in (repr, copy.copy, list, lambda p: p == p, lambda p: p[:], lambda p: setattr(p, "a", 1), lambda p: P(*p)): quiet(operation, p)
            acted.append(1)
            if len(acted) % 3 == 0: kept.extend(self.seen)
    kept = []
    for P in [f.HzGc, f.HzGcFrozen, f.HzDropGc]:
        for _ in range(60):
            d = D(); d.seen = [P(d, P([d], d)), f.HzVecGc([d], d), f.HzTypedGc("t", [d], d, d)]; del d
        gc.collect(); gc.collect()
        for p in kept: repr(p[:])
        kept.clear(); gc.collect()
    assert len(acted) >= 180
    """)


@pytest.mark.hazard(32, 38)
def test_collections_at_every_allocation_see_no_half_made_record():
    isolated.run("""
    gc.set_threshold(1, 1, 1)
    for P, make in makers():
        for _ in range(30):
            p = make([{}]); copy.copy(p), copy.deepcopy(p), p[:], p.__replace__(), pickle.loads(pickle.dumps(p)), quiet(P), repr(p)
    made = [f.hz_make_gc([i], {}) for i in range(200)] + [f.HzGc([i], {}) for i in range(200)]
    for o in gc.get_objects(): type(o)
    """)


@pytest.mark.hazard(33)
def test_weak_references_are_refused():
    isolated.run("""
    for P, make in makers():
        raises(TypeError, weakref.ref, make([1])); assert P.__weakrefoffset__ == 0 and P.__dictoffset__ == 0
        raises(TypeError, weakref.WeakKeyDictionary().__setitem__, make([1]), 1)
        raises(AttributeError, setattr, make([1]), "extra", 1); raises(AttributeError, lambda: make([1]).__dict__); raises(TypeError, vars, make([1]))
    """)


@pytest.mark.hazard(38)
def test_a_finalizer_that_the_collector_runs_while_a_record_is_copied():
    isolated.run("""
    class Value:
        def __init__(self): self.text = str(id(self))
    class Garbage:
        def __init__(self): self.me = self
        def __del__(self):
            record.a, record.b = Value(), Value()
            [Value() for _ in range(20)]
    for P in (f.HzGc, f.HzDropGc, f.HzMut):
        for operation in (copy.copy, lambda p: p.__replace__(a=1), lambda p: p.__reduce__()[1], repr):
            for threshold in range(1, 9):
                gc.disable()
                record = P(Value(), Value())
                Garbage()
                gc.set_threshold(threshold)
                gc.enable()
                result = operation(record)
                gc.disable()
                repr(result), repr(record)
                gc.collect()
    """)

"""Values whose own methods rewrite the record that is being worked on."""

import sys

import isolated
import pytest


@pytest.mark.hazard(19)
def test_values_may_rewrite_the_record_while_it_is_compared_hashed_or_shown():
    isolated.run("""
    class E:
        def act(self):
            for o in records:
                for name in o.__match_args__:
                    quiet(setattr, o, name, None); quiet(delattr, o, name); quiet(setattr, o, name, object())
            gc.collect(0)
        def __eq__(self, other): self.act(); return True
        def __lt__(self, other): self.act(); return False
        __le__ = __gt__ = __ge__ = __lt__
        def __hash__(self): self.act(); return 1
        def __repr__(self): self.act(); return "E"
        def __deepcopy__(self, memo): self.act(); return E()
        def __reduce__(self): self.act(); return (E, ())
    for P in MUTABLE:
        for work in (lambda p, q: p == q, lambda p, q: p != q, lambda p, q: p < q, lambda p, q: p >= q, lambda p, q: hash(p), lambda p, q: repr(p),
                     lambda p, q: E() in p, lambda p, q: copy.deepcopy(p), lambda p, q: pickle.dumps(p), lambda p, q: p[:] == q[:],
                     lambda p, q: p.__replace__(a=E()), lambda p, q: p == p):
            for _ in range(20):
                records = p, q = P(E(), E()), P(E(), E())
                quiet(work, *records)
    """)


@pytest.mark.hazard(19)
def test_an_index_may_rewrite_the_record():
    isolated.run("""
    class I:
        def __init__(self, n): self.n = n
        def __index__(self):
            p.a = None; del p.a; p.b = []; gc.collect(0)
            return self.n
        __float__ = __index__
    for P in MUTABLE:
        for n in (0, 1, -1, -2, 2, -3, 2**70):
            p = P([1], [2]); quiet(lambda: p[I(n)])
            p = P([1], [2]); quiet(lambda: p[I(n):])
            p = P([1], [2]); quiet(p.__setitem__, I(n), [3])
            p = P([1], [2]); quiet(lambda: p[::I(n)])
    class N:
        def __index__(self): p.i64 = 5; quiet(delattr, p, "i64"); return 7
        def __float__(self): p.f64 = 5.0; return 7.0
    p = f.HzNative(*[1] * 10, True, "a")
    for name in ("i64", "f64", "wide", "maybe"):
        setattr(p, name, N())
        assert getattr(p, name) == 7, name
    class Raises:
        def __index__(self): raise KeyError
        __float__ = __index__
    for name in ("i64", "f64", "u8", "f32", "wide", "maybe"):
        old = getattr(p, name); raises(KeyError, setattr, p, name, Raises()); assert getattr(p, name) == old
    """)


@pytest.mark.hazard(20)
def test_the_old_value_sees_the_new_one_when_it_dies():
    isolated.run("""
    class D:
        def __del__(self):
            seen.append(x.a); x.a = 5
    for P in MUTABLE:
        direct = lambda: object.__setattr__(x, "a", 7)
        for assign in (lambda: setattr(x, "a", 7), lambda: x.__setitem__(0, 7), *[direct] * (P not in HAS_GC)):
            seen, x = [], P(D(), 0)
            assign()
            assert seen == [7] and x.a in (5, 7), (P, seen)
        class Deleted:
            def __del__(self): seen.append(quiet(getattr, x, "a")); x.a = 5
        seen, x = [], P(Deleted(), 0)
        del x.a
        assert isinstance(seen[0], AttributeError) and x.a == 5
    """)


@pytest.mark.hazard(21)
def test_a_record_that_holds_itself_can_be_shown_copied_and_compared():
    isolated.run("""
    for P in MUTABLE:
        o = P(1, 2); o.a = o
        assert "..." in repr(o) and len(repr(o)) < 100
        c = copy.deepcopy(o); assert c.a is c and c is not o
        quiet(lambda: o == P(o, 2)); quiet(hash, o); quiet(lambda: o == c)
        raises(RecursionError, lambda: o == c)
        q = quiet(lambda: pickle.loads(pickle.dumps(o))); assert isinstance(q, (RecursionError, pickle.PicklingError)) or q.a is q, q
        o.a = [o]; c = copy.deepcopy(o); assert c.a[0] is c
        o.a = o.b = None
    """)


# From 3.14 on a stack that is large enough is no error: pickle takes little of it, the others less than a debug build's.
DEEP = """
    ENOUGH = (bytes,)
    def deep(P):
        a = b = None
        for _ in range(100_000): a, b = P(a, 0), P(b, 0)
        return a, b
    def work():
        for P in (f.HzMut, f.HzFrozen, f.HzGc):
            a, b = deep(P)
            for operation in (lambda: a == b, lambda: a < b, lambda: repr(a), lambda: hash(a), lambda: copy.deepcopy(a), lambda: pickle.dumps(a)):
                print(P, operation, flush=True)
                got = quiet(operation)
                assert isinstance(got, (RecursionError, MemoryError, *ENOUGH)), type(got)
            del a, b
"""


@pytest.mark.hazard(21)
def test_deep_nesting_is_a_recursion_error():
    isolated.run(DEEP, "work()", dev=False, timeout=120)


@pytest.mark.hazard(21)
def test_deep_nesting_is_a_recursion_error_with_a_large_limit_too():
    isolated.run(
        DEEP,
        "if sys.version_info >= (3, 14): ENOUGH = (bytes, bool, str, int, f.HzMut, f.HzFrozen, f.HzGc)",
        "sys.setrecursionlimit(5000); in_thread(work, 64 * 1024 * 1024)",
        dev=False,
        timeout=120,
    )


@pytest.mark.hazard(21)
@pytest.mark.parametrize("kilobytes", [256, 512, 1024])
def test_deep_nesting_is_a_recursion_error_on_a_small_stack(kilobytes):
    """In threads whose stack ends before CPython's count of nested calls does."""
    isolated.run(DEEP, f"in_thread(work, {kilobytes} * 1024)", dev=False, timeout=120)


@pytest.mark.hazard(22)
def test_an_iterator_outlives_changes_and_its_record():
    isolated.run("""
    for P in MUTABLE:
        it = iter(P([1], [2])); assert next(it) == [1]; gc.collect(); assert next(it) == [2]
        o = P([1], [2])
        for v in o: o.b = [3]; o.a = None; gc.collect(0)
        r = reversed(P([1], [2])); gc.collect(); assert list(r) == [[2], [1]]
        it = iter(o); del o.a; raises(AttributeError, list, it); raises(AttributeError, list, o)
    """)


@pytest.mark.hazard(23)
def test_the_other_side_decides_when_it_is_of_another_type():
    isolated.run("""
    for P in PLAIN:
        assert P(1, 2).__eq__(3) is NotImplemented and P(1, 2).__lt__(3) is NotImplemented
        assert (P(1, 2) == (1, 2)) is False and P(1, 2) != f.HzEmpty()
        raises(TypeError, P.__eq__, 3, P(1, 2)); raises(TypeError, P.__lt__, (1, 2), P(1, 2)); raises(TypeError, lambda: P(1, 2) < 3)
        raises(TypeError, P.__repr__, 3); raises(TypeError, P.__len__, (1, 2)); raises(TypeError, P.__getitem__, (1, 2), 0)
        raises(TypeError, P.__copy__, 3); raises(TypeError, P.__reduce__, 3); raises(TypeError, P.__iter__, (1,)); raises(TypeError, P.__contains__, (1,), 1)
        for method in ("__setattr__", "__delattr__", "__setitem__", "__delitem__", "__hash__", "__deepcopy__", "__replace__"):
            call = getattr(P, method, None)
            if call is not None: quiet(call, 3); quiet(call, 3, 0); quiet(call, 3, 0, 0); quiet(call, object(), "a", 1)
    """)


@pytest.mark.hazard(48, 49)
def test_conversions_may_do_anything_to_the_field_they_read_or_write():
    isolated.run("""
    import builtins
    for P in (f.HzNasty, f.HzNastyFrozen, f.HzNastyGc, f.HzNastyGcFrozen, f.HzNastyClone):
        p, busy = None, False
        class Callback:
            def __call__(self):
                global busy
                if p is None or busy: return
                busy = True
                quiet(setattr, p, "v", Callback()); quiet(setattr, p, "a", None); quiet(delattr, p, "a"); gc.collect(0)
                quiet(setattr, p, "a", 1)
                busy = False
            def __del__(self):
                if p is not None: quiet(repr, p)
        for work in (lambda p: p.v, lambda p: p[1], lambda p: p[:], repr, copy.copy, copy.deepcopy, lambda p: p == P(1, Callback()), lambda p: p.__reduce__(),
                     lambda p: setattr(p, "v", Callback()), lambda p: p.__replace__(a=3), lambda p: p.__replace__(v=Callback()), lambda p: list(p), lambda p: P(1, p.v)):
            for _ in range(20):
                p = P([1], Callback())
                quiet(work, p)
        p = None
    def callback():
        global busy
        if busy or p is None: return
        busy = True; p.v = 9; p.a = None; gc.collect(0); busy = False
    p, busy = None, False
    builtins.hz_callback = callback
    p = f.HzNastyCopy(1, 2); assert p.v == 2; assert p.v == 9; p.v = 4; assert p[:] and repr(p) and copy.copy(p) == p
    """)

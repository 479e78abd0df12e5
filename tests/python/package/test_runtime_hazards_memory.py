"""Slots, layout and the end of records of classes made at run time: what could crash, in processes of their own."""

import sys

import pytest
from runtime import run

COUNT = """
def moved(things, work, rounds=100):
    for _ in range(2): work()
    gc.collect()
    before = [sys.getrefcount(thing) for thing in things]
    for _ in range(rounds): work()
    gc.collect()
    after = [sys.getrefcount(thing) for thing in things]
    return [new - old for new, old in zip(after, before)]
def exact(P, v, work):
    got = moved([v] if FREE_THREADED else [v, P], work)
    assert not any(got), (P, got)
"""


@pytest.mark.hazard(1, 2, 3, 5, 27, 36)
def test_no_operation_moves_a_count():
    run(COUNT, """
    for P in CLASSES:
        v, w = ["v"], ["w"]
        p, q = P(v, v), P(v, w)
        operations = [
            lambda: P(v, v), lambda: P(b=v, a=v), lambda: P.__new__(P, v, b=v), lambda: type.__call__(P, v, v), lambda: P.__make__([v, v]), lambda: make(P, (v, v)),
            lambda: (p.a, p[0], p[-1], p[:], p[::-1], list(p), v in p, len(p), p.__fields__), lambda: (repr(p), p == q, p != q, quiet(lambda: p < q), quiet(hash, p), quiet(hash, P(1, 2))),
            lambda: (copy.copy(p), copy.deepcopy(p), clone(p, a=v), p.__replace__(b=v), p.__reduce__(), asdict(p), astuple(p), pickle.dumps(P.__fields__)),
            lambda: next(iter(p)), lambda: next(reversed(p)),
            lambda: (quiet(p.__init__, v, v), quiet(P.__init__, p)),
            lambda: (quiet(setattr, p, "a", v), quiet(setattr, p, "nope", v), quiet(operator.setitem, p, 0, v), quiet(operator.setitem, p, 9, v), quiet(operator.setitem, p, slice(0, 2), (v, v)), quiet(update, q, a=v, b=w)),
            lambda: (quiet(delattr, q, "a"), quiet(getattr, q, "a"), quiet(repr, q), quiet(setattr, q, "a", v), quiet(delattr, q, "nope")),
        ]
        if P in ASSIGNABLE: p.a = p.b = q.a = v; q.b = w
        for work in operations: exact(P, v, work)
        for wrong in (lambda: P(v, v, v), lambda: P(), lambda: P(v), lambda: P(v, zz=v), lambda: P(v, v, a=v), lambda: P(v, v, **{"b\\0": v}), lambda: P.__new__(v), lambda: P.__new__(int, v, v),
                      lambda: P.__make__([v]), lambda: P.__make__(v), lambda: p.__replace__(zz=v), lambda: p.__replace__(v), lambda: p[9], lambda: p[v], lambda: make(P, v), lambda: clone(p, zz=v), lambda: update(p, zz=v)):
            if P.__dictoffset__: quiet(wrong); continue  # takes any name for its dict
            exact(P, v, lambda: raises((TypeError, IndexError, ValueError, AttributeError, KeyError), wrong))
    """, dev=False)


@pytest.mark.hazard(2, 4, 13)
def test_classes_die_and_their_memory_returns():
    run("""
    import dataclasses
    def use(P):
        for p in (P(1, 2), P(b=[1], a=None)): repr(p), p == p, copy.copy(p), p[:], list(p), copy.deepcopy(p), quiet(hash, p), p.__reduce__(), asdict(p)
        quiet(P, 1, 2, 3); quiet(lambda: P(1, 2).c)
    def new(n):
        options = [{}, {"readonly": True}, {"gc": True}, {"use_dict": True, "use_weakref": True}, {"hashable": True}][n % 5]
        P = datatype("P", (dataobject,), {"__annotations__": {"a": object, "b": object}, "b": n % 7, "__module__": "m"}, sequence=True, **options)
        use(P)
        return weakref.ref(P)
    refs = [new(n) for n in range(50)]
    gc.collect(); gc.collect()
    assert not [r for r in refs if r()], "classes stay"
    def child():
        class P(dataobject, sequence=True): a: object
        class C(P): b: object = 1
        class D(C, use_dict=True): pass
        D(1).x = D(2); use(C)
        return weakref.ref(P)
    assert dies(child)
    assert dies(lambda: weakref.ref(recordclass("P", "a b")))
    def round():
        for n in range(100): new(n)
        gc.collect()
    for _ in range(3): round()
    blocks = []
    for _ in range(4): blocks.append(sys.getallocatedblocks()); round()
    assert min(b - a for a, b in zip(blocks, blocks[1:])) < 100, blocks
    # An instance that its class holds keeps both; nothing breaks.
    class Z(dataobject): a: object
    Z.zero = Z(1) if not Z.__flags__ & (1 << 8) else None
    """, dev=False, timeout=120)


@pytest.mark.hazard(6, 7)
def test_fields_without_values_are_attribute_errors():
    run("""
    USES = [repr, str, copy.copy, copy.deepcopy, pickle.dumps, list, tuple, lambda p: p[:], lambda p: p[0], lambda p: p == p.__class__(1, 2), lambda p: 3 in p, lambda p: p.__reduce__(),
            lambda p: p.__replace__(), asdict, astuple, clone, hash, lambda p: p < p.__class__(1, 2), lambda p: [*reversed(p)], len, sys.getsizeof, dir, gc.get_referents, lambda p: p.__reduce_ex__(4)]
    for P in ASSIGNABLE:
        p = P([1], [2])
        del p.a
        for use in USES:
            got = quiet(use, p)
            assert not isinstance(got, Exception) or isinstance(got, (AttributeError, TypeError, pickle.PicklingError)), (P, use, got)
        raises(AttributeError, lambda: p.a); raises(AttributeError, delattr, p, "a"); raises(AttributeError, repr, p)
        p.a = 5; assert p[:] == mutabletuple(5, [2]) or list(p) == [5, [2]]
    for P in CLASSES:
        raises(TypeError, P.__new__, P); raises(TypeError, object.__new__, P); raises(TypeError, P)
        import copyreg
        raises(TypeError, copyreg.__newobj__, P); raises(TypeError, copyreg._reconstructor, P, object, None)
    """)


@pytest.mark.hazard(8, 9, 10)
def test_places_belong_to_the_class_that_defines_them():
    run("""
    class S(Plain): c: object = 3
    class T(Plain): __slots__ = ()
    class M:
        __slots__ = ("m",)
    s = S([1], [2]); s.c = [3]
    Plain.a.__set__(s, [4]); assert s.a == [4] and s.c == [3] and Plain.a.__get__(s) is s.a
    raises(TypeError, S.c.__get__, Plain(1, 2)); raises(TypeError, S.c.__set__, Plain(1, 2), 3)
    del s
    for P in CLASSES:
        for name in rows(P):
            d = getattr(P, name)
            for foreign in (1, object(), P, "t", M(), mutabletuple(1, 2), datatype("F", (dataobject,), {"__annotations__": {"a": int, "b": int}})(1, 2)):
                if isinstance(foreign, P): continue
                raises(TypeError, d.__get__, foreign); raises((TypeError, AttributeError), d.__set__, foreign, 1); raises((TypeError, AttributeError), d.__delete__, foreign)
            class Thief: pass
            Thief.stolen = d
            def read(x): return x.stolen
            for _ in range(300 if sys.version_info >= (3, 11) else 3): raises(TypeError, read, Thief())
    def touch(p, v):
        p.a = v; got = p.a; del p.a
        try: p.a
        except AttributeError: pass
        else: raise AssertionError
        p.a = v
        return got
    for kinds in ([Plain], [Plain, Gc], [Plain, Roomy, Child, Made], [Made, Gc, Own, Mapped, RoomyGc]):
        objects = [P(0, [1]) for P in kinds]
        for i in range(3000):
            for p in objects: v = [i]; assert touch(p, v) is v and p.b == [1]
    """, dev=False)


@pytest.mark.hazard(11, 45)
@pytest.mark.parametrize("count", [0, 1, 254, 255, 256, 5000])
def test_any_number_of_fields(count):
    run(f"count = {count}", """
    P = make_class("P", [f"f{i}" for i in range(count)], sequence=True)
    values = [[i] for i in range(count)]
    p = P(*values)
    assert len(p) == count and list(p) == values and P.__fields__ == tuple(f"f{i}" for i in range(count))
    if count:
        last = f"f{count - 1}"
        assert p.f0 == [0] and getattr(p, last) is values[-1] and p[-1] is values[-1]
        setattr(p, last, 7); assert getattr(p, last) == 7; delattr(p, last); raises(AttributeError, getattr, p, last); setattr(p, last, values[-1])
        raises(TypeError, P, *values, 1); raises(TypeError, P, *values[1:])
        assert P(**dict(zip(P.__fields__, values))) == p
    q = copy.copy(p); assert q == p and sys.getsizeof(p) == object.__sizeof__(object()) + 8 * count
    before = [sys.getrefcount(v) for v in values[:1]]
    del q; q = copy.deepcopy(p); assert astuple(q) == astuple(p); repr(p)
    P = A = None
    A = make_arrayclass("A", count); A(*values) if count else A()
    """)


@pytest.mark.hazard(12, 50)
def test_strange_names_and_texts():
    run(r"""
    for names in (["class"], ["1x"], [""], ["a\0b"], ["a\ud800"], ["__class__"], ["__dict__"], ["__slots__"], ["__init__"], ["mro"], ["x" * 100_000], ["a", "a"], [3], ["a b"], ["\u212b"]):
        for build in (lambda: make_class("P", names), lambda: recordclass("P", names), lambda: make_dictclass("P", names),
                      lambda: datatype("P", (dataobject,), {"__annotations__": dict.fromkeys(names, object)})):
            P = quiet(build)
            assert isinstance(P, (type, ValueError, TypeError, AttributeError)), P
            if isinstance(P, type) and len(P.__fields__) == 1:
                p = quiet(P, 5); quiet(repr, p); quiet(copy.copy, p); quiet(setattr, p, P.__fields__[0], 3)
    for name in ("", "a\0b", "\ud800", "x" * 100_000, "1", "class"):
        P = quiet(lambda: make_class(name, "a")); assert isinstance(P, (type, ValueError, TypeError)), P
        if isinstance(P, type): quiet(repr, P(1))
    for text in ("\ud800", "a\0b", "", "\U0010ffff", "x" * 2**16):
        for P in CLASSES:
            p = P(text, text)
            assert p.a == text and repr(p) == f"{P.__name__}(a={text!r}, b={text!r})", P
            raises((TypeError, AttributeError), lambda: P(1, **{text: 1})); raises(AttributeError, getattr, p, "no" + text); raises((AttributeError, TypeError), setattr, Plain(1, 2), "no" + text, 1)
    """)


@pytest.mark.hazard(14)
@pytest.mark.parametrize("stack", [None, 256])
def test_long_chains_go(stack):
    run("""
    gc.disable()
    class Finalised:
        def __init__(self, old): self.old = old
        def __del__(self): pass
    class Deleted(Plain):
        def __del__(self): counted[0] += 1
    counted = [0]
    def grow(step, length):
        head = None
        for _ in range(length): head = step(head)
        return head
    def work():
        for P in CLASSES:
            head = grow(lambda old: P(old, None), 30_000); del head
        head = grow(lambda old: Deleted(old, None), 20_000); del head
        assert counted == [20_000], counted; counted[0] = 0
        wraps = [lambda o: (o,), lambda o: [o], lambda o: {0: o}, Finalised, lambda o: Gc(o, o), mutabletuple, litelist_fromargs, lambda o: f.HzMut(o, 1), lambda o: Own(1, o), lambda o: iter([o])]
        head = None
        for i in range(50_000): head = wraps[i % 10](Plain(head, None))
        del head
    """, f"in_thread(work, {stack} * 1024)" if stack else "work()\nhead = grow(lambda old: Plain(old, 1), 1_000_000); del head", dev=False, timeout=120)


@pytest.mark.hazard(15, 17, 18, 20)
def test_finalizers_may_do_anything():
    run("""
    class D:
        def __del__(self):
            for P in CLASSES: made.append(P(1, [2])); repr(made.pop())
            gc.collect(0)
            try: raise ValueError
            except ValueError: pass
    made = []
    for P in CLASSES:
        for _ in range(10): P(D(), D())
        def f():
            o = P(D(), 1)
            raise KeyError("the one")
        for _ in range(5): assert raises(KeyError, f).args == ("the one",)
    kept = []
    for Base in (Plain, Gc, Roomy, Mapped, Made):
        class Back(Base):
            def __del__(self):
                if back: kept.append(self)
        back = True
        o = Back([1], [2]); del o
        gc.collect()
        assert len(kept) == 1 and kept[0].a == [1] and kept[0].b == [2]
        kept[0].a = 5; assert repr(kept[0])
        back = False; kept.clear(); gc.collect(); assert not kept
    for P in ASSIGNABLE:
        class Looks:
            def __del__(self): seen.append(x.a); x.a = 5
        for assign in (lambda: setattr(x, "a", 7), lambda: x.__setitem__(0, 7), lambda: update(x, a=7), lambda: P.a.__set__(x, 7)):
            seen, x = [], P(Looks(), 0)
            if quiet(assign) is None: assert seen == [7] and x.a in (5, 7), (P, seen)
            seen, x = [], None
    """)


@pytest.mark.hazard(16)
def test_subclasses_that_the_collector_frees():
    run("""
    for Base in CLASSES + [mutabletuple, litelist, litetuple]:
        class S(Base):
            if Base in (Fixed, GcFixed, litetuple): pass
            def __hash__(self): return 1
        kind = datatype if isinstance(Base, datatype) else type
        R = kind("R", (Base,), {"__module__": "m"}, use_dict=True) if kind is datatype else S
        for n in range(1_000):
            s = R([1]) if Base is litelist else R([n], [n])
            s.x = s
        gc.collect()
    """, dev=False)

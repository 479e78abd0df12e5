"""The class object itself: subclasses, `__class__`, class attributes that hold instances, other libraries' eyes on it."""

import isolated
import pytest


@pytest.mark.hazard(29)
def test_subclasses_and_other_bases_are_refused():
    isolated.run("""
    for P in [P for P, _ in makers()] + [f.HzNative, f.HzHeap, f.HzEmpty]:
        for bases in ((P,), (P, f.Point), (P, int), (P, dict), (P, Exception), (P, tuple), (object, P) if False else (P, object)):
            raises(TypeError, type, "M", bases, {}); raises(TypeError, type, "M", bases, {"__slots__": ()})
        class Meta(type): pass
        raises(TypeError, Meta, "M", (P,), {})
        assert P.__bases__ == (object,) and P.__subclasses__() == []
    """)


@pytest.mark.hazard(30)
def test_the_class_of_a_record_cannot_be_changed():
    isolated.run("""
    class S: pass
    class T: __slots__ = ("a", "b")
    for P, make in makers():
        p = make([1])
        for Q in [f.HzMut, f.HzGc, f.HzFrozen, S, T, object, int, type]:
            if Q is not P: raises(TypeError, setattr, p, "__class__", Q)
        raises(TypeError, setattr, S(), "__class__", P); raises(TypeError, setattr, T(), "__class__", P); raises(TypeError, delattr, p, "__class__")
        repr(p), p == make([1]); del p
    """)


@pytest.mark.hazard(4, 38)
def test_an_instance_older_than_its_class_is_whole_and_safe():
    isolated.run("""
    taken = f.hz_early_take()
    E = [getattr(f, f"HzEarly{i}") for i in range(6)]
    everything = taken + [P.zero for P in E]
    assert len([o for o in taken if type(o) in E]) >= 6
    def use(o):
        repr(o), copy.copy(o), copy.deepcopy(o), list(o), o == o, o.__reduce__(), o[:], o.a, o.b, gc.is_tracked(o), gc.get_referents(o), sys.getsizeof(o)
        if type(o) in (E[0], E[1], E[4], E[5]): o.a = [o]; o.b = 5; o.a = None
    for o in everything:
        if type(o) in E: use(o)
    for P in E: assert P.zero[:] in ((None, None), (None, 5)), P; assert P.gone is None
    gc.collect()
    # The list that was kept holds them too, and the cycle with it is broken here.
    lists = [o for o in taken if type(o) is list]
    for l in lists:
        for o in list(l): use(o)
    while lists: lists.pop().clear(); gc.collect()
    taken.clear(); everything.clear()
    for _ in range(3): gc.collect()
    for P in E:
        for _ in range(1000): P(1, [2])
        head = None
        for _ in range(50_000): head = P(head, P.zero)
        del head; use(P.zero)
    for P in E[:4]: assert gc.is_tracked(P(1, 2)) is False
    """)


@pytest.mark.hazard(4, 15, 38)
def test_the_collector_leaves_a_dying_instance_older_than_its_class_alone():
    isolated.run("""
    class Collects:
        def __del__(self): gc.collect(); dead.append(1)
    dead = []
    early = [o for l in f.hz_early_take() if type(l) is list for o in l if type(o) in (f.HzEarly0, f.HzEarly1, f.HzEarly4, f.HzEarly5)]
    gc.disable()
    for o in early: o.a = Collects(); o.b = Collects()
    count = len(early)
    o = None; l = None
    while early: early.pop()
    # With the GIL those of a class without `gc` live for ever, and hold what they hold, if they are older: the order is the linker's.
    assert count == 80 and len(dead) in (80, 120, 160), (count, len(dead))
    assert not FREE_THREADED or len(dead) == 160
    """, timeout=30)


@pytest.mark.hazard(4)
def test_a_record_that_its_class_can_reach_does_no_harm():
    isolated.run("""
    for P, make in makers():
        p = make(P); q = make([P, p]); repr(q); del p, q; gc.collect()
    """)


@pytest.mark.hazard(23)
def test_what_other_libraries_ask_of_a_class_is_answered():
    isolated.run("""
    import abc, collections.abc, dataclasses, inspect, pprint, typing, reprlib, types, numbers, functools
    for P, make in makers():
        p = make([1])
        for ask in (inspect.signature, inspect.getmembers, inspect.getdoc, dir, pprint.pformat, reprlib.repr, dataclasses.is_dataclass, lambda x: isinstance(x, collections.abc.Sequence),
                    lambda x: isinstance(x, collections.abc.Hashable), lambda x: isinstance(x, typing.Sized), inspect.getattr_static.__class__, lambda x: types.SimpleNamespace(x=x), format, bool, iter,
                    lambda x: x + x, lambda x: x * 2, lambda x: x(), lambda x: abs(x), memoryview, bytes, complex, lambda x: typing.List[x] if isinstance(x, type) else 0, lambda x: x | None, lambda x: x[int]):
            quiet(ask, p); quiet(ask, P)
        for name in dir(P):
            value = quiet(getattr, P, name)
            for args in ((), (p,), (p, p), (p, 1), (3,), (p, "a"), (p, "a", 1), (p, 0, 1), (P,), (P, 1, 2)):
                if name not in ("__class__", "__init_subclass__", "__subclasshook__"): quiet(value, *args)
        repr(p) if isinstance(getattr(p, "a", 0), int) else quiet(repr, p)
    """)


@pytest.mark.hazard(10)
def test_orjson_serialises_unboxed_fields_without_harm():
    pytest.importorskip("orjson")
    isolated.run("""
    import orjson
    objects = [f.Point(1, 2), f.HzNative(*[1] * 10, True, "a"), f.HzHeap("t", [1.0]), f.HzMut([1], "x")]
    for options in (0, orjson.OPT_SERIALIZE_DATACLASS if hasattr(orjson, "OPT_SERIALIZE_DATACLASS") else 0):
        for _ in range(200):
            for p in objects: quiet(orjson.dumps, p, option=options or None); quiet(orjson.dumps, p, default=tuple); quiet(orjson.dumps, [p, {"k": p}], default=list)
    """)

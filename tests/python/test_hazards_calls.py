"""Every way to call a record class, and every way to call it wrongly."""

import isolated
import pytest


@pytest.mark.hazard(24)
def test_all_ways_to_call_give_the_same():
    isolated.run("""
    import functools, operator, itertools
    class S(str): pass
    class Evil(str):
        def __eq__(self, other): return True
        def __hash__(self): return 5
    for P in PLAIN:
        v = [1]
        made = "".join(["_b"])[1:]  # not interned
        ways = [P(v, 2), P(v, b=2), P(b=2, a=v), functools.partial(P, v)(2), functools.partial(P, b=2)(v), list(map(P, [v], [2]))[0], type.__call__(P, v, b=2),
                P(*[v], **{"b": 2}), P(**{"a": v, made: 2}), P.__call__(v, 2), P.__new__(P, v, b=2), next(itertools.starmap(P, [(v, 2)])),
                P(v, **{S("b"): 2}), P(**{S("a"): v, S("b"): 2}), operator.call(P, v, 2) if hasattr(operator, "call") else P(v, 2), P.__make__([v, 2]), P.__make__(iter((v, 2))),
                functools.reduce(P, [v, 2]), P.__new__(P, *[v, 2], **{})]
        for got in ways: assert (got.a is v and got.b == 2) and type(got) is P, (P, got)
        quiet(lambda: P(v, **{Evil("b"): 2}))
    w = f.HzWide(*range(15), c0=1, **{"".join(["c", "1"]): 2})
    assert w[:] == (*range(15), 1, 2, [1, 2, 3]) and w.__replace__(c2=[]).c2 == []
    """)


@pytest.mark.hazard(25)
def test_wrong_calls_are_type_errors():
    isolated.run(r"""
    class S(str): __hash__ = lambda self: 77
    for P in PLAIN:
        for args, kwargs in [((), {}), ((1,), {}), ((1, 2, 3), {}), ((1, 2), {"a": 1}), ((1,), {"a": 1}), ((1, 2), {"c": 1}), ((1,), {"b\0": 1}), ((1,), {"\ud800": 1}),
                             ((1,), {"": 1}), ((), {"a": 1, S("a"): 2, "b": 3}), ((1, 2), {"self": 3}), ((1, 2), {"cls": 3}), ((1, 2, 3), {"b": 1, "zz": 2}), ((1,) * 500, {})]:
            for call in (P, lambda *a, **k: type.__call__(P, *a, **k), lambda *a, **k: P.__new__(P, *a, **k), P.__call__):
                error = raises(TypeError, call, *args, **kwargs)
                assert P.__name__ in str(error), error
        raises(TypeError, P, **{"a": 1, "b": 2, "x": 3})
        raises(TypeError, lambda: P(*3)); raises(TypeError, lambda: P(**3)); raises(TypeError, lambda: P(**{1: 2}))
        raises(TypeError, P.__make__, [1]); raises(TypeError, P.__make__, [1, 2, 3]); raises(TypeError, P.__make__, 3); raises(TypeError, P.__make__)
    """)


@pytest.mark.hazard(25)
def test_a_flood_of_keywords_is_refused_at_once():
    isolated.run("""
    spam = {str(i): i for i in range(100_000)}
    late = {**{"a": 1, "b": 2}, **spam}
    wide = {**{name: 1 for name in ("a0", "c0", "c1", "c2")}, **spam}
    for P, names in [(P, late) for P in PLAIN] + [(f.HzWide, wide), (f.HzEmpty, spam)]:
        for call in (P, lambda **k: P.__new__(P, **k), lambda **k: type.__call__(P, **k)):
            start = time.process_time(); raises(TypeError, call, **names); took = time.process_time() - start
            assert took < 1, (P, took)
    p = f.HzMut(1, 2)
    start = time.process_time(); raises(TypeError, p.__replace__, **late); assert time.process_time() - start < 1
    """, dev=False)


def test_a_class_without_fields_can_be_called_without_an_argument_array():
    isolated.run("""
    import collections, itertools
    E = f.HzEmpty
    made = [E(), E(*()), E(**{}), type.__call__(E), collections.defaultdict(E)["k"], next(iter(E, None)), E.__new__(E), E.__make__(()), list(map(lambda _: E(), [1]))[0],
            copy.copy(E()), copy.deepcopy(E()), pickle.loads(pickle.dumps(E()))]
    for e in made: assert e == E() and hash(e) == hash(()) and repr(e) == "HzEmpty()" and len(e) == 0 and e[:] == () and list(e) == []
    thread = threading.Timer(0, E); thread.start(); thread.join()
    raises(TypeError, E, 1); raises(TypeError, E, a=1); raises(IndexError, lambda: E()[0])
    D = f.HzDefault; d = collections.defaultdict(lambda: D(1)); assert d[0].list == [1]
    """)


@pytest.mark.hazard(26, 27)
def test_construction_cannot_be_patched_around():
    isolated.run("""
    for P in PLAIN:
        for name, value in (("__init__", lambda *a: None), ("__new__", lambda *a: None), ("__repr__", repr), ("a", 1), ("x", 1), ("__eq__", None), ("__class__", int),
                            ("__slots__", ()), ("__bases__", (object,)), ("__name__", "Q"), ("__doc__", "d"), ("__module__", "m"), ("__dict__", {}), ("__match_args__", ())):
            raises((TypeError, AttributeError), setattr, P, name, value); raises((TypeError, AttributeError), type.__setattr__, P, name, value)
            raises((TypeError, AttributeError), delattr, P, name)
        p, v = P([1], [2]), [0]
        before = sys.getrefcount(v)
        for _ in range(100): quiet(p.__init__, v, v); quiet(p.__init__); quiet(P.__init__, p, a=v)
        gc.collect()
        assert sys.getrefcount(v) == before and p[:] == ([1], [2])
    """)


@pytest.mark.hazard(24, 48)
def test_reading_a_keyword_dict_that_a_conversion_empties_is_safe():
    isolated.run("""
    kwargs = {}
    class C:
        def __call__(self): kwargs.clear(); gc.collect(0)
    for P in (f.HzNasty, f.HzNastyGc, f.HzNastyClone):
        for call in (P, lambda **k: P.__new__(P, **k), lambda **k: type.__call__(P, **k), P(1, int).__replace__):
            for _ in range(50):
                kwargs.clear(); kwargs.update(v=C(), a=["".join(["fre", "sh"])])
                p = call(**kwargs); assert p.a == ["fresh"]
    """)

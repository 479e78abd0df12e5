"""Depth and size, far beyond what anyone needs. Run by `cargo xtask torture --only size`; needs some 4 GB of memory."""

import sys

import pytest

sys.path[:0] = [__file__.rsplit("/", 1)[0] + "/../python", __file__.rsplit("/", 1)[0] + "/../python/package"]

import isolated
from runtime import run

LONG = 3600


@pytest.mark.parametrize("make", ["Plain(head, None)", "Gc(head, None)", "Roomy(head, None)", "Own(head, None)", "f.HzMut(head, None)", "f.HzGc(head, None)", "mutabletuple(head)", "litelist_fromargs(head)"])
def test_a_chain_of_ten_million(make):
    run(f"""
    gc.disable()
    head = None
    for _ in range(10_000_000): head = {make}
    del head
    """, dev=False, timeout=LONG)


def test_twenty_million_records_alive():
    run("""
    gc.disable()
    for P in (f.HzMut, Plain):
        value = ["v"]
        before = sys.getrefcount(value)
        many = [P(value, None) for _ in range(20_000_000)]
        assert sys.getrefcount(value) - before == 20_000_000
        assert many[0].a is many[-1].a is value and len({id(p) for p in many[:1000]}) == 1000
        del many
        assert sys.getrefcount(value) == before
    """, dev=False, timeout=LONG)


def test_ten_thousand_classes_come_and_go():
    run("""
    import resource
    def new(n):
        options = [{}, {"readonly": True}, {"gc": True}, {"use_dict": True, "use_weakref": True}][n % 4]
        P = datatype("P", (dataobject,), {"__annotations__": {"a": object, "b": object}, "b": n, "__module__": "m"}, sequence=True, **options)
        p = P([1]); repr(p), p == P(1), copy.copy(p), p[:], list(p), quiet(P), quiet(hash, p)
        return weakref.ref(P)
    def rounds(count): refs = [new(n) for n in range(count)]; gc.collect(); gc.collect(); return sum(r() is not None for r in refs)
    assert rounds(500) == 0
    before, blocks = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, sys.getallocatedblocks()
    for _ in range(20): assert rounds(500) == 0
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 10_000, f"{grown} KB more"
    assert sys.getallocatedblocks() - blocks < 1000
    """, dev=False, timeout=LONG)


@pytest.mark.parametrize("count", [5_000, 65_535, 65_536, 100_000])
def test_a_class_of_many_fields(count):
    run(f"count = {count}", """
    P = make_class("P", [f"f{i}" for i in range(count)], sequence=True)
    values = [[i] for i in range(count)]
    p = P(*values)
    last = f"f{count - 1}"
    assert p.f0 is values[0] and getattr(p, last) is values[-1] and p[-1] is values[-1] and list(p) == values
    for i in range(count): assert getattr(p, f"f{i}") is values[i]
    setattr(p, last, 5); assert p[count - 1] == 5; delattr(p, last); raises(AttributeError, getattr, p, last); setattr(p, last, values[-1])
    q = copy.copy(p); assert q == p; r = copy.deepcopy(p); assert r == p; assert len(repr(p)) > count
    assert p.__replace__(f0=3).f0 == 3 and len(asdict(p)) == count
    """, dev=False, timeout=LONG)


@pytest.mark.parametrize("operation", ["repr(a)", "a == b", "hash(a)", "copy.deepcopy(a)", "pickle.dumps(a)", "a < b", "copy.copy(a)"])
def test_a_hundred_thousand_deep(operation):
    isolated.run("""
    from recordclass_rs import dataobject, mutabletuple, litetuple
    class D(dataobject): a: object; b: object = 0
    class R(dataobject, readonly=True): a: object; b: object = 0
    """, f"""
    def work():
        for make in (lambda o: f.HzMut(o, 0), lambda o: f.HzFrozen(o, 0), lambda o: f.HzGc(o, 0), D, R, mutabletuple, litetuple):
            a = b = None
            for _ in range(100_000): a, b = make(a), make(b)
            got = quiet(lambda: {operation})
            assert not isinstance(got, Exception) or isinstance(got, (RecursionError, MemoryError, TypeError, pickle.PicklingError)), got
            del a, b
    work()
    for size in (256, 1024, 64 * 1024): in_thread(work, size * 1024)
    """, dev=False, timeout=LONG)

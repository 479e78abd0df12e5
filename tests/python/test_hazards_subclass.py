"""Python subclasses of derived record classes: room of their own, the collector, finalizers, other bases, other classes."""

import isolated
import pytest

BASES = """
BASES = [f.Base, f.TrackedBase, f.FrozenBase]
def made(B): return B(**{name: {"x": 1.5, "y": [1], "z": 3}[name] for name in B.__match_args__})
"""


@pytest.mark.hazard(8)
def test_the_room_of_a_subclass_is_its_own():
    isolated.run(BASES, """
    for B in BASES:
        class S(B): __slots__ = ("c", "d")
        class D(S): pass
        for cls in (S, D):
            for _ in range(200):
                s = made(cls); s.c = [1]; s.d = [s.c]
                before = [getattr(s, n) for n in B.__match_args__]
                copy.copy(s); repr(s); del s.c; s.c = [2]
                assert [getattr(s, n) for n in B.__match_args__] == before
                del s
        raises(TypeError, S.c.__get__, made(B))
    """)


@pytest.mark.hazard(16, 28)
def test_subclasses_that_the_collector_frees():
    isolated.run(BASES, """
    class Marker: pass
    for B in BASES + [f.Roomy, f.TrackedRoomy]:
        if B in (f.Roomy, f.TrackedRoomy): S = B
        else:
            class S(B): pass
        for _ in range(2_000): s = made(S); s.more = s
        m = Marker(); gone = weakref.ref(m)
        s = made(S); s.more = [s, m]; del s, m
        gc.collect(); gc.collect()
        assert gone() is None or S is f.Roomy, S
    """, dev=False)


@pytest.mark.hazard(17)
def test_an_instance_of_a_subclass_comes_back_to_life():
    isolated.run(BASES, """
    for B in BASES:
        kept = []
        class S(B):
            def __del__(self):
                if back: kept.append(self)
        back = True
        s = made(S); before = [getattr(s, n) for n in B.__match_args__]; del s
        gc.collect(); assert len(kept) == 1 and [getattr(kept[0], n) for n in B.__match_args__] == before
        repr(kept[0]); copy.copy(kept[0]); back = False; kept.clear(); gc.collect(); assert not kept
    """)


@pytest.mark.hazard(27)
def test_a_subclass_that_leaves_construction_out():
    isolated.run(BASES, """
    for B in BASES:
        class S(B):
            def __init__(self, *args, **kwargs): repr(self); gc.collect(0)
        class T(B):
            def __new__(cls, *args, **kwargs): return object.__new__(cls)
        class U(B):
            def __new__(cls, *args, **kwargs): return 5
        quiet(lambda: repr(S())); quiet(made, S); raises(TypeError, T); assert U(1) == 5
        s, v = made(B), [0]
        before = sys.getrefcount(v)
        for _ in range(100): quiet(s.__init__, v, v); quiet(B.__init__, s, v)
        gc.collect(); assert sys.getrefcount(v) == before
    """)


@pytest.mark.hazard(29, 30)
def test_other_bases_and_other_classes():
    isolated.run(BASES, """
    for B in BASES:
        for bases in ((B, f.Point), (B, int), (B, dict), (B, Exception), (B, tuple), (B, str), (int, B), (B, BASES[0]), (object, B), (B, type)):
            M = quiet(type, "M", bases, {})
            if isinstance(M, type): m = quiet(made, M); quiet(repr, m); quiet(copy.copy, m); m = None; gc.collect(0)
        class Empty(B): pass
        class Twin(B): pass
        class Slots(B): __slots__ = ("c",)
        class Foreign: pass
        for first in (B, Empty, Slots):
            for other in (B, Empty, Twin, Slots, Foreign, object, int, f.HzMut, *BASES):
                s = made(first)
                quiet(setattr, s, "__class__", other); repr(s); copy.copy(s); s == made(first); quiet(setattr, s, "__class__", first); repr(s); del s
    """)


@pytest.mark.hazard(31, 32, 33)
def test_options_that_add_room():
    isolated.run(BASES, """
    for B in (f.Roomy, f.TrackedRoomy, f.Referable, f.TrackedReused):
        told = []
        r = made(B); w = weakref.ref(r, told.append); assert w() is r
        gc.get_referents(r); quiet(setattr, r, "more", [1]); gc.collect(); repr(r)
        assert gc.is_tracked(r) <= bool(B.__flags__ & (1 << 14))
        del r; gc.collect(); assert told == [w] and w() is None
    """)

"""Native fields hold exactly what was given, or refuse it and keep what they had."""

import isolated
import pytest


@pytest.mark.hazard(49)
def test_out_of_range_and_wrong_types_leave_the_old_value():
    isolated.run("""
    n = f.HzNative(*[1] * 10, True, "a", 1, 1.0)
    class Int(int): pass
    class Index:
        def __index__(self): return 5
    class Bad:
        def __index__(self): return "x"
        def __float__(self): return "x"
    class Huge:
        def __index__(self): return 2**200
        def __float__(self): return 1e300
    limits = {"i64": (-2**63, 2**63 - 1), "i32": (-2**31, 2**31 - 1), "i16": (-2**15, 2**15 - 1), "i8": (-128, 127), "u64": (0, 2**64 - 1), "u32": (0, 2**32 - 1), "u16": (0, 2**16 - 1),
              "u8": (0, 255), "wide": (-2**127, 2**127 - 1)}
    for name, (low, high) in limits.items():
        for good in (low, high, 0, 1, True, Int(3), Index()): setattr(n, name, good); assert getattr(n, name) == (5 if type(good) is Index else good)
        setattr(n, name, 7)
        for bad in (low - 1, high + 1, 2**200, -2**200, Huge()): raises(OverflowError, setattr, n, name, bad); assert getattr(n, name) == 7
        for bad in (1.5, "1", None, [], Bad(), 1j, b"1"): raises(TypeError, setattr, n, name, bad); assert getattr(n, name) == 7
    inf, nan = float("inf"), float("nan")
    for name in ("f64", "f32"):
        for good in (0.0, -0.0, 1.5, inf, -inf, 3, True, Index(), -1.0): setattr(n, name, good); assert getattr(n, name) == (5.0 if type(good) is Index else good)
        setattr(n, name, -0.0); assert str(getattr(n, name)) == "-0.0"
        setattr(n, name, nan); assert getattr(n, name) != getattr(n, name)
        setattr(n, name, 2.0)
        for bad in ("1", None, [], Bad(), 1j, b"1", 2**2000): raises((TypeError, OverflowError), setattr, n, name, bad); assert getattr(n, name) == 2.0
    raises(OverflowError, setattr, n, "f32", 1e300); raises(OverflowError, setattr, n, "f32", Huge()); assert n.f32 == 2.0
    for bad in ("", "ab", 1, None, b"a", "\\ud800"): raises((TypeError, ValueError), setattr, n, "letter", bad)
    for bad in (0, 1, None, "", 1.0): raises(TypeError, setattr, n, "flag", bad)
    assert n.letter == "a" and n.flag is True
    """)


@pytest.mark.hazard(49)
def test_equality_and_hash_follow_the_tuple_but_for_a_nan():
    isolated.run("""
    make = lambda x: f.HzNative(x, x, *[1] * 8, True, "a", 1, x)
    for x in (0.0, -0.0, 1.5, float("inf")):
        assert make(x) == make(x) and hash(make(x)) == hash(make(x)[:]) == hash(make(x)), x
    assert make(0.0) == make(-0.0) and hash(make(0.0)) == hash(make(-0.0))
    nan, other = make(float("nan")), make(float("nan"))
    assert nan == nan and nan != other and not nan == other and not nan < other and isinstance(hash(nan), int)
    assert make(1.0) < make(2.0) <= make(2.0) and not make(2.0) < make(1.0)
    """)


@pytest.mark.hazard(3, 49)
def test_a_conversion_that_raises_in_the_middle_leaves_nothing_behind():
    isolated.run("""
    class Boom:
        def __index__(self): raise KeyError("boom")
        __float__ = __index__
        def __iter__(self): yield 1.0; raise KeyError("boom")
        def __len__(self): return 2
        def __getitem__(self, i): raise KeyError("boom")
    n = f.HzNative(*[1] * 10, True, "a"); h = f.HzHeap("t", [1.0])
    for name in n.__match_args__:
        if name not in ("flag", "letter"): raises(KeyError, setattr, n, name, Boom())
    raises((KeyError, TypeError), setattr, h, "numbers", Boom()); assert h.numbers == [1.0]
    raises(TypeError, setattr, h, "numbers", [1.0, "x"]); raises(TypeError, setattr, h, "numbers", "text"); assert h.numbers == [1.0]
    v = [0]; before = sys.getrefcount(v)
    for _ in range(100): raises((KeyError, TypeError), f.HzWide, *[v] * 10, *[Boom()] * 5, c0=v, c1=v)
    assert sys.getrefcount(v) == before
    """)

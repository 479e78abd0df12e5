"""What most calls and writes do has a way of its own, past all that can fail. It must give what the general way gives."""

import copy
import gc
import pickle
import sys

import pytest
import recordclass_fixtures as f
from reference import Plain


class Int(int): ...
class Str(str): ...
class Float(float): ...
class Bytes(bytes): ...
class ByteArray(bytearray): ...
class List(list): ...
class Tuple(tuple): ...
class Dict(dict): ...
class Meta(type): ...


TYPES = {
    "int": int, "str": str, "float": float, "bool": bool, "bytes": bytes, "bytearray": bytearray, "list": list, "tuple": tuple,
    "dict": dict, "type_": type,
}  # fmt: skip
VALUES = [
    2**70, "text", 2.5, True, b"bytes", bytearray(b"more"), [1], (1, 2), {1: 2}, int, Int(3), Str("own"), Float(4.5), Bytes(b"own"),
    ByteArray(b"own"), List([2]), Tuple((3,)), Dict({3: 4}), Meta("Made", (), {}), None, Plain(), Ellipsis,
]  # fmt: skip
FITTING = {"int": 10**9, "str": "s", "float": 0.5, "bool": False, "bytes": b"b", "bytearray": bytearray(b"a"), "list": [], "tuple": (), "dict": {}, "type_": str}


def changed(cls, name, value):
    return cls(**{**FITTING, name: value})


@pytest.mark.parametrize("name", TYPES)
@pytest.mark.parametrize("cls", [f.Known, f.GcKnown])
def test_a_field_of_a_builtin_type_takes_its_instances_and_no_others(cls, name):
    record, row = cls(**FITTING), list(TYPES).index(name)
    by_name = {
        "=": lambda value: setattr(record, name, value),
        "[]": lambda value: record.__setitem__(row, value),
        "call": lambda value: setattr(record, name, getattr(changed(cls, name, value), name)),
        "by position": lambda value: setattr(record, name, cls(*{**FITTING, name: value}.values())[row]),
        "replace": lambda value: setattr(record, name, getattr(record.__replace__(**{name: value}), name)),
        "descriptor": lambda value: setattr(record, name, value),
    }
    for way, write in by_name.items():
        for value in VALUES:
            setattr(record, name, FITTING[name])
            if isinstance(value, TYPES[name]):
                write(value)
                assert getattr(record, name) is value, way
            else:
                with pytest.raises(TypeError, match=rf"{cls.__name__}\.{name} must be {TYPES[name].__name__}, not {type(value).__name__}"):
                    write(value)
                assert getattr(record, name) is FITTING[name], way


@pytest.mark.parametrize("name", TYPES)
def test_a_frozen_field_of_a_builtin_type_takes_the_same(name):
    for value in VALUES:
        if isinstance(value, TYPES[name]):
            assert getattr(changed(f.FrozenKnown, name, value), name) is value
        else:
            with pytest.raises(TypeError, match=rf"FrozenKnown\.{name} must be"):
                changed(f.FrozenKnown, name, value)
    record = f.FrozenKnown(**FITTING)
    with pytest.raises(AttributeError):
        setattr(record, name, FITTING[name])


@pytest.mark.parametrize("cls", [f.Known, f.FrozenKnown, f.GcKnown])
def test_checked_fields_behave_as_others_do(cls):
    p, q = cls(**FITTING), cls(**FITTING)
    assert p == q and p != changed(cls, "int", 5) and p[:] == tuple(FITTING.values()) == tuple(p) and len(p) == len(FITTING)
    for again in (copy.copy(p), copy.deepcopy(p), p.__replace__(), pickle.loads(pickle.dumps(p))):
        assert again == p and type(again) is cls
    assert p.__replace__(str="new").str == "new" and p.str == "s"
    if cls is f.Known:
        assert changed(cls, "int", 5) < p
        with pytest.raises(TypeError):
            hash(p)


def test_checked_fields_hold_one_reference_each():
    texts = ["".join(["te", str(index)]) for index in range(3)]
    before = [sys.getrefcount(text) for text in texts]
    records = [changed(f.Known, "str", texts[0]) for _ in range(300)]
    assert sys.getrefcount(texts[0]) == before[0] + 300
    for record in records:
        record.str = texts[1]
    records += [record.__replace__(str=texts[2]) for record in records]
    for record in records[:300]:
        with pytest.raises(TypeError):
            record.str = 5
    assert [sys.getrefcount(text) for text in texts] == [before[0], before[1] + 300, before[2] + 300]
    del records, record
    assert [sys.getrefcount(text) for text in texts] == before


def test_a_deleted_checked_field_is_empty_until_it_is_written():
    p = f.Known(**FITTING)
    del p.str
    for read in (lambda: p.str, lambda: p[1], lambda: p == p.__replace__(), lambda: repr(p), lambda: tuple(p)):
        with pytest.raises(AttributeError):
            read()
    with pytest.raises(AttributeError):
        del p.str
    p.str = "again"
    assert p[1] == "again"


def test_the_old_value_goes_when_the_new_one_stands():
    seen = []

    class Last(list):
        def __del__(self):
            seen.append(p.list)

    p = changed(f.Known, "list", Last())
    p.list = new = [1]
    assert seen == [new] and seen[0] is new


def test_a_checked_field_that_closes_a_cycle_is_collected():
    alive = []

    class Watched(list):
        def __del__(self):
            alive.remove(1)

    def cycle():
        p = f.GcKnown(**FITTING)
        assert not gc.is_tracked(f.GcKnown(**{**FITTING, "list": List()}).str)
        p.list = Watched([p])
        alive.append(1)

    cycle()
    gc.collect()
    assert alive == []


def test_none_is_a_value_of_an_optional_field():
    named = f.Named("n")
    p = f.MaybeKnown(5)
    assert p[:] == (5, None, None) and f.MaybeKnown(None, None, None)[:] == (None, None, None)
    p.int, p.str, p.named = None, "s", named
    assert p[:] == (None, "s", named)
    p.named = None
    for name, bad in [("int", "5"), ("str", 5), ("named", f.Point(1, 2)), ("named", "n")]:
        with pytest.raises(TypeError, match=rf"MaybeKnown\.{name} must be .* or None, not"):
            setattr(p, name, bad)
        with pytest.raises(TypeError, match=rf"MaybeKnown\.{name} must be .* or None, not"):
            f.MaybeKnown(**{"int": 1, name: bad})
    assert p[:] == (None, "s", None) and hash(p) == hash(f.MaybeKnown(None, "s"))


def test_defaults_that_are_there_already():
    assert f.PlainDefaults("a")[:] == ("a", None, 0.5, -7, None) == f.PlainDefaults(a="a")[:]
    assert f.PlainDefaults("a", "b")[:] == ("a", "b", 0.5, -7, None) == f.PlainDefaults("a", b="b")[:]
    assert f.PlainDefaults("a", "b", 1.0, 2)[:] == ("a", "b", 1.0, 2, None)
    assert f.PlainDefaults("a", "b", 1, c := 2**40)[:] == ("a", "b", 1.0, c, None)
    assert f.PlainDefaults("a", e="e", c=3.0)[:] == ("a", None, 3.0, -7, "e")
    assert f.NoneDefaults("a")[:] == ("a", None, None) and f.NoneDefaults("a", b="b")[:] == ("a", "b", None)
    assert f.NoneDefaults("a", c="c")[:] == ("a", None, "c") == f.NoneDefaults(c="c", a="a")[:]
    assert f.FloatConstants(1.0)[:] == (1.0, 1.5, 0.0) == f.FloatConstants(1)[:]
    assert f.FloatConstants(1.0, y=2.0)[:] == (1.0, 2.0, 0.0) and f.FloatConstants(1.0, 2.0, 3.0)[:] == (1.0, 2.0, 3.0)
    for cls in (f.PlainDefaults, f.NoneDefaults, f.FloatConstants, f.GcNoneDefaults):
        with pytest.raises(TypeError, match="missing 1 required positional argument"):
            cls()
        with pytest.raises(TypeError, match="positional arguments but 6 were given"):
            cls(*[1] * 6)
    with pytest.raises(TypeError, match=r"PlainDefaults\.c must be a real number, not str"):
        f.PlainDefaults("a", "b", "c")
    with pytest.raises(TypeError, match=r"FloatConstants\.x must be a real number, not str"):
        f.FloatConstants("x")


def test_defaults_are_of_each_record_alone():
    p, q = f.NoneDefaults("a"), f.NoneDefaults("a")
    p.b = []
    assert q.b is None and p != q
    p = f.PlainDefaults("a")
    p.c, p.d = 1.0, 1
    assert f.PlainDefaults("a")[2:4] == (0.5, -7)


def test_a_default_by_code_is_made_for_each_record():
    for make in (lambda: f.FloatDefaults(1.0).z, lambda: f.FloatDefaults(1.0, 2.0).z, lambda: f.MixedDefaults("a").b, lambda: f.MixedDefaults("a", c=5).b):
        first = make()
        assert [make(), make()] == [first + 1, first + 2]
    assert f.MixedDefaults("a", 1.0)[:] == ("a", 1.0, 2)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is not counted")
def test_none_that_is_a_default_is_counted():
    before = sys.getrefcount(None)
    records = [cls("a") for cls in (f.NoneDefaults, f.GcNoneDefaults, f.PlainDefaults) for _ in range(1000)]
    assert 4900 < sys.getrefcount(None) - before < 5100
    del records
    assert abs(sys.getrefcount(None) - before) < 100


def test_a_gc_record_with_a_default_is_told_of_when_it_must():
    assert gc.is_tracked(f.GcNoneDefaults([])) and f.GcNoneDefaults([]).b is None
    p = f.GcNoneDefaults("a")
    p.b = p
    assert gc.is_tracked(p)
    p.b = None


@pytest.mark.parametrize("value", [[1], "text", 10**12])
def test_what_a_record_alone_holds_goes_with_it(value):
    """Values that others hold are let go of on a way of their own; whoever comes behind them must be as well."""
    shared = Plain()
    before = sys.getrefcount(shared)
    for place in range(3):
        values = [shared, shared, shared]
        values[place] = copy.copy(value) if isinstance(value, list) else type(value)(str(value) + "1")
        record = f.Triple(*values)
        del values
        assert sys.getrefcount(shared) == before + 2
        del record
        assert sys.getrefcount(shared) == before

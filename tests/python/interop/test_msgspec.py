"""msgspec: takes records for dataclasses."""

import subprocess
import sys
import typing

import kinds
import msgspec
import pytest
import recordclass_fixtures as f
from kinds import Chain, Line, Point

points = pytest.mark.parametrize("cls", kinds.POINTS, ids=kinds.name)
writable = pytest.mark.parametrize("cls", [kinds.Point, kinds.Data, kinds.Made, kinds.Tracked], ids=kinds.name)


@points
def test_encode(cls):
    record = cls(1.0, 2.0)
    assert msgspec.json.encode([record]) == b'[{"x":1.0,"y":2.0,"z":0.0}]'
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(record)) == {"x": 1.0, "y": 2.0, "z": 0.0}
    assert msgspec.to_builtins({"p": record}) == {"p": {"x": 1.0, "y": 2.0, "z": 0.0}}


def test_encode_fields_of_all_kinds():
    assert msgspec.to_builtins(f.Widths(i64=-5, f64=0.5)) == {
        "flag": False, "i8": 0, "i16": 0, "i32": 0, "i64": -5, "isize": 0, "i128": 0, "u8": 0, "u16": 0, "u32": 0,
        "u64": 0, "usize": 0, "u128": 0, "f32": 0.0, "f64": 0.5, "char": "a",
    }  # fmt: skip
    assert msgspec.to_builtins(f.FrozenTexts("a", [1.0])) == {"text": "a", "numbers": [1.0], "maybe": None}
    assert msgspec.json.encode(Line(Point(1.0, 2.0), Point(3.0, 4.0))) == (
        b'{"start":{"x":1.0,"y":2.0,"z":0.0},"end":{"x":3.0,"y":4.0,"z":0.0},"tags":[],"note":null}'
    )


@writable
def test_decode_and_convert_into_records_of_the_package(cls):
    assert msgspec.json.decode(b'[{"x":1,"y":2.5}]', type=list[cls]) == [cls(1.0, 2.5)]
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(cls(1.0, 2.0, 3.0)), type=cls) == cls(1.0, 2.0, 3.0)
    assert msgspec.convert({"x": 1, "y": 2, "z": 3}, cls) == cls(1.0, 2.0, 3.0)
    with pytest.raises(msgspec.ValidationError, match="missing required field `y`"):
        msgspec.json.decode(b'{"x":1}', type=cls)
    with pytest.raises(msgspec.ValidationError, match=r"\$.x"):
        msgspec.convert({"x": "no", "y": 2}, cls)


def test_decode_records_in_records():
    line = Line(Point(1.0, 2.0), Point(3.0, 4.0), ["a"], "n")
    assert msgspec.json.decode(msgspec.json.encode(line), type=Line) == line
    chain = Chain(1, Chain(2))
    assert msgspec.convert(msgspec.to_builtins(chain), Chain) == chain
    tags = [msgspec.convert({"start": {"x": 1, "y": 2}, "end": {"x": 1, "y": 2}}, Line).tags for _ in range(2)]
    assert tags == [[], []] and tags[0] is not tags[1]


@points
def test_convert_from_attributes(cls):
    class Target(msgspec.Struct):
        x: float
        y: float

    assert msgspec.convert(cls(1.0, 2.0), Target, from_attributes=True) == Target(1.0, 2.0)


@pytest.mark.parametrize("cls", kinds.DERIVED, ids=kinds.name)
def test_derived_records_are_decoded_by_way_of_a_dict(cls):
    """msgspec would set an attribute of the class, and fill an instance of zero bytes."""
    message = f"cannot make records of {cls.__name__}, .* decode into a dict, and call the class"
    with pytest.raises(TypeError, match=message):
        msgspec.json.decode(b'{"x":1,"y":2}', type=cls)
    with pytest.raises(TypeError, match=message):
        msgspec.convert({"x": 1, "y": 2}, dict[str, list[cls]])
    Fields = typing.TypedDict("Fields", cls.__annotations__)
    Fields.__required_keys__, Fields.__optional_keys__ = frozenset({"x", "y"}), frozenset({"z"})
    assert cls(**msgspec.json.decode(b'{"x":1,"y":2}', type=Fields)) == cls(1.0, 2.0)
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"x":"no","y":2}', type=Fields)


def test_a_hook_makes_derived_records_within_other_types():
    """A class of one's own stands for the record in the types that msgspec reads; `dec_hook` makes the record."""

    class Exactly:
        def __class_getitem__(cls, record):
            fields = typing.TypedDict("Fields", record.__annotations__, total=False)
            return type(record.__name__, (Made,), {"record": record, "fields": fields})

    class IsMade(type):
        def __instancecheck__(cls, made):
            return isinstance(made, cls.record)

    class Made(metaclass=IsMade):
        pass

    def make(kind, value):
        return kind.record(**msgspec.convert(value, kind.fields))

    class Way(msgspec.Struct):
        name: str
        points: list[Exactly[f.Point]]

    way = msgspec.json.decode(b'{"name":"a","points":[{"x":1,"y":2},{"x":3,"y":4,"z":5}]}', type=Way, dec_hook=make)
    assert way.points == [f.Point(1.0, 2.0), f.Point(3.0, 4.0, 5.0)]
    assert msgspec.json.decode(msgspec.json.encode(way), type=Way, dec_hook=make) == way
    for bad in (b'{"x":"1","y":2}', b'{"x":1}'):
        with pytest.raises(msgspec.ValidationError, match=r"at `\$"):
            msgspec.json.decode(b'{"name":"a","points":[%b]}' % bad, type=Way, dec_hook=make)


def test_python_subclasses_are_filled_only_where_a_missing_value_would_be_seen():
    """msgspec asks the instance which fields have no value yet; a number always has one, and would silently be 0."""

    class Numbers(f.Base):
        __annotations__: typing.ClassVar = {}

    assert f.Base(1.0, 2).z == 7
    for data in (b'{"x":1,"y":2}', b'{"y":2}'):
        with pytest.raises(TypeError, match="cannot make records of Base"):
            msgspec.json.decode(data, type=Numbers)

    class Objects(f.Titled):
        __annotations__: typing.ClassVar = {}

    assert msgspec.json.decode(b'{"value":[1.5],"label":"a"}', type=Objects) == Objects([1.5], "a")
    assert msgspec.convert({"value": 1}, Objects) == Objects(1, "none") == Objects(1)
    with pytest.raises(msgspec.ValidationError, match="missing required field `value`"):
        msgspec.json.decode(b'{"label":"a"}', type=Objects)


def test_what_cannot_be_filled_is_refused_without_harm():
    """msgspec makes an instance out of zero bytes. Where they would be no value, it must not come to that: also for a
    Python subclass, whose class is not immutable."""
    script = """
import gc, msgspec, recordclass_fixtures as f
refused = filled = 0
for base in [cls for cls in vars(f).values() if isinstance(cls, type) and "__record_fields__" in vars(cls)]:
    classes = [base]
    try: classes.append(type("Sub", (base,), {"__annotations__": {}}))
    except TypeError: pass
    for cls in classes:
        values = {name: 1 for name in cls.__record_fields__}
        for value in (1, 1.5, "a", None, [], [1], {}, True, [1, 2.5], ["a", 1]):
            for names in (list(values), list(values)[:1]):
                try:
                    made = msgspec.convert({name: value for name in names}, cls)
                except (TypeError, msgspec.ValidationError, AttributeError, ValueError, OverflowError):
                    refused += 1
                else:
                    repr(made), made == made, list(getattr(made, name) for name in cls.__record_fields__); filled += 1
                    del made
gc.collect()
print(refused > 100, filled)
"""
    done = subprocess.run([sys.executable, "-X", "dev", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stdout.startswith("True "), f"{done.returncode}\n{done.stdout}{done.stderr}"


def test_read_only_records_of_the_package_are_refused():
    with pytest.raises(AttributeError):
        msgspec.convert({"x": 1, "y": 2}, kinds.Still)
    assert kinds.Still(**msgspec.json.decode(b'{"x":1,"y":2}')) == kinds.Still(1, 2)

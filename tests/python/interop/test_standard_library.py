"""The standard library: what it asks of a dataclass, and what it does with any object."""

import copy
import dataclasses
import datetime
import functools
import inspect
import shelve
import sqlite3
import subprocess
import sys
import typing
from pathlib import Path

import kinds
import pytest
import recordclass_fixtures as f
from kinds import POINTS

points = pytest.mark.parametrize("cls", POINTS, ids=kinds.name)


@dataclasses.dataclass
class Reference:
    x: float
    y: float
    z: float = 0.0


@points
def test_dataclasses(cls):
    record, reference = cls(1.0, 2.0), Reference(1.0, 2.0)
    assert dataclasses.is_dataclass(cls) and dataclasses.is_dataclass(record)
    said = ("name", "type", "default", "default_factory", "init", "repr", "compare", "hash", "kw_only", "metadata")
    for ours, theirs in zip(dataclasses.fields(cls), dataclasses.fields(Reference), strict=True):
        assert [getattr(ours, name) for name in said] == [getattr(theirs, name) for name in said]
    assert dataclasses.fields(record) == dataclasses.fields(cls)
    assert dataclasses.asdict(record) == dataclasses.asdict(reference) == {"x": 1.0, "y": 2.0, "z": 0.0}
    assert dataclasses.astuple(record) == dataclasses.astuple(reference)
    assert dataclasses.replace(record, y=5.0) == cls(1.0, 5.0)
    with pytest.raises(TypeError):
        dataclasses.replace(record, w=1)


def test_dataclass_fields_of_derived_records_tell_all():
    by_name = {field.name: field for field in dataclasses.fields(f.Defaults)}
    assert by_name["number"].default == -5 and by_name["text"].default == 'it\'s "quoted"\n'
    assert by_name["list"].default is dataclasses.MISSING and by_name["list"].default_factory() == []
    assert by_name["numbers"].default_factory() == [1.0] and by_name["endless"].default_factory() == float("inf")
    first = by_name["list"].default_factory()
    assert by_name["list"].default_factory() is not first
    assert [field.kw_only for field in dataclasses.fields(f.Partly)] == [True, False, True, False]
    out = {field.name: (field.repr, field.compare, field.hash) for field in dataclasses.fields(f.LeftOut)}
    assert out == {"all": (True, True, None), "unseen": (False, True, None), "uncompared": (True, False, True), "unhashed": (True, True, False)}
    assert dataclasses.asdict(f.Assorted(point=f.Point(1, 2)))["point"] == {"x": 1.0, "y": 2.0, "z": 0.0}


def test_hooks_stand_in_no_class_of_a_derived_record():
    """orjson would crash (see test_orjson): what it looks for must be inherited. And a class costs nothing more."""
    for cls in vars(f).values():
        if isinstance(cls, type) and "__record_fields__" in vars(cls):
            assert not {"__dataclass_fields__", "__rich_repr__", "__get_pydantic_core_schema__"} & set(vars(cls)), cls
            assert dataclasses.is_dataclass(cls)


@pytest.mark.skipif(sys.version_info < (3, 13), reason="copy.replace came with 3.13")
@points
def test_copy_replace(cls):
    assert copy.replace(cls(1.0, 2.0), z=3.0) == cls(1.0, 2.0, 3.0)


@points
def test_signature(cls):
    parameters = inspect.signature(cls).parameters
    assert list(parameters) == ["x", "y", "z"] and parameters["z"].default == 0.0
    bound = inspect.signature(cls).bind(1.0, y=2.0)
    assert cls(*bound.args, **bound.kwargs) == cls(1.0, 2.0)


@points
def test_type_hints(cls):
    expected = {"x": float, "y": float, "z": float}
    assert typing.get_type_hints(cls) == inspect.get_annotations(cls) == cls.__annotations__ == expected


@pytest.mark.parametrize(("cls", "expected"), [
    (f.Assorted, {
        "pair": tuple[int, float], "named": tuple[str, int], "map": dict[str, float], "array": list[int],
        "text": str | None, "count": int | None, "nested": list[list[int]], "path": Path, "point": f.Point | None,
    }),
    (f.Widths, {
        "flag": bool, "i8": int, "i16": int, "i32": int, "i64": int, "isize": int, "i128": int, "u8": int, "u16": int,
        "u32": int, "u64": int, "usize": int, "u128": int, "f32": float, "f64": float, "char": str,
    }),
    (f.Named, {"name": str, "payload": typing.Any, "note": str | None}),
    (f.Ticket, {"side": f.Side, "shade": f.Shade}),
    (f.Linked, {"next": f.Linked | None, "siblings": list[f.Linked], "witness": typing.Any}),
    (f.Basket, {"items": list[typing.Any]}),
    (f.Hinted, {
        "alias": float | None, "side": f.Side | None, "shades": list[f.Shade], "points": list[f.Point],
        "by_name": dict[str, list[f.Point]], "numbers": set[int], "bytes": bytes, "time": datetime.timedelta,
        "float": float | None, "frozen": typing.Any,
    }),
    (f.Later, {"number": int}),
    (f.OwnHints, {"x": float, "y": float}),
    (f.Puppy, {"name": str, "data": typing.Any, "legs": int, "tag": typing.Any, "weight": float, "toys": list[typing.Any], "months": int | None}),
], ids=kinds.name)  # fmt: skip
def test_annotations_of_derived_records_are_types(cls, expected):
    assert cls.__annotations__ == typing.get_type_hints(cls) == expected
    assert list(cls.__annotations__) == list(cls.__record_fields__)


def test_annotations_of_classes_that_are_made_later_or_in_no_module():
    assert f.Earlier.__annotations__["later"] == f.Later | None and f.Earlier.__annotations__["all"] == list[f.Later]
    # Its name, until somebody asks for the fields.
    assert f.Earlier.__annotations__["unlisted"] == "Unlisted | None" or dataclasses.fields(f.Earlier)
    (unlisted,) = [field.type for field in dataclasses.fields(f.Earlier) if field.name == "unlisted"]
    assert typing.get_type_hints(f.Earlier)["unlisted"] is f.Earlier.__annotations__["unlisted"] is unlisted
    assert typing.get_args(unlisted)[0].__name__ == "Unlisted"


@points
def test_singledispatch(cls):
    @functools.singledispatch
    def show(value):
        return "something"

    @show.register(cls)
    def _(value):
        return f"a point at {value.x}"

    assert show(cls(1.0, 2.0)) == "a point at 1.0" and show(Reference(1.0, 2.0)) == "something"


@points
def test_match(cls):
    match cls(1.0, 2.0):
        case cls(1.0, y, z=0.0):
            assert y == 2.0
        case _:
            pytest.fail("no match")


@points
def test_shelve(cls, tmp_path):
    with shelve.open(str(tmp_path / "shelf")) as shelf:
        shelf["a"] = [cls(1.0, 2.0), cls(3.0, 4.0, 5.0)]
    with shelve.open(str(tmp_path / "shelf")) as shelf:
        assert shelf["a"] == [cls(1.0, 2.0), cls(3.0, 4.0, 5.0)]


@points
def test_sqlite3_row_factory(cls):
    connection = sqlite3.connect(":memory:")
    connection.execute("create table points (x real, y real)")
    records = [cls(1.0, 2.0), cls(3.0, 4.0)]
    values = [dataclasses.astuple(record)[:2] for record in records]
    connection.executemany("insert into points values (?, ?)", values)
    connection.row_factory = lambda cursor, row: cls(*row)
    assert connection.execute("select x, y from points order by x").fetchall() == records
    connection.close()


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes(method):
    """In a process of its own: a fork of one where other libraries have started threads may hang."""
    if method == "fork" and sys.platform == "win32":
        pytest.skip("Windows has no fork")
    script = Path(__file__).with_name("processes.py")
    done = subprocess.run([sys.executable, str(script), method], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout == "all went there and back\n", done.stderr

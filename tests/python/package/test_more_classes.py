"""`make_structclass`, `make_arrayclass`, `make_dictclass`, `join_dataclasses`, and the row factories of sqlite."""

import copy
import pickle
import sqlite3
from collections.abc import Mapping, MutableMapping

import pytest
from recordclass_rs import (
    Factory,
    dataobject,
    datastruct,
    join_dataclasses,
    make_arrayclass,
    make_dataclass,
    make_dictclass,
    make_structclass,
    recordclass,
)
from recordclass_rs.tools.sqlite import dataclass_row_factory, make_row_factory
from reference import message

Struct = make_structclass("Struct", "x y", (5,))
Array = make_arrayclass("Array", 3)
Options = make_dictclass("Options", "width height", {"width": 80, "height": 24})
Joined = join_dataclasses("Joined", [Struct])


@pytest.mark.parametrize("record", [Struct(1), Array(1, [2]), Options(1), Joined(1)], ids=repr)
def test_they_are_copied_and_pickled(record):
    for twin in (copy.copy(record), copy.deepcopy(record), pickle.loads(pickle.dumps(record))):
        assert twin == record and type(twin) is type(record)


def test_nothing_derives_from_a_struct():
    class Written(datastruct):
        x: int

    for cls in (Struct, Written):
        with pytest.raises(TypeError):
            type("Child", (cls,), {})
        with pytest.raises(TypeError):
            type(cls)("Child", (cls,), {})
        with pytest.raises(TypeError):
            cls.more = 1
    assert not issubclass(Struct, dataobject) and issubclass(Struct, datastruct)


@pytest.mark.parametrize("method", ["__init__", "__new__"])
def test_a_struct_has_no_constructor_of_its_own(method):
    text = f"P: a datastruct cannot have a method {method}"
    assert message(type(datastruct), "P", (datastruct,), {method: lambda self: None}) == (TypeError, text)


def test_an_array_has_numbers_for_names():
    a = Array(1, 2)
    assert (repr(a), list(a), len(a), a[0], a[-1]) == ("Array(1, 2, None)", [1, 2, None], 3, 1, None)
    a[2] = a
    assert repr(a) == "Array(1, 2, ...)"
    assert Array.__fields__ == 3 and Array(1) == Array(1, None) != Array(2)
    for key in (3, -4):
        with pytest.raises(IndexError):
            a[key]
    with pytest.raises(TypeError):
        Array(1, 2, 3, 4)
    match Array(1, 2, 3):
        case Array(x, [*_]):
            pytest.fail(f"{x}")
        case Array(1, y, z):
            assert (y, z) == (2, 3)


def test_an_array_in_a_class_body():
    class Vector(dataobject):
        __fields__ = 2

        def norm(self):
            return abs(self[0]) + abs(self[1])

    assert Vector(3, -4).norm() == 7 and repr(Vector()) == "Vector(None, None)"
    with pytest.raises(TypeError, match="slots without names cannot stand beside fields with names"):
        type(dataobject)("P", (dataobject,), {"__fields__": 2, "__annotations__": {"x": int}})
    with pytest.raises(TypeError, match="slots without names cannot stand beside fields with names"):
        type(dataobject)("P", (Vector,), {"__annotations__": {"x": int}})


@pytest.mark.parametrize("count", [-1, 65537, 10**20, 1.5, "3", None])
def test_the_number_of_slots_is_one(count):
    with pytest.raises((TypeError, ValueError), match="P"):
        make_arrayclass("P", count)


def test_an_array_of_many_slots():
    a = make_arrayclass("P", 65536)(*range(65536))
    assert (a[0], a[-1], len(a)) == (0, 65535, 65536)


def test_a_dictclass_is_a_mapping_with_fixed_keys():
    o = Options(height=5)
    assert isinstance(o, MutableMapping) and isinstance(o, Mapping)
    assert (dict(o), list(o), list(o.values()), len(o)) == ({"width": 80, "height": 5}, ["width", "height"], [80, 5], 2)
    assert ("width" in o, "depth" in o, 80 in o, o.get("depth"), o.get("width"), o.get("depth", 3)) == (
        True, False, False, None, 80, 3,
    )  # fmt: skip
    o.update({"width": 1}, height=2)
    assert (o.width, o.height, {**o}) == (1, 2, {"width": 1, "height": 2})
    with pytest.raises(KeyError, match="depth"):
        o.update(width=9, depth=3)
    assert o["width"] == 1
    for use in (lambda: o["depth"], lambda: o.__setitem__("depth", 1)):
        with pytest.raises(KeyError, match="depth"):
            use()
    match o:
        case {"width": width, **rest}:
            assert (width, rest) == (1, {"height": 2})
        case _:
            pytest.fail("no mapping")
    with pytest.raises(ValueError, match="'update' would hide"):
        make_dictclass("P", "x update")


def test_a_readonly_dictclass():
    P = make_dictclass("P", "x y", readonly=True)
    with pytest.raises(TypeError):
        P(1, 2)["x"] = 3
    assert hash(P(1, 2)) == hash(P(1, 2))


def test_joined_classes_keep_types_and_defaults():
    class A(dataobject):
        x: int
        y: list = Factory(list)

    J = join_dataclasses("J", [Struct, make_dataclass("B", [("z", str, "z")])])
    assert repr(J(1)) == "J(x=1, y=5, z='z')" and J.__annotations__ == {"z": str}
    K = join_dataclasses("K", (A,), readonly=True)
    assert K(1).y == [] and K(1).y is not K(1).y and K.__annotations__ == {"x": int, "y": list}
    assert list(J(1)) == [1, 5, "z"] and J.__module__ == __name__


def test_what_cannot_be_joined_is_refused():
    with pytest.raises(AttributeError, match="J: Struct and B have a field 'x'"):
        join_dataclasses("J", [Struct, recordclass("B", "a x")])
    for other in (5, int, Struct(1)):
        with pytest.raises(TypeError, match="J: .* is not a record class"):
            join_dataclasses("J", [Struct, other])
    with pytest.raises(TypeError, match="J: the fields of Array have no names"):
        join_dataclasses("J", [Array])
    with pytest.raises(TypeError, match=r"J\.z has no default"):
        join_dataclasses("J", [Struct, make_dataclass("B", "z")])


@pytest.fixture
def connection():
    connection = sqlite3.connect(":memory:")
    yield connection
    connection.close()


def test_rows_are_records(connection):
    connection.row_factory = dataclass_row_factory()
    rows = connection.execute("SELECT 1 AS x, 'a' AS y UNION SELECT 2, 'b'").fetchall()
    assert repr(rows) == "[Row(x=1, y='a'), Row(x=2, y='b')]" and type(rows[0]) is type(rows[1])
    other = connection.execute("SELECT 5 AS z").fetchone()
    assert repr(other) == "Row(z=5)", "a factory serves more than one query"
    odd = connection.execute("SELECT count(*), 1 AS x, 2 AS x, 3 AS '*'").fetchone()
    assert repr(odd) == "Row(_0=1, x=1, _2=2, _3=3)"


def test_rows_of_a_class(connection, capsys):
    class Planet(dataobject, mapping=True):
        name: str
        radius: int

    connection.row_factory = dataclass_row_factory(Planet)
    row = connection.execute("SELECT 'Earth' AS name, 6378 AS radius").fetchone()
    assert type(row) is Planet and row["name"] == "Earth"
    connection.row_factory = make_row_factory(recordclass, readonly=True)
    row = connection.execute("SELECT 1 AS x").fetchone()
    assert row[0] == 1 and row._fields == ("x",)
    assert capsys.readouterr() == ("", "")

"""What knows dataclasses knows record classes: through `__dataclass_fields__`, and through `__replace__`."""

import copy
import dataclasses
import inspect
import sys
import typing

import isolated
import pytest
from recordclass_rs import Factory, Field, RecordClass, as_dataclass, dataobject, datastruct, make_arrayclass, recordclass


class Address(dataobject):
    city: str
    code: int = 0


class Person(dataobject):
    name: str
    address: Address
    tags: list = Factory(list)
    fixed: int = Field(default=7, readonly=True)
    last: int = dataclasses.field(default=1, kw_only=True, metadata={"a": 1})


@dataclasses.dataclass(slots=True)
class Reference:
    name: str
    address: Address
    tags: list = dataclasses.field(default_factory=list)
    fixed: int = 7
    last: int = dataclasses.field(default=1, kw_only=True, metadata={"a": 1})


def test_fields_are_those_of_a_dataclass():
    said = ("name", "type", "default", "default_factory", "init", "repr", "compare", "hash", "kw_only", "metadata")
    for ours, theirs in zip(dataclasses.fields(Person), dataclasses.fields(Reference), strict=True):
        assert [getattr(ours, name) for name in said] == [getattr(theirs, name) for name in said]
    assert dataclasses.fields(Person("a", None)) == dataclasses.fields(Person)


def test_the_functions_of_dataclasses_take_records():
    person = Person("Ann", Address("Bonn"), last=3)
    reference = Reference("Ann", Address("Bonn"), last=3)
    assert dataclasses.asdict(person) == dataclasses.asdict(reference)
    assert dataclasses.astuple(person) == dataclasses.astuple(reference) == ("Ann", ("Bonn", 0), [], 7, 3)
    assert dataclasses.replace(person, name="Bob") == Person("Bob", Address("Bonn"), last=3)
    assert dataclasses.is_dataclass(person) and dataclasses.is_dataclass(Person)


@pytest.mark.parametrize("cls", [dataobject, datastruct, RecordClass, recordclass("P", "x y"), as_dataclass(type("Q", (), {}))],
                         ids=lambda cls: cls.__name__)  # fmt: skip
def test_every_record_class_is_one(cls):
    assert [field.name for field in dataclasses.fields(cls)] == list(cls.__fields__)


def test_an_array_is_none():
    P = make_arrayclass("P", 2)
    assert not dataclasses.is_dataclass(P) and not dataclasses.is_dataclass(P())


def test_a_child_has_fields_of_its_own():
    class Child(Address):
        zone: str = "z"

    assert [field.name for field in dataclasses.fields(Child)] == ["city", "code", "zone"]
    assert [field.name for field in dataclasses.fields(Address)] == ["city", "code"]


@pytest.mark.skipif(sys.version_info < (3, 13), reason="copy.replace came with 3.13")
def test_copy_replace():
    for record in (Address("a"), recordclass("P", "city code")("a", 0)):
        assert copy.replace(record, code=5) == type(record)("a", 5)


def test_type_hints_are_found():
    assert typing.get_type_hints(Address) == {"city": str, "code": int}


def test_dataclass_leaves_record_classes_alone():
    with pytest.raises(AttributeError):
        dataclasses.dataclass(Address)
    assert repr(Address("a")) == "Address(city='a', code=0)"


def test_orjson_does_no_harm():
    """It reads attributes of dataclasses unchecked: one that was deleted would be a crash. So it must not take records
    for dataclasses by itself; with `default` it does what it is told."""
    pytest.importorskip("orjson")
    isolated.run("""
    import orjson
    from recordclass_rs import dataobject, datastruct, recordclass, make_arrayclass
    class P(dataobject):
        x: float
        y: object = None
    class Q(P, use_dict=True): z: int = 3
    class S(datastruct, readonly=True): x: float
    R = recordclass("R", "x y")
    def fresh(): return float(str(1.5)), ["a" * 3, float(str(2.5))]
    import dataclasses
    deep = lambda *values: orjson.loads(orjson.dumps(values, default=dataclasses.asdict))
    for _ in range(500):
        assert deep(P(*fresh()), R(*fresh()), P(S(2.5), R(1, Q(1, more=2)))) == [
            {"x": 1.5, "y": ["aaa", 2.5]}, {"x": 1.5, "y": ["aaa", 2.5]},
            {"x": {"x": 2.5}, "y": {"x": 1, "y": {"x": 1, "y": None, "z": 3}}}]
        p = P(1)
        del p.x
        for record in (p, Q(1, more=2), R(1, 2), S(1), make_arrayclass("A", 2)(1)):
            for extra in ({}, {"default": dataclasses.asdict}, {"default": lambda value: setattr(value, "x", [])}):
                quiet(orjson.dumps, record, **extra)
    """)


def test_signatures():
    assert str(inspect.signature(Address)) == "(city: str, code: int = 0)"
    assert str(inspect.signature(recordclass("P", "x y", (1,)))) == "(x, y=1)"
    ours, theirs = inspect.signature(Person), inspect.signature(Reference)
    assert list(ours.parameters) == list(theirs.parameters)
    for name, parameter in theirs.parameters.items():
        assert ours.parameters[name].kind is parameter.kind
        assert ours.parameters[name].annotation == parameter.annotation
    assert repr(ours.parameters["tags"].default) == "Factory(list)"


def test_an_init_of_the_users_tells_the_signature():
    class P(dataobject):
        x: int

        def __init__(self, one, *, two=2):
            self.x = one + two

    class Child(P):
        y: int = 0

    class New(dataobject):
        x: int

        def __new__(cls, only):
            return super().__new__(cls, only)

    assert str(inspect.signature(P)) == str(inspect.signature(Child)) == "(one, *, two=2)"
    assert str(inspect.signature(New)) == "(only)"


def test_a_class_without_docstring_tells_how_to_call_it():
    assert Address.__doc__ == "Address(city: str, code: int = 0)"
    assert Person.__doc__ == "Person(name: str, address: Address, tags: list = Factory(list), fixed: int = 7, *, last: int = 1)"
    assert recordclass("P", "x y", (1,)).__doc__ == "P(x, y=1)"
    assert inspect.getdoc(Address("a")) == Address.__doc__

    class Documented(Address):
        """Yes."""

    assert Documented.__doc__ == "Yes." and "city" not in Documented.__doc__


def test_a_default_that_cannot_be_shown_does_no_harm():
    class Silent:
        def __repr__(self):
            raise RuntimeError

    class P(dataobject):
        x: object = Silent()

    assert isinstance(P().x, Silent)
    with pytest.raises(RuntimeError):
        P.__doc__  # noqa: B018


def test_a_class_is_made_while_another_thread_imports_dataclasses():
    isolated.run("""
    import types
    from recordclass_rs import dataobject
    for half in (types.ModuleType("dataclasses"), None):
        sys.modules["dataclasses"] = half
        class Point(dataobject):
            x: int
            y: "no.KW_ONLY" = 1
        assert repr(Point(5)) == "Point(x=5, y=1)"
    """)

"""What in a class body is a field, and what else it may say."""

import dataclasses
import typing
import typing as t
from dataclasses import KW_ONLY, InitVar, dataclass
from typing import Annotated, Any, ClassVar

import pytest
from recordclass_rs import MATCH, Factory, Field, dataobject, datastruct, make_dataclass
from reference import message

BASES = [dataobject, datastruct]


@pytest.mark.parametrize("base", BASES)
def test_annotations_are_fields_in_their_order(base):
    class P(base):
        z: int
        a: str = "a"
        m: Any = None

    assert P.__fields__ == ("z", "a", "m")
    assert P.__annotations__ == {"z": int, "a": str, "m": Any}
    assert P.__defaults__ == {"a": "a", "m": None}
    assert P.__default_vals__ == (None, "a", None)
    assert repr(P(1)) == "P(z=1, a='a', m=None)"


def test_class_variables_are_no_fields():
    class P(dataobject):
        x: int
        a: ClassVar = 1
        b: ClassVar[int] = 2
        c: typing.ClassVar[int] = 3
        d: "ClassVar[int]" = 4
        e: "typing.ClassVar[int]" = 5
        f: "t.ClassVar" = 6
        g: Annotated[ClassVar[int], "note"] = 7
        h: "Annotated[ClassVar[int], 'note']" = 8
        only_said: ClassVar[str]

    assert P.__fields__ == ("x",)
    assert P.__annotations__ == {"x": int}
    assert [getattr(P(0), name) for name in "abcdefgh"] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_strings_that_only_look_like_class_variables_are_fields():
    class P(dataobject):
        a: "ClassVarious"
        b: "list[ClassVar]"
        c: "re.Pattern"

    assert P.__fields__ == ("a", "b", "c")


def test_string_annotations_of_a_whole_module_work():
    namespace = {"__name__": "somewhere"}
    code = """
from __future__ import annotations
from recordclass_rs import dataobject, MATCH
from typing import ClassVar
class P(dataobject):
    x: Undefined
    n: ClassVar[int] = 3
    _: MATCH
    y: int = 0
"""
    exec(compile(code, "somewhere", "exec"), namespace)
    P = namespace["P"]
    assert P.__fields__ == ("x", "y") and P.__match_args__ == ("x",) and P.n == 3
    assert P.__annotations__ == {"x": "Undefined", "y": "int"}


def test_a_class_variable_imported_in_a_function_is_known_by_name():
    def make():
        import typing as inner
        from typing import ClassVar  # noqa: F811

        assert inner and ClassVar

        class P(dataobject):
            x: int
            a: "inner.ClassVar[int]" = 1
            b: "ClassVar[int]" = 2

        return P

    assert make().__fields__ == ("x",)


def test_match_ends_what_patterns_match_by_position():
    class P(dataobject):
        x: int
        y: int
        _: MATCH
        z: int = 0

    class Q(P):
        more: int = 1

    assert P.__fields__ == ("x", "y", "z")
    assert P.__match_args__ == ("x", "y")
    assert Q.__match_args__ == ("x", "y", "more")
    with pytest.raises(TypeError):
        MATCH()


def test_what_ends_something_stands_there_once():
    for mark, name in ((MATCH, "MATCH"), (KW_ONLY, "KW_ONLY")):
        body = {"__annotations__": {"x": int, "_": mark, "y": int, "__": mark}}
        assert message(type(dataobject), "P", (dataobject,), body) == (TypeError, f"P: {name} is said twice")


def test_kw_only_fields_are_those_of_a_dataclass():
    def body(base, decorate):
        @decorate
        class P(base):
            a: int
            _: KW_ONLY
            b: int = 1
            c: int

        return P

    ours, theirs = body(dataobject, lambda cls: cls), body(object, dataclass)
    assert repr(ours(1, c=2)) == repr(theirs(1, c=2)).replace(theirs.__qualname__, "P")
    assert ours.__match_args__ == theirs.__match_args__ == ("a",)
    for args, kwargs in [((1,), {}), ((1, 2), {"c": 3}), ((1,), {"c": 3, "d": 4})]:
        for cls in (ours, theirs):
            with pytest.raises(TypeError):
                cls(*args, **kwargs)


def test_kw_only_can_be_said_of_a_class_or_a_field():
    class P(dataobject, kw_only=True):
        a: int
        b: int = Field(default=1, kw_only=False)
        c: int = dataclasses.field(default=2, kw_only=True)

    assert repr(P(5, a=1)) == "P(a=1, b=5, c=2)"
    assert P.__match_args__ == ("b",)
    assert repr(make_dataclass("Q", "x y", kw_only=True)(y=1, x=2)) == "Q(x=2, y=1)"


def test_a_field_may_say_more_than_its_default():
    class P(dataobject):
        a: int = Field(readonly=True)
        b: int = Field(default=2, readonly=True)
        c: list = Field(default_factory=list)
        d: list = Factory(list)
        e: list = dataclasses.field(default_factory=list)
        f: int = dataclasses.field(default=6, metadata={"unit": "m"})

    p, q = P(1), P(1)
    assert repr(p) == "P(a=1, b=2, c=[], d=[], e=[], f=6)" and p == q
    assert p.c is not q.c and p.d is not q.d and p.e is not q.e
    for name in "ab":
        with pytest.raises(AttributeError, match=name):
            setattr(p, name, 0)
    p.f = 7
    assert dataclasses.fields(P)[5].metadata == {"unit": "m"}


@pytest.mark.parametrize("option", ["init", "repr", "compare", "hash"])
def test_options_of_dataclass_fields_that_have_no_meaning_are_refused(option):
    with pytest.raises(TypeError, match=rf"P\.x: field\({option}=False\)"):

        class P(dataobject):
            x: int = dataclasses.field(default=1, **{option: False})


def test_what_was_meant_as_a_field_must_be_annotated():
    for value in (Field(default=1), Factory(list), dataclasses.field(default=1)):
        assert message(type(dataobject), "P", (dataobject,), {"x": value}) == (
            TypeError,
            "P.x is said to be a field, but has no annotation",
        )


def test_init_variables_are_refused():
    for kind in (InitVar[int], "InitVar[int]"):
        with pytest.raises(TypeError, match=r"P\.x: a record has no use for InitVar"):
            type(dataobject)("P", (dataobject,), {"__annotations__": {"x": kind}, "__module__": __name__})


def test_fields_can_be_listed():
    class P(dataobject):
        __fields__ = "x", "y", "z"
        y: int
        n: ClassVar[int] = 3
        y = 1
        z = 2

    assert P.__fields__ == ("x", "y", "z")
    assert P.__annotations__ == {"y": int}
    assert repr(P(0)) == "P(x=0, y=1, z=2)"

    class Q(dataobject):
        __fields__ = "x y * z"

    assert Q.__fields__ == ("x", "y", "z") and Q.__match_args__ == ("x", "y")


@pytest.mark.parametrize("listed", [{"x": 1}, 1.5, None, lambda self: None, True])
def test_what_is_no_list_of_fields_is_refused(listed):
    with pytest.raises(TypeError, match="__fields__"):
        type(dataobject)("P", (dataobject,), {"__fields__": listed})


def test_an_annotation_that_a_list_of_fields_leaves_out_is_not_lost():
    with pytest.raises(TypeError, match=r"P\.y is annotated, but not in __fields__"):

        class P(dataobject):
            __fields__ = ("x",)
            y: int


def test_dict_and_weakref_among_the_fields_are_options():
    import weakref

    class P(dataobject):
        __fields__ = "x", "__dict__", "__weakref__"

    class Q(dataobject):
        x: int
        __dict__: dict
        __weakref__: Any

    for cls in (P, Q, make_dataclass("R", "x __dict__ __weakref__")):
        p = cls(1)
        p.more = 2
        assert p.__dict__ == {"more": 2} and weakref.ref(p)() is p
        assert cls.__fields__ == ("x",)


def test_slots_are_refused():
    for slots in ("x", ("__dict__",), ["a", "b"]):
        with pytest.raises(TypeError, match="P: a record declares its slots as fields"):
            type(dataobject)("P", (dataobject,), {"__slots__": slots})

    class Q(dataobject):
        __slots__ = ()
        x: int

    assert Q(1).x == 1


def test_private_names_are_mangled_as_everywhere():
    class P(dataobject):
        __x: int = 1

        def get(self):
            return self.__x

    assert P.__fields__ == ("_P__x",) and P().get() == 1


def test_factories_and_fields_check_their_arguments():
    for call in (lambda: Factory(5), lambda: Factory(), lambda: Field(default_factory=5), lambda: Field(1)):
        with pytest.raises(TypeError):
            call()
    with pytest.raises(TypeError, match="not both"):
        Field(default=1, default_factory=list)
    assert Factory(list) == Factory(list) != Factory(dict) and hash(Factory(list)) == hash(Factory(list))
    assert repr(Factory(list)) == "Factory(list)"
    assert repr(Field(default=1)) == "Field(name=None, default=1, readonly=False, kw_only=None)"


def test_a_value_in_the_body_that_is_no_field_stays_an_attribute():
    class P(dataobject):
        x: int
        limit = 10

        def method(self):
            return self.x + self.limit

    assert P.__fields__ == ("x",) and P(1).method() == 11 and P.limit == 10

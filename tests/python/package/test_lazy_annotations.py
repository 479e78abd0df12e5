"""Annotations that Python 3.14 does not evaluate when the class is made."""

import sys
import types

import pytest

if sys.version_info < (3, 14):
    pytest.skip("annotations are evaluated at once before 3.14", allow_module_level=True)

import annotationlib
import dataclasses
import inspect

CODE = """
from typing import ClassVar
from recordclass_rs import MATCH, RecordClass, as_dataclass, as_record, dataobject

class Node(dataobject):
    value: int
    next: Node | None = None
    other: Later = None
    _: MATCH
    count: ClassVar[Later] = 3
    text: "str" = ""

class Child(Node):
    extra: list[Later] = ()

class Tree(RecordClass):
    left: Tree | None = None
    right: Later = None

@as_dataclass
class Decorated:
    x: Later
    y: Decorated = None

@as_record
def Record(x: Later, y: int = 1): ...

def local():
    class Inner: pass
    class P(dataobject):
        x: Inner
        n: ClassVar[Inner] = 1
    return P, Inner
"""


@pytest.fixture
def module():
    made = types.ModuleType("lazy_example")
    sys.modules["lazy_example"] = made
    exec(compile(CODE, "lazy_example", "exec"), made.__dict__)
    yield made
    del sys.modules["lazy_example"]


def test_a_class_can_be_made_before_its_annotations_mean_something(module):
    assert module.Node.__fields__ == ("value", "next", "other", "text")
    assert module.Node.__match_args__ == ("value", "next", "other") and module.Node.count == 3
    assert module.Child.__fields__ == ("value", "next", "other", "text", "extra")
    assert module.Tree.__fields__ == ("left", "right")
    assert repr(module.Decorated(1)) == "Decorated(x=1, y=None)" and repr(module.Record(1)) == "Record(x=1, y=1)"
    assert repr(module.Child(1, module.Tree())) == "Child(value=1, next=Tree(left=None, right=None), other=None, text='', extra=())"


def test_annotations_are_evaluated_when_asked_for(module):
    for cls in (module.Node, module.Child, module.Tree, module.Decorated):
        with pytest.raises(NameError, match="Later"):
            cls.__annotations__  # noqa: B018
    strings = annotationlib.get_annotations(module.Child, format=annotationlib.Format.STRING)
    assert strings == {"value": "int", "next": "Node | None", "other": "Later", "text": "str", "extra": "list[Later]"}
    module.Later = complex
    assert module.Child.__annotations__ == {
        "value": int, "next": module.Node | None, "other": complex, "text": "str", "extra": list[complex],
    }  # fmt: skip
    assert module.Tree.__annotations__["right"] is module.Decorated.__annotations__["x"] is complex


def test_docs_and_signatures_do_without(module):
    assert module.Node.__doc__.startswith("Node(value: int, next: ")
    assert "other: Later = None" in module.Node.__doc__
    assert list(inspect.signature(module.Child).parameters) == list(module.Child.__fields__)
    module.Later = complex
    assert inspect.signature(module.Node).parameters["other"].annotation is complex
    assert [field.type for field in dataclasses.fields(module.Tree)] == [module.Tree | None, complex]


def test_names_of_a_function_are_seen(module):
    P, Inner = module.local()
    assert P.__fields__ == ("x",) and P.__annotations__ == {"x": Inner}


def test_type_parameters():
    namespace = {}
    exec(
        """
from recordclass_rs import *
class Box[T](dataobject):
    content: T
    more: list[T] = Factory(list)
@as_dataclass
class Plain[T]:
    content: T
""",
        namespace,
    )
    Box, Plain = namespace["Box"], namespace["Plain"]
    assert repr(Box[int](1)) == "Box(content=1, more=[])" and Box.__annotations__["content"] is Box.__type_params__[0]
    assert Plain[int](1) == Plain(1) and Plain.__annotations__ == {"content": Plain.__type_params__[0]}

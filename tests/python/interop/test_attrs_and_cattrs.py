"""cattrs both ways; attrs classes that hold records."""

import attrs
import cattrs
import kinds
import pytest
import recordclass_fixtures as f
from cattrs.preconf.json import make_converter
from kinds import Chain, Line, Point

points = pytest.mark.parametrize("cls", kinds.POINTS, ids=kinds.name)


@points
def test_cattrs_both_ways(cls):
    record = cls(1.0, 2.0)
    assert cattrs.unstructure(record) == {"x": 1.0, "y": 2.0, "z": 0.0}
    assert cattrs.structure({"x": 1, "y": "2.0"}, cls) == record
    assert cattrs.structure([{"x": 1, "y": 2}], list[cls]) == [record]
    converter = make_converter()
    assert converter.loads(converter.dumps(record), cls) == record
    with pytest.raises(cattrs.ClassValidationError):
        cattrs.structure({"x": 1}, cls)


def test_cattrs_of_records_in_records():
    line = Line(Point(1.0, 2.0), Point(3.0, 4.0), ["a"], "n")
    assert cattrs.structure(cattrs.unstructure(line), Line) == line
    assert cattrs.structure(cattrs.unstructure(Chain(1, Chain(2))), Chain) == Chain(1, Chain(2))
    linked = f.Linked(f.Linked(), [f.Linked()])
    assert cattrs.unstructure(linked)["siblings"] == [{"next": None, "siblings": [], "witness": None}]
    assert repr(cattrs.structure({"next": {"next": None}, "siblings": [{}]}, f.Linked)) == repr(linked)
    assert cattrs.structure({"text": "a", "numbers": [1, 2], "maybe": None}, f.FrozenTexts) == f.FrozenTexts("a", [1.0, 2.0])


@points
def test_attrs_classes_hold_records(cls):
    @attrs.define
    class Holder:
        place: cls = attrs.field(validator=attrs.validators.instance_of(cls), converter=lambda v: cls(*v) if type(v) is tuple else v)
        more: list[cls] = attrs.Factory(list)

    holder = Holder((1.0, 2.0), [cls(3.0, 4.0)])
    assert holder.place == cls(1.0, 2.0) and holder == Holder(cls(1.0, 2.0), [cls(3.0, 4.0)])
    assert attrs.asdict(holder)["place"] == cls(1.0, 2.0)
    expected = {"x": 1.0, "y": 2.0, "z": 0.0}
    assert cattrs.unstructure(holder)["place"] == expected
    assert cattrs.structure({"place": expected, "more": [expected]}, Holder) == Holder((1.0, 2.0), [cls(1.0, 2.0)])
    with pytest.raises(TypeError):
        Holder("nowhere")
    assert not attrs.has(cls)

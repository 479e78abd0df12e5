"""pydantic 2: records validate, dump, and tell their JSON schema, alone and in models."""

import json
import typing

import kinds
import pydantic
import pytest
import recordclass_fixtures as f
from kinds import Chain, Line, Point
from recordclass_rs import dataobject, make_arrayclass

points = pytest.mark.parametrize("cls", kinds.POINTS, ids=kinds.name)


@points
def test_validate(cls):
    adapter = pydantic.TypeAdapter(cls)
    record = cls(1.0, 2.0)
    assert adapter.validate_python({"x": 1, "y": "2"}) == record
    assert adapter.validate_json('{"x": 1, "y": 2, "z": 0}') == record
    assert adapter.validate_python(record) is record
    for wrong in ({"x": 1}, {"x": "no", "y": 2}, 5, [1, 2], None):
        with pytest.raises(pydantic.ValidationError):
            adapter.validate_python(wrong)
    with pytest.raises(pydantic.ValidationError) as caught:
        adapter.validate_python({"x": "no"})
    assert [(error["loc"], error["type"]) for error in caught.value.errors()] == [(("x",), "float_parsing"), (("y",), "missing")]


@points
def test_dump(cls):
    adapter = pydantic.TypeAdapter(cls)
    assert adapter.dump_python(cls(1.0, 2.0)) == {"x": 1.0, "y": 2.0, "z": 0.0}
    assert adapter.dump_json(cls(1.0, 2.0)) == b'{"x":1.0,"y":2.0,"z":0.0}'
    assert adapter.dump_python(cls(1.0, 2.0), include={"x"}) == {"x": 1.0}


@points
def test_json_schema(cls):
    schema = pydantic.TypeAdapter(cls).json_schema()
    assert schema["title"] == cls.__name__ and schema["type"] == "object"
    assert schema["required"] == ["x", "y"]
    assert {name: shown["type"] for name, shown in schema["properties"].items()} == dict.fromkeys("xyz", "number")
    assert schema["properties"]["z"]["default"] == 0.0


@points
def test_in_a_model(cls):
    class Model(pydantic.BaseModel):
        place: cls
        more: list[cls] = []
        perhaps: typing.Optional[cls] = None

    model = Model(place={"x": 1, "y": 2}, more=[cls(3.0, 4.0)])
    assert model.place == cls(1.0, 2.0) and type(model.place) is cls
    assert Model.model_validate_json(model.model_dump_json()) == model
    assert model.model_dump()["more"] == [{"x": 3.0, "y": 4.0, "z": 0.0}]
    assert cls.__name__ in Model.model_json_schema()["$defs"]
    if cls not in kinds.FROZEN:
        model.place.x = 7.0
        assert json.loads(model.model_dump_json())["place"]["x"] == 7.0


def test_records_in_records():
    line = Line(Point(1.0, 2.0), Point(3.0, 4.0), ["a"])
    adapter = pydantic.TypeAdapter(Line)
    assert adapter.validate_json(adapter.dump_json(line)) == line
    made = [adapter.validate_python({"start": {"x": 1, "y": 2}, "end": {"x": 1, "y": 2}}).tags for _ in range(2)]
    assert made == [[], []] and made[0] is not made[1]
    assert "tags" not in adapter.json_schema()["required"]


@pytest.mark.parametrize(("cls", "value"), [
    (Chain, {"value": 1, "next": {"value": 2, "next": None}}),
    (f.Linked, {"next": {"next": None, "siblings": [], "witness": None}, "siblings": [], "witness": None}),
], ids=kinds.name)  # fmt: skip
def test_records_that_lead_to_their_own_class(cls, value):
    adapter = pydantic.TypeAdapter(cls)
    record = adapter.validate_python(value)
    assert type(record) is type(record.next) is cls
    assert adapter.dump_python(record) == value
    assert adapter.json_schema()["$ref"] == f"#/$defs/{cls.__name__}"


def test_what_only_the_class_knows_is_a_validation_error():
    """pydantic knows `int`; that it must fit eight bits is for the record to say."""
    adapter = pydantic.TypeAdapter(f.Widths)
    assert adapter.validate_python({"u8": 255}).u8 == 255
    with pytest.raises(pydantic.ValidationError, match=r"Widths\.u8 must be in 0\.\.=255"):
        adapter.validate_python({"u8": 256})


def test_fields_of_other_classes_say_how():
    with pytest.raises(pydantic.errors.PydanticSchemaGenerationError):
        pydantic.TypeAdapter(f.Ticket)
    config = pydantic.ConfigDict(arbitrary_types_allowed=True)

    class Model(pydantic.BaseModel):
        model_config = config
        ticket: f.Ticket

    assert Model(ticket={"side": f.Side.Buy, "shade": f.Shade.Dark}).ticket.side == f.Side.Buy


def test_a_hook_of_the_users_stands():
    class Own(dataobject):
        x: int

        @classmethod
        def __get_pydantic_core_schema__(cls, source, handler):
            return handler(int)

    assert pydantic.TypeAdapter(Own).validate_python("5") == 5


def test_an_array_has_no_names_to_read():
    with pytest.raises(TypeError):
        pydantic.TypeAdapter(make_arrayclass("Array", 2))

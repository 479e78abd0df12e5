"""Names that cannot be those of fields or classes, in every form in which fields are said."""

import keyword

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from recordclass_rs import (
    RecordClass,
    as_dataclass,
    dataobject,
    datastruct,
    join_dataclasses,
    make_arrayclass,
    make_dataclass,
    make_dictclass,
    make_structclass,
    recordclass,
)
from reference import outcome


def class_form(base):
    return lambda name, fields: type(base)(name, (base,), {"__annotations__": dict.fromkeys(fields, int)})


FACTORIES = [recordclass, make_dataclass, make_structclass, make_dictclass]
FORMS = {
    **{f"{make.__name__}, {kind.__name__}": lambda name, fields, make=make, kind=kind: make(name, kind(fields))
       for make in FACTORIES for kind in (tuple, iter)},
    "pairs": lambda name, fields: recordclass(name, [(field, int) for field in fields]),
    "mapping": lambda name, fields: make_dataclass(name, dict.fromkeys(fields, int)),
    "dataobject": class_form(dataobject),
    "datastruct": class_form(datastruct),
    "RecordClass": class_form(RecordClass),
    "__fields__": lambda name, fields: type(dataobject)(name, (dataobject,), {"__fields__": tuple(fields)}),
    "as_dataclass": lambda name, fields: as_dataclass(type(name, (), {"__annotations__": dict.fromkeys(fields, int)})),
}  # fmt: skip
FORM = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
PLACES = [("{}",), ("{}", "b"), ("a", "{}"), ("a", "{}", "c")]


@FORM
@pytest.mark.parametrize("place", PLACES, ids=len)
@pytest.mark.parametrize("name", ["class", "None", "1x", "x-y", "", " ", "x y", "é!", "a\0b", "__init__", "__x__"])
def test_bad_names_are_refused_in_every_place(form, place, name):
    with pytest.raises(ValueError, match="P: "):
        form("P", [part.format(name) for part in place])


@FORM
@pytest.mark.parametrize("name", [5, None, b"x", 1.5])
def test_names_are_strings(form, name):
    with pytest.raises(TypeError):
        form("P", ["a", name])


@FORM
def test_unusual_names_are_names(form):
    fields = ("_x", "self", "cls", "é", "type", "match", "x" * 1000)
    assert form("P", fields).__fields__ == fields


@pytest.mark.parametrize("make", [*FACTORIES, make_dataclass], ids=lambda make: make.__name__)
def test_two_fields_of_one_name_are_refused(make):
    with pytest.raises(ValueError, match="P: two fields are called 'x'"):
        make("P", "x y x")


@pytest.mark.parametrize("place", PLACES, ids=len)
@pytest.mark.parametrize("name", ["_make", "_replace", "_asdict", "_fields", "_field_defaults"])
def test_a_field_cannot_hide_what_a_recordclass_needs(name, place):
    for form in ("recordclass, tuple", "RecordClass"):
        with pytest.raises(ValueError, match=f"P: a field '{name}' would hide"):
            FORMS[form]("P", [part.format(name) for part in place])
    assert make_dataclass("P", [name])(1) is not None


@pytest.mark.parametrize("place", PLACES, ids=len)
@pytest.mark.parametrize("name", ["keys", "values", "items", "get"])
def test_a_field_cannot_hide_what_a_mapping_needs(name, place):
    fields = [part.format(name) for part in place]
    for call in (
        lambda: make_dictclass("P", fields),
        lambda: recordclass("P", fields, mapping=True),
        lambda: type(dataobject)("P", (dataobject,), {"__fields__": tuple(fields)}, mapping=True),
    ):
        with pytest.raises(ValueError, match=f"P: a field '{name}' would hide"):
            call()
    assert recordclass("P", fields).__fields__ == tuple(fields)


def test_further_names_can_be_refused():
    with pytest.raises(ValueError, match="P: a field 'y' would hide"):
        make_dataclass("P", "x y", invalid_names=("y",))
    assert make_dataclass("P", "x y", invalid_names=("y",), rename=True).__fields__ == ("x", "_1")


@pytest.mark.parametrize("make", [*FACTORIES, lambda name, fields: make_arrayclass(name, 1)], ids=range(5))
@pytest.mark.parametrize("name", ["class", "1P", "a b", "", "P!"])
def test_bad_names_of_classes_are_refused(make, name):
    with pytest.raises(ValueError, match="cannot be the name of a class"):
        make(name, "x")
    with pytest.raises(TypeError, match="the name of a class is a string"):
        make(5, "x")


@example(["*"])
@given(st.lists(st.one_of(st.text(max_size=3), st.sampled_from([*keyword.kwlist[:3], "_x", "a", "_make"])), max_size=6))
def test_rename_gives_the_names_that_namedtuple_gives(names):
    from collections import namedtuple

    ours = outcome(lambda: recordclass("P", names, rename=True)._fields)
    # Only ours take surrogates and other texts that cannot stand in source code to be no identifiers at once.
    assert ours == outcome(lambda: namedtuple("P", names, rename=True)._fields)


@pytest.mark.parametrize("fields", ["x y z", "x, y, z", " x,y  z ", ("x", "y", "z"), ["x", "y", "z"], {"x": int, "y": str, "z": object},
                                    [("x", int), "y", ["z", object]], iter(["x", "y", "z"])], ids=lambda it: type(it).__name__)  # fmt: skip
def test_forms_of_fields(fields):
    assert recordclass("P", fields).__fields__ == ("x", "y", "z")


@pytest.mark.parametrize("fields", [5, None, [("x", int, 1, 2)], [("x",)], [()], [None]], ids=repr)
def test_what_is_no_list_of_fields_is_refused(fields):
    for make in FACTORIES:
        with pytest.raises(TypeError, match="P"):
            make("P", fields)


def test_fields_may_bring_their_defaults():
    P = make_dataclass("P", [("x", int), ("y", int, 5)])
    assert repr(P(1)) == "P(x=1, y=5)"
    with pytest.raises(TypeError, match=r"P\.y has two defaults"):
        make_dataclass("P", [("x", int), ("y", int, 5)], defaults=(6,))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: make_dataclass("P", "x", bases=dataobject), "P: bases are an iterable of classes, not <class"),
        (lambda: make_dataclass("P", "x", bases=5), "P: bases are an iterable of classes, not 5"),
        (lambda: make_dataclass("P", "x", namespace=5), "P: namespace is a mapping, not int"),
        (lambda: make_arrayclass("P", 1, namespace=5), "P: namespace is a mapping, not int"),
        (lambda: make_dictclass("P", "x", namespace=5), "P: namespace is a mapping, not int"),
        (lambda: recordclass("P", "x", 5), "P: defaults are an iterable or a mapping, not int"),
        (lambda: join_dataclasses("P", dataobject), "P: the classes to join are an iterable of them, not <class"),
        (lambda: make_dataclass("P", "x y", match="x x"), "P: match has 'x' twice"),
    ],
    ids=range(8),
)
def test_messages_name_class_and_parameter(call, said):
    with pytest.raises(TypeError, match=said):
        call()

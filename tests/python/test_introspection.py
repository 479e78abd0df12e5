"""Names, docs and signatures: what tools and people read off a class."""

import dataclasses
import inspect
import pydoc
import typing

import pytest
import recordclass_fixtures as f
import reference

CLASSES = [value for value in vars(f).values() if isinstance(value, type) and "__record_fields__" in vars(value)]
MODULES = {f.Placed: "somewhere.else"}


def test_there_are_classes():
    assert len(CLASSES) > 40


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_a_class_knows_where_it_lives(cls):
    module = MODULES.get(cls, "recordclass_fixtures")
    assert cls.__module__ == module
    assert cls.__qualname__ == cls.__name__
    assert getattr(f, cls.__name__) is cls
    assert repr(cls) == f"<class '{module}.{cls.__name__}'>"
    assert type(cls) is type
    assert cls.__mro__[0] is cls and cls.__mro__[-1] is object


@pytest.mark.parametrize(
    ("cls", "signature"),
    [
        (f.Point, "(x, y, z=0.0)"),
        (f.FrozenPoint, "(x, y, z=0.0)"),
        (f.Triple, "(a, b, c)"),
        (f.Named, "(name, payload=None, note=None)"),
        (f.FrozenNamed, "(name, payload=None, note=None)"),
        (f.Keywords, "(*, a, b, c=None)"),
        (f.Partly, "(a, b=None, *, c, d=None)"),
        (f.Renamed, "(windSpeed, from_=0, type=None)"),
        (f.Empty, "()"),
        (f.One, "(only)"),
        (f.Crowded, "(py, value, cls, args)"),
        (f.OwnNew, "(*items)"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_signatures(cls, signature):
    assert str(inspect.signature(cls)) == signature
    assert cls.__text_signature__ == signature


def test_defaults_are_shown_where_they_are_literals():
    parameters = inspect.signature(f.Defaults).parameters
    shown = {name: parameter.default for name, parameter in parameters.items()}
    assert shown == {
        "number": -5,
        "real": 1.5,
        "text": 'it\'s "quoted"\n',
        "empty": None,
        "flag": True,
        "list": ...,
        "serial": ...,
        "endless": ...,
        "numbers": ...,
        "wide": "ä\U0001f600\\",
    }
    assert list(inspect.signature(f.Many).parameters) == [f"f{i:02}" for i in range(64)]
    widths = inspect.signature(f.Widths).parameters
    assert widths["char"].default == "a" and widths["flag"].default is False and widths["i128"].default == 0


def test_signatures_can_be_bound():
    signature = inspect.signature(f.Point)
    assert signature == inspect.signature(lambda x, y, z=0.0: None)
    bound = signature.bind(1, z=3, y=2)
    assert f.Point(*bound.args, **bound.kwargs) == f.Point(1, 2, 3)


def test_docs():
    assert f.Point.__doc__ == "A point in space."
    assert f.Many.__doc__ == "Sixty-four fields."
    assert f.Point(1, 2).__doc__ == "A point in space."
    assert inspect.getdoc(f.Point) == "A point in space."


def test_a_class_without_doc_shows_its_signature_as_a_dataclass_does():
    @dataclasses.dataclass
    class Undocumented:
        x: typing.Any
        n: typing.Any = 2

    assert f.Undocumented.__doc__ == "Undocumented(x, n=2)"
    assert Undocumented.__doc__.startswith("Undocumented(x")


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_help_works(cls):
    text = pydoc.plain(pydoc.render_doc(cls))
    assert f"class {cls.__name__}" in text
    for name in cls.__record_fields__:
        assert f" {name}" in text


def test_help_shows_signature_and_docs():
    text = pydoc.plain(pydoc.render_doc(f.Point))
    assert "Point(x, y, z=0.0)" in text
    assert "A point in space." in text and "Metres to the east." in text


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_the_fields_are_listed(cls):
    fields = cls.__record_fields__
    assert type(fields) is tuple
    for name in fields:
        assert name in dir(cls) and hasattr(cls, name)


def test_special_methods_are_in_the_class_as_in_a_dataclass():
    generated = {"__eq__", "__lt__", "__le__", "__gt__", "__ge__", "__repr__", "__hash__"}
    assert generated <= set(reference.Point.__dict__)
    sequence = {"__len__", "__getitem__", "__setitem__", "__delitem__", "__iter__", "__contains__"}
    for name in generated | sequence | {"__new__", "__copy__", "__deepcopy__", "__replace__", "__reduce__", "_asdict"}:
        assert name in f.Point.__dict__, name
    assert f.Point.__dict__["__hash__"] is None
    for name in generated | sequence:
        method = getattr(f.Point, name)
        assert method is None or (method.__name__ == name and method.__objclass__ is f.Point)


def test_methods_called_through_the_class_check_their_object():
    for name in ("__repr__", "__len__", "__iter__", "__copy__", "__reduce__"):
        with pytest.raises(TypeError):
            getattr(f.Point, name)(5)
        with pytest.raises(TypeError):
            getattr(f.Point, name)(f.FrozenPoint(1, 2))
    for name in ("__getitem__", "__eq__", "__contains__", "__deepcopy__"):
        with pytest.raises(TypeError):
            getattr(f.Point, name)(5, 0)
        with pytest.raises(TypeError):
            getattr(f.Point, name)(f.FrozenPoint(1, 2), 0)


def test_the_docs_of_special_methods_are_there():
    assert f.Point.__repr__.__doc__ == "Return repr(self)."
    assert f.Point.__eq__.__doc__ == "Return self==value."
    assert f.Point.__len__.__doc__ == "Return len(self)."


def test_abstract_classes_recognise_what_is_there():
    from collections.abc import Collection, Container, Hashable, Iterable, Sized

    for abstract in (Collection, Container, Iterable, Sized):
        assert issubclass(f.Point, abstract)
        assert not issubclass(f.NoSequence, abstract)
    assert issubclass(f.FrozenPoint, Hashable) and not issubclass(f.Point, Hashable)
    assert issubclass(f.NoSequence, Hashable) is False

"""A field is a descriptor on the class, as a slot is."""

import types

import pytest
import recordclass_fixtures as f
import reference
from reference import Plain, message, outcome

ALL_FIELDS = [
    (cls, name)
    for cls in [f.Point, f.FrozenPoint, f.Widths, f.FrozenWidths, f.Triple, f.FrozenTriple, f.Named, f.FrozenNamed]
    + [f.Mixed, f.Texts, f.FrozenTexts, f.Ticket, f.Node, f.Many]
    for name in cls.__match_args__
]


@pytest.mark.parametrize(("cls", "name"), ALL_FIELDS)
def test_each_field_is_a_data_descriptor_of_its_class(cls, name):
    descriptor = cls.__dict__[name]
    assert getattr(cls, name) is descriptor
    assert descriptor.__name__ == name
    assert descriptor.__objclass__ is cls
    assert descriptor.__qualname__ == f"{cls.__name__}.{name}"
    assert hasattr(descriptor, "__get__") and hasattr(descriptor, "__set__")
    assert name in dir(cls)


@pytest.mark.parametrize("name", ["a", "b", "c"])
def test_object_fields_are_member_descriptors(name):
    kind = type(reference.Triple.a)
    assert kind is types.MemberDescriptorType
    for cls in (f.Triple, f.FrozenTriple):
        assert type(getattr(cls, name)) is kind
    assert type(f.Named.name) is type(f.Named.payload) is type(f.Named.note) is kind


def test_docs_are_those_of_the_fields():
    assert f.Point.x.__doc__ == "Metres to the east."
    assert f.FrozenPoint.y.__doc__ == "Metres to the north."
    assert f.Point.z.__doc__ is None
    assert f.Triple.a.__doc__ == "The first."
    assert f.Triple.b.__doc__ is None
    assert f.FrozenNamed.name.__doc__ == "What to call it."


@pytest.mark.parametrize(("cls", "name"), ALL_FIELDS)
def test_descriptors_refuse_objects_of_other_classes(cls, name):
    descriptor = getattr(cls, name)
    for foreign in (object(), 1, None, f.Empty(), reference.Point(1, 2), "text" * 100):
        assert outcome(descriptor.__get__, foreign, type(foreign)) in [("raised", TypeError), ("gave", descriptor)]
        # Only `None` may mean "from the class".
        if foreign is not None:
            assert outcome(descriptor.__get__, foreign) == ("raised", TypeError)
        assert outcome(descriptor.__set__, foreign, 1)[1] in (TypeError, AttributeError)
        assert outcome(descriptor.__delete__, foreign)[1] in (TypeError, AttributeError)


def test_look_alikes_are_foreign():
    assert outcome(f.Point.x.__get__, f.FrozenPoint(1, 2)) == ("raised", TypeError)
    assert outcome(f.Triple.a.__get__, f.FrozenTriple(1, 2, 3)) == ("raised", TypeError)
    assert outcome(f.Triple.a.__set__, f.Crowded(1, 2, 3, 4), 5) == ("raised", TypeError)


def test_descriptors_work_when_called_directly():
    point, triple = f.Point(1, 2), f.Triple(1, 2, 3)
    f.Point.x.__set__(point, 7)
    f.Triple.a.__set__(triple, 7)
    assert f.Point.x.__get__(point) == f.Triple.a.__get__(triple) == 7
    f.Triple.a.__delete__(triple)
    assert outcome(f.Triple.a.__get__, triple) == ("raised", AttributeError)


def same_values_come_out(cls, reference_cls, values):
    ours, theirs = cls(*values), reference_cls(*values)
    for name, value in zip(cls.__match_args__, values):
        assert getattr(ours, name) is getattr(theirs, name) is value


def test_objects_come_out_as_they_went_in():
    same_values_come_out(f.Triple, reference.Triple, ([], Plain(), None))
    same_values_come_out(f.FrozenTriple, reference.FrozenTriple, (..., NotImplemented, Plain))
    same_values_come_out(f.Named, reference.Named, ("n", Plain(), None))


def test_assignment_replaces_the_object():
    triple = f.Triple(1, 2, 3)
    new = Plain()
    triple.b = new
    assert triple.b is new
    triple.b = None
    assert triple.b is None
    setattr(triple, "".join(["b"]), new)
    assert triple.b is new


def test_typed_objects_are_checked():
    named = f.Named("old", note="note")
    assert message(setattr, named, "name", 5) == (TypeError, "Named.name must be str, not int")
    assert message(setattr, named, "note", b"") == (TypeError, "Named.note must be str or None, not bytes")
    assert message(f.Named, 5) == (TypeError, "Named.name must be str, not int")
    assert message(f.FrozenNamed, "n", note=5) == (TypeError, "FrozenNamed.note must be str or None, not int")
    assert message(f.Defaults, list=()) == (TypeError, "Defaults.list must be list, not tuple")
    assert (named.name, named.note) == ("old", "note")
    named.note = None
    named.name = "new"
    assert named == f.Named("new")
    assert f.FrozenNamed("n", None, None).note is None
    assert f.FrozenNamed("n", 1, "x")[:] == ("n", 1, "x")


def test_assignment_in_the_record_and_by_object_setattr_agree_on_types():
    named = f.Named("old")
    with pytest.raises((TypeError, AttributeError)):
        object.__setattr__(named, "name", 5)
    with pytest.raises((TypeError, AttributeError)):
        f.Named.name.__set__(named, 5)
    assert named.name == "old"


@pytest.mark.parametrize("name", ["a", "b", "c"])
def test_deleting_an_object_is_as_on_a_class_with_slots(name):
    for cls in (f.Triple, reference.Triple):
        triple = cls(1, 2, 3)
        delattr(triple, name)
        assert outcome(getattr, triple, name) == ("raised", AttributeError)
        assert outcome(delattr, triple, name) == ("raised", AttributeError)
        assert not hasattr(triple, name)
        assert getattr(triple, name, "fallback") == "fallback"
        setattr(triple, name, 9)
        assert getattr(triple, name) == 9


def test_typed_objects_can_be_deleted_too():
    named = f.Named("n", 1, "note")
    for name in ("name", "payload", "note"):
        delattr(named, name)
        assert outcome(getattr, named, name) == ("raised", AttributeError)
        assert outcome(delattr, named, name) == ("raised", AttributeError)
    assert outcome(f.Named.name.__get__, named) == ("raised", AttributeError)
    named.name = "back"
    assert named.name == "back"


def test_deleting_what_always_has_a_value_is_refused():
    point, texts = f.Point(1, 2, 3), f.Texts("t")
    wanted = "cannot delete field 'x' of 'Point': it is stored unboxed and always has a value"
    assert message(delattr, point, "x") == (AttributeError, wanted)
    for record, name in [(point, "x"), (texts, "text"), (texts, "numbers"), (texts, "maybe"), (f.Widths(), "i128")]:
        error, text = message(delattr, record, name)
        assert error is AttributeError
        assert f"'{name}'" in text and type(record).__name__ in text
    assert point == f.Point(1, 2, 3)
    assert texts == f.Texts("t")


def test_fields_frozen_one_by_one():
    mixed = f.Mixed([], [], 1, 2, "label")
    mixed.open, mixed.count = None, 5
    for name in ("shut", "serial", "label"):
        before = getattr(mixed, name)
        for operation in (lambda: setattr(mixed, name, before), lambda: delattr(mixed, name)):
            error, text = message(operation)
            assert error is AttributeError
            assert f"'{name}'" in text and "Mixed" in text and "frozen" in text
        assert getattr(mixed, name) == before
    assert message(mixed.__setitem__, 1, 0)[0] is AttributeError
    assert mixed[:] == (None, [], 5, 2, "label")


def test_unknown_names_are_refused():
    for record in (f.Point(1, 2), f.FrozenPoint(1, 2), f.Named("n"), f.Triple(1, 2, 3)):
        for name in ("w", "", "X", "no\ud800", "x" * 10_000):
            assert outcome(getattr, record, name) == ("raised", AttributeError)
            assert outcome(setattr, record, name, 1) == ("raised", AttributeError)
            assert outcome(delattr, record, name) == ("raised", AttributeError)


def test_the_old_value_dies_after_the_new_one_stands():
    seen = []

    class Old:
        def __init__(self, owner):
            self.owner = owner

        def __del__(self):
            seen.append(self.owner.a)

    triple = f.Triple(None, None, None)
    triple.a = Old(triple)
    triple.a = "new"
    named = f.Named("n")
    named.payload = Old(f.Triple("other", 0, 0))
    named.payload = None
    triple.a = Old(triple)
    triple[0] = "item"
    assert seen == ["new", "other", "item"]

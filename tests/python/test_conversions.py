"""Other Rust types are converted at each access: what is read is a copy, what is written is checked."""

import copy
import pathlib

import pytest
import recordclass_fixtures as f
from reference import message, outcome

VALUES = {
    "pair": (1, 2.5),
    "named": ("name", 3),
    "map": {"a": 1.0, "b": 2.0},
    "array": [1, 2, 3],
    "text": "text",
    "count": 5,
    "nested": [[1], [], [2, 3]],
    "path": pathlib.Path("somewhere/else"),
    "point": f.Point(1, 2),
}
WRONG = {
    "pair": [(1, "2"), (1,), None, 5],
    "named": [("name", 256), ("name", "x")],
    "map": [{"a": "b"}, [1], {1: 1.0}],
    "array": [[1, 2], [1, 2, 3, 4], [1, 2, "3"], 5],
    "text": [5, b"x"],
    "count": ["5", 2**64, 1.5],
    "nested": [[1], [["1"]], "ab"],
    "path": [5],
    "point": [f.FrozenPoint(1, 2), (1, 2, 3), "p"],
}
CLASSES = [f.Assorted, f.FrozenAssorted]


@pytest.mark.parametrize("cls", CLASSES)
@pytest.mark.parametrize("name", VALUES)
def test_values_come_back(cls, name):
    for value in (VALUES[name], getattr(cls(), name)):
        record = cls(**{name: value})
        assert getattr(record, name) == value
        assert type(getattr(record, name)) in (type(value), list)
        assert record == cls(**{name: value})
    assert cls(**{name: VALUES[name]}) != cls()


@pytest.mark.parametrize("name", VALUES)
def test_values_are_assigned(name):
    record = f.Assorted()
    setattr(record, name, VALUES[name])
    assert record == f.Assorted(**{name: VALUES[name]})
    setattr(record, name, getattr(f.Assorted(), name))
    assert record == f.Assorted()


@pytest.mark.parametrize("cls", CLASSES)
@pytest.mark.parametrize("name", VALUES)
def test_wrong_values_are_refused_by_name(cls, name):
    for wrong in WRONG[name]:
        error, text = message(cls, **{name: wrong})
        assert error in (TypeError, ValueError, OverflowError)
        assert text.startswith(f"{cls.__name__}.{name}"), text
    if cls is f.Assorted:
        record = cls(**VALUES)
        for wrong in WRONG[name]:
            error, text = message(setattr, record, name, wrong)
            assert text.startswith(f"Assorted.{name}"), text
        assert record == cls(**VALUES)


def test_texts_name_class_and_field():
    texts = f.Texts("t", [1.0], 2.0)
    for name, wrong in [("text", 5), ("text", "\ud800"), ("numbers", ["x"]), ("numbers", 5), ("maybe", "x")]:
        for operation in (lambda: setattr(texts, name, wrong), lambda: f.Texts(**({"text": "t"} | {name: wrong}))):
            error, text = message(operation)
            assert issubclass(error, (TypeError, ValueError))
            assert f"Texts.{name}" in text or error is UnicodeEncodeError
    assert texts == f.Texts("t", [1.0], 2.0)
    error, text = message(f.Ticket, f.Shade.Dark, f.Shade.Dark)
    assert error is TypeError and text.startswith("Ticket.side")
    error, text = message(f.Ticket, f.Side.Buy, 0)
    assert error is TypeError and text.startswith("Ticket.shade")


def test_errors_of_the_values_own_pass_with_their_type():
    class Own(Exception):
        pass

    class Iterates:
        def __iter__(self):
            yield 1.0
            raise Own

        def __len__(self):
            return 2

        def __getitem__(self, index):
            raise Own

    kind, error = outcome(f.Texts, "t", Iterates())
    assert kind == "raised" and error in (Own, TypeError)


@pytest.mark.parametrize("cls", [f.Texts, f.FrozenTexts])
def test_what_is_read_is_a_copy(cls):
    texts = cls("t", [1.0])
    texts.numbers.append(2.0)
    assert texts.numbers == [1.0] and texts.numbers is not texts.numbers
    given = [5.0]
    texts = cls("t", given)
    given.append(6.0)
    assert texts.numbers == [5.0]


def test_lists_of_objects_hold_the_objects_themselves():
    held = []
    for cls in (f.Basket, f.FrozenBasket):
        basket = cls([held, held])
        assert basket.items[0] is held and basket.items[1] is held
        assert copy.copy(basket).items[0] is held


def test_a_copy_has_values_of_its_own():
    one = f.Assorted(**VALUES)
    other = copy.copy(one)
    other.map, other.nested, other.pair = {}, [], (0, 0)
    assert one == f.Assorted(**VALUES)


def test_enums_are_their_members():
    ticket = f.Ticket(f.Side.Buy, f.Shade.Light)
    assert ticket.side == f.Side.Buy and ticket.shade == f.Shade.Light
    ticket.side, ticket.shade = f.Side.Sell, f.Shade.Dark
    assert ticket[:] == (f.Side.Sell, f.Shade.Dark)
    assert f.FrozenTicket(f.Side.Buy, f.Shade.Dark).shade == f.Shade.Dark


def test_a_field_of_the_records_own_class():
    linked = f.Linked()
    linked.next = f.Linked(linked, [linked])
    assert linked.next.next is linked and linked.next.siblings[0] is linked
    wanted = "Linked.next must be Linked or None, not Node"
    assert message(setattr, linked, "next", f.Node(1, 2, 3)) == (TypeError, wanted)
    assert message(setattr, linked, "siblings", [linked, None])[1].startswith("Linked.siblings")
    linked.next.next, linked.next.siblings = None, []

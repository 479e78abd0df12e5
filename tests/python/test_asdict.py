"""`_asdict()` gives a dict of the values as they are, as that of a namedtuple does."""

import copy

import pytest
import recordclass_fixtures as f
from reference import Plain, message, outcome

RECORDS = [
    f.Point(1, 2, 3),
    f.PointF32(1, 2, 3),
    f.FrozenPoint(1, 2, 3),
    f.Triple([1], {}, None),
    f.FrozenTriple(1, "2", (3,)),
    f.Named("n", [1], "note"),
    f.Texts("t", [1.0], 2.0),
    f.Widths(True, *range(1, 15), "z"),
    f.Mixed([], [], 1, 2, "label"),
    f.Node(None, [], 5),
    f.Partly("a", "b", c="c"),
    f.Keywords(a=1, b=2),
    f.Renamed(1, 2),
    f.Empty(),
    f.Many(*range(64)),
    f.Eight(*range(8)),
    f.OwnNew(1, 2),
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_names_and_values_in_order(record):
    # The first dict of a wide class is made in another way than the others.
    for _ in range(3):
        made = record._asdict()
        assert type(made) is dict
        assert list(made.items()) == [(name, getattr(record, name)) for name in record.__record_fields__]


def test_each_dict_is_another():
    for record in (f.Triple([1], {}, None), f.Many(*range(64))):
        first = record._asdict()
        first["more"] = first.pop(record.__record_fields__[0])
        assert "more" not in record._asdict() and len(record._asdict()) == len(record.__record_fields__)
        assert record == copy.copy(record)


def test_the_values_are_the_records_own():
    value, inner = Plain(), f.Triple(1, 2, 3)
    made = f.Triple(value, inner, [inner])._asdict()
    assert made["a"] is value and made["b"] is inner and made["c"][0] is inner
    assert all(f.Eight(*[value] * 8)._asdict()[name] is value for name in "abcdefgh")


def test_a_deleted_field_is_named():
    for record, name in ((f.Triple(1, 2, 3), "b"), (f.Eight(*range(8)), "g")):
        record._asdict()
        delattr(record, name)
        kind, text = message(record._asdict)
        assert kind is AttributeError and name in text and type(record).__name__ in text


def test_a_subclass_shows_its_fields_only():
    class Puppy(f.Dog):
        pass

    for cls in (f.Animal, f.Dog, Puppy):
        record = cls("Rex", [1], *(["tag"] if cls is not f.Animal else []), legs=3)
        if cls is Puppy:
            record.extra = 5
        assert record._asdict() == {name: getattr(record, name) for name in cls.__record_fields__}
    assert set(f.Animal._asdict(Puppy("Rex", [1], "tag"))) == set(f.Dog.__record_fields__)


def test_other_calls_are_refused():
    assert outcome(f.Point(1, 2)._asdict, 5) == ("raised", TypeError)
    assert outcome(f.Point._asdict, f.FrozenPoint(1, 2)) == ("raised", TypeError)

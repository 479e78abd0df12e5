"""Options of classes, said in each of the ways in which a class can be made."""

import gc
import sys
import weakref

import pytest
from recordclass_rs import (
    RecordClass,
    as_dataclass,
    dataobject,
    datastruct,
    make_arrayclass,
    make_dataclass,
    make_structclass,
    recordclass,
)
from reference import FREE_THREADED

WAYS = {
    "dataobject": lambda **options: type(dataobject)("P", (dataobject,), body(), **options),
    "datastruct": lambda **options: type(dataobject)("P", (datastruct,), body(), **options),
    "RecordClass": lambda **options: type(dataobject)("P", (RecordClass,), body(), **options),
    "recordclass": lambda **options: recordclass("P", "x y z", **options),
    "make_dataclass": lambda **options: make_dataclass("P", "x y z", **options),
    "make_structclass": lambda **options: make_structclass("P", "x y z", **options),
    "as_dataclass": lambda **options: as_dataclass(**options)(type("P", (), body())),
}
WAY = pytest.mark.parametrize("way", WAYS)
OPEN = pytest.mark.parametrize("way", [way for way in WAYS if "struct" not in way])


def body():
    return {"__annotations__": dict.fromkeys("xyz", int), "__module__": __name__}


def fits(way, option):
    """Whether the function has the parameter; class bodies take all of them."""
    function = {"recordclass": recordclass, "make_dataclass": make_dataclass, "make_structclass": make_structclass}.get(way)
    return function is None or option in function.__kwdefaults__


POINTER = 8
EMPTY = object.__sizeof__(object())
HEADER = 0 if FREE_THREADED else 16


@WAY
def test_a_record_is_its_head_and_its_values(way):
    record = WAYS[way]()(1, 2, 3)
    assert sys.getsizeof(record) == EMPTY + 3 * POINTER
    assert not gc.is_tracked(record) and not gc.is_tracked(type(record)(record, [], {}))


@WAY
def test_gc(way):
    P = WAYS[way](gc=True)
    record = P(1, 2, [3])
    assert gc.is_tracked(record)
    assert sys.getsizeof(record) == EMPTY + 3 * POINTER + HEADER

    class Target:
        pass

    target = Target()
    record.x, record.y = record, target
    gone = weakref.ref(target)
    del record, target
    gc.collect()
    assert gone() is None


@OPEN
def test_use_dict(way):
    P = WAYS[way](use_dict=True)
    record = P(1, 2, 3, more=4)
    record.last = 5
    assert record.__dict__ == {"more": 4, "last": 5} and record.more == 4
    assert sys.getsizeof(record) == EMPTY + 4 * POINTER
    assert not hasattr(WAYS[way]()(1, 2, 3), "__dict__")
    with pytest.raises(TypeError, match="more"):
        WAYS[way]()(1, 2, 3, more=4)


@OPEN
def test_use_weakref(way):
    record = WAYS[way](use_weakref=True)(1, 2, 3)
    died = []
    reference = weakref.ref(record, died.append)
    assert reference() is record
    del record
    assert died == [reference]
    with pytest.raises(TypeError):
        weakref.ref(WAYS[way]()(1, 2, 3))


@pytest.mark.parametrize("way", ["datastruct", "make_structclass"])
def test_a_struct_has_no_room_for_more(way):
    for option in ("use_dict", "use_weakref"):
        with pytest.raises(TypeError):
            WAYS[way](**{option: True})


@WAY
def test_readonly(way):
    record = WAYS[way](readonly=True)(1, 2, 3)
    for name in "xyz":
        for change in (lambda: setattr(record, name, 0), lambda: delattr(record, name)):  # noqa: B023
            with pytest.raises(AttributeError, match=name):
                change()
    assert hash(record) == hash(type(record)(1, 2, 3)) and len({record, type(record)(1, 2, 3)}) == 1
    assert repr(record) == "P(x=1, y=2, z=3)"


@WAY
def test_some_fields_can_be_readonly(way):
    record = WAYS[way](readonly=["x", "z"])(1, 2, 3)
    record.y = 0
    for name in "xz":
        with pytest.raises(AttributeError):
            setattr(record, name, 0)
    with pytest.raises(TypeError):
        hash(record)


@WAY
def test_hashable(way):
    P = WAYS[way](hashable=True)
    record = P(1, 2, 3)
    before = hash(record)
    assert before == hash(P(1, 2, 3))
    record.x = 5
    assert hash(record) == hash(P(5, 2, 3)) != before
    with pytest.raises(TypeError, match="unhashable type: 'list'"):
        hash(P([], 2, 3))
    with pytest.raises(TypeError, match="unhashable"):
        hash(WAYS[way]()(1, 2, 3))


@WAY
def test_sequence(way):
    P = WAYS[way](sequence=True)
    record = P(1, 2, 3)
    assert (record[0], record[-1], list(record), len(record), 2 in record) == (1, 3, [1, 2, 3], 3, True)
    record[1] = 5
    assert tuple(record) == (1, 5, 3)
    for key in (3, -4):
        with pytest.raises(IndexError):
            record[key]
    for key in ("x", 1.5, None):
        with pytest.raises(TypeError):
            record[key]
    match record:
        case [1, y, 3]:
            assert y == 5
        case _:
            pytest.fail("no sequence")


@pytest.mark.parametrize("way", [way for way in WAYS if way.lower() != "recordclass"])
def test_without_an_option_there_is_no_index_and_no_iteration(way):
    record = WAYS[way]()(1, 2, 3)
    for use in (lambda: record[0], lambda: record["x"], lambda: iter(record), lambda: len(record), lambda: 1 in record):
        with pytest.raises(TypeError):
            use()


@WAY
def test_iterable(way):
    record = WAYS[way](iterable=True)(1, 2, 3)
    x, *rest = record
    assert (x, rest) == (1, [2, 3])


@WAY
def test_mapping(way):
    P = WAYS[way](mapping=True)
    record = P(1, 2, 3)
    record["x"] = 5
    assert (record["x"], record.x, record["z"]) == (5, 5, 3)
    with pytest.raises(KeyError, match="'q'"):
        record["q"]
    with pytest.raises(KeyError):
        record["__class__"]
    assert list(record.keys()) == ["x", "y", "z"] and dict(record.items()) == {"x": 5, "y": 2, "z": 3}
    assert dict(**record) == {"x": 5, "y": 2, "z": 3}


@WAY
def test_sequence_and_mapping(way):
    record = WAYS[way](sequence=True, mapping=True)(1, 2, 3)
    record["x"], record[1] = 5, 6
    assert (record[0], record["y"], list(record)) == (5, 6, [5, 6, 3])


@WAY
def test_immutable_type(way):
    if not fits(way, "immutable_type"):
        pytest.skip("says it of itself")
    P = WAYS[way](immutable_type=True)
    for change in (lambda: setattr(P, "more", 1), lambda: setattr(P, "x", 1), lambda: delattr(P, "__doc__")):
        with pytest.raises((TypeError, AttributeError)):
            change()
    assert repr(P(1, 2, 3)) == "P(x=1, y=2, z=3)"


@WAY
def test_options_of_older_programs_are_taken(way):
    if fits(way, "fast_new"):
        assert repr(WAYS[way](fast_new=False)(1, 2, z=3)) == "P(x=1, y=2, z=3)"
    if fits(way, "deep_dealloc") and way != "as_dataclass":
        assert repr(WAYS[way](deep_dealloc=True)(1, 2, 3)) == "P(x=1, y=2, z=3)"


@WAY
def test_match(way):
    if not fits(way, "match"):
        pytest.skip("no such parameter")
    for said in (("z", "x"), "z x"):
        P = WAYS[way](match=said)
        assert P.__match_args__ == ("z", "x")
        match P(1, 2, 3):
            case P(z, x):
                assert (z, x) == (3, 1)
    with pytest.raises(TypeError, match="P: match has 'q', which is no field"):
        WAYS[way](match=("q",))


@WAY
def test_eq_and_order_can_be_switched_off(way):
    if not fits(way, "eq"):
        pytest.skip("no such parameter")
    P = WAYS[way](eq=False)
    a, b = P(1, 2, 3), P(1, 2, 3)
    assert a != b and hash(a) != hash(b) and {a: 1}[a] == 1
    Q = WAYS[way](order=False)
    assert Q(1, 2, 3) == Q(1, 2, 3)
    for cls in (P, Q):
        with pytest.raises(TypeError):
            cls(1, 2, 3) < cls(1, 2, 4)  # noqa: B015


@WAY
def test_order_is_that_of_tuples(way):
    P = WAYS[way]()
    assert P(1, 2, 3) < P(1, 3, 0) <= P(1, 3, 0) and P(2, 0, 0) > P(1, 9, 9)
    with pytest.raises(TypeError):
        P(1, 2, 3) < (1, 2, 3)  # noqa: B015


@pytest.mark.parametrize("option", ["readonly", "match"])
def test_options_that_take_names_take_nothing_else(option):
    with pytest.raises(TypeError, match=f"P: {option} takes the names of fields, not int"):
        make_dataclass("P", "x", **{option: 5})
    with pytest.raises(TypeError, match="P: module is a string, not int"):
        make_dataclass("P", "x", module=5)


def test_options_tell_what_is_on():
    class P(dataobject, sequence=True, readonly=True):
        x: int = 1

    options = P.__options__
    assert {name for name, value in options.items() if value is True} == {
        "eq", "order", "sequence", "iterable", "readonly", "hashable",
    }  # fmt: skip
    assert options["fields_dict"]["x"].default == 1
    with pytest.raises(TypeError):
        options["sequence"] = False
    with pytest.raises(TypeError):
        options["fields_dict"]["y"] = None


def test_options_of_arrays():
    P = make_arrayclass("P", 3, gc=True, use_weakref=True, hashable=True)
    assert gc.is_tracked(P()) and weakref.ref(P()) is not None and hash(P(1)) == hash(P(1))
    record = make_arrayclass("P", 3, readonly=True, immutable_type=True)(1, 2)
    with pytest.raises(TypeError):
        record[0] = 5

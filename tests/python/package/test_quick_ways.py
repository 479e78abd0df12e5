"""Quick ways through conversions and access: what they must give, hold and refuse, as the general ones do."""

import gc
import sys
import weakref

import isolated
import pytest
from recordclass_rs import (
    Field, asdict, astuple, dataobject, litelist, litetuple, make_arrayclass, make_dataclass, mutabletuple, recordclass
)

FREE_THREADED = "free-threading" in sys.version
uncounted = pytest.mark.skipif(FREE_THREADED, reason="reference counts are not exact without the GIL")

# Up to five names a new dict has room for; beyond it is copied from one with all the names.
SIZES = [0, 1, 3, 5, 6, 8, 16, 17, 64]


def mutabletuple_of(values):
    return mutabletuple(*values)


def litetuple_of(values):
    return litetuple(*values)


def names(size):
    return [f"f{index}" for index in range(size)]


def classes(size):
    return [*mutable(size), make_dataclass("P", names(size), sequence=True, readonly=True)]


def mutable(size):
    fields = names(size)
    return [
        make_dataclass("P", fields, sequence=True),
        make_dataclass("P", fields, sequence=True, gc=True),
        make_dataclass("P", fields, sequence=True, use_dict=True, use_weakref=True),
        recordclass("P", fields),
        # Fields of the base, its dict, fields of the class: not one slot after the other.
        make_dataclass(
            "P", fields[size // 2 :], bases=(make_dataclass("B", fields[: size // 2], use_dict=True),), sequence=True
        ),
    ]


@pytest.mark.parametrize("size", SIZES)
def test_a_record_converts_to_a_dict_and_a_tuple_of_its_values(size):
    values = [object() for _ in range(size)]
    for cls in classes(size):
        record = cls(*values)
        for _ in range(2):
            given = asdict(record)
            assert type(given) is dict and list(given.items()) == list(zip(names(size), values))
            # Each is new: what is done to one is not seen in the next.
            given.clear()
            given["more"] = 1
        assert type(astuple(record)) is tuple and astuple(record) == tuple(values)


@uncounted
@pytest.mark.parametrize("size", [size for size in SIZES if size])
def test_a_conversion_holds_each_value_once(size):
    values = [object() for _ in range(size)]
    for cls in classes(size):
        record = cls(*values)
        before = [sys.getrefcount(value) for value in values], sys.getrefcount(cls)
        held = [asdict(record), astuple(record), asdict(record), astuple(record)]
        assert [sys.getrefcount(value) for value in values] == [count + 4 for count in before[0]]
        del held
        assert ([sys.getrefcount(value) for value in values], sys.getrefcount(cls)) == before


@uncounted
@pytest.mark.parametrize("size", [size for size in SIZES if size])
def test_a_conversion_of_a_record_with_a_hole_names_it_and_holds_nothing(size):
    values = [object() for _ in range(size)]
    for cls in mutable(size):
        record = cls(*values)
        delattr(record, names(size)[-1])
        before = [sys.getrefcount(value) for value in values]
        for convert in asdict, astuple:
            for _ in range(10):
                with pytest.raises(AttributeError, match=f"'P' object has no value for field '{names(size)[-1]}'"):
                    convert(record)
        assert [sys.getrefcount(value) for value in values] == before


@pytest.mark.parametrize("size", [1, 8])
def test_the_collector_knows_of_a_dict_that_holds_what_can_lead_back(size):
    class Node:
        pass

    cls = make_dataclass("P", names(size))
    for convert in asdict, lambda record: [astuple(record)]:
        node = Node()
        node.found = convert(cls(*[node] * size))
        gone = weakref.ref(node)
        del node
        gc.collect()
        assert gone() is None


def test_fields_without_names_make_no_dict():
    for size in 2, 9:
        record = make_arrayclass("A", size)(*range(size))
        for _ in range(2):
            with pytest.raises(TypeError, match="the fields of 'A' have no names"):
                asdict(record)
        assert astuple(record) == tuple(range(size))


@pytest.mark.parametrize("wrong", [5, "x", (1, 2), dataobject, make_dataclass("P", "x"), None])
def test_only_records_convert(wrong):
    for convert in asdict, astuple:
        with pytest.raises(TypeError, match=rf"{convert.__name__}\(\) wants a record, not "):
            convert(wrong)


def test_the_dict_of_a_wide_class_dies_with_it():
    gc.collect()
    gone = []
    for _ in range(3):
        cls = make_dataclass("P", names(8))
        assert len(asdict(cls(*range(8)))) == 8
        gone.append(weakref.ref(cls))
    del cls
    gc.collect()
    assert all(cls() is None for cls in gone)


def counts(values):
    return [sys.getrefcount(value) for value in values]


def same(ours, reference):
    """Whether they hold the same objects; a list of differences would take minutes."""
    assert [id(value) for value in ours] == [id(value) for value in reference]


class Watched:
    """Counts those that are alive, and says what a list looked like when one died."""

    alive = 0

    def __init__(self, seen=None):
        Watched.alive += 1
        self.seen = seen

    def __del__(self):
        Watched.alive -= 1
        if self.seen:
            self.seen()


@uncounted
@pytest.mark.parametrize("size", [0, 1, 7, 8, 9, 20])
@pytest.mark.parametrize("source", [list, tuple, litelist, mutabletuple_of, litetuple_of, iter])
def test_slices_of_a_litelist_are_replaced_as_those_of_a_list(source, size):
    for start, stop in (0, 0), (0, 3), (2, 8), (0, 20), (5, 2), (20, 30), (3, 12):
        old, new = [object() for _ in range(20)], [object() for _ in range(size)]
        reference, ours = list(old), litelist(old)
        before = counts(new)
        given = source(new)
        reference[start:stop] = new
        ours[start:stop] = given
        del given
        same(ours, reference)
        # One reference each from the reference and from ours.
        assert counts(new) == [count + 2 for count in before]
        ours[start:stop] = ours
        reference[start:stop] = reference
        same(ours, reference)
        del ours[start:stop], reference[start:stop]
        same(ours, reference)
        ours.extend(ours)
        same(ours, reference * 2)


@pytest.mark.parametrize("count", [1, 8, 9, 40])
def test_what_a_slice_held_dies_when_the_list_is_whole(count):
    ours = litelist()
    lengths = []
    ours.extend([Watched(lambda: (lengths.append(len(ours)), ours.append(None))) for _ in range(count)])
    ours[:] = [1, 2]
    assert Watched.alive == 0 and lengths == list(range(2, 2 + count))
    ours[0:1] = [Watched(lambda: ours.clear())]
    del ours[:]
    assert Watched.alive == 0 and len(ours) == 0


@uncounted
@pytest.mark.parametrize("kind", [mutabletuple_of, litetuple_of, litelist])
@pytest.mark.parametrize("size", [0, 1, 3, 8, 9, 30, 31])
def test_sums_products_and_slices_hold_each_item_as_often_as_they_show_it(kind, size):
    values = [object() for _ in range(size)]
    ours = kind(values)
    before = counts(values)
    for make, times in (
        (lambda: ours + ours, 2), (lambda: ours * 3, 3), (lambda: ours * 0, 0), (lambda: ours[0:size:1][:], None),
        (lambda: ours + type(ours)(), None), (lambda: ours[::-1], 1),
    ):
        made = make()
        if times is not None:
            assert counts(values) == [count + times for count in before]
        del made
        assert counts(values) == before


@uncounted
@pytest.mark.parametrize("kind", [mutabletuple_of, litetuple_of, litelist])
def test_the_dead_let_go_of_leaves_and_others_in_any_order(kind):
    for size in 1, 3, 8, 9, 40:
        for place in 0, size // 2, size - 1:
            values = [str(number) * 2 for number in range(1000, 1000 + size)]
            values[place] = Watched()
            shared = object()
            before = sys.getrefcount(shared)
            ours = kind([*values, shared])
            del values
            del ours
            assert Watched.alive == 0 and sys.getrefcount(shared) == before


def test_chains_of_containers_die_without_recursion():
    for kind in mutabletuple_of, litetuple_of, litelist:
        for more in (), (1.5, "text"), tuple(range(1000, 1020)):
            chain = None
            for number in range(100_000):
                chain = kind([*more, chain, number])
            del chain


@uncounted
def test_an_item_is_read_and_written_with_one_reference():
    for size in 1, 3, 17:
        values, new = [object() for _ in range(size)], object()
        for cls in mutable(size):
            record = cls(*values)
            before = counts([*values, new])
            for index in range(-size, size):
                held = record[index]
                assert held is values[index]
                del held
                record[index] = new
                assert counts([new]) == [before[-1] + 1] and record[index] is new
                record[index] = values[index]
            assert counts([*values, new]) == before


def test_items_that_are_not_there_are_refused_in_the_words_of_the_class():
    for size in 0, 1, 3:
        for cls in [*classes(size), recordclass("P", names(size), readonly=True)]:
            record = cls(*range(size))
            for key in size, -size - 1, 10**20, -(10**20):
                with pytest.raises(IndexError, match="P index out of range|cannot fit"):
                    record[key]
            for key in "x", 1.0, None:
                with pytest.raises(TypeError, match="P indices must be integers or slices, not "):
                    record[key]
            assert [record[True] for _ in range(size > 1)] == [1] * (size > 1)


def test_read_only_items_stay():
    class P(dataobject, sequence=True):
        x: int = Field(readonly=True)
        y: int

    part, whole = P, make_dataclass("P", "x y", sequence=True, readonly=True)
    for cls in whole, part, recordclass("P", "x y", readonly=True):
        record = cls(1, 2)
        for key in 0, -2:
            with pytest.raises((AttributeError, TypeError), match="'P'"):
                record[key] = 5
            with pytest.raises((AttributeError, TypeError), match="'P'"):
                del record[key]
        assert list(record) == [1, 2]
    record = part(1, 2)
    record[1] = 3
    with pytest.raises(TypeError, match="'P' object doesn't support item deletion"):
        del record[1]
    del record.y
    with pytest.raises(AttributeError, match="'P' object has no value for field 'y'"):
        record[1]
    record[1] = 4
    assert list(record) == [1, 4]


def test_an_old_item_dies_when_the_new_one_stands():
    cls, seen = make_dataclass("P", "x y", sequence=True), []
    record = cls(None, 0)
    record[0] = Watched(lambda: seen.append(record[0]))
    record[0] = "new"
    assert seen == ["new"] and Watched.alive == 0


def test_no_copy_is_made_and_thrown_away():
    """The end of one that is not needed would run the `__del__` of a record that is well and alive."""
    isolated.run("""
    from recordclass_rs import clone, dataobject
    ended = []
    class Handle(dataobject):
        number: object
        name: object = None
        def __del__(self): ended.append(self.number)
    handle, new = Handle(1, 2), None
    for _ in range(3):
        new = None
        Handle(0)  # memory that waits for the next record
        del ended[:]
        new = clone(handle, **{"".join(["na", "me"]): 3})
        assert (new.number, new.name, ended) == (1, 3, [])
        raises(TypeError, clone, handle, nope=1)
        assert ended == []
    """)

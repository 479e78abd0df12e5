"""`subclass`: Python classes derived from records."""

import copy
import gc
import pickle
import sys
import weakref

import pytest
from recordclass_fixtures import Base, Checked, FrozenBase, Inner, TrackedBase
from reference import FREE_THREADED


class Plain(Base):
    pass


class Slotted(Base):
    __slots__ = ("extra",)

    def __repr__(self):
        return "Slotted:" + super().__repr__()


class WithInit(Base):
    def __init__(self, x, y, z, extra=None, *, keyword=None):
        super().__init__()
        self.extra = (extra, keyword)


class WithNew(Base):
    def __new__(cls, both):
        return super().__new__(cls, both, both)


def test_a_subclass_is_constructed_as_its_base():
    record = Plain(1, [2])
    assert (record.x, record.y, record.z) == (1.0, [2], 7)
    assert repr(record) == "Plain(x=1.0, y=[2], z=7)"
    assert record[0] == 1.0 and len(record) == 3 and [*record] == [1.0, [2], 7]


def test_a_subclass_has_a_dict_and_is_tracked():
    record = Plain(1, 2)
    record.more = 3
    assert record.__dict__ == {"more": 3}
    assert gc.is_tracked(record) and not gc.is_tracked(Base(1, 2))


def test_slots_of_a_subclass_lie_behind_the_fields():
    record = Slotted(1, "y")
    record.extra = "extra"
    record.y = "other"
    assert (record.y, record.extra, repr(record)) == ("other", "extra", "Slotted:Slotted(x=1.0, y='other', z=7)")
    with pytest.raises(AttributeError):
        record.unknown = 1


def test_what_is_too_many_is_for_the_subclass_s_init():
    record = WithInit(1, 2, 3, 4, keyword=5)
    assert (record.x, record.y, record.z, record.extra) == (1.0, 2, 3, (4, 5))


def test_without_an_init_of_its_own_too_many_is_too_many():
    with pytest.raises(TypeError, match=r"takes from 2 to 3 positional arguments but 4 were given"):
        Plain(1, 2, 3, 4)


def test_new_of_a_subclass_calls_the_base_s():
    record = WithNew(5)
    assert (record.x, record.y) == (5.0, 5)


def test_a_subclass_is_not_equal_to_its_base():
    assert Plain(1, 2) == Plain(1, 2)
    assert Plain(1, 2) != Base(1, 2)


@pytest.mark.parametrize("base", [Base, TrackedBase, FrozenBase])
@pytest.mark.parametrize("through", ["field", "dict"])
def test_a_cycle_through_a_subclass_is_collected(base, through):
    class Sub(base):
        pass

    class Other:
        pass

    other = Other()
    record = Sub(1, other if through == "field" else None)
    if through == "field":
        other.record = record
    else:
        record.other = other
        other.record = record
    gone = weakref.ref(other)
    del other, record
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda r: pickle.loads(pickle.dumps(r))])
def test_copies_and_pickles_take_dict_and_slots_along(again):
    record = Plain(1, [2])
    record.more = [3]
    assert (again(record).__dict__, again(record).y, type(again(record))) == ({"more": [3]}, [2], Plain)
    slotted = Slotted(1, 2)
    slotted.extra = "extra"
    assert again(slotted).extra == "extra"
    special = WithInit(1, 2, 3, 4)
    assert (again(special).extra, again(special).z) == ((4, None), 3)
    assert again(WithNew(5)).y == 5


def test_a_property_of_a_subclass_hides_the_field():
    class Hiding(FrozenBase):
        @property
        def y(self):
            return self._y

        @y.setter
        def y(self, value):
            self._y = value

    record = Hiding(1, 2)
    record.y = 3
    assert record.y == 3
    with pytest.raises(AttributeError, match="frozen"):
        record.x = 1


def test_a_frozen_base_stays_frozen():
    class Sub(FrozenBase):
        def __init__(self, *args):
            self.more = 1

    record = Sub(1, 2)
    record.more = 2
    with pytest.raises(AttributeError, match="cannot assign to field 'x' of 'FrozenBase'"):
        record.x = 3


def test_post_init_of_a_subclass_runs_once():
    class Sub(Checked):
        def __post_init__(self):
            super().__post_init__()
            self.runs = getattr(self, "runs", 0) + 1

    record = Sub(1, 3)
    assert (record.middle, record.runs) == (2.0, 1)


def test_a_class_without_the_option_refuses():
    with pytest.raises(TypeError, match="not an acceptable base type"):
        type("Sub", (Inner,), {})


def test_subclasses_and_their_instances_die():
    before = sys.getrefcount(Base)
    for _ in range(50):
        sub = type("Sub", (Base,), {})
        record = sub(1, 2)
        record.itself = record
        gone = weakref.ref(sub)
        del sub, record
        gc.collect()
        assert gone() is None
    gc.collect()
    if not FREE_THREADED:  # where a type's reference count is split between threads
        assert sys.getrefcount(Base) == before


def test_a_long_chain_through_subclasses_is_freed():
    head = None
    for index in range(300_000):
        head = (Plain if index % 3 else Base)(1, head)
    del head

"""`extends`: records whose fields come after those of another record."""

import copy
import gc
import inspect
import pickle
import sys
import weakref

import isolated
import pytest
import recordclass_fixtures as f
from recordclass_fixtures import Animal, Branch, Dog, Hall, LongEntry, LongKey, OwnDerived, Puppy
from reference import FREE_THREADED, HEAD, Plain, message, outcome
from test_references import check

AGAIN = [copy.copy, copy.deepcopy, lambda record: pickle.loads(pickle.dumps(record)), lambda record: record.__replace__()]


def records():
    yield Dog("Rex", [1], ["tag"], 2.5, legs=3)
    yield Puppy("Rex", [1], ["tag"], toys=["ball"])
    yield Branch(1, [2], [3, 4])
    yield LongKey((1,), 2, "c", None)
    yield Hall(1, 2**100, "held")
    yield LongEntry(1, 2)
    yield f.StillEnding(1, 2)
    yield f.LongEnding(1, [2], "text")
    yield OwnDerived(1, 2)
    yield f.Tagged("a", None)


RECORDS = list(records())
each_record = pytest.mark.parametrize("record", RECORDS, ids=[type(record).__name__ for record in RECORDS])


def test_a_constructor_takes_all_fields():
    dog = Dog("Rex", 1, 2)
    assert (dog.name, dog.data, dog.legs, dog.tag, dog.weight) == ("Rex", 1, 4, 2, 1.5)
    assert Dog("Rex", 1, 2, 3) == Dog(weight=3, tag=2, name="Rex", data=1, legs=4) == Dog.__new__(Dog, "Rex", 1, 2, weight=3)
    assert str(inspect.signature(Puppy)) == "(name, data, tag, weight=1.5, toys=Ellipsis, months=None, *, legs=4)"


def test_wrong_calls_are_told_with_the_class_s_own_name():
    assert message(Dog, "Rex", 1) == (TypeError, "Dog() missing 1 required positional argument: 'tag'")
    assert message(Dog, "Rex", 1, 2, 3, 4) == (TypeError, "Dog() takes from 3 to 4 positional arguments but 5 were given")
    assert message(Dog, 5, 1, 2) == (TypeError, "Dog.name must be str, not int")
    assert message(Dog, "Rex", 1, 2, "x") == (TypeError, "Dog.weight must be a real number, not str")


def test_every_protocol_sees_all_fields():
    dog = Dog("Rex", 1, 2)
    assert repr(dog) == "Dog(name='Rex', data=1, legs=4, tag=2, weight=1.5)"
    assert [*dog] == ["Rex", 1, 4, 2, 1.5] and len(dog) == 5 and dog[-1] == 1.5 and dog[1:4] == (1, 4, 2) and 1.5 in dog
    assert Dog.__match_args__ == ("name", "data", "tag", "weight") and Dog.__record_fields__[2] == "legs"
    dog[-1], dog[0], dog.legs, dog.tag = 3, "Max", 5, []
    assert dog == Dog("Max", 1, [], 3, legs=5)
    assert dog != Dog("Max", 1, [], 4, legs=5) and dog != Dog("Mac", 1, [], 3, legs=5)
    assert Dog("a", 1, 2) < Dog("a", 1, 3) < Dog("b", 1, 2)
    assert message(hash, dog)[0] is TypeError
    assert hash(LongKey(1, 2, "c", None)) == hash((1, 2, "c", None))
    assert LongKey(1, 2, "c", None) == LongKey(1, 2, "c", None) != LongKey(1, 2, "c", 3)
    entry = LongEntry(1, 2)
    entry["key"] = 3
    assert (*entry,) == ("key", "value") and (*entry.items(),) == (("key", 3), ("value", 2)) and entry.get("value") == 2
    match dog:
        case Dog(name, data, tag, weight):
            assert (name, data, tag, weight) == ("Max", 1, [], 3.0)


def test_a_derived_record_is_one_of_the_base():
    puppy = Puppy("Rex", 1, 2)
    assert isinstance(puppy, Dog) and isinstance(puppy, Animal) and Puppy.__mro__[:3] == (Puppy, Dog, Animal)
    assert puppy.greet("hi") == "hi on 4 legs" and puppy.bark() == "wow on 4 legs"
    assert Animal.greet(puppy, "oh") == "oh on 4 legs" and Puppy.kind() == "Puppy"
    assert Dog("a", 1, 2) != Animal("a", 1) and not Animal("a", 1) == Dog("a", 1, 2)
    assert outcome(lambda: Dog("a", 1, 2) < Animal("a", 1)) == ("raised", TypeError)


def test_descriptors_are_those_of_the_base():
    assert Dog.name is Animal.name and "name" not in vars(Dog) and "tag" in vars(Dog)
    dog = Dog("Rex", 1, 2)
    Animal.data.__set__(dog, 5)
    assert dog.data == 5 and Animal.legs.__get__(dog) == 4
    assert message(Dog.tag.__get__, Animal("a", 1))[0] is TypeError
    assert message(setattr, dog, "name", 5) == (TypeError, "Dog.name must be str, not int")
    del dog.data
    assert message(getattr, dog, "data")[0] is AttributeError and message(repr, dog)[0] is AttributeError
    assert message(setattr, dog, "more", 5)[0] is AttributeError


def test_a_frozen_base_s_fields_stay_frozen():
    key = LongKey(1, 2, "c", None)
    for name in ("a", "b", "c", "d"):
        assert message(setattr, key, name, 3) == (AttributeError, f"cannot assign to field '{name}' of 'LongKey': it is frozen")
    assert copy.copy(key) is key and copy.deepcopy(key) is key


@each_record
@pytest.mark.parametrize("again", AGAIN)
def test_copies_are_of_the_class_and_whole(record, again):
    new = again(record)
    assert type(new) is type(record)
    assert [getattr(new, name) for name in new.__record_fields__] == [getattr(record, name) for name in new.__record_fields__]


def test_replace_takes_fields_of_both():
    assert Dog("Rex", 1, 2).__replace__(tag=3, name="Max") == Dog("Max", 1, 3)


def test_room_of_the_base_serves_the_derived_record():
    hall = Hall(1, 2**100, [1])
    assert hall.__dict__ == {}
    hall.more = [2]
    gone = weakref.ref(hall)
    assert (hall.small, hall.wide, hall.held, hall.more, vars(hall)) == (1, 2**100, [1], [2], {"more": [2]})
    for again in AGAIN:
        new = again(hall)
        assert vars(new) == {"more": [2]} and weakref.ref(new)() is new
    del hall
    assert gone() is None
    tagged = f.Tagged("a", 1)
    tagged.extra = 1
    assert weakref.ref(tagged)() is tagged and vars(tagged) == {"extra": 1}


@pytest.mark.skipif(FREE_THREADED or sys.maxsize < 2**32, reason="the sizes of another build")
def test_sizes_are_those_of_the_fields():
    assert sys.getsizeof(Dog("a", 1, 2)) == HEAD + 24 + 16
    assert sys.getsizeof(Hall(1, 2, 3)) == HEAD + 8 + 8 + 8 + 8 + 24 + 8
    assert not gc.is_tracked(Dog("a", 1, 2)) and gc.is_tracked(Branch([], 2))


def test_rust_makes_one_out_of_its_base():
    dog = Dog.from_rust("Rex", [1])
    assert dog == Dog("Rex", None, [1], 2.5) and [*dog] == ["Rex", None, 4, [1], 2.5]


def test_an_end_is_that_of_each_struct():
    f.extends_drops()
    value = Plain()
    gone = weakref.ref(value)
    f.StillEnding(value, value)
    assert f.extends_drops() == 1
    f.LongEnding(value, value, "t")
    assert f.extends_drops() == 101
    assert message(f.LongEnding, value, value, 5)[0] is TypeError and f.extends_drops() == 0
    del value
    gc.collect()
    assert gone() is None


def test_what_the_base_s_methods_say_is_inherited():
    record = f.Rewritten(1, "y", "z")
    assert record.x == 2.0  # by the base's __post_init__
    record._x, record._z = 5, "other"  # by the base's __setattr__
    assert repr(record) == "Rewritten(x=5.0, y='y', z='other')"
    assert message(setattr, record, "_z", 5)[0] is TypeError
    assert repr(f.Unwritten(1, "y", 2)) == "written"
    assert f.Unwritten(1, "y", 2) == f.Unwritten(1, "y", 3)  # by the base's fields, as with dataclasses
    assert f.Unwritten(1, "y", 2) != f.Unwritten(2, "y", 2)


def test_a_comparison_of_the_user_s_may_ask_the_base_s():
    # One C function serves both classes: it must not ask the user's again.
    isolated.run("""
    record, other = f.Judged("Rex", 1, 5), f.Judged("Rex", 1, 6)
    assert record == other and not record != f.Judged("Rex", 1, 5) and record != f.Judged("Max", 1, 5)  # by the base's fields
    assert record < other and other > record and not record >= other  # nobody wrote these: by all fields
    again, other = f.Rejudged("Rex", 1, 5, 7), f.Rejudged("Rex", 1, 6, 8)
    assert again == other and again != f.Rejudged("Max", 1, 5, 7) and again < other
    class Python(f.Dog):
        def __eq__(self, other): return super().__eq__(other)
    assert Python("a", 1, 2) == Python("a", 1, 2) != Python("a", 1, 3)
    """)


def test_a_class_that_is_laid_out_as_no_record_is_not_made_by_ours():
    # CPython takes the first of several bases that need no room: here that is no record.
    isolated.run("""
    class Mixin: __slots__ = ()
    for slots in [{}, {"__slots__": ()}]:
        Both = type("Both", (Mixin, f.Marker), slots)
        assert Both.__base__ is not f.Marker and issubclass(Both, f.Marker)
        for make in [Both, lambda: f.Marker.__new__(Both), lambda: Both.__make__([])]: raises(TypeError, make)
        one, two = object.__new__(Both), object.__new__(Both)
        assert one == two and hash(one) == hash(two) and repr(one) == "Both()" and [*one] == [] and len(one) == 0
        raises(IndexError, one.__getitem__, 0)
        for use in [copy.copy, copy.deepcopy, Both.__replace__, pickle.dumps]: quiet(use, one)
        del one, two
        Other = type("Other", (f.Marker, Mixin), slots)
        one, two = Other(), Other()
        assert one == two and hash(one) == hash(two) and repr(one) == "Other()" and [*one] == [] and copy.copy(one) == one
    """)


def test_a_constructor_of_the_base_is_not_the_derived_record_s():
    assert f.OwnBase().x == 42 and (*OwnDerived(1, 2),) == (1, 2)


def test_an_init_of_the_base_runs_for_the_derived_record():
    assert [*f.InitBase(1)] == [1, 101] and [*f.InitDerived(1, 2, 3)] == [1, 103, 3]
    assert [*copy.copy(f.InitDerived(1, 2, 3))] == [*pickle.loads(pickle.dumps(f.InitDerived(1, 2, 3)))] == [1, 103, 3]


class Kennel(Dog):
    pass


class Slotted(Branch):
    __slots__ = ("extra",)

    def __init__(self, *args, extra=None):
        self.extra = extra


def test_python_derives_from_derived_records():
    kennel = Kennel("Rex", 1, [2])
    kennel.more = 5
    assert repr(kennel) == "Kennel(name='Rex', data=1, legs=4, tag=[2], weight=1.5)" and kennel.bark() == "wow on 4 legs"
    for again in AGAIN:
        new = again(kennel)
        assert (type(new), new.tag, new.more, new) == (Kennel, [2], 5, kennel)
    slotted = Slotted(1, 2, [3], extra=4)
    assert (slotted.left, slotted.right, slotted.many, slotted.extra) == (1, 2, [3], 4)
    assert copy.deepcopy(slotted).extra == 4
    assert type("Hall2", (Hall,), {"__slots__": ()})(1, 2, 3).held == 3


CYCLES = {
    "the base's field": lambda witness: Branch(witness, None),
    "the own field": lambda witness: Branch(None, witness),
    "a list": lambda witness: Branch(None, None, [witness]),
    "a subclass, the base's field": lambda witness: Slotted(witness, None),
    "a subclass, the own field": lambda witness: Slotted(None, witness),
    "a subclass, a slot": lambda witness: Slotted(None, None, extra=witness),
    "an untracked base, its field": lambda witness: Kennel("a", witness, None),
    "an untracked base, the own field": lambda witness: Kennel("a", None, witness),
}


@pytest.mark.parametrize("make", CYCLES.values(), ids=CYCLES)
def test_cycles_are_collected(make):
    witness = Plain()
    witness.record = make(witness)
    gone = weakref.ref(witness)
    del witness
    gc.collect()
    assert gone() is None


def test_the_collector_sees_every_reference_once():
    marks = [Plain() for _ in range(4)]
    branch = Branch(marks[0], marks[1], [marks[2], marks[3]])
    seen = gc.get_referents(branch)
    assert all(sum(one is mark for one in seen) == 1 for mark in marks) and seen.count(Branch) == 1
    assert branch.weigh() == 1  # of the hidden fields, too


def test_a_property_of_a_subclass_hides_the_field():
    class Hiding(Dog):
        @property
        def tag(self):
            return "hidden"

    record = Hiding("a", 1, 2)
    assert record.tag == "hidden" and record[3] == 2
    assert message(setattr, record, "tag", 1)[0] is AttributeError


@pytest.mark.skipif(FREE_THREADED, reason="reference counts are split between threads")
@each_record
def test_no_path_gains_or_loses_a_reference(record):
    cls = type(record)
    value = Plain()

    def use():
        again = copy.copy(record)
        for name in again.__record_fields__:
            outcome(setattr, again, name, getattr(again, name))
            outcome(setattr, again, name, value)
        repr(again), again == record, again.__reduce__(), outcome(hash, again), outcome(list, again)
        copy.deepcopy(record), record.__replace__(), pickle.loads(pickle.dumps(record))
        outcome(cls, value, value), outcome(cls, "a", value, value), outcome(cls, value, value, value, value, value)
        for base in cls.__mro__[1:-1]:
            outcome(base.__new__, cls, value), outcome(base.__copy__, record), outcome(base.__repr__, record)

    check(use, value, *cls.__mro__[:-1], rounds=200)


def test_methods_of_a_base_make_whole_records_or_none():
    isolated.run("""
    class Kennel(f.Dog): pass
    class Cat(f.Animal): pass
    kennel, puppy = Kennel("Rex", 1, 2), f.Puppy("Rex", 1, 2, toys=[3])
    for base, record in [(f.Animal, f.Dog("Rex", 1, 2)), (f.Animal, puppy), (f.Dog, puppy), (f.Animal, kennel), (f.Tree, f.Branch(1, 2)),
                         (f.Key, f.LongKey(1, 2, "c", None)), (f.Entry, f.LongEntry(1, 2)), (f.Ending, f.LongEnding(1, [2], "t"))]:
        cls, names = type(record), record.__record_fields__
        values = [getattr(record, name) for name in names]
        for made in (base.__copy__(record), base.__deepcopy__(record, {}), base.__replace__(record), base.__new__(cls, **dict(zip(names, values))),
                     base.__dict__["__make__"].__get__(None, cls)(values)):
            assert type(made) is cls and made == record and repr(made) == repr(record) == base.__repr__(record)
        raises(TypeError, base.__new__, cls, *values[:1]); raises(TypeError, base.__dict__["__make__"].__get__(None, cls), values[:1])
        # The base's functions take the derived record for what it is.
        assert base.__eq__(record, record) is True and quiet(base.__getitem__, record, 0) is not None; quiet(base.__hash__, record); quiet(base.__len__, record)

    # What Python code derives is made as the last of Rust's classes says, also where a class of Python's stands between.
    assert f.Dog.__new__(Kennel, "a", 1, 2).tag == 2 and f.Dog.__copy__(kennel) == kennel and f.Animal.__new__(Cat, "a", 1).name == "a"
    class Both(Cat, f.Dog): pass
    assert Both("a", 1, 2).tag == 2 and isinstance(Both("a", 1, 2), Cat) and f.Animal.__new__(Both, "a", 1, 2).tag == 2
    raises(TypeError, type, "M", (f.Dog, f.Written), {})
    # Before 3.12 CPython lets pass what differs by room for a dict and weak references only.
    Loose = quiet(type, "Loose", (f.Dog, f.Tagged), {})
    if isinstance(Loose, type):
        loose = Loose("a", 1, 2); loose.more = [loose]; weakref.ref(loose)
        f.Tagged.__repr__(loose), f.Tagged.__reduce__(loose), copy.copy(loose), f.Tagged.__copy__(loose), f.Tagged.__new__(Loose, "a", 1, 2)
        del loose; gc.collect()

    # Of a class that is none of ours, what is beyond the record would stay empty.
    stranger = f.Stranger.from_rust("x")
    assert stranger.text() == "strange" and stranger.greet("hi") == "hi on 3 legs" and repr(stranger) == "Stranger(name='x', data=None, legs=3)"
    make, values = stranger.__reduce__()
    for attempt in (lambda: copy.copy(stranger), lambda: copy.deepcopy(stranger), lambda: stranger.__replace__(), lambda: make(*values), lambda: f.Animal.__new__(f.Stranger, "x", 1)):
        assert str(raises(TypeError, attempt)) == "a method of 'Animal' cannot make a 'Stranger', which is no record"
    """)


def test_long_chains_are_freed():
    isolated.run("""
    def work():
        for P in (lambda h: f.Dog("a", h, 1), lambda h: f.Dog("a", 1, h), lambda h: f.Puppy("a", h, 1), lambda h: f.Puppy("a", 1, 2, toys=[h]), lambda h: f.Branch(h, 1),
                  lambda h: f.Branch(1, h), lambda h: f.LongEnding(h, 1, "t"), lambda h: f.LongKey(1, 2, "c", h)):
            head = None
            for _ in range(100_000): head = P(head)
            del head
    in_thread(work)
    Sub = type("Sub", (f.Dog,), {})
    head = None
    for i in range(200_000): head = (Sub, f.Dog, f.Puppy)[i % 3]("a", head, i)
    del head
    """)


def test_freelists_are_each_class_s_own():
    isolated.run("""
    for _ in range(100):
        dogs = [f.Dog("a", 1, 2) for _ in range(8)]; puppies = [f.Puppy("a", 1, 2) for _ in range(8)]
        assert {type(p) for p in puppies} == {f.Puppy} and {type(d) for d in dogs} == {f.Dog}
        assert all(p.toys == [] and p.months is None for p in puppies)
        del dogs, puppies
    """)

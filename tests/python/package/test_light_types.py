"""The types themselves: construction, arguments that are refused, subclasses, kinship."""

import functools
import gc
import inspect
import sys
import typing
import weakref

import pytest
import recordclass_rs
from light import ALL, EXACT, SUBCLASSES, TUPLES, like, make
from recordclass_rs import litelist, litelist_fromargs, litetuple, mutabletuple
from reference import outcome

every = pytest.mark.parametrize("kind", ALL)
exact = pytest.mark.parametrize("kind", EXACT)
tuples = pytest.mark.parametrize("kind", TUPLES)


@tuples
def test_every_way_to_call_a_tuple(kind):
    for count in (0, 1, 3, 100):
        items = list(range(count))
        for made in (
            kind(*items),
            kind.__new__(kind, *items),
            type.__call__(kind, *items),
            functools.partial(kind, *items)(),
            kind(*iter(items), **{}),
        ):
            assert type(made) is kind and list(made) == items
    assert [tuple(pair) for pair in map(kind, [1, 2], [3, 4])] == [(1, 3), (2, 4)]


def test_every_way_to_call_a_list():
    for items in ([], [1], [1, 2, 3], list(range(100))):
        for source in (items, tuple(items), iter(items), dict.fromkeys(items), litelist(items), mutabletuple(*items)):
            assert list(litelist(source)) == items
        assert list(litelist_fromargs(*items)) == items
        assert list(type.__call__(litelist, items)) == items
    assert list(litelist()) == list(litelist.__new__(litelist)) == list(litelist.__new__(litelist, 1, x=2)) == []
    assert list(litelist("abc")) == ["a", "b", "c"]
    assert list(map(litelist, ["ab", "c"])) == [litelist("ab"), litelist("c")]


@every
def test_what_a_constructor_refuses(kind):
    wrong = [
        lambda: kind(x=1),
        lambda: make(kind, [1]).__class__(1, x=1),
        lambda: object.__new__(kind),
        lambda: kind.__new__(),
        lambda: kind.__new__(int),
        lambda: kind.__new__(tuple),
        lambda: kind.__new__(5),
        lambda: kind.__new__(kind, 1, x=1),
        lambda: tuple.__new__(kind),
        lambda: list.__new__(kind),
        lambda: type.__call__(kind, x=1),
    ]
    if like(kind) is list:
        wrong[7] = lambda: kind.__init__(5)
        wrong += [lambda: kind(5), lambda: kind(None), lambda: kind([], []), lambda: kind(iterable=[])]
        wrong += [lambda: kind().__init__(1), lambda: kind().__init__([], []), lambda: litelist_fromargs(x=1)]
    for call in wrong:
        with pytest.raises(TypeError):
            call()


def test_refusals_are_worded_like_those_of_tuple():
    with pytest.raises(TypeError, match=r"^mutabletuple\(\) takes no keyword arguments$"):
        mutabletuple(1, x=1)
    with pytest.raises(TypeError, match=r"^object.__new__\(litetuple\) is not safe, use litetuple.__new__\(\)$"):
        object.__new__(litetuple)
    with pytest.raises(TypeError, match=r"^litelist expected at most 1 argument, got 2$"):
        litelist([], [])
    with pytest.raises(TypeError, match="^mutabletuple indices must be integers or slices, not str$"):
        mutabletuple()["a"]
    with pytest.raises(TypeError, match="^'mutabletuple' object is not callable$"):
        mutabletuple()()


def test_init_of_a_list_starts_anew():
    ours = litelist([1, 2])
    ours.__init__()
    assert ours == litelist()
    ours.__init__("ab")
    assert ours == litelist("ab")
    ours.__init__(ours)
    assert ours == litelist()

    def failing():
        yield 1
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ours.__init__(failing())
    assert ours == litelist([1])


@exact
def test_types_know_where_they_belong(kind):
    assert kind.__module__ == "recordclass_rs"
    assert kind.__qualname__ == kind.__name__
    assert getattr(recordclass_rs, kind.__name__) is kind
    assert kind.__doc__ and all(vars(kind)[name].__doc__ for name in vars(kind) if name not in ("__hash__",))
    assert str(inspect.signature(kind)) in ("(*items)", "(iterable=(), /)")
    for name in dir(kind):
        if not name.startswith("__") or name in ("__copy__", "__deepcopy__", "__reduce__"):
            assert inspect.signature(getattr(kind, name))
    assert litelist_fromargs.__module__ == "recordclass_rs"


@exact
def test_types_cannot_be_changed(kind):
    for name in ("x", "__init__", "__new__", "__len__", "append"):
        with pytest.raises(TypeError):
            setattr(kind, name, None)
    with pytest.raises((TypeError, AttributeError)):
        del kind.count
    container = make(kind, "ab")
    for wrong in (int, object, tuple, list, *EXACT, *SUBCLASSES):
        if wrong is not kind:
            with pytest.raises(TypeError):
                container.__class__ = wrong
    with pytest.raises(AttributeError):
        container.x = 1
    assert list(container) == ["a", "b"]


@exact
def test_generic_aliases(kind):
    alias = kind[int]
    assert typing.get_origin(alias) is kind and typing.get_args(alias) == (int,)
    assert kind[int, str].__args__ == (int, str)
    assert list(alias() if like(kind) is list else alias(1)) == ([] if like(kind) is list else [1])


@exact
def test_no_weak_references(kind):
    with pytest.raises(TypeError):
        weakref.ref(kind())


def test_subclasses_with_a_constructor():
    class Pair(mutabletuple):
        def __new__(cls, a, b=2):
            return super().__new__(cls, a, b)

    class Named(mutabletuple):
        def __init__(self, *items, name=None):
            self.name = name

    class Both(litelist):
        def __new__(cls, *args, tag=None):
            self = super().__new__(cls)
            self.tag = tag
            return self

    class Loud(litelist):
        def __init__(self, items, extra):
            super().__init__(items)
            self.append(extra)

    assert list(Pair(1)) == [1, 2] and list(Pair(1, b=3)) == [1, 3]
    named = Named(1, 2, name="n")
    assert list(named) == [1, 2] and named.name == "n"
    both = Both("ab", tag=5)
    assert list(both) == ["a", "b"] and both.tag == 5
    assert list(Loud("ab", "c")) == ["a", "b", "c"]
    for call in (lambda: Pair(), lambda: Pair(1, c=2), lambda: Named(nam=1), lambda: Loud("ab")):
        with pytest.raises(TypeError):
            call()
    assert list(mutabletuple(*Pair(1))) == [1, 2]


def test_subclasses_may_override_everything():
    class Odd(litelist):
        def __len__(self):
            return 42

        def __getitem__(self, key):
            return key

        def __iter__(self):
            return iter("odd")

        def __repr__(self):
            return "odd"

        def __eq__(self, other):
            return True

        def __hash__(self):
            return 7

        def __contains__(self, item):
            return item == "odd"

        def append(self, item):
            super().append(item * 2)

    odd = Odd([1, 2])
    odd.append(3)
    assert (len(odd), odd[9], list(odd), repr(odd), odd == 5, hash(odd), "odd" in odd) == (42, 9, ["o", "d", "d"], "odd", True, 7, True)
    assert litelist.copy(odd) == litelist([1, 2, 6]) and list(litelist(odd)) == ["o", "d", "d"]


def test_subclasses_have_what_they_ask_for():
    class Plain(mutabletuple):
        pass

    class Slim(mutabletuple):
        __slots__ = ()

    class Slots(litelist):
        __slots__ = ("a", "b")

    class Weak(litelist):
        __slots__ = ("__weakref__",)

    class Typed(typing.Generic[typing.TypeVar("T")], litelist):
        pass

    plain = Plain(1)
    plain.x = 5
    assert plain.__dict__ == {"x": 5}
    with pytest.raises(AttributeError):
        Slim(1).x = 5
    slots = Slots([1])
    slots.a = 1
    with pytest.raises(AttributeError):
        slots.c = 1
    with pytest.raises(AttributeError):
        slots.b
    weak = Weak([1])
    reference = weakref.ref(weak)
    del weak
    assert reference() is None
    assert list(Typed[int]([1])) == [1]
    # As for tuple: what lies behind a varying number of items cannot be found.
    with pytest.raises(TypeError, match="(nonempty|arbitrary) __slots__ not supported"):

        class Wrong(mutabletuple):
            __slots__ = ("a",)

    for pair in ((mutabletuple, litetuple), (litelist, litetuple), (litelist, list), (mutabletuple, tuple), (litelist, dict)):
        with pytest.raises(TypeError):
            type("Wrong", pair, {})


@every
def test_instances_are_instances(kind):
    ours = make(kind, "ab")
    for other in EXACT:
        assert isinstance(ours, other) is issubclass(kind, other)
    assert not isinstance(ours, (tuple, list))
    assert isinstance(ours, (int, kind)) and isinstance(ours, kind | int)


def test_only_mutabletuple_has_a_type_of_its_own():
    meta = type(mutabletuple)
    assert issubclass(meta, type) and type(litetuple) is type(litelist) is type

    class Sub(mutabletuple):
        pass

    class Pretender:
        @property
        def __class__(self):
            return mutabletuple

    assert type(Sub) is meta
    assert isinstance(Sub(), mutabletuple) and issubclass(Sub, mutabletuple)
    assert not isinstance(mutabletuple(), Sub) and not issubclass(mutabletuple, Sub)
    assert isinstance(Pretender(), mutabletuple) is isinstance(Pretender(), mutabletuple | int) is True
    assert not isinstance(Pretender(), Sub)
    for wrong in (5, (), [], litetuple(), object(), mutabletuple):
        assert not isinstance(wrong, mutabletuple)
    assert not issubclass(int, mutabletuple)
    with pytest.raises(TypeError):
        issubclass(5, mutabletuple)
    for call in (
        lambda: meta.__instancecheck__(),
        lambda: meta.__instancecheck__(5, 5),
        lambda: meta.__subclasscheck__(mutabletuple),
        lambda: mutabletuple.__subclasscheck__(5),
    ):
        with pytest.raises(TypeError):
            call()
    made = meta("Made", (), {})
    assert isinstance(made(), made) and not isinstance(5, made)


def test_classes_die():
    for kind in EXACT:
        class Short(kind):
            pass

        instances = [make(Short, [1]) for _ in range(3)]
        instances[0].itself = instances
        if kind is not litetuple:
            instances[1][0] = instances[1]
        dead = weakref.ref(Short)
        del Short, instances
        gc.collect()
        gc.collect()
        assert dead() is None, kind


def test_fromargs_is_refused_what_it_cannot_take():
    assert outcome(litelist_fromargs, x=1) == ("raised", TypeError)
    assert litelist_fromargs() == litelist()
    assert sys.getsizeof(litelist_fromargs(1, 2, 3)) == sys.getsizeof(litelist([1, 2, 3]))

"""A `gc` record made at run time is known to the collector once it holds what may lead back to it, however that came in."""

import copy
import gc
import operator
import pickle
import sys
import sysconfig
import weakref

import pytest
from recordclass_rs import Factory, Field, clone, dataobject, litelist, make, make_dataclass, mutabletuple, recordclass, update

FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
# On free-threaded builds a gc record is tracked from birth.
lazily = pytest.mark.skipif(FREE_THREADED, reason="tracked from birth")
uncounted = pytest.mark.skipif(FREE_THREADED, reason="reference counts are not exact without the GIL")


class Node(dataobject, gc=True, sequence=True):
    next: object
    witness: object = None


class Fixed(dataobject, gc=True, readonly=True):
    next: object
    witness: object = None


class Both(dataobject, gc=True, sequence=True, mapping=True):
    next: object
    witness: object = None


class Made(dataobject, gc=True):
    next: object = Factory(list)
    witness: object = None


class Sub(Node):
    more: object = None


class Roomy(Node, use_dict=True):
    pass


class Watching(Node):
    """A subclass that writes in its own way."""

    def __setattr__(self, name, value):
        super().__setattr__(name, value)


class Own(dataobject, gc=True):
    next: object
    witness: object = None

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value)


class Initialised(dataobject, gc=True):
    next: object = None
    witness: object = None

    def __init__(self, value):
        self.next = value


class Finished(dataobject, gc=True):
    next: object
    witness: object = None

    def __post_init__(self):
        self.witness = self.next


Named = recordclass("Named", "next witness", gc=True, defaults=(None,), module=__name__)


class Plain:
    pass


@pytest.fixture(autouse=True)
def clean():
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


LAZY = [Node, Both, Sub, Named]
kinds = pytest.mark.parametrize("cls", LAZY, ids=lambda cls: cls.__name__)


def let_go():
    """A tuple that the collector has looked at, and found nothing in to look at again."""
    made = tuple([1, "a"])
    gc.collect()
    assert not gc.is_tracked(made)
    return made


NOWHERE = [None, 1, 2.5, "text", b"bytes", 10**100, let_go(), recordclass("P", "x")(1), mutabletuple(1), litelist([1])]


@lazily
@pytest.mark.parametrize("value", NOWHERE, ids=lambda value: type(value).__name__)
@kinds
def test_a_record_of_values_that_lead_nowhere_is_not_tracked(cls, value):
    node = cls(value, value)
    assert not gc.is_tracked(node)
    node.next = node.witness = value
    node[0] = value
    setattr(node, "next", value)
    for other in node, copy.copy(node), copy.deepcopy(node), clone(node, next=value), make(cls, [value, value]), cls(next=value):
        assert not gc.is_tracked(other)
    assert not gc.is_tracked(Fixed(value, value))


@lazily
def test_a_record_that_is_written_in_a_way_of_its_own_is_tracked_from_birth():
    for record in Own(1), Watching(1), Roomy(1):
        assert gc.is_tracked(record)


def written(write):
    def way(cls, value):
        node = cls(None, "text")
        write(node, value)
        return node

    return way


WAYS = {
    "constructor": lambda cls, value: cls(value, None),
    "keyword": lambda cls, value: cls(witness=value, next=None),
    "keywords and a default": lambda cls, value: cls(next=value),
    "new": lambda cls, value: cls.__new__(cls, value),
    "init": written(lambda node, value: node.__init__(value)),
    "attribute": written(lambda node, value: setattr(node, "next", value)),
    "an attribute again": written(lambda node, value: [setattr(node, "witness", thing) for thing in (1, 2, value)]),
    "a name that is not interned": written(lambda node, value: setattr(node, "".join(["wit", "ness"]), value)),
    "setattr of the type": written(lambda node, value: type(node).__setattr__(node, "witness", value)),
    "after a hole": written(lambda node, value: (delattr(node, "next"), setattr(node, "next", value))),
    "update": written(lambda node, value: update(node, next=value)),
    "copy": lambda cls, value: copy.copy(cls(value, None)),
    "deep copy": lambda cls, value: copy.deepcopy(cls(value, None)),
    "clone": lambda cls, value: clone(cls(1, None), next=value),
    "replace": lambda cls, value: cls(1, None).__replace__(witness=value),
    "pickle": lambda cls, value: pickle.loads(pickle.dumps(cls(value, None))),
    "make": lambda cls, value: make(cls, [value]),
    "make with names": lambda cls, value: make(cls, [None], witness=value),
    "__make__": lambda cls, value: cls.__make__([value, None] + [None] * (cls is Sub)),
}
ITEMS = {
    "item": written(lambda node, value: operator.setitem(node, 0, value)),
    "item from behind": written(lambda node, value: operator.setitem(node, -1, value)),
}
BY_NAME = {"item by name": written(lambda node, value: operator.setitem(node, "next", value))}
VALUES = [[], {}, Node(None), ([],), Plain(), Plain, len]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("value", VALUES, ids=["list", "dict", "record", "tuple", "object", "class", "function"])
@kinds
def test_a_record_that_is_given_what_may_lead_back_is_tracked(cls, way, value):
    if way in ("pickle", "deep copy") and isinstance(value, Plain):
        value = []
    assert gc.is_tracked(WAYS[way](cls, value))


@pytest.mark.parametrize("way", [*ITEMS, *BY_NAME])
def test_so_is_one_that_is_given_it_as_an_item(way):
    for cls in (Both,) if way in BY_NAME else (Node, Both, Sub, Named):
        assert gc.is_tracked((ITEMS | BY_NAME)[way](cls, [])), cls


def test_defaults_and_the_user_s_own_functions_give_values_too():
    assert gc.is_tracked(Made()) and gc.is_tracked(Initialised([])) and gc.is_tracked(Finished([]))
    copied = make_dataclass("C", {"x": object}, defaults=([],), gc=True, copy_default=True)
    assert gc.is_tracked(copied())
    shared = make_dataclass("S", {"x": object}, defaults=(Plain(),), gc=True)
    assert gc.is_tracked(shared())


def died(build):
    """Whether what is in the circle that `build` makes of a witness is gone after a collection."""
    witness = Plain()
    gone = weakref.ref(witness)
    build(witness)
    del witness
    gc.collect()
    return gone() is None


CIRCLES = {
    "attribute": lambda cls, witness: circle(cls, witness, lambda node, value: setattr(node, "next", value)),
    "setattr of the type": lambda cls, witness: circle(cls, witness, lambda node, value: type(node).__setattr__(node, "next", value)),
    "init": lambda cls, witness: circle(cls, witness, lambda node, value: node.__init__(value, node.witness)),
    "update": lambda cls, witness: circle(cls, witness, lambda node, value: update(node, next=value)),
    "replace": lambda cls, witness: setattr(witness, "node", cls(None, None).__replace__(next=witness)),
    "constructor": lambda cls, witness: setattr(witness, "node", cls(witness, None)),
    "copy": lambda cls, witness: setattr(witness, "node", copy.copy(cls(witness, None))),
    "make": lambda cls, witness: setattr(witness, "node", make(cls, [witness])),
}


def circle(cls, witness, write):
    node = cls(None, witness)
    write(node, [node])


@pytest.mark.parametrize("way", CIRCLES)
@pytest.mark.parametrize("cls", [*LAZY, Roomy, Watching, Own], ids=lambda cls: cls.__name__)
def test_a_circle_is_collected_whatever_way_it_was_closed(cls, way):
    assert died(lambda witness: CIRCLES[way](cls, witness))


def test_a_circle_by_items_is_collected():
    for cls in Node, Both, Sub, Named, Roomy, Watching:
        assert died(lambda witness: circle(cls, witness, lambda node, value: operator.setitem(node, 0, value)))
    assert died(lambda witness: circle(Both, witness, lambda node, value: operator.setitem(node, "next", value)))


def test_a_circle_through_an_iterator_or_a_dict_is_collected():
    def through_iterator(witness):
        node = Node(None, witness)
        iterator = iter(node)
        next(iterator)
        node.next = [iterator]

    def through_dict(witness):
        node = Roomy(None, witness)
        node.more = node

    def of_records(witness):
        nodes = [Node(None, witness) for _ in range(50)]
        for one, other in zip(nodes, nodes[1:] + nodes[:1]):
            one.next = other

    for build in through_iterator, through_dict, of_records:
        assert died(build)


def test_a_record_that_was_untracked_leads_back_from_another():
    def build(witness):
        # The first one is untracked when the second takes it in.
        first = Node(None, None)
        second = Node(first, witness)
        first.next = second

    assert died(build)


def test_names_mean_what_the_class_says_at_the_time():
    # The metaclass of the package would refuse it.
    put = type(Node).__mro__[1].__setattr__

    class P(dataobject, gc=True):
        x: object
        y: object = None

    p = P(1)
    for number in range(5):
        p.x = number
    assert p.x == 4
    seen = []
    member = P.__dict__["x"]
    put(P, "x", property(lambda self: "property", lambda self, value: seen.append(value)))
    for number in range(3):
        p.x = number
    assert seen == [0, 1, 2] and p.x == "property"
    p.y = 7
    put(P, "x", member)
    assert (p.x, p.y) == (4, 7)
    p.x = "again"
    assert p.x == "again" and len(seen) == 3
    # A member of another slot.
    put(P, "x", P.__dict__["y"])
    with pytest.raises(AttributeError):
        p.x = "elsewhere"
    assert p.y == 7
    put(P, "x", member)

    class Q(P):
        z: object = None

    put(Q, "x", property(lambda self: 0, lambda self, value: seen.append(value)))
    q = Q(1, 2, 3)
    q.x = "q"
    q.z = []
    assert seen[-1] == "q" and gc.is_tracked(q)


def test_a_setattr_that_comes_later_counts_and_goes_again():
    class P(dataobject, gc=True):
        x: object

    p, seen = P(1), []
    p.x = 2
    own = P.__dict__.get("__setattr__")
    P.__setattr__ = lambda self, name, value: seen.append((name, value))
    p.x = 3
    assert seen == [("x", 3)] and p.x == 2
    if own is None:
        del P.__setattr__
    else:
        P.__setattr__ = own
    p.x = 4
    assert p.x == 4 and len(seen) == 1


@lazily
def test_what_would_go_unseen_is_refused():
    node = Node(1)
    with pytest.raises((AttributeError, TypeError)):
        object.__setattr__(node, "next", [node])
    with pytest.raises(AttributeError):
        Node.next.__set__(node, [node])
    for one, other in (node, Own), (node, Watching), (Watching(1), Node):
        with pytest.raises(TypeError, match="__class__ assignment"):
            one.__class__ = other
    assert node.next == 1 and not gc.is_tracked(node)


def test_records_of_one_kind_take_each_other_s_class():
    class Other(Node):
        pass

    node = Node(1)
    node.__class__ = Other
    node.next = [node]
    assert type(node) is Other and gc.is_tracked(node)


def test_deletion_makes_a_hole_and_no_second_one():
    for cls in LAZY:
        node = cls(1, 2)
        del node.next
        with pytest.raises(AttributeError, match="next"):
            node.next
        with pytest.raises(AttributeError, match="next"):
            del node.next
        node.next = 5
        assert node.next == 5
        for name in "other", "__slots__x":
            with pytest.raises(AttributeError, match=name):
                setattr(node, name, 1)
            with pytest.raises(AttributeError, match=name):
                delattr(node, name)
        with pytest.raises(TypeError):
            type(node).__setattr__(node, 5, 1)


def test_read_only_fields_stay():
    class P(dataobject, gc=True):
        x: object = Field(readonly=True)
        y: object = None

    p = P(1)
    for change in (lambda: setattr(p, "x", 2), lambda: delattr(p, "x"), lambda: P.__setattr__(p, "x", 2)):
        with pytest.raises(AttributeError, match="x"):
            change()
    p.y = [p]
    assert p.x == 1 and gc.is_tracked(p)
    with pytest.raises(AttributeError, match="next"):
        Fixed(1).next = 2


def test_a_base_that_anybody_may_write_to():
    class Base(dataobject):
        next: object

    class Derived(Base, gc=True):
        witness: object = None

    class Sealed(dataobject, readonly=True):
        next: object

    class Child(Sealed, gc=True):
        witness: object = None

    def build(witness):
        node = Derived(None, witness)
        Base.next.__set__(node, [node])

    assert died(build)
    assert died(lambda witness: setattr(witness, "node", Child(None, witness)))
    assert gc.is_tracked(Child(None)) is FREE_THREADED
    for name in "next", "witness":
        with pytest.raises(AttributeError, match=name):
            setattr(Child(None), name, 1)


@uncounted
def test_each_value_is_held_once_and_given_back():
    values = [object() for _ in range(4)]
    for cls in LAZY:
        before = [sys.getrefcount(value) for value in values]
        node = cls(values[0], values[1])
        for _ in range(100):
            node.next, node.witness = values[2], values[3]
            node[0], node[1] = values[0], values[1]
            node.next = [node]
            node.next = values[2]
        assert [sys.getrefcount(value) for value in values] == [before[0], before[1] + 1, before[2] + 1, before[3]]
        del node
        assert [sys.getrefcount(value) for value in values] == before


@uncounted
def test_the_old_value_dies_when_the_new_one_stands():
    seen = []

    class Last:
        def __init__(self, node):
            self.node = node

        def __del__(self):
            seen.append(self.node.next)
            self.node.next = "by del"

    for write in (lambda node: setattr(node, "next", "new"), lambda node: operator.setitem(node, 0, "new")):
        node = Node(None)
        node.next = Last(node)
        write(node)
        assert seen.pop() == "new" and node.next == "by del"


@uncounted
def test_memory_that_is_used_again_is_as_new():
    class Dying(dataobject, gc=True):
        x: object

        def __del__(self):
            dead.append(self.x)

    dead = []
    for number in range(500):
        Dying(number)
        Dying([number])
    assert dead == [thing for number in range(500) for thing in (number, [number])]
    before = sys.getrefcount(Node)
    for _ in range(3):
        nodes = [Node([number], number) for number in range(300)] + [Node(number, number) for number in range(300)]
        assert [gc.is_tracked(node) for node in nodes] == [True] * 300 + [FREE_THREADED] * 300
        iterators = [iter(node) for node in nodes]
        assert [next(iterator) for iterator in iterators[300:]] == list(range(300))
        del nodes, iterators
    assert sys.getrefcount(Node) == before
    gc.collect()
    # In memory of records that are dead nothing is collected.
    nodes = [Node(number) for number in range(300)]
    gc.collect()
    assert [node.next for node in nodes] == list(range(300))


def test_a_long_chain_dies_without_recursion():
    chain = None
    for _ in range(200_000):
        chain = Node(chain, None)
    del chain
    chain = None
    for number in range(200_000):
        chain = Node(chain, [number])
    chain.witness = chain
    del chain
    gc.collect()

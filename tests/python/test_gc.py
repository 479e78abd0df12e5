"""A circle through `gc` records is collected; one through plain records is not, and does no harm."""

import copy
import gc
import operator
import pickle
import sysconfig
import weakref

import pytest
import recordclass_fixtures as f
from reference import Plain


def collected(make):
    """Whether the witness that `make` leaves in a circle is gone after a collection."""
    witness = Plain()
    gone = weakref.ref(witness)
    make(witness)
    del witness
    gc.collect()
    return gone() is None


def circle_of(cls, count):
    def make(witness):
        nodes = [cls(None, witness, i) for i in range(count)]
        for one, other in zip(nodes, nodes[1:] + nodes[:1]):
            one.next = other

    return make


@pytest.mark.parametrize("count", [1, 2, 100])
def test_circles_of_gc_records_are_collected(count):
    assert collected(circle_of(f.Node, count))


def test_a_circle_through_other_containers_is_collected():
    def through_list(witness):
        node = f.Node([], witness, 0)
        node.next.append(node)

    def through_instance(witness):
        witness.node = f.Node(witness, witness, 0)

    def by_item(witness):
        node = f.Node(None, None, 0)
        node[1] = witness
        node[0] = {"self": (node,)}

    for make in (through_list, through_instance, by_item):
        assert collected(make)


@pytest.mark.parametrize("again", ["copy", "deepcopy", "replace", "pickle", "new"])
def test_records_made_in_other_ways_are_collected_too(again):
    import copy
    import pickle

    make_again = {
        "copy": copy.copy,
        "deepcopy": copy.deepcopy,
        "replace": lambda node: node.__replace__(weight=3),
        "pickle": lambda node: pickle.loads(pickle.dumps(node)),
        "new": lambda node: f.Node.__new__(f.Node, None, weight=1, witness=None),
    }[again]

    def make(witness):
        node = make_again(f.Node(None, None, 1))
        node.next, node.witness = node, witness

    assert collected(make)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("maybe", lambda it: it),
        ("maybe", lambda it: [it]),
        ("list", lambda it: [it]),
        ("many", lambda it: [it]),
        ("many", lambda it: [1, None, [it]]),
        ("pairs", lambda it: [("a", None), ("b", it)]),
    ],
)
def test_references_of_every_form_are_seen(name, value):
    def make(witness):
        holder = f.Holder(witness=witness)
        setattr(holder, name, value(holder))

    assert collected(make)


@pytest.mark.parametrize("link", ["next", "siblings"])
def test_fields_of_the_records_own_class_are_seen(link):
    def make(witness):
        linked = f.Linked(witness=witness)
        setattr(linked, link, [linked] if link == "siblings" else linked)

    assert collected(make)


@pytest.mark.parametrize("name", ["next", "maybe", "many"])
def test_frozen_gc_records_are_collected(name):
    def make(witness):
        circle = [witness]
        values = {"next": None} | {name: [circle] if name == "many" else circle}
        circle.append(f.FrozenNode(**values))

    assert collected(make)


def test_a_circle_of_plain_records_stays_until_it_is_broken():
    kept = []

    def make(witness):
        node = f.PlainNode(None, witness, 0)
        node.next = node
        kept.append(weakref.ref(witness))
        # The only way back to it, since the collector does not know of it.
        make.break_circle = node.__setitem__

    assert not collected(make)
    make.break_circle(0, None)
    del make.break_circle
    gc.collect()
    assert kept[0]() is None


def test_what_is_reachable_stays():
    node = f.Node(None, Plain(), 7)
    node.next = node
    holder = f.Holder(many=[node, [node]], pairs=[("a", node)], maybe=node)
    holder.list = [holder]
    gc.collect()
    assert node.weight == 7 and node.next is node and type(node.witness) is Plain
    assert holder.many[0] is node and holder.pairs == [("a", node)] and holder.list[0] is holder
    node.next = holder.list = None


def test_the_collector_is_shown_each_reference_once():
    values = [Plain(), Plain()]
    node = f.Node(*values, 1)
    for value in values:
        assert gc.get_referents(node).count(value) == 1
    assert f.Node in gc.get_referents(node)
    shared = Plain()
    assert gc.get_referents(f.Node(shared, shared, 1)).count(shared) == 2
    holder = f.Holder(shared, [], [shared, shared], [("a", shared)], shared)
    assert gc.get_referents(holder).count(shared) == 5
    assert gc.get_referents(f.FrozenNode(shared, shared, [shared])).count(shared) == 3


def test_the_collector_lists_gc_records_only():
    records = [make([], i, i) for i in range(100) for make in (f.Node, f.PlainNode, f.Triple)]
    known = [type(known) for known in gc.get_objects()]
    assert known.count(f.Node) >= 100
    assert known.count(f.PlainNode) == known.count(f.Triple) == 0
    assert len(records) == 300


def test_a_finaliser_that_looks_at_the_record_sees_it_whole():
    seen = []

    class Looks:
        def __init__(self, node):
            self.node = node

        def __del__(self):
            seen.append((self.node.weight, self.node.witness is self))

    node = f.Node(None, None, 5)
    node.witness, node.next = Looks(node), node
    del node
    gc.collect()
    assert seen == [(5, True)]


def test_a_record_that_was_cleared_by_the_collector_has_no_values():
    survivors = []

    class Later:
        def __del__(self):
            survivors.append(self.node)

    later = Later()
    later.node = f.Node(later, [], 3)
    del later
    gc.collect()
    (node,) = survivors
    assert node.weight == 3 and node.witness == []
    node.next = None


# On free-threaded builds a gc record is tracked from birth.
lazily = pytest.mark.skipif(bool(sysconfig.get_config_var("Py_GIL_DISABLED")), reason="tracked from birth")


def let_go():
    """A tuple that the collector has looked at, and found nothing in to look at again."""
    made = tuple([1, "a"])
    gc.collect()
    assert not gc.is_tracked(made)
    return made


@lazily
@pytest.mark.parametrize("value", [None, 1, 2.5, "text", b"bytes", 10**100, let_go(), f.PlainNode(1, 2, 3), f.Point(1, 2)], ids=lambda value: type(value).__name__)
def test_a_record_of_values_that_lead_nowhere_is_not_tracked(value):
    node = f.Node(value, value, 0)
    assert not gc.is_tracked(node)
    node.next = node.witness = value
    node[0] = value
    assert not gc.is_tracked(node) and not gc.is_tracked(copy.copy(node))


WRITES = {
    "constructor": lambda value: f.Node(value, None, 0),
    "keyword": lambda value: f.Node(witness=value, next=None, weight=0),
    "attribute": lambda value: written(lambda node: setattr(node, "next", value)),
    "setattr of the type": lambda value: written(lambda node: f.Node.__setattr__(node, "witness", value)),
    "item": lambda value: written(lambda node: operator.setitem(node, 0, value)),
    "item from behind": lambda value: written(lambda node: operator.setitem(node, -2, value)),
    "copy": lambda value: copy.copy(f.Node(value, None, 0)),
    "deep copy": lambda value: copy.deepcopy(f.Node(value, None, 0)),
    "replace": lambda value: f.Node(None, None, 0).__replace__(next=value),
    "pickle": lambda value: pickle.loads(pickle.dumps(f.Node(value, None, 0))),
    "make": lambda value: f.Node.__make__([value, None, 0]),
}


def written(write):
    node = f.Node(None, "text", 0)
    write(node)
    return node


@pytest.mark.parametrize("way", WRITES)
@pytest.mark.parametrize(
    "value", [[], {}, f.Node(None, None, 0), ([],), Plain(), Plain, len],
    ids=["list", "dict", "record", "tuple", "object", "class", "function"],
)
def test_a_record_that_is_given_what_may_lead_back_is_tracked(way, value):
    if way == "pickle" and isinstance(value, Plain):
        value = []
    assert gc.is_tracked(WRITES[way](value))


def test_a_record_is_tracked_once():
    node = f.Node(None, None, 0)
    for _ in range(5):
        node.next = node.witness = []
        node[0] = {}
        node.next = None
    assert gc.is_tracked(node)
    assert sum(1 for known in gc.get_objects() if known is node) == 1


@lazily
def test_the_interpreters_own_writer_cannot_get_past():
    node = f.Node(None, None, 0)
    # Which of the two depends on the version.
    with pytest.raises((TypeError, AttributeError)):
        object.__setattr__(node, "next", [])
    with pytest.raises(AttributeError):
        f.Node.next.__set__(node, [])
    assert node.next is None

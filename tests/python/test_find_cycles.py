"""`find_cycles`: all cycles through records that the collector does not know, and no others."""

import gc
import sys
import types

import pytest
import recordclass_fixtures as f
from recordclass_rs import RecordClass, dataobject, find_cycles, litelist, make_arrayclass, mutabletuple


class Node(dataobject):
    value: int
    next: object = None
    more: object = None


class Tracked(dataobject, gc=True):
    value: int
    next: object = None


class Plain:
    def __init__(self, **attributes):
        vars(self).update(attributes)


class Slotted:
    __slots__ = ("held",)


def paths(*roots, **options):
    return sorted(cycle.path for cycle in find_cycles(roots, **options))


@pytest.mark.parametrize("make", [
    lambda i: Node(i, [str(i)]), lambda i: f.PlainNode([i], None, i),
], ids=["package", "derived"])  # fmt: skip
def test_planted_cycles_among_many_records_are_all_found(make):
    records = [make(i) for i in range(100_000)]
    name = "next"
    assert find_cycles([records]) == []
    # Rings of 1 to 50 records, at places far from each other.
    planted = []
    for size in (1, 2, 3, 10, 50):
        ring = records[size * 1000 :: 7919][:size] if size < 10 else records[size * 1000 : size * 1000 + 7 * size : 7]
        for one, other in zip(ring, ring[1:] + ring[:1]):
            setattr(one, name, other)
        planted.append(ring)
    # One through a list, one through a dict and an object.
    listed, kept = records[77], records[78]
    setattr(listed, name, [1, listed])
    setattr(kept, name, {"key": Plain(held=kept)})
    # What has no way back is none, however long.
    for one, other in zip(records[-20_000:], records[-19_999:]):
        setattr(one, name, other)
    found = find_cycles([records])
    try:
        expected = {frozenset(map(id, ring)) for ring in planted}
        through = {frozenset(id(each) for each in cycle.objects if type(each) is type(kept)) for cycle in found}
        assert through == expected | {frozenset([id(listed)]), frozenset([id(kept)])}
        assert len(found) == len(planted) + 2
        kind = type(kept).__name__
        assert {cycle.path for cycle in found if len(cycle) in (2, 3)} >= {
            f"{kind}.{name} -> list[1] -> {kind}", f"{kind}.{name} -> dict['key'] -> Plain.held -> {kind}",
        }  # fmt: skip
        for cycle in found:
            around = [*cycle.objects, cycle.objects[0]]
            for one, step, other in zip(around, cycle.steps, around[1:], strict=False):
                assert eval("one" + step) is other
            assert len(cycle.steps) == len(cycle.objects) == len(cycle)
    finally:
        for record in records:
            setattr(record, name, None)


def test_a_record_that_holds_itself():
    node = Node(1)
    node.next = node
    (cycle,) = find_cycles([node])
    assert cycle.objects == (node,) and cycle.steps == (".next",) and str(cycle) == "Node.next -> Node"
    assert repr(cycle) == "<Cycle: Node.next -> Node>"
    node.next = None
    assert find_cycles([node]) == []


def test_what_the_collector_can_collect_is_not_told_of():
    plain = Plain()
    plain.itself = [plain]
    tracked = Tracked(1)
    tracked.next = {"a": tracked}
    derived = f.Node(None, None, 1)
    derived.next = derived
    assert find_cycles([plain, tracked, derived]) == []
    derived.next = None


def test_one_such_record_is_enough():
    blind = Node(1)
    tracked = Tracked(2, [Plain(held=blind)])
    blind.next = tracked
    assert paths(tracked) == ["Node.next -> Tracked.next -> list[0] -> Plain.held -> Node"]
    blind.next = None


def container(kind):
    node = Node(1)
    if kind == "cell":
        def function():
            return node
        node.next = function
    elif kind == "method":
        node.next = types.MethodType(print, node)
    elif kind == "slot":
        node.next = Slotted()
        node.next.held = node
    elif kind == "generator":
        def generate():
            here = node
            yield here
        node.next = generate()
        next(node.next)
    elif kind == "key":
        node.next = {Plain(held=node): 1}
    else:
        node.next = kind(node)
    return node


@pytest.mark.parametrize(("kind", "path"), [
    (lambda n: (1, n), "Node.next -> tuple[1] -> Node"),
    (lambda n: mutabletuple(1, n), "Node.next -> mutabletuple[1] -> Node"),
    (lambda n: litelist([1, n]), "Node.next -> litelist[1] -> Node"),
    (lambda n: make_arrayclass("Array", 2)(1, n), "Node.next -> Array[1] -> Node"),
    (lambda n: f.PlainNode(n, None, 0), "Node.next -> PlainNode.next -> Node"),
    (lambda n: f.Basket([1, n]), "Node.next -> Basket.items -> list[1] -> Node"),
    (lambda n: f.FrozenBasket([(n,)]), "Node.next -> FrozenBasket.items -> list[0] -> tuple[0] -> Node"),
    ("slot", "Node.next -> Slotted.held -> Node"),
    ("method", "Node.next -> method.__self__ -> Node"),
    ("key", "Node.next -> dict key Plain -> Plain.held -> Node"),
    ("cell", "Node.next -> function.__closure__ -> tuple[0] -> cell.cell_contents -> Node"),
    ("generator", None),
], ids=lambda value: "made" if callable(value) else str(value))  # fmt: skip
def test_cycles_through_all_kinds_of_objects(kind, path):
    node = container(kind)
    try:
        found = paths(node)
        assert len(found) == 1 and (path is None or found == [path])
    finally:
        node.next = None


def test_untracked_tuples_are_walked():
    """The collector lets a tuple of such records go, and does not know of what it holds either."""
    node = Node(1)
    node.next = (node,)
    gc.collect()
    assert paths(node) == ["Node.next -> tuple[0] -> Node"]
    node.next = None


def test_attributes_of_a_record_with_a_dict():
    class Roomy(dataobject, use_dict=True):
        x: int

    record = Roomy(1)
    record.more = [record]
    assert paths(record) == ["Roomy.more -> list[0] -> Roomy"]
    del record.more


def test_each_record_of_a_list_linked_both_ways_is_told_of():
    nodes = [Node(i) for i in range(1000)]
    for one, other in zip(nodes, nodes[1:]):
        one.next, other.more = other, one
    found = find_cycles([nodes[0]])
    assert {id(each) for cycle in found for each in cycle.objects} == set(map(id, nodes))
    assert all(len(cycle) == 2 for cycle in found)
    for node in nodes:
        node.next = node.more = None


def test_without_roots_it_looks_everywhere():
    before = {id(each) for cycle in find_cycles() for each in cycle.objects}
    in_function, in_module, in_object = Node(1), Node(2), Node(3)
    for node in (in_function, in_module, in_object):
        node.next = [node]
    sys.modules[__name__].__dict__["planted"] = in_module
    holder = Plain(held=in_object)
    in_object = None
    found = [cycle for cycle in find_cycles() if id(cycle.objects[0]) not in before]
    assert sorted(cycle.objects[0].value for cycle in found) == [1, 2, 3]
    assert {cycle.path for cycle in found} == {"Node.next -> list[0] -> Node"}
    del sys.modules[__name__].__dict__["planted"]
    for node in (in_function, in_module, holder.held):
        node.next = None


def test_modules_and_classes_are_no_way_back_unless_asked_for():
    class Local:
        pass

    node = Node(1, Local(), test_one_such_record_is_enough)
    Local.kept = node
    module_level.append(node)
    try:
        assert find_cycles([node]) == []
        assert any("Local" in path for path in paths(node, classes=True))
    finally:
        module_level.clear()
        del Local.kept


module_level = []


def test_a_long_chain_needs_no_deep_stack():
    first = last = Node(0)
    for i in range(100_000):
        last.next = Node(i)
        last = last.next
    assert find_cycles([first]) == []
    last.next = first
    (cycle,) = find_cycles([first])
    assert len(cycle) == 100_001
    last.next = None


def test_it_changes_no_counts():
    node = Node(1, [Plain()])
    counts = sys.getrefcount(node), sys.getrefcount(node.next), sys.getrefcount(node.next[0])
    node.more = node
    find_cycles([node])
    node.more = None
    assert counts == (sys.getrefcount(node), sys.getrefcount(node.next), sys.getrefcount(node.next[0]))


def test_mistakes():
    with pytest.raises(TypeError):
        find_cycles(5)
    with pytest.raises(TypeError):
        find_cycles([], True)

    class Point(RecordClass):
        x: int

    assert find_cycles([]) == [] and find_cycles([1, "a", Point(1)]) == []

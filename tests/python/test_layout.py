"""An instance is the object head and its fields, and the garbage collector does not know of it."""

import gc
import sys

import pytest
import recordclass_fixtures as f
from reference import FREE_THREADED, HEAD, Plain

HAVE_GC = 1 << 14
HEAP_TYPE = 1 << 9
IMMUTABLE_TYPE = 1 << 8

PLAIN = [
    f.Point, f.FrozenPoint, f.PointF32, f.Widths, f.FrozenWidths, f.Triple, f.FrozenTriple, f.Named, f.FrozenNamed,
    f.Mixed, f.Basket, f.Texts, f.FrozenTexts, f.Ticket, f.PlainNode, f.Empty, f.FrozenEmpty, f.One, f.Many, f.OwnNew,
    f.Renamed, f.Placed, f.AllOwn, f.Walker, f.Origin, f.FrozenOrigin,
]  # fmt: skip
TRACKED = [f.Node, f.Holder, f.FrozenNode, f.GcOrigin, f.FrozenGcOrigin]


@pytest.mark.parametrize(
    ("record", "fields"),
    [
        (f.Point(1, 2, 3), 24),
        (f.FrozenPoint(1, 2, 3), 24),
        (f.Triple(1, 2, 3), 24),
        (f.FrozenTriple(1, 2, 3), 24),
        (f.PointF32(1, 2, 3), 16),
        (f.FrozenPointF32(1, 2, 3), 16),
        (f.Named("n"), 24),
        (f.FrozenNamed("n"), 24),
        (f.Empty(), 0),
        (f.One(None), 8),
        (f.Many(*range(64)), 512),
    ],
    ids=lambda value: type(value).__name__,
)
def test_size_is_head_and_fields(record, fields):
    assert sys.getsizeof(record) == HEAD + fields
    assert type(record).__basicsize__ == HEAD + fields
    assert type(record).__itemsize__ == 0


@pytest.mark.skipif(FREE_THREADED or sys.maxsize < 2**32, reason="the head has another size there")
def test_sizes_that_are_promised():
    assert sys.getsizeof(f.Point(1, 2, 3)) == 40
    assert sys.getsizeof(f.Triple(1, 2, 3)) == 40
    assert sys.getsizeof(f.PointF32(1, 2, 3)) == 32
    assert sys.getsizeof(f.Node(None, None, 0)) == 56


@pytest.mark.parametrize("cls", PLAIN, ids=lambda cls: cls.__name__)
def test_plain_classes_have_no_gc_flag(cls):
    assert not cls.__flags__ & HAVE_GC
    assert cls.__flags__ & HEAP_TYPE
    assert cls.__flags__ & IMMUTABLE_TYPE


@pytest.mark.parametrize("cls", TRACKED, ids=lambda cls: cls.__name__)
def test_gc_classes_have_the_flag(cls):
    assert cls.__flags__ & HAVE_GC


def test_only_gc_instances_are_tracked():
    assert not gc.is_tracked(f.Point(1, 2))
    assert not gc.is_tracked(f.Triple([], [], []))
    assert not gc.is_tracked(f.FrozenTriple([], [], []))
    assert gc.is_tracked(f.Node([], None, 0))
    assert gc.is_tracked(f.FrozenNode([]))


def test_copies_have_the_layout_too():
    import copy
    import pickle

    node, plain = f.Node([], None, 0), f.Triple([], [], [])
    for again in (copy.copy, copy.deepcopy, lambda record: pickle.loads(pickle.dumps(record))):
        assert gc.is_tracked(again(node))
        assert not gc.is_tracked(again(plain))
        assert sys.getsizeof(again(node)) == sys.getsizeof(node)
        assert sys.getsizeof(again(plain)) == sys.getsizeof(plain)


@pytest.mark.parametrize("record", [f.Point(1, 2), f.Triple(1, 2, 3), f.Node(1, 2, 3)], ids=repr)
def test_there_is_room_for_nothing_else(record):
    assert not hasattr(record, "__dict__")
    assert not hasattr(record, "__weakref__")
    with pytest.raises(AttributeError):
        record.other = 1
    with pytest.raises(TypeError):
        import weakref

        weakref.ref(record)


def test_the_class_is_sealed():
    with pytest.raises(TypeError):
        f.Point.x = 1
    with pytest.raises(TypeError):
        f.Point.other = 1
    with pytest.raises(TypeError):
        del f.Point.__repr__
    with pytest.raises(TypeError):
        type("Sub", (f.Point,), {})
    with pytest.raises(TypeError):
        f.Point(1, 2).__class__ = f.FrozenPoint


def test_fields_own_their_objects():
    values = [Plain(), Plain(), Plain()]
    before = [sys.getrefcount(value) for value in values]
    record = f.Triple(*values)
    assert [sys.getrefcount(value) for value in values] == [count + 1 for count in before]
    del record
    assert [sys.getrefcount(value) for value in values] == before

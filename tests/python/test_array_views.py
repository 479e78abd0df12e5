"""Slices, columns and row views share the memory of their array, and the buffer protocol keeps it in place."""

import gc
import struct
import sys

import pytest
from recordclass_fixtures import (
    LabelledArray, LandmarkArray, Reading, ReadingArray, Sample, Samples, StationArray, Vertex, VertexArray,
)  # fmt: skip
from test_array_sequence import SAMPLE, vertices


@pytest.fixture
def ten():
    return VertexArray(vertices(10))


def grow(array):
    array.extend(vertices(10_000))


def test_a_slice_shares_the_rows(ten):
    part = ten[2:5]
    assert type(part) is VertexArray
    assert list(part) == vertices(10)[2:5]
    part[0] = (7, 8, 9)
    assert ten[2] == Vertex(7, 8, 9)
    ten[4] = (1, 1, 1)
    assert part[-1] == Vertex(1, 1, 1)


@pytest.mark.parametrize("step", [1, 2, 3, -1, -2, -7])
@pytest.mark.parametrize("bounds", [(None, None), (2, 8), (-3, None), (8, 2), (100, -100), (5, 5)])
def test_slices_are_those_of_a_list(ten, bounds, step):
    where = slice(*bounds, step)
    model = vertices(10)[where]
    part = ten[where]
    assert list(part) == model
    assert list(part[1:]) == model[1:]
    assert list(part[::-1]) == model[::-1]
    assert list(part[::-2]) == model[::-2]
    assert part.copy() == part == VertexArray(model)
    assert list(part.x) == [row.x for row in model]
    assert list(ten.x[where]) == [row.x for row in model]


def test_slices_and_views_outlive_growth(ten):
    part, column, view = ten[2:5], ten.x, ten.view(3)
    grow(ten)
    assert list(part) == vertices(10)[2:5]
    assert (len(column), column[3], view.x) == (10_010, 3, 3)
    part[1] = (99, 0, 0)
    assert ten[3].x == column[3] == view.x == 99


def test_a_view_is_walked_from_either_end_or_not_at_all(ten):
    view = ten.view(9)
    assert list(reversed(view)) == list(view)[::-1] == [4.5, -9, 9]
    # The values belong together, whatever is written meanwhile.
    back = reversed(view)
    ten[9] = (0, 0, 0)
    assert list(back) == [4.5, -9, 9]
    del ten[9]
    for walk in iter, reversed:
        with pytest.raises(IndexError, match="VertexArray index out of range"):
            list(walk(view))


def test_slices_and_views_of_rows_that_are_gone_refuse(ten):
    part, view = ten[2:5], ten.view(3)
    del ten[3:]
    for use in (lambda: part[0], lambda: list(part), part.copy, lambda: repr(part), lambda: part == part,
                lambda: part.__setitem__(0, (1, 2)), lambda: memoryview(part), lambda: part.x[0]):  # fmt: skip
        with pytest.raises(BufferError, match="this slice shows rows that its VertexArray no longer has"):
            use()
    with pytest.raises(IndexError, match="VertexArray index out of range"):
        view.x
    with pytest.raises(IndexError):
        view.x = 5
    # Not an empty row.
    for use in (list, tuple, iter, lambda view: 1.0 in view):
        with pytest.raises(IndexError, match="VertexArray index out of range"):
            use(view)
    grow(ten)
    assert part[0] == Vertex(2, -2, 1)
    assert view.x == 0


def test_a_slice_has_a_fixed_length(ten):
    part = ten[2:5]
    for change in (lambda: part.append((1, 2)), part.clear, part.pop, lambda: part.extend(ten),
                   lambda: part.__delitem__(0), lambda: part.__setitem__(slice(0, 1), [])):  # fmt: skip
        with pytest.raises(BufferError, match="a slice of a VertexArray cannot be resized"):
            change()
    assert len(ten) == 10
    part.reverse()
    assert [row.x for row in ten[:6]] == [0, 1, 4, 3, 2, 5]
    part[:] = vertices(3)
    assert [row.x for row in ten[:6]] == [0, 1, 0, 1, 2, 5]


@pytest.mark.parametrize("step", [None, 2, -1, -3])
@pytest.mark.parametrize("bounds", [(None, None), (2, 8), (8, 2), (-1, 100), (20, 30)])
@pytest.mark.parametrize("count", [0, 1, 3, 5, 10])
def test_slices_are_assigned_and_deleted_as_those_of_a_list(ten, bounds, step, count):
    where, model, rows = slice(*bounds, step), vertices(10), [Vertex(-n, n, n) for n in range(count)]
    try:
        model[where] = rows
    except ValueError as error:
        with pytest.raises(ValueError) as ours:
            ten[where] = rows
        assert str(ours.value) == str(error)
    else:
        ten[where] = iter(rows)
    assert list(ten) == model
    del ten[where]
    del model[where]
    assert list(ten) == model


def test_rows_may_be_assigned_from_the_array_itself(ten):
    model = vertices(10)
    ten[2:5] = ten[4:9]
    model[2:5] = model[4:9]
    assert list(ten) == model
    ten[::2] = ten[1::2]
    model[::2] = model[1::2]
    assert list(ten) == model[: len(ten)]


def test_a_column_is_a_sequence_of_values(ten):
    column = ten.y
    assert len(column) == 10
    assert column[0] == 0 and column[-1] == -9
    assert list(column) == [-n for n in range(10)] == column.tolist()
    assert -3 in column
    assert sum(ten.x) == 45
    column[3] = 7
    assert ten[3] == Vertex(3, 7, 1.5)
    column[:2] = (5, 6)
    assert ten[1].y == 6
    assert repr(column) == "<column VertexArray.y of 10 rows: [5.0, 6.0, -2.0, 7.0, -4.0, ...]>"
    assert ten.column("y")[1] == 6


def test_a_column_says_what_it_cannot_do(ten):
    with pytest.raises(IndexError, match="VertexArray.x index out of range"):
        ten.x[10]
    with pytest.raises(TypeError, match="Vertex.x must be a real number, not str"):
        ten.x[0] = "1"
    with pytest.raises(ValueError, match="1 values for 2 rows: a column keeps its length"):
        ten.x[:2] = [1]
    with pytest.raises(TypeError, match="a column has a value for each row"):
        del ten.x[0]
    with pytest.raises(TypeError, match="VertexArray.x indices must be integers or slices, not str"):
        ten.x["a"]
    with pytest.raises(AttributeError):
        ten.w
    with pytest.raises(AttributeError):
        ten.x = [1]
    with pytest.raises(KeyError):
        ten.column("w")


def test_columns_have_every_kind_of_value():
    array = Samples([SAMPLE] * 3)
    for name, value in zip(Sample.__match_args__, SAMPLE, strict=True):
        column = array.column(name)
        assert column[1] == value
        column[1] = value
        assert column[1] == value
    array.weight[0] = 2.5
    assert array.weight.tolist() == [2.5, None, None]
    array.weight[0] = None
    assert array[0] == Sample(*SAMPLE)


def test_a_method_hides_a_column_of_its_name():
    array = VertexArray()
    assert callable(array.copy)


def test_a_view_writes_through(ten):
    view = ten.view(3)
    assert (view.x, view.y, view.z) == (3, -3, 1.5)
    view.y = 8
    assert ten[3] == Vertex(3, 8, 1.5)
    x, y, z = view
    assert (x, y, z) == (3, 8, 1.5)
    assert view == Vertex(3, 8, 1.5) == view
    assert view == ten.view(3) and view != ten.view(4)
    assert view != (3, 8, 1.5)
    assert repr(view) == "<row 3 of VertexArray: Vertex(x=3.0, y=8.0, z=1.5)>"
    assert ten.view(-1).x == 9
    ten.append(view)
    assert ten[-1] == Vertex(3, 8, 1.5)
    ten[0] = view
    assert ten[0] == Vertex(3, 8, 1.5)


def test_a_view_says_what_it_cannot_do(ten):
    view = ten.view(0)
    with pytest.raises(TypeError, match="Vertex.x must be a real number, not str"):
        view.x = "1"
    with pytest.raises(AttributeError):
        view.w
    with pytest.raises(AttributeError):
        view.w = 1
    with pytest.raises(AttributeError):
        del view.x
    with pytest.raises(TypeError):
        hash(view)
    with pytest.raises(IndexError):
        ten.view(10)
    with pytest.raises(IndexError):
        view[3]
    frozen = ReadingArray([Reading(1, None, "a", True, [1, 2])]).view(0)
    assert frozen.mark == "a"
    with pytest.raises(AttributeError, match="cannot assign to field 'id' of 'Reading': it is frozen"):
        frozen.id = 5


def test_rows_gives_views(ten):
    for row in ten.rows():
        row.x += 100
    assert [row.x for row in ten] == list(range(100, 110))


def test_the_buffer_is_the_rows(ten):
    view = memoryview(ten)
    assert (view.format, view.itemsize, view.shape, view.strides) == ("T{d:x:d:y:d:z:}", 24, (10,), (24,))
    assert not view.readonly
    assert view.tobytes() == b"".join(struct.pack("ddd", *row) for row in ten)
    assert bytes(ten) == view.tobytes()
    view = memoryview(ten[1:8:3])
    assert (view.shape, view.strides) == ((3,), (72,))
    assert view.tobytes() == b"".join(struct.pack("ddd", *row) for row in ten[1:8:3])


def test_the_buffer_of_a_column_has_strides(ten):
    view = memoryview(ten.y)
    assert (view.format, view.itemsize, view.shape, view.strides) == ("d", 8, (10,), (24,))
    assert view.tolist() == list(ten.y)
    view[2] = 55
    assert ten[2].y == 55
    view = memoryview(ten.y[::-1])
    assert (view.strides, view.tolist()) == ((-24,), list(ten.y)[::-1])
    with pytest.raises(BufferError, match="one behind the other"):
        struct.unpack_from("d", ten.y)


def test_an_exported_array_cannot_be_resized(ten):
    for export in (lambda: memoryview(ten), lambda: memoryview(ten.x), lambda: memoryview(ten[2:3])):
        view = export()
        for change in (lambda: ten.append((1, 2)), ten.clear, ten.pop, lambda: ten.extend(ten),
                       lambda: ten.__delitem__(0), lambda: ten.reserve(100)):  # fmt: skip
            with pytest.raises(BufferError, match="cannot be resized while a buffer or borrow"):
                change()
        ten[0] = (4, 5, 6)
        assert ten == ten.copy()
        view.release()
        ten.append((1, 2))


def test_a_buffer_keeps_the_memory(ten):
    view = memoryview(ten.x)
    part = memoryview(ten[2:4])
    del ten
    gc.collect()
    assert view.tolist() == list(range(10))
    assert len(part.tobytes()) == 48


def test_formats_write_padding_out():
    assert memoryview(Samples()).format == (
        "T{?:flag:b:i8:h:i16:i:i32:q:i64:B:u8:xH:u16:I:u32:Q:u64:f:f32:4xd:f64:w:char:4x(3)d:triple:(2,2)h:grid:"
        "T{d:value:?:valid:7x}:weight:T{B:value:?:valid:}:tag:?:last:5x}"
    )
    array = Samples([SAMPLE] * 4)
    assert memoryview(array).itemsize == array.itemsize
    view = memoryview(array.triple)
    assert (view.shape, view.strides, view.tolist()) == ((4, 3), (array.itemsize, 8), [[1, 2, 3]] * 4)
    view = memoryview(array.grid)
    assert (view.shape, view.strides) == ((4, 2, 2), (array.itemsize, 4, 2))
    assert view.tolist() == [[[1, 2], [3, 4]]] * 4


def test_padding_is_zero():
    # Whatever memory held before: two arrays of equal rows are equal byte by byte.
    junk = bytes(range(256)) * 100
    del junk
    rows = [SAMPLE] * 50
    assert bytes(Samples(rows)) == bytes(Samples(iter(rows))) == bytes(Samples([Sample(*SAMPLE)] * 50))


def test_bytes_that_are_no_value_are_refused_or_read_safely():
    array = Samples([SAMPLE])
    view = memoryview(array).cast("B")
    view[0] = 77
    assert array[0].flag is True
    assert array.flag[0] is True
    assert array[0] == Sample(*SAMPLE)
    at = bytes(view).index(struct.pack("=I", ord("é")))
    view[at : at + 4] = struct.pack("=I", 0xD800)
    with pytest.raises(ValueError, match="Sample.char: the bytes in row 0 are no character"):
        array[0]
    with pytest.raises(ValueError, match="Sample.char: the bytes in row 0 are no character"):
        array.char[0]
    with pytest.raises(ValueError):
        repr(array)
    array.char[0] = "x"
    assert array[0].char == "x"


class Nasty:
    """A number whose conversion changes the array it is meant for."""

    def __init__(self, change):
        self.change = change

    def __float__(self):
        self.change()
        return 1.0

    def __index__(self):
        self.change()
        return 1


@pytest.mark.hazard(56)
def test_conversions_may_change_the_array(ten):
    with pytest.raises(IndexError):
        ten[5] = (Nasty(ten.clear), 2, 3)
    assert len(ten) == 0
    grow(ten)
    with pytest.raises(IndexError):
        ten.x[5] = Nasty(ten.clear)
    grow(ten)
    view = ten.view(5)
    with pytest.raises(IndexError):
        view.x = Nasty(ten.clear)
    grow(ten)
    ten.append((Nasty(ten.clear), 2, 3))
    assert list(ten) == [Vertex(1, 2, 3)]
    ten.extend((Nasty(lambda: grow(ten)), 2, 3) for _ in range(3))
    assert len(ten) == 30_004
    ten.insert(Nasty(ten.clear), (Nasty(ten.clear), 2, 3))
    assert len(ten) == 1
    with pytest.raises(IndexError):
        ten[Nasty(ten.clear)]
    grow(ten)
    with pytest.raises(IndexError):
        ten.pop(Nasty(ten.clear))
    grow(ten)
    ten[Nasty(ten.clear) : 5] = [(1, 2)]
    assert len(ten) == 1
    grow(ten)
    del ten[Nasty(ten.clear) :]
    assert len(ten) == 0


def test_an_iterator_of_an_array_sees_it_change(ten):
    rows = iter(ten)
    next(rows)
    del ten[2:]
    assert [row.x for row in rows] == [1]
    ten.append((1, 2))
    assert list(rows) == []
    back = reversed(ten)
    ten.clear()
    assert list(back) == []
    ten.extend(vertices(3))
    for row in ten:
        if len(ten) < 6:
            ten.append(row)
    assert len(ten) == 6


def test_nothing_leaks(ten):
    def work():
        array = VertexArray(vertices(50))
        list(array.rows())
        array[3:9].x.tolist()
        memoryview(array.x[::2]).tolist()
        bytes(array)
        repr(array)
        array.view(3).x = 5
        array.__array_interface__
        array[[0, 1]] = (1, 2)
        array[[n % 2 == 0 for n in range(50)]] = array[:25]
        del array[[0, 5]]
        array.x[0], array.view(1).y = 1.5, 2.5
        stations = StationArray([("EDDF", 111, "Frankfurt", "x")] * 5)
        stations.name[:] = ["a"] * 5
        stations.sort("name")
        StationArray.from_buffer(bytearray(stations)).name.tolist()
        broken = StationArray.from_buffer(b"\xff" * (2 * stations.itemsize))
        for wrong in (lambda: array[99], lambda: array.append(5), lambda: array.column("w"), lambda: array.__setitem__([0], [(1, "x")]),
                      lambda: array.__setitem__([99], (1, 2)), lambda: array.__delitem__([True]), lambda: stations.append(("12345", 1)),
                      lambda: stations.code.__setitem__(0, "12345"), lambda: broken[0], lambda: broken.name[0], lambda: array[{1: 2}],
                      lambda: StationArray.from_buffer(5), lambda: StationArray.from_buffer(b"x")):  # fmt: skip
            with pytest.raises((IndexError, TypeError, KeyError, ValueError)):
                wrong()

    for _ in range(20):
        work()
    gc.collect()
    before = sys.getallocatedblocks()
    for _ in range(200):
        work()
    gc.collect()
    assert sys.getallocatedblocks() - before < 50


def test_the_record_of_an_array_is_known():
    assert VertexArray.__record_class__ is Vertex
    assert ReadingArray.__record_class__ is Reading


@pytest.mark.skipif(sys.version_info < (3, 12), reason="only C code sees buffers")
def test_python_sees_that_there_is_a_buffer():
    from collections.abc import Buffer

    rows = VertexArray([(1, 2, 3)])
    assert isinstance(rows, Buffer)
    view = rows.__buffer__(0x11C)  # PyBUF_FULL_RO
    assert view.nbytes == 24
    with pytest.raises(BufferError):
        rows.clear()
    view.release()
    rows.clear()


def test_numbers_are_written_through(ten):
    for index in 3, -7, 0, 9, -10:
        for value in 1.5, -0.25, True, 7, 2**60:
            ten.x[index] = value
            assert ten[index].x == ten.x[index] == value
            ten.view(index % 10).y = value
            assert ten[index].y == value
    part = ten[1:9:3]
    part.z[-1] = 99.0
    assert ten[7].z == 99 and [row.z for row in ten].count(99) == 1
    for index in 10, -11, 10**30:
        with pytest.raises(IndexError):
            ten.x[index] = 1.0
    labelled = LabelledArray([(1, 2)] * 3)
    for value in 5, -5, 0, 2**30, -(2**40), 2**63 - 1, -(2**63), True:
        labelled.id[1] = value
        labelled.view(2).id = value
        assert labelled.id.tolist() == [1, value, value]
    for value in 2**63, -(2**63) - 1:
        with pytest.raises(OverflowError):
            labelled.id[1] = value
    for value in 1.0, "1", None:
        with pytest.raises(TypeError):
            labelled.view(1).id = value
    with pytest.raises(TypeError, match="delete rows of the array"):
        del ten.x[0]
    with pytest.raises(AttributeError):
        del ten.view(0).x
    view = ten.view(5)
    del ten[5:]
    with pytest.raises(IndexError):
        view.x = 1.0
    with pytest.raises(AttributeError, match="frozen"):
        LandmarkArray([("a", 1)]).view(0).height = 2.0
    assert ten.view(True).x == ten[1].x
    with pytest.raises(TypeError):
        ten.view("0")

"""Packed arrays in memory of other objects: pickles, buffers and files."""

import array
import copy
import ctypes
import mmap
import os
import pickle
import struct
import sys
from multiprocessing.sharedctypes import RawArray

import pytest
from recordclass_fixtures import LabelledArray, Samples, Vertex, VertexArray
from test_array_sequence import SAMPLE, vertices


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("where", [slice(None), slice(2, 7), slice(8, 2, -2), slice(0, 0)])
def test_pickles_come_back(protocol, where):
    rows = VertexArray(vertices(10))[where]
    again = pickle.loads(pickle.dumps(rows, protocol))
    assert type(again) is VertexArray
    assert again == rows
    again.append((1, 2))
    again[0] = (3, 4)
    samples = Samples([SAMPLE] * 3)
    assert pickle.loads(pickle.dumps(samples, protocol)) == samples


def test_buffers_travel_out_of_band():
    rows = VertexArray(vertices(1000))
    buffers = []
    data = pickle.dumps(rows, 5, buffer_callback=buffers.append)
    assert len(data) < 300
    assert [buffer.raw().nbytes for buffer in buffers] == [24_000]
    memory = bytearray(buffers[0].raw())
    again = pickle.loads(data, buffers=[memory])
    assert again == rows
    # It lies in the memory that was given, until it grows.
    struct.pack_into("d", memory, 0, 77)
    assert again[0].x == 77
    again[1] = (88, 0)
    assert struct.unpack_from("d", memory, 24) == (88,)
    again.append((1, 2))
    assert len(again) == 1001
    again[1] = (99, 0)
    assert struct.unpack_from("d", memory, 24) == (88,)
    memory.append(0)


def test_read_only_buffers_are_left_for_a_copy_on_a_write():
    rows = VertexArray(vertices(10))
    buffers = []
    data = pickle.dumps(rows, 5, buffer_callback=buffers.append)
    memory = memoryview(bytes(buffers[0].raw()))
    again = pickle.loads(data, buffers=[memory])
    assert memoryview(again).readonly
    view = memoryview(again)
    with pytest.raises(TypeError, match="read-only"):
        again[0] = (1, 2)
    view.release()
    again[0] = (1, 2)
    assert again[0] == Vertex(1, 2)
    assert struct.unpack_from("d", memory, 0) == (0,)
    assert not memoryview(again).readonly


@pytest.mark.hazard(54)
def test_a_pickle_of_other_rows_is_refused():
    function, (layout, data) = VertexArray(vertices(2)).__reduce_ex__(2)
    assert function(layout, data) == VertexArray(vertices(2))
    rebuild = LabelledArray.__reduce_ex__(LabelledArray(), 2)[0]
    with pytest.raises(ValueError, match="the rows in this pickle are '<T{d:x:d:y:d:z:}', and those of LabelledArray"):
        rebuild(layout, data)
    with pytest.raises(ValueError, match="no whole number of rows"):
        function(layout, data[:-1])
    with pytest.raises(ValueError, match="no whole number of rows"):
        function(layout, bytearray(data[:-1]))
    for wrong in (layout,), (layout, 5), (layout, "text"), (5, data), (layout, data, 1):
        with pytest.raises((TypeError, BufferError, ValueError)):
            function(*wrong)
    # Memory that is not aligned is copied.
    shifted = memoryview(bytearray(b"x" + data))[1:]
    assert function(layout, shifted) == VertexArray(vertices(2))


def test_copies_of_shared_memory_are_their_own():
    memory = bytearray(VertexArray(vertices(3)))
    shared = VertexArray.from_buffer(memory)
    for other in copy.copy(shared), copy.deepcopy(shared), shared[:].copy():
        other[0] = (9, 9, 9)
        other.append((1, 2))
    assert shared[0] == Vertex(0, 0, 0)


def test_an_array_lies_in_the_memory_of_another_object():
    memory = bytearray(VertexArray(vertices(10)))
    rows = VertexArray.from_buffer(memory)
    assert list(rows) == vertices(10)
    rows[3] = (7, 8, 9)
    assert struct.unpack_from("ddd", memory, 72) == (7, 8, 9)
    rows.sort("x", reverse=True)
    assert rows[0] == Vertex(9, -9, 4.5)
    with pytest.raises(BufferError, match="its memory belongs to another object"):
        rows.append((1, 2))
    with pytest.raises(BufferError, match="[Ee]xport"):
        memory.clear()
    assert sys.getsizeof(rows) < 400
    del rows
    memory.clear()
    assert len(VertexArray.from_buffer(b"")) == 0


def test_an_array_lies_in_memory_of_ctypes():
    memory = (ctypes.c_char * 240)()
    rows = VertexArray.from_buffer(memory)
    rows[3] = (7, 8, 9)
    assert struct.unpack_from("ddd", memory, 72) == (7, 8, 9)
    shared = VertexArray.from_buffer(RawArray("b", 240))
    shared[:] = vertices(10)
    assert list(shared) == vertices(10)


def test_read_only_memory_is_not_written_to():
    rows = VertexArray.from_buffer(bytes(VertexArray(vertices(10))))
    assert list(rows) == vertices(10)
    for change in (lambda: rows.__setitem__(0, (1, 2)), lambda: rows.x.__setitem__(0, 1), rows.reverse, lambda: rows.x.__setitem__(0, 1.5),
                   lambda: setattr(rows.view(0), "x", 1.5), lambda: rows.__setitem__([0], (1, 2)),
                   lambda: rows.sort("x"), lambda: setattr(rows.view(0), "x", 1),
                   lambda: rows.__setitem__(slice(0, 1), [(1, 2)])):  # fmt: skip
        with pytest.raises(TypeError, match="this VertexArray is read-only"):
            change()
    assert memoryview(rows).readonly and memoryview(rows.x).readonly
    assert list(rows) == vertices(10)


@pytest.mark.hazard(53)
def test_memory_that_does_not_fit_is_refused():
    good = bytes(VertexArray(vertices(2)))
    with pytest.raises(ValueError, match="47 bytes are no whole number of rows of VertexArray, of 24 bytes each"):
        VertexArray.from_buffer(good[:-1])
    with pytest.raises(ValueError, match="not aligned to 8 bytes"):
        VertexArray.from_buffer(bytearray(b"x" + good), offset=1)
    with pytest.raises(ValueError, match="offset 49 lies beyond"):
        VertexArray.from_buffer(good, offset=49)
    with pytest.raises((OverflowError, ValueError)):
        VertexArray.from_buffer(good, offset=-24)
    with pytest.raises(ValueError, match="one behind the other"):
        VertexArray.from_buffer(memoryview(good)[::2])
    with pytest.raises(TypeError, match="the buffer holds 'd'"):
        VertexArray.from_buffer(array.array("d", [1, 2, 3]))
    with pytest.raises(TypeError, match="the buffer holds 'T{"):
        VertexArray.from_buffer(Samples([SAMPLE]))
    with pytest.raises((TypeError, BufferError)):
        VertexArray.from_buffer(5)
    assert VertexArray.from_buffer(good, offset=24)[0] == Vertex(1, -1, 0.5)
    rows = VertexArray(vertices(2))
    assert VertexArray.from_buffer(rows) == rows
    with pytest.raises(ValueError, match="one behind the other"):
        VertexArray.from_buffer(rows[::-1])


@pytest.mark.hazard(53)
def test_any_bytes_are_read_safely():
    size = Samples().itemsize
    for seed in range(20):
        bytes_ = bytes((seed * 31 + n * n * 7) % 256 for n in range(size * 3))
        rows = Samples.from_buffer(bytes_)
        for use in (lambda r=rows: list(r), lambda r=rows: repr(r), lambda r=rows: r.char.tolist()):
            try:
                use()
            except ValueError as error:
                assert "no character" in str(error)
        rows.flag.tolist()
        rows.weight.tolist()
        rows.tag.tolist()
        rows.argsort("weight")
        assert rows.copy() == rows or any(value != value for value in [*rows.f32, *rows.f64, *rows.weight])


def test_a_mapped_file_is_memory(tmp_path):
    path = tmp_path / "rows"
    path.write_bytes(bytes(VertexArray(vertices(100))))
    with path.open("r+b") as file, mmap.mmap(file.fileno(), 0) as mapped:
        rows = VertexArray.from_buffer(mapped)
        rows[5] = (1, 2, 3)
        assert rows[6] == Vertex(6, -6, 3)
        with pytest.raises(BufferError):
            mapped.close()
        del rows
    assert struct.unpack_from("ddd", path.read_bytes(), 120) == (1, 2, 3)


@pytest.mark.parametrize("map", [False, True])
@pytest.mark.parametrize("where", [slice(None), slice(10, 70_000), slice(None, None, -7), slice(0, 0)])
def test_files_come_back(tmp_path, map, where):
    told = []
    rows = VertexArray((n, -n, n / 2) for n in range(100_000))[where]
    rows.to_file(tmp_path / "rows", progress=told.append)
    assert sum(told) == len(rows)
    again = VertexArray.open(str(tmp_path / "rows"), map=map, progress=None if map else told.append)
    assert again == rows
    if not map:
        assert sum(told) == 2 * len(rows)
        again.append((1, 2))
    elif len(rows):
        with pytest.raises(TypeError, match="read-only"):
            again[0] = (1, 2)
        with pytest.raises(BufferError):
            again.append((1, 2))
        again.copy().append((1, 2))


@pytest.mark.hazard(54)
def test_a_file_that_is_none_is_refused(tmp_path):
    path = tmp_path / "rows"
    VertexArray(vertices(10)).to_file(path)
    good = path.read_bytes()
    assert len(good) % 8 == 0 and (len(good) - 240) % 64 == 0
    start = len(good) - 240

    def changed(at, new):
        return good[:at] + new + good[at + len(new) :]

    cases = {
        "does not start as one": [b"", b"RECROWS", good[:23], changed(0, b"x"), b"\0" * 500],
        "it ends in the header": [good[:24], good[:40], changed(20, struct.pack("<I", 1000))],
        "a header of": [changed(20, struct.pack("<I", 2**32 - 1))],
        "the rows in this file are": [changed(24, b">"), changed(30, b"q"), changed(20, struct.pack("<I", 5))],
        "its header speaks of": [
            good[:-1], good + b"x", good[:start], changed(8, struct.pack("<Q", 11)),
            changed(8, struct.pack("<Q", 2**63)), changed(8, struct.pack("<Q", 2**64 - 1)),
            changed(16, struct.pack("<I", 0)), changed(16, struct.pack("<I", 25)), changed(16, struct.pack("<I", 12)),
        ],
    }  # fmt: skip
    for message, contents in cases.items():
        for content in contents:
            path.write_bytes(content)
            for map in False, True:
                with pytest.raises(ValueError, match=message):
                    VertexArray.open(path, map=map)
    with pytest.raises(FileNotFoundError):
        VertexArray.open(tmp_path / "none")
    with pytest.raises(OSError):
        VertexArray().to_file(tmp_path)
    with pytest.raises(TypeError):
        VertexArray.open(5)


def test_nothing_leaks_in_foreign_memory(tmp_path):
    memory = bytearray(VertexArray(vertices(10)))
    before = sys.getrefcount(memory)
    for _ in range(50):
        rows = VertexArray.from_buffer(memory)
        part, column, view = rows[2:3], rows.x, memoryview(rows)
        rows.to_file(tmp_path / "rows")
        VertexArray.open(tmp_path / "rows", map=True)
        pickle.loads(pickle.dumps(rows, 5))
        del rows, part, column, view
    assert sys.getrefcount(memory) == before
    memory.append(1)
    if sys.platform == "linux":
        count = len(os.listdir("/proc/self/fd"))
        for _ in range(50):
            VertexArray.open(tmp_path / "rows", map=True)
        assert len(os.listdir("/proc/self/fd")) == count

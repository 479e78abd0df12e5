"""Packed arrays as Arrow data, by the interface itself: no Arrow library is here."""

import ctypes
import struct
import sys
import threading

import arrow_c
import pytest
from arrow_c import NULLABLE, Array, Chunks, Column, Gives, Schema, Stream, Streams, Taken, content, doubles, move, release, rows, take, values
from recordclass_fixtures import (
    Embedding, EmbeddingArray, LandmarkArray, Lists, ListsArray, ReadingArray, Sample, Samples, Single, SingleArray, StationArray, Vertex, VertexArray,
    vertices_of_arrow,
)
from test_array_sequence import SAMPLE, vertices

LIST = ([True, False, True], [1, None], ["é", "b"], None, False)


def children(thing):
    return [thing.children[nth].contents for nth in range(thing.n_children)]


# ---- Out


def test_types_are_those_of_the_fields():
    schema = take(Samples().__arrow_c_schema__(), Schema)
    assert (schema.format, schema.name, schema.flags, schema.metadata) == (b"+s", b"", 0, None)
    assert tuple(child.name.decode() for child in children(schema)) == Sample.__match_args__
    formats = [child.format for child in children(schema)]
    assert formats == [b"b", b"c", b"s", b"i", b"l", b"C", b"S", b"I", b"L", b"f", b"g", b"u", b"+w:3", b"+w:2", b"g", b"C", b"b"]
    nullable = [child.name for child in children(schema) if child.flags & NULLABLE]
    assert nullable == [b"weight", b"tag"]
    grid = children(schema)[13]
    assert (children(grid)[0].format, children(children(grid)[0])[0].format) == (b"+w:2", b"s")
    release(schema)
    column = take(Samples().grid.__arrow_c_schema__(), Schema)
    assert (column.name, column.format) == (b"grid", b"+w:2")
    release(column)


@pytest.mark.parametrize("where", [slice(None), slice(1, 4), slice(None, None, -2), slice(3, 3)])
def test_values_are_those_of_the_rows(where):
    samples = Samples([SAMPLE] * 5)
    samples.weight[1] = 2.5
    samples.tag[2] = None
    samples.i64[:] = [10, 20, 30, 40, 50]
    samples.char[:] = "aé€😀z"
    samples.last[3] = False
    part = samples[where]
    with Taken(part) as (schema, array):
        assert [list(row) for row in values(schema, array)] == [list(row) for row in part]
        assert [buffer % 64 for child in children(array) for buffer in child.buffers[: child.n_buffers] if buffer] == [0] * (
            sum(child.n_buffers for child in children(array)) - sum(not child.buffers[0] for child in children(array))
        )
    for name in Sample.__match_args__:
        with Taken(part.column(name)) as (schema, array):
            assert values(schema, array) == part.column(name).tolist()


def test_lists_of_all_kinds():
    lists = ListsArray([LIST, ([False, True, False], [None, None], ["x", "😀"], "q", None)] * 3)
    with Taken(lists) as (schema, array):
        assert [list(row) for row in values(schema, array)] == [list(row) for row in lists]
        item = children(children(schema)[1])[0]
        assert (item.name, item.flags) == (b"item", NULLABLE)


STATION = ("EDDF", 111.0, "Frankfurt", "höch", ["a", "b"])


@pytest.mark.parametrize("kind", [StationArray, LandmarkArray])
def test_text_is_utf8(kind):
    rows = kind([STATION, ("", 0, "", None, ["", "é"]), ("a\0b", 1, "é" * 10, "", ["abc", ""])] * 3)
    for part in (rows, rows[::-2], rows[4:4]):
        with Taken(part) as (schema, array):
            assert [child.format for child in children(schema)] == [b"u", b"g", b"u", b"u", b"+w:2"]
            assert [list(row) for row in values(schema, array)] == [list(row) for row in part]
        assert kind.from_arrow(part) == part
    memory = memoryview(rows).cast("B")
    memory[4 * rows.itemsize] = 0xFF
    memory.release()
    with pytest.raises(ValueError, match=r"\.code: the bytes in row 4 are no UTF-8; other code wrote them"):
        rows.__arrow_c_array__()


def test_the_arrays_own_what_they_hold():
    rows = VertexArray(vertices(100))
    taken = Taken(rows)
    rows.clear()
    rows.extend([(0, 0)] * 1000)
    assert values(taken.schema, taken.array) == [tuple(row) for row in VertexArray(vertices(100))]
    del rows
    assert values(taken.schema, taken.array)[99] == tuple(Vertex(*vertices(100)[99]))
    with taken:
        pass


def test_a_row_of_one_number_shares_its_memory():
    for rows, leaf in (
        (SingleArray([(n,) for n in range(10)]), lambda array: array.children[0].contents),
        (EmbeddingArray([([n, 1, 2, 3],) for n in range(10)]), lambda array: array.children[0].contents.children[0].contents),
    ):
        start = ctypes.addressof(ctypes.c_char.from_buffer(rows))
        part = rows[3:9]
        with Taken(part) as (schema, array):
            assert leaf(array).buffers[1] == start
            assert [row for row, in values(schema, array)] == [row[0] for row in part]
            rows[4] = rows[0]
            assert values(schema, array)[1][0] == rows[0][0]
            with pytest.raises(BufferError, match="cannot be resized"):
                rows.append(rows[0])
        rows.append(rows[0])
        with Taken(rows[::2]) as (schema, array):
            assert leaf(array).buffers[1] != start
            rows.append(rows[0])
            assert [row for row, in values(schema, array)] == [row[0] for row in rows[:-1:2]]


def test_a_stream_gives_chunks():
    rows = VertexArray((n, -n, 0) for n in range(300_000))
    chunks = Chunks(rows)
    found, lengths = [], []
    while chunk := chunks.next():
        lengths.append(chunk.length)
        found += values(chunks.schema, chunk)
        release(chunk)
    assert lengths == [131_072, 131_072, 300_000 - 2 * 131_072]
    assert found == [(n, -n, 0) for n in range(300_000)]
    # Once all rows are out they are free again, and the stream goes on saying that it is over.
    rows.append((1, 2))
    assert chunks.next() is None
    chunks.close()


def test_a_stream_of_no_rows_has_a_type():
    for thing in (VertexArray(), VertexArray(vertices(9))[3:3], VertexArray().x):
        chunks = Chunks(thing)
        assert chunks.schema.format in (b"+s", b"g")
        assert chunks.next() is None
        chunks.close()


def test_an_open_stream_keeps_the_rows():
    rows = VertexArray(vertices(10))
    chunks = Chunks(rows)
    with pytest.raises(BufferError, match="cannot be resized"):
        rows.append((1, 2))
    rows[3] = (7, 8, 9)
    chunk = chunks.next()
    rows.append((1, 2))
    chunks.close()
    # Chunks do not depend on their stream, nor on the rows.
    rows.clear()
    schema = take(rows.__arrow_c_schema__(), Schema)
    assert values(schema, chunk)[3] == (7, 8, 9)
    release(schema)
    release(chunk)


def test_children_can_be_moved_out():
    rows = VertexArray(vertices(10))
    schema, array = (take(capsule, kind) for capsule, kind in zip(rows.__arrow_c_array__(), (Schema, Array)))
    column, type_of_column = move(array.children[1].contents, Array), move(schema.children[1].contents, Schema)
    release(array)
    release(schema)
    assert values(type_of_column, column) == rows.y.tolist()
    release(column)
    release(type_of_column)


def test_capsules_can_be_used_once():
    rows = VertexArray(vertices(3))
    stream = rows.__arrow_c_stream__()

    class Again:
        def __arrow_c_stream__(self, requested_schema=None):
            return stream

    assert VertexArray.from_arrow(Again()) == rows
    with pytest.raises(ValueError, match="released already"):
        VertexArray.from_arrow(Again())


def test_bytes_that_are_no_character_are_not_given_out():
    readings = ReadingArray([(1, None, "a", True, [0, 0])] * 5)
    memory = memoryview(readings).cast("B")
    offset = readings.mark.__array_interface__["offset"]
    memory[offset + 3 * readings.itemsize : offset + 3 * readings.itemsize + 4] = b"\xff\xff\xff\xff"
    memory.release()
    with pytest.raises(ValueError, match=r"Reading.mark: the bytes in row 3 are no character"):
        readings.__arrow_c_array__()
    chunks = Chunks(readings)
    with pytest.raises(ValueError, match=r"22.*Reading.mark: the bytes in row 3 are no character"):
        chunks.next()
    chunks.close()
    readings.append(readings[0])


def test_requests_for_other_data_are_refused():
    rows = VertexArray(vertices(3))
    own = rows.__arrow_c_schema__()
    for give in (rows.__arrow_c_array__, rows.__arrow_c_stream__):
        give(own)
        give(requested_schema=None)
        # Other types are another form, which a consumer may ask for and not get.
        give(arrow_c.capsule(arrow_c.rows(*(Column("f", 0, [None, b""], name=name) for name in "xyz")).schema))
        for columns in ("xy", "xyw", "xyzw"):
            other = arrow_c.rows(*(doubles(name=name) for name in columns)).schema
            with pytest.raises(ValueError, match="requested_schema has other fields than Vertex"):
                give(arrow_c.capsule(other))
        for wrong in (5, "x", arrow_c.capsule(doubles().schema, b"other")):
            with pytest.raises(TypeError, match="requested_schema must be a capsule 'arrow_schema'"):
                give(wrong)
        with pytest.raises(ValueError, match="released already"):
            give(arrow_c.capsule(Schema()))
        with pytest.raises(TypeError, match="unexpected keyword"):
            give(schema=own)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.hazard(52)
def test_nothing_is_left_behind():
    """A thousand times, and with arrays of some hundred kilobytes: one that was lost in fifty rounds would show."""
    rows = VertexArray((n, n, n) for n in range(20_000))
    samples = Samples([SAMPLE] * 2000)

    def consumed():
        with Taken(rows):
            pass
        with Taken(samples):
            pass

    def dropped():
        rows.__arrow_c_array__(), rows.__arrow_c_stream__(), rows.__arrow_c_schema__(), samples.__arrow_c_array__()

    def half_used():
        chunks = Chunks(samples)
        chunk = chunks.next()
        chunks.close()
        release(chunk)
        release(take(rows.__arrow_c_stream__(), Stream))

    def wrong():
        with pytest.raises(ValueError, match="no field"):
            Samples.from_arrow(rows)
        with pytest.raises(ValueError, match="no field"):
            VertexArray.from_arrow(samples)

    def there_and_back():
        assert len(VertexArray.from_arrow(rows)) == 20_000

    def rounds(work, count):
        """Bytes and Python's blocks that so many rounds have left."""
        before, blocks = arrow_c.resident(), sys.getallocatedblocks()
        for _ in range(count):
            work()
        return arrow_c.resident() - before, sys.getallocatedblocks() - blocks

    for work in (consumed, dropped, half_used, wrong, there_and_back):
        rounds(work, 10)
        # Others, as pytest itself, may keep something: what is lost is lost each time.
        left = [rounds(work, 350) for _ in range(3)]
        assert min(size for size, _ in left) < 4 << 20, work
        assert min(blocks for _, blocks in left) < 100, work
        rows.append((1, 2))
        rows.pop()
        samples.append(samples[0])
        samples.pop()


def test_threads_export_and_import():
    rows = VertexArray((n, -n, n) for n in range(30_000))
    failed = []

    def work():
        try:
            for _ in range(10):
                again = VertexArray.from_arrow(rows)
                assert again[-1].x == 29_999 and len(again) == 30_000
                rows.x[5] = 5
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    rows.append((1, 2))


# ---- In


def vertex_rows(**replaced):
    columns = {name: doubles(1, 2, 3, name=name) for name in "xyz"}
    columns.update({name: column for name, column in replaced.items()})
    return rows(*columns.values(), length=3)


def of_field(name, column):
    """A `Samples` whose one field comes from that column, and the others from an array of ours."""
    length = column.array.length
    capsules = Samples([SAMPLE] * length).__arrow_c_array__()
    column.schema.name = name.encode()
    whole = Column("+s", length, [None])
    index = Sample.__match_args__.index(name)
    for ours, part, struct_ in zip(capsules, (column.schema, column.array), (whole.schema, whole.array)):
        kind = type(part)
        given = content(ours, kind)
        parts = (ctypes.POINTER(kind) * given.n_children)(*given.children[: given.n_children])
        parts[index] = ctypes.pointer(part)
        struct_.n_children, struct_.children = given.n_children, parts
        arrow_c.alive.append(parts)
    arrow_c.alive.append(capsules)
    return Gives(whole)


@pytest.fixture(autouse=True)
def nothing_kept():
    yield
    arrow_c.alive.clear()


def test_rows_come_back():
    for made in (
        VertexArray(vertices(1000)), Samples([SAMPLE] * 100), ListsArray([LIST] * 50), SingleArray([(1,), (2,)]),
        EmbeddingArray([([1, 2, 3, 4],)] * 9), VertexArray(), Samples(), StationArray([STATION] * 300),
    ):  # fmt: skip
        again = type(made).from_arrow(made)
        assert again == made
        assert [type(value) for row in again[:1] for value in row] == [type(value) for row in made[:1] for value in row]
        part = made[::-3]
        assert type(made).from_arrow(part) == part
        again.extend(again[:1])


def test_rust_takes_the_same():
    made = VertexArray(vertices(10))
    again, count = vertices_of_arrow(made)
    assert (type(again), again, count) == (VertexArray, made, 10)
    with pytest.raises(TypeError, match="__arrow_c_stream__"):
        vertices_of_arrow([(1, 2, 3)])
    with pytest.raises(TypeError, match="Vertex.x, row 1: null"):
        vertices_of_arrow(Gives(vertex_rows(x=doubles(1, 2, 3, nulls=1).__class__("g", 3, [b"\x05", bytes(24)], name="x", nulls=1))))


def test_columns_are_found_by_name():
    given = rows(doubles(7, name="z"), doubles(8, name="x"), doubles(9, name="y"))
    assert list(VertexArray.from_arrow(Gives(given))) == [Vertex(8, 9, 7)]
    for columns, message in (
        ("xy", "field 'z' of Vertex is missing"), ("xyzx", "two columns 'x'"), ("xyzé", "Vertex has no field 'é'.*ignore_extra"),
        ("", "field 'x' of Vertex is missing"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=message):
            VertexArray.from_arrow(Gives(rows(*(doubles(1, name=name) for name in columns), length=1)))
    given = rows(Column("tdD", 1, [None, bytes(4)], name="day"), *(doubles(1, name=name) for name in "zyx"))
    assert list(VertexArray.from_arrow(Gives(given), ignore_extra=True)) == [Vertex(1, 1, 1)]


def test_what_is_no_arrow_data_is_refused():
    for wrong in (5, [Vertex(1, 2)], None, "text", b"rows"):
        with pytest.raises(TypeError, match=r"an object with __arrow_c_stream__ or __arrow_c_array__.*not"):
            VertexArray.from_arrow(wrong)
    with pytest.raises(TypeError, match="from_arrow"):
        VertexArray.from_arrow()
    with pytest.raises(TypeError, match="unexpected keyword argument 'data'"):
        VertexArray.from_arrow(data=VertexArray())

    class Bad:
        def __init__(self, gives):
            self.gives = gives

        def __arrow_c_array__(self):
            if isinstance(self.gives, Exception):
                raise self.gives
            return self.gives

    with pytest.raises(ZeroDivisionError):
        VertexArray.from_arrow(Bad(ZeroDivisionError()))
    for gives in (5, None, (), (1, 2), (1, 2, 3), (VertexArray().__arrow_c_schema__(),) * 2):
        with pytest.raises(TypeError, match="capsule"):
            VertexArray.from_arrow(Bad(gives))
    with pytest.raises(TypeError, match="from_arrow\\(\\) takes a table, or an array of structs with the fields of Vertex, not an array of float64"):
        VertexArray.from_arrow(Gives(doubles(1, 2)))


@pytest.mark.parametrize(
    ("field", "form", "name"),
    [
        ("x", "u", "utf8"), ("x", "b", "bool"), ("x", "tsu:UTC", r"timestamp\[us\]"), ("x", "d:38,0", r"decimal\(38,0\)"),
        ("x", "+l", "list"), ("x", "+s", "struct"), ("x", "z", "binary"), ("x", "+r", "run_end_encoded"), ("x", "w:8", r"fixed_size_binary\[8\]"),
        ("x", "tdD", "date32"), ("x", "+vl", "list_view"), ("x", "?", "the format"), ("x", "", "the format"),
    ],
)  # fmt: skip
def test_other_types_are_refused_by_name(field, form, name):
    with pytest.raises(TypeError, match=rf"Vertex\.{field} takes numbers from Arrow, not {name}.*: cast the column"):
        VertexArray.from_arrow(Gives(vertex_rows(**{field: Column(form, 3, [None, bytes(24)], name=field)})))


def test_types_that_would_lose_something_are_refused():
    for name, form, message in (
        ("f32", "g", "Sample.f32 takes float32, or integers, from Arrow, not float64"), ("i32", "g", "Sample.i32 takes integers from Arrow, not float64"),
        ("flag", "C", "Sample.flag takes bool from Arrow, not uint8"), ("char", "C", "Sample.char takes utf8, one character each, from Arrow, not uint8"),
        ("i32", "b", "takes integers"), ("triple", "g", "Sample.triple takes lists of 3, each numbers from Arrow, not float64"),
        ("triple", "+w:4", r"not fixed_size_list\[4\]"), ("weight", "u", "Sample.weight takes numbers"),
    ):  # fmt: skip
        with pytest.raises(TypeError, match=message):
            Samples.from_arrow(of_field(name, Column(form, 2, [None, bytes(64)], name=name)))


@pytest.mark.parametrize("form", "cCsSiIlL")
@pytest.mark.parametrize("name", ["i8", "u8", "i16", "u16", "i32", "u32", "i64", "u64", "f32", "f64", "tag", "weight"])
def test_integers_go_where_they_fit(form, name):
    letter = arrow_c.LETTERS[form.encode()]
    size = 8 * struct.calcsize(letter)
    low, high = (0, 2**size - 1) if letter.isupper() else (-(2 ** (size - 1)), 2 ** (size - 1) - 1)
    for value in (0, 1, low, high, -128, 127, 128, 255, 256, -(2**53), 2**53 + 1):
        if not low <= value <= high:
            continue
        column = Column(form, 2, [None, struct.pack(f"2{letter}", 7, value)], name=name)
        kind = {"tag": "u8", "weight": "f64"}.get(name, name)
        bits = int(kind[1:])
        fits = {
            "i": -(2 ** (bits - 1)) <= value < 2 ** (bits - 1), "u": 0 <= value < 2**bits, "f": abs(value) <= 2 ** {32: 24, 64: 53}[bits] if kind[0] == "f" else 0,
        }[kind[0]]  # fmt: skip
        if fits:
            assert Samples.from_arrow(of_field(name, column)).column(name).tolist() == [7, value]
        elif kind[0] == "f":
            with pytest.raises(ValueError, match=f"Sample.{name}, row 1: {value} is beyond 2"):
                Samples.from_arrow(of_field(name, column))
        else:
            with pytest.raises(OverflowError, match=f"Sample.{name}, row 1: {value} is out of range for u?int{bits}"):
                Samples.from_arrow(of_field(name, column))


def test_floats_grow():
    half = struct.pack("3e", 1, -0.5, float("inf"))
    single = struct.pack("3f", 1, -0.5, float("inf"))
    for form, data in (("e", half), ("f", single)):
        for name in ("f64", "f32", "weight"):
            given = of_field(name, Column(form, 3, [None, data]))
            assert Samples.from_arrow(given).column(name).tolist() == [1, -0.5, float("inf")]


def test_texts_of_one_character():
    text = "aé€😀".encode()
    ends = [0, 1, 3, 6, 10]
    views = b"".join(struct.pack("<i12s", len(part.encode()), part.encode()) for part in "aé€😀")
    far = b"".join(struct.pack("<i12s", 1, b"b") for _ in range(3)) + struct.pack("<i4sii", 1, b"c", 0, 0)
    for column, want in (
        (Column("u", 4, [None, struct.pack("5i", *ends), text]), "aé€😀"),
        (Column("U", 4, [None, struct.pack("5q", *ends), text]), "aé€😀"),
        (Column("u", 3, [None, struct.pack("5i", *ends), text], offset=1), "é€😀"),
        (Column("vu", 4, [None, views, b""]), "aé€😀"),
        (Column("vu", 2, [None, views, b"unused", struct.pack("q", 6)], offset=2), "€😀"),
        (Column("vu", 4, [None, far, None]), "bbbc"),
        (Column("i", 3, [None, struct.pack("3i", 2, 0, 2)], dictionary=Column("u", 4, [None, struct.pack("5i", *ends), text])), "€a€"),
        (Column("L", 1, [None, struct.pack("2Q", 99, 3)], offset=1, dictionary=Column("U", 4, [None, struct.pack("5q", *ends), text])), "😀"),
    ):  # fmt: skip
        assert "".join(Samples.from_arrow(of_field("char", column)).char) == want
    for text, message in ((b"ab", "not one character"), (b"", "not one character"), (b"\xff", "no UTF-8"), (b"\xed\xa0\x80", "no UTF-8"), (b"x" * 99, "not one")):
        column = Column("u", 1, [None, struct.pack("2i", 0, len(text)), text])
        with pytest.raises(ValueError, match=f"Sample.char, row 0: a text that is {message}"):
            Samples.from_arrow(of_field("char", column))


def of_code(column):
    """A `StationArray` whose code comes from that column."""
    count = column.array.length
    column.schema.name = b"code"
    others = (Column("n", count, [], name=name) for name in ("height", "name", "note", "marks"))
    given = Gives(rows(column, *others, length=count))
    return StationArray.from_arrow(given, nulls={"height": 0, "name": "none", "marks": ["", ""]})


def test_texts_that_fit():
    text = "abécd".encode()
    views = b"".join(struct.pack("<i12s", len(part), part) for part in (b"ab", "é".encode(), b""))
    for column, want in (
        (Column("u", 3, [None, struct.pack("4i", 0, 2, 4, 6), text]), ["ab", "é", "cd"]),
        (Column("U", 2, [None, struct.pack("3q", 2, 4, 4), text]), ["é", ""]),
        (Column("vu", 3, [None, views, None]), ["ab", "é", ""]),
        (Column("u", 1, [None, struct.pack("2i", 0, 0), None]), [""]),
        (Column("c", 2, [None, b"\1\0"], dictionary=Column("vu", 3, [None, views, None])), ["é", "ab"]),
    ):
        made = of_code(column)
        assert made.code.tolist() == want
        assert made.name.tolist() == ["none"] * len(want)
    for text, message in (
        (b"abcde", "text of 5 bytes in UTF-8 does not fit into 4 bytes"), (b"\xff", "a text that is no UTF-8"), (b"ab\0", "text that ends in NUL cannot be held in a FixedStr"),
        (b"abc\xc3", "a text that is no UTF-8"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=f"Station.code, row 1: {message}"):
            of_code(Column("u", 2, [None, struct.pack("3i", 0, 0, len(text)), text]))
    with pytest.raises(TypeError, match="Station.code takes utf8 of up to 4 bytes from Arrow, not binary"):
        of_code(Column("z", 1, [None, struct.pack("2i", 0, 1), b"a"]))


def test_lists_become_arrays():
    numbers = struct.pack("8d", *range(8))
    for column, want in (
        (Column("+w:3", 2, [None], [Column("g", 6, [None, numbers[:48]])]), [[0, 1, 2], [3, 4, 5]]),
        (Column("+w:3", 1, [None], [Column("g", 6, [None, numbers], offset=2)], offset=1), [[5, 6, 7]]),
        (Column("+l", 2, [None, struct.pack("3i", 1, 4, 7)], [Column("g", 8, [None, numbers])]), [[1, 2, 3], [4, 5, 6]]),
        (Column("+L", 1, [None, struct.pack("3q", 9, 1, 4)], [Column("f", 4, [None, struct.pack("4f", 9, 8, 7, 6)])], offset=1), [[8, 7, 6]]),
        (Column("+w:3", 1, [None], [Column("c", 3, [None, b"\xff\x01\x02"])]), [[-1, 1, 2]]),
    ):  # fmt: skip
        assert Samples.from_arrow(of_field("triple", column)).triple.tolist() == want
    column = Column("+l", 2, [None, struct.pack("3i", 0, 3, 5)], [Column("g", 8, [None, numbers])])
    with pytest.raises(ValueError, match="Sample.triple, row 1: a list of 2 items"):
        Samples.from_arrow(of_field("triple", column))
    column = Column("+w:3", 2, [None], [Column("g", 6, [b"\x2f", numbers], nulls=1)])
    with pytest.raises(TypeError, match="Sample.triple, row 1: null in a list, whose items cannot be"):
        Samples.from_arrow(of_field("triple", column))
    grid = Column("+w:2", 1, [None], [Column("+w:2", 2, [None], [Column("s", 4, [None, struct.pack("4h", 1, 2, 3, 4)])])])
    assert Samples.from_arrow(of_field("grid", grid)).grid.tolist() == [[[1, 2], [3, 4]]]


def with_nulls(name="x", valid=b"\x05", **options):
    return Column("g", 3, [valid, struct.pack("3d", 1, 2, 3)], name=name, nulls=options.pop("nulls", 1), **options)


def test_nulls_go_into_options():
    given = of_field("weight", with_nulls())
    assert Samples.from_arrow(given).weight.tolist() == [1, None, 3]
    for nulls, valid in ((0, None), (-1, None), (0, b""), (-1, b"\x07")):
        assert Samples.from_arrow(of_field("weight", with_nulls(nulls=nulls, valid=valid))).weight.tolist() == [1, 2, 3]
    # Bits and values are passed over alike.
    column = Column("g", 2, [b"\x04", struct.pack("4d", 0, 0, 5, 6)], offset=2, nulls=1)
    assert Samples.from_arrow(of_field("weight", column)).weight.tolist() == [5, None]
    assert Samples.from_arrow(of_field("weight", Column("n", 2, [], nulls=2))).weight.tolist() == [None, None]
    assert Samples.from_arrow(of_field("weight", with_nulls()), nulls={"weight": 9}).weight.tolist() == [1, 9, 3]
    # A null entry of a dictionary is null.
    column = Column("c", 2, [None, b"\x01\x00"], dictionary=Column("g", 2, [b"\x01", bytes(16)], nulls=1))
    assert Samples.from_arrow(of_field("weight", column)).weight.tolist() == [None, 0]


def test_nulls_elsewhere_are_refused_or_mapped():
    given = lambda: Gives(vertex_rows(y=with_nulls("y"), z=with_nulls("z", b"\x06")))
    with pytest.raises(TypeError, match=r"Vertex.y, row 1: null, which the field cannot be: declare it as an Option, or say by nulls=\{'y': ..\}"):
        VertexArray.from_arrow(given())
    with pytest.raises(TypeError, match="Vertex.z, row 0: null"):
        VertexArray.from_arrow(given(), nulls={"y": 5})
    assert list(VertexArray.from_arrow(given(), nulls={"y": 5, "z": -1})) == [Vertex(1, 1, -1), Vertex(2, 5, 2), Vertex(3, 3, 3)]
    # Only z has a default.
    with pytest.raises(TypeError, match="Vertex.y, row 1: null"):
        VertexArray.from_arrow(given(), nulls="default")
    given_z = Gives(vertex_rows(z=with_nulls("z", b"\x06")))
    assert VertexArray.from_arrow(given_z, nulls="default").z.tolist() == [0, 2, 3]
    for wrong, error, message in (
        (5, TypeError, "nulls must be a dict of values for fields, or 'default', not int"), ("zero", TypeError, "nulls must be"),
        ({"w": 1}, ValueError, "nulls: Vertex has no field 'w'"), ({"x": "one"}, TypeError, "Vertex.x must be a real number"), ({1: 1}, TypeError, "str"),
    ):  # fmt: skip
        with pytest.raises(error, match=message):
            VertexArray.from_arrow(VertexArray(), nulls=wrong)


def test_rows_that_are_null_as_a_whole():
    def given(**options):
        return Gives(Column("+s", 3, [b"\x0d"], [doubles(*range(4), name=name) for name in "xyz"], nulls=1, **options))

    with pytest.raises(TypeError, match="row 1 is null as a whole, and a Vertex cannot be"):
        VertexArray.from_arrow(given())
    with pytest.raises(TypeError, match="row 0 is null as a whole"):
        VertexArray.from_arrow(given(offset=1))
    with pytest.raises(TypeError, match="Vertex.x, row 1: null"):
        VertexArray.from_arrow(given(), nulls={})
    assert VertexArray.from_arrow(given(), nulls=dict.fromkeys("xyz", 9)).x.tolist() == [0, 9, 2]
    assert VertexArray.from_arrow(given(offset=1), nulls=dict.fromkeys("xyz", 9)).x.tolist() == [9, 2, 3]


def test_offsets_of_rows_and_columns_add_up():
    columns = [Column("g", 3, [None, struct.pack("5d", *range(5))], name=name, offset=offset) for name, offset in zip("xyz", (0, 1, 2))]
    given = Gives(Column("+s", 2, [None], columns, offset=1))
    assert list(VertexArray.from_arrow(given)) == [Vertex(1, 2, 3), Vertex(2, 3, 4)]


def test_streams_are_taken_to_their_end():
    chunk = lambda *numbers: rows(*(doubles(*numbers, name=name) for name in "xyz"))
    told = []
    before = dict(arrow_c.counts)
    given = Streams(chunk(1, 2), chunk(), chunk(3), chunk(4, 5, 6))
    assert VertexArray.from_arrow(given, progress=told.append).x.tolist() == [1, 2, 3, 4, 5, 6]
    assert told == [6]
    assert {kind: arrow_c.counts[kind] - before[kind] for kind in before} == {Schema: 1, Array: 4, Stream: 1}
    assert len(VertexArray.from_arrow(Streams(schema=chunk().schema))) == 0


@pytest.mark.parametrize(("code", "kind"), [(22, ValueError), (12, MemoryError), (5, OSError), (-1, OSError)])
def test_what_a_stream_says_is_passed_on(code, kind):
    chunk = rows(*(doubles(1, name=name) for name in "xyz"))
    before = dict(arrow_c.counts)
    with pytest.raises(kind, match="the Arrow stream failed: the disk is gone"):
        VertexArray.from_arrow(Streams(chunk, end=(code, b"the disk is gone")))
    with pytest.raises(kind, match=f"the Arrow stream failed: error {code}"):
        VertexArray.from_arrow(Streams(chunk, end=(code, None)))
    with pytest.raises(kind, match="the Arrow stream failed: no \ufffd type"):
        VertexArray.from_arrow(Streams(chunk, at_schema=code, end=(0, b"no \xff type")))
    assert {kind: arrow_c.counts[kind] - before[kind] for kind in before} == {Schema: 2, Array: 2, Stream: 3}


def test_what_is_taken_is_released_whatever_happens():
    before = dict(arrow_c.counts)
    with pytest.raises(TypeError):
        VertexArray.from_arrow(Gives(vertex_rows(x=with_nulls())))
    with pytest.raises(ValueError, match="no field"):
        VertexArray.from_arrow(Gives(rows(doubles(1, name="w"))))

    def stop(count):
        raise KeyError(count)

    with pytest.raises(KeyError, match="3"):
        VertexArray.from_arrow(Gives(vertex_rows()), progress=stop)
    assert {kind: arrow_c.counts[kind] - before[kind] for kind in before} == {Schema: 3, Array: 3, Stream: 0}


def test_progress_is_told_and_may_stop():
    made = VertexArray((n, n, n) for n in range(200_000))
    told = []
    assert VertexArray.from_arrow(made, progress=told.append) == made
    assert sum(told) == 200_000 and len(told) > 2

    def stop(count):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        VertexArray.from_arrow(made, progress=stop)
    made.append((1, 2))


def test_records_of_one_field():
    assert list(SingleArray.from_arrow(Gives(rows(doubles(1, 2))))) == [Single(1), Single(2)]
    assert list(EmbeddingArray.from_arrow(EmbeddingArray([([1, 2, 3, 4],)]))) == [Embedding([1, 2, 3, 4])]
    assert list(ListsArray.from_arrow(ListsArray([LIST]))) == [Lists(*LIST)]

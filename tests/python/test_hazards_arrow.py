"""Arrow data from producers that lie, slip or change their mind: an error, and no read where nobody said there is something.

Each case runs in a process of its own. Buffers end where memory ends (`arrow_c.guarded`), so that a read of one byte too many is a crash.
"""

import os
import re

import pytest
from isolated import run

FOLDER = os.path.dirname(os.path.abspath(__file__))
START = f"""
import ctypes, struct, sys
sys.path.insert(0, {FOLDER!r})
import arrow_c
from arrow_c import Array, Column, Gives, POINTER, Schema, Stream, Streams, c_void_p, capsule, doubles, rows
from recordclass_fixtures import ListsArray, ReadingArray, Samples, SingleArray, VertexArray

SAMPLE = (True, -1, -2, -3, -4, 1, 2, 3, 4, 0.5, 0.25, "x", [1.0, 2.0, 3.0], [[1, 2], [3, 4]], None, 9, True)

def refused(kind, message, work):
    import re
    try:
        got = work()
    except kind as error:
        assert type(error) is kind and re.search(message, str(error)), repr(error)
    else:
        raise AssertionError(f"got {{got!r}}")

def single(column):
    return Gives(rows(column, length=min(column.array.length, 3)))

def letters(column, nulls=None):
    # The field of a record with a character.
    count = column.array.length
    column.schema.name = b"mark"
    whole = rows(
        Column("I", count, [None, bytes(4 * count)], name="id"), Column("d:1,1", count, name="x"), column,
        Column("b", count, [None, bytes(count)], name="on"),
        Column("+w:2", count, [None], [Column("f", 2 * count, [None, bytes(8 * count)])], name="pair"),
        Column("n", count, [], name="value"), length=count,
    )
    return ReadingArray.from_arrow(Gives(whole), ignore_extra=True, nulls=nulls)
"""

# What is done, the error, and what it says.
ARRAYS = {
    "length": ("column.array.length = -1", "the length of an array is -1"),
    "length_of_rows": ("whole.array.length = -5", "the length of an array is -5"),
    "smallest_length": ("whole.array.length = -2**63", "the length of an array is -9223372036854775808"),
    "huge_length": ("whole.array.length = column.array.length = 2**62", "an array of length 4611686018427387904"),
    "offset": ("column.array.offset = -1", "the offset of an array is -1"),
    "huge_offset": ("column.array.offset = 2**62", "an array of length 2 at offset 4611686018427387904"),
    "offset_that_wraps": ("column.array.offset = 2**63 - 1", "an array of length 2 at offset 9223372036854775807"),
    "offset_beyond_memory": ("column.array.offset = 2**58 - 8", "a buffer of 2305843009213693904 bytes"),
    "more_nulls_than_values": ("column.array.null_count = 3", "3 nulls among 2 values"),
    "less_than_no_nulls": ("column.array.null_count = -2", "-2 nulls among 2 values"),
    "nulls_without_bits": ("column.array.null_count = 1", "a buffer is missing"),
    "rows_without_bits": ("whole.array.null_count = 1", "a buffer is missing"),
    "too_few_buffers": ("column.array.n_buffers = 1", "1 buffers where 2 are due"),
    "no_buffers": ("column.array.n_buffers = 0", "0 buffers where 2 are due"),
    "less_than_no_buffers": ("column.array.n_buffers = -2", "the number of buffers is -2"),
    "too_many_buffers": ("column.array.n_buffers = 2**40", "1099511627776 buffers where 2 are due"),
    "no_list_of_buffers": ("column.array.buffers = POINTER(c_void_p)()", "the list of buffers is missing"),
    "no_list_of_buffers_of_rows": ("whole.array.null_count = 1; whole.array.buffers = POINTER(c_void_p)()", "the list of buffers is missing"),
    "no_values": ("column.buffers[1] = None", "a buffer is missing"),
    "values_at_the_end_of_memory": ("column.buffers[1] = 2**64 - 8", "a buffer of 16 bytes"),
    "rows_without_children": ("whole.array.n_children = 0", "0 children of an array where its type has 1"),
    "less_than_no_children": ("whole.array.n_children = -1", "the number of children of an array is -1"),
    "too_many_children": ("whole.array.n_children = 2**40", "1099511627776 children of an array where its type has 1"),
    "no_list_of_children": ("whole.array.children = POINTER(POINTER(Array))()", "a child is missing"),
    "no_child": ("whole.arrays[0] = POINTER(Array)()", "a child is missing"),
    "a_child_in_between": ("whole.arrays[0] = ctypes.cast(ctypes.addressof(column.array) + 1, POINTER(Array))", "a child that is not aligned"),
    "children_of_a_number": ("column.array.n_children = 1", "1 children of an array where its type has 0"),
    "a_short_column": ("whole.array.length = 3", "2 values in a column of 3 rows"),
    "a_short_column_behind_an_offset": ("whole.array.offset = 1", "2 values in a column of 3 rows"),
    "a_dictionary_from_nowhere": ("column.array.dictionary = ctypes.pointer(doubles(1).array)", "a dictionary where the type has none"),
    "a_dictionary_of_rows": ("whole.array.dictionary = ctypes.pointer(doubles(1).array)", "a dictionary where the type has none"),
    "a_released_child": ("column.array.release = arrow_c.RELEASE[Array]()", "an array is released already"),
    "a_child_of_itself": ("whole.arrays[0] = ctypes.pointer(whole.array)", "an array is released already"),
}
TYPES = {
    "no_format": ("column.schema.format = None", "ValueError", "a type without a format"),
    "no_format_of_rows": ("whole.schema.format = None", "ValueError", "a type without a format"),
    "a_wrong_format": ("column.schema.format = b'no such thing'", "TypeError", 'not the format "no such thing"'),
    "no_text": ("column.schema.format = bytes(range(128, 256)) * 99", "TypeError", "not the format"),
    "no_such_number": ("column.schema.format = b'+w:-3'", "TypeError", "SingleArray|Single.x takes numbers from Arrow, not fixed_size_list"),
    "no_name": ("column.schema.name = None", "ValueError", "Single has no field ''"),
    "a_long_name": ("column.schema.name = b'n' * 10**6", "ValueError", "Single has no field 'nnn"),
    "a_name_that_is_no_text": ("column.schema.name = b'\\xff\\xfe'", "ValueError", "Single has no field"),
    "less_than_no_children": ("whole.schema.n_children = -1", "ValueError", "the number of children of a type is -1"),
    "no_children": ("whole.schema.n_children = 0", "ValueError", "field 'x' of Single is missing"),
    "no_list_of_children": ("whole.schema.children = POINTER(POINTER(Schema))()", "ValueError", "a child is missing"),
    "no_child": ("whole.schemas[0] = POINTER(Schema)()", "ValueError", "a child is missing"),
    "a_child_of_itself": ("whole.schema.name = b'x'; whole.schemas[0] = ctypes.pointer(whole.schema)", "ValueError", "a schema is released already"),
    "a_dictionary_of_itself": ("column.schema.format = b'i'; column.schema.dictionary = ctypes.pointer(column.schema)", "ValueError", "a dictionary of a dictionary"),
    "rows_of_a_dictionary": ("whole.schema.dictionary = ctypes.pointer(column.schema)", "TypeError", "takes a table"),
    "indices_that_are_no_integers": ("column.schema.dictionary = ctypes.pointer(doubles(1).schema)", "ValueError", "a dictionary whose indices are no integers"),
    "a_released_child": ("column.schema.release = arrow_c.RELEASE[Schema]()", "ValueError", "a schema is released already"),
    "many_children_of_one_name": (
        "pointers = (POINTER(Schema) * 100000)(*[ctypes.pointer(column.schema)] * 100000); whole.schema.children = pointers; whole.schema.n_children = 100000",
        "ValueError", "there are two columns 'x'",
    ),
}  # fmt: skip


@pytest.mark.hazard(52)
@pytest.mark.parametrize("case", ARRAYS)
def test_an_array_that_lies(case):
    change, message = ARRAYS[case]
    run(START, f"""
column = doubles(1, 2); whole = rows(column)
{change}
refused(ValueError, {message!r}, lambda: SingleArray.from_arrow(Gives(whole)))
""")  # fmt: skip


@pytest.mark.hazard(52)
@pytest.mark.parametrize("case", TYPES)
def test_a_type_that_lies(case):
    change, kind, message = TYPES[case]
    run(START, f"""
column = doubles(1, 2); whole = rows(column)
{change}
refused({kind}, {message!r}, lambda: SingleArray.from_arrow(Gives(whole)))
""")  # fmt: skip


@pytest.mark.hazard(52)
def test_capsules_that_lie():
    run(START, """
    class Pair:
        def __init__(self, *pair): self.pair = pair
        def __arrow_c_array__(self, requested_schema=None): return self.pair
    class One:
        def __init__(self, one): self.one = one
        def __arrow_c_stream__(self, requested_schema=None): return self.one
    def whole(): return rows(doubles(1, 2))
    take = SingleArray.from_arrow
    one = whole()
    refused(TypeError, "'arrow_schema' is wanted", lambda: take(Pair(capsule(one.schema, b"arrow_array"), capsule(one.array))))
    refused(TypeError, "'arrow_array' is wanted", lambda: take(Pair(capsule(one.schema), capsule(one.schema))))
    refused(TypeError, "'arrow_array_stream' is wanted", lambda: take(One(capsule(one.array))))
    refused(ValueError, "released already", lambda: take(Pair(capsule(Schema()), capsule(one.array))))
    refused(ValueError, "released already", lambda: take(Pair(capsule(whole().schema), capsule(Array()))))
    refused(ValueError, "released already", lambda: take(One(capsule(Stream()))))
    aside = ctypes.create_string_buffer(200)
    start = ctypes.addressof(aside) + 1
    crooked = arrow_c.api.PyCapsule_New(start, b"arrow_array_stream", None)
    refused(ValueError, "not aligned", lambda: take(One(crooked)))
    crooked = arrow_c.api.PyCapsule_New(start, b"arrow_schema", None)
    refused(ValueError, "not aligned", lambda: SingleArray().__arrow_c_array__(crooked))
    again = Gives(whole())
    assert len(take(again)) == 2
    refused(ValueError, "released already", lambda: take(again))
    """)  # fmt: skip


@pytest.mark.hazard(37, 52)
def test_threads_that_use_one_capsule():
    run(START, """
    for round_ in range(30):
        made = SingleArray([(1,)] * 10)
        pair = made.__arrow_c_array__() if round_ % 2 else made.__arrow_c_stream__()
        class Same:
            if round_ % 2:
                def __arrow_c_array__(self): return pair
            else:
                def __arrow_c_stream__(self): return pair
        done, start = [], threading.Barrier(4)
        def work():
            start.wait()
            try: done.append(len(SingleArray.from_arrow(Same())))
            except ValueError as error: done.append(str(error))
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        assert done.count(10) == 1, done
        assert all(each == 10 or "released already" in each for each in done), done
    """)  # fmt: skip


@pytest.mark.hazard(52)
def test_streams_that_lie():
    run(START, """
    take = SingleArray.from_arrow
    def chunk(): return rows(doubles(1, 2))
    given = Streams(chunk()); given.stream.get_next = arrow_c.GET_NEXT()
    refused(ValueError, "a stream without its functions", lambda: take(given))
    given = Streams(chunk()); given.stream.get_schema = arrow_c.GET_SCHEMA()
    refused(ValueError, "a stream without its functions", lambda: take(given))
    given = Streams(chunk(), end=(5, b"x")); given.stream.get_last_error = arrow_c.GET_ERROR()
    refused(OSError, "the Arrow stream failed: error 5", lambda: take(given))
    refused(ValueError, "a stream without a schema", lambda: take(Streams(chunk(), schema=Schema())))
    refused(OSError, "failed: xxxx", lambda: take(Streams(chunk(), end=(5, b"x" * 10**6))))
    # The second chunk is of another shape than the schema says.
    refused(ValueError, "0 children of an array where its type has 1", lambda: take(Streams(chunk(), Column("+s", 2, [None]))))
    refused(ValueError, "2 buffers where 1 are due", lambda: take(Streams(chunk(), doubles(1, 2))))
    refused(ValueError, "the length of an array is -1", lambda: take(Streams(chunk(), rows(doubles(1, 2), length=-1))))
    # Thousands of chunks of no rows are none.
    def empty(): return rows(Column("g", 0, [None, None], name="x"))
    given = Streams(chunk(), *[empty() for _ in range(2000)])
    assert len(take(given)) == 2
    """)  # fmt: skip


@pytest.mark.hazard(52)
def test_a_stream_that_never_ends_can_be_stopped():
    # Where a callback in Python would take the signal itself, one in C leaves it for us.
    run(START, """
    if sys.platform == "win32": raise SystemExit
    # A process that was started in the background ignores it, as its parent does.
    import signal
    signal.signal(signal.SIGINT, signal.default_int_handler)
    nothing = rows(Column("g", 0, [None, None], name="x"))
    nothing.array.release = ctypes.cast(ctypes.CDLL(None).PyErr_SetInterrupt, arrow_c.RELEASE[Array])
    given = Streams(nothing)
    @arrow_c.GET_NEXT
    def for_ever(stream, out):
        ctypes.pointer(out.contents)[0] = nothing.array
        return 0
    given.stream.get_next = for_ever
    refused(KeyboardInterrupt, "", lambda: SingleArray.from_arrow(given))
    """)  # fmt: skip


@pytest.mark.hazard(52)
def test_nothing_is_read_behind_the_end():
    """Each layout at its exact size, at the end of memory."""
    run(START, """
    letter = "é".encode()
    for count in (1, 2, 7, 8, 9, 63, 64, 65):
        ends, big = struct.pack(f"{count + 1}i", *range(0, 2 * count + 1, 2)), struct.pack(f"{count + 1}q", *range(0, 2 * count + 1, 2))
        short = b"".join(struct.pack("<i12s", 2, letter) for _ in range(count))
        bits = b"\\xff" * ((count + 7) // 8)
        for column in (
            Column("u", count, [None, ends, letter * count]), Column("U", count, [bits, big, letter * count], nulls=-1),
            Column("vu", count, [None, short, None]), Column("vu", count, [bits, short, b"", struct.pack("q", 0)], nulls=-1),
            Column("C", count, [bits, bytes(count)], nulls=-1, dictionary=Column("u", 1, [None, ends[:8], letter])),
            Column("u", count - 1, [bits, ends, letter * count], nulls=-1, offset=1),
        ):
            assert letters(column).mark.tolist() == ["é"] * column.array.length
        assert SingleArray.from_arrow(single(doubles(*range(count)))).x.tolist() == list(range(min(count, 3)))
        row = Samples([SAMPLE] * count)
        assert Samples.from_arrow(row) == row
        # No buffers at all where there are no values.
    for form, buffers in (("u", 3), ("U", 3), ("vu", 3), ("n", 0)):
        assert len(letters(Column(form, 0, [None] * buffers))) == 0
    assert len(SingleArray.from_arrow(Gives(rows(Column("g", 0, [None, None], name="x"))))) == 0
    """)  # fmt: skip


@pytest.mark.hazard(52)
def test_texts_and_lists_that_lead_elsewhere():
    run(START, """
    wrong = lambda column, message: refused(ValueError, message, lambda: letters(column))
    four = lambda *ends: struct.pack(f"{len(ends)}i", *ends)
    wrong(Column("u", 2, [None, four(0, 5, 1), b"a"]), "row 0: an offset or index leads out")
    wrong(Column("u", 2, [None, four(1, 0, 1), b"a"]), "row 0: an offset or index leads out")
    wrong(Column("u", 2, [None, four(0, -1, 1), b"a"]), "row 0: an offset or index leads out")
    wrong(Column("u", 2, [None, four(-2**31, 1, 1), b"a"]), "row 0: an offset or index leads out")
    wrong(Column("u", 2, [None, four(0, 1, -7), b"a"]), "ends before the first byte")
    wrong(Column("u", 2, [None, four(0, 1, 2), None]), "a buffer is missing")
    wrong(Column("u", 2, [None, None, b"ab"]), "a buffer is missing")
    wrong(Column("u", 2, [None, four(0, 1, 2)]), "2 buffers where 3 are due")
    wrong(Column("U", 1, [None, struct.pack("2q", 0, 2**62), b"a"]), "a buffer of|not one character")
    wrong(Column("U", 1, [None, struct.pack("2q", 2**62, 2**62), b"a"]), "a buffer of|not one character")
    view = lambda *parts: struct.pack("<i4sii", *parts)
    sizes = lambda *sizes: struct.pack(f"{len(sizes)}q", *sizes)
    for long in (
        view(13, b"abcd", 0, 0), view(13, b"abcd", 1, 0), view(13, b"abcd", -1, 0), view(13, b"abcd", 0, -1), view(13, b"abcd", 2**31 - 1, 0),
        view(13, b"abcd", 0, 2**31 - 1), view(-1, b"abcd", 0, 0), view(2**31 - 1, b"abcd", 0, 0), view(-2**31, b"abcd", 0, 0),
    ):
        wrong(Column("vu", 1, [None, long, b"0123456789ab", sizes(12)]), "an offset or index leads out")
    wrong(Column("vu", 1, [None, view(13, b"abcd", 0, 0), b"0123456789abc", sizes(-5)]), "leads out")
    wrong(Column("vu", 1, [None, view(13, b"abcd", 0, 0), None, sizes(13)]), "leads out")
    wrong(Column("vu", 1, [None, view(13, b"abcd", 0, 0), b"0123456789abc", sizes(13)]), "not one character")
    wrong(Column("vu", 1, [None, view(13, b"abcd", 0, 0), b"0123456789abc", None]), "a buffer is missing")
    wrong(Column("vu", 1, [None, view(1, b"a", 0, 0)]), "too few buffers for utf8_view")
    word = Column("u", 1, [None, four(0, 1), b"a"])
    for form, letter, values in (("c", "b", (1, -1, -128)), ("C", "B", (1, 255)), ("l", "q", (2**40, -(2**63))), ("L", "Q", (2**64 - 1,))):
        for value in values:
            wrong(Column(form, 1, [None, struct.pack(letter, value)], dictionary=word), "row 0: an offset or index leads out")
    column = Column("c", 1, [None, b"\\0"], dictionary=word); column.array.dictionary = POINTER(Array)()
    wrong(column, "a dictionary is missing")
    empty = Column("u", 0, [None, None, None])
    wrong(Column("c", 1, [None, b"\\0"], dictionary=empty), "leads out")

    def lists(column):
        count = column.array.length
        column.schema.name = b"flags"
        whole = rows(column, *(Column("n", count, [], name=name) for name in ("maybe", "word", "letter", "on")))
        return ListsArray.from_arrow(Gives(whole), nulls={"maybe": [1, 2], "word": ["a", "b"]})
    bits = lambda count: Column("b", count, [None, b"\\xff" * ((count + 7) // 8)])
    wrong = lambda column, message: refused(ValueError, message, lambda: lists(column))
    assert lists(Column("+w:3", 2, [None], [bits(6)])).flags.tolist() == [[True] * 3] * 2
    wrong(Column("+w:3", 2, [None], [bits(5)]), "5 items in 2 lists of 3")
    wrong(Column("+w:3", 2, [None], [bits(6)], offset=1), "6 items in 3 lists of 3")
    wrong(Column("+w:3", 2, [None], []), "a list of 0 types")
    wrong(Column("+w:3", 2, [None], [bits(6), bits(6)]), "a list of 2 types")
    wrong(Column("+w:3", 2, [None], [bits(6)], offset=2**58), "an array of length|6 items in")
    wrong(Column("+l", 1, [None, four(0, 3)], [bits(2)]), "leads out")
    wrong(Column("+l", 1, [None, four(-3, 0)], [bits(9)]), "leads out")
    wrong(Column("+l", 1, [None, four(5, 2)], [bits(9)]), "leads out")
    wrong(Column("+L", 1, [None, struct.pack("2q", 2**63 - 4, 2**63 - 1)], [bits(9)]), "leads out")
    column = Column("+l", 1, [None, four(0, 3)], [bits(3)]); column.arrays[0] = ctypes.pointer(column.array)
    wrong(column, "1 children of an array where its type has 0")
    column = Column("+l", 1, [None, four(0, 3)], [bits(3)]); column.schemas[0] = ctypes.pointer(column.schema)
    refused(TypeError, "an item of Lists.flags takes bool from Arrow, not list", lambda: lists(column))
    """)  # fmt: skip


@pytest.mark.hazard(52)
def test_no_memory_for_what_is_claimed():
    run(START, """
    class Claims:
        def __init__(self, count):
            self.count = count
        def __arrow_c_array__(self, requested_schema=None):
            column = Column("n", self.count, [], name="weight")
            return capsule(self.whole(column).schema), capsule(self.whole(column).array)
        def whole(self, column):
            return rows(column, length=self.count)
    refused(MemoryError, "", lambda: SingleArray.from_arrow(Gives(rows(Column("n", 2**58, [], name="x"), length=2**58)), nulls={"x": 1}))
    """)  # fmt: skip


@pytest.mark.hazard(51, 52)
def test_an_export_does_not_depend_on_the_rows():
    run(START, """
    import gc
    for make in (lambda: VertexArray((n, n, n) for n in range(3000)), lambda: SingleArray((n,) for n in range(3000))):
        rows_ = make()
        taken, stream, column = arrow_c.Taken(rows_[5:]), arrow_c.Chunks(rows_), arrow_c.Taken(rows_.x)
        chunk = stream.next()
        owned = type(rows_) is VertexArray
        for change in (lambda: rows_.append(rows_[0]), lambda: rows_.extend(rows_), lambda: rows_.clear()):
            try: change()
            except BufferError: assert not owned
            else: assert owned
        del rows_; gc.collect()
        assert arrow_c.values(taken.schema, taken.array)[0][0] == 5
        assert arrow_c.values(stream.schema, chunk)[2999][0] == 2999
        assert arrow_c.values(column.schema, column.array)[7] == 7
        with taken, column: pass
        arrow_c.release(chunk); stream.close()
    """)  # fmt: skip


@pytest.mark.hazard(51)
def test_a_buffer_keeps_the_rows_where_they_are():
    run("""
    rows = f.VertexArray((n, n, n) for n in range(100))
    view = memoryview(rows)
    for change in (lambda: rows.append((1, 2)), rows.clear, rows.pop, lambda: rows.reserve(10**6), lambda: rows.__delitem__(0),
                   lambda: rows.extend(rows), lambda: rows.insert(0, (1, 2)), lambda: rows.__setitem__(slice(0, 2), [(1, 2)])):
        raises(BufferError, change)
    assert view.cast("B").cast("d")[3] == 1
    del rows
    gc.collect()
    assert view.cast("B").cast("d")[297] == 99
    view.release()
    """)  # fmt: skip


@pytest.mark.hazard(51)
def test_a_slice_of_rows_that_are_gone():
    run("""
    rows = f.VertexArray((n, n, n) for n in range(100))
    part, row, column = rows[50:], rows.view(60), rows[50:].x
    del rows[10:]
    for use in (lambda: part[0], lambda: memoryview(part), lambda: list(part), lambda: row.x, lambda: column[0], lambda: memoryview(column),
                part.__arrow_c_array__, part.__arrow_c_stream__, column.__arrow_c_array__, part.copy):
        raises((BufferError, IndexError), use)
    rows.extend([(1, 2)] * 200)
    assert part[0].x == row.x == column[0] == 1
    """)  # fmt: skip


@pytest.mark.hazard(52)
def test_a_callback_that_changes_everything():
    """`progress` runs while the data is read: whatever it does to the data or to arrays, nothing else is read."""
    run(START, """
    made = VertexArray((n, n, n) for n in range(200_000))
    again = []
    def progress(count):
        again.append(VertexArray.from_arrow(made[:10]))
        made.x[:] = made.y[:]
        try: made.clear()
        except BufferError: pass
    assert len(VertexArray.from_arrow(made, progress=progress)) == 200_000
    # A producer that moves its offsets between two parts.
    count = 70_000
    ends = bytearray(struct.pack(f"{count + 1}i", *range(count + 1)))
    memory = (ctypes.c_char * len(ends)).from_buffer(ends)
    column = Column("u", count, [None, ctypes.addressof(memory), b"a" * count])
    def change(done):
        ctypes.memset(memory, 0x7f, len(ends))
    column.schema.name = b"mark"
    whole = rows(
        Column("n", count, [], name="id"), column, *(Column("n", count, [], name=name) for name in ("value", "on", "pair")), length=count,
    )
    refused(ValueError, "row 65536: an offset or index leads out", lambda: ReadingArray.from_arrow(
        Gives(whole), nulls={"id": 1, "on": False, "pair": [0, 0]}, progress=change))
    """)  # fmt: skip

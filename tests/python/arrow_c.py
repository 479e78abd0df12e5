"""The Arrow C data interface by hand: a consumer, and a producer that says whatever a test wants it to.

No Arrow library is needed, and none would make what is not valid.
"""

import ctypes
import gc
import mmap
import struct
import sys
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p, py_object

NULLABLE = 2


class Schema(Structure):
    pass


class Array(Structure):
    pass


class Stream(Structure):
    pass


RELEASE = {kind: CFUNCTYPE(None, POINTER(kind)) for kind in (Schema, Array, Stream)}
Schema._fields_ = [
    ("format", c_char_p), ("name", c_char_p), ("metadata", c_void_p), ("flags", c_int64), ("n_children", c_int64),
    ("children", POINTER(POINTER(Schema))), ("dictionary", POINTER(Schema)), ("release", RELEASE[Schema]), ("private_data", c_void_p),
]  # fmt: skip
Array._fields_ = [
    ("length", c_int64), ("null_count", c_int64), ("offset", c_int64), ("n_buffers", c_int64), ("n_children", c_int64),
    ("buffers", POINTER(c_void_p)), ("children", POINTER(POINTER(Array))), ("dictionary", POINTER(Array)),
    ("release", RELEASE[Array]), ("private_data", c_void_p),
]  # fmt: skip
GET_SCHEMA = CFUNCTYPE(c_int, POINTER(Stream), POINTER(Schema))
GET_NEXT = CFUNCTYPE(c_int, POINTER(Stream), POINTER(Array))
GET_ERROR = CFUNCTYPE(c_void_p, POINTER(Stream))
Stream._fields_ = [
    ("get_schema", GET_SCHEMA), ("get_next", GET_NEXT), ("get_last_error", GET_ERROR), ("release", RELEASE[Stream]),
    ("private_data", c_void_p),
]  # fmt: skip
NAMES = {Schema: b"arrow_schema", Array: b"arrow_array", Stream: b"arrow_array_stream"}

api = ctypes.pythonapi
api.PyCapsule_New.restype = py_object
api.PyCapsule_New.argtypes = [c_void_p, c_char_p, c_void_p]
api.PyCapsule_GetPointer.restype = c_void_p
api.PyCapsule_GetPointer.argtypes = [py_object, c_char_p]

# ---- The consumer


def content(capsule, kind):
    """The struct in a capsule, where it lies."""
    return kind.from_address(api.PyCapsule_GetPointer(capsule, NAMES[kind]))


def move(source, kind):
    """Moves a struct, as consumers do."""
    moved = kind.from_buffer_copy(source)
    ctypes.memset(ctypes.addressof(source) + kind.release.offset, 0, kind.release.size)
    assert not source.release
    return moved


def take(capsule, kind):
    return move(content(capsule, kind), kind)


def release(thing):
    thing.release(thing)
    assert not thing.release


class Taken:
    """The schema and the array of an object, released with the block."""

    def __init__(self, thing, requested=None):
        schema, array = thing.__arrow_c_array__(requested)
        self.schema, self.array = take(schema, Schema), take(array, Array)

    def __enter__(self):
        return self.schema, self.array

    def __exit__(self, *_):
        release(self.schema)
        release(self.array)


class Chunks:
    """The chunks of an object's stream; `next` gives one or None."""

    def __init__(self, thing):
        self.stream = take(thing.__arrow_c_stream__(), Stream)
        self.schema = Schema()
        assert self.stream.get_schema(self.stream, self.schema) == 0

    def next(self):
        chunk = Array()
        code = self.stream.get_next(self.stream, chunk)
        if code:
            text = self.stream.get_last_error(self.stream)
            raise ValueError(code, text and ctypes.string_at(text).decode())
        return chunk if chunk.release else None

    def close(self):
        release(self.schema)
        release(self.stream)


SIZES = {b"c": 1, b"s": 2, b"i": 4, b"l": 8, b"C": 1, b"S": 2, b"I": 4, b"L": 8, b"f": 4, b"g": 8}
LETTERS = {b"c": "b", b"s": "h", b"i": "i", b"l": "q", b"C": "B", b"S": "H", b"I": "I", b"L": "Q", b"f": "f", b"g": "d"}


def values(schema, array):
    """The values, as Python has them, by nothing but the interface."""
    assert array.offset >= 0 and array.n_children == schema.n_children and array.null_count >= 0
    buffers = [array.buffers[nth] for nth in range(array.n_buffers)]
    end, form = array.offset + array.length, schema.format

    def bits(buffer):
        data = ctypes.string_at(buffer, (end + 7) // 8)
        return [data[nth // 8] >> nth % 8 & 1 for nth in range(end)]

    if schema.dictionary:
        assert array.dictionary and schema.format == b"i"
        texts = values(schema.dictionary.contents, array.dictionary.contents)
        found = [texts[index] if texts else None for index in struct.unpack(f"{end}i", ctypes.string_at(buffers[1], 4 * end))][array.offset :]
    elif form == b"+s":
        columns = [values(schema.children[nth].contents, array.children[nth].contents)[array.offset :] for nth in range(array.n_children)]
        found = list(zip(*columns))
    elif form.startswith(b"+w:"):
        count = int(form[3:])
        items = values(schema.children[0].contents, array.children[0].contents)
        found = [items[nth * count : nth * count + count] for nth in range(array.offset, end)]
    elif form == b"b":
        found = list(map(bool, bits(buffers[1])[array.offset :]))
    elif form == b"u":
        ends = struct.unpack(f"{end + 1}i", ctypes.string_at(buffers[1], 4 * end + 4))
        found = [ctypes.string_at(buffers[2] + a, b - a).decode() for a, b in zip(ends, ends[1:])][array.offset :]
    else:
        size = SIZES[form]
        found = list(struct.unpack(f"{end}{LETTERS[form]}", ctypes.string_at(buffers[1], end * size)))[array.offset :]
    assert len(found) == array.length
    if not array.null_count:
        return found
    assert schema.flags & NULLABLE
    valid = bits(buffers[0])[array.offset :]
    assert valid.count(0) == array.null_count
    return [value if there else None for value, there in zip(found, valid)]


# ---- The producer

alive = []
counts = {Schema: 0, Array: 0, Stream: 0}


def guarded(data):
    """The address of a copy of the bytes that ends where memory ends: to read one byte more is a crash."""
    if sys.platform != "linux":
        kept = ctypes.create_string_buffer(bytes(data), max(len(data), 1))
        alive.append(kept)
        return ctypes.addressof(kept)
    page = mmap.PAGESIZE
    size = max(-(-len(data) // page), 1) * page
    memory = mmap.mmap(-1, size + page)
    start = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    alive.append(memory)
    assert ctypes.CDLL(None, use_errno=True).mprotect(c_void_p(start + size), page, 0) == 0
    ctypes.memmove(start + size - len(data), bytes(data), len(data))
    return start + size - len(data)


def counted(kind):
    """A release callback that marks and counts."""

    @RELEASE[kind]
    def callback(thing):
        counts[kind] += 1
        ctypes.memset(ctypes.addressof(thing.contents) + kind.release.offset, 0, kind.release.size)

    return callback


CALLBACKS = {kind: counted(kind) for kind in (Schema, Array, Stream)}


class Column:
    """A type and values of it; whatever is not valid is set in `schema` and `array` before it is given away.

    A buffer is bytes, an address, or None for NULL.
    """

    def __init__(self, form, length=0, buffers=(), children=(), *, name="", nulls=0, offset=0, dictionary=None, flags=NULLABLE):
        buffers = [guarded(buffer) if isinstance(buffer, (bytes, bytearray)) else buffer for buffer in buffers]
        self.buffers = (c_void_p * max(len(buffers), 1))(*buffers)
        self.parts = list(children)
        self.schemas = (POINTER(Schema) * max(len(self.parts), 1))(*(ctypes.pointer(part.schema) for part in self.parts))
        self.arrays = (POINTER(Array) * max(len(self.parts), 1))(*(ctypes.pointer(part.array) for part in self.parts))
        self.schema = Schema(form.encode(), name.encode(), None, flags, len(self.parts), self.schemas)
        self.array = Array(length, nulls, offset, len(buffers), len(self.parts), self.buffers, self.arrays)
        if dictionary is not None:
            self.schema.dictionary = ctypes.pointer(dictionary.schema)
            self.array.dictionary = ctypes.pointer(dictionary.array)
        for thing in (self.schema, self.array):
            thing.release = CALLBACKS[type(thing)]
        alive.append((self, dictionary))


def capsule(thing, name=None):
    alive.append(thing)
    return api.PyCapsule_New(ctypes.addressof(thing), name or NAMES[type(thing)], None)


class Gives:
    """An object with `__arrow_c_array__`."""

    def __init__(self, column):
        self.column = column

    def __arrow_c_array__(self, requested_schema=None):
        return capsule(self.column.schema), capsule(self.column.array)


class Streams:
    """An object with `__arrow_c_stream__`: gives copies of the columns, and then what `end` says, 0 or an error and a message."""

    def __init__(self, *columns, schema=None, end=(0, None), at_schema=0):
        self.columns, self.end, self.at_schema = list(columns), end, at_schema
        self.type = columns[0].schema if schema is None else schema
        message = end[1]
        self.message = ctypes.create_string_buffer(message) if message is not None else None

        @GET_SCHEMA
        def get_schema(stream, out):
            if not self.at_schema:
                ctypes.pointer(out.contents)[0] = self.type
            return self.at_schema

        @GET_NEXT
        def get_next(stream, out):
            if not self.columns:
                ctypes.memset(out, 0, ctypes.sizeof(Array))
                return self.end[0]
            ctypes.pointer(out.contents)[0] = self.columns.pop(0).array
            return 0

        @GET_ERROR
        def get_last_error(stream):
            return ctypes.addressof(self.message) if self.message is not None else None

        self.stream = Stream(get_schema, get_next, get_last_error, CALLBACKS[Stream])
        alive.append((self, get_schema, get_next, get_last_error))

    def __arrow_c_stream__(self, requested_schema=None):
        return capsule(self.stream)


def doubles(*numbers, name="x", **options):
    data = struct.pack(f"{len(numbers)}d", *numbers)
    return Column("g", len(numbers) - options.get("offset", 0), [None, data], name=name, **options)


def rows(*columns, length=None, **options):
    """A struct array of the columns."""
    length = columns[0].array.length if length is None else length
    return Column("+s", length, options.pop("buffers", [None]), columns, **options)


def resident():
    """Bytes in memory, after what is dead is gone."""
    gc.collect()
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * mmap.PAGESIZE

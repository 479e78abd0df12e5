"""Packed arrays: memory of others, hostile bytes, threads, and code that runs in between. What can crash runs by itself."""

import isolated
import pytest
from recordclass_fixtures import VertexArray

ROWS = """
import array, codecs, ctypes, mmap, os, random, struct, tempfile
from recordclass_fixtures import (FindingArray, LandmarkArray, MarkedArray, MeasurementArray, Reading, ReadingArray, Sample, Samples, Station, StationArray, Vertex, VertexArray)
FULL = ("EDDF", 111.0, "Frankfurt am Main", "x\\0y", ["日", "é"])
SAMPLE = (True, -1, -2, -3, -4, 1, 2, 3, 4, 0.5, 0.25, "é", [1.0, 2.0, 3.0], [[1, 2], [3, 4]], None, 9, True)
def some():
    return [VertexArray((n, -n, n / 2) for n in range(20)), Samples([SAMPLE] * 20), StationArray([FULL] * 20),
            ReadingArray([(n, None, "a", True, [0, 0]) for n in range(20)])]

def with_texts():
    "Shared ones, whose numbers mean nothing in memory of others."
    return [MeasurementArray([("x", 1, "y", ["é", None]), ("日", 2)] * 10), FindingArray([(f"text {n}", n) for n in range(20)]), MarkedArray([("a",), ("",)] * 10)]

def use(rows):
    "All that reads; what is no value may be refused, and nothing else."
    name = rows.__row_fields__[0]
    for call in (lambda: list(rows), lambda: repr(rows), lambda: rows.copy() == rows, lambda: rows[0] in rows, lambda: rows[::-1].copy(),
                 lambda: [rows.column(field).tolist() for field in rows.__row_fields__], lambda: list(rows[3:].rows())[0] == rows[3],
                 lambda: [getattr(row, field) for row in rows.rows() for field in rows.__row_fields__], lambda: pickle.dumps(rows, 5),
                 lambda: rows.argsort([name]), lambda: rows[[0, -1]], lambda: rows.filter([True] * len(rows)), lambda: bytes(rows),
                 lambda: rows.filter(lambda row: row[0]), lambda: pickle.loads(pickle.dumps(rows, 3)), lambda: memoryview(rows).tobytes()):
        error = quiet(call)
        if isinstance(error, Exception):
            assert isinstance(error, (ValueError, IndexError)) and ("no UTF-8" in str(error) or "no character" in str(error) or "no number of a shared text" in str(error) or "out of range" in str(error)), (call, error)
"""


def run(code, **options):
    isolated.run(ROWS, code, **options)


@pytest.mark.hazard(53)
def test_memory_of_others_stays_as_long_as_it_is_shown():
    run("""
    for rows in some():
        data, cls = bytes(rows), type(rows)
        with tempfile.TemporaryFile() as file:
            file.write(data); file.flush()
            mapped = mmap.mmap(file.fileno(), 0)
        for owner in (bytearray(data), mapped, array.array("B", data), (ctypes.c_char * len(data)).from_buffer_copy(data), rows.copy()):
            name = rows.__row_fields__[0]
            for show in (lambda a: a, lambda a: a[2:], lambda a: a.column(name), lambda a: a.view(3), lambda a: iter(a), lambda a: a.rows(),
                         lambda a: memoryview(a), lambda a: memoryview(a.column(name)), lambda a: pickle.PickleBuffer(a), lambda a: a.__array_interface__,
                         lambda a: a[2:].column(name)[::-1]):
                shown = show(cls.from_buffer(owner))
                gc.collect()
                if isinstance(owner, bytearray): raises(BufferError, owner.append, 0)
                elif isinstance(owner, mmap.mmap): raises(BufferError, owner.close)
                elif isinstance(owner, array.array): raises(BufferError, owner.append, 0)
                elif type(owner) is cls: raises(BufferError, owner.append, owner[0])
                quiet(repr, shown); quiet(list, shown)
                del shown
            gc.collect()
            if isinstance(owner, (bytearray, array.array)): owner.append(0)
            elif isinstance(owner, mmap.mmap): owner.close()
            elif type(owner) is cls: owner.append(owner[0])
        # Nobody else knows the memory.
        rows = cls.from_buffer(bytearray(data))
        gc.collect(); junk = [bytearray(len(data)) for _ in range(100)]
        assert bytes(rows) == data
    """)


@pytest.mark.hazard(53)
def test_memory_of_others_may_change_at_any_time():
    run("""
    random.seed(3)
    for rows in some():
        memory = bytearray(rows)
        shared = type(rows).from_buffer(memory)
        for _ in range(60):
            at = random.randrange(len(memory)); memory[at : at + 8] = random.randbytes(len(memory[at : at + 8]))
            use(shared)
        # Sorted by several keys, and by what is none.
        for name in shared.__row_fields__: quiet(shared.sort, name)
        assert len(shared) == 20
        for _ in range(30):
            use(type(rows).from_buffer(random.randbytes(len(memory))))
    for rows in with_texts():
        memory = memoryview(rows).cast("B")
        for _ in range(60):
            at = random.randrange(len(memory)); part = memory[at : at + 4]; part[:] = random.choice([random.randbytes, bytes])(len(part))
            use(rows)
        for name in rows.__row_fields__: quiet(rows.sort, name)
        for _ in range(30):
            memory[:] = random.randbytes(len(memory))
            use(rows)
    """)


@pytest.mark.hazard(53)
def test_buffers_of_strange_shapes():
    run("""
    class Struct(ctypes.Structure):
        _fields_ = [("x", ctypes.c_double), ("y", ctypes.c_double), ("z", ctypes.c_double)]
    class Odd(ctypes.Structure):
        _fields_ = [("x" * 3000, ctypes.c_int8), ("}{)(:" , ctypes.c_double), ("", ctypes.c_double)]
    data = bytes(240)
    released = memoryview(data); released.release()
    strange = [memoryview(data)[::-1], memoryview(data)[::2], released, memoryview(data).cast("B", (10, 24)), memoryview(data).cast("d", (10, 3)),
               memoryview(data).cast("d"), ctypes.c_double(1), (ctypes.c_double * 3 * 10)(), Struct(), (Struct * 4)(), (Struct * 0)(), Odd(), (Odd * 3)(),
               array.array("d", [1, 2, 3]), b"", b"x", memoryview(b""), 5, None, "text", [1, 2], object(), type, VertexArray]
    for rows in some():
        for thing in strange:
            for offset in (0, 1, 8, 24, 240, 241, 2**62, 2**63 - 1):
                made = quiet(type(rows).from_buffer, thing, offset=offset)
                if isinstance(made, type(rows)): use(made)
                else: assert isinstance(made, (TypeError, ValueError, BufferError)), (thing, made)
        for offset in (-1, -24, 2**64, "1", 1.5):
            assert isinstance(quiet(type(rows).from_buffer, data, offset=offset), (TypeError, ValueError, OverflowError))
    assert len(VertexArray.from_buffer(memoryview(data).cast("B", (10, 24)))) == 10
    # Nothing of memory that does not lie right.
    raises(ValueError, VertexArray.from_buffer, memoryview(bytearray(241))[1:])
    """)


@pytest.mark.hazard(53)
def test_exporters_written_in_python():
    run("""
    if sys.version_info >= (3, 12):
        class Exports:
            def __init__(self, give): self.give, self.released = give, 0
            def __buffer__(self, flags): return self.give()
            def __release_buffer__(self, view): self.released += 1; view.release()
        memory = bytearray(VertexArray([(1, 2, 3)] * 4))
        exporter = Exports(lambda: memoryview(memory))
        rows = VertexArray.from_buffer(exporter)
        assert rows[3] == Vertex(1, 2, 3) and exporter.released == 0
        del rows
        assert exporter.released == 1
        def raising(): 1 / 0
        for give in (raising, lambda: 5, lambda: None, lambda: memoryview(b"x"), lambda: VertexArray.from_buffer(Exports(give))):
            assert isinstance(quiet(VertexArray.from_buffer, Exports(give)), Exception)
        for key in (Exports(raising), Exports(lambda: memoryview(b"\\1\\0"))):
            rows = VertexArray([(1, 2)] * 2)
            for use_ in (lambda: rows[key], lambda: rows.__setitem__(key, (1, 2)), lambda: rows.__delitem__(key), lambda: rows.filter(key)):
                quiet(use_)
        clears = Exports(lambda: (rows.clear(), memoryview(array.array("q", [0, 1])))[1])
        for use_ in (lambda: rows[clears], lambda: rows.__setitem__(clears, (1, 2)), lambda: rows.__delitem__(clears)):
            rows = VertexArray([(1, 2)] * 5)
            raises(IndexError, use_)
            assert len(rows) == 0
    """)


@pytest.mark.hazard(54)
def test_mutated_files_are_refused_or_whole():
    run("""
    random.seed(5)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "rows")
        def attempt(content):
            with open(path, "wb") as file: file.write(content)
            for map in (False, True):
                made = quiet(cls.open, path, map=map)
                if isinstance(made, Exception):
                    assert isinstance(made, (ValueError, MemoryError)), made
                else:
                    assert made.nbytes <= len(content)
                    use(made)
                del made
        for rows in some() + with_texts():
            cls = type(rows)
            rows.to_file(path)
            with open(path, "rb") as file: good = file.read()
            head = len(good) - rows.nbytes
            for end in [*range(0, head + 10, 7), len(good) - 1]: attempt(good[:end])
            attempt(good + b"x"); attempt(good + bytes(good)); attempt(b""); attempt(bytes(len(good)))
            for _ in range(50):
                bad = bytearray(good)
                for _ in range(random.choice([1, 2, 8])): bad[random.randrange(random.choice([24, head, len(bad)]))] = random.randrange(256)
                attempt(bytes(bad))
            for at in (8, 16, 20):
                for number in (0, 1, 2**31 - 1, 2**31, 2**32 - 1, 2**63, 2**64 - 1):
                    bad = bytearray(good); size = 8 if at == 8 else 4
                    bad[at : at + size] = (number % 2 ** (8 * size)).to_bytes(size, "little")
                    attempt(bytes(bad))
        for other in (folder, "/dev/null", "/dev/zero", os.path.join(folder, "none"), "a\\0b"):
            for map in (False, True): assert isinstance(quiet(VertexArray.open, other, map=map), (OSError, ValueError))
    """)


@pytest.mark.hazard(54)
def test_a_file_that_changes_while_it_is_read():
    run("""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "rows")
        VertexArray((n, n, n) for n in range(300_000)).to_file(path)
        size = os.path.getsize(path)
        error = raises(ValueError, VertexArray.open, path, progress=lambda count: os.truncate(path, 1000))
        assert "became shorter while it was read" in str(error)
        # What is mapped stays, also without a name.
        VertexArray((n, n, n) for n in range(1000)).to_file(path)
        rows = VertexArray.open(path, map=True)
        os.remove(path)
        assert rows[999].x == 999
        # Written while it grows or is cleared: it cannot be.
        rows = VertexArray((n, n, n) for n in range(200_000))
        raises(BufferError, rows.to_file, path, progress=lambda count: rows.clear())
        rows.to_file(path, progress=lambda count: rows.__setitem__(0, (1, 2)))
        raises(ZeroDivisionError, rows.to_file, path, progress=lambda count: 1 / 0)
        raises(ValueError, VertexArray.open, path)
        rows.append((1, 2))
    """)


@pytest.mark.hazard(54)
def test_mutated_pickles_of_arrays():
    run("""
    import io
    random.seed(9)
    allowed = {type(rows).__name__: type(rows) for rows in some() + with_texts()}
    class Unpickler(pickle._Unpickler):  # the one in Python takes no memory because a byte says so
        def find_class(self, module, name):
            if name in ("getattr", "encode"): return getattr if name == "getattr" else codecs.encode
            if name not in allowed: raise pickle.UnpicklingError(name)
            return allowed[name]
    whole = 0
    for rows in some() + with_texts():
        cls = type(rows)
        for protocol in range(2, 6):
            data = pickle.dumps(rows, protocol)
            assert Unpickler(io.BytesIO(data)).load() == rows
            for _ in range(30):
                bad = bytearray(data)
                for _ in range(random.choice([1, 3])): bad[random.randrange(len(bad) if random.random() < 0.5 else 200)] = random.randrange(256)
                made = quiet(Unpickler(io.BytesIO(bytes(bad))).load)
                if isinstance(made, cls): use(made); whole += 1
        # Out of band, and by hand.
        given = []
        data = pickle.dumps(rows, 5, buffer_callback=given.append)
        raw = given[0].raw().tobytes()
        for buffer in (raw, bytearray(raw), raw[:-1], bytearray(raw + b"x"), b"", bytearray(), memoryview(raw)[::-1], array.array("d", [1]), 5, None, "x", rows[::2], rows):
            made = quiet(pickle.loads, data, buffers=[buffer])
            if isinstance(made, cls):
                use(made); made.append(made[0]) if len(made) else None
            else: assert isinstance(made, (ValueError, TypeError, BufferError)), made
        layout = rows.__reduce_ex__(5)[1][0]
        for arguments in ((), (layout,), (layout, raw, 1), (b"", raw), (layout[1:], raw), ("", raw), (None, None), (layout * 1000, raw), (layout + "\\ud800", raw)):
            assert isinstance(quiet(cls.__rebuild__, *arguments), (TypeError, ValueError)), arguments
    assert whole > 50
    """)


@pytest.mark.hazard(55)
def test_threads_on_one_array():
    run(
        """
    rows = VertexArray((n, n, n) for n in range(60))
    shared = VertexArray.from_buffer(bytearray(VertexArray((n, n, n) for n in range(60))))
    stop, wrong = time.monotonic() + 3, []
    def whole(some):
        for row in some: assert row.x == row.y == row.z, row
    def read():
        whole(rows); whole(rows.copy()); whole(rows[::-1]); whole(rows[[0, -1, 5]]); whole(rows.filter([True] * len(rows)))
        assert rows.view(3).x >= 0; repr(rows); rows == shared; rows.argsort("x"); Vertex(-1, 0, 0) in rows
        whole(pickle.loads(pickle.dumps(rows, 4)))
    def write():
        n = random.randrange(100)
        rows[random.randrange(50)] = (n, n, n); rows[[0, 7]] = (n, n, n); rows[10:12] = [(n, n, n)] * 2; rows.x[5:5] = []
        shared[n % 60] = (n, n, n); shared[[1, 2]] = Vertex(n, n, n)
    def resize():
        rows.extend([(1, 1, 1)] * random.randrange(40)); rows.insert(0, (2, 2, 2)); rows.pop(); del rows[50:]; del rows[[50, 51]]
        rows.extend(rows[:10].copy())
    def order(): rows.reverse(); rows.sort("x"); rows.sort(["y", "z"], reverse=True); shared.sort("x")
    def look():
        with memoryview(rows) as view: assert len(view) >= 0
        whole(shared); rows.reserve(100); rows[2:9].x.tolist(); list(rows.rows())
    def work(job):
        while time.monotonic() < stop:
            try: job()
            except (BufferError, IndexError, ValueError): pass
            except BaseException as error: wrong.append(error); raise
    threads = [threading.Thread(target=work, args=(job,)) for job in (read, read, write, resize, order, look)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    assert not wrong
    whole(rows); whole(shared)
    """,
        timeout=120,
    )


@pytest.mark.hazard(56)
def test_code_of_others_runs_in_between():
    run("""
    random.seed(1)
    def change():
        kind = random.randrange(7)
        try:
            if kind == 0: rows.clear()
            elif kind == 1 and len(rows) < 200: rows.extend([(1, 2, 3)] * random.choice([1, 10, 100]))
            elif kind == 2 and len(rows) > 3: del rows[1:-1]
            elif kind == 3: rows.sort("x")
            elif kind == 4 and len(rows): rows.pop(0)
            elif kind == 5: held.append(memoryview(rows))
            elif held: held.pop().release()
        except BufferError: pass
    class Number:
        def __float__(self): change(); return 1.0
        def __index__(self): change(); return random.randrange(-3, 6)
    class Many:
        def __init__(self, *items): self.items = items
        def __len__(self): change(); return len(self.items)
        def __length_hint__(self): change(); return random.choice([0, 5, 10**6])
        def __getitem__(self, at): change(); return self.items[at]
        def __iter__(self):
            for item in self.items: change(); yield item
    def new(): return random.choice([(Number(), 1, 2), Many(1, 2, 3), Many(1, Number()), Vertex(1, 2, 3), (1, 2)])
    def key(): return random.choice([Number(), Many(0, 1), Many(True, False), [Number(), 0], slice(Number(), Number()), slice(None, None, Number())])
    def told(count): change()
    rows, held = VertexArray(), []
    calls = [
        lambda: rows.append(new()), lambda: rows.extend(Many(new(), new()), progress=told), lambda: rows.insert(Number(), new()), lambda: rows.pop(Number()),
        lambda: rows[key()], lambda: rows.__setitem__(key(), new()), lambda: rows.__setitem__(key(), Many(new(), new())), lambda: rows.__delitem__(key()),
        lambda: rows.x.__setitem__(Number(), Number()), lambda: rows.y.__setitem__(slice(None), Many(*[Number()] * len(rows))), lambda: rows.x[Number()],
        lambda: rows.sort(lambda row: (change(), row.x)[1]), lambda: rows.filter(lambda row: change()), lambda: rows.filter(Many(*[True] * len(rows))),
        lambda: rows.view(Number()), lambda: setattr(rows.view(0), "x", Number()), lambda: rows.index(Vertex(1, 2, 3), Number(), Number()),
        lambda: rows.reserve(Number()), lambda: [change() for row in rows], lambda: [change() for row in reversed(rows)], lambda: [(change(), row.x) for row in rows.rows()],
        lambda: VertexArray(Many(new(), new()), progress=told), lambda: rows.argsort(lambda row: (change(), row.y)[1]),
    ]
    for _ in range(1500):
        error = quiet(random.choice(calls))
        if isinstance(error, Exception): assert isinstance(error, (TypeError, ValueError, IndexError, BufferError, RuntimeError, OverflowError)), repr(error)
        assert len(rows) == len(list(rows)) == rows.nbytes // 24
    for view in held: view.release()
    rows.append((1, 2))
    """)


@pytest.mark.hazard(56)
@pytest.mark.parametrize("change", ["append", "pop"])
def test_a_function_that_changes_the_length_is_not_asked_without_end(change):
    def asked(row):
        nonlocal times
        times += 1
        assert times <= 10
        rows.append(row) if change == "append" else rows.pop()
        return row.x

    for work, done in ("sort", "sorted"), ("argsort", "sorted"), ("filter", "filtered"):
        rows, times = VertexArray((x, 0, 0) for x in range(10)), 0
        with pytest.raises(RuntimeError, match=f"^VertexArray changed its length while it was {done}$"):
            getattr(rows, work)(asked)
        assert times == 1

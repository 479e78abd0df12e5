"""The leak gate of packed arrays: each operation, right and wrong, again and again, leaves no reference and no memory behind."""

import sys

import isolated
import pytest

WORK = """
import array, os, tempfile, tracemalloc
from recordclass_fixtures import FindingArray, MeasurementArray, ReadingArray, Samples, StationArray, Vertex, VertexArray
SAMPLE = (True, -1, -2, -3, -4, 1, 2, 3, 4, 0.5, 0.25, "é", [1.0, 2.0, 3.0], [[1, 2], [3, 4]], None, 9, True)
MAKERS = [
    lambda: VertexArray((n, -n, n / 2) for n in range(20)), lambda: Samples([SAMPLE] * 20), lambda: StationArray([("EDDF", 111.0, "Frankfurt", "x", ["é", "b"])] * 20),
    lambda: ReadingArray((n, None, "a", True, [0, 0]) for n in range(20)), lambda: MeasurementArray([("x", 1, "y", ["é", None])] * 20), lambda: FindingArray((f"text {n}", n) for n in range(20)),
]
class Index:
    def __init__(self, value): self.value = value
    def __index__(self): return self.value
class Wrong:
    def oops(self, *args): raise ZeroDivisionError
    __index__ = __float__ = __eq__ = __lt__ = __iter__ = __len__ = __getitem__ = __bool__ = __repr__ = __fspath__ = __arrow_c_array__ = __arrow_c_stream__ = __buffer__ = oops
wrong, folder = Wrong(), tempfile.mkdtemp()
path = os.path.join(folder, "rows")
def failing(row): yield row; yield row; raise ZeroDivisionError
def half(it): next(it); return it
KEYS = [0, -1, 99, 2**99, "x", None, 1.5, wrong, Index(3), slice(2, 9), slice(None, None, -3), slice(wrong), slice(0, 5, 0), [0, -1, 7], [0, 99], [wrong], [True] * 20, [True], array.array("q", [3, 1]), array.array("q", [99]), array.array("d", [1.0]), b"xyz"]
READ = [
    repr, len, list, tuple, reversed, iter, hash, copy.copy, copy.deepcopy, sys.getsizeof, dir, lambda a: half(iter(a)), lambda a: half(reversed(a)), lambda a: half(iter(a.rows())), lambda a: [*a.rows()],
    lambda a: a == a.copy(), lambda a: a != a[3:], lambda a: a == 3, lambda a: a < a, lambda a: a[0] in a, lambda a: 5 in a, lambda a: wrong in a, lambda a: a.count(a[0]), lambda a: a.index(a[1]), lambda a: a.index(wrong),
    lambda a: a.view(3), lambda a: repr(a.view(0)), lambda a: a.view(99), lambda a: a.view(wrong), lambda a: [getattr(a.view(1), name) for name in a.__row_fields__], lambda a: a.view(1) == a[1], lambda a: a.view(1)[:],
    lambda a: [a.column(name) for name in a.__row_fields__], lambda a: [repr(a.column(name)) for name in a.__row_fields__], lambda a: [a.column(name).tolist() for name in a.__row_fields__], lambda a: a.column("nope"), lambda a: a.nope,
    lambda a: [a.column(name)[2:9][0] for name in a.__row_fields__], lambda a: a.column(a.__row_fields__[0])[99], lambda a: a.column(a.__row_fields__[0])[wrong], lambda a: [a.column(name) == a.column(name) for name in a.__row_fields__],
    lambda a: a.argsort(a.__row_fields__[0]), lambda a: a.argsort([*a.__row_fields__[:2]], reverse=True), lambda a: a.argsort("nope"), lambda a: a.argsort(lambda row: 1 / 0), lambda a: a.argsort(lambda row: wrong), lambda a: a.filter(lambda row: row[0]),
    lambda a: a.filter(lambda row: 1 / 0), lambda a: a.filter([True] * 20), lambda a: a.filter(wrong), lambda a: a.filter(failing(True)), lambda a: bytes(memoryview(a)), lambda a: memoryview(a).release(), lambda a: memoryview(a.column(a.__row_fields__[0])), bytes,
    lambda a: pickle.loads(pickle.dumps(a, 2)), lambda a: pickle.loads(pickle.dumps(a, 5)), lambda a: pickle.dumps(a, 5, buffer_callback=[].append), lambda a: pickle.loads(pickle.dumps(a, 5)[:-20]), lambda a: a.__rebuild__(b"", b""), lambda a: a.__reduce__(),
    lambda a: a.__arrow_c_array__(), lambda a: a.__arrow_c_schema__(), lambda a: a.__arrow_c_stream__(), lambda a: a.__arrow_c_array__(5), lambda a: type(a).from_arrow(a), lambda a: type(a).from_arrow(a[2:5]), lambda a: type(a).from_arrow(wrong), lambda a: VertexArray.from_arrow(a), lambda a: Samples.from_arrow(a),
    lambda a: a.__array_interface__, lambda a: type(a).from_buffer(bytes(a)), lambda a: type(a).from_buffer(b"x"), lambda a: type(a).from_buffer(wrong), lambda a: type(a).from_buffer(bytearray(memoryview(a)))[2], lambda a: type(a).from_numpy(wrong),
    lambda a: (a.to_file(path), type(a).open(path), type(a).open(path, map=True)[3], VertexArray.open(path)), lambda a: a.to_file(wrong), lambda a: type(a).open(folder), lambda a: a.to_file(path, progress=wrong.oops), lambda a: type(a)(), lambda a: type(a)(a), lambda a: type(a)(wrong), lambda a: type(a)(5), lambda a: type(a)([wrong]),
    lambda a: type(a)(failing(a[0])), lambda a: type(a)(zz=1), lambda a: type(a)([a[0]], progress=wrong.oops), lambda a: setattr(a, "nope", 1), lambda a: setattr(a, a.__row_fields__[0], 1), lambda a: a(), lambda a: gc.get_referents(a), lambda a: a.__record_class__,
]
WRITE = [
    lambda a, v: a.append(v), lambda a, v: a.append(wrong), lambda a, v: a.append((wrong,) * len(v)), lambda a, v: a.append(tuple(v)), lambda a, v: a.append(v, v), lambda a, v: a.extend([v] * 5), lambda a, v: a.extend(failing(v)), lambda a, v: a.extend(a), lambda a, v: a.extend([v, wrong]), lambda a, v: a.insert(0, v),
    lambda a, v: a.insert(wrong, v), lambda a, v: a.insert(3, wrong), lambda a, v: a.pop(), lambda a, v: a.pop(99), lambda a, v: a.pop(wrong), lambda a, v: a.remove(v), lambda a, v: a.remove(wrong), lambda a, v: a.reverse(), lambda a, v: a.sort(a.__row_fields__[0]), lambda a, v: a.sort(lambda row: 1 / 0), lambda a, v: a.sort("nope"),
    lambda a, v: a.reserve(50), lambda a, v: a.reserve(-1), lambda a, v: a.reserve(2**62), lambda a, v: a.__setitem__(slice(0, 3), [v] * 3), lambda a, v: a.__setitem__(slice(0, 3), failing(v)), lambda a, v: a.__setitem__(slice(0, 4, 2), [v] * 5), lambda a, v: a.__setitem__([0, 2], v), lambda a, v: a.__setitem__([0, 2], [v, wrong]),
    lambda a, v: [setattr(a.view(1), name, getattr(v, name)) for name in a.__row_fields__], lambda a, v: [setattr(a.view(1), name, wrong) for name in a.__row_fields__], lambda a, v: setattr(a.view(1), "nope", 1), lambda a, v: delattr(a.view(1), a.__row_fields__[0]),
    lambda a, v: [a.column(name).__setitem__(2, getattr(v, name)) for name in a.__row_fields__], lambda a, v: [quiet(a.column(name).__setitem__, slice(0, 2), [getattr(v, name), wrong]) for name in a.__row_fields__], lambda a, v: a.clear(), lambda a, v: a.pop(), lambda a, v: a.append(v),
]
def work():
    for make in MAKERS:
        a = make()
        for one in READ: quiet(one, a)
        for key in KEYS: quiet(a.__getitem__, key); quiet(a.column(a.__row_fields__[0]).__getitem__, key)
        v = a[0]
        for one in WRITE: quiet(one, a, v); quiet(lambda: one(a[3:9], v))
        a = make()
        for key in KEYS: quiet(a.__setitem__, key, v); quiet(a.__setitem__, key, wrong); quiet(a.__setitem__, key, [v, v, v]); quiet(a.__delitem__, key)
"""


@pytest.mark.hazard(1, 2, 3, 46)
@pytest.mark.parametrize("what", ["total references", "blocks", "traced memory"])
def test_no_operation_leaves_anything_behind(what):
    """One calm count is enough: what is left once in each call of `work` grows by as many in each count."""
    if what == "total references" and not hasattr(sys, "gettotalrefcount"):
        pytest.skip("only debug builds count them")
    isolated.run(WORK, f"what = {what!r}", """
    if what == "traced memory": tracemalloc.start(); count, calm = lambda: tracemalloc.get_traced_memory()[0], 3 * 16
    else: count, calm = sys.getallocatedblocks if what == "blocks" else sys.gettotalrefcount, 3
    # The cache of attributes owns names that were looked up.
    clear = getattr(sys, "_clear_internal_caches", None) or sys._clear_type_cache
    def settle(): clear(); gc.collect()
    for _ in range(3): work()
    deltas = []
    for _ in range(25):
        settle(); before = count()
        for _ in range(3): work()
        settle(); deltas.append(count() - before)
        if deltas[-1] < calm: break
    else: raise AssertionError(deltas)
    os.remove(path); os.rmdir(folder)
    """, dev=False, timeout=180)  # fmt: skip

"""Shared text: a `str` for Python, four bytes in the record and in a row, and the same `str` each time."""

import copy
import dataclasses
import gc
import os
import pickle
import random
import struct
import subprocess
import sys
import threading

import arrow_c
import isolated
import pytest
import recordclass_fixtures as f
from arrow_c import NULLABLE, Array, Column, Gives, Taken, move, values
from recordclass_fixtures import Finding, FindingArray, Measurement, MeasurementArray, Numbered, NumberedArray, Marked, MarkedArray

BOTH = pytest.mark.parametrize("cls", [Measurement, Finding])
ARRAYS = pytest.mark.parametrize("rows", [MeasurementArray, FindingArray])
FULL = ("outside/north", 1.5, "°C", ["a", None])
NONE = 2**32 - 1


@BOTH
def test_a_field_is_a_str_and_four_bytes(cls):
    record = cls(*FULL)
    assert tuple(record) == FULL
    assert type(record.sensor) is str
    assert repr(record) == f"{cls.__name__}(sensor='outside/north', value=1.5, unit='°C', tags=['a', None])"
    assert tuple(cls("", 0)) == ("", 0.0, None, [None, None])
    # 4, 8, at most 8 and 16 bytes.
    assert sys.getsizeof(record) <= object.__basicsize__ + 40
    assert cls.__annotations__["sensor"] is str
    assert cls.__annotations__["unit"] == str | None
    for again in copy.copy(record), copy.deepcopy(record), pickle.loads(pickle.dumps(record)):
        assert again == record
    assert dataclasses.replace(record, sensor="é") == cls("é", *FULL[1:])
    assert cls("a", 1) == cls("a", 1) != cls("b", 1)


@BOTH
def test_the_str_is_always_the_same(cls):
    text = "".join(["never", " ", "written", " ", "elsewhere"])
    record, other = cls(text, 1), cls("".join(list(text)), 2)
    assert record.sensor == text
    assert record.sensor is other.sensor is cls(text, 3, unit=text).unit
    rows = MeasurementArray([record] * 3) if cls is Measurement else FindingArray([record] * 3)
    assert rows[0].sensor is rows[2].sensor is rows.sensor[1] is rows.view(1).sensor is record.sensor
    assert all(value is record.sensor for value in rows.sensor)


@pytest.mark.hazard(58)
def test_texts_are_kept_once():
    before = f.shared_texts()
    texts = [f"kept once {n % 3}" for n in range(100)]
    rows = MeasurementArray((text, 0, text) for text in texts)
    assert f.shared_texts() == before + 3
    assert rows.sensor.tolist() == rows.unit.tolist() == texts
    assert rows.copy() == rows[:] == pickle.loads(pickle.dumps(rows)) == rows
    assert f.shared_texts() == before + 3
    many = MeasurementArray((f"many {n}", n) for n in range(10_000))
    assert many.sensor.tolist() == [f"many {n}" for n in range(10_000)]
    assert many.itemsize == 40
    # No object holds rows: nothing of them is left, but for the texts.
    del rows, many
    gc.collect()
    assert f.shared_texts() == before + 10_003


@pytest.mark.hazard(58)
@BOTH
def test_what_is_no_text_is_refused_and_changes_nothing(cls):
    name = cls.__name__
    before = f.shared_texts()
    with pytest.raises(ValueError, match=f"^{name}.sensor: text with lone surrogates has no UTF-8$"):
        cls("\ud800", 0)
    for value in b"EDDF", 5, None:
        with pytest.raises(TypeError, match=f"^{name}.sensor: .*(None|int|bytes).* 'str'"):
            cls(value, 0)
    assert f.shared_texts() == before
    record = Measurement(*FULL)
    for field, value in ("sensor", None), ("sensor", "\udfff"), ("unit", 5), ("tags", ["a"]), ("tags", ["a", 5]):
        with pytest.raises((TypeError, ValueError)):
            setattr(record, field, value)
    assert tuple(record) == FULL
    record.sensor = "x" * 1_000_000
    record.unit = "nul\0"
    assert (len(record.sensor), record.unit) == (1_000_000, "nul\0")
    with pytest.raises(AttributeError):
        Finding(*FULL).sensor = "x"


def test_records_are_compared_and_hashed_by_their_text():
    # Met in another order than theirs.
    for text in "order z", "order b", "order a":
        Marked(text)
    assert Measurement("order a", 9) < Measurement("order b", 1) < Measurement("order z", 0) < Measurement("é", 0)
    assert hash(Finding("order a", 1, tags=["x", "y"]).sensor) == hash("order a")
    match Measurement(*FULL):
        case Measurement("outside/north", value):
            assert value == 1.5


def texts(count, seed):
    rng = random.Random(seed)
    alphabet = ["", "a", "b", "ab", "\0", "é", "日", "😀", "z", "long " * 20]
    return ["".join(rng.choice(alphabet) for _ in range(rng.randrange(4))) for _ in range(count)]


def many(rows, count=400, seed=1):
    record = {MeasurementArray: Measurement, FindingArray: Finding}[rows]
    units = [text if text != "a" else None for text in texts(count, seed)]
    return [record(sensor, n % 7, unit, [unit, sensor]) for n, (sensor, unit) in enumerate(zip(texts(count, seed + 1), units))]


@ARRAYS
def test_an_array_is_a_sequence_of_them(rows):
    model = many(rows)
    array = rows(model)
    assert list(array) == model
    assert array.sensor.tolist() == [row.sensor for row in model]
    assert array.unit.tolist() == [row.unit for row in model]
    assert array.tags[3] == model[3].tags
    assert repr(array[:1].sensor) == f"<column {rows.__name__}.sensor of 1 rows: [{model[0].sensor!r}]>"
    assert repr(array[:2]) == f"{rows.__name__}([{model[0]!r}, {model[1]!r}])"
    array[0] = FULL
    assert tuple(array[0]) == FULL
    array.sensor[1] = "é"
    array.unit[2:4] = ["nah", None]
    assert (array[1].sensor, array[2].unit, array[3].unit) == ("é", "nah", None)
    assert array[0] in array and model[-1] in array
    assert type(array[0])("nobody has this", 1) not in array
    assert array.index(array[7]) <= 7 and array.count(array[0]) == 1
    assert "outside/north" in array.sensor
    with pytest.raises(TypeError, match="sensor"):
        array.extend([FULL, (5, 1)])
    assert len(array) == len(model)
    chosen = array[[sensor == "é" for sensor in array.sensor]]
    assert len(chosen) and set(chosen.sensor) == {"é"}
    assert list(array.filter(lambda row: row.unit is None)) == [row for row in array if row.unit is None]


def test_a_view_writes_text_through():
    array = MeasurementArray([FULL] * 3)
    view = array.view(2)
    view.sensor, view.unit = "Köln", None
    assert (array[2].sensor, array[2].unit) == (view.sensor, view.unit) == ("Köln", None)
    with pytest.raises(TypeError):
        view.sensor = 5
    assert view == array[2] != array[1]


@ARRAYS
@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("key", ["sensor", ["sensor", "value"], ["value", "sensor"]])
def test_rows_are_sorted_as_their_texts(rows, key, reverse):
    model = many(rows)
    array = rows(model)
    names = [key] if isinstance(key, str) else key

    def by(row):
        return [getattr(row, name) for name in names]

    order = array.argsort(key, reverse=reverse)
    expected = sorted(range(len(model)), key=lambda n: by(model[n]), reverse=reverse)
    assert order.tolist() == expected
    array.sort(key, reverse=reverse)
    assert list(array) == [model[n] for n in expected]
    view = rows(model)[::-1]
    view.sort(key)
    assert list(map(by, view)) == sorted(map(by, model))


@ARRAYS
def test_no_text_comes_last(rows):
    model = many(rows)
    array = rows(model)
    array.sort("unit", reverse=True)
    some = sorted((row for row in model if row.unit is not None), key=lambda row: row.unit, reverse=True)
    assert array.unit.tolist() == [row.unit for row in some] + [None] * (len(model) - len(some))
    array.sort(lambda row: (row.unit or "", row.sensor))
    assert list(array) == sorted(model, key=lambda row: (row.unit or "", row.sensor)) or len(set(map(repr, array))) < len(model)


def test_others_see_numbers():
    rows = MeasurementArray([FULL, ("", 0), FULL])
    assert memoryview(rows).format == "T{I:sensor:4xd:value:T{I:value:?:valid:3x}:unit:(2)T{I:value:?:valid:3x}:tags:}"
    column = memoryview(rows.sensor)
    assert (column.format, column[0], column[1]) == ("I", column[2], 0)
    # Zeros are the empty text.
    assert tuple(MeasurementArray([("", 0)])[0]) == tuple(rows[1])
    assert rows.sensor.__array_interface__["typestr"] in ("<u4", ">u4")
    # A number that has a text may be written.
    column[1] = column[0]
    assert rows[1].sensor == "outside/north"
    column.release()


# ---- what other code writes


@pytest.mark.hazard(53)
@ARRAYS
@pytest.mark.parametrize("wrong", [NONE, NONE - 1, 2**31, 2**20])
def test_numbers_without_a_text_are_an_error_when_they_are_read(rows, wrong):
    array = rows([FULL] * 3)
    memory = memoryview(array).cast("B")
    memory[40:44] = struct.pack("=I", wrong)
    name = rows.__name__.removesuffix("Array")
    message = f"^{name}.sensor: the bytes in row 1 are no number of a shared text; other code wrote them$"
    for use in (lambda: array[1], lambda: list(array), lambda: array.sensor[1], lambda: array.view(1).sensor, lambda: list(array.view(1)),
                array.sensor.tolist, lambda: repr(array), lambda: repr(array.sensor), lambda: list(array.rows())[1].sensor,
                lambda: array.filter(lambda row: True), lambda: array.sort(lambda row: row.sensor), lambda: pickle.dumps(array, 5),
                lambda: pickle.dumps(array, 2), lambda: array.__arrow_c_array__(), lambda: array.sensor.__arrow_c_array__()):  # fmt: skip
        with pytest.raises(ValueError, match=message):
            use()
    # What does not look at it goes on.
    assert array.unit.tolist() == [FULL[2]] * 3
    assert array[0] == array[2] and array[0] in array
    assert array == array.copy() != array[:2]
    assert array.argsort("sensor").tolist() == [0, 2, 1]
    assert array.argsort("sensor", reverse=True).tolist() == [0, 2, 1]
    assert pickle.loads(pickle.dumps(array[::2])) == array[::2]
    memory.release()
    assert len(array.sensor[2:3].tolist()) == 1
    with pytest.raises(ValueError, match=message):
        array.pop(1)


@pytest.mark.hazard(53)
def test_the_number_of_an_optional_is_looked_at_only_if_there_is_one():
    array = MeasurementArray([("s", 1, None, ["t", None])])
    memory = memoryview(array).cast("B")
    for at in 16, 32:
        assert memory[at + 4] == 0
        memory[at : at + 4] = b"\xff" * 4
    memory.release()
    assert tuple(array[0]) == ("s", 1.0, None, ["t", None])
    assert pickle.loads(pickle.dumps(array))[0] == array[0]
    memory = memoryview(array).cast("B")
    memory[36] = 1
    with pytest.raises(ValueError, match="^Measurement.tags: the bytes in row 0 are no number of a shared text"):
        array[0]
    with pytest.raises(ValueError, match="^Measurement.tags: the bytes in row 0 are no number"):
        pickle.dumps(array)
    memory[20] = 1
    with pytest.raises(ValueError, match="^Measurement.unit: the bytes in row 0 are no number"):
        array.unit[0]


@pytest.mark.hazard(57)
@ARRAYS
def test_memory_without_texts_is_refused(rows):
    array = rows([FULL])
    for memory in bytearray(array), bytes(array), array:
        with pytest.raises(TypeError, match=rf"rows of {rows.__name__} have shared texts \(field 'sensor'\).*pickles, to_file\(\) and Arrow"):
            rows.from_buffer(memory)
    with pytest.raises(TypeError, match="shared texts"):
        MarkedArray.from_buffer(NumberedArray([(1,)]))
    # To a class of numbers they are numbers.
    assert NumberedArray.from_buffer(MarkedArray([("",)]))[0] == Numbered(0)


# ---- pickles and files


@ARRAYS
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_rows_travel(rows, protocol, tmp_path):
    array = rows(many(rows))
    assert pickle.loads(pickle.dumps(array, protocol)) == array
    for part in array[3:90], array[::-7], array[:0]:
        assert list(pickle.loads(pickle.dumps(part, protocol))) == list(part)
        part.to_file(tmp_path / "part")
        for map in False, True:
            assert list(rows.open(tmp_path / "part", map=map)) == list(part)
    # The same layout: another class may read them.
    array.to_file(tmp_path / "rows")
    other = FindingArray if rows is MeasurementArray else MeasurementArray
    assert other.open(tmp_path / "rows").sensor.tolist() == array.sensor.tolist()
    told = []
    assert rows.open(tmp_path / "rows", progress=told.append) == array
    assert sum(told) == len(array)


def test_memory_of_one_process_is_shared_out_of_band():
    array = MeasurementArray([FULL] * 3)
    given = []
    data = pickle.dumps(array, 5, buffer_callback=given.append)
    again = pickle.loads(data, buffers=given)
    again.sensor[1] = "written there"
    assert array.sensor[1] == "written there"
    assert again[2] is not array[2] and again == array
    del again, given
    array.append(FULL)


@pytest.mark.hazard(57)
def test_a_pickle_of_numbers_is_none_of_texts():
    numbers, tags = NumberedArray([(1,)]), MarkedArray([("one",)])
    layout, data, texts = tags.__reduce_ex__(2)[1]
    for arguments in (layout, data), (numbers.__reduce_ex__(2)[1][0], data, texts), (layout, data, texts, 1), (layout, data, None), (layout, data, "x"):
        with pytest.raises((TypeError, ValueError)):
            MarkedArray.__rebuild__(*arguments)
    with pytest.raises(ValueError, match="and those of NumberedArray are '.T{I:tag:}'"):
        NumberedArray.__rebuild__(layout, data)
    assert MarkedArray.__rebuild__(layout, data, texts) == tags


def packed(*texts, count=None, cut=0):
    entries = b"".join(struct.pack("<II", number, len(text)) for number, text in texts)
    data = struct.pack("<Q", len(texts) if count is None else count) + entries + b"".join(text for _, text in texts)
    return data[: len(data) - cut]


def tagged(*numbers):
    return struct.pack(f"={len(numbers)}I", *numbers)


LAYOUT = MarkedArray([]).__reduce_ex__(2)[1][0]


@pytest.mark.hazard(54)
@pytest.mark.parametrize(
    "texts, why",
    [
        (b"", "they are cut off"),
        (packed((5, b"five"), cut=1), "they are cut off"),
        (packed((5, b"five"), count=2), "they are cut off"),
        (packed((5, b"five"), count=2**61), "they are cut off"),
        (packed((5, b"five"), count=2**64 - 1), "they are cut off"),
        (packed((5, b"five")) + b"x", "there is more than they say"),
        (packed((5, b"five"), count=0), "there is more than they say"),
        (packed((5, b"a"), (5, b"b")), "two of them have one number"),
        (packed((0, b"a")), "two of them have one number"),
        (packed((5, b"\xff")), "one of them is no UTF-8"),
        (packed((5, "é".encode()[:1]), (6, "é".encode()[1:])), "one of them is no UTF-8"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_damaged_texts_are_refused(texts, why, tmp_path):
    before = f.shared_texts()
    with pytest.raises(ValueError, match=f"^the texts of MarkedArray in this pickle are damaged: {why}$"):
        MarkedArray.__rebuild__(LAYOUT, tagged(5), texts)
    MarkedArray([("a",), ("b",)]).to_file(tmp_path / "rows")  # These are two.
    good = (tmp_path / "rows").read_bytes()
    head = good[:-len(packed((1, b"a"), (2, b"b")))]
    (tmp_path / "rows").write_bytes(head + texts)
    for map in False, True:
        with pytest.raises(ValueError, match=f"^the texts of MarkedArray in this file are damaged: {why}$"):
            MarkedArray.open(tmp_path / "rows", map=map)
    # Not even those that are whole.
    assert f.shared_texts() <= before + 2
    assert MarkedArray.__rebuild__(LAYOUT, tagged(), packed((5, b"of no row"))).tag.tolist() == []
    assert f.shared_texts() <= before + 2


@pytest.mark.hazard(54)
def test_texts_of_any_numbers_find_their_rows(tmp_path):
    numbers = [5, 2**20, NONE, NONE - 1, 0, 5]
    texts = packed((5, b"five"), (2**20, b"large"), (NONE, b"the last"), (NONE - 1, b""))
    for data in tagged(*numbers), bytearray(tagged(*numbers)), memoryview(bytearray(b"x" + tagged(*numbers)))[1:]:
        rows = MarkedArray.__rebuild__(LAYOUT, data, texts)
        assert rows.tag.tolist() == ["five", "large", "the last", "", "", "five"]
        rows.append(("more",))
    for missing in 6, 2**20 + 1, 2**31:
        for data in tagged(5, missing), bytearray(tagged(5, missing)):
            with pytest.raises(ValueError, match="^Marked.tag: this pickle has no text for the number in row 1$"):
                MarkedArray.__rebuild__(LAYOUT, data, texts)
    MarkedArray([("a",), ("b",), ("a",)]).to_file(tmp_path / "rows")
    bad = bytearray((tmp_path / "rows").read_bytes())
    at = bad.index(tagged(1, 2, 1))
    bad[at + 4 : at + 8] = tagged(3)
    (tmp_path / "rows").write_bytes(bad)
    for map in False, True:
        with pytest.raises(ValueError, match="^Marked.tag: this file has no text for the number in row 1$"):
            MarkedArray.open(tmp_path / "rows", map=map)


@pytest.mark.hazard(57)
def test_memory_that_came_with_other_numbers_is_left_as_it_was():
    [number] = memoryview(MarkedArray([("known here",)]).tag)
    data = bytearray(tagged(number))
    shared = MarkedArray.__rebuild__(LAYOUT, data, packed((number, b"known here")))
    assert shared[0] == Marked("known here")
    shared[0] = ("",)
    assert bytes(data) == tagged(0)
    data = bytearray(tagged(number))
    copied = MarkedArray.__rebuild__(LAYOUT, data, packed((number, b"known otherwise")))
    assert copied[0] == Marked("known otherwise")
    assert bytes(data) == tagged(number)
    data.append(0)  # Nobody holds it.


def test_files_are_the_same_whatever_was_met_before(tmp_path):
    rows = MeasurementArray([("file b", 1, "file a"), ("file a", 2), ("", 3, "")])
    rows.to_file(tmp_path / "one")
    assert b"file bfile a" in (tmp_path / "one").read_bytes()
    again = MeasurementArray.open(tmp_path / "one")
    again.to_file(tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.hazard(54)
def test_a_file_is_not_begun_with_numbers_that_nobody_knows(tmp_path):
    rows = MarkedArray([("x",), ("y",)])
    rows.to_file(tmp_path / "rows")
    good = (tmp_path / "rows").read_bytes()
    view = memoryview(rows.tag)
    view[1] = NONE
    with pytest.raises(ValueError, match="^Marked.tag: the bytes in row 1 are no number of a shared text"):
        rows.to_file(tmp_path / "rows")
    assert (tmp_path / "rows").read_bytes() == good


@pytest.mark.hazard(57)
def test_a_row_that_gets_another_text_while_a_file_is_written_has_it_there_or_not(tmp_path):
    rows = MarkedArray([("before",)] * 200_000)
    told = []

    def meanwhile(count):
        told.append(count)
        rows.tag[-1] = f"new while written {len(told)}"

    rows.to_file(tmp_path / "rows", progress=meanwhile)
    again = MarkedArray.open(tmp_path / "rows")
    assert again.tag[-1].startswith("new while written")
    assert set(again.tag[:-1]) == {"before"}


# ---- numbers of the same texts in another process


OTHER = """
import os, sys
T = f.MarkedArray
for n in range(int(sys.stdin.readline())): f.Marked(f"only here {n}")
path = sys.stdin.readline().strip()
# In a process that met nothing before, the numbers of a file are its own.
rows = T.open(os.path.join(path, "rows"), map=True)
with open(os.path.join(path, "pickle"), "rb") as file: assert pickle.load(file) == rows
expected = [f"sensor {n % 50}" for n in range(1000)]
assert rows.tag.tolist() == expected
with open(os.path.join(path, "stream"), "rb") as file: data = file.read()
with open(os.path.join(path, "buffer"), "rb") as file: buffer = bytearray(file.read())
again = pickle.loads(data, buffers=[buffer])
assert again == rows and again.sort("tag") is None
for map in (False, True):
    rows = T.open(os.path.join(path, "rows"), map=map)
    assert rows.tag.tolist() == expected
try: T.open(os.path.join(path, "rows"), map=True)[0] = ("x",); print("copied")
except TypeError: print("mapped")
rows = T((text,) for text in reversed(rows.tag.tolist()))
rows.to_file(os.path.join(path, "back"))
with open(os.path.join(path, "answer"), "wb") as file: pickle.dump(rows, file, 5)
"""


@pytest.mark.hazard(57)
@pytest.mark.parametrize("met, how", [(0, "mapped"), (777, "copied")])
def test_another_process_has_other_numbers(met, how, tmp_path):
    for n in range(10):
        Marked(f"only there {n}")
    rows = MarkedArray((f"sensor {n % 50}",) for n in range(1000))
    given = []
    (tmp_path / "pickle").write_bytes(pickle.dumps(rows))
    (tmp_path / "stream").write_bytes(pickle.dumps(rows, 5, buffer_callback=given.append))
    (tmp_path / "buffer").write_bytes(given[0].raw())
    rows.to_file(tmp_path / "rows")
    env = {**os.environ, "PYTHONPATH": os.path.dirname(f.__file__)}
    done = subprocess.run(
        [sys.executable, "-c", isolated.PRELUDE + OTHER],
        input=f"{met}\n{tmp_path}\n", env=env, capture_output=True, text=True, timeout=60 * isolated.PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == how
    expected = rows.tag.tolist()[::-1]
    assert pickle.loads((tmp_path / "answer").read_bytes()).tag.tolist() == expected
    assert MarkedArray.open(tmp_path / "back").tag.tolist() == expected


# ---- threads


@pytest.mark.hazard(55)
def test_threads_agree_on_texts():
    start, seen = threading.Barrier(4), [None] * 4

    def work(nth):
        start.wait()
        rows = MarkedArray()
        for n in range(2000):
            text = f"thread text {(n * 7 + nth * 500) % 2000}"
            rows.append((text,))
            assert rows[-1].tag == text
        seen[nth] = sorted(zip(rows.tag, memoryview(rows.tag).tolist()))

    threads = [threading.Thread(target=work, args=(nth,)) for nth in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen[0] == seen[1] == seen[2] == seen[3]
    assert len(set(seen[0])) == 2000


@pytest.mark.hazard(41)
@pytest.mark.skipif("not hasattr(__import__('os'), 'fork')", reason="this system cannot fork")
def test_a_fork_while_threads_meet_texts():
    isolated.run("""
    import os, warnings
    warnings.simplefilter("ignore")
    stop = False
    def meet(nth):
        n = 0
        while not stop:
            n += 1
            # Arrow data is taken while detached.
            rows = f.MarkedArray((f"{nth} {n} {k}",) for k in range(50))
            f.MarkedArray.from_arrow(rows)
    threads = [threading.Thread(target=meet, args=(nth,)) for nth in range(3)]
    for thread in threads: thread.start()
    try:
        for turn in range(20):
            child = os.fork()
            if child == 0:
                try:
                    faulthandler.dump_traceback_later(20, exit=True)
                    rows = f.MarkedArray((f"child {turn} {k}",) for k in range(50))
                    os._exit(7 if rows[3].tag == f"child {turn} 3" else 2)
                finally: os._exit(1)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    finally:
        stop = True
        for thread in threads: thread.join()
    """)


# ---- Arrow, by nothing but the interface


def test_arrow_has_each_text_once():
    rows = MeasurementArray([FULL, ("", 2), FULL, ("é", 3, None, ["x", "a"])])
    taken = Taken(rows)
    schema, array = taken.schema, taken.array
    fields = {child.contents.name: child.contents for child in schema.children[: schema.n_children]}
    assert [field.format for field in fields.values()] == [b"i", b"g", b"i", b"+w:2"]
    assert fields[b"sensor"].dictionary.contents.format == b"u" and not fields[b"value"].dictionary
    assert (fields[b"sensor"].flags, fields[b"unit"].flags) == (0, NULLABLE)
    sensor = array.children[0].contents
    assert values(fields[b"sensor"].dictionary.contents, sensor.dictionary.contents) == ["outside/north", "", "é"]
    expected = [tuple(row) for row in rows]
    # It owns what it holds.
    rows.clear()
    gc.collect()
    assert values(schema, array) == expected
    # A child that is moved out lives on, with its dictionary.
    child = move(sensor, Array)
    array.release(array)
    assert values(fields[b"sensor"], child) == ["outside/north", "", "outside/north", "é"]
    child.release(child)
    schema.release(schema)
    for part in MeasurementArray(), MeasurementArray([("", 0)]), MeasurementArray([FULL] * 9)[::-2]:
        with Taken(part) as (schema, array):
            assert values(schema, array) == [tuple(row) for row in part]
        assert MeasurementArray.from_arrow(part) == part


def entries(*texts, form="u"):
    ends = [sum(map(len, texts[:nth])) for nth in range(len(texts) + 1)]
    return Column(form, len(texts), [None, struct.pack(f"{len(ends)}{'i' if form == 'u' else 'q'}", *ends), b"".join(texts)])


def read_tags(column):
    column.schema.name = b"tag"
    table = Column("+s", column.array.length, [None], [column])
    return MarkedArray.from_arrow(Gives(table)).tag.tolist()


@pytest.fixture(autouse=True)
def nothing_kept():
    yield
    arrow_c.alive.clear()


@pytest.mark.hazard(52)
def test_texts_that_arrow_brings():
    long = ("é" * 500).encode()
    for column, want in (
        (entries(b"a", b"", long), ["a", "", "é" * 500]),
        (entries(b"a", b"x" * 64, b"x" * 65, form="U"), ["a", "x" * 64, "x" * 65]),
        (Column("u", 1, [None, struct.pack("2i", 0, 0), None]), [""]),
        (Column("c", 4, [None, b"\1\0\1\2"], dictionary=entries(b"", b"b", long)), ["b", "", "b", "é" * 500]),
        (Column("L", 1, [None, struct.pack("2Q", 99, 1)], offset=1, dictionary=entries(b"a", b"b", form="U")), ["b"]),
    ):
        assert read_tags(column) == want
    before = f.shared_texts()
    for column, message in (
        (entries(b"\xff"), "row 0: a text that is no UTF-8"),
        (entries(b"", b"\xed\xa0\x80"), "row 1: a text that is no UTF-8"),
        (Column("u", 1, [None, struct.pack("2i", 3, 0), b"abc"]), "row 0: an offset or index leads out of the data"),
        (Column("c", 2, [None, b"\0\1"], dictionary=entries(b"")), "row 1: an offset or index leads out of the data"),
        (Column("c", 2, [None, b"\0\xff"], dictionary=entries(b"")), "row 1: an offset or index leads out of the data"),
        (Column("L", 1, [None, struct.pack("Q", 2**64 - 1)], dictionary=entries(b"")), "row 0: an offset or index leads out of the data"),
        (Column("c", 1, [None, b"\0"], dictionary=entries(b"\xffx")), "row 0: a text that is no UTF-8"),
    ):
        with pytest.raises(ValueError, match=f"Marked.tag, {message}"):
            read_tags(column)
    for column, message in (
        (Column("g", 1, [None, bytes(8)], dictionary=entries(b"a")), "a dictionary whose indices are no integers"),
        (Column("c", 1, [None, b"\0"], dictionary=Column("c", 1, [None, b"\0"], dictionary=entries(b"a"))), "a dictionary of a dictionary"),
    ):
        with pytest.raises(ValueError, match=message):
            read_tags(column)
    assert f.shared_texts() == before

"""Packed arrays are sorted by fields, and rows are chosen by masks and indices."""

import array
import random

import pytest
from recordclass_fixtures import Reading, ReadingArray, Sample, Samples, Vertex, VertexArray
from test_array_sequence import SAMPLE, vertices

NAN = float("nan")


def mixed(count, seed=1):
    rng = random.Random(seed)
    values = [-0.0, 0.0, 1.5, -1.5, 1e300, -1e300, float("inf"), float("-inf"), 2.0]
    return [Vertex(rng.choice(values), rng.randrange(3), n) for n in range(count)]


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("keys", ["x", "z", ["y", "x"], ("x", "y"), []])
def test_sorting_is_that_of_a_list(keys, reverse):
    model = mixed(500)
    rows = VertexArray(model)
    names = [keys] if isinstance(keys, str) else keys
    by = {"key": lambda row: [getattr(row, name) for name in names], "reverse": reverse}
    order = rows.argsort(keys, reverse=reverse)
    assert type(order) is array.array
    assert [rows[n] for n in order] == sorted(model, **by)
    assert list(rows[order]) == sorted(model, **by)
    part = rows[10:400:3]
    rows.sort(keys, reverse=reverse)
    model.sort(**by)
    # Equal records in another order would be equal still.
    assert [row.z for row in rows] == [row.z for row in model]
    del part


def test_sorting_a_slice_sorts_its_rows_only():
    model = mixed(100)
    rows = VertexArray(model)
    rows[10:90:3].sort("z", reverse=True)
    model[10:90:3] = sorted(model[10:90:3], key=lambda row: -row.z)
    assert list(rows) == model
    rows[::-1].sort(key="z")
    assert [row.z for row in rows] == list(range(99, -1, -1))


def test_an_exported_array_is_sorted_in_place():
    rows = VertexArray(mixed(100))
    view = memoryview(rows.z)
    rows.sort("z", reverse=True)
    assert view.tolist() == list(range(99, -1, -1))


def test_a_function_of_the_records_is_a_key():
    model = mixed(100)
    rows = VertexArray(model)
    rows.sort(lambda row: (row.y, -row.z))
    assert list(rows) == sorted(model, key=lambda row: (row.y, -row.z))
    assert list(rows.argsort(key=lambda row: row.z)) == sorted(range(100), key=lambda n: rows[n].z)
    with pytest.raises(ZeroDivisionError):
        rows.sort(lambda row: 1 / 0)

    def shrink(row):
        rows.clear()
        return 0

    with pytest.raises((RuntimeError, IndexError)):
        rows.sort(shrink)


@pytest.mark.parametrize("reverse", [False, True])
def test_nan_and_none_come_last(reverse):
    rows = VertexArray((x, n) for n, x in enumerate([NAN, 2, 1, NAN, 3]))
    rows.sort("x", reverse=reverse)
    assert rows.y.tolist() == ([4, 1, 2, 0, 3] if reverse else [2, 1, 4, 0, 3])
    readings = ReadingArray(Reading(n, value, "a", True, [0, 0]) for n, value in enumerate([None, 2, NAN, None, -1]))
    readings.sort("value", reverse=reverse)
    assert readings.id.tolist() == ([1, 4, 2, 0, 3] if reverse else [4, 1, 2, 0, 3])


def test_every_kind_of_number_is_ordered():
    rng = random.Random(3)
    samples = Samples()
    for _ in range(50):
        row = list(SAMPLE)
        for at, bits in (1, 7), (2, 15), (3, 31), (4, 63):
            row[at] = rng.randrange(-(2**bits), 2**bits)
        for at, bits in (5, 8), (6, 16), (7, 32), (8, 64):
            row[at] = rng.randrange(2**bits)
        row[0], row[9], row[11] = rng.random() < 0.5, rng.uniform(-1, 1), chr(rng.randrange(0x20, 0xD800))
        samples.append(tuple(row))
    for name in "flag", "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "f32", "char":
        order = samples.argsort(name)
        values = samples.column(name).tolist()
        assert [values[n] for n in order] == sorted(values)


def test_keys_that_are_no_fields_are_refused():
    rows = VertexArray(vertices(3))
    for call in rows.sort, rows.argsort:
        with pytest.raises(ValueError, match="VertexArray has no field 'w': the fields are x, y, z"):
            call("w")
        with pytest.raises(TypeError, match="names of fields, not int"):
            call(["x", 1])
        with pytest.raises(TypeError, match="as key"):
            call()
    with pytest.raises(TypeError, match="cannot order arrays, as in field 'triple'"):
        Samples().sort("triple")


@pytest.mark.parametrize("where", [slice(None), slice(3, 90, 4), slice(None, None, -1)])
def test_rows_are_chosen_by_masks_and_indices(where):
    rows = VertexArray(mixed(100))[where]
    model = list(rows)
    mask = [row.y == 1 for row in model]
    some = [row for row in model if row.y == 1]
    for chosen in (rows[mask], rows.filter(mask), rows.filter(lambda row: row.y == 1), rows[tuple(mask)],
                   rows[memoryview(bytes(mask)).cast("?")]):  # fmt: skip
        assert type(chosen) is VertexArray
        assert list(chosen) == some
        chosen.append((1, 2))
    indices = [0, -1, 5, 5, 2]
    for code in "bhilq":
        assert list(rows[array.array(code, indices)]) == [model[n] for n in indices]
    for code in "BHILQ":
        assert list(rows[array.array(code, [0, 5, 5])]) == [model[n] for n in (0, 5, 5)]
    assert list(rows[indices]) == [model[n] for n in indices]
    assert list(rows[memoryview(array.array("i", range(10)))[::3]]) == [model[n] for n in (0, 3, 6, 9)]
    assert list(rows[[]]) == []
    assert list(VertexArray().filter([])) == []


def test_wrong_masks_and_indices_are_refused():
    rows = VertexArray(vertices(5))
    with pytest.raises(ValueError, match="a mask of 3 truth values does not fit 5 rows"):
        rows[[True, False, True]]
    with pytest.raises(IndexError, match="VertexArray index 7 out of range of 5 rows"):
        rows[[0, 7]]
    with pytest.raises(IndexError, match="index -6 out of range"):
        rows[array.array("b", [-6])]
    with pytest.raises(IndexError):
        rows[array.array("Q", [2**64 - 1])]
    with pytest.raises(TypeError, match="by truth values or by integers, not by both"):
        rows[[True, 1]]
    with pytest.raises(TypeError, match="one dimension of truth values or of native integers"):
        rows[array.array("d", [1.0])]
    with pytest.raises(TypeError, match="VertexArray indices must be"):
        rows["x"]
    with pytest.raises(TypeError, match="VertexArray indices must be"):
        rows[{1: 2}]
    with pytest.raises(TypeError, match="VertexArray indices must be"):
        rows[b"\0"]
    with pytest.raises(TypeError, match="filter\\(\\) takes a truth value for each row"):
        rows.filter([0, 1, 2, 3, 4])

    class Shrinks(list):
        def __iter__(self):
            rows.clear()
            return iter([True] * 5)

    with pytest.raises(ValueError, match="does not fit 0 rows"):
        rows[Shrinks()]
    assert Sample

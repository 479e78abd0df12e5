"""Rows chosen by a mask or by indices are assigned to and deleted."""

import array
import random

import pytest
from recordclass_fixtures import Vertex, VertexArray
from test_array_sequence import vertices

WHERE = pytest.mark.parametrize("where", [slice(None), slice(3, 90, 4), slice(None, None, -1)])


def masks(size):
    mask = [n % 3 == 1 for n in range(size)]
    return [mask, tuple(mask), memoryview(bytes(mask)).cast("?")], [n for n in range(size) if mask[n]]


def indices(size):
    some = [0, size - 1, 5, -3]
    return [some, tuple(some), array.array("q", some), array.array("b", [0, size - 1 if size < 128 else -1, 5, -3])], some


@WHERE
@pytest.mark.parametrize("keys", [masks, indices])
def test_one_row_is_put_in_everywhere(where, keys):
    for key in keys(len(vertices(100)[where]))[0]:
        for row in Vertex(1, 2, 3), (1, 2, 3), VertexArray([(1, 2, 3)]).view(0):
            model = vertices(100)
            rows = VertexArray(model)
            part = model[where]
            for n in keys(len(part))[1]:
                part[n] = Vertex(1, 2, 3)
            model[where] = part
            rows[where][key] = row
            assert list(rows) == model


@WHERE
@pytest.mark.parametrize("keys", [masks, indices])
def test_each_row_has_its_own(where, keys):
    for key in keys(len(vertices(100)[where]))[0]:
        for make in list, VertexArray, iter, lambda new: [tuple(row) for row in new], lambda new: VertexArray(new)[::-1][::-1]:
            model = vertices(100)
            rows = VertexArray(model)
            part = model[where]
            chosen = keys(len(part))[1]
            new = [Vertex(n, n * n, 7) for n in range(len(chosen))]
            for n, row in zip(chosen, new):
                part[n] = row
            model[where] = part
            rows[where][key] = make(new)
            assert list(rows) == model


@pytest.mark.parametrize("keys", [masks, indices])
def test_chosen_rows_are_deleted(keys):
    for key in keys(100)[0]:
        model = vertices(100)
        rows = VertexArray(model)
        gone = {n % 100 for n in keys(100)[1]}
        del rows[key]
        assert list(rows) == [row for n, row in enumerate(model) if n not in gone]
        rows.append((1, 2))


def test_memory_of_deleted_rows_is_given_back():
    rows = VertexArray(vertices(10_000))
    size = rows.__sizeof__()
    del rows[[n % 100 != 0 for n in range(10_000)]]
    assert len(rows) == 100
    assert rows.__sizeof__() < size / 10
    assert [row.x for row in rows] == list(range(0, 10_000, 100))


def test_rows_that_are_named_twice():
    rows = VertexArray(vertices(5))
    rows[[1, 1, -4]] = [(7, 7), (8, 8), (9, 9)]
    assert rows[1] == Vertex(9, 9)
    del rows[[0, 0, -5]]
    assert rows.x.tolist() == [9, 2, 3, 4]
    rows[[0, 1]] = rows[[1, 0]]
    assert rows.x.tolist() == [2, 9, 3, 4]
    rows[[0, 1, 2, 3]] = rows[::-1]
    assert rows.x.tolist() == [4, 3, 9, 2]


def test_nothing_chosen_changes_nothing():
    rows = VertexArray(vertices(5))
    for key in [], [False] * 5, array.array("q"):
        rows[key] = (1, 2)
        rows[key] = []
        del rows[key]
    assert list(rows) == vertices(5)


def test_what_does_not_fit_is_refused_and_changes_nothing():
    rows = VertexArray(vertices(5))
    mask = [True, False, True, False, False]

    def delete(key):
        del rows[key]

    for change in delete, lambda key: rows.__setitem__(key, (1, 2)):
        with pytest.raises(ValueError, match="^VertexArray: a mask of 3 truth values does not fit 5 rows$"):
            change([True, False, True])
        with pytest.raises(IndexError, match="^VertexArray index 7 out of range of 5 rows$"):
            change([0, 7])
        with pytest.raises(IndexError, match="^VertexArray index -6 out of range of 5 rows$"):
            change(array.array("q", [0, -6]))
        with pytest.raises(TypeError, match="^rows of VertexArray are chosen by truth values or by integers, not by both"):
            change([True, 0])
        with pytest.raises(TypeError, match="^rows of VertexArray are chosen by one dimension"):
            change(array.array("d", [1]))
        for key in "x", b"x", {1: 2}, 1.5, None, object():
            with pytest.raises(TypeError, match="^VertexArray indices must be"):
                change(key)
    for key in mask, [0, 2]:
        for count in 0, 1, 3:
            with pytest.raises(ValueError, match=f"^{count} rows for the 2 of this VertexArray that are chosen$"):
                rows[key] = [(1, 2)] * count
        with pytest.raises(TypeError, match="Vertex.y must be a real number, not str"):
            rows[key] = [(1, 2), (1, "x")]
        with pytest.raises(TypeError, match="Vertex.y must be a real number, not str"):
            rows[key] = (1, "x")
        with pytest.raises(TypeError, match="a row of VertexArray is a Vertex"):
            rows[key] = [1, 2]
        with pytest.raises(TypeError):
            rows[key] = 5
    assert list(rows) == vertices(5)


@pytest.mark.hazard(51)
def test_slices_and_exports_keep_their_length():
    rows = VertexArray(vertices(6))
    with pytest.raises(BufferError, match="a slice of a VertexArray cannot be resized"):
        del rows[1:][[0, 1]]
    view = memoryview(rows)
    with pytest.raises(BufferError, match="cannot be resized"):
        del rows[[0, 1]]
    rows[[0, 1]] = (7, 7)
    view.release()
    part = rows[3:]
    del rows[[0, 1]]
    with pytest.raises(BufferError, match="no longer has"):
        part[[0]] = (1, 2)
    frozen = VertexArray.from_buffer(bytes(rows))
    with pytest.raises(TypeError, match="read-only"):
        frozen[[0]] = (1, 2)
    with pytest.raises(BufferError):
        del frozen[[0]]
    assert bytes(frozen) == bytes(rows)


@pytest.mark.hazard(56)
def test_the_array_may_change_meanwhile():
    rows = VertexArray(vertices(50))

    class Nasty:
        def __float__(self):
            rows.clear()
            return 1.0

    with pytest.raises(IndexError, match="VertexArray index 3 out of range of 0 rows"):
        rows[[3]] = (Nasty(), 1)
    rows.extend(vertices(50))
    with pytest.raises(ValueError, match="a mask of 50 truth values does not fit 0 rows"):
        rows[[True] * 50] = ((Nasty(), n) for n in range(50))

    class Key(list):
        def __iter__(self):
            rows.clear()
            return super().__iter__()

    rows.extend(vertices(50))
    with pytest.raises(IndexError):
        del rows[Key([1, 2])]
    rows.extend(vertices(50))
    with pytest.raises(IndexError):
        rows[Key([1, 2])] = (1, 2)


def test_any_choice_is_as_of_a_list():
    rng = random.Random(5)
    for _ in range(200):
        size = rng.randrange(1, 30)
        model = [Vertex(rng.random(), n) for n in range(size)]
        rows = VertexArray(model)
        chosen = [rng.randrange(-size, size) for _ in range(rng.randrange(size * 2))]
        new = [Vertex(-n, n) for n in range(len(chosen))]
        rows[chosen] = new
        for n, row in zip(chosen, new):
            model[n] = row
        assert list(rows) == model
        gone = [rng.random() < 0.4 for _ in range(size)]
        del rows[gone]
        assert list(rows) == [row for row, out in zip(model, gone) if not out]

"""A packed array is a mutable sequence of records."""

import copy
import sys

import pytest
from recordclass_fixtures import Reading, ReadingArray, Sample, Samples, Labelled, LabelledArray, Vertex, VertexArray

SAMPLE = (
    True, -1, -2, -3, -4, 1, 2, 3, 4, 0.5, 0.25, "é", [1.0, 2.0, 3.0], [[1, 2], [3, 4]], None, 9, True,
)  # fmt: skip


def vertices(count):
    return [Vertex(n, -n, n / 2) for n in range(count)]


@pytest.fixture
def five():
    return VertexArray(vertices(5))


def test_rows_come_back_as_records(five):
    assert len(five) == 5
    assert five[1] == Vertex(1, -1, 0.5)
    assert type(five[1]) is Vertex
    assert five[-1] == five[4] == Vertex(4, -4, 2)
    assert list(five) == vertices(5)
    assert list(reversed(five)) == vertices(5)[::-1]


def test_a_row_is_the_plain_struct():
    assert VertexArray.__name__ == "VertexArray"
    assert VertexArray.__module__ == Vertex.__module__
    assert VertexArray().itemsize == 24
    assert VertexArray(vertices(1000)).nbytes == 24_000
    assert Samples().itemsize % 8 == 0


def test_an_item_is_detached(five):
    row = five[0]
    row.x = 99
    assert five[0].x == 0


@pytest.mark.parametrize("index", [5, -6, sys.maxsize, -sys.maxsize - 1])
def test_an_index_out_of_range_is_an_error(five, index):
    with pytest.raises(IndexError, match="VertexArray index out of range"):
        five[index]
    with pytest.raises(IndexError):
        five[index] = (1, 2, 3)
    with pytest.raises(IndexError):
        del five[index]
    with pytest.raises(IndexError):
        five.pop(index)
    assert len(five) == 5


def test_an_index_is_an_integer(five):
    class Two:
        def __index__(self):
            return 2

    assert five[Two()] == five[2]
    for key in "x", 1.0, None:
        with pytest.raises(TypeError, match="VertexArray indices must be integers or slices"):
            five[key]


def test_rows_are_assigned_as_records_or_tuples(five):
    five[0] = Vertex(7, 8, 9)
    five[1] = (1.5, True, 3)
    five[2] = (1, 2)
    five[-1] = [4, 5, 6]
    assert five[0] == Vertex(7, 8, 9)
    assert five[1] == Vertex(1.5, 1, 3)
    assert five[2] == Vertex(1, 2, 0)
    assert five[4] == Vertex(4, 5, 6)


@pytest.mark.parametrize(
    ("row", "error", "message"),
    [
        ((1,), TypeError, r"a row of VertexArray has 3 values \(x, y, z\), not 1"),
        ((1, 2, 3, 4), TypeError, "has 3 values"),
        (5, TypeError, "a row of VertexArray is a Vertex, or a tuple of its values, not int"),
        ("123", TypeError, "not str"),
        (b"123", TypeError, "not bytes"),
        ({"x": 1}, TypeError, "not dict"),
        ((1, "2", 3), TypeError, "Vertex.y must be a real number, not str"),
    ],
)
def test_what_is_no_row_is_refused(five, row, error, message):
    before = list(five)
    for change in (five.append, lambda row: five.__setitem__(0, row), lambda row: five.extend([(1, 2, 3), row])):
        with pytest.raises(error, match=message):
            change(row)
        assert list(five) == before


def test_the_methods_are_those_of_a_list(five):
    model = vertices(5)
    for each in five, model:
        each.append(Vertex(10, 11, 12))
        each.insert(1, Vertex(20, 21, 22))
        each.insert(-1, Vertex(30, 31, 32))
        each.insert(100, Vertex(40, 41, 42))
        each.insert(-100, Vertex(50, 51, 52))
        each.extend(vertices(3))
        each.extend(each)
        del each[2]
        each.reverse()
        each.remove(Vertex(20, 21, 22))
    assert list(five) == model
    assert five.pop() == model.pop()
    assert five.pop(0) == model.pop(0)
    assert five.pop(-3) == model.pop(-3)
    assert five.index(Vertex(1, -1, 0.5)) == model.index(Vertex(1, -1, 0.5))
    assert five.index(Vertex(1, -1, 0.5), -9) == model.index(Vertex(1, -1, 0.5), len(model) - 9)
    assert five.count(Vertex(1, -1, 0.5)) == model.count(Vertex(1, -1, 0.5)) > 1
    assert list(five) == model
    five.clear()
    assert len(five) == 0
    assert list(five) == []


def test_what_is_not_there_is_not_found(five):
    assert Vertex(1, -1, 0.5) in five
    assert Vertex(1, -1, 0.6) not in five
    assert Vertex(float("nan"), 0) not in VertexArray([(float("nan"), 0)])
    for other in (1.0, -1.0, 0.5), None, object():
        assert other not in five
    with pytest.raises(ValueError, match="no row of this VertexArray equals that Vertex"):
        five.remove(Vertex(9, 9, 9))
    with pytest.raises(ValueError, match="no row"):
        five.index(Vertex(1, -1, 0.5), 2)


def test_an_empty_array_has_nothing_to_pop():
    with pytest.raises(IndexError, match="pop from empty VertexArray"):
        VertexArray().pop()


def test_extending_takes_all_or_nothing(five):
    def rows():
        yield Vertex(1, 2, 3)
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        five.extend(rows())
    assert list(five) == vertices(5)
    with pytest.raises(TypeError):
        five.extend(5)


def test_extending_tells_of_its_progress():
    told = []
    array = VertexArray(((n, n, n) for n in range(150_000)), progress=told.append)
    assert sum(told) == len(array) == 150_000
    assert len(told) == 3
    array.extend(array, progress=told.append)
    assert sum(told) == 300_000 == len(array)

    def stop(_rows):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        array.extend(array, progress=stop)
    assert len(array) == 300_000


def test_equality_is_by_rows(five):
    assert five == VertexArray(vertices(5))
    assert five != VertexArray(vertices(4))
    other = five.copy()
    other[3] = (0, 0, 0)
    assert five != other
    assert five != list(five)
    assert VertexArray() != Samples()
    assert VertexArray([(float("nan"), 0)]) != VertexArray([(float("nan"), 0)])
    assert VertexArray([(0.0, 0)]) == VertexArray([(-0.0, 0)])
    with pytest.raises(TypeError):
        hash(five)
    with pytest.raises(TypeError):
        five < other  # noqa: B015


def test_fields_that_do_not_compare_do_not_count():
    assert LabelledArray([(1, 2)]) == LabelledArray([(1, 3)])
    assert LabelledArray([(1, 2)]) != LabelledArray([(2, 2)])
    assert Labelled(1, 9) in LabelledArray([(1, 2)])


def test_what_python_does_not_know_starts_from_its_default():
    assert LabelledArray().itemsize == 16
    assert LabelledArray([Labelled(1, 2)])[0].cached() == 7


def test_copies_have_rows_of_their_own(five):
    for other in five.copy(), copy.copy(five), copy.deepcopy(five), VertexArray(five):
        assert other == five
        other[0] = (9, 9, 9)
        assert five[0] == Vertex(0, 0, 0)


def test_repr_shows_the_ends_of_many_rows(five):
    assert repr(VertexArray()) == "VertexArray([])"
    assert repr(five[:2]) == "VertexArray([Vertex(x=0.0, y=0.0, z=0.0), Vertex(x=1.0, y=-1.0, z=0.5)])"
    many = repr(VertexArray(vertices(1000)))
    assert many.startswith("<VertexArray of 1000 rows: [Vertex(x=0.0, ")
    assert ", ..., Vertex(x=997.0, " in many
    assert len(many) < 400


def test_every_kind_of_field_comes_back():
    record = Sample(*SAMPLE)
    array = Samples([record, SAMPLE])
    assert array[0] == array[1] == record
    other = list(SAMPLE)
    other[0], other[11], other[14], other[15] = False, "\U0010ffff", 2.5, None
    array[1] = tuple(other)
    assert array[1] == Sample(*other)
    assert array[1] != record
    assert array[0] == record


def test_values_are_converted_as_for_a_record():
    for at, value in [(1, 128), (1, "x"), (7, -1), (11, "ab"), (12, [1.0, 2.0]), (14, "x"), (15, 256), (0, 1)]:
        wrong = list(SAMPLE)
        wrong[at] = value
        with pytest.raises((TypeError, ValueError, OverflowError)) as of_record:
            Sample(*wrong)
        with pytest.raises(of_record.type) as of_row:
            Samples([tuple(wrong)])
        assert str(of_row.value) == str(of_record.value)


def test_rows_of_frozen_records_are_replaced_whole():
    array = ReadingArray([Reading(1, None, "a", True, [1, 2]), (2, 2.5, "b", False, [3, 4])])
    array[0] = array[1]
    assert array[0] == Reading(2, 2.5, "b", False, [3, 4])
    with pytest.raises(AttributeError):
        array[0].id = 5


def test_room_is_reserved_and_given_back():
    array = VertexArray()
    array.reserve(1000)
    assert array.capacity == 1000
    for row in vertices(1000):
        array.append(row)
    assert array.capacity == 1000
    assert sys.getsizeof(array) >= 24_000
    array.clear()
    assert array.capacity == 0
    assert sys.getsizeof(array) < 500
    with pytest.raises(ValueError):
        array.reserve(-1)
    with pytest.raises(MemoryError):
        array.reserve(sys.maxsize)


def test_slack_is_bounded():
    array = VertexArray()
    for n in range(200_000):
        array.append((n, n, n))
    assert array.capacity <= 1.125 * len(array) + 4
    assert VertexArray((n, n) for n in range(1000)).capacity == 1000


def test_a_record_of_a_row_is_an_ordinary_one(five):
    row = five[3]
    assert sys.getsizeof(row) == sys.getsizeof(Vertex(1, 2, 3))
    assert {Vertex: 1}[type(row)] == 1
    x, y, z = row
    assert (x, y, z) == (3, -3, 1.5)


def test_arrays_match_as_sequences(five):
    match five:
        case [first, *_, last]:
            assert (first.x, last.x) == (0, 4)
        case _:
            pytest.fail("no sequence")


def test_an_array_is_made_by_new_as_by_a_call():
    assert VertexArray.__new__(VertexArray) == VertexArray()
    assert VertexArray.__new__(VertexArray, [(1, 2)], progress=None) == VertexArray([(1, 2)])
    for arguments in (), (5,), (list,), (Vertex,):
        with pytest.raises(TypeError, match=r"VertexArray.__new__\("):
            VertexArray.__new__(*arguments)
    with pytest.raises(TypeError):
        object.__new__(VertexArray)
    with pytest.raises(TypeError):
        list.__new__(VertexArray)

"""numpy sees the memory of packed arrays, without a copy."""

import pytest
from recordclass_fixtures import Sample, Samples, Vertex, VertexArray

np = pytest.importorskip("numpy")

SAMPLE = (
    True, -1, -2, -3, -4, 1, 2, 3, 4, 0.5, 0.25, "é", [1.0, 2.0, 3.0], [[1, 2], [3, 4]], None, 9, True,
)  # fmt: skip


@pytest.fixture
def ten():
    return VertexArray((n, -n, n / 2) for n in range(10))


class Interface:
    """An object with the interface, and no buffer."""

    def __init__(self, of):
        self.__array_interface__ = of.__array_interface__


class Protocol:
    """An object with the method, and no buffer."""

    def __init__(self, of):
        self.of = of

    def __array__(self, dtype=None, copy=None):
        return self.of.__array__(dtype, copy=copy)


@pytest.mark.parametrize("by", [lambda array: array, Interface, Protocol])
def test_a_row_is_a_struct_by_name(ten, by):
    array = np.asarray(by(ten))
    assert array.dtype == np.dtype([("x", "<f8"), ("y", "<f8"), ("z", "<f8")])
    assert array.shape == (10,)
    assert array.tolist() == [tuple(row) for row in ten]
    array["y"][4] = 99
    assert ten[4].y == 99
    ten[5] = (7, 8, 9)
    assert tuple(array[5]) == (7, 8, 9)


@pytest.mark.parametrize("by", [lambda array: array, Interface, Protocol])
@pytest.mark.parametrize("where", [slice(None), slice(2, 8, 3), slice(None, None, -1), slice(5, 5)])
def test_columns_and_slices_have_strides(ten, by, where):
    column = np.asarray(by(ten[where].y))
    assert column.dtype == np.float64
    assert column.tolist() == ten[where].y.tolist() == np.asarray(by(ten))["y"][where].tolist()
    if len(column):
        assert np.shares_memory(column, np.asarray(ten))
        column[0] = 123
        assert ten[where][0].y == 123


@pytest.mark.parametrize("by", [lambda array: array, Interface])
def test_every_kind_of_field_has_its_type(by):
    samples = Samples([SAMPLE, SAMPLE])
    samples.weight[1] = 2.5
    array = np.asarray(by(samples))
    assert array.dtype.itemsize == samples.itemsize
    # What numpy makes of the interface has fields for padding, "f6" and the like, also of numpy's own arrays.
    names = [name for name in array.dtype.names if not (name[0] == "f" and array.dtype[name].char == "V")]
    assert tuple(names) == Sample.__match_args__
    for name in "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64":
        assert array.dtype[name] == np.dtype(name.replace("i", "int").replace("u", "uint").replace("uintnt", "uint"))
    assert array.dtype["flag"] == np.bool_
    assert array.dtype["char"] == np.dtype("U1")
    assert array.dtype["triple"] == np.dtype(("<f8", (3,)))
    assert array.dtype["grid"] == np.dtype(("<i2", (2, 2)))
    assert array.dtype["weight"].names[:2] == ("value", "valid")
    assert array["weight"]["valid"].tolist() == [False, True]
    assert array["weight"]["value"].tolist() == [0, 2.5]
    assert array["tag"].tolist() == [(9, True)] * 2
    assert array["weight"].dtype.itemsize == 16
    assert array["char"].tolist() == ["é"] * 2
    assert array["grid"].tolist() == [[[1, 2], [3, 4]]] * 2
    for name in names:
        column = np.asarray(by(samples.column(name)))
        assert column.tolist() == array[name].tolist()
        assert column.dtype == array[name].dtype
        assert column.__array_interface__["data"] == array[name].__array_interface__["data"]


@pytest.mark.parametrize("by", [lambda array: array, Interface, Protocol])
@pytest.mark.parametrize("of", [lambda array: array, lambda array: array.x, lambda array: array[2:4]])
def test_an_array_that_numpy_shows_cannot_be_resized(ten, by, of):
    array = np.asarray(by(of(ten)))
    view = array[1:]
    del array
    with pytest.raises(BufferError, match="cannot be resized"):
        ten.append((1, 2))
    del view
    ten.append((1, 2))


def test_numpy_asks_for_types_and_copies(ten):
    assert ten.x.__array__(np.float32).dtype == np.float32
    assert not np.shares_memory(ten.x.__array__(copy=True), np.asarray(ten))
    assert np.shares_memory(ten.x.__array__(copy=False), np.asarray(ten))
    with pytest.raises(ValueError, match="another dtype needs a copy"):
        ten.x.__array__(np.float32, copy=False)
    assert np.asarray(ten.x, dtype="f4").tolist() == ten.x.tolist()
    assert np.array(ten.x).flags.owndata


def test_empty_arrays_have_a_type():
    array = np.asarray(VertexArray())
    assert (array.shape, array.dtype.names) == ((0,), ("x", "y", "z"))
    assert np.asarray(VertexArray().x).shape == (0,)
    assert np.asarray(Interface(VertexArray())).shape == (0,)


def test_sums_are_those_of_numpy(ten):
    assert np.asarray(ten.x).sum() == 45
    assert np.sum(ten.x) == 45
    assert np.dot(ten.x, ten.y) == -285


def test_rows_of_numpy_are_rows(ten):
    array = np.asarray(ten.copy())
    assert VertexArray(array) == ten
    ten[0] = array[5]
    assert ten[0] == Vertex(5, -5, 2.5)
    ten.x[:] = np.arange(10) * 2
    assert ten.x.tolist() == [2 * n for n in range(10)]


def test_structured_arrays_are_copied_by_name():
    dtype = np.dtype([("z", "f4"), ("x", "f8"), ("y", "i4")])
    array = np.array([(1, 2, 3), (4, 5, 6)], dtype)
    rows = VertexArray.from_numpy(array)
    assert list(rows) == [Vertex(2, 3, 1), Vertex(5, 6, 4)]
    rows.append((1, 2))
    assert VertexArray.from_numpy(np.asarray(rows)) == rows
    assert VertexArray.from_numpy(np.asarray(rows)[::-1]) == rows[::-1]
    samples = Samples([SAMPLE] * 3)
    samples.weight[1] = 2.5
    assert Samples.from_numpy(np.asarray(samples)) == samples
    columns = {name: np.asarray(samples.column(name)) for name in Sample.__match_args__}
    assert Samples.from_numpy(columns) == samples
    columns["weight"] = np.ma.masked_array([1.0, 2.0, 3.0], [True, False, False])
    columns["tag"] = np.array([1, 2, 3], "u1")
    again = Samples.from_numpy(columns)
    assert again.weight.tolist() == [None, 2, 3]
    assert again.tag.tolist() == [1, 2, 3]


def test_arrays_that_do_not_fit_are_refused():
    good = {"x": np.zeros(3), "y": np.zeros(3), "z": np.zeros(3)}
    assert len(VertexArray.from_numpy(good)) == 3
    with pytest.raises(TypeError, match="field 'y': Cannot cast"):
        VertexArray.from_numpy(good | {"y": np.zeros(3, complex)})
    with pytest.raises(TypeError, match="field 'y'"):
        VertexArray.from_numpy(good | {"y": np.array(["a"] * 3)})
    with pytest.raises(TypeError, match="takes no nulls"):
        VertexArray.from_numpy(good | {"y": np.ma.masked_array([1.0, 2, 3], [1, 0, 0])})
    with pytest.raises(ValueError, match="field 'z' of Vertex is missing"):
        VertexArray.from_numpy({"x": np.zeros(3), "y": np.zeros(3)})
    with pytest.raises(ValueError, match="Vertex has no field 'w'"):
        VertexArray.from_numpy(good | {"w": np.zeros(3)})
    for shape in 2, (3, 1), ():
        with pytest.raises(ValueError, match="field 'z'"):
            VertexArray.from_numpy(good | {"z": np.zeros(shape)})
    with pytest.raises(TypeError, match="takes a structured array"):
        VertexArray.from_numpy(np.zeros(3))


def test_numpy_chooses_rows(ten):
    x = np.asarray(ten.x)
    assert [row.x for row in ten[x > 6]] == [7, 8, 9]
    assert [row.x for row in ten.filter(x % 2 == 0)] == [0, 2, 4, 6, 8]
    assert [row.x for row in ten[np.argsort(-x)]] == list(range(9, -1, -1))
    assert [row.x for row in ten[np.array([1, 2, 3], "u2")[::-1]]] == [3, 2, 1]
    assert ten[np.int64(3)].x == 3
    with pytest.raises(TypeError, match="one dimension"):
        ten[np.zeros((2, 2), int)]
    with pytest.raises(TypeError, match="one dimension"):
        ten[np.array([1], ">i4")]
    assert np.asarray(ten.argsort("y")).tolist() == list(range(9, -1, -1))

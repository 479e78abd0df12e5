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

"""numpy sees the memory of packed arrays, without a copy."""

import pytest
from recordclass_fixtures import Sample, Samples, StationArray, Vertex, VertexArray

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


@pytest.mark.parametrize("kind", ["i8", "u8"])
def test_integers_that_no_float_is_are_refused(kind):
    def read(*values, field="x"):
        columns = {"x": np.zeros(len(values)), "y": np.zeros(len(values))} | {field: np.array(values, kind), "z": np.zeros(len(values))}
        return VertexArray.from_numpy(columns).column(field).tolist()

    good = [0, 1, 2**53 - 1, 2**53, *([-1, -(2**53)] if kind == "i8" else [])]
    assert read(*good) == good
    for wrong in (2**53 + 1, 2**63 - 1, *([-(2**53) - 1, -(2**63)] if kind == "i8" else [2**64 - 1])):
        with pytest.raises(ValueError, match=f"^field 'y', row 2: {wrong} is beyond 2"):
            read(0, 1, wrong, 3, wrong, field="y")
    # Those of shorter types always are one.
    columns = {name: np.array([1, 2**31 - 1], "i4") for name in "xyz"}
    assert VertexArray.from_numpy(columns).y.tolist() == [1, 2**31 - 1]
    # A masked one is none.
    masked = np.ma.masked_array(np.array([2**53 + 1, 5], kind), [True, False])
    columns = {name: np.asarray(Samples([SAMPLE] * 2).column(name)) for name in Sample.__match_args__}
    assert Samples.from_numpy(columns | {"weight": masked}).weight.tolist() == [None, 5]
    with pytest.raises(ValueError, match="^field 'triple', row 1: .* is beyond 2"):
        Samples.from_numpy(columns | {"triple": np.array([[1, 2, 3], [4, 5, 2**53 + 1]], kind)})


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
    ten[x > 6] = (0, 1)
    ten[np.array([0, 1], "u2")] = ten[[1, 0]]
    assert ten.x.tolist() == [1, 0, 2, 3, 4, 5, 6, 0, 0, 0]
    del x
    del ten[np.arange(4)]
    assert ten.x.tolist() == [4, 5, 6, 0, 0, 0]
    ten = VertexArray((n, -n) for n in range(10))
    assert np.asarray(ten.argsort("y")).tolist() == list(range(9, -1, -1))


@pytest.mark.parametrize("rows", [VertexArray([(1, 2)] * 4), Samples([SAMPLE] * 4)], ids=["plain", "padded"])
def test_an_array_lies_in_memory_of_numpy(rows):
    array = np.asarray(rows).copy()
    again = type(rows).from_buffer(array)
    assert again == rows
    assert again.__array_interface__["data"] is not None
    assert np.shares_memory(np.asarray(again), array)
    assert np.asarray(again).__array_interface__["data"] == array.__array_interface__["data"]
    name = array.dtype.names[0]
    array[name][1] = 0
    assert again[1][0] == 0
    again.column(name)[2] = False if name == "flag" else 77
    assert array[name][2] == again[2][0]
    with pytest.raises(TypeError, match="the buffer holds"):
        type(rows).from_buffer(array.astype([(name + "_", array.dtype[name]) for name in array.dtype.names]))


FULL = ("EDDF", 111.0, "Frankfurt am Main", "x\0y", ["日", "é"])
STATIONS = [FULL, ("é", 2.0, "Köln", None, ["", "abc"]), ("", 3.0, "", "", ["", ""])]


@pytest.mark.parametrize("by", [lambda array: array, Interface])
def test_text_is_bytes_of_a_fixed_size(by):
    stations = StationArray(STATIONS)
    array = np.asarray(by(stations))
    assert array.dtype["code"] == np.dtype("S4")
    assert array.dtype["name"] == np.dtype("S20")
    assert array.dtype["marks"] == np.dtype(("S3", (2,)))
    assert array.dtype["note"]["value"] == np.dtype("S6")
    assert array["code"].tolist() == [b"EDDF", "é".encode(), b""]
    assert array["note"]["value"].tolist() == [b"x\0y", b"", b""]
    assert array["note"]["valid"].tolist() == [True, False, True]
    assert np.strings.decode(array["name"], "utf-8").tolist() == [row.name for row in stations]
    column = np.asarray(by(stations.name))
    assert column.dtype == np.dtype("S20")
    assert column.__array_interface__["data"] == array["name"].__array_interface__["data"]
    column[0] = "Zürich".encode()
    assert stations[0].name == "Zürich"
    column[0] = b"\xff"
    with pytest.raises(ValueError, match="^Station.name: the bytes in row 0 are no UTF-8"):
        stations[0]
    assert stations[column == "Köln".encode()].code.tolist() == ["é"]
    assert StationArray.from_buffer(np.asarray(stations)[1:])[0] == stations[1]


TEXTS = ["EDDF", "é", "a\0b", "", "日"]


@pytest.mark.parametrize(
    "texts",
    [
        np.array([text.encode() for text in TEXTS]),
        np.array([text.encode() for text in TEXTS], "S2").astype("S4"),
        np.array(TEXTS),
        np.array(TEXTS, object),
        np.array(TEXTS, np.dtypes.StringDType()) if hasattr(np.dtypes, "StringDType") else np.array(TEXTS),
        np.array(TEXTS * 2)[::2][[0, 3, 1, 4, 2]],
    ],
    ids=["bytes", "cut", "fixed", "objects", "variable", "strided"],
)
def test_text_comes_in_as_numpy_has_it(texts):
    count = len(texts)
    wanted = [text.decode("utf-8", "replace") if isinstance(text, bytes) else text for text in texts.tolist()]
    columns = {"code": texts, "height": np.zeros(count), "name": texts, "note": texts,
               "marks": np.zeros((count, 2), "S3")}  # fmt: skip
    if "�" in "".join(wanted):
        with pytest.raises(ValueError, match="^Station.code: the bytes in row 4 are no UTF-8"):
            StationArray.from_numpy(columns)
        return
    stations = StationArray.from_numpy(columns)
    assert stations.code.tolist() == stations.name.tolist() == stations.note.tolist() == wanted
    assert stations.marks.tolist() == [["", ""]] * count
    assert StationArray.from_numpy(np.asarray(stations)) == stations


def test_text_that_does_not_fit_is_refused():
    good = {"code": np.array(["a", "b"]), "height": np.zeros(2), "name": np.array(["", ""]),
            "note": np.array([b"", b""]), "marks": np.zeros((2, 2), "S3")}  # fmt: skip
    assert StationArray.from_numpy(good).code.tolist() == ["a", "b"]
    for texts in np.array(["a", "12345"]), np.array(["a", "12345"], object), np.array(["a", "ééé"]):
        with pytest.raises(ValueError, match="^Station.code: text of [56] bytes in UTF-8 does not fit into 4 bytes"):
            StationArray.from_numpy(good | {"code": texts})
    with pytest.raises(TypeError, match="^field 'code': Cannot cast"):
        StationArray.from_numpy(good | {"code": np.array([b"a", b"12345"])})
    for texts in np.zeros(2), np.array([1, None], object), np.array([b"a", "b"], object):
        with pytest.raises(TypeError, match="code"):
            StationArray.from_numpy(good | {"code": texts})
    masked = np.ma.masked_array(["a", "b"], [True, False])
    assert StationArray.from_numpy(good | {"note": masked}).note.tolist() == [None, "b"]
    assert StationArray.from_numpy(good | {"note": masked.astype("S1")}).note.tolist() == [None, "b"]
    for column in masked, masked.astype("S1"), masked.astype(object):
        with pytest.raises(TypeError, match="code"):
            StationArray.from_numpy(good | {"code": column})
    with pytest.raises(ValueError, match="^Sample.char: the bytes in row 1 are no character"):
        columns = {name: np.asarray(Samples([SAMPLE] * 2).column(name)) for name in Sample.__match_args__}
        Samples.from_numpy(columns | {"char": np.array([97, 0xD800], "u4").view("U1")})

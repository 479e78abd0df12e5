"""Shared texts and other libraries: dictionaries for Arrow's, numbers and text for numpy; out, and back."""

import math

import pytest
import recordclass_fixtures as f
from recordclass_fixtures import FindingArray, Marked, MarkedArray, MeasurementArray

np = pytest.importorskip("numpy")
pa = pytest.importorskip("pyarrow")
pc = pytest.importorskip("pyarrow.compute")

ROWS = [("north", 1.5, "°C", ["a", None]), ("", 2), ("süd", 3, None, [None, "a"]), ("north", 4, "", ["", "b"])]
TEXT = pa.dictionary(pa.int32(), pa.utf8())


@pytest.fixture(params=[MeasurementArray, FindingArray])
def rows(request):
    return request.param(ROWS)


def forms(rows):
    yield rows
    yield rows[::-1]
    yield rows[1:3]
    yield rows[:0]
    yield type(rows)([("", 0)] * 3)


# ---- pyarrow


@pytest.mark.parametrize("make", [pa.table, pa.record_batch, pa.array, pa.RecordBatchReader.from_stream, pa.chunked_array])
def test_pyarrow_takes_arrays_and_gives_them_back(rows, make):
    for rows in forms(rows):
        made = make(rows)
        if hasattr(made, "validate"):
            made.validate(full=True)
        if hasattr(made, "to_pylist"):
            assert [tuple(row.values()) for row in made.to_pylist()] == [tuple(row) for row in rows]
        assert type(rows).from_arrow(made) == rows


def test_texts_are_dictionaries(rows):
    table = pa.table(rows)
    assert table.schema.field("sensor").type == table.schema.field("unit").type == TEXT
    # duckdb would take the indices for the values there.
    assert table.schema.field("tags").type.value_type == pa.utf8()
    assert not table.schema.field("sensor").nullable and table.schema.field("unit").nullable
    sensor = pa.array(rows.sensor)
    # Each once, in the order of the rows, and no other that the process has met.
    assert (sensor.indices.to_pylist(), sensor.dictionary.to_pylist()) == ([0, 1, 2, 0], ["north", "", "süd"])
    unit = pa.array(rows.unit)
    assert (unit.null_count, unit.dictionary.to_pylist()) == (2, ["°C", ""])
    assert unit.to_pylist() == rows.unit.tolist()
    assert pc.value_counts(sensor.dictionary_decode()).to_pylist()[0] == {"values": "north", "counts": 2}


def test_dictionaries_of_many_chunks():
    big = MeasurementArray((f"text {n % 200_000}", n, f"unit {n // 100_000}" if n % 3 else None) for n in range(300_000))
    table = pa.table(big)
    assert table["sensor"].num_chunks == 3
    table.validate(full=True)
    assert table["sensor"].to_pylist() == big.sensor.tolist()
    assert table["unit"].to_pylist() == big.unit.tolist()
    for made in table, table.combine_chunks(), table.unify_dictionaries():
        assert MeasurementArray.from_arrow(made) == big
    assert pa.array(big.sensor).to_pylist() == big.sensor.tolist()


INDICES = [pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64()]


@pytest.mark.parametrize("form", [pa.utf8(), pa.large_utf8(), pa.string_view()], ids=str)
def test_any_form_of_text_comes_in(form):
    texts = ["a" * 5, "b" * 20, "", "b" * 20, "日本"]

    def read(column):
        return MarkedArray.from_arrow(pa.table({"tag": column})).tag.tolist()

    assert read(pa.array(texts, form)) == texts
    assert read(pa.chunked_array([pa.array(texts[:2], form), pa.array(texts[2:], form)])) == texts
    assert read(pa.array(texts, form)[1:4]) == texts[1:4]
    for index in INDICES if form != pa.string_view() else ():
        column = pa.array(texts, pa.utf8()).dictionary_encode().cast(pa.dictionary(index, pa.utf8()))
        column = pa.DictionaryArray.from_arrays(column.indices, column.dictionary.cast(form))
        assert column.type.index_type == index
        assert read(column) == texts
        assert read(column[1:3]) == texts[1:3]


def test_texts_that_no_row_has_are_not_kept():
    before = f.shared_texts()
    unused = pa.array([f"unused {n}" for n in range(1000)] + ["used once"])
    column = pa.DictionaryArray.from_arrays(pa.array([1000] * 5, pa.int32()), unused)
    assert set(MarkedArray.from_arrow(pa.table({"tag": column})).tag) == {"used once"}
    assert f.shared_texts() == before + 1


def test_nulls_of_dictionaries():
    by_index = pa.DictionaryArray.from_arrays(pa.array([0, None, 1], pa.int8()), pa.array(["x", "y"]))
    by_value = pa.DictionaryArray.from_arrays(pa.array([0, 2, 1], pa.int8()), pa.array(["x", "y", None]))
    for column in by_index, by_value, pa.array(["x", None, "y"]):
        with pytest.raises(TypeError, match=r"^Marked.tag, row 1: null.*nulls=\{'tag': ..\}"):
            MarkedArray.from_arrow(pa.table({"tag": column}))
        assert MarkedArray.from_arrow(pa.table({"tag": column}), nulls={"tag": "none"}).tag.tolist() == ["x", "none", "y"]
        table = pa.table({"sensor": ["s"] * 3, "value": [0.0] * 3, "unit": column, "tags": pa.array([[None, "t"]] * 3, pa.list_(pa.utf8()))})
        read = MeasurementArray.from_arrow(table)
        assert read.unit.tolist() == ["x", None, "y"] and read[0].tags == [None, "t"]


@pytest.mark.parametrize("index", INDICES, ids=str)
def test_dictionaries_in_lists(index):
    # Each entry comes twice: the second time its number is known.
    items = pa.DictionaryArray.from_arrays(pa.array([0, 1, None, 2, 1, 0, 3, 3], index), pa.array(["x", "", None, "long" * 30]))
    for column in (
        pa.FixedSizeListArray.from_arrays(items, 2),
        pa.ListArray.from_arrays([0, 2, 4, 6, 8], items),
        pa.LargeListArray.from_arrays([0, 2, 4, 6, 8], items),
    ):
        table = pa.table({"sensor": ["s"] * 4, "value": [0.0] * 4, "unit": ["u"] * 4, "tags": column})
        for rows in table, table[1:]:
            assert MeasurementArray.from_arrow(rows).tags.tolist() == rows["tags"].to_pylist()


def test_what_is_no_text_is_refused():
    for column, name in (pa.array([1, 2]), "int64"), (pa.array([b"x"]), "binary"), (pa.array([1, 2]).dictionary_encode(), "int64"):
        with pytest.raises(TypeError, match=f"^Marked.tag takes utf8, or a dictionary of such, from Arrow, not {name}: cast the column"):
            MarkedArray.from_arrow(pa.table({"tag": column}))
    wrong = pa.DictionaryArray.from_arrays(pa.array([0, 7], pa.int32()), pa.array(["x"]), safe=False)
    with pytest.raises(ValueError, match="Marked.tag, row 1: an offset or index leads out of the data"):
        MarkedArray.from_arrow(pa.table({"tag": wrong}))
    wrong = pa.DictionaryArray.from_arrays(pa.array([0, -1], pa.int32()), pa.array(["x"]), safe=False)
    with pytest.raises(ValueError, match="Marked.tag, row 1: an offset or index leads out of the data"):
        MarkedArray.from_arrow(pa.table({"tag": wrong}))
    bad = pa.Array.from_buffers(pa.utf8(), 1, [None, pa.py_buffer(b"\0\0\0\0\2\0\0\0"), pa.py_buffer(b"a\xff")])
    for column in bad, pa.DictionaryArray.from_arrays(pa.array([0]), bad):
        before = f.shared_texts()
        with pytest.raises(ValueError, match="Marked.tag, row 0: a text that is no UTF-8"):
            MarkedArray.from_arrow(pa.table({"tag": column}))
        assert f.shared_texts() == before


def test_parquet_keeps_them(rows, tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    table = pa.table(rows).drop(["tags"])
    pq.write_table(table, tmp_path / "rows")
    again = pq.read_table(tmp_path / "rows")
    assert again["sensor"].to_pylist() == rows.sensor.tolist()
    again = again.append_column("tags", pa.array(rows.tags.tolist(), pa.list_(pa.utf8())))
    assert type(rows).from_arrow(again) == rows


# ---- polars, pandas, duckdb


def test_polars_takes_arrays_and_gives_them_back(rows):
    pl = pytest.importorskip("polars")
    for rows in forms(rows):
        frame = pl.DataFrame(rows)
        assert frame["sensor"].to_list() == rows.sensor.tolist()
        assert frame["unit"].to_list() == rows.unit.tolist()
        assert [list(tags) for tags in frame["tags"].to_list()] == [row.tags for row in rows]
        assert type(rows).from_arrow(frame) == rows
        assert type(rows).from_arrow(frame.with_columns(pl.col("sensor").cast(pl.String))) == rows
    assert isinstance(frame.schema["sensor"], (pl.Categorical, pl.Enum))
    frame = pl.DataFrame(MeasurementArray(ROWS))
    assert frame.group_by("sensor").agg(pl.col("value").sum()).sort("value")["value"].to_list() == [2, 3, 5.5]
    assert MeasurementArray.from_arrow(frame.filter(pl.col("sensor") == "north")).value.tolist() == [1.5, 4]
    assert pl.Series(MeasurementArray(ROWS).unit).to_list() == [row[2] if len(row) > 2 else None for row in ROWS]
    big = MarkedArray((f"polars {n % 150_000}",) for n in range(300_000))
    frame = pl.DataFrame(big)
    assert frame["tag"].to_list() == big.tag.tolist()
    assert MarkedArray.from_arrow(frame) == big


def test_pandas_takes_arrays_and_gives_them_back(rows):
    pd = pytest.importorskip("pandas")
    table = pa.table(rows).drop(["tags"])
    frame = table.to_pandas()
    assert isinstance(frame["sensor"].dtype, pd.CategoricalDtype)
    assert frame["sensor"].tolist() == rows.sensor.tolist()
    assert frame["unit"].isna().tolist() == [unit is None for unit in rows.unit]
    marked = MarkedArray((text,) for text in rows.sensor)
    categories = pd.DataFrame({"tag": pd.Categorical(rows.sensor.tolist(), categories=["", "unused in pandas", "süd", "north"])})
    for column in frame["sensor"], categories["tag"], frame["sensor"].astype(object), frame["sensor"].astype(str):
        assert MarkedArray.from_arrow(pa.Table.from_pandas(pd.DataFrame({"tag": column}), preserve_index=False)) == marked
        assert MarkedArray.from_numpy({"tag": column}) == marked
    if hasattr(pd.DataFrame, "from_arrow"):
        frame = pd.DataFrame.from_arrow(marked)
        assert frame["tag"].tolist() == marked.tag.tolist()
        assert MarkedArray.from_arrow(frame) == marked
    big = MarkedArray((f"pandas {n % 150_000}",) for n in range(300_000))
    assert pa.table(big).to_pandas()["tag"].tolist() == big.tag.tolist()


def test_duckdb_takes_arrays_and_gives_them_back(rows):
    duckdb = pytest.importorskip("duckdb")
    found = duckdb.sql("select sensor, value, unit from rows").fetchall()
    assert found == [(row.sensor, row.value, row.unit) for row in rows]
    assert [tuple(tags) for (tags,) in duckdb.sql("select tags from rows").fetchall()] == [tuple(row.tags) for row in rows]
    assert type(rows).from_arrow(duckdb.sql("select * from rows")) == rows
    assert duckdb.sql("select sensor, sum(value) from rows group by sensor order by 2").fetchall() == [("", 2), ("süd", 3), ("north", 5.5)]
    big = MarkedArray((f"duckdb {n % 150_000}",) for n in range(300_000))
    assert MarkedArray.from_arrow(duckdb.sql("select tag from big")) == big
    assert duckdb.sql("select count(distinct tag), min(tag), max(tag) from big").fetchall() == [(150_000, "duckdb 0", "duckdb 99999")]


# ---- numpy


def test_numpy_sees_numbers(rows):
    column = np.asarray(rows.sensor)
    assert column.dtype == np.dtype("u4") and column.strides == (rows.itemsize,)
    assert column[0] == column[3] != column[1] == 0
    # Groups of equal texts.
    numbers, first, inverse = np.unique(column, return_index=True, return_inverse=True)
    assert [rows.sensor[int(n)] for n in first[inverse.ravel()]] == rows.sensor.tolist()
    assert np.asarray(rows)["unit"]["valid"].tolist() == [unit is not None for unit in rows.unit]
    assert rows[column == column[0]].value.tolist() == [1.5, 4]
    column[1] = column[2]
    assert rows[1].sensor == "süd"
    column[1] = 2**32 - 1
    with pytest.raises(ValueError, match="sensor: the bytes in row 1 are no number of a shared text"):
        rows[1]


TEXTS = ["a", "", "日本", "a"]


@pytest.mark.parametrize(
    "texts",
    [
        np.array(TEXTS),
        np.array(TEXTS, object),
        np.array(TEXTS, np.dtypes.StringDType()) if hasattr(np.dtypes, "StringDType") else np.array(TEXTS),
        np.array(TEXTS * 2)[::2][[0, 3, 1, 2]],
        np.array([], "U1"),
    ],
    ids=["fixed", "objects", "variable", "strided", "none"],
)
def test_text_comes_in_as_numpy_has_it(texts):
    assert MarkedArray.from_numpy({"tag": texts}).tag.tolist() == texts.tolist()
    count = len(texts)
    columns = {"sensor": texts, "value": np.zeros(count), "unit": texts, "tags": np.full((count, 2), None, object)}
    assert MeasurementArray.from_numpy(columns).unit.tolist() == texts.tolist()


def test_numbers_are_refused(rows):
    for column in np.asarray(rows.sensor), np.zeros(4), np.array([b"a"] * 4):
        with pytest.raises(TypeError, match="^field 'tag' takes text, not (uint32|float64|.S1): a number of a shared text means nothing"):
            MarkedArray.from_numpy({"tag": column})
    with pytest.raises(TypeError, match="^field 'sensor' takes text, not uint32"):
        type(rows).from_numpy(np.asarray(rows))
    with pytest.raises(TypeError, match="Marked.tag"):
        MarkedArray.from_numpy({"tag": np.array(["a", None], object)})
    masked = np.ma.masked_array(["a", "b"], [True, False])
    with pytest.raises(TypeError, match="tag"):
        MarkedArray.from_numpy({"tag": masked})
    columns = {"sensor": ["a", "b"], "value": [1.0, math.inf], "unit": masked, "tags": np.full((2, 2), None, object)}
    assert MeasurementArray.from_numpy(columns).unit.tolist() == [None, "b"]
    with pytest.raises(TypeError, match="^field 'unit' takes text, not"):
        MeasurementArray.from_numpy(columns | {"unit": np.asarray(rows.unit)[:2]})


def test_rows_with_shared_texts_are_rows(rows):
    assert MarkedArray((sensor,) for sensor in np.array(rows.sensor.tolist())).tag.tolist() == rows.sensor.tolist()
    assert Marked(np.str_("numpy's")).tag == "numpy's"

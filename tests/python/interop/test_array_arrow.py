"""Packed arrays and the libraries that speak Arrow: pyarrow, polars, pandas, duckdb, numpy; out, and back by `from_arrow`."""

import threading

import pytest
from recordclass_fixtures import EmbeddingArray, ListsArray, ReadingArray, Sample, Samples, SingleArray, Station, StationArray, Vertex, VertexArray

pa = pytest.importorskip("pyarrow")
pc = pytest.importorskip("pyarrow.compute")

SAMPLE = (
    True, -1, -2, -3, -4, 1, 2, 3, 4, 0.5, 0.25, "é", [1.0, 2.0, 3.0], [[1, 2], [3, 4]], None, 9, True,
)  # fmt: skip
STATIONS = [("EDDF", 111, "Frankfurt", "höch", ["a", "b"]), ("LOWI", 581, "", None, ["", "é"])]


@pytest.fixture
def ten():
    return VertexArray((n, -n, n / 2) for n in range(10))


@pytest.fixture
def samples():
    samples = Samples([SAMPLE] * 5)
    samples.weight[1] = 2.5
    samples.tag[2] = None
    samples.char[:] = "aé€😀z"
    samples.i64[:] = [10, 20, 30, 40, 50]
    return samples


def all_kinds(samples):
    lists = ([True, False, True], [1, None], ["é", "b"], None, False)
    yield samples
    yield samples[::-2]
    yield StationArray(STATIONS)
    yield ListsArray([lists] * 3)
    yield SingleArray([(1,), (2,)])
    yield EmbeddingArray([([1, 2, 3, 4],)] * 3)
    yield VertexArray()


# ---- pyarrow


@pytest.mark.parametrize("make", [pa.table, pa.record_batch, pa.array, pa.RecordBatchReader.from_stream, pa.chunked_array])
def test_pyarrow_takes_arrays_and_gives_them_back(samples, make):
    for rows in all_kinds(samples):
        made = make(rows)
        if hasattr(made, "validate"):
            made.validate(full=True)
        if hasattr(made, "to_pylist"):
            found = [tuple(row.values()) for row in made.to_pylist()]
            assert found == [tuple(row) for row in rows]
        assert type(rows).from_arrow(made) == rows


def test_pyarrow_sees_types_and_nulls(samples):
    table = pa.table(samples)
    assert table.column_names == list(Sample.__match_args__)
    assert table.schema == pa.schema(samples)
    assert [field.name for field in table.schema if field.nullable] == ["weight", "tag"]
    assert table.schema.field("triple").type == pa.list_(pa.field("item", pa.float64(), nullable=False), 3)
    assert table.schema.field("char").type == pa.string()
    assert table["weight"].null_count == 4 and table["tag"].null_count == 1
    assert pc.sum(table["i64"]).as_py() == 150
    assert pa.schema(StationArray()).field("code").type == pa.string()
    assert pa.field(samples.grid).type == pa.list_(pa.field("item", pa.list_(pa.field("item", pa.int16(), nullable=False), 2), nullable=False), 2)


def test_pyarrow_takes_columns(samples):
    for name in Sample.__match_args__:
        column = samples.column(name)
        for made in (pa.array(column), pa.chunked_array(column), pa.array(column[1:4])):
            made.validate(full=True)
        assert pa.array(column).to_pylist() == column.tolist() == pa.chunked_array(column).to_pylist()


def test_large_arrays_come_in_chunks():
    rows = VertexArray((n, -n, 0) for n in range(300_000))
    table = pa.table(rows)
    assert [chunk.num_rows for chunk in table.to_batches()] == [131_072, 131_072, 300_000 - 2 * 131_072]
    assert pc.sum(table["x"]).as_py() == sum(range(300_000))
    assert VertexArray.from_arrow(table) == rows
    # Half-used streams let go of the rows.
    reader = pa.RecordBatchReader.from_stream(rows)
    assert reader.read_next_batch().num_rows == 131_072
    with pytest.raises(BufferError, match="cannot be resized"):
        rows.append((1, 2))
    reader.close()
    rows.append((1, 2))
    assert table.num_rows == 300_000


def test_tables_own_their_data(ten):
    table, batch = pa.table(ten), pa.record_batch(ten)
    ten.x[:] = [0] * 10
    ten.clear()
    assert table["x"].to_pylist() == batch["x"].to_pylist() == list(range(10))


def test_a_row_of_one_number_is_not_copied():
    np = pytest.importorskip("numpy")
    for rows, leaf in (
        (SingleArray((n,) for n in range(10)), lambda array: array),
        (EmbeddingArray(([n, 1, 2, 3],) for n in range(10)), lambda array: array.flatten()),
    ):
        address = np.asarray(rows).__array_interface__["data"][0]
        for made in (pa.table(rows)[0].chunk(0), pa.record_batch(rows)[0], pa.array(rows).field(0), pa.array(rows.column(rows[0].__match_args__[0]))):
            values = leaf(made)
            assert values.buffers()[1].address == address
            assert values.to_numpy(zero_copy_only=True).__array_interface__["data"][0] == address
            with pytest.raises(BufferError, match="cannot be resized"):
                rows.append(rows[0])
            del made, values
        rows.append(rows[0])


def test_slices_and_chunks_of_tables(samples):
    table = pa.concat_tables([pa.table(samples)] * 3)
    assert table["i64"].num_chunks == 3
    want = samples.copy()
    want.extend(samples)
    want.extend(samples)
    assert Samples.from_arrow(table) == want
    for part in (slice(3, 12), slice(0, 0), slice(7, 8)):
        assert Samples.from_arrow(table[part]) == want[part]
    for start in range(5):
        batch = pa.record_batch(samples).slice(start, 3)
        assert Samples.from_arrow(batch) == samples[start : start + 3]
        assert Samples.from_arrow(pa.array(samples).slice(start, 3)) == samples[start : start + 3]
    assert len(Samples.from_arrow(pa.table(samples).schema.empty_table())) == 0


def test_nulls_of_pyarrow(ten):
    table = pa.table({"x": [1.0, None, 3.0], "y": [1, 2, 3], "z": [None, None, None]})
    with pytest.raises(TypeError, match="Vertex.x, row 1: null, which the field cannot be"):
        VertexArray.from_arrow(table)
    made = VertexArray.from_arrow(table, nulls={"x": -1, "z": 0.5})
    assert list(made) == [Vertex(1, 1, 0.5), Vertex(-1, 2, 0.5), Vertex(3, 3, 0.5)]
    structs = pa.array([{"x": 1, "y": 2, "z": 3}, None], pa.struct({name: pa.float64() for name in "xyz"}))
    with pytest.raises(TypeError, match="row 1 is null as a whole"):
        VertexArray.from_arrow(structs)
    assert VertexArray.from_arrow(structs, nulls=dict.fromkeys("xyz", 0))[1] == Vertex(0, 0, 0)
    readings = pa.table({"id": [1, 2], "value": pa.nulls(2), "mark": ["a", "b"], "on": [True, False], "pair": pa.array([[1, 2], [3, 4]], pa.list_(pa.float32(), 2))})
    assert ReadingArray.from_arrow(readings).value.tolist() == [None, None]


def test_other_forms_of_the_same(samples):
    def table(**columns):
        made = pa.table(samples)
        for name, column in columns.items():
            made = made.set_column(made.column_names.index(name), name, column)
        return made

    for kind in (pa.string(), pa.large_string(), pa.string_view()):
        column = pa.array(list("aé€😀z"), kind)
        assert Samples.from_arrow(table(char=column)) == samples
        assert Samples.from_arrow(table(char=pa.array(list("aé€😀z")).dictionary_encode())) == samples
    for kind in (pa.int8(), pa.uint16(), pa.int32(), pa.uint64()):
        assert Samples.from_arrow(table(i64=pa.array([10, 20, 30, 40, 50], kind))) == samples
    for kind in (pa.list_(pa.float64()), pa.large_list(pa.float32()), pa.list_(pa.int8(), 3)):
        assert Samples.from_arrow(table(triple=pa.array([[1, 2, 3]] * 5, kind))) == samples
    dictionary = pa.DictionaryArray.from_arrays(pa.array([0, 1, 0, 1, None], pa.int8()), pa.array([1.5, None]))
    assert Samples.from_arrow(table(weight=dictionary)).weight.tolist() == [1.5, None, 1.5, None, None]
    long = "a text that lies outside of its view"
    stations = pa.table(StationArray(STATIONS)).set_column(2, "name", pa.array([long[:20], "x"], pa.string_view()))
    assert StationArray.from_arrow(stations).name.tolist() == [long[:20], "x"]
    with pytest.raises(ValueError, match=f"Station.name, row 1: text of {len(long)} bytes in UTF-8 does not fit into 20 bytes"):
        StationArray.from_arrow(stations.set_column(2, "name", pa.array(["x", long], pa.string_view())))
    with pytest.raises(OverflowError, match="Sample.u8, row 4: 256 is out of range for uint8"):
        Samples.from_arrow(table(u8=pa.array([0, 1, 2, 3, 256])))
    for column, what in (
        (pa.array([1, 2, 3, 4, 5], pa.timestamp("us", "UTC")), r"timestamp\[us\]"), (pa.array([1, 2, 3, 4, 5], pa.decimal128(9, 2)), r"decimal\(9,2\)"),
        (pa.array(list("abcde")), "utf8"), (pc.run_end_encode(pa.array([1, 1, 1, 1, 1])), "run_end_encoded"), (pa.array([b"a"] * 5), "binary"),
    ):  # fmt: skip
        with pytest.raises(TypeError, match=f"Sample.i64 takes integers from Arrow, not {what}: cast the column"):
            Samples.from_arrow(table(i64=column))
    with pytest.raises(TypeError, match="Sample.triple takes lists of 3.*, not list_view"):
        Samples.from_arrow(table(triple=pa.array([[1, 2, 3]] * 5, pa.list_view(pa.float64()))))


def test_columns_that_are_too_many_or_too_few(ten):
    table = pa.table(ten)
    with pytest.raises(ValueError, match="field 'y' of Vertex is missing"):
        VertexArray.from_arrow(table.drop_columns("y"))
    more = table.append_column("day", pa.array([1] * 10, pa.timestamp("s")))
    with pytest.raises(ValueError, match="Vertex has no field 'day': select the columns, or pass ignore_extra=True"):
        VertexArray.from_arrow(more)
    assert VertexArray.from_arrow(more, ignore_extra=True) == ten
    assert VertexArray.from_arrow(table.select(["z", "x", "y"])) == ten


def test_a_schema_may_be_asked_for(ten):
    schema = pa.schema(ten)
    assert pa.table(ten, schema=schema) == pa.table(ten)
    assert pa.RecordBatchReader.from_stream(ten, schema=schema).read_all() == pa.table(ten)
    with pytest.raises(ValueError, match="other fields than Vertex"):
        pa.RecordBatchReader.from_stream(ten, schema=pa.schema({"a": pa.int64()}))


def test_errors_of_a_reader_come_through(ten):
    def batches():
        yield pa.record_batch(ten)
        raise ZeroDivisionError("no more of it")

    reader = pa.RecordBatchReader.from_batches(pa.schema(ten), batches())
    with pytest.raises(Exception, match="no more of it"):
        VertexArray.from_arrow(reader)


def test_threads_of_pyarrow_read_streams(ten):
    """Chunks are made on threads that Python does not know of."""
    rows = VertexArray((n, 0, 0) for n in range(400_000))
    dataset = pytest.importorskip("pyarrow.dataset")
    scanner = dataset.Scanner.from_batches(pa.RecordBatchReader.from_stream(rows), filter=pc.field("x") >= 399_990)
    assert VertexArray.from_arrow(scanner.to_table())[-1].x == 399_999
    failed = []

    def work():
        try:
            for _ in range(5):
                assert pa.table(rows).num_rows == 400_000
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed


# ---- polars


def test_polars_takes_arrays_and_gives_them_back(samples):
    pl = pytest.importorskip("polars")
    for rows in all_kinds(samples):
        frame = pl.DataFrame(rows)
        assert frame.shape == (len(rows), len(rows[:1][0].__match_args__) if len(rows) else 3)
        assert [list(map(listed, row)) for row in frame.rows()] == [list(row) for row in rows]
        # polars gives text as views.
        assert type(rows).from_arrow(frame) == rows
        assert type(rows).from_arrow(frame.rechunk()) == rows
        assert type(rows).from_arrow(pl.Series(rows)) == rows
    assert pl.DataFrame(samples).schema["weight"] == pl.Float64
    assert pl.Series(samples.i64).to_list() == samples.i64.tolist()
    frame = pl.DataFrame(samples)
    assert Samples.from_arrow(frame.filter(pl.col("i64") > 20)) == samples[2:]
    assert Samples.from_arrow(frame.with_columns(pl.col("char").cast(pl.Categorical))) == samples
    assert Samples.from_arrow(frame.with_columns(pl.col("i64").cast(pl.Int16))) == samples
    assert Samples.from_arrow(pl.concat([frame, frame], rechunk=False))[5:] == samples
    with pytest.raises(TypeError, match="Sample.weight takes numbers from Arrow, not utf8_view"):
        Samples.from_arrow(frame.with_columns(pl.lit("x").alias("weight")))


def listed(value):
    return [listed(item) for item in value] if isinstance(value, (list, tuple)) else value


# ---- pandas


def test_pandas_takes_arrays_and_gives_them_back(samples, ten):
    pd = pytest.importorskip("pandas")
    if not hasattr(pd.DataFrame, "from_arrow"):
        pytest.skip("pandas before 3 has no from_arrow")
    for rows in (samples, StationArray(STATIONS), ten):
        frame = pd.DataFrame.from_arrow(rows)
        assert list(frame.columns) == list(rows[0].__match_args__)
        if rows is samples:
            # Integers with a null among them are floats, to pandas.
            with pytest.raises(TypeError, match="Sample.tag takes integers from Arrow, not float64: cast the column"):
                Samples.from_arrow(frame)
            frame = frame.astype({"tag": "UInt8"})
        assert type(rows).from_arrow(frame) == rows
    frame = pd.DataFrame.from_arrow(ten)
    assert frame.x.sum() == 45
    # An index that was chosen from is a column of its own.
    part = frame[frame.x.isin([1, 2, 7])]
    with pytest.raises(ValueError, match="__index_level_0__"):
        VertexArray.from_arrow(part)
    assert VertexArray.from_arrow(part, ignore_extra=True) == ten[[1, 2, 7]]
    assert VertexArray.from_arrow(part.reset_index(drop=True)) == ten[[1, 2, 7]]
    # NaN is null, to pandas.
    frame.loc[3, "x"] = float("nan")
    with pytest.raises(TypeError, match=r"Vertex.x, row 3: null.*nulls=\{'x': ..\}"):
        VertexArray.from_arrow(frame)
    assert repr(VertexArray.from_arrow(frame, nulls={"x": float("nan")})[3].x) == "nan"


# ---- duckdb


def test_duckdb_takes_arrays_and_gives_them_back(samples, ten):
    duckdb = pytest.importorskip("duckdb")
    assert duckdb.sql("select sum(x), count(*) from ten").fetchall() == [(45, 10)]
    assert VertexArray.from_arrow(duckdb.sql("select * from ten where x >= 5")) == ten[5:]
    assert VertexArray.from_arrow(duckdb.sql("select z, y, x from ten order by x desc")) == ten[::-1]
    assert Samples.from_arrow(duckdb.sql("select * from samples")) == samples
    stations = StationArray(STATIONS)
    assert StationArray.from_arrow(duckdb.sql("select * from stations")) == stations
    one = duckdb.sql("select code, height, name, note, marks from stations where code = 'EDDF'")
    assert list(StationArray.from_arrow(one)) == [Station(*STATIONS[0])]
    # A sum of integers is a HUGEINT, which Arrow has as a decimal.
    with pytest.raises(TypeError, match="cast the column"):
        SingleArray.from_arrow(duckdb.sql("select sum(i64) as x from samples"))
    assert SingleArray.from_arrow(duckdb.sql("select sum(i64)::double as x from samples"))[0].x == 150
    duckdb.sql("create table kept as select * from ten")
    ten.append((1, 2))
    big = VertexArray((n, n % 7, 0) for n in range(500_000))
    assert duckdb.sql("select count(*) from big where y = 3").fetchall() == [(len([n for n in range(500_000) if n % 7 == 3]),)]
    assert VertexArray.from_arrow(duckdb.sql("select * from big order by x")) == big
    big.append((1, 2))


def test_duckdb_runs_python_while_we_read(ten):
    """Its threads may want the interpreter while we wait for the next chunk."""
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("numpy")
    with duckdb.connect() as connection:
        connection.create_function("twice", lambda value: value * 2, ["DOUBLE"], "DOUBLE")
        big = VertexArray((n, 0, 0) for n in range(20_000))
        made = VertexArray.from_arrow(connection.sql("select twice(x) as x, y, z from big"))
    assert sorted(made.x.tolist()) == [2 * n for n in range(20_000)]


# ---- numpy


def test_numpy_by_way_of_arrow(ten):
    np = pytest.importorskip("numpy")
    single = SingleArray((n,) for n in range(10))
    assert np.shares_memory(pa.array(single.x).to_numpy(), np.asarray(single))
    table = pa.table({name: np.arange(5.0) for name in "xyz"})
    assert VertexArray.from_arrow(table).y.tolist() == [0, 1, 2, 3, 4]
    assert np.asarray(VertexArray.from_arrow(pa.table(ten)))["z"].tolist() == np.asarray(ten)["z"].tolist()

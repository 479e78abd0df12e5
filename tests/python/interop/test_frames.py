"""polars and pandas: a frame from a list of records, a column for each field."""

import kinds
import pandas
import polars
import pytest
import recordclass_fixtures as f

points = pytest.mark.parametrize("cls", kinds.POINTS, ids=kinds.name)


@points
def test_polars(cls):
    frame = polars.DataFrame([cls(1.0, 2.0), cls(3.0, 4.0, 5.0)])
    assert frame.schema == {"x": polars.Float64, "y": polars.Float64, "z": polars.Float64}
    assert frame.rows() == [(1.0, 2.0, 0.0), (3.0, 4.0, 5.0)]


@points
def test_pandas(cls):
    # A record that is a list-like thing, and no `namedtuple` either, is a row without names to pandas.
    columns = cls.__match_args__ if cls in (f.Point, f.FrozenPoint, kinds.Tracked) else None
    frame = pandas.DataFrame([cls(1.0, 2.0), cls(3.0, 4.0, 5.0)], columns=columns)
    assert list(frame.columns) == ["x", "y", "z"]
    assert frame.values.tolist() == [[1.0, 2.0, 0.0], [3.0, 4.0, 5.0]]
    assert set(frame.dtypes.astype(str)) == {"float64"}


def test_columns_of_other_types():
    texts = [f.Texts("a", [1.0], 2.5), f.Texts("b")]
    frame = polars.DataFrame(texts)
    assert frame.schema == {"text": polars.String, "numbers": polars.List(polars.Float64), "maybe": polars.Float64}
    assert frame["maybe"].to_list() == [2.5, None]
    assert pandas.DataFrame(texts, columns=f.Texts.__match_args__)["numbers"].tolist() == [[1.0], []]


def test_pandas_knows_the_fields_of_a_record_that_is_no_sequence():
    assert list(pandas.DataFrame([f.NoSequence(1.0, 2.0)]).columns) == ["x", "y"]


@points
def test_and_back(cls):
    records = [cls(1.0, 2.0), cls(3.0, 4.0, 5.0)]
    assert [cls(**row) for row in polars.DataFrame(records).iter_rows(named=True)] == records
    assert [cls(*row) for row in pandas.DataFrame(records, columns=cls.__match_args__).itertuples(index=False)] == records

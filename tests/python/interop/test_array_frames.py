"""Packed arrays with pandas and polars, through numpy: columns without a copy, text, masks, and back."""

import numpy as np
import pandas
import polars
import pytest
from recordclass_fixtures import StationArray, Vertex, VertexArray

STATIONS = [("EDDF", 111.0, "Frankfurt"), ("LSZH", 432.0, "Zürich", "nah"), ("", 0.0)]


def address(values):
    return np.asarray(values).__array_interface__["data"][0]


@pytest.fixture
def ten():
    return VertexArray((n, -n, n / 2) for n in range(10))


def test_a_series_lies_in_the_array(ten):
    series = pandas.Series(np.asarray(ten.y), copy=False)
    assert address(series.to_numpy()) == address(ten.y) == address(ten) + 8
    ten[3] = (0, 99)
    assert series[3] == 99
    assert series.sum() == sum(ten.y)
    with pytest.raises(BufferError, match="cannot be resized"):
        ten.append((1, 2))


def test_pandas_takes_rows_by_name(ten):
    frame = pandas.DataFrame(np.asarray(ten))
    assert list(frame.columns) == ["x", "y", "z"]
    assert frame["z"].tolist() == ten.z.tolist()
    assert VertexArray.from_numpy(frame) == ten
    assert VertexArray.from_numpy(frame.to_records(index=False)) == ten
    assert list(VertexArray(frame.itertuples(index=False))) == list(ten)


def test_pandas_chooses_rows(ten):
    series = pandas.Series(np.asarray(ten.x))
    assert ten[series > 6].x.tolist() == [7, 8, 9]
    assert ten[series[series > 6].index].x.tolist() == [7, 8, 9]
    ten[series > 6] = Vertex(0, 0)
    assert ten.x.tolist() == [0, 1, 2, 3, 4, 5, 6, 0, 0, 0]
    series = pandas.Series(np.asarray(ten.x).copy())
    del ten[series == 0]
    assert ten.x.tolist() == [1, 2, 3, 4, 5, 6]


def test_pandas_has_text_and_what_is_missing():
    stations = StationArray(STATIONS)
    frame = pandas.DataFrame({"code": stations.code.tolist(), "note": stations.note.tolist()})
    assert frame["code"].tolist() == ["EDDF", "LSZH", ""]
    assert frame["note"].isna().tolist() == [True, False, True]
    columns = {name: np.asarray(stations.column(name)) for name in ("height", "name", "marks")}
    for dtype in object, "U4", "S4":
        column = pandas.Series(frame["code"].to_numpy(object).astype(dtype)).to_numpy()
        note = np.array(stations.note.tolist(), object)
        assert StationArray.from_numpy(columns | {"code": column, "note": note}) == stations
    with pytest.raises(TypeError, match="^Station.note: "):
        StationArray.from_numpy(columns | {"code": frame["code"], "note": np.array([1.5, "a", "b"], object)})
    decoded = pandas.Series(np.asarray(stations.name)).str.decode("utf-8")
    assert decoded.tolist() == ["Frankfurt", "Zürich", ""]


def test_polars_takes_rows_by_name(ten):
    frame = polars.DataFrame(np.asarray(ten))
    assert frame.schema == {"x": polars.Float64, "y": polars.Float64, "z": polars.Float64}
    assert frame["z"].to_list() == ten.z.tolist()
    assert VertexArray(frame.iter_rows()) == ten
    assert VertexArray.from_numpy({name: frame[name].to_numpy() for name in frame.columns}) == ten
    assert ten[frame["x"].to_numpy() > 6].x.tolist() == [7, 8, 9]
    assert ten.filter((frame["x"] > 6).to_list()).x.tolist() == [7, 8, 9]


def test_polars_has_text():
    stations = StationArray(STATIONS)
    frame = polars.DataFrame({"code": stations.code.tolist(), "note": stations.note.tolist()})
    assert frame["note"].to_list() == [None, "nah", None]
    columns = {name: np.asarray(stations.column(name)) for name in ("height", "name", "marks")}
    again = StationArray.from_numpy(columns | {name: frame[name].to_numpy() for name in frame.columns})
    assert again == stations

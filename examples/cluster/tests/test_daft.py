"""On daft, in this process."""

import cluster
import pytest

pytest.importorskip("daft")

from cluster import on_daft  # noqa: E402


@pytest.fixture(scope="module")
def readings():
    return cluster.made_up(100_000)


def test_rows_become_columns(readings):
    frame = on_daft.frame(readings, count=4)
    assert frame.column_names == ["sensor", "hour", "celsius", "part"]
    assert frame.count_rows() == 100_000
    coldest = frame.agg(frame["celsius"].min(), frame["part"].count_distinct().alias("parts")).to_pydict()
    assert coldest == {"celsius": [min(readings.celsius)], "parts": [4]}


def test_a_rust_function_runs_on_each_part(readings):
    sizes = []

    def summarize(part):
        assert type(part) is cluster.ReadingArray
        sizes.append(len(part))
        return cluster.summarize(part)

    frame = on_daft.frame(readings, count=4)
    frame = on_daft.each(frame, cluster.ReadingArray, summarize, cluster.SummaryArray)
    summaries = on_daft.arrays(frame, cluster.SummaryArray)
    assert sizes == [25_000] * 4
    assert [type(part) for part in summaries] == [cluster.SummaryArray] * 4
    assert summaries == [cluster.summarize(part) for part in cluster.parts(readings, 4)]
    assert cluster.merge(summaries) == cluster.summarize(readings)


def test_daft_itself_gives_the_same(readings):
    frame = on_daft.frame(readings)
    theirs = frame.groupby("sensor").agg(frame["celsius"].sum()).sort("sensor").to_pydict()
    ours = cluster.summarize(readings)
    assert theirs == {"sensor": list(ours.sensor), "celsius": list(ours.sum)}


def test_parts_come_back_as_they_went(readings):
    back = on_daft.arrays(on_daft.frame(readings, count=3), cluster.ReadingArray)
    assert back == cluster.parts(readings, 3)

"""On dask.distributed, with two worker processes."""

import os
import signal
import struct
from functools import partial

import cluster
import pytest

distributed = pytest.importorskip("distributed")

from cluster import on_dask  # noqa: E402
from distributed.protocol import deserialize, serialize  # noqa: E402


@pytest.fixture(scope="module")
def client():
    # The dashboard takes any port that is free.
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as local:
        with distributed.Client(local) as client:
            yield client


@pytest.fixture(scope="module")
def readings():
    return cluster.made_up(1_000_000)


@pytest.fixture(scope="module")
def expected():
    return cluster.summarize(cluster.made_up(1_000_000))


def test_an_array_travels_beside_its_pickle():
    readings = cluster.made_up(1_000_000)
    header, (stream, rows) = serialize(readings)
    assert header["serializer"] == "pickle"
    # The stream holds a class and a layout, and the rows are those of the array itself: what is written there is here.
    assert len(stream) < 300 and rows.nbytes == readings.nbytes == 16_000_000
    readings[0] = (7, 8, 9.5)
    assert struct.unpack_from("<IId", rows) == (7, 8, 9.5)
    # What comes out lies in what was received: it is not copied either.
    received = bytearray(rows)
    again = deserialize(header, [stream, received])
    assert again == readings
    again[0] = (1, 2, 3.5)
    assert struct.unpack_from("<IId", received) == (1, 2, 3.5)


def test_a_rust_function_runs_on_each_part(client, readings, expected):
    futures = on_dask.send(client, readings, count=4)
    summaries = on_dask.arrays(client, on_dask.each(client, cluster.summarize, futures))
    assert [type(part) for part in summaries] == [cluster.SummaryArray] * 4
    assert cluster.merge(summaries) == expected


@pytest.fixture
def pickled(monkeypatch):
    """Sizes of all streams that dask pickles in this process, which is the scheduler's, too, and of the buffers beside them."""
    streams, beside = [], []
    dumps = distributed.protocol.pickle.dumps

    def counted(value, *, buffer_callback=None, **options):
        def count(buffer):
            beside.append(buffer.raw().nbytes)
            return buffer_callback(buffer)

        stream = dumps(value, buffer_callback=buffer_callback and count, **options)
        streams.append(len(stream))
        return stream

    monkeypatch.setattr(distributed.protocol.pickle, "dumps", counted)
    return streams, beside


def test_rows_never_get_into_a_stream(client, readings, pickled):
    futures = on_dask.send(client, readings, count=4)
    assert client.gather(on_dask.each(client, _size, futures)) == [4_000_000] * 4
    streams, beside = pickled
    # From here to the scheduler, and on to the workers.
    assert beside.count(4_000_000) == 8
    assert sum(streams) < 100_000


def _size(part):
    return part.nbytes


def test_parts_come_back_as_they_went(client, readings):
    futures = on_dask.send(client, readings, count=3)
    back = on_dask.arrays(client, futures)
    whole = cluster.ReadingArray()
    for part in back:
        whole.extend(part)
    assert whole == readings


def _pid_and_summary(part):
    return os.getpid(), cluster.summarize(part)


def test_the_parts_are_worked_on_in_other_processes(client, readings):
    futures = on_dask.send(client, readings, count=8)
    pids = {pid for pid, _ in client.gather(on_dask.each(client, _pid_and_summary, futures))}
    assert pids and pids <= set(client.run(os.getpid).values()) and os.getpid() not in pids


def _die_once(marker, part):
    """Kills its process, the first time that anyone comes here."""
    try:
        marker.touch(exist_ok=False)
    except FileExistsError:
        return cluster.summarize(part)
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(os.name != "posix", reason="kills a process by a signal")
def test_a_worker_that_dies_changes_nothing(client, readings, expected, tmp_path):
    marker = tmp_path / "died"
    before = set(client.run(os.getpid).values())
    futures = on_dask.send(client, readings, count=6)
    results = on_dask.each(client, partial(_die_once, marker), futures)
    summaries = client.gather(results)
    assert marker.exists()
    assert cluster.merge(summaries) == expected
    # dask has put a new process in the place of the dead one.
    client.wait_for_workers(2, timeout=60)
    after = set(client.run(os.getpid).values())
    assert len(after) == 2 and len(before & after) == 1

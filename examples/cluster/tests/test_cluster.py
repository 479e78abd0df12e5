"""Readings, parts and summaries, without any engine."""

import sys
import threading
import time

import cluster
import pytest


def test_made_up_readings_are_the_same_each_time():
    readings = cluster.made_up(1000, sensors=7)
    assert readings == cluster.made_up(1000, sensors=7)
    assert readings.itemsize == 16 and readings.nbytes == 16_000
    assert set(readings.sensor) == set(range(7)) and max(readings.hour) == 999 // 7
    assert all(-10 <= celsius < 30 for celsius in readings.celsius)


def test_a_summary_is_what_python_would_find():
    readings = cluster.made_up(1000, sensors=7)
    for summary in cluster.summarize(readings):
        celsius = [reading.celsius for reading in readings if reading.sensor == summary.sensor]
        expected = summary.sensor, len(celsius), sum(celsius), min(celsius), max(celsius)
        assert tuple(summary) == expected
    assert len(cluster.summarize(cluster.ReadingArray())) == 0


@pytest.mark.parametrize("count", [1, 2, 3, 7, 11])
def test_parts_share_the_memory_and_leave_nothing_out(count):
    readings = cluster.made_up(10, sensors=3)
    parts = cluster.parts(readings, count)
    assert len(parts) == count and {len(part) for part in parts} <= {10 // count, 10 // count + 1}
    assert [reading for part in parts for reading in part] == list(readings)
    assert cluster.merge([cluster.summarize(part) for part in parts]) == cluster.summarize(readings)
    parts[-1][-1] = (9, 9, 9.0)
    assert readings[-1].sensor == 9


def test_there_is_a_part():
    with pytest.raises(ValueError, match="at least one part, not 0"):
        cluster.parts(cluster.made_up(10), 0)


def test_other_threads_run_meanwhile():
    readings = cluster.made_up(5_000_000)
    summaries = []
    worker = threading.Thread(target=lambda: summaries.append(cluster.summarize(readings)))
    # Nobody is made to give way: this thread gets on when Rust lets go, and not before.
    interval = sys.getswitchinterval()
    sys.setswitchinterval(60)
    try:
        worker.start()
        turns = 0
        while worker.is_alive():
            time.sleep(0.001)
            turns += 1
    finally:
        sys.setswitchinterval(interval)
        worker.join()
    assert turns > 5
    assert sum(summaries[0].readings) == 5_000_000

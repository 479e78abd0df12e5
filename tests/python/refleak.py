"""Runs each test again and again, and fails those that leave more references, or blocks of memory, behind each time:
`pytest --refleak`, or `cargo xtask torture --only refleak`.

Debug builds of CPython count all references, every build counts blocks. Tests in processes of their own are left out: those
that look for leaks there count by themselves.
"""

import gc
import pathlib
import re
import sys
import tempfile
import time
from array import array

import isolated
import pytest
from _pytest.runner import runtestprotocol

# One calm round shows that nothing is left behind each time. Caches that fill up may take some rounds until there is one.
WARM, ROUNDS = 2, 14
# Seconds of the processor's that a test may take to be run again.
PATIENCE = 3

COUNTS = {"blocks": sys.getallocatedblocks}
if hasattr(sys, "gettotalrefcount"):
    COUNTS["references"] = sys.gettotalrefcount


def pytest_collection_finish():
    isolated.start = lambda *args, **kwargs: pytest.skip("runs in a process of its own")


@pytest.fixture
def tmp_path():
    """In place of pytest's, which remembers each folder that it gave."""
    with tempfile.TemporaryDirectory() as folder:
        yield pathlib.Path(folder)


def clear_caches():
    re.purge()
    # That of attributes owns the names that were looked up.
    getattr(sys, "_clear_internal_caches", sys._clear_type_cache)()


def are_good(reports):
    return all(report.passed for report in reports)


def rounds(run):
    """The reports of a last round, and what each round before it left behind, if none was calm."""
    # What is noted here must not be counted itself: these are no objects.
    counts, calm = array("q", bytes(8 * len(COUNTS))), bytearray(len(COUNTS))
    grown = [array("q", bytes(8 * ROUNDS)) for _ in COUNTS]
    for number in range(ROUNDS):
        reports = run()
        if not are_good(reports):
            return reports, None
        reports = None
        clear_caches()
        gc.collect(), gc.collect()
        for at, count in enumerate(COUNTS.values()):
            grown[at][number] = count() - counts[at]
            counts[at] += grown[at][number]
            calm[at] |= number >= WARM and grown[at][number] <= 0
        if all(calm):
            return run(), None
    return run(), {name: row.tolist()[WARM:] for row, name, was in zip(grown, COUNTS, calm) if not was}


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    def run():
        return runtestprotocol(item, nextitem=nextitem, log=False)

    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    start = time.process_time()
    reports = run()
    # What a library makes up anew each time is not the same each time.
    same = not getattr(item.obj, "is_hypothesis_test", False)
    if same and are_good(reports) and time.process_time() - start < PATIENCE and not item.get_closest_marker("grows"):
        reports, grown = rounds(run)
        if grown and are_good(reports):
            call = next(report for report in reports if report.when == "call")
            call.outcome, call.longrepr = "failed", f"left behind by each round: {grown}"
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True

"""Builds one kind of record many times, in a process of its own, and measures time and memory.

All kinds hold equal values. The strings are shared, by all kinds alike; each record has floats of its own (`+ 0.0` makes
a new one), as records read from a file have: two float objects, or two numbers within the record.
"""

import csv
import itertools
import time
import tracemalloc
from collections import namedtuple
from sys import getsizeof, intern

FIELDS = ("iata", "name", "city", "state", "country", "latitude", "longitude")


class Class:
    def __init__(self, iata, name, city, state, country, latitude, longitude):
        self.iata = iata
        self.name = name
        self.city = city
        self.state = state
        self.country = country
        self.latitude = latitude
        self.longitude = longitude


class Slots:
    __slots__ = FIELDS
    __init__ = Class.__init__


Named = namedtuple("Named", FIELDS)

VALUES = "iata, name, city, state, country, latitude + 0.0, longitude + 0.0"
CALLS = {
    "dict": "{%s}" % ", ".join(f"{field!r}: {value}" for field, value in zip(FIELDS, VALUES.split(", "))),
    "class": f"Class({VALUES})",
    "slots": f"Slots({VALUES})",
    "namedtuple": f"Named({VALUES})",
    "pyclass": f"PlainAirport({VALUES})",
    "recordclass": f"Airport({VALUES})",
}
# The process ends with its records: to take a million of them down one by one would double the time of a round.
kept = []
BUILD = """
def build(rows, records):
    for index, (iata, name, city, state, country, latitude, longitude) in enumerate(rows):
        records[index] = {call}
"""


def measure(kind, count, path, classes):
    """Bytes of one record, bytes taken for each of `count` records, seconds to build them, how memory was read."""
    # The loop is compiled for the kind: no call that only some kinds need.
    scope = {"Class": Class, "Slots": Slots, "Named": Named, **classes}
    exec(BUILD.format(call=CALLS[kind]), scope)
    rows = list(itertools.islice(itertools.cycle(read(path)), count))
    records = [None] * count
    kept.append(records)
    # Takes up the holes that the start of Python left, so that all records need memory that is new to the process.
    ballast = [bytes(size) for size in range(0, 480, 16) for _ in range(1000)]

    before = resident()
    start = time.perf_counter()
    scope["build"](rows, records)
    seconds = time.perf_counter() - start
    after = resident()
    if before is None:
        method = "blocks allocated, by `tracemalloc`"
        records[:] = [None] * count
        tracemalloc.start()
        scope["build"](rows, records)
        taken = tracemalloc.get_traced_memory()[0]
    else:
        method = "`Anonymous` in `/proc/self/smaps_rollup`: resident memory that is no file's"
        taken = after - before

    for record, row in zip(records[:4000], rows):
        values = [record[field] if kind == "dict" else getattr(record, field) for field in FIELDS]
        assert values == list(row), f"{kind}: {values} != {row}"
    del ballast
    size = getsizeof(records[0])
    if kind == "class":
        size += getsizeof(records[0].__dict__)
    return size, taken / count, seconds, method


def read(path):
    def text(value):
        return None if value in ("", "NA") else intern(value)

    with open(path, encoding="utf-8", newline="") as file:
        rows = itertools.islice(csv.reader(file), 1, None)
        return [(*map(text, row[:5]), float(row[5]), float(row[6])) for row in rows]


def resident():
    # Anonymous memory is what objects lie in; the whole resident set grows also where code runs for the first time. (The
    # counter in statm is no use: it lags behind by hundreds of kilobytes.)
    try:
        with open("/proc/self/smaps_rollup") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("Anonymous:"))
    except OSError:
        return None

"""The group `arrays`: many records of three floats. Times as in rounds.py, memory in processes of their own.

Where the figure is for each record of a collection, the clock is the wall's: pyarrow and polars use threads for some of these rows,
and whoever waits does not mind whose time it is. A child is `python -m recordbench.arrays MODE KIND COUNT`.
"""

import gc
import json
import os
import random
import subprocess
import sys
import time

from . import array_rows
from .array_check import check_all, code_of, variables
from .array_kinds import collect
from .bulk import anonymous
from .rounds import Timer, rounds

RECORDS = 10_000_000
GROUP = "arrays"


class Amount:
    def __init__(self, quick):
        self.often = 11 if quick else 21
        # Each of these goes through a collection.
        self.seldom = 3 if quick else 7
        self.target = 200_000 if quick else 1_000_000


def measure(records, quick, say):
    amount = Amount(quick)
    start = time.monotonic()
    kinds, left_out = check_all()
    # Millions of objects live through all of this, and none of them is garbage.
    gc.disable()
    result = {
        "records": records, "kinds": [{"name": kind.name, "ours": kind.ours} for kind in kinds], "left_out": left_out, "rows": {},
    }  # fmt: skip
    # One size after the other: the collections of a size are made once.
    few = _collections(kinds, array_rows.FEW)
    for share in (array_rows.SMALL, array_rows.LARGE):
        names = _collections(kinds, max(records // share, array_rows.FEW))
        for row in array_rows.ROWS:
            if row.share == share:
                result["rows"] |= _rounds(kinds, row, names, few, amount)
        say(f"arrays, 1/{share} of {records:,}")
    result["memory"] = _memory(kinds, records)
    say("arrays: memory")
    gc.enable()
    result["seconds"] = round(time.monotonic() - start)
    return result


def _collections(kinds, size):
    """What the code mentions, by kind."""
    order = list(range(size))
    random.Random(5).shuffle(order)
    tuples = list(map(array_rows.values, order))
    return {kind.name: variables(kind, order, tuples) for kind in kinds}


def _rounds(kinds, row, names, few, amount):
    """Samples by row and kind. What is measured with few records, too, has the same rounds for both sizes."""
    clock = time.perf_counter_ns if row.each else time.thread_time_ns
    warm = 2 if row.each else 20
    timers = {}
    for each, collections in (row, names), (array_rows.BY_NAME.get(f"{row.name}_few"), few):
        for kind in kinds if each else ():
            if code := code_of(kind, each):
                values = collections[kind.name]
                records = values["n"] if each.each else 1
                timers[each.name, kind.name] = Timer(code, row.unroll, records, values, amount.target, clock, warm)
    found = {}
    for (name, kind), samples in rounds(timers, amount.seldom if row.each else amount.often).items():
        found.setdefault(name, {})[kind] = [value / 1000 for value in samples] if row.micro else samples
    return found


def built(kind, count):
    """Bytes that the process grows by for each record."""
    gc.disable()
    # What libraries load on first use is theirs, and not the records'; so is what pools keep.
    kind.make(range(1000))
    before = anonymous()
    records = kind.make(range(count))
    taken = anonymous() - before
    del records
    return {"memory": taken / count}


def grown(kind, count):
    """As many appends: what is in use then, and how much of it is room for more."""
    gc.disable()
    kind.grow(1000)
    before = anonymous()
    records, size, needed = kind.grow(count)
    grew = anonymous() - before
    del records
    # Room that was never written to is no resident memory, but it is counted here.
    return {"grown": grew / count, "slack": 100 * (size - needed) / needed}


def _memory(kinds, records):
    found = {}
    children = [("built", kind.name) for kind in kinds if "build" in kind.code]
    children += [("grown", kind.name) for kind in kinds if kind.grow]
    random.shuffle(children)
    for mode, kind in children:
        command = [sys.executable, "-m", "recordbench.arrays", mode, kind, str(records)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        for row, value in json.loads(done.stdout).items():
            found.setdefault(row, {})[kind] = [value]
    return found


def main(mode, name, count):
    kind = next(kind for kind in collect()[0] if kind.name == name)
    print(json.dumps({"built": built, "grown": grown}[mode](kind, int(count))), flush=True)
    # Taking the records down one by one would double the time of some kinds.
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])

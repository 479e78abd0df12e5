"""A million records at once: memory, building, freeing, collecting. Each measurement has a process of its own, and the kinds
take turns in an order drawn anew in each round. A child is `python -m recordbench.bulk MODE SHAPE KIND COUNT`.
"""

import gc
import json
import os
import random
import subprocess
import sys
import time

from .kinds import collect
from .rows import BY_NAME, code_of
from .shapes import SHAPES
from .stats import median

MILLION = 1_000_000
_COLLECTIONS = 4
# Lists of a million that a process builds and frees: each gives its memory back before the next. Of longer ones it is one.
_LISTS = 3
# Variants that lie in memory as another kind does, and in which a free list is of no use: nothing dies on the way.
SKIPPED = frozenset((
    "ours freelist", "ours frozen", "ours f64 freelist", "ours f64 frozen", "ours i64 frozen", "ours typed",
    "ours f64 bare", "ours i64 bare",
    "pyclass frozen", "pyclass f64 frozen", "pyclass i64 frozen", "msgspec frozen gc=False",
))  # fmt: skip

_FILL = """
def fill(records, C, {parameters}, {names}):
    for index in range(len(records)):
        records[index] = {call}
"""


def fill(kind, shape, own):
    """A function that fills a list with records; with `own`, each has numbers of its own, as read from a file."""
    call = code_of(kind, BY_NAME["create"], shape)
    for index, value in enumerate(shape.types):
        if own and value is not str:
            # Adding makes a new object: for floats always, for ints beyond the small ones.
            step = "+ 0.0" if value is float else "+ index"
            call = call.replace(f"v{index}", f"v{index} {step}")
    parameters = ", ".join(f"v{index}" for index in range(len(shape.fields)))
    scope = {}
    names = kind.names
    text = _FILL.format(parameters=parameters, names=", ".join(names), call=call).replace(", )", ")")
    exec(text, scope)
    return lambda records: scope["fill"](records, kind.cls, *shape.values(), *names.values())


def memory(kind, shape, count):
    records = [None] * count
    make = fill(kind, shape, own=True)
    # Takes up the holes that the start of Python left, so that all records need memory that is new to the process.
    ballast = [bytes(size) for size in range(0, 480, 16) for _ in range(1000)]
    before = anonymous()
    make(records)
    taken = anonymous() - before
    del ballast
    size = sys.getsizeof(records[0]) + (sys.getsizeof(records[0].__dict__) if hasattr(records[0], "__dict__") else 0)
    return {"memory": taken / count, "getsizeof": size}


def build(kind, shape, count):
    make = fill(kind, shape, own=False)
    make([None] * 1000)
    clock = time.thread_time_ns
    times = {"build": [], "free": []}
    for _ in range(_LISTS if count == MILLION else 1):
        records = [None] * count
        start = clock()
        make(records)
        built = clock()
        records.clear()
        freed = clock()
        times["build"].append((built - start) / count)
        times["free"].append((freed - built) / count)
    return {row: median(each) for row, each in times.items()}


def collection(kind, shape, count):
    """Nanoseconds for a record alive; a full collection of the process without the list is subtracted."""
    gc.disable()
    gc.collect()
    records = [None] * count
    fill(kind, shape, own=False)(records)
    # The first collection is not like the others: it untracks what it finds to be harmless.
    gc.collect()
    times = []
    for _ in range(_COLLECTIONS):
        start = time.thread_time_ns()
        gc.collect()
        times.append(time.thread_time_ns() - start)
    return {"collect": sorted(times)[_COLLECTIONS // 2] / count}


def anonymous():
    """Resident bytes that are no file's: what objects lie in."""
    with open("/proc/self/smaps_rollup") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("Anonymous:"))


MODES = {"memory": memory, "build": build, "collect": collection}


def child(mode, shape, kind, count):
    command = [sys.executable, "-m", "recordbench.bulk", mode, shape, kind, str(count)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def measure(mode, shape, kinds, count, repeats):
    """Samples by row and kind."""
    samples = {}
    order = [kind for kind in kinds if kind not in SKIPPED]
    for _ in range(repeats):
        random.shuffle(order)
        for kind in order:
            for row, value in child(mode, shape.name, kind, count).items():
                samples.setdefault(row, {}).setdefault(kind, []).append(value)
    return samples


def main(mode, shape, name, count):
    shape = next(each for each in SHAPES if each.name == shape)
    kind = next(kind for kind in collect(shape)[0] if kind.name == name)
    print(json.dumps(MODES[mode](kind, shape, int(count))), flush=True)
    # Taking the records down one by one would double the time of some kinds.
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])

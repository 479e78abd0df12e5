"""Time of small operations: rounds of about a millisecond for each kind, in an order that is drawn anew in each round.

The clock is the CPU time of the thread: what other programs do meanwhile does not count, unless it slows the processor.
A round is one moment of the machine; so ratios are taken within rounds, and then their median.
"""

import gc
import random
import sys
import time
from itertools import repeat

from .rows import code_of
from .subject import variables

# Before 3.11 the interpreter caches attributes only in functions that were called so often.
_CALLS = 1100 if sys.version_info < (3, 11) else 0
_WARM_CALLS = 20


def compiled(code, unroll, names, clock=time.thread_time_ns):
    """A function of a number of loops that gives the nanoseconds they took."""
    body = [f"        {line}" for line in code.splitlines()] * unroll
    source = "\n".join([
        f"def run(loops, clock, repeat, {', '.join(names)}):",
        "    start = clock()",
        "    for loop in repeat(None, loops):",
        *body,
        "    return clock() - start",
    ])  # fmt: skip
    scope = {}
    exec(compile(source, "row", "exec"), scope)
    run, values = scope["run"], tuple(names.values())
    return lambda loops: run(loops, clock, repeat, *values)


class Timer:
    """One kind at one row."""

    def __init__(self, code, unroll, records, names, target, clock=time.thread_time_ns, warm=_WARM_CALLS):
        self.run = compiled(code, unroll, names, clock)
        for _ in range(_CALLS):
            self.run(0)
        for _ in range(warm):
            self.run(1)
        self.loops, took = 1, self.run(1)
        while took < target / 2:
            self.loops = max(self.loops + 1, min(self.loops * 8, int(self.loops * target / max(took, 1000))))
            took = self.run(self.loops)
        self.operations = self.loops * unroll * records

    def sample(self):
        return self.run(self.loops) / self.operations


def rounds(timers, count, progress=None):
    """Samples in nanoseconds for each timer; the same place in all lists is the same round."""
    samples = {name: [] for name in timers}
    order = list(timers)
    collecting = gc.isenabled()
    gc.collect()
    # The collections of one kind must not fall into the time of another; what they cost is measured in bulk.
    gc.disable()
    try:
        for _ in range(count):
            random.shuffle(order)
            for name in order:
                samples[name].append(timers[name].sample())
    finally:
        if collecting:
            gc.enable()
    return samples


def measure(kinds, row, shape, count, target):
    timers = {}
    for kind in kinds:
        code = code_of(kind, row, shape)
        if code is not None:
            timers[kind.name] = Timer(code, row.unroll, row.records, variables(kind, shape), target)
    return rounds(timers, count)

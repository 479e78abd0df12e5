"""One run on one Python: everything that was asked for, as one dict."""

import random
import sys
import time

from . import arrays, bulk, growth, machine, rounds, specialised
from .check import check_all
from .kinds import names_of
from .rows import BULK, ROWS
from .shapes import FLT3, OBJ3, SHAPES

GROWTH = "growth"


class Amount:
    """How much is measured: the default, or `--quick`, which is to see that all works and where one stands."""

    def __init__(self, quick):
        self.rounds = 11 if quick else 21
        self.target = 200_000 if quick else 1_000_000
        self.alive = 1 if quick else 5
        self.bulk_rounds = 1 if quick else 2
        self.build_shapes = (FLT3,) if quick else (FLT3, OBJ3)
        self.growth_rounds = 7 if quick else 15
        self.millions = growth.MILLIONS[:-1] if quick else growth.MILLIONS


def is_wanted(row, only):
    """`create` asks for `create_kw`, too."""
    return not only or any(row == each or row.startswith(f"{each}_") for each in only)


def unknown(only):
    known = [row.name for row in ROWS] + list(BULK) + [GROWTH, arrays.GROUP]
    return [each for each in only if not any(is_wanted(row, [each]) for row in known)]


def run(quick, only, compiler, records=arrays.RECORDS, say=lambda text: print(text, file=sys.stderr, flush=True)):
    amount = Amount(quick)
    random.seed()
    start = time.monotonic()
    result = {"machine": machine.describe(compiler), "quick": quick, "kinds": {}, "left_out": {}, "shapes": {}, "instructions": {}}
    kinds_of = {}
    for shape in SHAPES if set(only) != {arrays.GROUP} else ():
        kinds, left_out = check_all(shape)
        kinds_of[shape] = names_of(kinds)
        result["left_out"].update(left_out)
        result["kinds"][shape.name] = [{"name": kind.name, "ours": kind.ours, "base": kind.base} for kind in kinds]
        if is_wanted("getattr", only):
            result["instructions"][shape.name] = specialised.all_of(kinds, shape)
        rows = result["shapes"][shape.name] = {}
        for row in ROWS:
            if is_wanted(row.name, only):
                rows[row.name] = rounds.measure(kinds, row, shape, amount.rounds, amount.target)
        say(f"  {time.monotonic() - start:4.0f} s: {shape.title}")
    for mode, rows, shapes, count, repeats in _bulk(amount):
        if any(is_wanted(row, only) for row in rows):
            for shape in shapes:
                samples = bulk.measure(mode, shape, kinds_of[shape], count, repeats)
                result["shapes"][shape.name].update({row: samples[row] for row in rows if is_wanted(row, only)})
                say(f"  {time.monotonic() - start:4.0f} s: {mode}, {shape.title}")
    if is_wanted(GROWTH, only):
        result["growth"] = {
            "fields": growth.fields(amount.growth_rounds, amount.target),
            "millions": growth.millions(kinds_of[FLT3], amount.millions),
        }
        say(f"  {time.monotonic() - start:4.0f} s: growth")
    if is_wanted(arrays.GROUP, only):
        # Last: the libraries that it loads start threads.
        tell = lambda text: say(f"  {time.monotonic() - start:4.0f} s: {text}")  # noqa: E731
        result["arrays"] = arrays.measure(records, quick, tell)
    result["seconds"] = round(time.monotonic() - start)
    return result


def _bulk(amount):
    million = bulk.MILLION
    return (
        ("memory", ("getsizeof", "memory"), SHAPES, million, 1),
        ("build", ("build", "free"), amount.build_shapes, million, amount.bulk_rounds),
        ("collect", ("collect",), (FLT3,), amount.alive * million, 1),
    )

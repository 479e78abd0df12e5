"""How costs grow: with the number of fields, and with the number of records."""

import recordclass_benches

from . import bulk, kinds_builtin, kinds_dynamic, kinds_peers, rounds
from .kinds import Kind
from .rows import BY_NAME
from .shapes import FLT3, Shape

FIELDS = (1, 2, 4, 8, 16, 32, 64)
ROWS = ("create", "create_kw", "eq", "repr")
MILLIONS = (1, 5, 20)
# Telling ones: all of them at 20 million records would take minutes.
BULK_KINDS = ("dataclass", "msgspec gc=False", "cython native", "ours", "ours gc", "ours f64", "ours dataobject")


def _kinds(count):
    shape = Shape(f"wide{count}", f"{count} ints", tuple(f"f{index}" for index in range(count)), (int,) * count)
    kinds = [Kind("ours", getattr(recordclass_benches, f"Wide{count}"), ours=True, without={"method"})]

    def add(_, make):
        try:
            kinds.extend(make())
        except (ImportError, AttributeError):
            pass  # The shapes that are measured first have said so.

    for module in (kinds_builtin, kinds_peers, kinds_dynamic):
        module.collect(shape, add)
    # The tuple shows what the interpreter itself takes to hand over so many values.
    wanted = ("tuple", "dataclass", "msgspec gc=False", "recordclass dataobject", "ours", "ours dataobject")
    return [kind for kind in kinds if kind.name in wanted], shape


def fields(count, target, rows=ROWS, sizes=FIELDS):
    """Nanoseconds by row, kind and number of fields: {row: {kind: {fields: samples}}}."""
    found = {}
    for size in sizes:
        kinds, shape = _kinds(size)
        for row in rows:
            for kind, samples in rounds.measure(kinds, BY_NAME[row], shape, count, target).items():
                found.setdefault(row, {}).setdefault(kind, {})[size] = samples
    return found


def millions(kinds, sizes, repeats=1):
    """Nanoseconds for each record of so many millions: {kind: {millions: samples}}."""
    found = {}
    for size in sizes:
        samples = bulk.measure("build", FLT3, [kind for kind in BULK_KINDS if kind in kinds], size * bulk.MILLION, repeats)
        for kind, values in samples["build"].items():
            found.setdefault(kind, {})[size] = values
    return found

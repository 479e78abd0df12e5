"""Records and lists of one kind, ready to be measured: the variables of rows.py."""

import random
from copy import copy
from operator import attrgetter
from pickle import dumps, loads

import recordclass_benches

from .rows import LIST


def variables(kind, shape, count=LIST):
    """Every name that the code of a row may mention. `p` is new each time: a row may change it."""
    values = shape.values()
    p = kind.make(*values)
    names = {
        "C": kind.cls,
        "p": p,
        "q": kind.make(*shape.values()),
        "r": kind.make(*shape.values(bump=1)),
        "values": values,
        "xs": records(kind, shape, count),
        "name": shape.fields[0],
        "key": attrgetter(shape.fields[0]),
        "copy": copy,
        "dumps": dumps,
        "loads": loads,
        "data": dumps(p, 5),
        "create": recordclass_benches.create,
        "total": recordclass_benches.total,
    }
    names.update((f"v{index}", value) for index, value in enumerate(values))
    return names | kind.names


def records(kind, shape, count):
    """Records whose first field is in no order; the same order for all kinds."""
    order = list(range(count))
    random.Random(5).shuffle(order)
    first = shape.types[0]
    return [kind.make(first(1000 + number), *shape.values()[1:]) for number in order]

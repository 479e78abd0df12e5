"""Lists of objects, and columns of the standard library."""

from array import array
from dataclasses import make_dataclass
from functools import partial
from operator import attrgetter

from .array_kinds import NAMES, Kind, optional
from .array_rows import values


def objects(name, cls, ours=False, grow=False, **code):
    """A list of objects."""
    fields = attrgetter(*NAMES)

    def grown(count):
        records = []
        for number in range(count):
            records.append(cls(*values(number)))
        return records, records.__sizeof__(), 8 * count

    return Kind(
        name,
        lambda order: [cls(*values(number)) for number in order],
        {
            "build": "[C(*t) for t in tuples]",
            "append": "b = []\nfor t in tuples: b.append(C(*t))",
            "field": "a[i].x",
            "row": "p = a[i]; x = p.x; y = p.y; z = p.z",
            "set_field": "a[i].x = v",
            "set_row": "a[i] = p",
            "iterate": "s = 0.0\nfor p in a: s += p.x",
            "sum": "sum(map(x_of, a))",
            "sort": "sorted(a, key=x_of)",
            "dumps_loads": "loads(dumps(a, 5))",
        } | code,
        lambda records: [fields(record) for record in records],
        lambda records: {"C": cls, "x_of": attrgetter("x"), "p": cls(*values(7))},
        ours,
        grown if grow else None,
    )  # fmt: skip


def dataclasses():
    Slots = make_dataclass("Slots", [(name, float) for name in NAMES], slots=True)
    # Where pickle looks for it.
    Slots.__module__, globals()["Slots"] = __name__, Slots
    return [objects("list of dataclass(slots)", Slots)]


def msgspec():
    from msgspec import defstruct

    Struct = defstruct("Struct", [(name, float) for name in NAMES], gc=False, module=__name__)
    globals()["Struct"] = Struct
    return [objects("list of msgspec gc=False", Struct)]


def columns():
    """Three arrays of the standard library: columns, held together by hand."""
    fresh = partial(array, "d")

    def made(order):
        return tuple(fresh(column) for column in zip(*map(values, order)))

    def grown(count):
        columns = fresh(), fresh(), fresh()
        for number in range(count):
            for column, value in zip(columns, values(number)):
                column.append(value)
        return columns, sum(column.__sizeof__() for column in columns), 24 * count

    code = {
        "build": "tuple(array('d', column) for column in zip(*tuples))",
        "append": "b = (array('d'), array('d'), array('d'))\nf, g, h = b[0].append, b[1].append, b[2].append\n"
        "for x, y, z in tuples: f(x); g(y); h(z)",
        "field": "xs[i]",
        "row": "x = xs[i]; y = ys[i]; z = zs[i]",
        "column": "xs[i]",
        "set_field": "xs[i] = v",
        "set_row": "xs[i], ys[i], zs[i] = p",
        "iterate": "s = 0.0\nfor x in xs: s += x",
        "sum": "sum(xs)",
        "sort": "o = sorted(range(n), key=xs.__getitem__)\nb = tuple(array('d', map(c.__getitem__, o)) for c in a)",
        "dumps_loads": "loads(dumps(a, 5))",
    }
    numpy = optional("numpy")
    if numpy:
        code["to_numpy"] = "[frombuffer(c) for c in a]"
    return [Kind(
        "array module, a column each", made, code, lambda columns: list(zip(*columns)),
        lambda columns: {"array": array, "xs": columns[0], "ys": columns[1], "zs": columns[2], "p": values(7),
                         "frombuffer": numpy and numpy.frombuffer},
        grow=grown,
    )]  # fmt: skip

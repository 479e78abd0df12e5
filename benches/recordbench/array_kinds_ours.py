"""Ours: a packed array, and a list of the same records."""

import recordclass_benches as module

from .array_kinds import BUFFERS, Kind, optional
from .array_kinds_plain import objects
from .array_kinds_tables import table_of
from .array_rows import values


def records():
    kind = objects(
        "list of recordclass", module.Point, ours=True, grow=True, build_rust="point_list(n)", row="x, y, z = a[i]",
    )  # fmt: skip
    names = kind.names
    kind.names = lambda records: names(records) | {"point_list": module.point_list}
    return [kind]


def arrays():
    numpy, arrow = optional("numpy"), optional("pyarrow")
    Array, Point = module.PointArray, module.Point
    code = {
        "build_rust": "points(n)",
        "build": "A(tuples)",
        "append": "b = A()\nfor t in tuples: b.append(t)",
        "field": "a[i].x",
        "row": "x, y, z = a[i]",
        "column": "c[i]",
        "set_field": "a.view(i).x = v",
        "set_row": "a[i] = p",
        "iterate": "s = 0.0\nfor p in a: s += p.x",
        "sort": "b = a.copy()\nb.sort('x')",
        "dumps_loads": "loads(dumps(a, 5))",
        "out_of_band": BUFFERS,
    }
    if numpy:
        code |= {"sum": "asarray(a.x).sum()", "to_numpy": "asarray(a)"}
    if arrow:
        code |= {"stream": "a.__arrow_c_stream__()", "to_arrow": "pa.table(a)"}
    if arrow and numpy:
        code["from_arrow"] = "A.from_arrow(t)"

    def made(order):
        return Array(map(values, order))

    def grown(count):
        rows = Array()
        for number in range(count):
            rows.append(values(number))
        return rows, rows.__sizeof__(), rows.nbytes

    names = lambda a: {  # noqa: E731
        "A": Array, "c": a.x, "p": Point(*values(7)), "points": module.points, "total_x": module.total_x,
        "asarray": numpy and numpy.asarray, "pa": arrow, "t": arrow and numpy and table_of(arrow, numpy.asarray(a)),
    }  # fmt: skip
    rows = lambda a: [tuple(row) for row in a]  # noqa: E731
    view = {"field": "a.view(i).x", "row": "p = a.view(i); x = p.x; y = p.y; z = p.z"}
    view["iterate"] = "s = 0.0\nfor p in a.rows(): s += p.x"
    rust = {"sum": "total_x(a)"}
    return [
        Kind("packed array", made, code, rows, names, ours=True, grow=grown),
        Kind("packed array, views", made, view, rows, names, ours=True),
        Kind("packed array, in Rust", made, rust, rows, names, ours=True),
    ]

"""Tables: numpy with rows or columns, pyarrow, polars."""

from .array_kinds import BUFFERS, NAMES, Kind, optional
from .array_rows import values


def numpy():
    import numpy as np

    arrow = optional("pyarrow")
    dtype = np.dtype([(name, "f8") for name in NAMES])
    code = {
        "build": "np.array(tuples, dtype)",
        "field": "a[i]['x']",
        "row": "x, y, z = a[i].item()",
        "column": "c[i]",
        "set_field": "a[i]['x'] = v",
        "set_row": "a[i] = p",
        "iterate": "s = 0.0\nfor x, y, z in a.tolist(): s += x",
        "sum": "a['x'].sum()",
        "sort": "a[a['x'].argsort()]",
        "dumps_loads": "loads(dumps(a, 5))",
        "out_of_band": BUFFERS,
    }
    if arrow:
        code["to_arrow"] = "pa.Table.from_arrays([pa.array(a[k]) for k in names], names=names)"
        code["from_arrow"] = "b = np.empty(n, dtype)\nfor k in names: b[k] = t[k].to_numpy()"

    def made(order):
        order = np.fromiter(order, "i8")
        rows = np.empty(len(order), dtype)
        rows["x"] = order + 0.5
        rows["y"] = -rows["x"]
        rows["z"] = rows["x"] * 2.0
        return rows

    names = lambda a: {  # noqa: E731
        "np": np, "dtype": dtype, "c": a["x"], "p": values(7), "pa": arrow, "names": list(NAMES),
        "t": arrow and table_of(arrow, a),
    }  # fmt: skip
    structured = Kind("numpy structured", made, code, lambda a: a.tolist(), names)
    # Through the column first, which is quicker for one field.
    by_column = Kind(
        "numpy structured, field first", made,
        {"field": "a['x'][i]", "row": "x, y, z = a.item(i)", "set_field": "a['x'][i] = v"}, structured.rows, names,
    )  # fmt: skip
    columns = Kind(
        "numpy, a column each",
        lambda order: tuple(np.ascontiguousarray(rows) for rows in map(made(order).__getitem__, NAMES)),
        {
            "build": "np.array(tuples).T.copy()", "field": "xs[i]", "row": "x = xs[i]; y = ys[i]; z = zs[i]",
            "column": "xs[i]", "set_field": "xs[i] = v", "set_row": "xs[i], ys[i], zs[i] = p", "sum": "xs.sum()",
            "iterate": "s = 0.0\nfor x in xs.tolist(): s += x",
            "sort": "o = xs.argsort()\nb = [c[o] for c in a]", "dumps_loads": "loads(dumps(a, 5))",
            "out_of_band": BUFFERS,
        },
        lambda columns: list(zip(*map(list, columns))),
        lambda a: {"np": np, "xs": a[0], "ys": a[1], "zs": a[2], "p": values(7)},
    )  # fmt: skip
    return [structured, by_column, columns]


def table_of(arrow, a):
    return arrow.table({name: a[name].copy() for name in NAMES})


def _numpy_columns(order):
    import numpy as np

    x = np.fromiter(order, "i8") + 0.5
    return {"x": x, "y": -x, "z": x * 2.0}


def pyarrow():
    import pyarrow as pa
    import pyarrow.compute as pc

    code = {
        "build": "pa.Table.from_arrays([pa.array(c) for c in zip(*tuples)], names=names)",
        "field": "a['x'][i].as_py()",
        "row": "r = a.slice(i, 1).to_pylist()[0]; x = r['x']; y = r['y']; z = r['z']",
        "column": "c[i].as_py()",
        "iterate": "s = 0.0\nfor p in a.to_pylist(): s += p['x']",
        "sum": "pc.sum(a['x'])",
        "sort": "a.sort_by('x')",
        "dumps_loads": "loads(dumps(a, 5))",
        "out_of_band": BUFFERS,
        "to_numpy": "[c.to_numpy() for c in a.columns]",
        "stream": "a.__arrow_c_stream__()",
    }
    return [Kind(
        "pyarrow table", lambda order: pa.table(_numpy_columns(order)), code,
        lambda table: [tuple(row.values()) for row in table.to_pylist()],
        lambda table: {"pa": pa, "pc": pc, "c": table["x"], "names": list(NAMES)},
    )]  # fmt: skip


def polars():
    import polars as pl

    code = {
        "build": "pl.DataFrame(tuples, schema=schema, orient='row')",
        "field": "a.item(i, 'x')",
        "row": "x, y, z = a.row(i)",
        "column": "c[i]",
        "iterate": "s = 0.0\nfor x, y, z in a.iter_rows(): s += x",
        "sum": "a['x'].sum()",
        "sort": "a.sort('x')",
        "dumps_loads": "loads(dumps(a, 5))",
        "to_numpy": "[c.to_numpy() for c in a.iter_columns()]",
    }
    arrow = optional("pyarrow")
    if arrow:
        code |= {"stream": "a.__arrow_c_stream__()", "to_arrow": "a.to_arrow()", "from_arrow": "pl.from_arrow(t)"}
    schema = {name: pl.Float64 for name in NAMES}
    return [Kind(
        "polars", lambda order: pl.DataFrame(_numpy_columns(order)), code, lambda frame: frame.rows(),
        lambda frame: {"pl": pl, "c": frame["x"], "schema": schema, "t": arrow and frame.to_arrow()},
    )]  # fmt: skip

"""All ways to keep records do the same, or the benchmark would compare different things: the code of each row runs once."""

from math import isclose
from pickle import dumps, loads

from .array_kinds import collect
from .array_rows import ROWS, values
from .check import Wrong, _run as run

_COUNT = 20


def code_of(kind, row):
    """The code of a row for a kind; None if the kind cannot do it."""
    return kind.code.get(row.name) or kind.code.get(row.name.removesuffix("_few"))


def variables(kind, order, tuples):
    """Every name that the code of a row may mention."""
    a = kind.make(order)
    common = {"a": a, "n": len(order), "i": len(order) // 3, "v": 2.5, "tuples": tuples}
    return common | {"dumps": dumps, "loads": loads} | kind.names(a)


def check_all():
    """Checks all kinds, and gives them back, with what is left out."""
    kinds, left_out = collect()
    for kind in kinds:
        for row in ROWS:
            if code_of(kind, row):
                check(kind, row)
    return kinds, left_out


def check(kind, row):
    order = sorted(range(_COUNT), key=lambda number: number * 7 % _COUNT)
    names = variables(kind, order, list(map(values, order)))
    code = code_of(kind, row)
    result = run(code, names)
    if not _CHECKS[row.name.removesuffix("_few")](kind, names, result):
        raise Wrong(f"{kind.name}, {row.name}: `{code}` gives {result!r}")


def _rows(kind, result, name="b"):
    """The collection that the code made, as tuples: its value, or what it called `b`."""
    return [tuple(row) for row in kind.rows(result[name] if isinstance(result, dict) else result)]


def _in_order(kind, names, result):
    return _rows(kind, result) == list(map(values, range(_COUNT)))


def _same(kind, names, result):
    return _rows(kind, result, "r" if isinstance(result, dict) and "r" in result else "b") == names["tuples"]


def _value(kind, names, result):
    return float(result) == names["tuples"][names["i"]][0]


def _row(kind, names, result):
    return tuple(result[name] for name in "xyz") == names["tuples"][names["i"]]


def _written_field(kind, names, result):
    return _rows(kind, names["a"])[names["i"]] == (2.5, *names["tuples"][names["i"]][1:])


def _written_row(kind, names, result):
    return _rows(kind, names["a"])[names["i"]] == values(7) != names["tuples"][names["i"]]


def _added_up(kind, names, result):
    total = result["s"] if isinstance(result, dict) else result
    total = total.as_py() if hasattr(total, "as_py") else total
    return isclose(total, sum(x for x, *_ in names["tuples"]))


def _sorted(kind, names, result):
    return _rows(kind, result) == sorted(names["tuples"])


def _numpy(kind, names, result):
    # Three columns, or one array of rows.
    rows = zip(*map(list, result)) if isinstance(result, list) else result.tolist()
    return list(rows) == names["tuples"]


def _streamed(kind, names, result):
    import pyarrow

    # Whoever takes a stream asks an object for it.
    class Holder:
        def __arrow_c_stream__(self, requested_schema=None):
            return result

    return _arrow(kind, names, pyarrow.table(Holder()))


def _arrow(kind, names, result):
    return [tuple(row[name] for name in "xyz") for row in result.to_pylist()] == names["tuples"]


_CHECKS = {
    "build_rust": _in_order, "build": _same, "append": _same, "field": _value, "row": _row, "column": _value,
    "set_field": _written_field, "set_row": _written_row, "iterate": _added_up, "sum": _added_up, "sort": _sorted,
    "dumps_loads": _same, "out_of_band": _same, "to_numpy": _numpy, "stream": _streamed, "to_arrow": _arrow, "from_arrow": _same,
}  # fmt: skip

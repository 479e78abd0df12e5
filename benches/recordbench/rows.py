"""What is measured, as source code: `{C}` is the class, `{p}` a record, and so on. A kind may say it otherwise, or not at all.

Names in the code are local variables of the measured function, so none of them costs a look-up by name:
C class; p record; q its equal, of other objects; r a larger one; v0, v1 ... values; xs a list of records; data a pickle.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    name: str
    title: str
    code: str
    # How often the code stands in the body of the loop, so that the loop itself costs little beside it.
    unroll: int = 10
    # Records that the code goes through each time: the figure is for one of them.
    records: int = 1


LIST = 1000

ROWS = (
    Row("create", "create, positional", "C({values})"),
    Row("create_kw", "create, keywords", "C({named})"),
    Row("create_defaults", "create, mixed, a default", "C({mixed})"),
    Row("create_rust", "create, from Rust", "create(C, values, 100)", 1, 100),
    Row("getattr", "read attribute", "p.{second}", 50),
    Row("setattr", "write attribute", "p.{second} = v1", 50),
    Row("index", "read by index", "p[1]", 50),
    Row("index_set", "write by index", "p[1] = v1", 50),
    Row("unpack", "unpack", "{targets} = p"),
    Row("iterate", "iterate", "for _ in p: pass"),
    Row("eq", "==", "p == q"),
    Row("lt", "<", "p < r"),
    Row("hash", "hash", "hash(p)"),
    Row("repr", "repr", "repr(p)"),
    Row("copy", "copy.copy", "copy(p)"),
    Row("replace", "replace one field", ""),
    Row("asdict", "to a dict", ""),
    Row("dumps", "pickle.dumps", "dumps(p, 5)"),
    Row("loads", "pickle.loads", "loads(data)"),
    Row("method", "call a method", "p.first()", 50),
    Row("sum", "sum of a field, in Python", "s = 0.0\nfor p in xs: s += p.{first}", 1, LIST),
    Row("sum_rust", "sum of a field, in Rust", "total(xs, name)", 1, LIST),
    Row("sort", "sort by a field", "sorted(xs, key=key)", 1, LIST),
)

BY_NAME = {row.name: row for row in ROWS}

# Rows of whole processes: see bulk.py. All in the order of the tables.
BULK = {
    "getsizeof": "sys.getsizeof, bytes",
    "memory": "each of a million with its values, bytes",
    "build": "build a list of a million, gc on",
    "free": "free a list of a million",
    "collect": "a full collection, per million alive",
}

TITLES = {row.name: row.title for row in ROWS} | BULK

GROUPS = (
    ("Creation", ("create", "create_kw", "create_defaults", "create_rust")),
    ("Access", ("getattr", "setattr", "index", "index_set", "unpack", "iterate", "method")),
    ("Protocols", ("eq", "lt", "hash", "repr")),
    ("Conversion", ("copy", "replace", "asdict", "dumps", "loads")),
    ("Lists", ("sum", "sum_rust", "sort", "build", "free", "collect")),
    ("Memory, bytes", ("getsizeof", "memory")),
)


def code_of(kind, row, shape):
    """The code of a row for a kind; None if the kind cannot do it."""
    code = kind.code.get(row.name, row.code)
    if not code or row.name in kind.without:
        return None
    names = shape.fields
    values = [f"v{index}" for index in range(len(names))]
    return code.format(
        values=", ".join(values),
        named=", ".join(f"{name}={value}" for name, value in zip(names, values)),
        pairs=", ".join(f"{name!r}: {value}" for name, value in zip(names, values)),
        # All but the last two by position, the last but one by keyword, the last one by default.
        mixed=", ".join([*values[:-2], f"{names[-2:][0]}={values[-2:][0]}"]),
        targets=", ".join(f"t{index}" for index in range(len(names))),
        first=names[0],
        second=names[:2][-1],
    )

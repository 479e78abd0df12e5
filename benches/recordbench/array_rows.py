"""What the group `arrays` measures: many records of three floats, kept in one way or another.

A kind says in its own code how it does a row, as a person would who knows it well; here is what the rows are, and what
must come out. In the code `a` is the collection, `c` one column of it, `i` a row's number, `p` a row to be written, `v` a number,
`tuples` all rows as tuples.
"""

from dataclasses import dataclass

# In rows that a clock can hardly see, the code stands so often in the body of the loop.
_OFTEN = 20


@dataclass(frozen=True)
class Row:
    name: str
    title: str
    # The size of the collection: such a part of `--records`. None: it has FEW, and is measured together with the row of many.
    share: object
    # Whether the figure is for one record; else for one run of the code.
    each: bool
    unroll: int = 1
    # Whether the figure is microseconds instead of nanoseconds.
    micro: bool = False


LARGE, SMALL = 10, 50
# So many rows have the small arrays of which an export must not take less time.
FEW = 1000

ROWS = (
    Row("build_rust", "build, in Rust", SMALL, True),
    Row("build", "build from a list of tuples", SMALL, True),
    Row("append", "append tuples, one by one", SMALL, True),
    Row("field", "read a field of one row", SMALL, False, _OFTEN),
    Row("row", "read all of one row", SMALL, False, _OFTEN),
    Row("column", "read an item of a column", SMALL, False, _OFTEN),
    Row("set_field", "write a field of one row", SMALL, False, _OFTEN),
    Row("set_row", "write a row", SMALL, False, _OFTEN),
    Row("iterate", "iterate over rows, adding up a field", SMALL, True),
    Row("sum", "sum of a column", LARGE, True),
    Row("sort", "sort by a field, into a new one", SMALL, True),
    Row("dumps_loads", "pickle round trip", SMALL, True),
    Row("out_of_band", "pickle round trip, buffers out of band", SMALL, True),
    Row("to_numpy_few", "to numpy, 1,000 rows, us", None, False, 1, True),
    Row("to_numpy", "to numpy, many rows, us", LARGE, False, 1, True),
    Row("stream_few", "to an Arrow stream, 1,000 rows, us", None, False, 1, True),
    Row("stream", "to an Arrow stream, many rows, us", LARGE, False, 1, True),
    Row("to_arrow_few", "to an Arrow table, 1,000 rows, us", None, False, 1, True),
    Row("to_arrow", "to an Arrow table, many rows, us", LARGE, False, 1, True),
    Row("from_arrow", "from Arrow", SMALL, True),
)

BY_NAME = {row.name: row for row in ROWS}

# Of processes of their own, with all records.
MEMORY = {
    "memory": "built in one go",
    "grown": "after appends",
    "slack": "of these, room for more",
}

TITLES = {row.name: row.title for row in ROWS} | MEMORY

GROUPS = (
    ("Memory, bytes for each record", tuple(MEMORY)),
    ("Making, ns for each record, freeing included", ("build_rust", "build", "append", "from_arrow")),
    ("One row, ns", ("field", "row", "column", "set_field", "set_row")),
    ("All rows, ns for each record", ("iterate", "sum", "sort", "dumps_loads", "out_of_band")),
    ("Handing over, microseconds for all", ("to_numpy_few", "to_numpy", "stream_few", "stream", "to_arrow_few", "to_arrow")),
)


def values(number):
    """The row with that number. `points` of benches/pyext makes the same."""
    x = number + 0.5
    return x, -x, x * 2.0

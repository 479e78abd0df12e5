"""A packed array in daft: its rows become a data frame, a function runs on each part, and what it gives comes back.

The same code runs on one machine and, after `daft.set_runner_ray()`, on a cluster of Ray. Between arrays and frames goes Arrow data: a
copy from rows to columns, and back.
"""

import daft
import pyarrow
import pyarrow.compute

from . import parts

PART = "part"


def frame(array, count=4):
    """A data frame with the fields of an array as columns, and the number of the part as another."""
    tables = []
    for number, part in enumerate(parts(array, count)):
        numbers = pyarrow.repeat(pyarrow.scalar(number, pyarrow.uint32()), len(part))
        tables.append(pyarrow.table(part).append_column(PART, numbers))
    return daft.from_arrow(tables)


def each(frame, source, function, result):
    """Runs a function on each part: `source` is the class of the array that it takes, `result` of the one that it gives.

    The results may have any number of rows.
    """
    names = pyarrow.schema(source()).names
    fields = pyarrow.struct(pyarrow.schema(result()))

    @daft.func.batch(return_dtype=daft.DataType.from_arrow_type(fields))
    def on_columns(*columns):
        part = source.from_arrow(pyarrow.table([column.to_arrow() for column in columns], names=names))
        return pyarrow.array(function(part))

    rows = on_columns(*(daft.col(name) for name in names)).alias("rows")
    grouped = frame.groupby(PART).map_groups(rows)
    return grouped.select(PART, *(grouped["rows"][field.name].alias(field.name) for field in fields))


def arrays(frame, cls):
    """The rows of a data frame as arrays: one for each part that has rows, in the order of the parts."""
    table = frame.to_arrow()
    numbers = sorted(pyarrow.compute.unique(table[PART]).to_pylist())
    rows = (table.filter(pyarrow.compute.field(PART) == number) for number in numbers)
    return [cls.from_arrow(part, ignore_extra=True) for part in rows]

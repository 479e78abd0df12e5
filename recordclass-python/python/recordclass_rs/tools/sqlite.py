"""Row factories for `sqlite3`: rows that are records, with a field for each column.

>>> import sqlite3
>>> connection = sqlite3.connect(":memory:")
>>> connection.row_factory = dataclass_row_factory()
>>> connection.execute("SELECT 'Earth' AS name, 6378 AS radius").fetchone()
Row(name='Earth', radius=6378)
>>> connection.close()
"""

from .._make import make_dataclass


def make_row_factory(cls_factory, **options):
    """A row factory whose class is `cls_factory("Row", columns, **options)`, made once for each list of columns."""
    classes = {}

    def row_factory(cursor, row):
        columns = tuple(column[0] for column in cursor.description)
        try:
            cls = classes[columns]
        except KeyError:
            cls = classes[columns] = cls_factory("Row", columns, **options)
        return cls(*row)

    return row_factory


def dataclass_row_factory(cls=None):
    """A row factory that makes records of that class, or of one with the columns as fields.

    Then a column without a usable name, as that of `count(*)`, becomes a field `_0`, `_1`, ... after its place.
    """
    if cls is None:
        return make_row_factory(make_dataclass, rename=True)

    def row_factory(cursor, row):
        return cls(*row)

    return row_factory

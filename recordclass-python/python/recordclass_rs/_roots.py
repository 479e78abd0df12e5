"""`dataobject` and `datastruct`: what record classes derive from."""

from . import _describe
from ._datatype import datatype


class dataobject(metaclass=datatype):
    """Base of record classes: annotations in the body of a subclass are its fields.

    >>> class Point(dataobject):
    ...     x: int
    ...     y: int = 0
    >>> Point(1)
    Point(x=1, y=0)
    """

    __signature__ = _describe.Signature()
    __dataclass_fields__ = _describe.DataclassFields()
    __rich_repr__ = _describe.RichRepr()
    _repr_pretty_ = _describe.ReprPretty()
    __get_pydantic_core_schema__ = _describe.core_schema


class datastruct(metaclass=datatype, struct=True):
    """As `dataobject`, but a child cannot be derived from, and its attributes are fixed."""

    __signature__ = _describe.Signature()
    __dataclass_fields__ = _describe.DataclassFields()
    __rich_repr__ = _describe.RichRepr()
    _repr_pretty_ = _describe.ReprPretty()
    __get_pydantic_core_schema__ = _describe.core_schema

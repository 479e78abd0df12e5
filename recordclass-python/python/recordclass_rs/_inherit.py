"""What a class has from the records among its bases."""

from . import _options
from ._core import recordtype


def records(bases):
    return [base for base in bases if isinstance(base, recordtype)]


def fields_of(cls):
    """The fields of a record class by name, in their order."""
    return _options.info(cls).fields


def is_array(cls):
    """Whether its slots have numbers instead of names."""
    return type(cls.__fields__) is int


def fields(name, bases):
    """The inherited fields by name, in the order in which they lie in memory.

    Of several records only one may bring fields of its own: they lie at the same place in each. What their common
    fields are like is for the first base to say, as everywhere in Python.
    """
    bases = records(bases)
    if not bases:
        return {}
    main = max(bases, key=lambda base: len(fields_of(base)))
    for base in bases:
        if fields_of(base) and not issubclass(main, _origin(base)):
            raise TypeError(f"{name}: the fields of {main.__name__} and {base.__name__} cannot both be inherited")
    merged = {}
    for base in (main, *reversed(bases)):
        merged.update(fields_of(base))
    return merged


def main_base(bases):
    return max(records(bases), key=lambda base: len(fields_of(base)), default=None)


def _origin(cls):
    """The class that brought the last of its fields."""
    while isinstance(cls.__base__, recordtype) and len(fields_of(cls.__base__)) == len(fields_of(cls)):
        cls = cls.__base__
    return cls

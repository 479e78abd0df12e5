"""A way to keep many records of three floats, and all of them."""

import importlib
from dataclasses import dataclass

NAMES = ("x", "y", "z")
# A pickle whose buffers are handed over beside it, as engines do that send arrays to other processes.
BUFFERS = "b = []\nd = dumps(a, 5, buffer_callback=b.append)\nr = loads(d, buffers=b)"


@dataclass
class Kind:
    name: str
    # From an iterable of row numbers to the collection.
    make: object
    # The code for rows of array_rows.py, in the quickest form that is known to us.
    code: dict
    # From a collection to a list of tuples: for the check.
    rows: object
    # From a collection to what else its code mentions.
    names: object
    ours: bool = False
    # From a number of records to a collection that has become so long by appends, its size, and what it needs, in bytes.
    grow: object = None


# In the order of the tables; where a library is missing, its kinds are left out.
_MODULES = {
    "array_kinds_plain": ("dataclasses", "msgspec", "columns"),
    "array_kinds_tables": ("numpy", "pyarrow", "polars"),
    "array_kinds_ours": ("records", "arrays"),
}


def collect():
    """All kinds, and those that are left out with the reason."""
    kinds, left_out = [], {}
    for name, functions in _MODULES.items():
        module = importlib.import_module(f".{name}", __package__)
        for function in functions:
            try:
                kinds.extend(getattr(module, function)())
            except ImportError as error:
                left_out[f"arrays: {function}"] = f"{type(error).__name__}: {str(error).partition(' (/')[0]}"
    return kinds, left_out


def optional(name):
    """A library, or None: rows that need it are left out then."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None

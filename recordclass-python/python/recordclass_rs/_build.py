"""Classes from a list of fields instead of a class body: what the factory functions share."""

from collections.abc import Iterable
from types import new_class

from . import _names, _options
from ._core import recordtype
from ._fields import MISSING, field_of
from ._roots import dataobject


def build(
    typename, fields, defaults=None, *, module, bases=None, namespace=None, rename=False, invalid_names=(), **options
):
    typename = _names.check_type_name(typename)
    rows, match = _names.split(fields, typename, rename)
    names = [row[0] for row in rows]
    reserved = {*invalid_names, *_options.reserved({"namedtuple": False, "mapping": False, **options})}
    if rename:
        names = _names.rename_invalid(names, reserved)
    names = _checked(names, typename, reserved)
    body = _names.mapped(namespace, typename, "namespace")
    _fill(body, names, rows, _names.pair_defaults(names, defaults, typename), typename)
    if match is not None:
        body["__fields__"] = (*names[:match], "*", *names[match:])
    if module is not None:
        if not isinstance(module, str):
            raise TypeError(f"{typename}: module is a string, not {type(module).__name__}")
        body["__module__"] = module
    return new_class(typename, _with_record(bases, typename), _said(options), lambda made: made.update(body))


def _checked(names, typename, reserved):
    seen = set()
    for place, name in enumerate(names):
        if name not in (_names.DICT, _names.WEAKREF):
            names[place] = name = _names.check_field_name(name, typename, reserved)
        if name in seen:
            raise ValueError(f"{typename}: two fields are called {name!r}")
        seen.add(name)
    return names


def _fill(body, names, rows, defaults, typename):
    """Writes into the class body what a `class` statement would have in it."""
    if "__fields__" in body:
        raise TypeError(f"{typename}: the fields are an argument, so the namespace cannot have __fields__")
    annotations = dict(body.get("__annotations__") or {})
    for name, row in zip(names, rows):
        if row[1] is not MISSING:
            annotations[name] = row[1]
        if len(row) == 3:
            if name in defaults:
                raise TypeError(f"{typename}.{name} has two defaults")
            body[name] = field_of(row[2], f"{typename}.{name}")
        elif name in defaults:
            body[name] = defaults[name]
    body["__fields__"] = tuple(names)
    body["__annotations__"] = annotations


def _with_record(bases, typename):
    """The bases, with `dataobject` behind them if no record is there."""
    if bases is None:
        return (dataobject,)
    if not isinstance(bases, Iterable) or isinstance(bases, (type, str)):
        raise TypeError(f"{typename}: bases are an iterable of classes, not {bases!r}")
    bases = tuple(bases)
    return bases if any([isinstance(base, recordtype) for base in bases]) else (*bases, dataobject)


def _said(options):
    return {name: value for name, value in options.items() if value is not None}

"""What Python brings along: tuple and dict, which are no records, and classes of the standard library."""

import dataclasses
from operator import itemgetter

from . import sources
from .kinds import Kind

_SEQUENCE = {"index", "index_set", "unpack", "iterate"}


def collect(shape, add):
    add(["tuple"], lambda: [_tuple(shape)])
    add(["dict"], lambda: [_dict(shape)])
    add(["class"], lambda: [_class(shape)])
    add(["slots"], lambda: [_slots(shape)])
    add(["dataclass"], lambda: [_dataclass(shape)])
    add(["namedtuple"], lambda: [_namedtuple(shape)])


def _tuple(shape):
    places = {name: index for index, name in enumerate(shape.fields)}
    return Kind(
        "tuple", tuple, base=True,
        make=lambda *values: values, read=lambda record, name: record[places[name]],
        code={
            "create": "({values},)", "create_rust": "create(C, (values,), 100)",
            "sum": "s = 0.0\nfor p in xs: s += p[0]", "replace": "",
        },
        names={"key": itemgetter(0)},
        # tuple(v) from Rust is another thing; by name there is nothing.
        without={"create_kw", "create_defaults", "create_rust", "getattr", "setattr", "index_set", "copy", "sum_rust", "method"},
    )  # fmt: skip


def _dict(shape):
    return Kind(
        "dict", dict, base=True,
        make=lambda *values, **named: dict(zip(shape.fields, values), **named),
        read=lambda record, name: record[name],
        code={
            "create": "{{{pairs}}}", "create_kw": "C({named})",
            "getattr": "p['{second}']", "setattr": "p['{second}'] = v1",
            "unpack": "{targets} = p.values()", "iterate": "for _ in p.values(): pass",
            "replace": "{{**p, '{second}': v1}}", "asdict": "p.copy()",
            "sum": "s = 0.0\nfor p in xs: s += p['{first}']",
        },
        names={"key": itemgetter(shape.fields[0])},
        without={"create_defaults", "create_rust", "index", "index_set", "lt", "hash", "sum_rust", "method"},
    )  # fmt: skip


def _class(shape):
    code = {"asdict": "p.__dict__.copy()"}
    return Kind("class", sources.define("class", shape, sources.CLASS), code, _SEQUENCE)


def _slots(shape):
    return Kind("slots", sources.define("slots", shape, sources.SLOTS), without=_SEQUENCE)


def _dataclass(shape):
    return Kind(
        "dataclass", sources.define("dataclass", shape, sources.DATACLASS),
        code={"replace": "replace(p, {second}=v1)", "asdict": "asdict(p)"},
        without=_SEQUENCE,
        names={"replace": dataclasses.replace, "asdict": dataclasses.asdict},
    )  # fmt: skip


def _namedtuple(shape):
    return Kind(
        "namedtuple", sources.define("namedtuple", shape, sources.NAMEDTUPLE),
        code={"replace": "p._replace({second}=v1)", "asdict": "p._asdict()"},
        without={"setattr", "index_set"},
    )  # fmt: skip

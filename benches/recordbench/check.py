"""All kinds do the same, or the benchmark would compare different things: each row's code is run once and looked at."""

from .kinds import collect
from .rows import ROWS, code_of
from .subject import variables


class Wrong(Exception):
    """A kind does not do what the row says."""


def check_all(shape):
    """Checks all kinds of a shape, and gives them back."""
    kinds, left_out = collect(shape)
    for kind in kinds:
        for row in ROWS:
            if code_of(kind, row, shape) is not None:
                check(kind, row, shape)
    return kinds, left_out


def check(kind, row, shape):
    names = variables(kind, shape, count=20)
    code = code_of(kind, row, shape)
    result = _run(code, names)
    expected = _CHECKS[row.name](kind, shape, names, result)
    if expected is not True:
        raise Wrong(f"{kind.name}, {shape.name}, {row.name}: `{code}` gives {result!r}")


def _run(code, names):
    """The value of an expression; of statements, the variables after them."""
    scope = dict(names)
    try:
        compiled = compile(code, "row", "eval")
    except SyntaxError:
        exec(code, scope)
        return {name: value for name, value in scope.items() if name != "__builtins__"}
    return eval(compiled, scope)


def fields(kind, shape, record):
    return tuple(kind.read(record, name) for name in shape.fields)


def _has(kind, shape, record, values):
    """The record is of the class and holds the values."""
    return isinstance(record, kind.cls) and fields(kind, shape, record) == tuple(values)


def _created(kind, shape, names, result):
    return _has(kind, shape, result, shape.values())


def _by_default(kind, shape, names, result):
    *given, last = fields(kind, shape, result)
    return tuple(given) == shape.values()[:-1] and last in (None, 0)


def _second(kind, shape, names, result):
    return result == shape.values()[1]


def _written(kind, shape, names, result):
    return kind.read(result["p"], shape.fields[1]) is names["v1"] or fields(kind, shape, result["p"]) == shape.values()


def _unpacked(kind, shape, names, result):
    return tuple(result[f"t{index}"] for index in range(len(shape.fields))) == shape.values()


def _iterated(kind, shape, names, result):
    return result["_"] == shape.values()[-1]


def _equal(kind, shape, names, result):
    p, q, r = (names[name] for name in "pqr")
    return result is True and p is not q and (p == r) is False and all(a is not b for a, b in _objects(kind, shape, p, q))


def _objects(kind, shape, p, q):
    """Pairs of values, where they can be identical by carelessness."""
    pairs = zip(fields(kind, shape, p), fields(kind, shape, q))
    return [pair for pair in pairs if not isinstance(pair[0], str)]


def _less(kind, shape, names, result):
    return result is True and (names["r"] < names["p"]) is False and (names["p"] < names["q"]) is False


def _hashed(kind, shape, names, result):
    return result == hash(names["q"]) != hash(names["r"])


def _shown(kind, shape, names, result):
    values = shape.values()
    if kind.base:
        return result == repr(names["p"])
    shown = ", ".join(f"{name}={value!r}" for name, value in zip(shape.fields, values))
    return result.endswith(f"({shown})")


def _copied(kind, shape, names, result):
    frozen = "setattr" in kind.without
    return _has(kind, shape, result, shape.values()) and (frozen or result is not names["p"])


def _replaced(kind, shape, names, result):
    return _has(kind, shape, result, shape.values()) and result is not names["p"]


def _as_dict(kind, shape, names, result):
    return result == dict(zip(shape.fields, shape.values())) and list(result) == list(shape.fields)


def _pickled(kind, shape, names, result):
    return _has(kind, shape, names["loads"](result), shape.values())


def _first(kind, shape, names, result):
    return result == shape.values()[0]


def _summed(kind, shape, names, result):
    total = result if isinstance(result, float) else result["s"]
    return total == sum(kind.read(record, shape.fields[0]) for record in names["xs"]) > 0


def _sorted(kind, shape, names, result):
    keys = [kind.read(record, shape.fields[0]) for record in result]
    return keys == sorted(keys) and len(keys) == len(names["xs"])


_CHECKS = {
    "create": _created, "create_kw": _created, "create_defaults": _by_default, "create_rust": _created,
    "getattr": _second, "setattr": _written, "index": _second, "index_set": _written,
    "unpack": _unpacked, "iterate": _iterated, "eq": _equal, "lt": _less, "hash": _hashed, "repr": _shown,
    "copy": _copied, "replace": _replaced, "asdict": _as_dict, "dumps": _pickled, "loads": _created,
    "method": _first, "sum": _summed, "sum_rust": _summed, "sort": _sorted,
}  # fmt: skip

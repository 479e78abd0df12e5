"""The shapes of records that are compared: the names of their fields, and values for them."""

from dataclasses import dataclass

# Numbers with as many digits as measured ones have: `repr` of 0.5 would be no task.
_FLOATS = (31.95376472, -89.23450472, 1017.3482)
_TEXTS = ("Ada", "Lovelace", "London", "England")


@dataclass(frozen=True)
class Shape:
    name: str
    title: str
    fields: tuple
    # Types by field: float, int or str.
    types: tuple
    # The kinds that it is for; all, if empty.
    kinds: frozenset = frozenset()

    def values(self, bump=0):
        """New objects at each call, equal to those of another: identity must not stand in for equality.

        `bump` makes the last value larger, so that `<` has to look at all fields.
        """
        values = [_value(kind, index) for index, kind in enumerate(self.types)]
        if bump:
            values[-1] = _larger(values[-1], bump)
        return tuple(values)


def _value(kind, index):
    if kind is float:
        return float(repr(_FLOATS[index % 3]))
    if kind is int:
        # Beyond the small ints, of which there is one object each: up to 1024 in CPython 3.15.
        return int(str(1101 * (index + 1)))
    return "".join(_TEXTS[index // 2 % 4])[:-1] + _TEXTS[index // 2 % 4][-1]


def _larger(value, bump):
    return value + "z" * bump if isinstance(value, str) else value + bump


OBJ3 = Shape("obj3", "3 objects: int, str, int", ("x", "y", "z"), (int, str, int))
FLT3 = Shape("flt3", "3 floats", ("x", "y", "z"), (float, float, float))
# For the numbers within a record; kinds that hold objects do not care of what type they are, but some are there to compare with.
INT3 = Shape(
    "int3", "3 ints", ("x", "y", "z"), (int, int, int),
    frozenset((
        "tuple", "slots", "msgspec gc=False", "cython", "cython native", "pyclass", "pyclass i64", "pyclass i64 frozen",
        "ours", "ours i64", "ours i64 bare", "ours i64 frozen",
    )),
)  # fmt: skip
OBJ8 = Shape("obj8", "8 objects: int, str, ...", tuple("abcdefgh"), (int, str) * 4)

SHAPES = (OBJ3, FLT3, INT3, OBJ8)

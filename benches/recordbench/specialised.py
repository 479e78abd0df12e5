"""Which instructions the adaptive interpreter makes of reading and writing an attribute: sharper than any timing."""

import dis
import sys

from .rows import BY_NAME, code_of

WANTED = {"getattr": "LOAD_ATTR_SLOT", "setattr": "STORE_ATTR_SLOT"}


def instruction(kind, row, shape):
    """The name of the instruction after it has warmed up; None where there is none or Python has no adaptive ones."""
    code = code_of(kind, BY_NAME[row], shape)
    if code is None or sys.version_info < (3, 11):
        return None
    scope = {}
    exec(f"def run(p, v1):\n    for _ in range(200): {code}", scope)
    p = kind.make(*shape.values())
    for _ in range(20):
        scope["run"](p, shape.values()[1])
    generic = WANTED[row].rpartition("_")[0]
    names = [each.opname for each in dis.get_instructions(scope["run"], adaptive=True)]
    return next((name for name in names if name.startswith(generic)), None)


def all_of(kinds, shape):
    return {row: {kind.name: instruction(kind, row, shape) for kind in kinds} for row in WANTED}

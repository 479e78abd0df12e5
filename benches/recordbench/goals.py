"""The goals, as data: what a row of ours may cost at most beside a peer's, in one run, on every Python.

A peer `best` is the fastest (or smallest) of all peers in that row; tuple and dict are no peers, as they are no records.
"""

from dataclasses import dataclass

from .stats import median, ratio

BEST = "best"
CYTHON, MSGSPEC = "cython", "msgspec gc=False"
# What is rounding, and not a loss: sizes are compared, too.
_SLACK = 1.005


@dataclass(frozen=True)
class Goal:
    row: str
    shape: str
    ours: str
    peer: str
    limit: float
    # At least: for parity, where much faster would be a mistake of the measurement.
    least: float = 0.0


def _each(rows, shapes, ours, peer, limit, least=0.0):
    return [Goal(row, shape, ours, peer, limit, least) for row in rows.split() for shape in shapes.split()]


GOALS = (
    *_each("create", "obj3 flt3 obj8", "ours", CYTHON, 0.75),
    *_each("create", "flt3", "ours f64", "cython native", 0.75),
    *_each("create", "obj3 flt3 obj8", "ours", MSGSPEC, 0.45),
    *_each("create", "flt3", "ours f64", MSGSPEC, 0.45),
    *_each("create_kw", "obj3 flt3 obj8", "ours", MSGSPEC, 0.60),
    *_each("create_kw", "flt3", "ours f64", MSGSPEC, 0.60),
    *_each("getattr setattr", "obj3 flt3 obj8", "ours", "slots", 1.05, 0.90),
    *_each("getattr", "obj3", "ours frozen", "slots", 1.05, 0.90),
    *_each("getattr setattr", "obj3", "ours dataobject", "slots", 1.05, 0.90),
    *_each("setattr", "obj3", "ours typed", "msgspec", 0.55),
    *_each("setattr", "obj3", "ours gc", "msgspec", 0.55),
    *_each("getattr", "flt3", "ours f64", "pyclass f64", 0.55),
    *_each("getattr", "flt3", "ours f64 bare", "pyclass f64", 0.55),
    *_each("setattr", "flt3", "ours f64", "pyclass f64", 0.50),
    *_each("getattr", "int3", "ours i64", "pyclass i64", 0.55),
    *_each("getattr", "int3", "ours i64 bare", "pyclass i64", 0.55),
    *_each("setattr", "int3", "ours i64", "pyclass i64", 0.50),
    *_each("method", "flt3", "ours f64", "pyclass f64", 1.05),
    *_each("index", "obj3", "ours", "recordclass()", 0.95),
    *_each("unpack", "obj3", "ours", "recordclass()", 0.80),
    *_each("iterate", "obj3", "ours", "recordclass()", 0.90),
    *_each("index", "obj3", "ours recordclass()", "recordclass()", 0.95),
    *_each("unpack", "obj3", "ours recordclass()", "recordclass()", 0.80),
    *_each("iterate", "obj3", "ours recordclass()", "recordclass()", 0.90),
    *_each("eq lt", "obj3 flt3 obj8", "ours", MSGSPEC, 0.60),
    *_each("eq lt", "flt3", "ours f64 frozen", "pyclass f64 frozen", 0.85),
    *_each("hash", "obj3 obj8", "ours", "tuple", 0.85),
    *_each("hash", "flt3", "ours", "tuple", 1.0),
    *_each("hash", "flt3", "ours f64", "tuple", 1.0),
    *_each("repr", "obj3 obj8", "ours", MSGSPEC, 0.50),
    *_each("repr", "flt3", "ours f64", MSGSPEC, 0.30),
    *_each("copy", "obj3 obj8", "ours", MSGSPEC, 0.75),
    *_each("replace", "obj3 obj8", "ours", MSGSPEC, 0.60),
    *_each("asdict", "obj3 obj8", "ours", MSGSPEC, 0.90),
    *_each("asdict", "obj3 obj8", "ours dataobject", MSGSPEC, 0.90),
    *_each("dumps", "obj3 obj8", "ours", MSGSPEC, 0.80),
    *_each("loads", "obj3 obj8", "ours", MSGSPEC, 0.95),
    *_each("build", "obj3", "ours", BEST, 0.85),
    *_each("build", "flt3", "ours f64", BEST, 0.85),
    *_each("free", "obj3", "ours", BEST, 0.90),
    *_each("free", "flt3", "ours f64", BEST, 0.90),
    *_each("build", "obj3 flt3", "ours gc", "ours", 1.3),
    *_each("collect", "flt3", "ours", BEST, 1.05),
    *_each("collect", "flt3", "ours f64", BEST, 1.05),
    *_each("memory", "obj3 obj8", "ours", BEST, 1.0),
    *_each("memory", "flt3", "ours f64", BEST, 1.0),
    *_each("memory", "int3", "ours i64", BEST, 1.0),
)

# With 64 fields a field may cost so many times what it costs with 16; 4.0 would be quadratic. Creation by position has no such goal: records of
# more than 512 bytes come from malloc, for all peers alike, and that step is larger than what the fields cost.
GROWTH_LIMIT = 1.25
GROWTH_KINDS = ("ours", "ours dataobject")
GROWTH_ROWS = ("create_kw", "eq", "repr")


@dataclass(frozen=True)
class Answer:
    goal: Goal
    # Whom `best` stands for.
    peer: str
    # None: one of the two has no such row, or was left out.
    ratio: object

    @property
    def is_met(self):
        return self.ratio is not None and self.goal.least <= self.ratio <= self.goal.limit * _SLACK


def peers(result, shape):
    return [kind["name"] for kind in result["kinds"][shape] if not kind["ours"] and not kind["base"]]


def best(result, shape, row, among):
    """The kind with the smallest median."""
    samples = result["shapes"][shape].get(row, {})
    found = [kind for kind in among if kind in samples]
    return min(found, key=lambda kind: median(samples[kind]), default=None)


def answers(result):
    """An answer to each goal whose row was measured."""
    found = []
    for goal in GOALS:
        samples = result["shapes"].get(goal.shape, {}).get(goal.row)
        if samples is None:
            continue
        among = peers(result, goal.shape) if goal.peer == BEST else [goal.peer]
        peer = best(result, goal.shape, goal.row, among)
        known = peer is not None and goal.ours in samples
        found.append(Answer(goal, peer or goal.peer, ratio(samples[goal.ours], samples[peer]) if known else None))
    return found


def growth(result):
    """How much more a field costs in a wide record than in one of some fields: {(row, kind): factor}."""
    found = {}
    for row, kinds in result.get("growth", {}).get("fields", {}).items():
        for kind in GROWTH_KINDS:
            if kind in kinds and row in GROWTH_ROWS:
                # JSON has made texts of the numbers.
                at = {int(size): median(samples) for size, samples in kinds[kind].items()}
                found[row, kind] = at[64] / 64 / (at[16] / 16)
    return found


def losses(result, margin=1.05):
    """Rows in which every kind of ours is slower than the best peer: (shape, row, ours, peer, ratio), worst first."""
    found = []
    for shape, rows in result["shapes"].items():
        mine = [kind["name"] for kind in result["kinds"][shape] if kind["ours"]]
        for row, samples in rows.items():
            ours, peer = best(result, shape, row, mine), best(result, shape, row, peers(result, shape))
            if peer is None:
                continue
            factor = ratio(samples[ours], samples[peer]) if ours else None
            if factor is None or factor > margin:
                found.append((shape, row, ours, peer, factor))
    return sorted(found, key=lambda loss: -(loss[4] or float("inf")))

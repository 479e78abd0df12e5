"""What the group `arrays` leaves: its goals, its table and its chart."""

from dataclasses import dataclass

from . import svg
from .array_rows import GROUPS, TITLES
from .stats import cell, median, ratio
from .table import described, markdown, version

OURS, STRUCTURED, ARROW = "packed array", "numpy structured", "pyarrow table"
# What is rounding, and not a miss.
_SLACK = 1.005


@dataclass(frozen=True)
class Goal:
    row: str
    ours: str
    # A kind; None: the figure itself is limited; the name of a row of ours: it may take so many times what that takes.
    peer: object
    limit: float


GOALS = (
    Goal("memory", OURS, None, 24.0),
    Goal("field", OURS, STRUCTURED, 0.1),
    Goal("field", OURS, ARROW, 0.1),
    Goal("row", OURS, STRUCTURED, 0.1),
    Goal("row", OURS, ARROW, 0.1),
    Goal("sum", OURS, STRUCTURED, 1.1),
    Goal("to_numpy", OURS, "to_numpy_few", 1.25),
    Goal("stream", OURS, "stream_few", 1.25),
    Goal("to_arrow", OURS, "to_arrow_few", 1.25),
)


@dataclass(frozen=True)
class Answer:
    goal: Goal
    # A ratio, or the figure; None if one of the two is missing.
    value: object

    @property
    def is_met(self):
        return self.value is not None and self.value <= self.goal.limit * _SLACK


def figures(result):
    """Samples by row and kind, times and memory."""
    return result["arrays"]["rows"] | result["arrays"]["memory"]


def answers(result):
    found = []
    rows = figures(result) if "arrays" in result else {}
    for goal in GOALS if rows else ():
        mine = rows.get(goal.row, {}).get(goal.ours)
        other = rows[goal.peer] if goal.peer in rows else rows.get(goal.row, {})
        theirs = other.get(goal.ours if goal.peer in rows else goal.peer)
        if mine and goal.peer is None:
            value = median(mine)
        elif mine and theirs:
            value = ratio(mine, theirs)
        else:
            value = None
        found.append(Answer(goal, value))
    return found


def losses(result, margin=1.05):
    """Rows in which every way of ours is behind the best peer: (row, ours, peer, ratio), worst first."""
    mine = {kind["name"] for kind in result["arrays"]["kinds"] if kind["ours"]}
    found = []
    for row, kinds in figures(result).items():
        best = lambda names: min(names, key=lambda kind: median(kinds[kind]), default=None)  # noqa: E731
        ours, peer = best(mine & kinds.keys()), best(kinds.keys() - mine)
        if ours and peer:
            factor = ratio(kinds[ours], kinds[peer])
            if factor > margin:
                found.append((row, ours, peer, factor))
    return sorted(found, key=lambda loss: -loss[-1])


def goals(results):
    lines = {}
    for result in results:
        for answer in answers(result):
            goal = answer.goal
            peer = "" if goal.peer is None else TITLES.get(goal.peer, goal.peer)
            verdict = "met" if answer.is_met else "MISSED"
            shown = "no such row" if answer.value is None else f"{answer.value:.2f} {verdict}"
            lines.setdefault((TITLES[goal.row], goal.ours, peer, f"{goal.limit:.2f}"), {})[version(result)] = shown
    pythons = [version(result) for result in results]
    rows = [[*key, *(by_python.get(python, "") for python in pythons)] for key, by_python in lines.items()]
    return markdown(["row", "ours", "peer", "limit", *pythons], rows)


def lost(result):
    lines = [[TITLES[row], ours, peer, f"{factor:.2f}"] for row, ours, peer, factor in losses(result)]
    return markdown(["row", "best of ours", "best peer", "ratio"], lines) if lines else "None."


def measurements(result):
    parts, found = [], figures(result)
    for title, rows in GROUPS:
        rows = [row for row in rows if found.get(row)]
        lines = []
        for kind in result["arrays"]["kinds"]:
            name = kind["name"]
            # Slack is a share, in percent.
            cells = [cell(found[row][name]) + " %" * (row == "slack") if name in found[row] else "-" for row in rows]
            if any(each != "-" for each in cells):
                lines.append([f"**{name}**" if kind["ours"] else name, *cells])
        if lines:
            parts.append(f"#### {title}\n\n{markdown(['kind', *(TITLES[row] for row in rows)], lines)}")
    return "\n\n".join(parts)


def document(results):
    parts = [
        "# Many records",
        "Written by `cargo xtask bench`; [README.md](../README.md) describes rows and method. Records of three floats; median, and where "
        "80 % of the rounds lie. Kinds in bold are ours.",
        f"## Goals\n\n{goals(results)}",
    ]
    for result in results:
        arrays = result["arrays"]
        left_out = "".join(f"\n- left out: {name} ({reason})" for name, reason in sorted(arrays["left_out"].items()))
        parts.append(f"## {version(result)}\n\n{described(result)}{left_out}\n- memory: {arrays['records']:,} records")
        parts.append(f"### Rows we lose\n\nEvery way of ours is more than 5 % behind the best peer.\n\n{lost(result)}")
        parts.append(f"### Figures\n\n{measurements(result)}")
    return "\n\n".join(parts) + "\n"


def chart(result):
    """Bytes for each record, for all; None if that was not measured."""
    arrays = result.get("arrays")
    if not arrays or not arrays["memory"]:
        return None
    machine, mine = result["machine"], {kind["name"] for kind in arrays["kinds"] if kind["ours"]}
    where = f"CPython {machine['python']}, {machine['cpu']}, {machine['date']}"
    values = {kind: median(samples) for kind, samples in arrays["memory"]["memory"].items()}
    title = f"bytes for each of {arrays['records']:,} records of three floats"
    parts, tall = svg.bars(10, 30, svg.WIDTH - 20, title, values, mine, label=240)
    return svg.document(30 + tall, [svg.text(10, 18, where, "small"), *parts])

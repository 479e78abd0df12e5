"""The tables, in Markdown: for people who read them, and for the terminal, as they line up."""

from .goals import answers, growth, losses, GROWTH_LIMIT
from .rows import GROUPS, TITLES
from .shapes import SHAPES
from .specialised import WANTED
from .stats import cell, median, number

SHAPE_TITLES = {shape.name: shape.title for shape in SHAPES}


def markdown(heads, rows):
    """Columns as wide as their widest cell; all but the first are flush right."""
    rows = [[str(each) for each in row] for row in rows]
    widths = [max(len(line[column]) for line in [heads, *rows]) for column in range(len(heads))]

    def line(cells):
        aligned = [each.rjust(width) if index else each.ljust(width) for index, (each, width) in enumerate(zip(cells, widths))]
        return f"| {' | '.join(aligned)} |"

    rule = "|".join([f"{'-' * (widths[0] + 2)}", *(f"{'-' * (width + 1)}:" for width in widths[1:])])
    return "\n".join([line(heads), f"|{rule}|", *map(line, rows)])


def version(result):
    return f"CPython {result['machine']['python']}"


def described(result):
    machine = result["machine"]
    peers = ", ".join(f"{name} {release}" for name, release in machine["peers"].items() if release)
    flags = ", ".join(machine["flags"]) or "no options"
    lines = [
        f"- {machine['cpu']}, {machine['cores']} cores, {machine['memory_gib']} GiB; {machine['system']}; {machine['date']}",
        f"- {machine['build']} (configured with: {flags}); {machine['compiler']}; {peers}",
    ]
    if result["quick"]:
        lines.append("- `--quick`: short rounds and few repeats; differences below 10 % are noise")
    lines += [f"- left out: {name} ({reason})" for name, reason in sorted(result["left_out"].items())]
    return "\n".join(lines)


def measurements(result):
    """A table for each shape and group of rows: kinds below each other, ours last."""
    parts = []
    for shape, found in result["shapes"].items():
        for title, rows in GROUPS:
            rows = [row for row in rows if row in found]
            if not rows:
                continue
            lines = []
            for kind in result["kinds"][shape]:
                cells = [cell(found[row][kind["name"]]) if kind["name"] in found[row] else "-" for row in rows]
                if any(each != "-" for each in cells):
                    lines.append([f"**{kind['name']}**" if kind["ours"] else kind["name"], *cells])
            parts.append(f"#### {SHAPE_TITLES[shape]}: {title}\n\n{markdown(['kind', *(TITLES[row] for row in rows)], lines)}")
    return "\n\n".join(parts)


def goal_rows(results):
    """One line for each goal, one column for each Python."""
    lines = {}
    for result in results:
        for answer in answers(result):
            goal = answer.goal
            limit = f"{goal.least:.2f} - {goal.limit:.2f}" if goal.least else f"{goal.limit:.2f}"
            key = (TITLES[goal.row], SHAPE_TITLES[goal.shape].partition(":")[0], goal.ours, goal.peer, limit)
            shown = "no such row" if answer.ratio is None else f"{answer.ratio:.2f} {'met' if answer.is_met else 'MISSED'}"
            if goal.peer != answer.peer:
                shown += f" ({answer.peer})"
            lines.setdefault(key, {})[version(result)] = shown
        for (row, kind), factor in growth(result).items():
            key = (f"growth to 64 fields: {TITLES[row]}", "wide", kind, "itself at 16", f"{GROWTH_LIMIT:.2f}")
            lines.setdefault(key, {})[version(result)] = f"{factor:.2f} {'met' if factor <= GROWTH_LIMIT else 'MISSED'}"
        for row, kind, name in _specialised(result):
            key = (TITLES[row], "3 objects", kind, WANTED[row], "seen")
            shown = "none before 3.11" if name is None else f"{name} {'met' if name == WANTED[row] else 'MISSED'}"
            lines.setdefault(key, {})[version(result)] = shown
    return lines


def _specialised(result):
    for row, kinds in result["instructions"].get("obj3", {}).items():
        for kind in ("ours", "ours dataobject"):
            if kind in kinds:
                yield row, kind, kinds[kind]


def goals(results):
    pythons = [version(result) for result in results]
    lines = [[*key, *(by_python.get(python, "") for python in pythons)] for key, by_python in goal_rows(results).items()]
    return markdown(["row", "shape", "ours", "peer", "limit", *pythons], lines)


def lost(result):
    lines = [
        [TITLES[row], SHAPE_TITLES[shape].partition(":")[0], ours or "-", peer, "none of ours" if factor is None else f"{factor:.2f}"]
        for shape, row, ours, peer, factor in losses(result)
    ]
    return markdown(["row", "shape", "best of ours", "best peer", "ratio"], lines) if lines else "None."


def growth_tables(result):
    parts = []
    for row, kinds in result.get("growth", {}).get("fields", {}).items():
        sizes = sorted({int(size) for by_size in kinds.values() for size in by_size})
        lines = [[kind, *(number(median(_at(by_size, size))) for size in sizes)] for kind, by_size in kinds.items()]
        parts.append(f"#### {TITLES[row]}, by the number of fields, ns\n\n{markdown(['kind', *map(str, sizes)], lines)}")
    millions = result.get("growth", {}).get("millions", {})
    if millions:
        sizes = sorted({int(size) for by_size in millions.values() for size in by_size})
        lines = [[kind, *(number(median(_at(by_size, size))) for size in sizes)] for kind, by_size in millions.items()]
        heads = ["kind", *(f"{size} million" for size in sizes)]
        parts.append(f"#### Building a list, gc on, ns for each record\n\n{markdown(heads, lines)}")
    return "\n\n".join(parts)


def _at(by_size, size):
    return by_size[size] if size in by_size else by_size[str(size)]


def document(results):
    parts = [
        "# Record classes side by side",
        "Written by `cargo xtask bench`; [README.md](../README.md) describes rows and method. Times are nanoseconds for one record: "
        "median, and where 80 % of the rounds lie. Kinds in bold are ours.",
        f"## Goals\n\n{goals(results)}",
    ]
    for result in results:
        parts.append(f"## {version(result)}\n\n{described(result)}")
        parts.append(f"### Rows we lose\n\nEvery kind of ours is more than 5 % behind the best peer.\n\n{lost(result)}")
        parts.append(f"### Figures\n\n{measurements(result)}")
        parts += filter(None, [growth_tables(result)])
    return "\n\n".join(parts) + "\n"

"""Which figures become plots: memory, four times, and how both grow; memory of many records."""

from . import array_report, svg
from .rows import TITLES
from .stats import median

# All of the kinds would make bars too thin to compare: one for each way to write a record.
_SHOWN = (
    "dict", "class", "slots", "dataclass", "namedtuple", "attrs", "msgspec", "msgspec gc=False", "recordclass dataobject",
    "cython", "cython native", "pyclass", "pyclass f64", "ours", "ours gc", "ours f64", "ours dataobject",
)  # fmt: skip
# In the order of the colours in svg.py, ours the warm ones.
_LINES = (
    "tuple", "dataclass", "msgspec gc=False", "recordclass dataobject", "cython native",
    "ours", "ours dataobject", "ours f64", "ours gc",
)  # fmt: skip
_TIMES = ("create", "getattr", "eq", "repr")


def all_of(result):
    """Plots by name, those for which there are figures."""
    python = ".".join(result["machine"]["python"].split(".")[:2])
    found = {
        "memory": memory(result), "times": times(result), "growth": growth(result), "arrays": array_report.chart(result),
    }  # fmt: skip
    return {f"{name}-{python}.svg": plot for name, plot in found.items() if plot}


def _values(result, shape, row):
    samples = result["shapes"].get(shape, {}).get(row, {})
    return {kind: median(samples[kind]) for kind in _SHOWN if kind in samples}


def _ours(result, shape):
    return {kind["name"] for kind in result["kinds"].get(shape, ()) if kind["ours"]}


def _panels(result, panels):
    """Two beside each other; a heading that says what and where."""
    machine = result["machine"]
    where = f"CPython {machine['python']}, {machine['cpu']}, {machine['date']}"
    parts, top = [svg.text(10, 18, where, "small")], 30
    width = svg.WIDTH // 2
    for start in range(0, len(panels), 2):
        height = 0
        for column, (title, values, ours) in enumerate(panels[start : start + 2]):
            made, tall = svg.bars(10 + column * width, top, width - 20, title, values, ours)
            parts += made
            height = max(height, tall)
        top += height
    return svg.document(top, parts)


def memory(result):
    titles = {"flt3": "3 floats", "obj3": "int, str, int"}
    panels = [
        (f"bytes, each of a million, with values: {title}", _values(result, shape, "memory"), _ours(result, shape))
        for shape, title in titles.items()
    ]
    return _panels(result, panels) if all(values for _, values, _ in panels) else None


def times(result):
    panels = [(f"{TITLES[row]}, ns: 3 floats", _values(result, "flt3", row), _ours(result, "flt3")) for row in _TIMES]
    return _panels(result, panels) if all(values for _, values, _ in panels) else None


def growth(result):
    found = result.get("growth")
    if not found:
        return None
    medians = lambda kinds: {  # noqa: E731
        kind: {int(size): median(samples) for size, samples in by_size.items()} for kind, by_size in kinds.items()
    }
    panels = [(f"{TITLES[row]}, ns, by fields", medians(kinds)) for row, kinds in found["fields"].items()]
    panels.append(("a list, gc on, ns each, by millions", medians(found["millions"])))
    known = {kind for _, series in panels for kind in series}
    colours = {kind: index for index, kind in enumerate(_LINES) if kind in known}
    width, height = svg.WIDTH // 2, 230
    machine = result["machine"]
    parts = [svg.text(10, 18, f"CPython {machine['python']}, {machine['cpu']}, {machine['date']}; both axes logarithmic", "small")]
    legend, below = svg.legend(10, 42, colours)
    parts += legend
    for index, (title, series) in enumerate(panels):
        parts += svg.lines(10 + index % 2 * width, below + index // 2 * height, width - 20, height, title, series, colours)
    return svg.document(below + (len(panels) + 1) // 2 * height, parts)

"""Bars and lines as SVG, by hand: a few kilobytes, sharp at any size, and readable on light and on dark pages."""

from html import escape
from math import log10

from .stats import number

STYLE = """<style>
text { font: 12px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600; font-size: 13px } .small { font-size: 11px; fill: #57606a }
.peer { fill: #afb8c1 } .ours { fill: #d4572a } .axis { stroke: #d0d7de } .line { fill: none; stroke-width: 2 }
.c0 { stroke: #afb8c1 } .c1 { stroke: #6e7781 } .c2 { stroke: #0969da } .c3 { stroke: #8250df } .c4 { stroke: #1a7f37 }
.c5 { stroke: #d4572a } .c6 { stroke: #bf8700 } .c7 { stroke: #a40e6e } .c8 { stroke: #cf222e }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 } .small { fill: #9198a1 } .peer { fill: #59636e } .ours { fill: #f0883e } .axis { stroke: #3d444d }
.c0 { stroke: #59636e } .c1 { stroke: #9198a1 } .c2 { stroke: #4493f8 } .c3 { stroke: #ab7df8 } .c4 { stroke: #3fb950 }
.c5 { stroke: #f0883e } .c6 { stroke: #d29922 } .c7 { stroke: #f778ba } .c8 { stroke: #f85149 }
}
</style>"""
WIDTH = 820
_ROW, _LABEL = 18, 160


def document(height, parts):
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}">'
    return "\n".join([head, STYLE, *parts, "</svg>\n"])


def text(x, y, content, css="", anchor="start"):
    return f'<text x="{x:.0f}" y="{y:.0f}" class="{css}" text-anchor="{anchor}">{escape(content)}</text>'


def bars(x, y, width, title, values, ours, label=_LABEL):
    """A panel of horizontal bars, shortest first; gives its parts and its height."""
    parts = [text(x, y + 14, title, "title")]
    room = width - label - 60
    most = max(values.values(), default=1)
    for index, (kind, value) in enumerate(sorted(values.items(), key=lambda item: item[1])):
        top = y + 24 + index * _ROW
        length = max(room * value / most, 1)
        parts.append(text(x + label - 6, top + 12, kind, anchor="end"))
        whose, tall = "ours" if kind in ours else "peer", _ROW - 5
        bar = f'<rect x="{x + label}" y="{top + 2}" width="{length:.1f}" height="{tall}" rx="2" class="{whose}"/>'
        parts.append(bar)
        parts.append(text(x + label + length + 5, top + 12, number(value), "small"))
    return parts, 24 + len(values) * _ROW + 16


def lines(x, y, width, height, title, series, colours):
    """A panel of lines on logarithmic axes, on which what grows in proportion rises at 45 degrees."""
    points = [(size, value) for by_size in series.values() for size, value in by_size.items()]
    if not points:
        return []
    left, right = (log10(pick(size for size, _ in points)) for pick in (min, max))
    low, high = log10(min(value for _, value in points)), log10(max(value for _, value in points))
    x0, y0, w, h = x + 44, y + 26, width - 60, height - 60

    def place(size, value):
        across = (log10(size) - left) / ((right - left) or 1)
        up = (log10(value) - low) / ((high - low) or 1)
        return x0 + w * across, y0 + h * (1 - up)

    parts = [text(x, y + 14, title, "title"), f'<path d="M{x0} {y0}V{y0 + h}H{x0 + w}" class="axis line"/>']
    for size in sorted({size for size, _ in points}):
        parts.append(text(place(size, points[0][1])[0], y0 + h + 16, str(size), "small", "middle"))
    for value in (10**low, 10**high):
        parts.append(text(x0 - 5, place(points[0][0], value)[1] + 4, number(value), "small", "end"))
    for kind, by_size in series.items():
        path = " ".join(f"{px:.1f},{py:.1f}" for px, py in (place(size, value) for size, value in sorted(by_size.items())))
        parts.append(f'<polyline points="{path}" class="line c{colours[kind]}"/>')
    return parts


def legend(x, y, colours):
    """Its parts, and where what is below may begin."""
    parts, left = [], x
    for kind, colour in colours.items():
        wide = 45 + 7 * len(kind)
        if left + wide > WIDTH:
            left, y = x, y + 18
        parts.append(f'<path d="M{left} {y - 4}h18" class="line c{colour}"/>')
        parts.append(text(left + 23, y, kind))
        left += wide
    return parts, y + 14

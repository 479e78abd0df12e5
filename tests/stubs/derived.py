"""Checked, never run: what a type checker makes of derived classes by their stubs. What must be an error says so."""

from pathlib import Path
from typing import Any

import recordclass_fixtures as f
from typing_extensions import assert_type

# Constructor, defaults, types of fields.
p = f.Point(1.0, 2)
p = f.Point(1.0, y=2.0, z=3.0)
assert_type(p, f.Point)
assert_type(p.x, float)
p.x = 5.0
p.x = "no"  # type: ignore[assignment]
p.w = 1.0  # type: ignore[attr-defined]
f.Point()  # type: ignore[call-arg]
f.Point(1.0, "no")  # type: ignore[arg-type]
f.Point(1.0, 2.0, 3.0, 4.0)  # type: ignore[call-arg]

# kw_only.
f.Keywords(a=1, b=2)
f.Keywords(1, 2)  # type: ignore[call-arg]
f.Partly(1, c=2)
f.Partly(1)  # type: ignore[call-arg]

# frozen: a class, a field.
q = f.FrozenPoint(1.0, 2.0)
assert_type(q.x, float)
q.x = 2.0  # type: ignore[misc]
m = f.Mixed(1, 2, 3, 4)
m.count = 4
m.serial = 4  # type: ignore[misc]

# eq, order, hash.
p == q
p < p  # noqa: B015
f.Texts("a") < f.Texts("b")  # noqa: B015
f.Keywords(a=1, b=2) < f.Keywords(a=1, b=2)  # type: ignore[operator]  # noqa: B015
{q: 1}
hash_of_mutable: None = f.Point.__hash__

# A sequence.
x, y, z = p
assert_type(x, float)
assert_type(p[0], float)
assert_type(p[1:], tuple[float, ...])
assert_type(len(p), int)
p[0] = 1.0
q[0] = 1.0  # type: ignore[index]
[*f.NoSequence(1.0, 2.0)]  # type: ignore[misc]

# A mapping.
mapping = f.Mapping(1, 2.0)
assert_type(mapping.keys(), tuple[str, ...])
mapping[0]  # type: ignore[index]

# match.
match q:
    case f.FrozenPoint(a, b, z=0.0):
        assert_type(a, float)

# Types of fields.
s = f.Assorted(path=Path("a"), array=(1, 2, 3), point=p)
assert_type(s.pair, tuple[int, float])
assert_type(s.map, dict[str, float])
assert_type(s.text, str | None)
assert_type(s.point, f.Point | None)
assert_type(s.nested, list[list[int]])
assert_type(f.Linked().next, f.Linked | None)
assert_type(f.Triple(1, 2, 3).a, Any)
f.Named("a").name = 5  # type: ignore[assignment]

# Copies.
assert_type(p.__replace__(x=1.0), f.Point)
p.__replace__(w=1.0)  # type: ignore[call-arg]

# Bases.
puppy: f.Animal = f.Puppy("Rex", 1, 2)


class Derived(f.Base):
    pass


class Wrong(f.Point):  # type: ignore[misc]
    pass

# Packed arrays: rows in, records out.
points = f.VertexArray([(1.0, 2.0), f.Vertex(1.0, 2.0, 3.0)], progress=print)
points = f.VertexArray()
f.VertexArray([(1.0,)])  # type: ignore[list-item]
f.VertexArray([(1.0, "no")])  # type: ignore[list-item]
assert_type(points[0], f.Vertex)
assert_type(points[1:], f.VertexArray)
assert_type(points[[True, False]], f.VertexArray)
assert_type(points[[0, 5]], f.VertexArray)
assert_type(points[b"\1\0"], f.VertexArray)
assert_type(list(points), list[f.Vertex])
assert_type(points.pop(), f.Vertex)
assert_type(points.index(f.Vertex(1.0, 2.0)), int)
assert_type(points.copy(), f.VertexArray)
assert_type(points.argsort("x").tolist(), list[int])
assert_type(f.VertexArray.open("rows", map=True), f.VertexArray)
assert_type(f.VertexArray.from_arrow(points, nulls={"x": 0.0}, ignore_extra=True, progress=print), f.VertexArray)
f.VertexArray.from_arrow(points, nulls="zero")  # type: ignore[arg-type]
points.x.__arrow_c_array__(None)
assert_type(f.VertexArray.from_buffer(bytearray()), f.VertexArray)
assert_type(memoryview(points).nbytes, int)
points[0] = (1.0, 2.0)
points[0] = points.view(1)
points[0] = 5  # type: ignore[call-overload]
points["x"]  # type: ignore[index]
points[:2] = points[2:4]
points[[0, 1]] = f.Vertex(0.0, 0.0)
points[[0, 1]] = [(1.0, 2.0), (3.0, 4.0)]
del points[0], points[1:], points[[True, False]]
points.append((1.0, 2.0))
points.append((1.0, "no"))  # type: ignore[arg-type]
points.extend(points.rows())
points.sort("x", reverse=True)
points.sort(["x", "y"])
points.sort(lambda row: row.x)
points.sort("w")  # type: ignore[arg-type]
points.filter(lambda row: row.x > 1)
points.filter([True])
f.Samples().sort("triple")  # type: ignore[arg-type]

# Columns and views.
assert_type(points.x[0], float)
total: float = sum(points.x)
assert_type(points.column("y").tolist(), list[float])
points.column("w")  # type: ignore[arg-type]
points.x[:] = points.y
points.x[0] = "no"  # type: ignore[call-overload]
view = points.view(0)
assert_type(view.x, float)
view.x = 5.0
view.x = "no"  # type: ignore[assignment]
for row in points.rows():
    assert_type(row.z, float)
reading = f.ReadingArray().view(0)
assert_type(reading.value, float | None)
reading.value = 1.0  # type: ignore[misc]

# Text of bounded length.
station = f.Station("EDDF", 111.0, note=None)
assert_type(station.code, str)
assert_type(station.note, str | None)
assert_type(f.StationArray().name[0], str)
assert_type(f.StationArray().marks[0], list[str])
assert_type(f.MeasurementArray().sensor[0], str)
assert_type(f.MeasurementArray().unit[0], str | None)
assert_type(f.MeasurementArray().tags[0], list[str | None])
assert_type(f.Measurement("north", 1).sensor, str)
station.code = 5  # type: ignore[assignment]

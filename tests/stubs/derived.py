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

"""orjson: never a crash. It takes a record by `default=` only, whatever the record is made of."""

import dataclasses
import subprocess
import sys

import kinds
import orjson
import pytest

points = pytest.mark.parametrize("cls", kinds.POINTS, ids=kinds.name)


@points
def test_default_serialises(cls):
    record = cls(1.5, 2.5)
    with pytest.raises(TypeError, match="not JSON serializable"):
        orjson.dumps(record)
    assert orjson.dumps([record], default=dataclasses.asdict) == b'[{"x":1.5,"y":2.5,"z":0.0}]'
    option = orjson.OPT_PASSTHROUGH_DATACLASS
    assert orjson.dumps(record, default=dataclasses.asdict, option=option) == b'{"x":1.5,"y":2.5,"z":0.0}'


def test_it_never_crashes():
    """orjson reads attributes of what it takes for a dataclass without holding them: see hooks/mod.rs."""
    script = """
import dataclasses, orjson, recordclass_fixtures as f, kinds
records = [cls(1.5, 2.5) for cls in kinds.POINTS] + [
    f.Widths(f64=1.5), f.FrozenWidths(f64=1.5), f.Texts("a", [1.5]), f.FrozenTexts("b", [2.5]), f.Defaults(),
    f.Assorted(point=f.Point(1, 2)), kinds.Line(kinds.Point(1.5, 2.5), kinds.Point(3.5, 4.5))]
try: records.append(type("Sub", (f.SubClass,), {})(1, 2))
except (AttributeError, TypeError): pass
def quiet(*args, **named):
    try: return orjson.dumps(*args, **named)
    except (TypeError, orjson.JSONEncodeError): pass
defaults = (None, dataclasses.asdict, lambda value: [str(value) * 3], lambda value: setattr(value, "x", 9.5))
for _ in range(300):
    for record in records:
        for default in defaults:
            quiet(record, default=default); quiet({"k": [record, record]}, default=default, option=orjson.OPT_PASSTHROUGH_DATACLASS)
print(orjson.dumps(records[:2] + records[-1:], default=dataclasses.asdict).decode()[:49])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=kinds.__file__.rpartition("/")[0]
    )
    assert done.returncode == 0, f"{done.returncode}\n{done.stderr}"

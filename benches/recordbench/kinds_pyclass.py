"""Plain PyO3 classes: see pyext/src/plain.rs and plain_native.rs."""

from .kinds import Kind

_WITHOUT = {"index", "index_set", "unpack", "iterate", "replace", "asdict"}
_OBJECTS = [("pyclass", "PlainObjects", ()), ("pyclass frozen", "FrozenPlainObjects", ("setattr",))]
_CLASSES = {
    "obj3": _OBJECTS,
    "flt3": [
        *_OBJECTS,
        ("pyclass f64", "PlainFloats", ()),
        ("pyclass f64 frozen", "FrozenPlainFloats", ("setattr",)),
    ],
    "int3": [
        *_OBJECTS,
        ("pyclass i64", "PlainInts", ()),
        ("pyclass i64 frozen", "FrozenPlainInts", ("setattr",)),
    ],
    "obj8": [("pyclass", "PlainObjects8", ()), ("pyclass frozen", "FrozenPlainObjects8", ("setattr",))],
}


def collect(shape, add):
    import recordclass_benches

    classes = _CLASSES[shape.name]
    add(
        [name for name, *_ in classes],
        lambda: [
            Kind(name, getattr(recordclass_benches, cls), without=_WITHOUT.union(without))
            for name, cls, without in classes
        ],
    )

"""Our derived classes: see pyext/src/ours.rs."""

from .kinds import Kind

_FROZEN = ("setattr", "index_set")
_BARE = ("method", "create_rust", "sum_rust")
_OBJECTS = [
    ("ours", "Objects", ()),
    ("ours freelist", "FreeObjects", ()),
    ("ours frozen", "FrozenObjects", _FROZEN),
    ("ours gc", "GcObjects", ()),
]
_CLASSES = {
    "obj3": [*_OBJECTS, ("ours typed", "Typed", ("create_rust", "sum_rust"))],
    "flt3": [
        *_OBJECTS,
        ("ours f64", "Floats", ()),
        ("ours f64 bare", "BareFloats", _BARE),
        ("ours f64 freelist", "FreeFloats", ()),
        ("ours f64 frozen", "FrozenFloats", _FROZEN),
    ],
    "int3": [*_OBJECTS[:1], ("ours i64", "Ints", ()), ("ours i64 bare", "BareInts", _BARE), ("ours i64 frozen", "FrozenInts", _FROZEN)],
    "obj8": [(name, f"{cls}8", without) for name, cls, without in _OBJECTS],
}


def collect(shape, add):
    import recordclass_benches

    def kind(name, cls, without):
        cls = getattr(recordclass_benches, cls)
        # The method behind copy.replace, which is a Python function and came with 3.13.
        code = {"replace": "p.__replace__({second}=v1)"}
        if hasattr(cls, "_asdict"):
            code["asdict"] = "p._asdict()"
        return Kind(name, cls, code, without, ours=True)

    classes = _CLASSES[shape.name]
    add([name for name, *_ in classes], lambda: [kind(*row) for row in classes])

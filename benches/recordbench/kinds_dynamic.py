"""Our classes made at run time, by the Python package recordclass_rs."""

from . import sources
from .kinds import Kind

_NAMES = ("ours dataobject", "ours dataobject gc", "ours recordclass()")


def collect(shape, add):
    add(_NAMES, lambda: _all(shape))


def _all(shape):
    import recordclass_rs
    from recordclass_rs import asdict, dataobject, recordclass

    def kind(name, text, without):
        names = {"dataobject": dataobject, "recordclass": recordclass}
        cls = sources.define(name.strip("()").replace(" ", "_"), shape, text, **names)
        # A function, as it is with msgspec: a method that is called with keywords makes a bound method first, before 3.11.
        code = {"replace": "clone(p, {second}=v1)", "asdict": "asdict(p)"}
        return Kind(name, cls, code, without, {"clone": recordclass_rs.clone, "asdict": asdict}, ours=True)

    gc = sources.DATAOBJECT
    return [
        kind(_NAMES[0], gc.replace("<GC>", "False"), ()),
        kind(_NAMES[1], gc.replace("<GC>", "True"), ()),
        kind(_NAMES[2], sources.RECORDCLASS, {"method"}),
    ]

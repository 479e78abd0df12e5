"""Peers from the package index: attrs, msgspec, and the recordclass that ours is named after."""

from . import sources
from .kinds import Kind

_SEQUENCE = {"index", "index_set", "unpack", "iterate"}


def collect(shape, add):
    add(["attrs"], lambda: [_attrs(shape)])
    add(["msgspec", "msgspec gc=False", "msgspec frozen gc=False"], lambda: _msgspec(shape))
    add(["recordclass dataobject", "recordclass dataobject gc", "recordclass()"], lambda: _upstream(shape))


def _attrs(shape):
    import attrs

    return Kind(
        "attrs", sources.define("attrs", shape, sources.ATTRS),
        code={"replace": "replace(p, {second}=v1)", "asdict": "asdict(p)"},
        without=_SEQUENCE, names={"replace": attrs.evolve, "asdict": attrs.asdict},
    )  # fmt: skip


def _msgspec(shape):
    from msgspec import structs

    def kind(name, gc, frozen, without):
        text = sources.MSGSPEC.replace("<GC>", str(gc)).replace("<FROZEN>", str(frozen))
        cls = sources.define(name.replace(" ", "_").replace("=", "_"), shape, text)
        code = {"replace": "replace(p, {second}=v1)", "asdict": "asdict(p)"}
        names = {"replace": structs.replace, "asdict": structs.asdict}
        return Kind(name, cls, code, _SEQUENCE | without, names)

    return [
        kind("msgspec", True, False, {"hash"}),
        kind("msgspec gc=False", False, False, {"hash"}),
        kind("msgspec frozen gc=False", False, True, {"setattr"}),
    ]


def _upstream(shape):
    import recordclass

    def kind(name, text, without):
        names = {"dataobject": recordclass.dataobject, "recordclass": recordclass.recordclass}
        cls = sources.define(name.strip("()").replace(" ", "_"), shape, text, **names)
        # Its `_replace` changes the record itself; `clone` is what others call replace.
        code = {"replace": "clone(p, {second}=v1)", "asdict": "asdict(p)"}
        return Kind(name, cls, code, without, {"clone": recordclass.clone, "asdict": recordclass.asdict})

    return [
        kind("recordclass dataobject", sources.DATAOBJECT.replace("<GC>", "False"), ()),
        kind("recordclass dataobject gc", sources.DATAOBJECT.replace("<GC>", "True"), ()),
        kind("recordclass()", sources.RECORDCLASS, {"method"}),
    ]

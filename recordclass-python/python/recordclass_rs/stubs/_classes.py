"""Classes: how they begin, and the entries of which no more than a signature is known."""

import struct
import sys

from . import _signature

# Every class has them, or they say nothing to a type checker.
PASSED_OVER = frozenset((
    "__module__", "__doc__", "__dict__", "__weakref__", "__annotations__", "__qualname__", "__slots__",
    "__reduce__", "__reduce_ex__", "__text_signature__", "__record_fields__", "__record_options__",
    "__annotate__", "__annotate_func__", "__annotations_cache__", "__setstate__", "__getstate__", "__static_attributes__",
    "__firstlineno__",
))  # fmt: skip
SUBCLASSES_ALLOWED = 1 << 10


def is_record(thing):
    return isinstance(thing, type) and "__record_fields__" in vars(thing)


def header(cls, names):
    """The lines that open a class."""
    lines = []
    if not cls.__flags__ & SUBCLASSES_ALLOWED:
        names.use("typing", "final")
        lines.append("@final")
    elif _adds_memory(cls):
        names.use("typing_extensions", "disjoint_base")
        lines.append("@disjoint_base")
    bases = [names.text(base) for base in cls.__bases__ if base is not object]
    lines.append(f"class {cls.__name__}{'(' + ', '.join(bases) + ')' if bases else ''}:")
    return lines


def _adds_memory(cls):
    """Whether instances have more than those of the base: then no class can have both it and another such class as bases.
    Up to 3.11 `__dict__` and weak references do not count."""
    base, size, pointer = cls.__base__, cls.__basicsize__, struct.calcsize("P")
    for offset in ("__dictoffset__", "__weakrefoffset__"):
        if sys.version_info < (3, 12) and getattr(cls, offset) and not getattr(base, offset):
            size -= pointer
    return size > base.__basicsize__


def no_hash(cls, names):
    # Only where the base can be hashed is it wrong, and right all the same.
    wrong = "" if cls.__base__.__hash__ is None else "  # type: ignore[assignment]"
    return f"__hash__: {names.use('typing', 'ClassVar')}[None]{wrong}"


def other(cls, names, known=()):
    """The body of a class, but for the entries that are known already: by name, so that a kept one can take its place."""
    body = {}
    for name, entry in vars(cls).items():
        if name in known or name in PASSED_OVER:
            continue
        if name == "__new__":
            self_type = names.use("typing_extensions", "Self")
            lines = [f"def __new__({_signature.parameters(cls, names, ('cls',))}) -> {self_type}: ..."]
        elif name == "__hash__" and entry is None:
            lines = [no_hash(cls, names)]
        elif name == "__match_args__":
            lines = [f"__match_args__ = {entry!r}"]
        else:
            lines = _signature.method(cls, name, entry, names)
        body[name] = lines or [f"{name}: {names.use('typing', 'ClassVar')}[{names.text(type(entry))}]"]
    return body

"""The options of a class: what it is told, what its bases have, and what follows."""

from types import MappingProxyType

from ._core import recordtype

# A subclass has what its base has. It cannot give a slot back, nor make values assignable that a hash depends on.
INHERITED = (
    "gc", "use_dict", "use_weakref", "readonly", "hashable", "sequence", "mapping", "iterable", "copy_default",
    "namedtuple",
)  # fmt: skip
# These two are on unless a class or a base says no.
ON = ("eq", "order")
# What `_core.recordtype` takes.
CORE = (
    "gc", "use_dict", "use_weakref", "readonly", "hashable", "sequence", "mapping", "iterable", "order", "eq",
    "final", "immutable_type", "namedtuple",
)  # fmt: skip
# All that may be said in the head of a class, for "did you mean".
SAID = (*INHERITED, *ON, "fast_new", "deep_dealloc", "immutable_type", "match", "kw_only")

NAMEDTUPLE_METHODS = frozenset(("_make", "_replace", "_asdict", "_fields", "_field_defaults"))
MAPPING_METHODS = frozenset(("keys", "values", "items", "get"))


class Info:
    """What a record class keeps of its making, for those that derive from it or ask. It stands in its dict."""

    __slots__ = ("dataclass_fields", "fields", "name", "options")

    def __init__(self, name, fields, options):
        self.name = name
        self.fields = fields
        self.options = options
        self.dataclass_fields = None

    def __reduce__(self):
        # cloudpickle takes a class along that no module has, piece by piece. It would make one without fields there, and
        # then assign to it; what it cannot take along says so here, before anything is sent.
        from pickle import PicklingError

        raise PicklingError(
            f"the record class {self.name} cannot be sent: nobody could add fields to a class that is made. Put it into a "
            f"module that the other side can import, or make it in the function that is sent"
        )

    def public(self):
        """`__options__`: what is on, and the fields."""
        on = {name: value for name, value in self.options.items() if value or name in ON}
        return MappingProxyType({**on, "fields_dict": MappingProxyType(self.fields)})


def info(cls):
    return vars(cls)["__recordinfo__"]


def of(cls):
    """The options of a class, if it is a record's."""
    return info(cls).options if isinstance(cls, recordtype) else {}


def settle(said, bases):
    """The options of a new class out of what it says and what its bases have."""
    options = {name: bool(said[name]) or any([of(base).get(name) for base in bases]) for name in INHERITED}
    for name in ON:
        options[name] = bool(said[name]) and all([of(base).get(name, True) for base in bases])
    if options["sequence"] or options["mapping"]:
        options["iterable"] = True
    if options["readonly"]:
        options["hashable"] = True
    if not options["eq"]:
        options["order"] = False
    # `struct` says what children are. Its root, which says it first, is neither final nor immutable.
    options["final"] = any([of(base).get("struct") for base in bases])
    options["struct"] = bool(said["struct"]) or options["final"]
    options["immutable_type"] = bool(said["immutable_type"]) or options["final"]
    return options


def reserved(options):
    """Names of methods that a field must not hide."""
    names = NAMEDTUPLE_METHODS if options["namedtuple"] else frozenset()
    return names | MAPPING_METHODS if options["mapping"] else names


def refuse_unknown(name, keywords, bases):
    """Keywords are for an `__init_subclass__` of the bases. If there is none, one is a misspelt option."""
    for base in bases:
        if getattr(base.__init_subclass__, "__func__", None) is not None:
            return
    for keyword in keywords:
        from difflib import get_close_matches  # Slow to import, and seldom needed.

        near = get_close_matches(keyword, SAID, 1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise TypeError(f"{name}: there is no option {keyword!r}{hint}")

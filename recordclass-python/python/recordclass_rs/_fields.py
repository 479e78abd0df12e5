"""What may stand behind a field's `=`, and what a class keeps of each of its fields."""

import sys


class _Missing:
    """Not given. None is a value like any other."""

    __slots__ = ()

    def __repr__(self):
        return "MISSING"

    def __bool__(self):
        return False


MISSING = _Missing()


class MATCH:
    """Ends `__match_args__` in a class body: fields below `_: MATCH` match by keyword only."""

    __slots__ = ()

    def __new__(cls):
        raise TypeError("MATCH is an annotation, not a class to make objects of")


class Factory:
    """A default that is made anew for each record: `tags: list = Factory(list)`."""

    __slots__ = ("factory",)

    def __init__(self, factory, /):
        if not callable(factory):
            raise TypeError(f"Factory() takes a callable, not {type(factory).__name__}")
        self.factory = factory

    def __repr__(self):
        return f"Factory({getattr(self.factory, '__qualname__', self.factory)})"

    def __eq__(self, other):
        return self.factory == other.factory if type(other) is Factory else NotImplemented

    def __hash__(self):
        return hash((Factory, self.factory))


class Field:
    """More about a field than its default: `x: int = Field(default=0, readonly=True)`.

    The class keeps one for each field, in `__options__["fields_dict"]`, with its `name` and its annotation, `type`.
    """

    __slots__ = ("default", "doc", "kw_only", "metadata", "name", "readonly", "type")

    def __init__(self, *, default=MISSING, default_factory=MISSING, readonly=False, kw_only=None):
        if default_factory is not MISSING:
            if default is not MISSING:
                raise TypeError("Field() takes default or default_factory, not both")
            if not callable(default_factory):
                raise TypeError(f"Field() takes a callable as default_factory, not {type(default_factory).__name__}")
            default = Factory(default_factory)
        self.name = None
        self.type = MISSING
        self.default = default
        self.readonly = bool(readonly)
        self.kw_only = kw_only
        self.metadata = None
        self.doc = None

    def __repr__(self):
        said = ((name, getattr(self, name)) for name in ("name", "type", "default", "readonly", "kw_only"))
        return f"Field({', '.join(f'{name}={value!r}' for name, value in said if value is not MISSING)})"

    def copy(self):
        twin = Field()
        for name in Field.__slots__:
            setattr(twin, name, getattr(self, name))
        return twin

    @property
    def is_required(self):
        return self.default is MISSING

    def row(self, copy_default):
        """What the metaclass in `_core` wants to know of it."""
        kind, default = 0, None
        if isinstance(self.default, Factory):
            kind, default = 2, self.default.factory
        elif self.default is not MISSING:
            # Copied are values that can change and do not hide it: lists, dicts, sets, mutable records.
            kind, default = (3 if copy_default and type(self.default).__hash__ is None else 1), self.default
        return self.name, self.readonly, kind, default, self.kw_only


def imported_dataclasses():
    """The module, if somebody has imported it: else nobody has made one of its objects. Another thread may be about it
    just now; `Field` is the last that we want of it."""
    module = sys.modules.get("dataclasses")
    return module if hasattr(module, "Field") else None


def field_of(value, where):
    """The Field that a value in a class body stands for."""
    if isinstance(value, Field):
        return value.copy()
    dataclasses = imported_dataclasses()
    if dataclasses is not None and isinstance(value, dataclasses.Field):
        return _of_dataclass_field(value, dataclasses.MISSING, where)
    field = Field()
    field.default = value
    return field


def _of_dataclass_field(value, missing, where):
    for option, refused in (("init", False), ("repr", False), ("compare", False), ("hash", False)):
        if getattr(value, option) is refused:
            raise TypeError(f"{where}: field({option}={refused}) has no meaning for a record")
    field = Field()
    if value.default is not missing:
        field.default = value.default
    elif value.default_factory is not missing:
        field.default = Factory(value.default_factory)
    field.kw_only = None if value.kw_only is missing else value.kw_only
    field.metadata = value.metadata or None
    field.doc = getattr(value, "doc", None)
    return field

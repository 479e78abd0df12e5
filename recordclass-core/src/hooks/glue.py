# What the hooks do for other libraries, run when the first of them asks. None of it is hot, and as text it is a fraction
# of what it is as machine code, which every library with a record would carry.

from threading import local


def dataclass_fields(cls, rows, marker, fillable):
    """`__dataclass_fields__`, of instances and subclasses, and of the class itself. `marker` is the name of a field that is
    none, for those who would fill a record behind its back."""
    from dataclasses import _FIELD, field

    annotations = cls.__annotations__
    fields = {}
    for name, repr, compare, hash, kw_only, default, factory, doc in rows:
        said = {"repr": repr, "compare": compare, "kw_only": kw_only}
        if hash != compare:
            said["hash"] = hash
        for value in default:
            said["default"] = value
        for value in factory:
            said["default_factory"] = value
        made = fields[name] = field(**said)
        made.name = name
        if doc and hasattr(made, "doc"):
            made.doc = doc
        # The user's own annotations may leave some out.
        made.type = annotations[name] if name in annotations else None
        made._field_type = _FIELD
    of_class = {**fields, marker: no_field(cls, marker)}
    return (fields if fillable else of_class), of_class


def no_field(cls, name):
    "A field of the kind of `InitVar`, which says to msgspec that it cannot make records of the class."
    from dataclasses import _FIELD_INITVAR, Field, field
    from sys import _getframe

    class NoField(Field):
        __slots__ = ()

        @property
        def _field_type(self):
            # All others pass over such a field; msgspec would say no more than that it has one.
            if _getframe(1).f_globals.get("__name__") == "msgspec._utils":
                raise TypeError(
                    f"msgspec cannot make records of {cls.__qualname__}, as it fills objects past their constructor: "
                    f"decode into a dict, and call the class with it"
                )
            return _FIELD_INITVAR

    made = field(init=False, repr=False, compare=False)
    made.name = name
    made.__class__ = NoField
    return made


def present(record, names):
    "Pairs of name and value. A field that was deleted is not there to be told of."
    gone = object()
    values = [(name, getattr(record, name, gone)) for name in names]
    return [pair for pair in values if pair[1] is not gone]


def rich_items(self, /):
    "Pairs of name and value, as rich wants them: what `repr` shows."
    return present(self, [name for name, field in self.__dataclass_fields__.items() if field.repr])


def pretty(self, printer, cycle, /):
    "Prints a record with IPython's printer: over several lines where it is too long for one."
    if not hasattr(self, "__dataclass_fields__"):
        # Its fields have no names.
        printer.text(repr(self))
        return
    name = type(self).__qualname__
    if cycle:
        printer.text(f"{name}(...)")
        return
    printer.begin_group(len(name) + 1, f"{name}(")
    for index, (field, value) in enumerate(rich_items(self)):
        if index > 0:
            printer.text(",")
            printer.breakable()
        printer.text(f"{field}=")
        printer.pretty(value)
    printer.end_group(len(name) + 1, ")")


# The classes whose schema is being made on this thread: a field may lead back to one.
under_way = local()


def pydantic_schema(cls, handler, /):
    """The core schema of a record class, or of any class with `__dataclass_fields__` that is called with its fields.

    A record passes as it is; anything else is read as a dict of the fields, and the class is called with them. A record
    is written as such a dict.
    """
    from pydantic_core import core_schema as core

    classes = under_way.__dict__.setdefault("classes", [])
    # The form in which pydantic names a class.
    reference = f"{cls.__module__}.{cls.__qualname__}:{id(cls)}"
    if cls in classes:
        return core.definition_reference_schema(reference)
    classes.append(cls)
    try:
        fields = schema_of_dict(cls, handler, core)
    finally:
        classes.pop()

    def read_record(value, read, /):
        if isinstance(value, cls):
            return value
        values = read(value)
        try:
            return cls(**values)
        except (TypeError, OverflowError) as error:
            # What the class says of a value is for pydantic to report.
            raise ValueError(str(error)) from None

    return core.no_info_wrap_validator_function(
        read_record,
        schema=fields,
        ref=reference,
        serialization=core.wrap_serializer_function_ser_schema(write_record, schema=fields),
    )


def core_schema(cls, source, handler, /):
    return pydantic_schema(cls, handler)


def schema_of_dict(cls, handler, core):
    from dataclasses import MISSING, fields
    from typing import Any, get_type_hints

    hints = get_type_hints(cls)
    schemas = {}
    for field in fields(cls):
        schema = handler.generate_schema(hints.get(field.name, Any))
        optional = field.default is not MISSING or field.default_factory is not MISSING
        if field.default is not MISSING:
            schema = core.with_default_schema(schema, default=field.default)
        # A default that must be made is left to the class.
        schemas[field.name] = core.typed_dict_field(schema, required=not optional)
    return core.typed_dict_schema(schemas, cls=cls)


def write_record(record, write, /):
    from dataclasses import fields

    return write(dict(present(record, [field.name for field in fields(record)])))

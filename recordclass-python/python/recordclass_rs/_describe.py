"""What a class tells about itself when somebody asks: documentation, signature, the fields as dataclasses has them.

All of it is made on demand. Most programs never ask, and a default's `repr` may be slow, or fail.
"""

from types import BuiltinFunctionType, MethodDescriptorType, MethodType, NoneType, WrapperDescriptorType

from . import _annotations, _core, _inherit, _options
from ._fields import MISSING, Factory

_NATIVE = (BuiltinFunctionType, MethodDescriptorType, WrapperDescriptorType)


class Doc:
    """`__doc__` of a class without a docstring: how to call it."""

    def __get__(self, instance, owner):
        parts = []
        for parameter in _parameters(owner):
            if parameter.kw_only and "*" not in parts:
                parts.append("*")
            parts.append(_written(parameter))
        return f"{owner.__name__}({', '.join(parts)})"


class Signature:
    """`__signature__`: that of a Python `__init__` or `__new__`, if there is one."""

    def __get__(self, instance, owner):
        import inspect

        constructor = _user_constructor(owner)
        if constructor is None:
            return inspect.Signature(_parameter(inspect.Parameter, field) for field in _parameters(owner))
        # Bound to anything, so that the first parameter is not shown.
        return inspect.signature(MethodType(constructor, owner))


def _user_constructor(owner):
    for base in owner.__mro__:
        for name in ("__new__", "__init__"):
            if not isinstance(vars(base).get(name), (NoneType, *_NATIVE)):
                return getattr(owner, name)
    return None


class DataclassFields:
    """`__dataclass_fields__`: makes the functions of `dataclasses`, and all that knows dataclasses, take records.

    It stands in the root classes only. orjson takes a class that has it in its own dict for one whose attributes it
    can read unchecked, and crashes where a field was deleted.
    """

    def __get__(self, instance, owner):
        info = _options.info(owner)
        if info.dataclass_fields is None:
            if _inherit.is_array(owner):
                raise AttributeError(f"{owner.__name__} has no names for its fields")
            info.dataclass_fields = {field.name: _dataclass_field(field) for field in _fields(owner)}
        return info.dataclass_fields


class _Printer:
    """For pretty printers: there where nobody wrote a `__repr__`, which they would pass over, and fields have names."""

    def __get__(self, instance, owner):
        if _inherit.is_array(owner) or not isinstance(owner.__repr__, WrapperDescriptorType):
            raise AttributeError(f"{owner.__name__} prints itself")
        return self.print if instance is None else MethodType(self.print, instance)


class RichRepr(_Printer):
    """`__rich_repr__`, for rich."""

    print = staticmethod(_core.rich_items)


class ReprPretty(_Printer):
    """`_repr_pretty_`, for IPython."""

    print = staticmethod(_core.pretty)


def _core_schema(owner, source, handler):
    """`__get_pydantic_core_schema__`, for pydantic: a record, or a dict of its fields."""
    return _core.pydantic_schema(owner, handler)


core_schema = classmethod(_core_schema)


def _parameter(make, field):
    name, kind = field.name, make.KEYWORD_ONLY if field.kw_only else make.POSITIONAL_OR_KEYWORD
    if name.isdecimal():
        # A slot of an array.
        name, kind = f"_{name}", make.POSITIONAL_ONLY
    return make(
        name,
        kind,
        default=make.empty if field.is_required else field.default,
        annotation=make.empty if field.type is MISSING else field.type,
    )


def _dataclass_field(field):
    import dataclasses

    factory = isinstance(field.default, Factory)
    made = dataclasses.field(
        default=dataclasses.MISSING if factory or field.is_required else field.default,
        default_factory=field.default.factory if factory else dataclasses.MISSING,
        kw_only=field.kw_only,
        metadata=field.metadata,
    )
    made.name = field.name
    made.type = None if field.type is MISSING else field.type
    made._field_type = dataclasses._FIELD
    if hasattr(made, "doc"):
        made.doc = field.doc
    return made


def _fields(owner):
    """The fields, with annotations as they are now: some may not have been known when the class was made."""
    now = _annotations.of_class(owner) if _annotations.LAZY else {}
    for field in _inherit.fields_of(owner).values():
        if field.name in now:
            field = field.copy()
            field.type = now[field.name]
        yield field


def _parameters(owner):
    """The fields in the order of the constructor's parameters."""
    fields = list(_fields(owner))
    return sorted(fields, key=lambda field: field.kw_only)


def _written(field):
    """A parameter as a `def` writes it."""
    if field.type is MISSING:
        return field.name if field.is_required else f"{field.name}={field.default!r}"
    typed = f"{field.name}: {_type_text(field.type)}"
    return typed if field.is_required else f"{typed} = {field.default!r}"


def _type_text(kind):
    if isinstance(kind, str):
        return kind
    if isinstance(kind, type) and not hasattr(kind, "__origin__"):
        return kind.__name__
    return getattr(kind, "__forward_arg__", None) or repr(kind).replace("typing.", "")

"""Functions and methods of which only the names of the parameters are known."""

import inspect
import types

METHODS = (types.MethodDescriptorType, types.WrapperDescriptorType, types.ClassMethodDescriptorType)

# What Python itself fixes, for those that a class may define.
FIXED = {
    "__repr__": "(self) -> str", "__str__": "(self) -> str", "__hash__": "(self) -> int", "__len__": "(self) -> int",
    "__bool__": "(self) -> bool", "__int__": "(self) -> int", "__float__": "(self) -> float",
    "__index__": "(self) -> int", "__complex__": "(self) -> complex", "__bytes__": "(self) -> bytes",
    "__contains__": "(self, key: {any}, /) -> bool", "__eq__": "(self, value: object, /) -> bool",
    "__ne__": "(self, value: object, /) -> bool", "__lt__": "(self, value: {any}, /) -> bool",
    "__le__": "(self, value: {any}, /) -> bool", "__gt__": "(self, value: {any}, /) -> bool",
    "__ge__": "(self, value: {any}, /) -> bool", "__setitem__": "(self, key: {any}, value: {any}, /) -> None",
    "__delitem__": "(self, key: {any}, /) -> None", "__setattr__": "(self, name: str, value: {any}, /) -> None",
    "__delattr__": "(self, name: str, /) -> None", "__getattr__": "(self, name: str, /) -> {any}",
    "__getattribute__": "(self, name: str, /) -> {any}",
}  # fmt: skip


def parameters(callable_, names, first=()):
    """The parameters of anything callable, without types."""
    try:
        signature = inspect.signature(callable_)
    except (ValueError, TypeError):
        return ", ".join([*first, f"*args: {names.any()}", f"**kwargs: {names.any()}"])
    parts, star = list(first), False
    positional = len(first) and True
    for parameter in signature.parameters.values():
        name = parameter.name
        if name in ("self", "type", "cls") and positional is True:
            continue
        if parameter.kind is parameter.VAR_POSITIONAL:
            parts.append(f"*{name}: {names.any()}")
            star = True
            continue
        if parameter.kind is parameter.VAR_KEYWORD:
            parts.append(f"**{name}: {names.any()}")
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and not star:
            parts.append("*")
            star = True
        shown = f"{name}: {names.any()}"
        if parameter.default is not parameter.empty:
            from ._names import literal

            shown += f" = {literal(parameter.default)}"
        parts.append(shown)
        if parameter.kind is parameter.POSITIONAL_ONLY:
            _mark(parts)
    return ", ".join(parts)


def _mark(parts):
    """Moves the `/` behind the last of the positional-only parameters."""
    if "/" in parts:
        parts.remove("/")
    parts.append("/")


def function(name, callable_, names):
    return f"def {name}({parameters(callable_, names)}) -> {names.any()}: ..."


def method(cls, name, entry, names):
    """The lines of a method, as it stands in the dict of its class; None if the entry is none."""
    if name == "__init__":
        return [f"def __init__({parameters(entry, names, ('self',))}) -> None: ..."]
    if name in FIXED and isinstance(entry, METHODS):
        text = FIXED[name]
        return [f"def {name}{text.format(any=names.any()) if '{any}' in text else text}: ..."]
    if isinstance(entry, (staticmethod, types.BuiltinFunctionType)):
        return ["@staticmethod", f"def {name}({parameters(getattr(cls, name), names)}) -> {names.any()}: ..."]
    if isinstance(entry, (classmethod, types.ClassMethodDescriptorType)):
        return ["@classmethod", f"def {name}({parameters(getattr(cls, name), names, ('cls',))}) -> {names.any()}: ..."]
    if isinstance(entry, METHODS) or inspect.isfunction(entry):
        return [f"def {name}({parameters(entry, names, ('self',))}) -> {names.any()}: ..."]
    if isinstance(entry, (types.GetSetDescriptorType, types.MemberDescriptorType, property)):
        return ["@property", f"def {name}(self) -> {names.any()}: ..."]
    return None

"""Functions and methods of which only the names of the parameters are known."""

import inspect
import types

from ._names import literal

# The names under which Python and PyO3 show the object or class that a function is bound to.
BOUND = ("self", "type", "cls")
STARS = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
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
    """The parameters of anything callable, without types. `first` stands in for the one that is bound."""
    try:
        signature = inspect.signature(callable_)
    except (ValueError, TypeError):
        return ", ".join([*first, f"*args: {names.any()}", f"**kwargs: {names.any()}"])
    parts, positional_only, star = list(first), 0, False
    for parameter in signature.parameters.values():
        if first and parameter.name in BOUND:
            continue
        shown = f"{STARS.get(parameter.kind, '')}{parameter.name}: {names.any()}"
        if parameter.default is not parameter.empty:
            shown += f" = {literal(parameter.default)}"
        if parameter.kind is parameter.KEYWORD_ONLY and not star:
            parts.append("*")
        star = star or parameter.kind in (parameter.KEYWORD_ONLY, parameter.VAR_POSITIONAL)
        parts.append(shown)
        if parameter.kind is parameter.POSITIONAL_ONLY:
            positional_only = len(parts)
    if positional_only:
        parts.insert(positional_only, "/")
    return ", ".join(parts)


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

"""Puts a stub together."""

import inspect
import sys
import types

from . import _arrays, _classes, _signature
from ._keep import Kept, choose
from ._names import Names, quoted
from ._records import Record


def stub(module, before=""):
    """The stub of a module as text. `before`: an earlier one, out of which the user's own types are kept."""
    names, kept = Names(module), Kept(before)
    parts = [_arrays.shared(names)] if any(map(_arrays.is_array, vars(module).values())) else []
    for name, thing in vars(module).items():
        if name == "__all__":
            parts.append(["__all__ = [", *(f'    "{each}",' for each in thing), "]"])
        elif not name.startswith("__") and not _is_file_of(module, name, thing):
            parts.append(_part(module, name, thing, names, kept))
    text = "\n".join("\n".join(_spaced(parts)).splitlines())
    imports = names.header()
    # What the kept parts may need.
    imports += [line for line in kept.imports if line not in imports and not _covered(line, imports)]
    head = [f"# Written by `python -m recordclass_rs.stubs {module.__name__}`. Types of functions and methods that you fill in stay."]
    return "\n".join([*head, "", *imports, "", text]).rstrip() + "\n"


def _is_file_of(package, name, thing):
    """Whether this is a module of a package by itself, as the one that maturin puts the library into: checkers find those."""
    return isinstance(thing, types.ModuleType) and sys.modules.get(f"{package.__name__}.{name}") is thing


def _part(module, name, thing, names, kept):
    if isinstance(thing, types.ModuleType):
        names.modules.add("types")
        return [f"{name}: types.ModuleType"]
    if isinstance(thing, type):
        # The same class under a second name, or that of another module?
        shown = names.text(thing) if thing.__module__ != module.__name__ or thing.__name__ != name else name
        if shown in (name, names.any()):
            return _class(thing, names, kept)
        return [f"{name} = {shown}"]
    if isinstance(thing, types.BuiltinFunctionType) or inspect.isfunction(thing):
        return choose(kept.parts, name, [_signature.function(name, thing, names)])
    return choose(kept.parts, name, [f"{name}: {names.text(type(thing))}"])


def _class(cls, names, kept):
    before = kept.bodies.get(cls.__name__, {})
    lines = _classes.header(cls, names)
    if cls.__doc__ and inspect.cleandoc(cls.__doc__):
        lines += _indented(_doc(inspect.cleandoc(cls.__doc__)))
    if _classes.is_record(cls):
        record = Record(cls, names)
        body = record.body()
        users = record.users
    elif _arrays.is_array(cls):
        array = _arrays.Array(cls, names)
        lines = [*array.before(), *lines]
        body = array.body()
        users = array.users
    else:
        body = _classes.other(cls, names)
        users = set(body)
    for name, written in names.outside(body, set(body)).items():
        lines += _indented(choose(before, name, written) if name in users else written)
    return lines if body else [*lines, "    ..."]


def _doc(text):
    lines = quoted(text).splitlines()
    return [f'"""{lines[0]}"""'] if len(lines) == 1 else [f'"""{lines[0]}', *lines[1:], '"""']


def _indented(lines):
    return [f"    {line}" if line else "" for line in lines]


def _spaced(parts):
    for part in parts:
        if len(part) > 1:
            yield ""
        yield from part
        if len(part) > 1:
            yield ""


def _covered(line, imports):
    """Whether all that an import statement brings is imported already."""
    head, _, what = line.partition(" import ")
    for other in imports:
        if what and other.startswith(head + " import "):
            have = other.partition(" import ")[2].split(", ")
            if all(name.strip() in have for name in what.split(",")):
                return True
    return False

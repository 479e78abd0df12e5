"""Types and values as source text, and the imports that the text needs."""

import ast
import builtins
import sys
import types
import typing


class Names:
    """Writes types for the stub of one module, and collects what to import."""

    def __init__(self, module):
        self.module = module
        self.modules = set()
        self.imported = {}

    def use(self, module, name):
        """A name out of a module, imported."""
        self.imported.setdefault(module, set()).add(name)
        return name

    def any(self):
        return self.use("typing", "Any")

    def text(self, kind):
        """A type, as an annotation."""
        if kind is None or kind is types.NoneType:
            return "None"
        if kind is typing.Any or kind is typing.TypeVar:
            return self.any()
        if isinstance(kind, str):
            return self._reference(kind)
        if isinstance(kind, types.UnionType):
            return " | ".join(self.text(part) for part in typing.get_args(kind))
        origin = typing.get_origin(kind)
        if origin is not None:
            return f"{origin.__name__}[{', '.join(self.text(part) for part in typing.get_args(kind))}]"
        if isinstance(kind, type):
            return self._class(kind)
        return self.any()

    def parameter(self, kind):
        """The same for a parameter: a Rust `Vec` is made of any sequence."""
        origin, parts = typing.get_origin(kind), typing.get_args(kind)
        if isinstance(kind, types.UnionType):
            return " | ".join(self.parameter(part) for part in parts)
        if origin is list:
            return f"{self.use('collections.abc', 'Sequence')}[{self.parameter(parts[0])}]"
        if origin is set:
            item = self.text(parts[0])
            return f"set[{item}] | frozenset[{item}]"
        return self.text(kind)

    def _class(self, kind):
        name = kind.__qualname__
        if getattr(builtins, name, None) is kind:
            generic = {list: 1, set: 1, frozenset: 1, dict: 2, type: 1}.get(kind)
            if kind is tuple:
                return f"{name}[{self.any()}, ...]"
            return name if generic is None else f"{name}[{', '.join([self.any()] * generic)}]"
        if _find(self.module, name) is kind:
            return name
        # The outermost module is the public one: `pathlib`, where the class says `pathlib._local`.
        parts = kind.__module__.split(".")
        for home in (".".join(parts[:count]) for count in range(1, len(parts) + 1)):
            if home in sys.modules and _find(sys.modules[home], name) is kind:
                self.modules.add(home)
                return f"{home}.{name}"
        # A class that no module has cannot be written down.
        return self.any()

    def _reference(self, text):
        """A class that was not there when the annotation was made: perhaps it is in the module."""
        plain = text.removesuffix(" | None")
        if not plain.isidentifier() or not hasattr(self.module, plain):
            return self.any()
        return text

    def outside(self, body, taken):
        """The same lines for a class that has names of its own for what they mention: `int`, where a field is so called."""
        homes = {name: module for module, names in self.imported.items() for name in names}
        homes.update((name, "builtins") for name in dir(builtins))
        homes.update((name, self.module.__name__) for name, thing in vars(self.module).items() if isinstance(thing, type))
        if not taken & homes.keys():
            return body
        qualify = _Qualify({name: homes[name] for name in taken & homes.keys()})
        written = {name: qualify.lines(lines) for name, lines in body.items()}
        self.modules |= qualify.used
        return written

    def header(self):
        """The import statements."""
        lines = [f"import {name}" for name in sorted(self.modules)]
        lines += [f"from {name} import {', '.join(sorted(names))}" for name, names in sorted(self.imported.items())]
        return lines


class _Qualify:
    """Puts a module before names."""

    def __init__(self, homes):
        self.homes = homes
        self.used = set()

    def lines(self, lines):
        lines = list(lines)
        names = [node for node in ast.walk(ast.parse("\n".join(lines))) if isinstance(node, ast.Name) and node.id in self.homes]
        # From the last to the first, for each moves what is behind it.
        for node in sorted(names, key=lambda node: (node.lineno, node.col_offset), reverse=True):
            if isinstance(node.ctx, ast.Load):
                home, line = self.homes[node.id], lines[node.lineno - 1]
                self.used.add(home)
                before = line.encode()[: node.col_offset].decode()
                lines[node.lineno - 1] = f"{before}{home}.{line[len(before):]}"
        return lines


def _find(module, qualname):
    found = module
    for part in qualname.split("."):
        found = getattr(found, part, None)
    return found


def literal(value):
    """A default as text; `...` if no literal says it."""
    if value is None or type(value) in (int, bool, str, bytes) or (type(value) is float and value - value == 0):
        return repr(value)
    return "..."


def quoted(text):
    """A text, as a docstring has it."""
    return text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"') + (" " if text.endswith('"') else "")

"""What a user wrote into an earlier stub: types for functions and for classes of which the module tells nothing."""

import ast


class Kept:
    """The parts of an earlier stub by name, each as its own lines."""

    def __init__(self, text):
        self.lines = text.splitlines()
        self.imports, self.parts, self.bodies = [], {}, {}
        for node in ast.parse(text).body:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                self.imports += self._source(node)
                continue
            for name in _names(node):
                self._add(self.parts, name, node)
            if isinstance(node, ast.ClassDef):
                body = self.bodies.setdefault(node.name, {})
                for inner in node.body:
                    for name in _names(inner):
                        self._add(body, name, inner)

    def _add(self, parts, name, node):
        lines, arguments = parts.get(name, ([], None))
        # Overloads, and a setter behind its getter, are one part.
        parts[name] = (lines + self._source(node), arguments or _arguments(node))

    def _source(self, node):
        first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", ()))])
        lines = self.lines[first - 1 : node.end_lineno]
        indent = len(lines[0]) - len(lines[0].lstrip())
        return [line[indent:] for line in lines]


def choose(kept, name, lines):
    """The user's lines, if they are for the same parameters as the new ones."""
    if name not in kept:
        return lines
    before, arguments = kept[name]
    now = next((_arguments(node) for node in ast.parse("\n".join(lines)).body), None)
    # Several signatures are the user's business.
    return before if arguments == now or sum("def " in line for line in before) > 1 else lines


def _names(node):
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return []


def _arguments(node):
    """The names of the parameters, by kind."""
    if not isinstance(node, ast.FunctionDef):
        return None
    given = node.args
    plain = [[argument.arg for argument in group] for group in (given.posonlyargs, given.args, given.kwonlyargs)]
    return [*plain, given.vararg is not None, given.kwarg is not None]

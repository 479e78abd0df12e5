"""Record classes, of which all is known: fields, options, and the methods that come of them."""

import dataclasses
import inspect

from . import _signature
from ._classes import no_hash, other
from ._names import literal, quoted


class Record:
    """A record class: its fields, options, and the methods that come of them."""

    def __init__(self, cls, names):
        self.cls = cls
        self.names = names
        self.options = cls.__record_options__
        self.fields = dataclasses.fields(cls)
        self.users = set()
        base = cls.__base__
        self.inherited = {field.name for field in dataclasses.fields(base)} if dataclasses.is_dataclass(base) else set()

    def body(self):
        body = {}
        body.update(self.attributes())
        if not self.options["own_constructor"]:
            body["__new__"] = [f"def __new__({self.constructor()}) -> {self.self_type()}: ..."]
        else:
            body["__new__"] = [f"def __new__({_signature.parameters(self.cls, self.names, ('cls',))}) -> {self.self_type()}: ..."]
        body.update(self.comparison())
        if self.options["mapping"]:
            body.update(self.mapping())
        elif self.options["sequence"]:
            body.update(self.sequence())
        body.update(self.copies())
        if self.options["dict"]:
            body["__getattr__"] = [f"def __getattr__(self, name: str, /) -> {self.names.any()}: ..."]
            body["__setattr__"] = [f"def __setattr__(self, name: str, value: {self.names.any()}, /) -> None: ..."]
        # What the user wrote: all that is neither a field's nor ours. Of it no types are known.
        users = other(self.cls, self.names, known={*body, *self.ours()})
        self.users = {*users, *(["__new__"] if self.options["own_constructor"] else [])}
        return {**body, **users}

    def ours(self):
        """Entries of the class that need no stub, or have one in a base's."""
        dunder = {"__setattr__", "__delattr__", "__delitem__", "__repr__", "__ne__", "_repr_pretty_"}
        dunder |= {"__lt__", "__le__", "__gt__", "__ge__"}
        return {*dunder, *(field.name for field in self.fields), "__new__"}

    def self_type(self):
        return self.names.use("typing_extensions", "Self")

    def attributes(self):
        class_var = self.names.use("typing", "ClassVar")
        field_type = f"{self.names.use('dataclasses', 'Field')}[{self.names.any()}]"
        patterns = vars(self.cls).get("__match_args__", ())
        body = {
            "__dataclass_fields__": [f"__dataclass_fields__: {class_var}[dict[str, {field_type}]]"],
            "__record_fields__": [f"__record_fields__: {class_var}[tuple[str, ...]]"],
            "__record_options__": [f"__record_options__: {class_var}[dict[str, {self.names.any()}]]"],
            "__match_args__": [f"__match_args__ = {patterns!r}"],
        }
        frozen = set(self.options["frozen_fields"])
        for field in self.fields:
            name, kind = field.name, self.names.text(field.type)
            if name in self.inherited:
                continue
            entry = vars(self.cls).get(name)
            doc = inspect.cleandoc(entry.__doc__) if getattr(entry, "__doc__", None) else None
            if name in frozen:
                lines = ["@property", f"def {name}(self) -> {kind}:"]
                lines += [f'    """{quoted(doc)}"""'] if doc else []
                body[name] = [*lines, "    ..."] if doc else [lines[0], f"{lines[1]} ..."]
            else:
                body[name] = [f"{name}: {kind}"] + ([f'"""{quoted(doc)}"""'] if doc else [])
        return body

    def constructor(self):
        plain = [self.parameter(field) for field in self.fields if not field.kw_only]
        named = [self.parameter(field) for field in self.fields if field.kw_only]
        return ", ".join([self.first("cls"), *plain, *(["*", *named] if named else [])])

    def first(self, name):
        """The first parameter of a method that has one for each field: a name that none of them has."""
        while any(field.name == name for field in self.fields):
            name = f"_{name}"
        return name

    def parameter(self, field):
        shown = f"{field.name}: {self.names.parameter(field.type)}"
        if field.default is not dataclasses.MISSING:
            return f"{shown} = {literal(field.default)}"
        return f"{shown} = ..." if field.default_factory is not dataclasses.MISSING else shown

    def comparison(self):
        body = {}
        options, hashed = self.options, vars(self.cls).get("__hash__", ...)
        if options["eq"]:
            body["__eq__"] = ["def __eq__(self, value: object, /) -> bool: ..."]
        # A derived record has them from its base: of its own they would take less than the base's do.
        if options["order"] and not getattr(self.cls.__base__, "__record_options__", {}).get("order"):
            for name in ("__lt__", "__le__", "__gt__", "__ge__"):
                body[name] = [f"def {name}(self, value: {self.self_type()}, /) -> bool: ..."]
        if hashed is None:
            body["__hash__"] = [no_hash(self.cls, self.names)]
        elif hashed is not ...:
            body["__hash__"] = ["def __hash__(self) -> int: ..."]
        return body

    def item(self):
        kinds = {self.names.text(field.type) for field in self.fields}
        return kinds.pop() if len(kinds) == 1 else self.names.any()

    def sequence(self):
        overload = "@" + self.names.use("typing", "overload")
        index, item = self.names.use("typing", "SupportsIndex"), self.item()
        iterator = self.names.use("collections.abc", "Iterator")
        body = {
            "__len__": ["def __len__(self) -> int: ..."],
            "__iter__": [f"def __iter__(self) -> {iterator}[{item}]: ..."],
            "__contains__": ["def __contains__(self, key: object, /) -> bool: ..."],
            "__getitem__": [
                overload, f"def __getitem__(self, key: {index}, /) -> {item}: ...",
                overload, f"def __getitem__(self, key: slice, /) -> tuple[{item}, ...]: ...",
            ],
        }  # fmt: skip
        if not self.options["frozen"]:
            body["__setitem__"] = [f"def __setitem__(self, key: {index}, value: {item}, /) -> None: ..."]
        return body

    def mapping(self):
        item = self.item()
        iterator = self.names.use("collections.abc", "Iterator")
        body = {
            "__len__": ["def __len__(self) -> int: ..."],
            "__iter__": [f"def __iter__(self) -> {iterator}[str]: ..."],
            "__contains__": ["def __contains__(self, key: object, /) -> bool: ..."],
            "__getitem__": [f"def __getitem__(self, key: str, /) -> {item}: ..."],
            "keys": ["def keys(self) -> tuple[str, ...]: ..."],
            "values": [f"def values(self) -> tuple[{item}, ...]: ..."],
            "items": [f"def items(self) -> tuple[tuple[str, {item}], ...]: ..."],
            "get": [f"def get(self, key: object, default: {self.names.any()} = None, /) -> {self.names.any()}: ..."],
        }
        if not self.options["frozen"]:
            body["__setitem__"] = [f"def __setitem__(self, key: str, value: {item}, /) -> None: ..."]
        return body

    def copies(self):
        self_type, me = self.self_type(), self.first("self")
        changes = [f"{field.name}: {self.names.parameter(field.type)} = ..." for field in self.fields]
        body = {
            "__copy__": [f"def __copy__(self) -> {self_type}: ..."],
            "__deepcopy__": [f"def __deepcopy__(self, memo: dict[int, {self.names.any()}], /) -> {self_type}: ..."],
            "__replace__": [f"def __replace__({', '.join([me, *(['*', *changes] if changes else [])])}) -> {self_type}: ..."],
            "_asdict": [f"def _asdict(self) -> dict[str, {self.names.any()}]: ..."],
            "__make__": [
                "@classmethod",
                f"def __make__(cls, values: {self.names.use('collections.abc', 'Iterable')}[{self.names.any()}], /) -> {self_type}: ...",
            ],
        }
        for name, signature in (("__replace__", "($self, /, **changes)"), ("_asdict", "($self, /)")):
            if getattr(vars(self.cls).get(name), "__text_signature__", None) != signature:
                # The user's.
                del body[name]
        return body

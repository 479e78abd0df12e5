"""Reads the fields out of a class body: takes them, and their defaults, out of the namespace."""

import sys

from . import _annotations, _names
from ._fields import MISSING, Factory, Field, field_of, imported_dataclasses


# Each slot has a row in tables of the class. Who wants more wants a list.
MOST = 65536


class Body:
    """What a class body says: its own fields by name, and where `__match_args__` ends."""

    def __init__(self, name, namespace, inherited, kw_only):
        self.name = name
        self.namespace = namespace
        self.inherited = inherited
        self.kw_only = kw_only
        self.fields = {}
        self.annotations = _annotations.of_body(namespace)
        self.slots = []  # __dict__ and __weakref__, which are options
        self.match_end = None
        self.is_array = False

    def read(self, reserved):
        self._refuse_slots()
        explicit = self.namespace.pop("__fields__", MISSING)
        if explicit is MISSING:
            self._read_annotated(reserved)
        elif type(explicit) is int:
            self._read_array(explicit)
        elif isinstance(explicit, (str, tuple, list)):
            self._read_listed(explicit, reserved)
        else:
            kind = type(explicit).__name__
            raise TypeError(f"{self.name}.__fields__ is a tuple of names, or the number of unnamed ones, not a {kind}")
        self._refuse_leftovers()
        return self

    def _refuse_slots(self):
        if self.namespace.pop("__slots__", ()):
            raise TypeError(f"{self.name}: a record declares its slots as fields, and has no use for __slots__")

    def _read_annotated(self, reserved):
        marks = set()
        for name, annotation in list(self.annotations.items()):
            role = _annotations.role(annotation, self.namespace.get("__module__"))
            if role == _annotations.FIELD:
                self._add(name, annotation, reserved)
                continue
            if role == _annotations.CLASS_VARIABLE:
                self._refuse_inherited(name)
            elif role == _annotations.INIT_VARIABLE:
                raise TypeError(f"{self.name}.{name}: a record has no use for InitVar; write __init__ instead")
            elif role in marks:
                mark = "MATCH" if role == _annotations.MATCH_END else "KW_ONLY"
                raise TypeError(f"{self.name}: {mark} is said twice")
            elif role == _annotations.MATCH_END:
                self.match_end = len(self.fields)
            else:
                self.kw_only = True
            marks.add(role)
            del self.annotations[name]

    def _read_listed(self, listed, reserved):
        pairs, self.match_end = _names.split(listed, f"{self.name}.__fields__")
        for name, annotation in list(self.annotations.items()):
            if not any([name == pair[0] for pair in pairs]) and name not in (_names.DICT, _names.WEAKREF):
                if _annotations.role(annotation, self.namespace.get("__module__")) != _annotations.CLASS_VARIABLE:
                    raise TypeError(f"{self.name}.{name} is annotated, but not in __fields__")
                self._refuse_inherited(name)
                del self.annotations[name]
        for pair in pairs:
            if len(pair) == 3 or pair[1] is not MISSING:
                raise TypeError(f"{self.name}.__fields__ has names only: put the type of {pair[0]!r} in an annotation")
            self._add(pair[0], self.annotations.get(pair[0], MISSING), reserved)

    def _read_array(self, count):
        if not 0 <= count <= MOST:
            raise ValueError(f"{self.name}.__fields__ is {count}, but a record has 0 to {MOST} slots without names")
        if self.annotations or self.inherited:
            raise TypeError(f"{self.name}: slots without names cannot stand beside fields with names")
        self.is_array = True
        for place in range(count):
            field = Field(default=None)
            field.name, field.kw_only = sys.intern(str(place)), False
            self.fields[field.name] = field

    def _add(self, name, annotation, reserved):
        if any([inherited.isdecimal() for inherited in self.inherited]):
            raise TypeError(f"{self.name}: slots without names cannot stand beside fields with names")
        if name in (_names.DICT, _names.WEAKREF):
            self.slots.append(name)
            self.annotations.pop(name, None)
            return
        name = _names.check_field_name(name, self.name, reserved)
        if name in self.fields:
            raise ValueError(f"{self.name}: two fields are called {name!r}")
        field = field_of(self.namespace.pop(name, MISSING), f"{self.name}.{name}")
        before = self.inherited.get(name)
        if before is not None:
            # A redefinition keeps its place, and what it does not mention.
            if field.default is MISSING:
                field.default = before.default
            if annotation is MISSING:
                annotation = before.type
            field.readonly |= before.readonly
            if field.kw_only is None:
                field.kw_only = before.kw_only or self.kw_only
        field.name, field.type = name, annotation
        field.kw_only = bool(self.kw_only if field.kw_only is None else field.kw_only)
        self.fields[name] = field

    def _refuse_inherited(self, name):
        if name in self.inherited:
            raise TypeError(f"{self.name}.{name} is an inherited field, and cannot become a class variable")

    def _refuse_leftovers(self):
        dataclasses = imported_dataclasses()
        fields = (Field, Factory) if dataclasses is None else (Field, Factory, dataclasses.Field)
        for name, value in self.namespace.items():
            if name in self.inherited and not self.is_array:
                raise TypeError(f"{self.name}.{name} hides an inherited field; annotate it to give it a new default")
            if isinstance(value, fields):
                raise TypeError(f"{self.name}.{name} is said to be a field, but has no annotation")

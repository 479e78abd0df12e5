"""Packed arrays, of which all is known by their record: the class, and what its rows and columns are."""

import dataclasses
import types

from . import _classes

# What stands once in a stub, for all arrays of the module: columns are of a class that no module has.
SHARED = """\
_T = TypeVar("_T")
_Choice: TypeAlias = Buffer | Sequence[SupportsIndex]
_Progress: TypeAlias = Callable[[int], object]

@type_check_only
class _Column(Generic[_T]):
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[_T]: ...
    def __contains__(self, key: object, /) -> bool: ...
    @overload
    def __getitem__(self, key: SupportsIndex, /) -> _T: ...
    @overload
    def __getitem__(self, key: slice, /) -> Self: ...
    @overload
    def __setitem__(self, key: SupportsIndex, value: _T, /) -> None: ...
    @overload
    def __setitem__(self, key: slice, value: Iterable[_T], /) -> None: ...
    def tolist(self) -> list[_T]: ...
    def __array__(self, dtype: Any = None, *, copy: bool | None = None) -> Any: ...
    @property
    def __array_interface__(self) -> dict[str, Any]: ...
    def __arrow_c_schema__(self) -> Any: ...
    def __arrow_c_array__(self, requested_schema: Any = None) -> tuple[Any, Any]: ...
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...
    def __buffer__(self, flags: int, /) -> memoryview: ...
"""

IMPORTS = {
    "typing": ["Any", "ClassVar", "Generic", "Literal", "SupportsIndex", "TypeVar", "overload", "type_check_only"],
    "typing_extensions": ["Buffer", "Self", "TypeAlias"],
    "collections.abc": ["Callable", "Iterable", "Iterator", "Sequence"],
    "array": ["array"],
    "os": ["PathLike"],
}

# {record}: the record class; {item}: what can be put in for a row; {row}: a view of one; {fields}, {keys}: names of fields.
METHODS = {
    "__eq__": ["def __eq__(self, value: object, /) -> bool: ..."],
    "__len__": ["def __len__(self) -> int: ..."],
    "__iter__": ["def __iter__(self) -> Iterator[{record}]: ..."],
    "__reversed__": ["def __reversed__(self) -> Iterator[{record}]: ..."],
    "__contains__": ["def __contains__(self, key: object, /) -> bool: ..."],
    # Choices come first, for numpy's arrays are taken for indices, too.
    "__getitem__": [
        "@overload", "def __getitem__(self, key: slice | _Choice, /) -> Self: ...",
        "@overload", "def __getitem__(self, key: SupportsIndex, /) -> {record}: ...",
    ],
    "__setitem__": [
        "@overload", "def __setitem__(self, key: slice, value: Iterable[{item}], /) -> None: ...",
        "@overload", "def __setitem__(self, key: _Choice, value: {item} | Iterable[{item}], /) -> None: ...",
        "@overload", "def __setitem__(self, key: SupportsIndex, value: {item}, /) -> None: ...",
    ],
    "__delitem__": ["def __delitem__(self, key: SupportsIndex | slice | _Choice, /) -> None: ..."],
    "append": ["def append(self, row: {item}, /) -> None: ..."],
    "extend": ["def extend(self, rows: Iterable[{item}], /, *, progress: _Progress | None = None) -> None: ..."],
    "insert": ["def insert(self, index: SupportsIndex, row: {item}, /) -> None: ..."],
    "pop": ["def pop(self, index: SupportsIndex = -1, /) -> {record}: ..."],
    "remove": ["def remove(self, record: {record}, /) -> None: ..."],
    "index": ["def index(self, record: {record}, start: SupportsIndex = 0, stop: SupportsIndex = 9223372036854775807, /) -> int: ..."],
    "count": ["def count(self, record: {record}, /) -> int: ..."],
    "reverse": ["def reverse(self) -> None: ..."],
    "clear": ["def clear(self) -> None: ..."],
    "reserve": ["def reserve(self, count: SupportsIndex, /) -> None: ..."],
    "copy": ["def copy(self) -> Self: ..."],
    "__copy__": ["def __copy__(self) -> Self: ..."],
    "__deepcopy__": ["def __deepcopy__(self, memo: dict[int, Any], /) -> Self: ..."],
    "sort": ["def sort(self, key: {keys} | Callable[[{record}], Any], *, reverse: bool = False) -> None: ..."],
    "argsort": ["def argsort(self, key: {keys} | Callable[[{record}], Any], *, reverse: bool = False) -> array[int]: ..."],
    "filter": ["def filter(self, mask: Buffer | Sequence[bool] | Callable[[{record}], object], /) -> Self: ..."],
    "__rebuild__": ["@classmethod", "def __rebuild__(cls, layout: str, data: Buffer, texts: bytes | None = None, /) -> Self: ..."],
    "from_buffer": ["@classmethod", "def from_buffer(cls, buffer: Buffer, /, *, offset: int = 0) -> Self: ..."],
    "from_numpy": ["@classmethod", "def from_numpy(cls, array: Any, /) -> Self: ..."],
    "open": [
        "@classmethod",
        "def open(cls, path: str | PathLike[str], *, map: bool = False, progress: _Progress | None = None) -> Self: ...",
    ],
    "to_file": ["def to_file(self, path: str | PathLike[str], *, progress: _Progress | None = None) -> None: ..."],
    "from_arrow": [
        "@classmethod",
        "def from_arrow(cls, data: Any, /, *, nulls: dict[str, Any] | Literal['default'] | None = None, ignore_extra: bool = False, progress: _Progress | None = None) -> Self: ...",
    ],
    "__arrow_c_schema__": ["def __arrow_c_schema__(self) -> Any: ..."],
    "__arrow_c_array__": ["def __arrow_c_array__(self, requested_schema: Any = None) -> tuple[Any, Any]: ..."],
    "__arrow_c_stream__": ["def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ..."],
    "view": ["def view(self, index: SupportsIndex, /) -> {row}: ..."],
    "rows": ["def rows(self) -> Iterator[{row}]: ..."],
    "__array__": ["def __array__(self, dtype: Any = None, *, copy: bool | None = None) -> Any: ..."],
    "__sizeof__": ["def __sizeof__(self) -> int: ..."],
    "nbytes": ["@property", "def nbytes(self) -> int: ..."],
    "itemsize": ["@property", "def itemsize(self) -> int: ..."],
    "capacity": ["@property", "def capacity(self) -> int: ..."],
    "__array_interface__": ["@property", "def __array_interface__(self) -> dict[str, Any]: ..."],
    "__row_fields__": ["__row_fields__: ClassVar[tuple[str, ...]]"],
    "__record_class__": ["__record_class__: ClassVar[type[{record}]]"],
}  # fmt: skip


def is_array(thing):
    return isinstance(thing, type) and "__row_fields__" in vars(thing)


def shared(names):
    """The lines that stand once in a stub."""
    for module, used in IMPORTS.items():
        for name in used:
            names.use(module, name)
    return SHARED.splitlines()


class Array:
    """An array class: its record, and the names of what stands beside it in the stub."""

    def __init__(self, cls, names):
        self.cls, self.names = cls, names
        record = cls.__record_class__
        self.record = names.text(record)
        self.fields = dataclasses.fields(record)
        self.frozen = set(record.__record_options__["frozen_fields"])
        self.row, self.item = f"_{cls.__name__}Row", f"_{cls.__name__}Item"
        self.users = set()

    def before(self):
        """What stands before the class: the view of a row, and what a row is made of."""
        lines = ["@type_check_only", f"class {self.row}:"]
        body = {}
        for field in self.fields:
            kind = self.names.text(field.type)
            if field.name in self.frozen:
                body[field.name] = ["@property", f"def {field.name}(self) -> {kind}: ..."]
            else:
                body[field.name] = [f"{field.name}: {kind}"]
        kinds = {self.names.text(field.type) for field in self.fields}
        item = kinds.pop() if len(kinds) == 1 else "Any"
        body["__len__"] = ["def __len__(self) -> int: ..."]
        body["__getitem__"] = [f"def __getitem__(self, key: SupportsIndex, /) -> {item}: ..."]
        for walk in "__iter__", "__reversed__":
            body[walk] = [f"def {walk}(self) -> Iterator[{item}]: ..."]
        body["__eq__"] = ["def __eq__(self, value: object, /) -> bool: ..."]
        for written in self.names.outside(body, set(body)).values():
            lines += [f"    {line}" for line in written]
        return [*lines, "", f"{self.item}: TypeAlias = {self.record} | {self.row} | {' | '.join(self.tuples())}", ""]

    def tuples(self):
        """The tuples that are rows: fields at the end may be left out where they have defaults."""
        missing = dataclasses.MISSING
        kinds = [self.names.parameter(field.type) for field in self.fields]
        given = len(kinds)
        yield f"tuple[{', '.join(kinds)}]"
        while given > 1 and not (self.fields[given - 1].default is missing and self.fields[given - 1].default_factory is missing):
            given -= 1
            yield f"tuple[{', '.join(kinds[:given])}]"

    def body(self):
        entries = vars(self.cls)
        body = {"__new__": [f"def __new__(cls, rows: Iterable[{self.item}] = (), /, *, progress: _Progress | None = None) -> Self: ..."]}
        # Arrays are in no order, so that of their keys must have names in it.
        sortable = [repr(field.name) for field in self.fields if not self.names.text(field.type).startswith("list[")]
        literal = f"Literal[{', '.join(sortable)}]"
        terms = {
            "record": self.record, "item": self.item, "row": self.row,
            "keys": f"{literal} | Sequence[{literal}]" if sortable else "tuple[()]",
        }  # fmt: skip
        for name, lines in METHODS.items():
            if name in entries:
                body[name] = [line.format(**terms) if "{" in line else line for line in lines]
        body["__hash__"] = [_classes.no_hash(self.cls, self.names)]
        body["__buffer__"] = ["def __buffer__(self, flags: int, /) -> memoryview: ..."]
        body["column"] = self.column()
        for field in self.fields:
            # A method of that name comes first.
            if isinstance(entries.get(field.name), types.GetSetDescriptorType) and field.name not in METHODS:
                body[field.name] = ["@property", f"def {field.name}(self) -> _Column[{self.names.text(field.type)}]: ..."]
        users = _classes.other(self.cls, self.names, known={*body, "__repr__", "__ne__", "__release_buffer__"})
        self.users = set(users)
        return {**body, **users}

    def column(self):
        by_kind = {}
        for field in self.fields:
            by_kind.setdefault(self.names.text(field.type), []).append(repr(field.name))
        lines = []
        for kind, fields in by_kind.items():
            lines += ["@overload"] if len(by_kind) > 1 else []
            lines.append(f"def column(self, name: Literal[{', '.join(fields)}], /) -> _Column[{kind}]: ...")
        return lines

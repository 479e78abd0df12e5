from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, SupportsIndex, overload

from typing_extensions import Self

from ._core import mutabletuple
from ._make import _Defaults, _Fields
from ._roots import dataobject

# A class made by a call is `type[Any]` to a type checker: write the class form, where fields are to be checked.
def recordclass(
    typename: str,
    fields: _Fields,
    defaults: _Defaults = None,
    *,
    rename: bool = False,
    readonly: bool | str | Iterable[str] = False,
    hashable: bool = False,
    gc: bool = False,
    use_dict: bool = False,
    use_weakref: bool = False,
    fast_new: bool = True,
    mapping: bool = False,
    iterable: bool = True,
    sequence: bool = True,
    immutable_type: bool = False,
    copy_default: bool = False,
    module: str | None = None,
) -> type[Any]: ...

class RecordClass(dataobject, namedtuple=True, sequence=True):
    _fields: ClassVar[tuple[str, ...]]
    _field_defaults: ClassVar[dict[str, Any]]
    @classmethod
    def _make(cls, iterable: Iterable[Any], /) -> Self: ...
    def _replace(self, /, **changes: Any) -> Self: ...
    def _asdict(self) -> dict[str, Any]: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Any]: ...
    def __contains__(self, key: object, /) -> bool: ...
    @overload
    def __getitem__(self, key: SupportsIndex, /) -> Any: ...
    @overload
    def __getitem__(self, key: slice, /) -> mutabletuple[Any]: ...
    def __setitem__(self, key: SupportsIndex, value: Any, /) -> None: ...
    def __delitem__(self, key: SupportsIndex, /) -> None: ...

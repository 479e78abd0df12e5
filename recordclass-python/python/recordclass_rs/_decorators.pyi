import dataclasses
from collections.abc import Callable, Iterable
from typing import Any, TypeVar, overload

from typing_extensions import dataclass_transform

from ._fields import Field

_T = TypeVar("_T")

@overload
@dataclass_transform(order_default=True, field_specifiers=(Field, dataclasses.field))
def as_dataclass(
    cls: None = None,
    *,
    use_dict: bool = False,
    use_weakref: bool = False,
    hashable: bool = False,
    sequence: bool = False,
    mapping: bool = False,
    iterable: bool = False,
    readonly: bool | str | Iterable[str] = False,
    module: str | None = None,
    fast_new: bool = True,
    rename: bool = False,
    gc: bool = False,
    immutable_type: bool = False,
    copy_default: bool = False,
    match: str | Iterable[str] | None = None,
    kw_only: bool = False,
    eq: bool = True,
    order: bool = True,
) -> Callable[[type[_T]], type[_T]]: ...
@overload
def as_dataclass(
    cls: type[_T],
    *,
    use_dict: bool = False,
    use_weakref: bool = False,
    hashable: bool = False,
    sequence: bool = False,
    mapping: bool = False,
    iterable: bool = False,
    readonly: bool | str | Iterable[str] = False,
    module: str | None = None,
    fast_new: bool = True,
    rename: bool = False,
    gc: bool = False,
    immutable_type: bool = False,
    copy_default: bool = False,
    match: str | Iterable[str] | None = None,
    kw_only: bool = False,
    eq: bool = True,
    order: bool = True,
) -> type[_T]: ...
@overload
def as_record(readonly: Callable[..., Any], copy_default: bool = False) -> type[Any]: ...
@overload
def as_record(
    readonly: bool | str | Iterable[str] = False, copy_default: bool = False
) -> Callable[[Callable[..., Any]], type[Any]]: ...

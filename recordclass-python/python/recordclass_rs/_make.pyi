from collections.abc import Iterable, Mapping
from typing import Any

from typing_extensions import TypeAlias

from ._roots import datastruct as datastruct

# The forms in which functions take fields and defaults: see the docstring of make_dataclass.
_Fields: TypeAlias = str | Mapping[str, Any] | Iterable[str | tuple[str, Any] | tuple[str, Any, Any]]
_Defaults: TypeAlias = Mapping[str, Any] | Iterable[Any] | None

def make_dataclass(
    typename: str,
    fields: _Fields,
    defaults: _Defaults = None,
    *,
    bases: Iterable[type] | None = None,
    namespace: Mapping[str, Any] | None = None,
    use_dict: bool = False,
    use_weakref: bool = False,
    hashable: bool = False,
    sequence: bool = False,
    mapping: bool = False,
    iterable: bool = False,
    readonly: bool | str | Iterable[str] = False,
    invalid_names: Iterable[str] = (),
    deep_dealloc: bool = False,
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
) -> type[Any]: ...

make_class = make_dataclass

def make_structclass(
    typename: str,
    fields: _Fields,
    defaults: _Defaults = None,
    *,
    bases: Iterable[type] = ...,
    namespace: Mapping[str, Any] | None = None,
    use_weakref: bool = False,
    hashable: bool = False,
    sequence: bool = False,
    mapping: bool = False,
    iterable: bool = False,
    readonly: bool | str | Iterable[str] = False,
    module: str | None = None,
    fast_new: bool = True,
    gc: bool = False,
    copy_default: bool = False,
    match: str | Iterable[str] | None = None,
    rename: bool = False,
    kw_only: bool = False,
    eq: bool = True,
    order: bool = True,
) -> type[Any]: ...

structclass = make_structclass

def join_dataclasses(
    name: str,
    classes: Iterable[type],
    *,
    readonly: bool | str | Iterable[str] = False,
    use_dict: bool = False,
    gc: bool = False,
    use_weakref: bool = False,
    hashable: bool = True,
    sequence: bool = False,
    fast_new: bool = False,
    iterable: bool = True,
    module: str | None = None,
) -> type[Any]: ...

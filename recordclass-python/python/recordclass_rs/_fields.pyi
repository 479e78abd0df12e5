from collections.abc import Callable
from typing import Any, TypeVar, final, overload

_T = TypeVar("_T")

@final
class MATCH: ...

# These two are classes. For a type checker they are functions that return what the field is annotated with.
def Factory(factory: Callable[[], _T], /) -> _T: ...
@overload
def Field(*, default: _T, readonly: bool = False, kw_only: bool | None = None) -> _T: ...
@overload
def Field(*, default_factory: Callable[[], _T], readonly: bool = False, kw_only: bool | None = None) -> _T: ...
@overload
def Field(*, readonly: bool = False, kw_only: bool | None = None) -> Any: ...

# For the other modules of the package.
MISSING: Any

def field_of(value: object, where: str) -> Any: ...

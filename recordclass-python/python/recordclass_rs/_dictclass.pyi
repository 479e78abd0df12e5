from collections.abc import Iterable, Mapping
from typing import Any

from ._make import _Defaults, _Fields

def make_dictclass(
    typename: str,
    keys: _Fields,
    defaults: _Defaults = None,
    *,
    bases: Iterable[type] | None = None,
    namespace: Mapping[str, Any] | None = None,
    readonly: bool | str | Iterable[str] = False,
    module: str | None = None,
    fast_new: bool = True,
) -> type[Any]: ...

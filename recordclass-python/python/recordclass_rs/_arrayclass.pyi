from collections.abc import Mapping
from typing import Any

def make_arrayclass(
    typename: str,
    n_fields: int,
    *,
    namespace: Mapping[str, Any] | None = None,
    use_weakref: bool = False,
    hashable: bool = False,
    readonly: bool = False,
    gc: bool = False,
    module: str | None = None,
    immutable_type: bool = False,
) -> type[Any]: ...

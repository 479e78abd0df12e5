import dataclasses
from collections.abc import Iterable
from typing import Any, Literal

from typing_extensions import dataclass_transform

from ._core import recordtype
from ._fields import Field

@dataclass_transform(order_default=True, field_specifiers=(Field, dataclasses.field))
class datatype(recordtype):
    def __new__(
        mcls,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        /,
        *,
        gc: bool = False,
        fast_new: bool = True,
        readonly: bool | str | Iterable[str] = False,
        iterable: bool = False,
        sequence: bool = False,
        mapping: bool = False,
        hashable: bool = False,
        use_dict: bool = False,
        use_weakref: bool = False,
        deep_dealloc: bool = False,
        immutable_type: bool = False,
        copy_default: bool = False,
        match: str | Iterable[str] | None = None,
        kw_only: bool = False,
        eq: bool = True,
        order: bool = True,
        namedtuple: bool = False,
        struct: bool = False,
        **keywords: Any,
    ) -> datatype: ...

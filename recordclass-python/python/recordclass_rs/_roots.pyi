import dataclasses
import inspect
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from typing_extensions import Self

from ._datatype import datatype

class dataobject(metaclass=datatype):
    __fields__: ClassVar[tuple[str, ...]]
    __defaults__: ClassVar[dict[str, Any]]
    __default_vals__: ClassVar[tuple[Any, ...]]
    __options__: ClassVar[Mapping[str, Any]]
    __signature__: ClassVar[inspect.Signature]
    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]
    __rich_repr__: ClassVar[Callable[[], list[tuple[str, Any]]]]
    _repr_pretty_: ClassVar[Callable[[Any, bool], None]]
    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, memo: dict[int, Any], /) -> Self: ...
    def __replace__(self, /, **changes: Any) -> Self: ...

class datastruct(metaclass=datatype, struct=True):
    __fields__: ClassVar[tuple[str, ...]]
    __defaults__: ClassVar[dict[str, Any]]
    __default_vals__: ClassVar[tuple[Any, ...]]
    __options__: ClassVar[Mapping[str, Any]]
    __signature__: ClassVar[inspect.Signature]
    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]
    __rich_repr__: ClassVar[Callable[[], list[tuple[str, Any]]]]
    _repr_pretty_: ClassVar[Callable[[Any, bool], None]]
    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, memo: dict[int, Any], /) -> Self: ...
    def __replace__(self, /, **changes: Any) -> Self: ...

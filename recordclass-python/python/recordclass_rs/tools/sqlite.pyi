import sqlite3
from collections.abc import Callable
from typing import Any

from typing_extensions import TypeAlias

_RowFactory: TypeAlias = Callable[[sqlite3.Cursor, tuple[Any, ...]], Any]

def make_row_factory(cls_factory: Callable[..., Callable[..., Any]], **options: Any) -> _RowFactory: ...
def dataclass_row_factory(cls: Callable[..., Any] | None = None) -> _RowFactory: ...

from types import ModuleType

def stub(module: ModuleType, before: str = "") -> str: ...

__all__ = ["stub"]

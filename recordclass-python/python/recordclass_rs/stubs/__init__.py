"""Type stubs for extension modules: `python -m recordclass_rs.stubs MODULE`.

It imports the module and looks: record classes (`#[recordclass]` in Rust) know the types of their fields, their
defaults and options, so their stubs are complete. Of other classes and of functions an extension module knows the names
of the parameters only; they are written with `Any`, once, and what you make of them stays when you run it again.
"""

from ._write import stub

__all__ = ["stub"]

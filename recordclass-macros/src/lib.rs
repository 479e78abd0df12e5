//! The `#[recordclass]` attribute. Use it through the `recordclass` crate, whose documentation tells
//! what it does.
//!
//! Data flows one way: `args` (syntax, every mistake collected) -> `validate` -> `model` (nothing left
//! to ask) -> `expand` (cannot fail). Where there were mistakes, `fallback` keeps the class usable, so
//! that one mistake gives one message.

mod args;
mod case;
mod diag;
mod expand;
mod fallback;
#[cfg(test)]
mod golden;
mod instantiate;
mod model;
mod options;
mod suggest;
mod syntax;
mod validate;

use proc_macro::TokenStream;

/// Turns a struct with named fields into a compact Python class.
///
/// The class is a real `#[pyclass]`: add it to a module, hold it as `Py<Point>`, give it methods in a plain
/// `#[pymethods]` block. Whatever is written there (`#[new]`, `__repr__`, `__eq__`, ...) wins over what is
/// generated.
///
/// ```ignore
/// use recordclass::recordclass;
///
/// /// A point in space.
/// #[recordclass(order)]
/// struct Point {
///     x: f64,
///     y: f64,
///     #[record(default = 0.0)]
///     z: f64,
/// }
/// ```
///
/// The module [`options`](../recordclass/options/index.html) shows each option at work, with its cost and what it
/// excludes.
///
/// # On the struct: `#[recordclass(option, option = value)]`
///
/// | option | meaning | default |
/// |---|---|---|
/// | `name = "P"` | Python name of the class | the struct's |
/// | `module = "pkg.mod"` | `__module__` | the module being imported, or the crate's name |
/// | `rename_all = "camelCase"` | Python names of the fields; also `PascalCase`, `SCREAMING_SNAKE_CASE`, `lowercase`, `UPPERCASE` | as in Rust |
/// | `frozen` | fields stay plain `T`; Python cannot assign; hash by value | off |
/// | `gc` | takes part in cyclic garbage collection: 16 bytes more; every field needs `Traverse` | off |
/// | `eq = false` | `==` by identity instead of by value and exact type | by value |
/// | `order` | `< <= > >=` as tuples compare | off |
/// | `hash` | hash by value although mutable | unhashable |
/// | `repr = false` | no generated `repr` | `Point(x=1.0, y=2.0, z=0.0)` |
/// | `sequence = false` | no index, slices, iteration, `len`, `in`, unpacking | on |
/// | `mapping` | `p["x"]`, `keys`, `values`, `items`, `get` instead of the sequence form; excludes `sequence` | off |
/// | `kw_only` | the constructor takes keywords only | off |
/// | `subclass` | Python code may derive classes, whose instances are tracked by the collector; records may extend this one | off |
/// | `extends = Base` | the fields of `Base`, a record with `subclass`, come first; `new` takes a `Base` before the other values | no base |
/// | `weakref` | room for weak references: 8 bytes | off |
/// | `dict` | room for further attributes: 8 bytes; a cycle through them is collected only with `gc` | off |
/// | `freelist = N` | up to N dead objects are kept for reuse; nothing on free-threaded builds | 0 |
/// | `serde` | serde's `Serialize` and `Deserialize`, by the Python names of the fields; needs the feature of that name | off |
/// | `array`, `array = "Points"` | makes a packed array class, too: `PointArray`, whose rows are the plain struct `PointRow` | off |
/// | `new = "make"`, `new = false` | name of the Rust constructor, or none | `new` |
/// | `instantiate(P32 = P<f32>, ..)` | a class for each of these instantiations of a generic struct; `P<f32>` stays as an alias | |
/// | `crate = path` | where the `recordclass` crate is | `::recordclass` |
///
/// # On a field: `#[record(option, option = value)]`
///
/// | option | meaning |
/// |---|---|
/// | `default`, `default = value` | `Default::default()`, or the expression, evaluated at each construction that needs it; it may use `py` |
/// | `default_with = function` | the same from a `fn() -> T` or `fn(Python<'_>) -> T`; the signature shows `...` |
/// | `name = "y"` | Python name |
/// | `frozen` | a plain `T`; not assignable from Python |
/// | `kw_only` | keyword only |
/// | `repr = false`, `compare = false`, `hash = false` | left out of that protocol |
/// | `skip` | Rust only: a plain `T` that Python does not know; each record, also a copy, starts from its default |
///
/// A method `__post_init__` in `#[pymethods]` runs at the end of each construction from Python.
///
/// # What it generates
///
/// The struct with each mutable field's type `T` as a `Slot<T, _>`, `#[pyclass]` on it, the constructor `new`,
/// a static table of the fields, and one `unsafe impl` that points to the table. All logic is in
/// `recordclass-core`.
#[proc_macro_attribute]
pub fn recordclass(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::attribute(args.into(), item.into()).into()
}

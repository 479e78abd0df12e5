//! THE table: each option's name, where it may stand, and how it is written.
//!
//! Parser, suggestions and messages all ask here.

/// What an option belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Target {
    /// `#[recordclass(..)]` on the struct.
    Class,
    /// `#[record(..)]` on a field.
    Field,
}

impl Target {
    /// How the attribute is written.
    pub(crate) fn attribute(self) -> &'static str {
        match self {
            Target::Class => "#[recordclass(..)]",
            Target::Field => "#[record(..)]",
        }
    }
}

/// A row of the table.
pub(crate) struct Opt {
    pub(crate) name: &'static str,
    pub(crate) target: Target,
    /// How it is written, shown where it is written wrongly.
    pub(crate) form: &'static str,
}

impl Opt {
    /// How it is written, in full: a switch can be off, too.
    pub(crate) fn written(&self) -> String {
        if self.form == self.name {
            format!("{0}` or `{0} = false", self.name)
        } else {
            self.form.to_owned()
        }
    }
}

const fn opt(name: &'static str, target: Target, form: &'static str) -> Opt {
    Opt { name, target, form }
}

use Target::{Class, Field};

/// Every option there is.
pub(crate) const OPTIONS: &[Opt] = &[
    opt("name", Class, "name = \"PythonName\""),
    opt("module", Class, "module = \"package.module\""),
    opt("rename_all", Class, "rename_all = \"camelCase\""),
    opt("crate", Class, "crate = path::to::recordclass"),
    opt("frozen", Class, "frozen"),
    opt("gc", Class, "gc"),
    opt("eq", Class, "eq = false"),
    opt("order", Class, "order"),
    opt("hash", Class, "hash"),
    opt("repr", Class, "repr = false"),
    opt("sequence", Class, "sequence = false"),
    opt("kw_only", Class, "kw_only"),
    opt("new", Class, "new = \"rust_name\"` or `new = false"),
    opt("mapping", Class, "mapping"),
    opt("weakref", Class, "weakref"),
    opt("dict", Class, "dict"),
    opt("subclass", Class, "subclass"),
    opt("freelist", Class, "freelist = 16"),
    opt("instantiate", Class, "instantiate(PointF64 = Point<f64>)"),
    opt("extends", Class, "extends = Base"),
    opt("serde", Class, "serde"),
    opt("array", Class, "array` or `array = \"PointArray\""),
    opt("default", Field, "default` or `default = value"),
    opt("default_with", Field, "default_with = function"),
    opt("name", Field, "name = \"python_name\""),
    opt("frozen", Field, "frozen"),
    opt("kw_only", Field, "kw_only"),
    opt("repr", Field, "repr = false"),
    opt("compare", Field, "compare = false"),
    opt("hash", Field, "hash = false"),
    opt("skip", Field, "skip"),
];

/// Options of PyO3's `#[pyclass]` that a record does without, and why.
const OF_PYCLASS: &[(&str, &str)] = &[
    ("get_all", "every field is a Python attribute as it is"),
    (
        "set_all",
        "fields can be assigned to as it is, unless they are `frozen`",
    ),
    (
        "immutable_type",
        "the type of a record is immutable as it is",
    ),
    ("unsendable", "records are shared between threads"),
    ("str", "write `__str__` in `#[pymethods]`"),
    ("ord", "write `order`"),
];

/// Why a record does without this option of `#[pyclass]`.
pub(crate) fn of_pyclass(name: &str) -> Option<&'static str> {
    let row = OF_PYCLASS.iter().find(|(known, _)| *known == name);
    row.map(|(_, why)| *why)
}

impl Opt {
    /// Whether it is written with brackets instead of a value.
    pub(crate) fn takes_list(&self) -> bool {
        self.form.contains('(')
    }
}

/// The row of an option, where it belongs.
pub(crate) fn find(name: &str, target: Target) -> Option<&'static Opt> {
    OPTIONS
        .iter()
        .find(|opt| opt.name == name && opt.target == target)
}

/// The names that may stand there.
pub(crate) fn names(target: Target) -> impl Iterator<Item = &'static str> {
    OPTIONS
        .iter()
        .filter(move |opt| opt.target == target)
        .map(|opt| opt.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the parts of `docs/options.md` are called.
    fn part(target: Target) -> &'static str {
        match target {
            Class => "## On the struct",
            Field => "## On a field",
        }
    }

    /// The headings of one part, in order, without those that only look like one inside an example.
    fn sections<'a>(text: &'a str, part: &str) -> Vec<&'a str> {
        let mut in_example = false;
        let prose = text.lines().filter(|line| {
            let fence = line.starts_with("```");
            in_example ^= fence;
            !fence && !in_example
        });
        prose
            .skip_while(|line| *line != part)
            .skip(1)
            .take_while(|line| !line.starts_with("## "))
            .filter(|line| line.starts_with("### "))
            .collect()
    }

    /// The published crate is without the documents of the workspace.
    fn documents() -> Option<String> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/options.md");
        std::fs::read_to_string(path).ok()
    }

    #[test]
    fn each_option_has_its_section_and_each_section_its_option() {
        let Some(text) = documents() else { return };
        for target in [Class, Field] {
            let mut written = sections(&text, part(target));
            let mut ready: Vec<_> = names(target).map(|name| format!("### `{name}`")).collect();
            written.sort_unstable();
            ready.sort_unstable();
            assert_eq!(written, ready, "{}", part(target));
        }
    }
}

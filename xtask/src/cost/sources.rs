//! The two crates that are compared.

use std::fmt::Write;
use std::path::Path;

use super::report::Kind;

const FIELDS: &str = "a: f64, b: i64, c: f64, d: String, e: i64";

pub(super) fn manifest(kind: Kind, root: &Path) -> String {
    let package = kind.package();
    let ours = match kind {
        Kind::Ours => format!("recordclass = {{ path = '{}' }}\n", root.display()),
        Kind::Plain => String::new(),
    };
    // The version of PyO3 comes from the lock file. The empty workspace keeps cargo from looking for ours.
    format!(
        r#"[package]
name = "{package}"
version = "0.0.0"
edition = "2024"

[lib]
crate-type = ["cdylib"]

[dependencies]
pyo3 = "*"
{ours}
[profile.release]
lto = "fat"
codegen-units = 1
strip = true

[workspace]
"#
    )
}

pub(super) fn library(kind: Kind, records: usize) -> String {
    let mut text = String::from("#![allow(dead_code)]\nuse pyo3::prelude::*;\n");
    for number in 0..records {
        let class = match kind {
            Kind::Ours => ours(number),
            Kind::Plain => plain(number),
        };
        text += &class;
    }
    let package = kind.package();
    let _ = write!(
        text,
        "\n#[pymodule]\nfn {package}(m: &Bound<'_, PyModule>) -> PyResult<()> {{\n"
    );
    for number in 0..records {
        let _ = writeln!(text, "    m.add_class::<R{number}>()?;");
    }
    text + "    Ok(())\n}\n"
}

fn ours(number: usize) -> String {
    format!("\n#[recordclass::recordclass]\npub struct R{number} {{ {FIELDS} }}\n")
}

/// As near to a record as a few words of PyO3 come.
fn plain(number: usize) -> String {
    format!(
        "\n#[pyclass(get_all, set_all, eq)]\n#[derive(PartialEq)]\npub struct R{number} {{ {FIELDS} }}\n
#[pymethods]\nimpl R{number} {{\n    #[new]\n    fn new({FIELDS}) -> Self {{ Self {{ a, b, c, d, e }} }}\n}}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_crates_have_the_same_classes() {
        for kind in Kind::ALL {
            let text = library(kind, 12);
            assert_eq!(text.matches("pub struct R").count(), 12);
            assert!(text.contains("m.add_class::<R11>()?;"));
            assert!(text.contains(&format!("fn {}(m:", kind.package())));
        }
    }

    #[test]
    fn only_ours_depends_on_the_workspace() {
        let root = Path::new("root");
        assert!(manifest(Kind::Ours, root).contains("path = 'root'"));
        assert!(!manifest(Kind::Plain, root).contains("path"));
    }
}

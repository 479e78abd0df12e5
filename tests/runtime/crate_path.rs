//! `crate = path`: the facade under another name, and PyO3 through it.

mod reexport {
    pub(crate) use recordclass as rc;
}

mod by_path {
    #[super::reexport::rc::recordclass(crate = crate::crate_path::reexport::rc, order)]
    pub(super) struct ByPath {
        pub(super) x: f64,
        #[record(default = "a".to_owned())]
        pub(super) name: String,
    }
}

mod by_text {
    #[super::reexport::rc::recordclass(crate = "crate::crate_path::reexport::rc", frozen, gc)]
    pub(super) struct ByText {
        pub(super) list: Vec<f64>,
    }
}

use crate::help::python;
use pyo3::prelude::*;

#[test]
fn the_crate_is_found_through_a_re_export() {
    Python::attach(|py| {
        let (one, two) = (
            py.get_type::<by_path::ByPath>(),
            py.get_type::<by_text::ByText>(),
        );
        python!(
            py,
            one two,
            r#"
            assert one(1.0).name == "a" and one(1.0) < one(2.0)
            assert two([1.0]).list == [1.0]
            "#
        );
    });
    let made = by_path::ByPath::new(1.0, "b".into());
    assert_eq!(made.x.get(), 1.0);
    let _ = made.name;
    assert_eq!(by_text::ByText::new(vec![1.0]).list, [1.0]);
}

//! Records that lead to others of their own class, in every place of the struct, and two classes that lead to each other.

use crate::help::python;
use pyo3::prelude::*;
use recordclass::recordclass;

#[recordclass(gc)]
struct Chain {
    value: f64,
    #[record(default)]
    next: Option<Py<Chain>>,
}

#[recordclass]
struct Only {
    next: Option<Py<Only>>,
}

#[recordclass(gc, serde)]
#[derive(Default)]
struct Tree {
    #[record(default)]
    parent: Option<Py<Tree>>,
    #[record(default)]
    children: Vec<Py<Tree>>,
}

#[recordclass(frozen)]
struct Fixed {
    others: Vec<Py<Fixed>>,
}

/// Each ends with a slot that leads to the other, one of them under another name.
#[recordclass(gc)]
#[derive(Default)]
struct Author {
    #[record(default)]
    books: Vec<Py<Book>>,
}

type MaybeAuthor = Option<Py<Author>>;

#[recordclass(gc)]
struct Book {
    #[record(default)]
    author: MaybeAuthor,
}

/// Round three classes, one of them frozen.
#[recordclass]
struct First {
    second: Option<Py<Second>>,
}

#[recordclass]
struct Second {
    third: Option<Py<Third>>,
}

#[recordclass(frozen)]
struct Third {
    firsts: Vec<Py<First>>,
}

impl Clone for First {
    fn clone(&self) -> Self {
        // As long a literal as the class has fields: nothing is added to it.
        First {
            second: None.into(),
        }
    }
}

#[test]
fn two_classes_may_lead_to_each_other() {
    Python::attach(|py| {
        let author = Bound::new(py, Author::default()).unwrap();
        let book = Bound::new(py, Book::new(Some(author.clone().unbind()))).unwrap();
        let first = Bound::new(py, First::new(None).clone()).unwrap();
        let (second, third) = (py.get_type::<Second>(), py.get_type::<Third>());
        python!(
            py,
            author book first second third,
            r#"
            author.books = [book]
            assert author.books[0].author is author
            book.author = None
            assert type(book).__annotations__ == {'author': type(author) | None}
            first.second = second(third([first]))
            assert first.second.third.firsts[0] is first
            first.second = None
            "#
        );
    });
}

#[test]
fn the_last_field_may_lead_to_the_own_class() {
    Python::attach(|py| {
        let last = Py::new(py, Chain::new(2.0, None)).unwrap();
        let first = Bound::new(py, Chain::new(1.0, Some(last))).unwrap();
        let only = Bound::new(py, Only::new(None)).unwrap();
        let fixed = Bound::new(py, Fixed::new(vec![])).unwrap();
        let tree = Bound::new(py, Tree::default()).unwrap();
        python!(
            py,
            first only fixed tree,
            r#"
            assert repr(first) == 'Chain(value=1.0, next=Chain(value=2.0, next=None))'
            assert type(first).__basicsize__ == object.__basicsize__ + 16
            assert type(only).__basicsize__ == object.__basicsize__ + 8
            only.next = only
            assert only.next is only
            only.next = None
            assert len(type(fixed)([fixed]).others) == 1
            tree.children = [type(tree)(tree)]
            assert tree.children[0].parent is tree
            tree.children[0].parent = None
            "#
        );
        let text = serde_json::to_string(tree.get()).unwrap();
        assert_eq!(
            text,
            r#"{"parent":null,"children":[{"parent":null,"children":[]}]}"#
        );
        assert!(serde_json::from_str::<Tree>(&text).is_ok());
    });
}

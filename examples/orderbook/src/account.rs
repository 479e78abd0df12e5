//! Who trades: firms, their desks, the desks' traders, in a tree.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use recordclass::recordclass;

/// An account knows its parent and its children: a reference cycle, so it is `gc`, which costs 16 bytes.
#[recordclass(gc, weakref, sequence = false, eq = false, module = "orderbook")]
pub(crate) struct Account {
    #[record(frozen)]
    pub(crate) name: String,
    #[record(default, kw_only, repr = false)]
    pub(crate) parent: Option<Py<Account>>,
    #[record(default, kw_only, repr = false)]
    pub(crate) children: Vec<Py<Account>>,
    /// The most that it may own or owe; the accounts below it count, too.
    #[record(default = i64::MAX, kw_only)]
    pub(crate) limit: i64,
    #[record(default, kw_only)]
    pub(crate) position: i64,
}

#[pymethods]
impl Account {
    /// Opens an account below this one.
    #[pyo3(signature = (name, *, limit = i64::MAX))]
    fn open(slf: &Bound<'_, Self>, name: String, limit: i64) -> PyResult<Py<Account>> {
        let py = slf.py();
        let parent = Some(slf.clone().unbind());
        let child = Py::new(py, Account::new(name, parent, Vec::new(), limit, 0))?;
        // A value in a slot never changes: the longer list takes its place.
        let children = slf.get().children.get(slf)?;
        let mut children: Vec<_> = children.iter().map(|child| child.clone_ref(py)).collect();
        children.push(child.clone_ref(py));
        slf.get().children.set(slf, children);
        Ok(child)
    }

    /// From the topmost account down to this one, as in `"firm/desk/trader"`.
    #[getter]
    fn path(slf: &Bound<'_, Self>) -> PyResult<String> {
        let mut names = Vec::new();
        for account in up(slf) {
            names.push(account?.get().name.clone());
        }
        names.reverse();
        Ok(names.join("/"))
    }
}

/// The account and those above it.
fn up<'py>(account: &Bound<'py, Account>) -> impl Iterator<Item = PyResult<Bound<'py, Account>>> {
    let py = account.py();
    let mut next = Some(Ok(account.clone()));
    std::iter::from_fn(move || {
        let here = next.take()?;
        if let Ok(account) = &here {
            let parent = account.get().parent.get(account);
            next = parent
                .map(|parent| parent.map(|parent| parent.into_bound(py)))
                .transpose();
        }
        Some(here)
    })
}

/// Fails if the account, or one above it, would get beyond its limit.
pub(crate) fn check(account: &Bound<'_, Account>, change: i64) -> PyResult<()> {
    for account in up(account) {
        let account = account?;
        let fields = account.get();
        let position = fields.position.get().saturating_add(change);
        if position.saturating_abs() > fields.limit.get() {
            return Err(PyValueError::new_err(format!(
                "{} would hold {position}, and its limit is {}",
                fields.name,
                fields.limit.get()
            )));
        }
    }
    Ok(())
}

/// Adds to the position of the account and of all above it.
pub(crate) fn add(account: &Bound<'_, Account>, change: i64) -> PyResult<()> {
    for account in up(account) {
        let account = account?;
        let position = &account.get().position;
        position.set(position.get().saturating_add(change));
    }
    Ok(())
}

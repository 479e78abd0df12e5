//! What goes into the book, and what comes out.

use crate::account::Account;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use recordclass::recordclass;

/// An enum is a class of PyO3's; in a record it takes one byte.
#[pyclass(frozen, eq, hash, from_py_object, module = "orderbook")]
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Side {
    Buy,
    Sell,
}

#[pymethods]
impl Side {
    #[getter]
    pub(crate) fn other(&self) -> Side {
        match self {
            Side::Buy => Side::Sell,
            Side::Sell => Side::Buy,
        }
    }
}

/// An order. What it asks for never changes; how much of it is open does, as the book fills it.
///
/// There is room for weak references, so that others can watch an order without keeping it. It is not `gc`: nothing
/// that an order holds leads back to the order.
#[recordclass(kw_only, weakref, module = "orderbook")]
pub(crate) struct Order {
    #[record(frozen)]
    pub(crate) id: u64,
    #[record(frozen)]
    pub(crate) side: Side,
    /// In ticks, the smallest steps that a price takes.
    #[record(frozen)]
    pub(crate) price: i64,
    /// How much is open.
    pub(crate) quantity: u64,
    #[record(frozen, default)]
    pub(crate) account: Option<Py<Account>>,
    /// What is not filled at once is dropped.
    #[record(frozen, default, repr = false)]
    pub(crate) immediate: bool,
}

#[pymethods]
impl Order {
    fn __post_init__(&self) -> PyResult<()> {
        if self.price <= 0 || self.quantity.get() == 0 {
            return Err(PyValueError::new_err(
                "price and quantity of an Order must be positive",
            ));
        }
        Ok(())
    }

    /// Whether nothing of it is open any more.
    #[getter]
    fn is_done(&self) -> bool {
        self.quantity.get() == 0
    }
}

/// What happened. It is frozen, so it has a hash; `order` sorts trades by time, then by what comes after it.
#[recordclass(frozen, order, module = "orderbook")]
#[derive(Clone)]
pub(crate) struct Trade {
    /// Trades of a book are counted.
    time: u64,
    price: i64,
    quantity: u64,
    /// The order that lay in the book.
    maker: u64,
    /// The order that came.
    taker: u64,
}

/// All orders of one price, added up.
#[recordclass(frozen, order, module = "orderbook")]
#[derive(Clone)]
pub(crate) struct Quote {
    pub(crate) price: i64,
    pub(crate) quantity: u64,
    #[record(default = 1)]
    pub(crate) orders: usize,
}

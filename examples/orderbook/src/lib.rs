//! An order book: what matches orders to buy with orders to sell, first by price, then by time.

mod account;
mod book;
mod order;

use pyo3::prelude::*;

#[pymodule]
mod orderbook {
    #[pymodule_export]
    use super::account::Account;
    #[pymodule_export]
    use super::book::Book;
    #[pymodule_export]
    use super::order::{Order, Quote, Side, Trade};
}

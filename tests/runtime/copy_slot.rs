//! `Copy` types that are too wide or too strange for an atomic: copied in and out.

use crate::help::panic_of;
use crate::help::python;
use pyo3::prelude::*;
use recordclass::recordclass;

#[derive(Clone, Copy, PartialEq, Debug)]
enum Side {
    Buy,
    Sell,
}

impl<'py> FromPyObject<'_, 'py> for Side {
    type Error = PyErr;
    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match object.extract::<&str>()? {
            "buy" => Ok(Side::Buy),
            "sell" => Ok(Side::Sell),
            _ => Err(pyo3::exceptions::PyValueError::new_err(
                "expected 'buy' or 'sell'",
            )),
        }
    }
}

impl<'py> IntoPyObject<'py> for Side {
    type Target = pyo3::types::PyString;
    type Output = Bound<'py, Self::Target>;
    type Error = std::convert::Infallible;
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        let text = if self == Side::Buy { "buy" } else { "sell" };
        text.into_pyobject(py)
    }
}

#[recordclass]
struct Order {
    big: i128,
    huge: u128,
    limit: Option<f64>,
    side: Side,
    range: (u8, u8),
}

fn order(py: Python<'_>) -> Bound<'_, Order> {
    let order = Order::new(i128::MIN, u128::MAX, None, Side::Sell, (1, 2));
    Bound::new(py, order).unwrap()
}

#[test]
fn values_go_in_and_out_unchanged() {
    Python::attach(|py| {
        let order = order(py);
        let it = order.get();
        let side = {
            it.limit.set(&order, Some(1.5));
            it.side.set(&order, Side::Buy);
            it.side.get(&order)
        };
        assert_eq!(side, Side::Buy);
        assert_eq!(it.limit.get(&order), Some(1.5));
        python!(
            py,
            order,
            r#"
            assert order.limit == 1.5 and order.side == "buy" and order.range == (1, 2)
            order.limit = None
            order.side = "sell"
            order.range = (3, 4)
            "#
        );
        assert_eq!(it.limit.get(&order), None);
        assert_eq!(it.range.get(&order), (3, 4));
    });
}

#[test]
fn wide_integers_keep_every_bit() {
    Python::attach(|py| {
        let order = order(py);
        python!(
            py,
            order,
            r#"
            assert order.big == -2**127 and order.huge == 2**128 - 1
            order.big = 2**127 - 1
            try:
                order.huge = 2**128
            except OverflowError as e:
                assert "Order.huge" in str(e), e
            else:
                raise AssertionError
            assert order.huge == 2**128 - 1
            "#
        );
    });
}

#[test]
fn a_value_that_does_not_convert_leaves_the_old_one() {
    Python::attach(|py| {
        let order = order(py);
        let error = order.setattr("side", "hold").unwrap_err();
        assert_eq!(
            error.to_string(),
            "ValueError: Order.side: expected 'buy' or 'sell'"
        );
        assert_eq!(order.get().side.get(&order), Side::Sell);
    });
}

#[test]
fn the_wrong_owner_panics() {
    Python::attach(|py| {
        let (one, two) = (order(py), order(py));
        let message = panic_of(|| assert!(one.get().limit.get(&two).is_none()));
        assert!(
            message.contains("the record that holds the slot"),
            "{message}"
        );
    });
}

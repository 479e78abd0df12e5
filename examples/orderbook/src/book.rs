//! The engine: an ordinary class of PyO3's, which holds records.

use crate::account;
use crate::order::{Order, Quote, Side, Trade};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use std::collections::{BTreeMap, VecDeque};

type Queue = VecDeque<Py<Order>>;

/// Orders that wait, by price; those of one price in the order in which they came.
#[pyclass(module = "orderbook")]
#[derive(Default)]
pub(crate) struct Book {
    bids: BTreeMap<i64, Queue>,
    asks: BTreeMap<i64, Queue>,
    trades: u64,
}

#[pymethods]
impl Book {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Matches the order with those that wait, and lets the rest of it wait, too. Gives the trades.
    fn submit(&mut self, order: &Bound<'_, Order>) -> PyResult<Vec<Trade>> {
        let py = order.py();
        let taker = order.get();
        if taker.quantity.get() == 0 {
            return Err(PyValueError::new_err(format!("order {} is done", taker.id)));
        }
        check(order, taker.quantity.get())?;
        let mut trades = Vec::new();
        while taker.quantity.get() > 0 {
            let Some(mut level) = best(self.of_mut(taker.side.other()), taker.side) else {
                break;
            };
            let price = *level.key();
            let is_met = match taker.side {
                Side::Buy => price <= taker.price,
                Side::Sell => price >= taker.price,
            };
            if !is_met {
                break;
            }
            let maker = level.get()[0].clone_ref(py).into_bound(py);
            let quantity = taker.quantity.get().min(maker.get().quantity.get());
            // Python code may have changed the order that waits, or emptied it.
            if quantity > 0 {
                settle(order, quantity)?;
                settle(&maker, quantity)?;
            }
            if maker.get().quantity.get() == 0 {
                level.get_mut().pop_front();
            }
            if level.get().is_empty() {
                level.remove();
            }
            if quantity > 0 {
                self.trades += 1;
                let trade = Trade::new(self.trades, price, quantity, maker.get().id, taker.id);
                trades.push(trade);
            }
        }
        if taker.quantity.get() > 0 && !taker.immediate {
            let level = self.of_mut(taker.side).entry(taker.price).or_default();
            level.push_back(order.clone().unbind());
        }
        Ok(trades)
    }

    /// Takes the order out of the book; tells whether it was there.
    fn cancel(&mut self, order: &Bound<'_, Order>) -> bool {
        let (side, price) = (order.get().side, order.get().price);
        let levels = self.of_mut(side);
        let Some(queue) = levels.get_mut(&price) else {
            return false;
        };
        let Some(place) = queue.iter().position(|other| other.is(order)) else {
            return false;
        };
        queue.remove(place);
        if queue.is_empty() {
            levels.remove(&price);
        }
        true
    }

    /// The best prices of a side, the best first.
    #[pyo3(signature = (side, levels = 5))]
    fn depth(&self, side: Side, levels: usize) -> Vec<Quote> {
        let quote = |(&price, queue): (&i64, &Queue)| {
            let quantity = queue.iter().map(|order| order.get().quantity.get()).sum();
            Quote::new(price, quantity, queue.len())
        };
        match side {
            Side::Buy => self.bids.iter().rev().take(levels).map(quote).collect(),
            Side::Sell => self.asks.iter().take(levels).map(quote).collect(),
        }
    }

    /// How many orders wait.
    fn __len__(&self) -> usize {
        let all = self.bids.values().chain(self.asks.values());
        all.map(VecDeque::len).sum()
    }
}

impl Book {
    fn of_mut(&mut self, side: Side) -> &mut BTreeMap<i64, Queue> {
        match side {
            Side::Buy => &mut self.bids,
            Side::Sell => &mut self.asks,
        }
    }
}

type Level<'a> = std::collections::btree_map::OccupiedEntry<'a, i64, Queue>;

/// The orders that an order of this side meets first.
fn best(levels: &mut BTreeMap<i64, Queue>, side: Side) -> Option<Level<'_>> {
    match side {
        Side::Buy => levels.first_entry(),
        Side::Sell => levels.last_entry(),
    }
}

/// Fails if the account of the order may not trade so much.
fn check(order: &Bound<'_, Order>, quantity: u64) -> PyResult<()> {
    match &order.get().account {
        Some(owner) => account::check(owner.bind(order.py()), change(order, quantity)),
        None => Ok(()),
    }
}

/// Takes the quantity from the order, and puts it on its account.
fn settle(order: &Bound<'_, Order>, quantity: u64) -> PyResult<()> {
    if let Some(owner) = &order.get().account {
        account::add(owner.bind(order.py()), change(order, quantity))?;
    }
    let open = &order.get().quantity;
    open.set(open.get() - quantity);
    Ok(())
}

/// What a trade does to a position.
fn change(order: &Bound<'_, Order>, quantity: u64) -> i64 {
    let quantity = i64::try_from(quantity).unwrap_or(i64::MAX);
    match order.get().side {
        Side::Buy => quantity,
        Side::Sell => -quantity,
    }
}

//! [`Lookup`]: numbers by numbers, of which most are small; and the ranks of texts.

use crate::shared_str::SharedStr;
use std::collections::HashMap;

/// Numbers below this are looked up in a list, those above in a map. So what rows from outside claim costs no memory.
const DENSE: u32 = 1 << 20;
/// No number has this.
const NONE: u32 = u32::MAX;

#[derive(Default)]
pub(super) struct Lookup {
    dense: Vec<u32>,
    sparse: HashMap<u32, u32>,
}

impl Lookup {
    pub(super) fn get(&self, number: u32) -> Option<u32> {
        if number < DENSE {
            let found = self.dense.get(number as usize);
            return found.copied().filter(|&found| found != NONE);
        }
        self.sparse.get(&number).copied()
    }

    pub(super) fn insert(&mut self, number: u32, to: u32) {
        if number >= DENSE {
            self.sparse.insert(number, to);
            return;
        }
        let index = number as usize;
        if index >= self.dense.len() {
            let grown = (index + 1).next_power_of_two();
            self.dense.resize(grown, NONE);
        }
        self.dense[index] = to;
    }
}

/// See [`SharedTexts::ranks`](super::SharedTexts::ranks).
pub(super) fn ranks(numbers: &mut dyn Iterator<Item = u32>) -> Vec<(u32, u64)> {
    let (mut seen, mut texts) = (Lookup::default(), Vec::new());
    for number in numbers {
        if seen.get(number).is_none() {
            seen.insert(number, 0);
            texts.extend(SharedStr::of_number(number));
        }
    }
    texts.sort_unstable();
    let ranked = texts.into_iter().zip(0..);
    let mut ranks: Vec<_> = ranked.map(|(text, rank)| (text.number(), rank)).collect();
    ranks.sort_unstable();
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_small_and_large_are_found() {
        let mut lookup = Lookup::default();
        for number in [0, 3, 70_000, DENSE - 1, DENSE, NONE - 1, NONE] {
            assert_eq!(lookup.get(number), None);
            lookup.insert(number, number / 2);
            assert_eq!(lookup.get(number), Some(number / 2));
        }
        assert_eq!(lookup.get(4), None);
    }

    #[test]
    fn ranks_are_of_texts() {
        let [b, a, c] = ["rank b", "rank a", "rank c"].map(|text| SharedStr::new(text).unwrap());
        let numbers = [c, b, b, a, c].map(SharedStr::number);
        let ranks = ranks(&mut numbers.into_iter().chain([NONE]));
        let rank = |text: SharedStr| {
            let found = ranks.iter().find(|(number, _)| *number == text.number());
            found.map(|(_, rank)| *rank)
        };
        assert_eq!([a, b, c].map(rank), [Some(0), Some(1), Some(2)]);
        assert!(ranks.is_sorted() && ranks.len() == 3);
    }
}

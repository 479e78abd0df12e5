//! "Did you mean": the nearest of some names. Pure.

/// The name nearest to what was written, if any is near enough to be meant.
pub(crate) fn nearest<'a>(written: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = match written.len() {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    };
    names
        .filter_map(|name| {
            let steps = distance(written, name);
            // A name cut short is more likely meant than one with another letter.
            let is_start = written.len() > 2 && name.starts_with(written);
            (is_start || steps <= allowed).then_some((!is_start, steps, name))
        })
        .min()
        .map(|(.., name)| name)
}

/// Insertions, deletions, changes and swaps of neighbours from one to the other (Damerau's distance,
/// each place edited once).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_understood() {
        let names = ["frozen", "order", "hash", "eq", "sequence"];
        assert_eq!(nearest("forzen", names.into_iter()), Some("frozen"));
        assert_eq!(nearest("oder", names.into_iter()), Some("order"));
        assert_eq!(nearest("seq", names.into_iter()), Some("sequence"));
    }

    #[test]
    fn another_word_is_not() {
        assert_eq!(nearest("banana", ["frozen", "order"].into_iter()), None);
        assert_eq!(nearest("x", ["eq", "gc"].into_iter()), None);
    }
}

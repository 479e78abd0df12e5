//! [`Places`]: where in a row numbers of texts lie.

use crate::array::kind::RowKind;
use crate::array::table::{RowField, RowTable};

/// One of them.
pub(super) struct Place {
    pub(super) field: &'static RowField,
    /// Bytes from the start of the row.
    offset: usize,
    /// Where the byte is that says whether there is a text.
    valid: Option<usize>,
}

pub(super) struct Places(Vec<Place>);

impl Places {
    pub(super) fn of(table: &'static RowTable) -> Self {
        let mut places = Vec::new();
        for field in table.fields {
            find(&field.kind, field.offset, None, &mut |offset, valid| {
                places.push(Place {
                    field,
                    offset,
                    valid,
                });
            });
        }
        Places(places)
    }

    /// Those of a row that have a text.
    ///
    /// # Safety
    /// A row of the table.
    pub(super) unsafe fn filled(&self, row: *mut u8) -> impl Iterator<Item = (&Place, *mut u8)> {
        let there = move |place: &&Place| {
            // SAFETY: as the caller says.
            let is_set = |valid| unsafe { row.add(valid).read() } != 0;
            place.valid.is_none_or(is_set)
        };
        let places = self.0.iter().filter(there);
        places.map(move |place| (place, row.wrapping_add(place.offset)))
    }
}

fn find(
    kind: &RowKind,
    at: usize,
    valid: Option<usize>,
    found: &mut dyn FnMut(usize, Option<usize>),
) {
    match *kind {
        RowKind::Shared(_) => found(at, valid),
        RowKind::Optional(value) => find(value, at, Some(at + value.size()), found),
        RowKind::Array(item, count) if item.shared().is_some() => {
            for nth in 0..count {
                find(item, at + nth * item.size(), valid, found);
            }
        }
        _ => {}
    }
}

/// Others may write to what is read, so it is read once.
///
/// # Safety
/// The number of a text lies there, anyhow aligned.
pub(super) unsafe fn number_at(at: *const u8) -> u32 {
    // SAFETY: as the caller says.
    unsafe { at.cast::<u32>().read_unaligned() }
}

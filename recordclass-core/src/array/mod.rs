//! Packed arrays: records of plain data as rows of one block of memory, for the option `array`.
//!
//! | file | what |
//! |---|---|
//! | `kind`, `element`, `text`, `place`, `table` | what lies in a row, as data and as Rust types; what the attribute writes down |
//! | `shared` | texts that rows have by number, and that go with the rows wherever those go |
//! | `block` | the memory of rows, which grows |
//! | `storage` | who may read, write or resize it when |
//! | `core` | what an array object holds: a storage, or the part of one that a slice shows |
//! | `scratch`, `transfer`, `make`, `cell`, `quick` | between Python values and rows |
//! | `class`, `new` | the array class, finished as a record class is |
//! | `access`, `edit`, `gather`, `compare`, `repr`, `iterator` | what Python can do with it, by protocol |
//! | `export`, `format`, `numpy` | the memory for others: buffer protocol, array interface |
//! | `column`, `view` | one field of all rows; one row where it lies |
//! | `rows` | what Rust can do with it: slices |
//! | `order`, `key`, `choice`, `select` | sorting; some of the rows |
//! | `foreign`, `spelling`, `from_numpy`, `file` | memory of others, pickles, files |
//! | `arrow` | Arrow data, out and in |
//! | `call`, `helper` | how C functions and small helper types are written |
//!
//! No reference into a block lives across a call into Python: rows are copied out, converted, and copied in.

mod access;
mod arrow;
mod block;
mod call;
mod cell;
mod choice;
mod class;
mod column;
mod compare;
mod core;
mod edit;
mod element;
mod export;
mod file;
mod foreign;
mod format;
mod from_numpy;
mod gather;
mod helper;
mod iterator;
mod key;
mod kind;
mod make;
mod methods;
mod new;
mod numpy;
mod order;
mod place;
mod properties;
mod quick;
mod repr;
mod rows;
mod scratch;
mod select;
mod shared;
mod spelling;
mod storage;
mod table;
mod text;
mod transfer;
mod view;

pub use class::finish_array;
pub use core::Core;
pub use element::{Bool, Char, Element, Nullable};
pub use kind::RowKind;
pub use place::{FieldOfRow, Fit, Place, check_row};
pub use rows::{Array, ArrayMethods, Rows, RowsMut};
pub use shared::{Sharing, TextNumber};
pub use table::{ArrayClass, Packed, RowField, RowTable};
pub use text::Text;

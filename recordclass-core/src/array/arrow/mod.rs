//! Arrow, out and in, by its C data interface and C stream interface: three structs, and no dependency.
//!
//! | file | what |
//! |---|---|
//! | `abi` | the structs, and who releases them |
//! | `capsule` | capsules around them |
//! | `buffer`, `column` | the values of a field, gathered |
//! | `give`, `out`, `stream` | what consumers get: types, arrays, streams |
//! | `request` | what consumers may ask for |
//! | `input`, `take` | what producers give, read with suspicion |
//! | `format`, `plan` | their types, and how they go into fields |
//! | `values`, `fill` | their values, and into rows |
//! | `nulls`, `import` | `from_arrow` |
//!
//! Rows go out under a pin, and come in as a block that nobody knows of yet. So long copies let other threads run.

mod abi;
mod buffer;
mod capsule;
mod column;
mod fill;
mod format;
mod give;
mod import;
mod input;
mod nulls;
mod out;
mod plan;
mod request;
mod stream;
mod take;
#[cfg(test)]
mod tests;
mod values;

pub(super) use import::{all_rows, from_arrow};
pub(super) use out::{What, array, schema, stream};

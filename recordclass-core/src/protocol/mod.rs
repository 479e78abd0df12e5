//! The Python protocols of a record, one a file, each driven by the field table.

pub(crate) mod collect;
pub(crate) mod compare;
pub(crate) mod copy;
pub(crate) mod dict;
pub(crate) mod hash;
pub(crate) mod iterator;
pub(crate) mod mapping;
pub(crate) mod reduce;
pub(crate) mod repr;
pub(crate) mod sequence;

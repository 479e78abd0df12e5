//! The trybuild cases.

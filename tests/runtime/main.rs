//! The Rust tests.

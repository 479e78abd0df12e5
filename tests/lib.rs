//! Nothing: this package is its test targets. Cargo wants a target for the dependencies.

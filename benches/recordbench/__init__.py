"""The benchmark of record classes: `cargo xtask bench` starts it, benches/README.md describes it."""

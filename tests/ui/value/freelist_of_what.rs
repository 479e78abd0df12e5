//! `freelist` takes a number.

use recordclass::recordclass;

#[recordclass(freelist)]
struct Bare {
    x: f64,
}

#[recordclass(freelist = "16")]
struct Text {
    x: f64,
}

fn main() {
    let _ = (Bare::new(1.0), Text::new(1.0));
}

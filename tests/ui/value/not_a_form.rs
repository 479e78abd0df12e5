//! `rename_all` knows six forms.
use recordclass::recordclass;

#[recordclass(rename_all = "camelcase")]
struct Near {
    wind_speed: f64,
}

#[recordclass(rename_all = "kebab-case")]
struct Far {
    wind_speed: f64,
}

fn main() {}

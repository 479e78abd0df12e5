#[recordclass(name = "Wind", module = "weather.air", rename_all = "camelCase", crate = crate::vendored::rc)]
struct WindRecord {
    max_speed: f64,
    #[record(name = "from_")]
    direction: i64,
}

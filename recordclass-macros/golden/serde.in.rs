#[recordclass(serde, name = "Flight", rename_all = "camelCase")]
struct FlightStruct {
    flight_number: u32,
    #[record(default = "BER".to_owned())]
    origin: String,
    #[record(skip, default = Cache::new(py))]
    cache: Cache,
}

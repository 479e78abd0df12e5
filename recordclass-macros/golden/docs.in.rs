/// Weather at one place.
///
/// Second paragraph, with a "quote" and a \ backslash.
#[recordclass]
struct Weather {
    /// In degrees Celsius.
    ///
    /// Never below -273.15.
    temperature: f64,
    #[doc = "In hectopascal."]
    #[allow(clippy::float_cmp)]
    pressure: f64,
}

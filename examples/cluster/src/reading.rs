//! A reading, and some to play with.

use recordclass::recordclass;

/// 16 bytes in a packed array.
#[recordclass(array)]
pub(crate) struct Reading {
    pub(crate) sensor: u32,
    pub(crate) hour: u32,
    pub(crate) celsius: f64,
}

/// Each sensor in turn, hour after hour.
pub(crate) fn made_up(count: u32, sensors: u32) -> impl Iterator<Item = ReadingRow> {
    (0..count).map(move |index| {
        let (sensor, hour) = (index % sensors, index / sensors);
        // Quarters of a degree, so that sums are exact, in whatever order they are taken.
        let celsius = f64::from(scattered(index) % 160) / 4.0 - 10.0;
        ReadingRow::new(sensor, hour, celsius)
    })
}

/// A number that looks like chance.
fn scattered(index: u32) -> u32 {
    let mixed = (index ^ (index >> 16)).wrapping_mul(0x45d9_f3b3);
    (mixed ^ (mixed >> 15)).wrapping_mul(0x2c1b_3c6d) >> 8
}

//! Records with packed arrays: plain numbers, every kind of field, and the options that matter to rows.

use pyo3::prelude::*;
use recordclass::array::Array;
use recordclass::{FixedStr, SharedStr, recordclass};

/// A point whose rows are 24 bytes.
#[recordclass(array, order)]
pub(super) struct Vertex {
    /// Metres to the east.
    pub(super) x: f64,
    /// Metres to the north.
    pub(super) y: f64,
    #[record(default = 0.0)]
    pub(super) z: f64,
}

/// Each kind of field, with padding between and behind.
#[recordclass(array = "Samples")]
struct Sample {
    flag: bool,
    i8: i8,
    i16: i16,
    i32: i32,
    i64: i64,
    u8: u8,
    u16: u16,
    u32: u32,
    u64: u64,
    f32: f32,
    f64: f64,
    char: char,
    triple: [f64; 3],
    grid: [[i16; 2]; 2],
    weight: Option<f64>,
    tag: Option<u8>,
    last: bool,
}

/// Records that do not change, in rows that do.
#[recordclass(array, frozen, name = "Reading")]
struct FrozenReading {
    id: u32,
    value: Option<f64>,
    mark: char,
    on: bool,
    pair: [f32; 2],
}

/// What Python does not know is not in the rows.
#[recordclass(array, gc)]
struct Labelled {
    id: i64,
    #[record(compare = false)]
    note: u8,
    #[record(skip, default = 7)]
    cached: u64,
}

/// A row that is one number.
#[recordclass(array)]
struct Single {
    x: f64,
}

/// A row that is one array of numbers.
#[recordclass(array)]
struct Embedding {
    v: [f32; 4],
}

/// Arrays of what is no number, and of what may be missing.
#[recordclass(array)]
struct Lists {
    flags: [bool; 3],
    maybe: [Option<i32>; 2],
    word: [char; 2],
    letter: Option<char>,
    on: Option<bool>,
}

/// The rows of Arrow data, made in Rust, and their number.
#[pyfunction]
fn vertices_of_arrow(data: &Bound<'_, PyAny>) -> PyResult<(Array<Vertex>, usize)> {
    let rows = Array::<Vertex>::from_arrow(data)?;
    let count = rows.len();
    Ok((rows, count))
}

#[pymethods]
impl Labelled {
    /// The field that Python does not know.
    fn cached(&self) -> u64 {
        self.cached
    }
}

macro_rules! stations {
    ($(#[$attribute:meta])* $name:ident) => {
        $(#[$attribute])*
        struct $name {
            code: FixedStr<4>,
            height: f64,
            #[record(default)]
            name: FixedStr<20>,
            #[record(default)]
            note: Option<FixedStr<6>>,
            #[record(default)]
            marks: [FixedStr<3>; 2],
        }
    };
}

stations! {
    /// Text of bounded length, short and long.
    #[recordclass(array, order)]
    Station
}
stations! {
    /// The same in fields that do not change.
    #[recordclass(array, frozen)]
    Landmark
}

macro_rules! measurements {
    ($(#[$attribute:meta])* $name:ident) => {
        $(#[$attribute])*
        struct $name {
            sensor: SharedStr,
            value: f64,
            #[record(default)]
            unit: Option<SharedStr>,
            #[record(default)]
            tags: [Option<SharedStr>; 2],
        }
    };
}

measurements! {
    /// Texts that many rows share.
    #[recordclass(array, order)]
    Measurement
}
measurements! {
    /// The same in fields that do not change.
    #[recordclass(array, frozen)]
    Finding
}

/// One shared text,
#[recordclass(array)]
struct Marked {
    tag: SharedStr,
}

/// and a number in its place.
#[recordclass(array)]
struct Numbered {
    tag: u32,
}

/// How many shared texts there are.
#[pyfunction]
fn shared_texts() -> usize {
    SharedStr::count()
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Vertex>()?;
    module.add_class::<VertexArray>()?;
    module.add_class::<Sample>()?;
    module.add_class::<Samples>()?;
    module.add_class::<FrozenReading>()?;
    module.add_class::<FrozenReadingArray>()?;
    module.add_class::<Labelled>()?;
    module.add_class::<Station>()?;
    module.add_class::<StationArray>()?;
    module.add_class::<Landmark>()?;
    module.add_class::<LandmarkArray>()?;
    module.add_class::<LabelledArray>()?;
    module.add_class::<Single>()?;
    module.add_class::<SingleArray>()?;
    module.add_class::<Embedding>()?;
    module.add_class::<EmbeddingArray>()?;
    module.add_class::<Lists>()?;
    module.add_class::<ListsArray>()?;
    module.add_class::<Measurement>()?;
    module.add_class::<MeasurementArray>()?;
    module.add_class::<Finding>()?;
    module.add_class::<FindingArray>()?;
    module.add_class::<Marked>()?;
    module.add_class::<MarkedArray>()?;
    module.add_class::<Numbered>()?;
    module.add_class::<NumberedArray>()?;
    module.add_function(wrap_pyfunction!(shared_texts, module)?)?;
    module.add_function(wrap_pyfunction!(vertices_of_arrow, module)?)
}

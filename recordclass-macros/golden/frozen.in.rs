#[recordclass(frozen)]
#[derive(Clone)]
pub(crate) struct Version {
    number: u32,
    #[record(default)]
    label: String,
}

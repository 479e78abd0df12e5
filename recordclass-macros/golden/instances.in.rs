#[recordclass(instantiate(PairF32 = Pair<f32>, PairInt = Pair<i64>))]
pub struct Pair<T: Copy> {
    first: T,
    #[record(default = T::default())]
    second: T,
}

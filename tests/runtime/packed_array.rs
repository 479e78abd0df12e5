//! Packed arrays from Rust: slices of plain rows, and what Python may do meanwhile.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use recordclass::array::{Array, ArrayMethods, Char, Nullable, Packed, RowKind};
use recordclass::recordclass;

#[recordclass(array)]
struct Point {
    x: f64,
    y: f64,
}

/// There is padding behind each field.
#[recordclass(array = "Readings")]
struct Reading {
    mark: char,
    on: bool,
    value: Option<i64>,
    pair: [u8; 2],
}

fn points(py: Python<'_>, count: i32) -> Bound<'_, PointArray> {
    let rows = (0..count).map(|n| PointRow::new(f64::from(n), 1.0));
    let rows: Array<Point> = rows.collect();
    rows.into_pyobject(py).unwrap()
}

/// Runs Python code that knows the array as `a`.
fn run(array: &Bound<'_, PyAny>, code: &str) -> PyResult<()> {
    let py = array.py();
    let names = PyDict::new(py);
    names.set_item("a", array)?;
    names.set_item("Point", py.get_type::<Point>())?;
    names.set_item(
        "BufferError",
        py.import("builtins")?.getattr("BufferError")?,
    )?;
    py.run(&std::ffi::CString::new(code)?, Some(&names), None)
}

#[test]
fn a_row_is_a_plain_struct() {
    assert_eq!(size_of::<PointRow>(), 16);
    assert_eq!(Point::rows().size, 16);
    assert_eq!(Point::rows().fields[1].kind, RowKind::Float(8));
    let row = ReadingRow::new('é', true, None, [1, 2]);
    assert_eq!(row.mark, Char::from('é'));
    assert_eq!(
        (row.mark.get(), row.on.get(), row.value.get()),
        (Some('é'), true, None)
    );
    assert_eq!(row.value, Nullable::<i64>::from(None::<i64>));
    assert_ne!(row, ReadingRow::new('é', true, Some(0), [1, 2]));
}

#[test]
fn rows_go_to_python_where_they_lie() {
    Python::attach(|py| {
        let rows = vec![PointRow::new(1.0, 2.0); 3];
        let address = rows.as_ptr();
        let array = Array::<Point>::from(rows).into_pyobject(py).unwrap();
        assert_eq!(array.rows().unwrap().as_ptr(), address);
        run(&array, "assert list(a) == [Point(1, 2)] * 3").unwrap();
    });
}

#[test]
fn a_borrowed_array_keeps_its_length() {
    Python::attach(|py| {
        let array = points(py, 3);
        let rows = array.rows().unwrap();
        run(&array, "
assert a[1].x == 1 and len(a) == 3
for change in (lambda: a.append((1, 2)), a.clear, a.pop, lambda: a.__delitem__(0), lambda: a.__setitem__(0, (1, 2)),
               lambda: a.extend(a), lambda: a.reserve(5), a.reverse, lambda: a.x.__setitem__(0, 1.5),
               lambda: setattr(a.view(0), 'x', 1.5), lambda: a.__setitem__([0, 1], (1, 2)), lambda: a.__delitem__([0])):
    try:
        change()
    except BufferError as error:
        assert 'PointArray' in str(error), error
    else:
        assert False, change
").unwrap();
        assert!(array.rows_mut().is_err());
        let again = array.rows().unwrap();
        assert_eq!(again.len(), rows.len());
        drop((rows, again));
        run(&array, "a.append((1, 2))").unwrap();
    });
}

#[test]
fn nobody_sees_rows_that_rust_writes() {
    Python::attach(|py| {
        let array = points(py, 3);
        let mut rows = array.rows_mut().unwrap();
        rows[0].x = 7.0;
        run(&array, "
for look in (lambda: a[0], lambda: a == a.copy(), a.copy, lambda: Point(1, 2) in a, lambda: list(a), lambda: repr(a)):
    try:
        look()
    except BufferError as error:
        assert 'Rust' in str(error), error
    else:
        assert False, look
assert len(a) == 3
").unwrap();
        assert!(array.rows().is_err());
        drop(rows);
        run(&array, "assert a[0] == Point(7, 1)").unwrap();
    });
}

#[test]
fn threads_work_on_rows_without_the_interpreter() {
    Python::attach(|py| {
        let array = points(py, 10_000);
        let mut rows = array.rows_mut().unwrap();
        py.detach(|| {
            std::thread::scope(|scope| {
                for part in rows.chunks_mut(1000) {
                    scope.spawn(move || part.iter_mut().for_each(|row| row.y = row.x * 2.0));
                }
            });
        });
        drop(rows);
        let rows = array.rows().unwrap();
        let sum = py.detach(move || rows.iter().map(|row| row.y).sum::<f64>());
        assert!((sum - 99_990_000.0).abs() < 1e-6);
        run(&array, "a.append((1, 2))").unwrap();
    });
}

#[test]
fn rust_appends_rows() {
    Python::attach(|py| {
        let array = points(py, 0);
        array.push(PointRow::new(1.0, 2.0)).unwrap();
        ArrayMethods::extend(&array, (0..5).map(|n| PointRow::new(f64::from(n), 0.0))).unwrap();
        run(
            &array,
            "assert len(a) == 6 and a[0] == Point(1, 2) and a[5] == Point(4, 0)",
        )
        .unwrap();
    });
}

#[test]
fn a_slice_is_borrowed_as_a_slice() {
    Python::attach(|py| {
        let array = points(py, 10);
        let slice = |from, to, step| {
            let slice = pyo3::types::PySlice::new(py, from, to, step);
            let slice = array.get_item(slice).unwrap();
            slice.cast_into::<PointArray>().unwrap()
        };
        let part = slice(2, 5, 1);
        part.rows_mut().unwrap()[0].x = 99.0;
        let rows = part.rows().unwrap();
        assert_eq!((rows.len(), rows[0].x, rows[2].x), (3, 99.0, 4.0));
        assert!(slice(0, 10, 2).rows().is_err());
        assert_eq!(slice(0, 0, 2).rows().unwrap().len(), 0);
        run(&array, "assert a[2].x == 99").unwrap();
        run(&array, "a[2] = (1, 2)").unwrap_err();
        drop(rows);
        run(&array, "del a[3:]").unwrap();
        assert!(part.rows().is_err());
    });
}

#[pyfunction]
fn shifted(points: Array<Point>, by: f64) -> Array<Point> {
    let moved = points.iter().map(|row| PointRow::new(row.x + by, row.y));
    moved.collect()
}

#[test]
fn functions_take_and_give_rows() {
    Python::attach(|py| {
        let function = wrap_pyfunction!(shifted, py).unwrap();
        let array = function.call1((points(py, 3), 10.0)).unwrap();
        run(&array, "assert [p.x for p in a] == [10, 11, 12]").unwrap();
        let array = function.call1((vec![(1.0, 2.0)], 10.0)).unwrap();
        run(&array, "assert list(a) == [Point(11, 2)]").unwrap();
        assert!(function.call1((vec!["x"], 10.0)).is_err());
    });
}

#[test]
fn every_kind_of_field_crosses() {
    Python::attach(|py| {
        let rows = [
            ReadingRow::new('a', true, Some(-5), [1, 2]),
            ReadingRow::new('\u{10ffff}', false, None, [3, 4]),
        ];
        let array = rows.into_iter().collect::<Array<Reading>>();
        let array = array.into_pyobject(py).unwrap();
        run(
            &array,
            "
first, second = a
assert (first.mark, first.on, first.value, list(first.pair)) == ('a', True, -5, [1, 2])
assert (second.mark, second.on, second.value) == ('\\U0010ffff', False, None)
a[0] = second
a[1] = first
",
        )
        .unwrap();
        let swapped = array.rows().unwrap();
        assert_eq!((swapped[0], swapped[1]), (rows[1], rows[0]));
    });
}

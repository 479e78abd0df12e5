//! [`Shape`]: what of a record class is known while compiling, and how one record extends another.
//!
//! The fields of a derived record are those of its base and then its own, in one list, each with its place in
//! the object. So nothing else in this crate needs to know whence a field comes: whatever is driven by the
//! table is right for derived records too.
//!
//! | bytes of a derived record | |
//! |---|---|
//! | head | as in every object |
//! | the base's struct, its pointers of `dict` and `weakref` | as in an instance of the base, whose methods work here too |
//! | the struct, its pointers of `dict` and `weakref` | from the size of the base on, aligned |

use crate::ffi::{HEAD, PyObject};
use crate::field::{Field, Hidden, Kind};
use crate::record::{Extensible, Options, Table};
use std::mem::MaybeUninit;

/// What is known of a record class while compiling.
#[derive(Clone, Copy)]
pub struct Shape {
    /// Class-wide choices.
    pub options: Options,
    /// All fields: the base's, then its own, each in declared order. Offsets count from the start of the first struct.
    pub fields: &'static [Field],
    /// Fields that Python does not know, in the same way.
    pub hidden: &'static [Hidden],
    pub(crate) base: Option<fn() -> &'static Table>,
    /// Bytes from the object's start to the first struct: its own, or that of its first base.
    pub(crate) contents: usize,
    /// Bytes from the object's start to its own struct.
    pub(crate) own: usize,
    /// Bytes from the object's start to the end of its own struct.
    end: usize,
    /// The strictest of the structs' alignments.
    pub(crate) align: usize,
    /// Where in the object the `__dict__` is: its own, or its base's.
    pub(crate) dict_at: Option<usize>,
    /// Where in the object the weak references are: its own, or its base's.
    pub(crate) weaklist_at: Option<usize>,
    pub(crate) needs_drop: bool,
    /// Drops its own struct whole; there where that or a base has an `impl Drop`.
    pub(crate) drop: Option<unsafe fn(*mut u8)>,
}

impl Shape {
    /// The shape of a record without base. Offsets of the fields count from the start of the struct.
    #[must_use]
    pub const fn new<T>(
        options: Options,
        fields: &'static [Field],
        hidden: &'static [Hidden],
        has_drop: bool,
    ) -> Self {
        let contents = HEAD.next_multiple_of(align_of::<T>());
        let shape = Shape {
            options,
            fields,
            hidden,
            base: None,
            contents,
            own: contents,
            end: contents + size_of::<T>(),
            align: align_of::<T>(),
            dict_at: None,
            weaklist_at: None,
            needs_drop: std::mem::needs_drop::<T>(),
            drop: if has_drop {
                Some(drop_whole::<T>)
            } else {
                None
            },
        };
        shape.with_pointers()
    }

    /// The shape of a record with a base, out of what it would be without one. The lists of fields are those that
    /// [`extending!`](crate::extending) joined.
    #[must_use]
    pub const fn extending<T>(
        self,
        base: &Base,
        fields: &'static [Field],
        hidden: &'static [Hidden],
    ) -> Self {
        let Base { shape: base, table } = *base;
        let own = base.size().next_multiple_of(align_of::<T>());
        let shape = Shape {
            options: self.options,
            fields,
            hidden,
            base: Some(table),
            contents: base.contents,
            own,
            end: own + size_of::<T>(),
            align: if self.align > base.align {
                self.align
            } else {
                base.align
            },
            dict_at: base.dict_at,
            weaklist_at: base.weaklist_at,
            needs_drop: base.needs_drop || self.needs_drop,
            drop: if self.drop.is_some() || base.drop.is_some() {
                Some(drop_whole::<T>)
            } else {
                None
            },
        };
        shape.with_pointers()
    }

    /// With the places of its own pointers, one each for `dict` and `weakref`, behind the struct.
    const fn with_pointers(mut self) -> Self {
        let mut end = self.end;
        if self.options.dict {
            end = end.next_multiple_of(align_of::<usize>());
            self.dict_at = Some(end);
            end += size_of::<usize>();
        }
        if self.options.weakref {
            end = end.next_multiple_of(align_of::<usize>());
            self.weaklist_at = Some(end);
        }
        self
    }

    /// Where in an instance the pointer to its `__dict__` is, its own or its base's.
    #[must_use]
    pub const fn dict(&self) -> Option<usize> {
        self.dict_at
    }

    /// Where in an instance the pointer to its weak references is, its own or its base's.
    #[must_use]
    pub const fn weakref(&self) -> Option<usize> {
        self.weaklist_at
    }

    /// Whether the collector need not know a record before it holds something that may lead back to it.
    pub(crate) const fn lazy(&self) -> bool {
        self.options.gc
            && !cfg!(Py_GIL_DISABLED)
            && self.dict_at.is_none()
            && crate::record::only_seen(self)
    }

    /// Whether some field must not be written by the interpreter itself, so that the class needs a `tp_setattro`.
    ///
    /// Frozen classes have one for the sake of the message: it names class and field.
    pub(crate) const fn guarded(&self) -> bool {
        let mut rest = self.fields;
        while let [field, more @ ..] = rest {
            if field.guarded(&self.options) || field.watched(self.lazy()) {
                return true;
            }
            rest = more;
        }
        false
    }

    /// Whether the class does best with a `tp_setattro` of ours: it must have one, or it has numbers, and no object slot
    /// that the interpreter would write faster.
    pub(crate) const fn writes_by_name(&self) -> bool {
        self.guarded() || (self.closed() && self.has_numbers() && !self.has_objects())
    }

    /// Whether the class does best with a `tp_getattro` of ours: all fields are numbers. Methods of the user's are asked for
    /// when the class is made.
    pub(crate) const fn reads_by_name(&self) -> bool {
        self.closed() && self.has_numbers() && self.numbers() == self.fields.len()
    }

    /// Whether the class has no other attributes than those of its own.
    const fn closed(&self) -> bool {
        !self.options.subclass && self.dict_at.is_none()
    }

    const fn has_numbers(&self) -> bool {
        self.numbers() > 0
    }

    /// How many fields are numbers of 64 bits, which are read and written in place.
    const fn numbers(&self) -> usize {
        let (mut rest, mut count) = (self.fields, 0);
        while let [field, more @ ..] = rest {
            count += matches!(field.ops.kind, Kind::F64 | Kind::I64) as usize;
            rest = more;
        }
        count
    }

    const fn has_objects(&self) -> bool {
        let mut rest = self.fields;
        while let [field, more @ ..] = rest {
            if matches!(field.ops.kind, Kind::Object | Kind::NullableObject) {
                return true;
            }
            rest = more;
        }
        false
    }

    /// Bytes of the structs, and of what lies between them.
    pub(crate) const fn contents_size(&self) -> usize {
        self.end - self.contents
    }

    /// The size of an instance: up to the last pointer, rounded up to the strictest alignment.
    pub(crate) const fn size(&self) -> usize {
        let pointers = self.options.dict as usize + self.options.weakref as usize;
        let end = if pointers > 0 {
            self.end.next_multiple_of(align_of::<usize>()) + pointers * size_of::<usize>()
        } else {
            self.end
        };
        let least = align_of::<PyObject>();
        end.next_multiple_of(if self.align > least {
            self.align
        } else {
            least
        })
    }
}

unsafe fn drop_whole<T>(contents: *mut u8) {
    // SAFETY: called for a dead record's struct, once.
    unsafe { std::ptr::drop_in_place(contents.cast::<T>()) };
}

/// The record that another one extends.
#[derive(Clone, Copy)]
pub struct Base {
    /// Its shape.
    pub shape: Shape,
    table: fn() -> &'static Table,
}

impl Base {
    /// The record `B`.
    #[must_use]
    pub const fn of<B: Extensible>() -> Self {
        Base {
            shape: B::SHAPE,
            table: B::table,
        }
    }

    /// How far a struct `T` that follows the base lies behind where the fields' offsets count from.
    #[must_use]
    pub const fn shift<T>(&self) -> usize {
        self.shape.size().next_multiple_of(align_of::<T>()) - self.shape.contents
    }

    /// Whether the base has a field of that Python name.
    #[must_use]
    pub const fn has_field(&self, name: &std::ffi::CStr) -> bool {
        let mut rest = self.shape.fields;
        while let [field, more @ ..] = rest {
            if same(field.name.to_bytes(), name.to_bytes()) {
                return true;
            }
            rest = more;
        }
        false
    }

    /// Whether a call may leave out one of the base's positional arguments.
    #[must_use]
    pub const fn has_optional(&self) -> bool {
        let mut rest = self.shape.fields;
        while let [field, more @ ..] = rest {
            if field.default.is_some() && !field.role.kw_only {
                return true;
            }
            rest = more;
        }
        false
    }
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    let (mut a, mut b) = (a, b);
    while let ([x, more_a @ ..], [y, more_b @ ..]) = (a, b) {
        if *x != *y {
            return false;
        }
        (a, b) = (more_a, more_b);
    }
    a.is_empty() && b.is_empty()
}

macro_rules! join {
    ($(#[$doc:meta])* $name:ident: $row:ty) => {
        $(#[$doc])*
        ///
        /// # Panics
        /// While compiling, if `N` is not the sum of the lengths.
        #[must_use]
        pub const fn $name<const N: usize>(base: &[$row], own: &[$row], shift: usize) -> [$row; N] {
            assert!(base.len() + own.len() == N);
            let mut all = MaybeUninit::<[$row; N]>::uninit();
            let rows = all.as_mut_ptr().cast::<$row>();
            let mut index = 0;
            while index < N {
                let row = if index < base.len() {
                    base[index]
                } else {
                    let own = own[index - base.len()];
                    own.at(own.offset + shift)
                };
                // SAFETY: `index` is below N.
                unsafe { rows.add(index).write(row) };
                index += 1;
            }
            // SAFETY: each of the N rows was written.
            unsafe { all.assume_init() }
        }
    };
}
join! {
    /// The base's rows and then the own ones, moved behind the base.
    join_fields: Field
}
join! {
    /// The same of the fields that Python does not know.
    join_hidden: Hidden
}

/// The shape of a class that extends the constant `$base`, where `$own` is what it would be without: a constant expression, so
/// that the lists are joined while compiling.
#[macro_export]
#[doc(hidden)]
macro_rules! extending {
    ($class:ty, $base:ident, $own:ident) => {{
        const SHIFT: usize = $base.shift::<$class>();
        const FIELDS: [$crate::field::Field; $base.shape.fields.len() + $own.fields.len()] =
            $crate::shape::join_fields($base.shape.fields, $own.fields, SHIFT);
        const HIDDEN: [$crate::field::Hidden; $base.shape.hidden.len() + $own.hidden.len()] =
            $crate::shape::join_hidden($base.shape.hidden, $own.hidden, SHIFT);
        $own.extending::<$class>(&$base, &FIELDS, &HIDDEN)
    }};
}

#[cfg(test)]
mod tests {
    use super::*;

    #[repr(align(32))]
    struct Strict(#[expect(dead_code, reason = "only its size counts")] [u8; 40]);

    const NONE: Options = Options {
        gc: false,
        frozen: false,
        eq: true,
        order: false,
        hash: false,
        repr: true,
        sequence: true,
        mapping: false,
        weakref: false,
        dict: false,
        subclass: false,
    };

    /// With each choice of pointers, as records and as bases of each other.
    fn all<T>(each: impl Fn(Shape, usize)) {
        for pointers in 0..4 {
            let dict = pointers & 1 > 0;
            let weakref = pointers & 2 > 0;
            let options = Options {
                dict,
                weakref,
                ..NONE
            };
            each(Shape::new::<T>(options, &[], &[], false), size_of::<T>());
        }
    }

    /// Whether all that belongs to one record lies in it, apart and aligned.
    fn check(shape: &Shape, size: usize, align: usize, from: usize) {
        assert!(shape.own >= from && shape.own % align == 0);
        let mut end = shape.own + size;
        for (asked, at) in [
            (shape.options.dict, shape.dict_at),
            (shape.options.weakref, shape.weaklist_at),
        ] {
            let Some(at) = at.filter(|_| asked) else {
                continue;
            };
            assert!(at >= end && at % align_of::<usize>() == 0);
            end = at + size_of::<usize>();
        }
        assert!(shape.size() >= end && shape.size() % shape.align.max(8) == 0);
        assert!(shape.size() < end + shape.align.max(8), "no room is wasted");
    }

    #[test]
    fn what_belongs_to_a_record_lies_in_it() {
        fn one<T>() {
            all::<T>(|shape, size| check(&shape, size, align_of::<T>(), HEAD));
        }
        one::<()>();
        one::<u8>();
        one::<[u16; 3]>();
        one::<f64>();
        one::<(u8, u128)>();
        one::<Strict>();
    }

    #[test]
    fn what_extends_lies_behind_what_it_extends() {
        fn table() -> &'static Table {
            unreachable!("nobody asks")
        }
        fn two<B, T>() {
            all::<B>(|base, _| {
                all::<T>(|own, size| {
                    // No class has a pointer that its base has.
                    if base.options.dict && own.options.dict {
                        return;
                    }
                    if base.options.weakref && own.options.weakref {
                        return;
                    }
                    let shape = base;
                    let base = Base { shape, table };
                    let both = own.extending::<T>(&base, &[], &[]);
                    check(&both, size, align_of::<T>(), shape.size());
                    assert_eq!(both.contents, shape.contents);
                    assert_eq!(both.contents + base.shift::<T>(), both.own);
                    assert!(both.align >= shape.align && both.align >= align_of::<T>());
                    if !own.options.dict {
                        assert_eq!(both.dict(), shape.dict());
                    }
                });
            });
        }
        two::<u8, u8>();
        two::<[u8; 3], u128>();
        two::<Strict, u16>();
        two::<f64, Strict>();
        two::<(), ()>();
    }
}

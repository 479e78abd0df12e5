//! Formats of the buffer protocol that say the same in other words: numpy writes `xxxx` for `4x`, `l` for `q`, `1w` for
//! `w`, and leaves padding at the end of structs to the size of the whole.

use std::ffi::c_long;

/// No row has that much padding in one place.
const LONGEST: usize = 1 << 16;

/// Whether two formats say the same of items of one size.
pub(super) fn same(a: &[u8], b: &[u8]) -> bool {
    a == b || normal(a) == normal(b)
}

/// One way to write a format. Padding at the end of a struct comes behind the struct, unless that is repeated; at the end
/// of all, there is none.
fn normal(format: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(format.len());
    // For each struct that is open, whether it is repeated; and padding that is yet to come.
    let (mut open, mut owed) = (Vec::new(), 0);
    let mut rest = format;
    while let [first, after @ ..] = rest {
        rest = after;
        match first {
            b':' => {
                let end = rest.iter().position(|&byte| byte == b':');
                let (name, after) = rest.split_at(end.map_or(rest.len(), |end| end + 1));
                out.push(b':');
                out.extend_from_slice(name);
                rest = after;
                out.resize(out.len() + std::mem::take(&mut owed), b'x');
            }
            b'0'..=b'9' => {
                let more = rest.iter().position(|byte| !byte.is_ascii_digit());
                let (digits, after) = rest.split_at(more.unwrap_or(rest.len()));
                let count = digits
                    .iter()
                    .try_fold(usize::from(first - b'0'), |count, digit| {
                        let count = count.checked_mul(10)?;
                        count.checked_add(usize::from(digit - b'0'))
                    });
                match (count, after.first()) {
                    (Some(count @ ..=LONGEST), Some(b'x')) => {
                        out.resize(out.len() + count, b'x');
                        rest = &after[1..];
                    }
                    (Some(1), Some(letter)) if letter.is_ascii_alphabetic() => rest = after,
                    _ => {
                        out.push(*first);
                        out.extend_from_slice(digits);
                        rest = after;
                    }
                }
            }
            b'{' => {
                let repeated = out.ends_with(b")T");
                open.push(repeated);
                out.push(b'{');
            }
            b'}' => {
                if open.pop() == Some(false) {
                    let kept = out.iter().rposition(|&byte| byte != b'x');
                    let kept = kept.map_or(0, |last| last + 1);
                    owed += out.len() - kept;
                    out.truncate(kept);
                }
                out.push(b'}');
            }
            b'l' => out.push(if size_of::<c_long>() == 8 { b'q' } else { b'i' }),
            b'L' => out.push(if size_of::<c_long>() == 8 { b'Q' } else { b'I' }),
            other => out.push(*other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn words_of_others_are_understood() {
        for (a, b) in [
            ("T{i:a:4xd:x4x:}", "T{i:a:xxxxd:x4x:}"),
            ("T{d:a:?:on:7x}", "T{d:a:?:on:}"),
            (
                "T{T{d:value:?:valid:7x}:w:d:z:}",
                "T{T{d:value:?:valid:}:w:xxxxxxxd:z:}",
            ),
            ("T{w:c:(2)3s:m:12s:n:}", "T{1w:c:(2)3s:m:12s:n:}"),
            ("T{1s:c:}", "T{s:c:}"),
        ] {
            assert!(same(a.as_bytes(), b.as_bytes()), "{a} {b}");
        }
    }

    #[test]
    fn other_layouts_are_others() {
        for (a, b) in [
            ("T{i:a:4xd:b:}", "T{i:a:d:b:}"),
            ("T{i:a:4xd:b:}", "T{i:a:3xd:b:}"),
            ("T{2s:a:}", "T{3s:a:}"),
            ("T{d:4x:}", "T{d:xxxx:}"),
            ("T{d:x:}", "T{d::}"),
            (
                "T{(2)T{d:value:?:valid:7x}:w:}",
                "T{(2)T{d:value:?:valid:}:w:}",
            ),
            ("T{d:l:}", "T{d:q:}"),
            ("T{11w:a:}", "T{w:a:}"),
            ("", "x"),
            ("T{", "T{99999999999999999999999x"),
            ("T{99999999x}", "T{}"),
            ("}}}", "}"),
            (":", "::"),
        ] {
            assert!(!same(a.as_bytes(), b.as_bytes()), "{a} {b}");
        }
    }
}

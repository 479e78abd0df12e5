//! Format strings: which types there are, and what people call them.

/// A type, as far as it can be taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Format {
    Null,
    Bool,
    Number(Number),
    Text(Text),
    /// Lists of so many items.
    FixedList(usize),
    List(Offset),
    Struct,
    /// One that is not taken.
    Other,
}

/// Numbers, by their bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Number {
    Int(u8),
    Uint(u8),
    Float(u8),
}

impl Number {
    pub(super) fn size(self) -> usize {
        match self {
            Number::Int(size) | Number::Uint(size) | Number::Float(size) => size.into(),
        }
    }
}

/// How texts lie in memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Text {
    Offsets(Offset),
    View,
}

/// How many bytes say where a text or a list ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Offset {
    Four,
    Eight,
}

impl Offset {
    pub(super) fn size(self) -> usize {
        match self {
            Offset::Four => 4,
            Offset::Eight => 8,
        }
    }
}

/// The type of a format string.
pub(super) fn parse(format: &[u8]) -> Format {
    let number = |number| Format::Number(number);
    match format {
        b"n" => Format::Null,
        b"b" => Format::Bool,
        b"c" => number(Number::Int(1)),
        b"s" => number(Number::Int(2)),
        b"i" => number(Number::Int(4)),
        b"l" => number(Number::Int(8)),
        b"C" => number(Number::Uint(1)),
        b"S" => number(Number::Uint(2)),
        b"I" => number(Number::Uint(4)),
        b"L" => number(Number::Uint(8)),
        b"e" => number(Number::Float(2)),
        b"f" => number(Number::Float(4)),
        b"g" => number(Number::Float(8)),
        b"u" => Format::Text(Text::Offsets(Offset::Four)),
        b"U" => Format::Text(Text::Offsets(Offset::Eight)),
        b"vu" => Format::Text(Text::View),
        b"+l" => Format::List(Offset::Four),
        b"+L" => Format::List(Offset::Eight),
        b"+s" => Format::Struct,
        _ => match format.strip_prefix(b"+w:").map(std::str::from_utf8) {
            Some(Ok(count)) => count.parse().map_or(Format::Other, Format::FixedList),
            _ => Format::Other,
        },
    }
}

/// What the type is called; a format that nobody knows as it is.
pub(super) fn name(format: &[u8]) -> String {
    let text = String::from_utf8_lossy(format);
    let (head, rest) = text.split_once(':').unwrap_or((&text, ""));
    let unit = |name: &str| match head.as_bytes().get(2) {
        Some(b's') => format!("{name}[s]"),
        Some(b'm') => format!("{name}[ms]"),
        Some(b'u') => format!("{name}[us]"),
        Some(b'n') => format!("{name}[ns]"),
        _ => name.to_owned(),
    };
    let known = match head {
        "n" => "null",
        "b" => "bool",
        "c" => "int8",
        "s" => "int16",
        "i" => "int32",
        "l" => "int64",
        "C" => "uint8",
        "S" => "uint16",
        "I" => "uint32",
        "L" => "uint64",
        "e" => "float16",
        "f" => "float32",
        "g" => "float64",
        "u" => "utf8",
        "U" => "large_utf8",
        "vu" => "utf8_view",
        "z" => "binary",
        "Z" => "large_binary",
        "vz" => "binary_view",
        "w" => return format!("fixed_size_binary[{rest}]"),
        "d" => return format!("decimal({rest})"),
        "tdD" => "date32",
        "tdm" => "date64",
        "tss" | "tsm" | "tsu" | "tsn" => return unit("timestamp"),
        "tts" | "ttm" | "ttu" | "ttn" => return unit("time"),
        "tDs" | "tDm" | "tDu" | "tDn" => return unit("duration"),
        "tiM" | "tiD" | "tin" => "interval",
        "+l" => "list",
        "+L" => "large_list",
        "+vl" => "list_view",
        "+vL" => "large_list_view",
        "+w" => return format!("fixed_size_list[{rest}]"),
        "+s" => "struct",
        "+m" => "map",
        "+r" => "run_end_encoded",
        "+ud" | "+us" => "union",
        _ => return format!("the format {text:?}"),
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_types_with_names() {
        assert_eq!(parse(b"g"), Format::Number(Number::Float(8)));
        assert_eq!(parse(b"+w:3"), Format::FixedList(3));
        for other in [
            &b"+w:"[..],
            b"+w:-1",
            b"+w:99999999999999999999",
            b"w:3",
            b"",
            b"gg",
            b"\xff",
        ] {
            assert_eq!(parse(other), Format::Other);
        }
        assert_eq!(name(b"tsu:Europe/Berlin"), "timestamp[us]");
        assert_eq!(name(b"d:38,0"), "decimal(38,0)");
        assert_eq!(name(b"+w:3"), "fixed_size_list[3]");
        assert_eq!(name(b"q\xff"), "the format \"q\u{fffd}\"");
    }
}

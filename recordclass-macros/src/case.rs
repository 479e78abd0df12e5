//! `rename_all`: from Rust's `snake_case` to what Python code is to see.

/// The forms that `rename_all` knows: those of PyO3.
pub(crate) const FORMS: &[&str] = &[
    "camelCase",
    "PascalCase",
    "snake_case",
    "SCREAMING_SNAKE_CASE",
    "lowercase",
    "UPPERCASE",
];

/// The name in that form; `None` where there is no such form.
pub(crate) fn rename(name: &str, form: &str) -> Option<String> {
    let words = || name.split('_').filter(|word| !word.is_empty());
    Some(match form {
        "camelCase" => {
            let mut words = words();
            let first = words.next().unwrap_or_default().to_lowercase();
            first + &words.map(capital).collect::<String>()
        }
        "PascalCase" => words().map(capital).collect(),
        "snake_case" => name.to_owned(),
        "SCREAMING_SNAKE_CASE" => name.to_uppercase(),
        "lowercase" => words().map(str::to_lowercase).collect(),
        "UPPERCASE" => words().map(str::to_uppercase).collect(),
        _ => return None,
    })
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars
        .next()
        .map(|first| first.to_uppercase().to_string())
        .unwrap_or_default();
    first + &chars.as_str().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_gives_its_name() {
        let names: Vec<_> = FORMS
            .iter()
            .filter_map(|form| rename("max_wind_speed", form))
            .collect();
        let expected = [
            "maxWindSpeed",
            "MaxWindSpeed",
            "max_wind_speed",
            "MAX_WIND_SPEED",
            "maxwindspeed",
            "MAXWINDSPEED",
        ];
        assert_eq!(names, expected);
        assert_eq!(rename("x", "kebab-case"), None);
    }
}

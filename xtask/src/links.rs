//! Dead links in the documents, without a network: files and headings that are not there. In the guide, chapters that the summary
//! does not name, and links that lead out of the book.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::{Result, paths};

/// Links to the project's own pages are links to files, too.
const OWN: &str = "https://github.com/recordclass/recordclass/";

/// All documents that people read, outside of build folders.
fn documents(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in folder.read_dir()? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            // What is hidden, built or installed is not ours.
            if !name.starts_with('.') && !matches!(name.as_str(), "target" | "node_modules") {
                documents(&path, found)?;
            }
        } else if name.ends_with(".md") {
            found.push(path);
        }
    }
    Ok(())
}

/// The files of the guide, without its summary, and without those that only include another.
pub(crate) fn chapters() -> Result<Vec<PathBuf>> {
    let folder = paths::root().join("guide/src");
    let mut found = Vec::new();
    documents(&folder, &mut found).map_err(|error| format!("{}: {error}", folder.display()))?;
    let includes =
        |path: &PathBuf| fs::read_to_string(path).is_ok_and(|text| text.starts_with("{{#"));
    found.retain(|path| !path.ends_with("SUMMARY.md") && !includes(path));
    found.sort();
    Ok(found)
}

/// Tells of each link that leads nowhere.
pub(crate) fn check() -> Result<bool> {
    println!("\n$ every link in the documents leads to something");
    let root = paths::root();
    let mut files = Vec::new();
    documents(&root, &mut files).map_err(|error| format!("{}: {error}", root.display()))?;
    files.sort();
    let mut good = true;
    for file in &files {
        let text =
            fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let shown = file.strip_prefix(&root).unwrap_or(file);
        for link in links(&text) {
            if let Some(why) = dead(&root, file, &link) {
                println!("{}: {link}: {why}", shown.display());
                good = false;
            }
        }
    }
    let summary = root.join("guide/src/SUMMARY.md");
    let text =
        fs::read_to_string(&summary).map_err(|error| format!("{}: {error}", summary.display()))?;
    let named = links(&text);
    let book = root.join("guide/src");
    for file in files
        .iter()
        .filter(|file| file.starts_with(&book) && **file != summary)
    {
        let name = file
            .strip_prefix(&book)
            .unwrap_or(file)
            .to_string_lossy()
            .replace('\\', "/");
        if !named.contains(&name) {
            println!("guide/src/SUMMARY.md: does not name {name}");
            good = false;
        }
    }
    Ok(good)
}

/// Why a link leads nowhere; `None` if it leads somewhere, or to where only a network does.
fn dead(root: &Path, file: &Path, link: &str) -> Option<String> {
    let (target, heading) = link
        .split_once('#')
        .map_or((link, None), |(a, b)| (a, Some(b)));
    let path = if let Some(own) = target.strip_prefix(OWN.trim_end_matches('/')) {
        match own.split('/').collect::<Vec<_>>().as_slice() {
            ["", "blob" | "tree" | "raw", "main", rest @ ..] => root.join(rest.join("/")),
            [""] | ["", ""] => root.join("README.md"),
            _ => return None,
        }
    } else if target.contains("://") || target.starts_with("mailto:") {
        return None;
    } else if target.is_empty() {
        file.to_owned()
    } else {
        let path = plain(&file.parent()?.join(target));
        let book = root.join("guide/src");
        if file.starts_with(&book) && !path.starts_with(&book) {
            return Some(format!("leads out of the book: write {OWN}blob/main/.."));
        }
        path
    };
    if !path.exists() {
        return Some("there is no such file".into());
    }
    let heading = heading?;
    let text = fs::read_to_string(&path).ok()?;
    // A chapter that only includes a file has the headings of that file.
    let text = match text
        .trim()
        .strip_prefix("{{#include ")
        .and_then(|rest| rest.strip_suffix("}}"))
    {
        Some(other) => fs::read_to_string(path.parent()?.join(other)).ok()?,
        None => text,
    };
    (!headings(&text).iter().any(|known| known == heading))
        .then(|| "there is no such heading".into())
}

/// The path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    plain
}

/// The lines that are no code.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut in_code = false;
    text.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        in_code ^= fence;
        !fence && !in_code && !line.starts_with("    ")
    })
}

/// The targets of all `[text](target)`.
fn links(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in prose(text) {
        let line = without_code(line);
        let mut rest = line.as_str();
        while let Some(start) = rest.find("](") {
            rest = &rest[start + 2..];
            let Some(end) = rest.find(')') else { break };
            found.push(rest[..end].split(' ').next().unwrap_or_default().to_owned());
            rest = &rest[end..];
        }
    }
    found
}

/// A line without what stands between backticks.
fn without_code(line: &str) -> String {
    let mut parts = line.split('`').enumerate();
    let outside = parts.by_ref().filter(|(index, _)| index % 2 == 0);
    outside.map(|(_, part)| part).collect::<Vec<_>>().join("`")
}

/// The names that headings are linked by.
fn headings(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in prose(text) {
        let title = line.trim_start_matches('#');
        if title.len() == line.len() || !title.starts_with(' ') {
            continue;
        }
        let name: String = title
            .trim()
            .to_lowercase()
            .chars()
            .filter_map(|c| match c {
                ' ' => Some('-'),
                c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c),
                _ => None,
            })
            .collect();
        // The second of a name has a number.
        let again = found.iter().filter(|known| **known == name).count();
        found.push(name.clone());
        if again > 0 {
            found.push(format!("{name}-{again}"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_outside_of_code() {
        let text = "See [a](b.md) and [`c`](d.md#e \"title\").\n```\n[no](x)\n```\n`[no](y)` ![z](z.svg)\n";
        assert_eq!(links(text), ["b.md", "d.md#e", "z.svg"]);
    }

    #[test]
    fn headings_have_names() {
        let text = "# One, two\n## `name`\n```\n# no\n```\n## `name`\n#no\n";
        assert_eq!(headings(text), ["one-two", "name", "name", "name-1"]);
    }

    #[test]
    fn dead_links_are_told_apart() {
        let root = paths::root();
        let dead = |file: &str, link: &str| dead(&root, &root.join(file), link);
        assert_eq!(dead("README.md", "docs/options.md#kw_only"), None);
        assert_eq!(dead("README.md", "https://example.org/x"), None);
        assert!(
            dead("README.md", "docs/none.md")
                .unwrap()
                .contains("no such file")
        );
        assert!(
            dead("README.md", "docs/options.md#none")
                .unwrap()
                .contains("no such heading")
        );
        assert!(
            dead("guide/src/README.md", "../../README.md")
                .unwrap()
                .contains("out of the book")
        );
        for part in ["blob", "tree", "raw"] {
            let own = format!("{OWN}{part}/main/none.md");
            assert!(dead("README.md", &own).is_some(), "{own}");
        }
        assert_eq!(dead("guide/src/README.md", "options.md#kw_only"), None);
    }
}

//! Which Rego libraries a set of policies needs.

use std::collections::BTreeSet;

/// The library that every policy may use without an import: it builds the findings.
const CORE: &str = "gate";

/// The libraries of a run.
#[derive(Debug, Default)]
pub(super) struct Libraries {
    all: Vec<Library>,
}

#[derive(Debug)]
struct Library {
    file: String,
    text: String,
    package: String,
}

impl Libraries {
    /// Libraries from file name and text.
    pub(super) fn new(files: Vec<(String, String)>) -> Self {
        let all = files
            .into_iter()
            .map(|(file, text)| {
                let package = package(&text).unwrap_or_default().to_owned();
                Library { file, text, package }
            })
            .collect();
        Self { all }
    }

    /// File and text of all of them.
    pub(super) fn files(&self) -> Vec<(String, String)> {
        self.all.iter().map(|library| (library.file.clone(), library.text.clone())).collect()
    }

    /// File and text of the libraries that these texts name, directly or through another library, in a fixed order.
    pub(super) fn needed_by<'a>(&'a self, texts: impl Iterator<Item = &'a str>) -> Vec<(&'a str, &'a str)> {
        let mut needed: BTreeSet<usize> = BTreeSet::new();
        let mut open: Vec<&str> = texts.collect();
        while let Some(text) = open.pop() {
            for (index, library) in self.all.iter().enumerate() {
                let wanted = library.package == CORE || names(text, &library.package);
                if wanted && needed.insert(index) {
                    open.push(&library.text);
                }
            }
        }
        needed
            .into_iter()
            .filter_map(|index| self.all.get(index))
            .map(|library| (library.file.as_str(), library.text.as_str()))
            .collect()
    }
}

/// The package of a Rego file, without `data.`.
pub(super) fn package(text: &str) -> Option<&str> {
    text.lines().find_map(|line| line.strip_prefix("package ")).map(str::trim)
}

/// Whether a text names `data.<package>` or something below it.
fn names(text: &str, package: &str) -> bool {
    let wanted = format!("data.{package}");
    text.match_indices(&wanted).any(|(at, found)| {
        let next = text.get(at.saturating_add(found.len())..).and_then(|rest| rest.chars().next());
        !next.is_some_and(|next| next.is_alphanumeric() || next == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::Libraries;

    fn files() -> Libraries {
        let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        Libraries::new(vec![
            file("gate.rego", "package gate"),
            file("pipeline.rego", "package gate.pipeline\nimport data.gate.text"),
            file("text.rego", "package gate.text"),
            file("terraform.rego", "package gate.terraform"),
        ])
    }

    #[test]
    fn only_what_is_named_is_loaded_and_what_that_names() {
        let libraries = files();
        let needed = |text: &'static str| {
            libraries.needed_by(std::iter::once(text)).into_iter().map(|(file, _)| file.to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(needed("package custom.a"), ["gate.rego"]);
        assert_eq!(needed("import data.gate.pipeline as ci"), ["gate.rego", "pipeline.rego", "text.rego"]);
        assert_eq!(needed("import data.gate.pipelines"), ["gate.rego"]);
    }
}

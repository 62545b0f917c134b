//! Plants values in the files of `trees`.
//!
//! The first line of a file there says where it goes (and `crlf`, if its lines end so). `§style§` is a new value, in
//! one of the styles of `Chance::value`; `§style:name§` gives it a name, `§=name§` repeats it (`§v:VENDOR:name§` is
//! named by all of that), and behind a dot stands the form that it is written in. `§~text {name}§` is base64 of a text.

use std::collections::BTreeMap;

use data_encoding::BASE64;

use crate::support::project;
use crate::values::{Canary, Chance, form};

/// What is planted together.
#[derive(Default)]
pub(crate) struct Garden {
    chance: Chance,
    named: BTreeMap<String, String>,
    pub(crate) canaries: Vec<Canary>,
    /// The path and text of each file.
    pub(crate) files: Vec<(String, String)>,
}

impl Garden {
    /// The files of one folder of `trees`.
    pub(crate) fn of(folder: &str) -> Self {
        let mut garden = Self::default();
        let folder = project().join("tests/canaries/trees").join(folder);
        let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        let texts: Vec<String> = paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
        // A value is made where it is named, which may be behind where it is repeated.
        for text in &texts {
            garden.name(text);
        }
        for text in &texts {
            let (head, body) = text.split_once('\n').unwrap();
            let head = head.trim_start_matches("# ");
            let (path, ends) = head.split_once(' ').unwrap_or((head, ""));
            garden.add(path, &if ends == "crlf" { body.replace('\n', "\r\n") } else { body.to_owned() });
        }
        garden
    }

    /// Plants one more file.
    pub(crate) fn add(&mut self, path: &str, text: &str) {
        self.name(text);
        let planted = self.planted(path, text);
        self.files.push((path.to_owned(), planted));
    }

    /// Makes the values that have names.
    fn name(&mut self, text: &str) {
        for marker in text.split('§').skip(1).step_by(2) {
            let Some((name, style)) = named(marker).filter(|(name, _)| !self.named.contains_key(*name)) else {
                continue;
            };
            let canary = self.chance.value(style, name);
            self.named.insert(name.to_owned(), canary.text.clone());
            self.canaries.push(canary);
        }
    }

    /// A text with values in place of its markers.
    fn planted(&mut self, path: &str, text: &str) -> String {
        let mut planted = String::new();
        for (index, piece) in text.split('§').enumerate() {
            if index % 2 == 0 {
                planted.push_str(piece);
                continue;
            }
            let place = format!("{path}:{}", planted.matches('\n').count() + 1);
            if let Some(template) = piece.strip_prefix('~') {
                planted.push_str(&BASE64.encode(self.filled(template).as_bytes()));
                continue;
            }
            let (value, how) = cut(piece);
            if let Some(known) = self.known(value) {
                planted.push_str(&form(&known, how));
                continue;
            }
            let canary = self.chance.value(value, &place);
            planted.push_str(&form(&canary.text, how));
            self.canaries.push(canary);
        }
        planted
    }

    fn known(&self, value: &str) -> Option<String> {
        let name = value.strip_prefix('=').or_else(|| named(value).map(|(name, _)| name))?;
        Some(self.named.get(name).unwrap_or_else(|| panic!("no value is called {name}")).clone())
    }

    fn filled(&self, template: &str) -> String {
        let (before, rest) = template.split_once('{').unwrap();
        let (name, after) = rest.split_once('}').unwrap();
        format!("{before}{}{}", self.named[name], after.replace("\\n", "\n"))
    }
}

/// A marker without its form, and the form.
fn cut(marker: &str) -> (&str, &str) {
    match marker.rsplit_once('.') {
        Some((value, form)) if ["1", "2", "b64", "hex", "url", "json", "x"].contains(&form) => (value, form),
        _ => (marker, ""),
    }
}

/// The name that a marker gives to its value, and the style.
fn named(marker: &str) -> Option<(&str, &str)> {
    let (value, _) = cut(marker);
    if value.starts_with(['=', '~']) {
        return None;
    }
    match value.strip_prefix("v:") {
        Some(vendor) => vendor.contains(':').then_some((value, value)),
        None => value.split_once(':').map(|(style, name)| (name, style)),
    }
}

//! What values hold that a file sets in one place and reads in another: variables, the matrix, outputs.

use std::collections::BTreeMap;

use crate::input::pipeline::held::Held;
use crate::input::pipeline::model::Run;

/// Values by their pattern in lower case: `matrix.title`, `needs.build.outputs.version`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Carried {
    values: BTreeMap<String, Held>,
    /// All values of a context together: `matrix`.
    wholes: BTreeMap<String, Held>,
}

impl Carried {
    /// Puts something into a value.
    pub(super) fn put(&mut self, pattern: &str, held: &Held) {
        let pattern = pattern.to_ascii_lowercase();
        let head = pattern.split('.').next().unwrap_or_default().to_owned();
        self.wholes.entry(head).or_default().join(held);
        self.values.entry(pattern).or_default().join(held);
    }

    /// What is behind the patterns of one context, and no other.
    pub(super) fn only(&self, context: &str) -> Self {
        let is_of = |pattern: &str| pattern == context || pattern.split('.').next() == Some(context);
        let of = |all: &BTreeMap<String, Held>| {
            all.iter()
                .filter(|(pattern, _)| is_of(pattern))
                .map(|(pattern, held)| (pattern.clone(), held.clone()))
                .collect()
        };
        Self { values: of(&self.values), wholes: of(&self.wholes) }
    }

    /// What is behind a pattern, if the file says so: the value itself.
    pub(super) fn exactly(&self, pattern: &str) -> Option<&Held> {
        self.values.get(pattern)
    }

    /// What may be behind a pattern: the value, that which it is a part of, or its parts.
    pub(super) fn around(&self, pattern: &str) -> Option<Held> {
        if let Some(held) = self.values.get(pattern) {
            return Some(held.clone());
        }
        let mut segments = pattern.split('.');
        let head = segments.next().unwrap_or_default();
        if pattern == head || segments.any(|segment| segment == "*") {
            return self.wholes.get(head).cloned();
        }
        let mut above = pattern.rmatch_indices('.').filter_map(|(dot, _)| pattern.get(..dot));
        if let Some(held) = above.find_map(|prefix| self.values.get(prefix)) {
            return Some(held.clone());
        }
        let below = format!("{pattern}.");
        let mut all: Option<Held> = None;
        for (_, held) in self.values.range(below.clone()..).take_while(|(key, _)| key.starts_with(&below)) {
            all.get_or_insert_default().join(held);
        }
        all
    }
}

/// Where a value of `strategy` is found by those that read it: `matrix.title` for `strategy.matrix.include.0.title`.
pub(super) fn of_matrix(at: &str) -> Option<String> {
    let mut segments = at.strip_prefix("strategy.matrix")?.split('.').skip(1);
    let name = match segments.next() {
        Some("exclude") => return None,
        Some("include") => segments.nth(1),
        name => name,
    };
    Some(name.map_or_else(|| "matrix".to_owned(), |name| format!("matrix.{name}")))
}

/// The outputs that a script writes, if it writes any: their names with whether the script spells their value out.
pub(super) fn outputs_of(run: &Run) -> Option<BTreeMap<String, bool>> {
    if !run.text.contains("GITHUB_OUTPUT") && !run.text.contains("::set-output") {
        return None;
    }
    let mut outputs: BTreeMap<String, bool> = BTreeMap::new();
    for command in run.commands.iter().filter(|command| matches!(command.program.as_str(), "echo" | "printf")) {
        for (name, value) in command.argv.iter().filter_map(|word| word.split_once('=')) {
            let spelled_out = !value.contains(['$', '`', '%']);
            let known = outputs.entry(name.to_ascii_lowercase()).or_insert(true);
            *known = *known && spelled_out;
        }
    }
    Some(outputs)
}

#[cfg(test)]
mod tests {
    use super::{Carried, Held, of_matrix};
    use crate::input::pipeline::model::Trust;

    #[test]
    fn a_value_of_the_matrix_is_found_under_its_name() {
        let cases = [
            ("strategy.matrix", Some("matrix")),
            ("strategy.matrix.title.0", Some("matrix.title")),
            ("strategy.matrix.title", Some("matrix.title")),
            ("strategy.matrix.include", Some("matrix")),
            ("strategy.matrix.include.0.title", Some("matrix.title")),
            ("strategy.matrix.exclude.0.title", None),
            ("strategy.max-parallel", None),
        ];
        for (at, expected) in cases {
            assert_eq!(of_matrix(at).as_deref(), expected, "{at}");
        }
    }

    #[test]
    fn a_value_is_found_by_its_name_its_parts_and_its_whole() {
        let mut carried = Carried::default();
        let hostile = Held { trust: Trust::Untrusted, ..Held::default() };
        carried.put("needs.a.outputs.Title", &hostile);
        carried.put("needs.a.outputs.sha", &Held::default());
        let trust = |pattern| carried.around(pattern).map(|held| held.trust);
        for pattern in ["needs", "needs.a.outputs", "needs.a.outputs.title", "needs.a.outputs.title.x", "needs.a.*"] {
            assert_eq!(trust(pattern), Some(Trust::Untrusted), "{pattern}");
        }
        assert_eq!(trust("needs.a.outputs.sha"), Some(Trust::Trusted));
        assert_eq!(trust("needs.b.outputs.title"), None);
    }
}

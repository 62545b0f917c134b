//! Names with variables in them, as far as the file says what those hold.

use std::collections::BTreeMap;

use super::item::Item;
use super::job::flatten;
use super::matrix::{self, Matrix};
use super::reader::Reader;
use crate::input::pipeline::model::REDACTED;

impl Reader<'_> {
    /// Every name that one can be: with the values of the matrix, and of the variables that the file sets for all jobs,
    /// the job and its rules.
    pub(super) fn names(&self, raw: &str, job: &Item, env: &BTreeMap<String, String>, matrix: &Matrix) -> Vec<String> {
        let mut known = Matrix::new();
        for (name, text) in self.env.iter().chain(env) {
            known.insert(name.clone(), vec![text.clone()]);
        }
        let mut rules = Vec::new();
        job.get("rules").iter().for_each(|listed| flatten(listed, &mut rules));
        for (key, value) in rules.into_iter().filter_map(|rule| rule.get("variables")).flat_map(Item::entries) {
            known.entry(key.name.clone()).or_default().extend(value.as_str().map(str::to_owned));
        }
        known.extend(matrix.iter().map(|(name, values)| (name.clone(), values.clone())));
        known.retain(|_, values| !values.iter().any(|value| value.contains('$') || value == REDACTED));
        let mut names = matrix::names(raw, &known);
        let closed: Vec<String> = names.iter().filter_map(|name| closed(name)).collect();
        names.extend(closed);
        names
    }
}

/// A name without the variables inside of its words that nothing sets: those are empty unless the settings of the project
/// say something else. `None` when it has none. `review/$BRANCH` is a review whatever the variable holds.
fn closed(name: &str) -> Option<String> {
    let (mut closed, mut rest) = (String::new(), name);
    let mut any = false;
    while let Some((before, behind)) = rest.split_once("${") {
        closed.push_str(before);
        let (variable, after) = behind.split_once('}')?;
        let is_word = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
        let is_inside = is_word(before.chars().next_back()) && is_word(after.chars().next());
        if is_inside && !variable.starts_with("CI_") {
            any = true;
        } else {
            closed.push_str("${");
            closed.push_str(variable);
            closed.push('}');
        }
        rest = after;
    }
    closed.push_str(rest);
    any.then_some(closed)
}

#[cfg(test)]
mod tests {
    use super::closed;

    #[test]
    fn a_variable_inside_of_a_word_may_be_empty() {
        for (name, expected) in [
            ("pro${EMPTY}duction", Some("production")),
            ("p${A}r${B}od", Some("prod")),
            ("review/${BRANCH}", None),
            ("review/${BRANCH}/x", None),
            ("${ENV}production", None),
            ("production${ENV}", None),
            ("a${CI_COMMIT_REF_SLUG}b", None),
            ("a${open", None),
            ("plain", None),
        ] {
            assert_eq!(closed(name).as_deref(), expected, "{name}");
        }
    }
}

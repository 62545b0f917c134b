//! The variables of task, and which of them hold a text of strangers
//! (taskfile.dev/docs/guide, "Variables" and "Forwarding CLI arguments to commands").

use super::templates::Strangers;
use crate::input::pipeline::held::Held;
use crate::input::tree::Node;
use crate::source::Span;

/// How often variables are followed that stand in each other.
const DEPTH: usize = 8;

/// What task is called with.
pub(super) struct Called<'a> {
    pub(super) strangers: Strangers<'a>,
    /// The first word behind `--`.
    pub(super) behind: Option<usize>,
}

/// The variables of a task: its own count before those that it is given, and these before those of the file; what stands
/// in the call of task comes before the last, the environment behind all.
#[derive(Clone, Copy)]
pub(super) struct Vars<'v> {
    called: &'v Called<'v>,
    /// The file and the task.
    scopes: Option<(&'v Node, &'v Node)>,
    /// What another task gives it, and the variables of that one.
    given: Option<(&'v Node, &'v Vars<'v>)>,
}

/// Where a variable is looked for, in order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Task,
    Given,
    Call,
    File,
    Environment,
}

impl<'v> Vars<'v> {
    /// Those that the call of task gives.
    pub(super) const fn of(called: &'v Called<'v>) -> Self {
        Self { called, scopes: None, given: None }
    }

    /// Those of a task that gets these.
    pub(super) const fn inside(self, file: &'v Node, task: &'v Node) -> Self {
        Self { scopes: Some((file, task)), ..self }
    }

    /// Those that an element of a task hands to the task that it calls.
    pub(super) fn handed(&'v self, element: &'v Node) -> Self {
        Self { given: element.get("vars").map(|vars| (vars, self)), ..Self::of(self.called) }
    }

    /// What a stranger decides, or may, of a variable.
    pub(super) fn held(&self, name: &str) -> Option<Held> {
        self.found(name, Level::Task, DEPTH)
    }

    fn found(&self, name: &str, from: Level, depth: usize) -> Option<Held> {
        let depth = depth.checked_sub(1)?;
        let strangers = &self.called.strangers;
        if name == "CLI_ARGS" {
            return strangers.word(self.called.behind?, true).cloned();
        }
        let of = |vars: Option<&'v Node>| vars.and_then(|vars| vars.get(name));
        let scope = |level: Level, node: Option<&'v Node>| of(node.filter(|_| from <= level));
        let task = self.scopes.and_then(|(_, task)| task.get("vars"));
        if let Some(value) = scope(Level::Task, task) {
            return self.in_value(value, name, Level::Given, depth);
        }
        if let Some((vars, outer)) = self.given.filter(|_| from <= Level::Given)
            && let Some(value) = of(Some(vars))
        {
            return outer.in_value(value, name, Level::Task, depth);
        }
        if let Some(held) = strangers.named(name).filter(|_| from <= Level::Call) {
            return Some(held.clone());
        }
        let file = self.scopes.and_then(|(file, _)| file.get("vars"));
        if let Some(value) = scope(Level::File, file) {
            return self.in_value(value, name, Level::Environment, depth);
        }
        strangers.variable(name)
    }

    /// What a stranger decides of a value, or of what a command prints that has it in its text. In it, the variable itself
    /// is the one of the next level.
    fn in_value(&self, value: &Node, name: &str, next: Level, depth: usize) -> Option<Held> {
        let text = value.as_str().or_else(|| value.get("sh").and_then(Node::as_str))?;
        let level = |other: &str| if other == name { next } else { Level::Task };
        put_in(text).into_iter().find_map(|(other, _)| self.found(other, level(other), depth))
    }
}

/// The variables that templates put into a text as they are: `{{.TITLE}}`, with their places. What `shellQuote` or `q` makes
/// of one is a word.
pub(super) fn put_in(text: &str) -> Vec<(&str, Span)> {
    let mut names = Vec::new();
    let mut at = 0_usize;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find("{{")) {
        let start = at.saturating_add(open).saturating_add(2);
        let inner = text.get(start..).unwrap_or_default();
        let inner = inner.get(..inner.find("}}").unwrap_or(inner.len())).unwrap_or_default();
        at = start.saturating_add(inner.len());
        let words = words(inner);
        if words.iter().any(|(_, word)| matches!(*word, "shellQuote" | "q")) {
            continue;
        }
        let variables =
            words.into_iter().filter_map(|(at, word)| Some((at.saturating_add(1), word.strip_prefix('.')?)));
        // Of `.TASK.NAME` the first is the variable.
        let firsts = variables.filter_map(|(at, path)| Some((at, path.split('.').next().filter(|it| !it.is_empty())?)));
        names.extend(firsts.map(|(offset, name)| {
            let begin = start.saturating_add(offset);
            (name, Span::new(begin, begin.saturating_add(name.len())))
        }));
    }
    names
}

/// The words of a template outside of its strings, each with where it begins.
fn words(inner: &str) -> Vec<(usize, &str)> {
    let is_part = |it: char| it.is_ascii_alphanumeric() || it == '_' || it == '.';
    let (mut words, mut begin, mut quote) = (Vec::new(), None, None);
    for (at, character) in inner.char_indices().chain([(inner.len(), ' ')]) {
        if quote.is_none() && is_part(character) {
            begin.get_or_insert(at);
            continue;
        }
        words.extend(begin.take().and_then(|begin| Some((begin, inner.get(begin..at)?))));
        match quote {
            Some(open) if open == character => quote = None,
            None if matches!(character, '"' | '`' | '\'') => quote = Some(character),
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::put_in;

    #[test]
    fn a_template_puts_in_all_variables_that_it_does_not_quote() {
        for (text, expected) in [
            ("echo {{.A}} {{ .B | upper }}", vec!["A", "B"]),
            ("echo {{printf \"%s .X\" .A .B}}", vec!["A", "B"]),
            ("echo {{.A | shellQuote}} {{q .B}} {{.C}}", vec!["C"]),
            ("echo {{if eq .A `q`}}x{{end}}", vec!["A"]),
            ("echo {{.A.b}} $A .B {{", vec!["A"]),
            ("plain", vec![]),
        ] {
            let found = put_in(text);
            assert!(found.iter().all(|(name, at)| text.get(at.start..at.end) == Some(*name)), "{text}");
            let found: Vec<&str> = found.iter().map(|(name, _)| *name).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}

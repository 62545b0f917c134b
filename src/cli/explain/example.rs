//! What a policy is about, shown on its own fixtures.

use std::sync::Arc;

use super::NAMES;
use crate::policy::{Policy, PolicyError, tree};
use crate::report::escape::for_terminal;
use crate::report::fold::columns;
use crate::source::{RepoPath, Source};
use crate::workbench::{Example, examples};

/// A file in which a bundled policy finds something and one in which it finds nothing, as lines of a screen; none for a
/// policy whose fixtures are not built in.
///
/// # Errors
/// [`PolicyError`] if what is built in is malformed, which a test of the project rules out.
pub(super) fn lines(policy: &Policy) -> Result<Vec<String>, PolicyError> {
    let Some((folder, _)) = policy.file.rsplit_once('/') else { return Ok(Vec::new()) };
    let files: Vec<(String, Arc<Source>)> = tree()?
        .into_iter()
        .filter_map(|(file, text)| {
            let below = file.strip_prefix(folder)?.strip_prefix('/')?.to_owned();
            let path = RepoPath::new(&file)?;
            Some((below, Arc::new(Source::from_text(path, &text))))
        })
        .collect();
    Ok(examples(policy, &files).map_or_else(Vec::new, |(bad, good)| {
        let mut lines = drawn("Wrong", &bad);
        lines.push(String::new());
        lines.extend(drawn("Right", &good));
        lines
    }))
}

fn drawn(name: &str, example: &Example) -> Vec<String> {
    let place = example.at.map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
    let mut lines = vec![format!("{name:<NAMES$}{}{place}", for_terminal(&example.file))];
    for (number, line) in &example.lines {
        lines.push(format!("{number:>NAMES$} │ {}", for_terminal(line)).trim_end().to_owned());
        if let Some((_, column)) = example.at.filter(|(at, _)| at == number) {
            let before: String = line.chars().take(column.saturating_sub(1)).collect();
            lines.push(format!("{:>NAMES$} │ {:>2$}", "", "^", columns(&for_terminal(&before)).saturating_add(1)));
        }
    }
    lines
}

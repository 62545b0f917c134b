//! Clusters that live as long as a job.

use crate::input::pipeline::model::Ref;
use crate::input::pipeline::wrappers;
use crate::knowledge::{Lookup, concepts};

static CLUSTERS: Lookup<Clusters> = Lookup::new(&concepts::pipeline::CLUSTERS, |rows| {
    let mut clusters = Clusters::default();
    for row in rows {
        let does = if row.word("does") == "starts" { Does::Starts } else { Does::Joins };
        let pattern = row.text("pattern");
        if row.word("kind") == "action" {
            clusters.actions.push((pattern.to_owned(), does));
        } else {
            let words = pattern.split_whitespace().map(|word| word.split('|').map(str::to_owned).collect());
            clusters.commands.push((words.collect(), does));
        }
    }
    clusters
});

/// What is done about the cluster that a job talks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input::pipeline) enum Does {
    /// One of the job's own is started.
    Starts,
    /// Another one is chosen.
    Joins,
}

#[derive(Debug, Default)]
struct Clusters {
    /// The program and words that follow, each with its alternatives.
    commands: Vec<(Vec<Vec<String>>, Does)>,
    actions: Vec<(String, Does)>,
}

/// Marks of the contexts that such clusters get.
const CONTEXTS: &[&str] = &["kind-", "k3d-", "minikube"];

/// Whether a context is that of a cluster of the job.
pub(in crate::input::pipeline) fn is_own(context: &str) -> bool {
    CONTEXTS.iter().any(|mark| context.starts_with(mark))
}

/// What a command does.
pub(in crate::input::pipeline) fn by_command(argv: &[String]) -> Option<Does> {
    let words: Vec<&str> = argv.iter().map(String::as_str).collect();
    let (program, from, _) = wrappers::core(&words)?;
    let arguments = words.get(from..)?;
    let (_, does) = CLUSTERS.built_in().commands.iter().find(|(pattern, _)| {
        let Some((programs, rest)) = pattern.split_first() else { return false };
        let mut plain = arguments.iter().filter(|word| !word.starts_with('-'));
        let is_it = programs.iter().any(|name| name == wrappers::base_name(program));
        is_it && rest.iter().all(|either| plain.any(|word| either.iter().any(|name| name == word)))
    })?;
    let is_own = *does == Does::Joins && arguments.iter().any(|word| is_own(word));
    (!is_own).then_some(*does)
}

/// What an action does.
pub(in crate::input::pipeline) fn by_action(uses: &Ref) -> Option<Does> {
    let name = format!("{}/{}", uses.owner, uses.name).to_ascii_lowercase();
    let own = format!("{} {}", uses.name, uses.path).to_ascii_lowercase();
    let words: Vec<&str> = own.split(|character: char| !character.is_alphanumeric()).collect();
    let is_it = |pattern: &str| if pattern.contains('/') { name == pattern } else { words.contains(&pattern) };
    CLUSTERS.built_in().actions.iter().find(|(pattern, _)| is_it(pattern)).map(|(_, does)| *does)
}

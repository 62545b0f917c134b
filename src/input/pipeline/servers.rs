//! Servers that files of the repository tell agents to start (Model Context Protocol).

use std::sync::Arc;

use super::knowledge::agent_files::AgentFile;
use super::knowledge::agents::Agents;
use super::model::{Job, Step};
use super::places::Places;
use crate::input::Context;
use crate::input::tree::{self, Node};
use crate::source::{RepoPath, Source, Span};

/// The most servers of one file.
const SERVERS: usize = 200;

/// What is known of the repository around a pipeline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Around {
    /// Its name, as the trusted side knows it: `owner/name`. Empty where it does not.
    pub(super) own: String,
    /// The servers that its files tell the agents of the pipeline to start.
    pub(super) servers: Vec<Server>,
}

/// A server that an agent starts as a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Server {
    /// Its place: the word that names what is run. Empty where the file cannot be opened.
    pub(super) loc: String,
    /// The agent by its usual name.
    pub(super) agent: String,
    /// Its name in the file; empty where the file cannot be read, and the file where it cannot be opened.
    pub(super) name: String,
    /// The program and its words.
    pub(super) argv: Vec<String>,
}

/// What is known around a pipeline of these jobs.
pub(super) fn beside(jobs: &[Job], context: &Context<'_>, places: &mut Places) -> Around {
    let subject = context.options.evidence.as_ref().and_then(|evidence| evidence.subject.as_ref());
    let own = subject.map(|subject| subject.name.clone()).unwrap_or_default();
    Around { own, servers: servers(jobs, context, places) }
}

/// The servers in the files of the repository that the agents of these jobs look for.
fn servers(jobs: &[Job], context: &Context<'_>, places: &mut Places) -> Vec<Server> {
    let tables = Arc::clone(&places.tables.agents);
    if !jobs.iter().flat_map(|job| &job.steps).any(|step| runs_agent(step, &tables)) {
        return Vec::new();
    }
    let files = Arc::clone(&places.tables.agent_files);
    let mut servers = Vec::new();
    for file in files.0.iter().filter(|file| !file.is_input) {
        let Some(path) = RepoPath::new(&file.name).filter(|path| context.files.contains(path)) else { continue };
        let Ok(source) = context.files.read(&path, context.limits.file_bytes) else {
            let (agent, name) = (file.agent.clone(), file.name.clone());
            servers.push(Server { loc: String::new(), agent, name, argv: Vec::new() });
            continue;
        };
        places.runs.insert(path);
        servers.extend(read(file, &source, context, places));
    }
    servers
}

/// Whether a step, or one of the action that it calls, may start an agent.
fn runs_agent(step: &Step, known: &Agents) -> bool {
    let by_action =
        step.uses.as_ref().is_some_and(|uses| known.action(&format!("{}/{}", uses.owner, uses.name)).is_some());
    let commands = step.run.iter().flat_map(|run| &run.commands);
    let called = step.called.iter().flat_map(|called| &called.jobs).flat_map(|job| &job.steps);
    by_action
        || commands
            .into_iter()
            .any(|command| command.argv.iter().any(|word| known.begins(super::wrappers::base_name(word))))
        || called.into_iter().any(|step| runs_agent(step, known))
}

fn read(file: &AgentFile, source: &Arc<Source>, context: &Context<'_>, places: &mut Places) -> Vec<Server> {
    let tree = tree::parse_json(source, context.limits).ok().filter(|tree| tree.problems.is_empty());
    let Some(root) = tree.as_ref().and_then(|tree| tree.root()) else {
        let loc = places.entity(source, Span::new(0, 0));
        return vec![Server { loc, agent: file.agent.clone(), name: String::new(), argv: Vec::new() }];
    };
    let mut servers = Vec::new();
    for entry in root.get(&file.key).map(Node::entries).unwrap_or_default().iter().take(SERVERS) {
        let Some(command) = entry.value.get("command") else { continue };
        let words = entry.value.get("args").map(Node::elements).unwrap_or_default();
        let all = std::iter::once(command).chain(words);
        let argv: Vec<String> = all.filter_map(|node| node.as_str().map(str::to_owned)).collect();
        let loc = places.entity(source, entry.key.span);
        for (index, word) in std::iter::once(command).chain(words).enumerate() {
            places.child(&loc, &[&index.to_string()], source, word.span);
        }
        let name = entry.name().unwrap_or_default().to_owned();
        servers.push(Server { loc, agent: file.agent.clone(), name, argv });
    }
    servers
}

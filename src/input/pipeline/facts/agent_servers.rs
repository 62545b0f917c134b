//! Servers that agents start.

use std::cell::RefCell;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::agents::Agent;
use super::graph::Graph;
use super::in_job::InJob;
use super::path;
use crate::input::pipeline::knowledge::Tables;
use crate::input::pipeline::knowledge::packages::Packages;
use crate::input::pipeline::{image_name, wrappers};
use crate::input::{Fact, Segment, Via};

/// A server (Model Context Protocol) that an agent of the pipeline starts out of a registry, in a version that is not exact.
/// What it is stands in a file of the repository, or in an input of the action.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AgentServer {
    /// The agent by its usual name.
    pub agent: String,
    /// The server, as the file names it; empty where the file cannot be read.
    pub server: String,
    /// The package or image; empty where the file cannot be read.
    pub package: String,
    /// Whether its version is exact: `false`, or null where a variable decides, or the file cannot be read.
    pub exact: Option<bool>,
}

/// Those of a pipeline. What only others call is said where it is called.
pub(super) fn of(graph: &Graph<'_>, agents: &[Fact<Agent>], tables: &Tables) -> Vec<Fact<AgentServer>> {
    if agents.is_empty() || graph.pipeline.is_judged_by_callers() {
        return Vec::new();
    }
    let mut facts = Vec::new();
    for server in &graph.pipeline.around.servers {
        let Some(agent) = agents.iter().find(|agent| agent.says.agent == server.agent) else { continue };
        let starts =
            Via { loc: agent.loc.clone(), path: agent.path.clone(), what: format!("{} starts here", server.agent) };
        let says = AgentServer {
            agent: server.agent.clone(),
            server: server.name.clone(),
            package: String::new(),
            exact: None,
        };
        let (fact, index) = if server.loc.is_empty() {
            let says = AgentServer { server: String::new(), ..says };
            let why = format!("`{}` cannot be opened", server.name);
            facts.push(Fact::new(&agent.loc, agent.path.clone(), &agent.about, says).because(why));
            continue;
        } else if server.argv.is_empty() {
            (Fact::new(&server.loc, Vec::new(), &agent.about, says).because("the file cannot be read"), None)
        } else {
            let Some((package, exact, index)) = package(&server.argv, &tables.packages) else { continue };
            (fact(&server.loc, &agent.about, AgentServer { package, exact, ..says }), Some(index))
        };
        let path = index.map(|index| vec![Segment::Key(index.to_string())]).unwrap_or_default();
        facts.push(Fact { via: vec![starts], path, ..fact });
    }
    let with_inputs = graph.steps().filter(|at| at.action().is_some());
    facts.extend(with_inputs.flat_map(|at| by_inputs(at, tables)));
    facts
}

fn fact(loc: &str, about: &str, says: AgentServer) -> Fact<AgentServer> {
    let why = if says.exact.is_none() { "a variable decides which version it is" } else { "" };
    Fact::new(loc, Vec::new(), about, says).because(why)
}

/// The servers in the inputs of an action that is an agent.
fn by_inputs(at: InJob<'_>, tables: &Tables) -> Vec<Fact<AgentServer>> {
    let Some(uses) = at.action() else { return Vec::new() };
    let Some(row) = tables.agents.action(&format!("{}/{}", uses.owner, uses.name)) else { return Vec::new() };
    let mut facts = Vec::new();
    for input in tables.agent_files.0.iter().filter(|file| file.is_input && file.agent == row.agent) {
        for (name, text) in at.handed(&input.name) {
            // A path of a file, or settings of another kind, are no such text.
            let Ok(Value::Object(root)) = serde_json::from_str(text) else { continue };
            for (server, settings) in root.get(&input.key).and_then(Value::as_object).into_iter().flatten() {
                let words = settings.get("args").and_then(Value::as_array).into_iter().flatten();
                let all = settings.get("command").into_iter().chain(words);
                let argv: Vec<String> = all.filter_map(Value::as_str).map(str::to_owned).collect();
                let Some((package, exact, _)) = package(&argv, &tables.packages) else { continue };
                let says = AgentServer { agent: row.agent.clone(), server: server.clone(), package, exact };
                let fact = fact(&at.step.loc, at.about(), says);
                facts.push(Fact { path: path(["with", name]), via: at.via(), ..fact });
            }
        }
    }
    facts
}

/// What a server is fetched as, whether its version is exact, and the word that says so; `None` where it is exact or
/// nothing is fetched.
fn package(argv: &[String], known: &Packages) -> Option<(String, Option<bool>, usize)> {
    let place = |text: &str| argv.iter().position(|word| word.contains(text)).unwrap_or_default();
    if let Some((installer, named)) = known.installs(argv) {
        let loose = named.iter().find_map(|it| {
            let is_local = it.word.starts_with(['.', '/', '~', '$']);
            let exact = it.version.map_or(Some(false), |version| installer.is_exact(version));
            (exact != Some(true) && !is_local).then_some((it.word, exact))
        });
        let (word, exact) = loose?;
        return Some((word.to_owned(), exact, place(word)));
    }
    let image = RefCell::new(String::new());
    wrappers::unwrap(argv, |name| {
        name.clone_into(&mut image.borrow_mut());
        None
    });
    // It is told without its version.
    let name = image.into_inner();
    let is_it =
        |word: &&String| word.strip_prefix(&name).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '@']));
    let image = argv.iter().find(is_it).filter(|_| !name.is_empty())?;
    let pin = image_name::image(image).pin;
    let exact = if pin == "unknown" { None } else { Some(false) };
    (pin != "digest").then(|| (image.clone(), exact, place(image)))
}

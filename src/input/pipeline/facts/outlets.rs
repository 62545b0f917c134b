//! Ways by which a job opens itself to the net, or sends away all that it knows.

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::Graph;
use super::holdings::Holdings;
use super::in_job::InJob;
use super::path;
use super::reach::Reach;
use super::{address, sent};
use crate::input::Fact;
use crate::input::pipeline::knowledge::tunnels::{Tunnel, Tunnels};
use crate::input::pipeline::model::Command;
use crate::input::pipeline::wrappers;

/// A way by which a job opens itself to the net, or sends away all that it knows. Its place is the command or the action.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Outlet {
    /// What it does.
    pub does: Gives,
    /// The program or action that does it, by its usual name.
    pub tool: String,
    /// Whether it lets in only those whom the file names. Null where an expression decides.
    pub limited: Option<bool>,
    /// What its job holds, the weightiest first: `deploys`, `publishes`, `secrets`, `identity` (it may ask for tokens of
    /// clouds), `rights` (its token may write).
    pub holds: Vec<&'static str>,
}

/// What an outlet gives away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Gives {
    /// A shell of the runner, to a host that is named.
    Shell,
    /// A shell of the runner, to whoever has the address of it.
    Tunnel,
    /// All variables of the job.
    Variables,
    /// All secrets.
    Secrets,
}

/// Those of a pipeline.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>, holdings: &Holdings, known: &Tunnels) -> Vec<Fact<Outlet>> {
    if graph.pipeline.is_judged_by_callers() {
        return Vec::new();
    }
    let mut facts = Vec::new();
    for run in graph.jobs.iter().filter(|run| !reach.is_dead(run)) {
        for at in graph.steps_of(run) {
            let found = of_step(at, known);
            if found.is_empty() || reach.is_dead_step(at) {
                continue;
            }
            for (command, (does, tool, limited)) in found {
                let says = Outlet { does, tool, limited, holds: holdings.at(run) };
                let why = if limited.is_none() { "an expression decides who may use it" } else { "" };
                let of_command = command.map(|it| (it.loc.as_str(), Vec::new()));
                let (loc, place) = of_command.unwrap_or_else(|| (&at.step.loc, path(["uses"])));
                let via = at.placed.via.iter().chain(command.iter().flat_map(|it| &it.via)).cloned().collect();
                facts.push(Fact { via, ..Fact::new(loc, place, at.about(), says).because(why) });
            }
        }
    }
    facts
}

/// What a way gives away, by what, and whether only to some.
type Way = (Gives, String, Option<bool>);

fn of_step<'a>(at: InJob<'a>, known: &Tunnels) -> Vec<(Option<&'a Command>, Way)> {
    let mut found: Vec<(Option<&Command>, Way)> = Vec::new();
    if let Some(uses) = at.action() {
        let tunnel = known.action(&uses.owner, &uses.name);
        found.extend(tunnel.map(|tunnel| (None, (Gives::Tunnel, tunnel.tool.clone(), is_limited(at, tunnel)))));
    }
    let Some(run) = &at.step.run else { return found };
    let commands: Vec<&Command> = run.commands.iter().filter(|command| command.reached).collect();
    for (index, command) in commands.iter().enumerate() {
        let behind = commands.get(index.saturating_add(1)..).unwrap_or_default();
        let way = shell(at, command, behind).map(|tool| (Gives::Shell, tool, Some(false)));
        let way = way.or_else(|| {
            let (tunnel, words) = known.command(&command.argv)?;
            let names = |option: &String| words.iter().any(|word| word.split('=').next() == Some(option));
            Some((Gives::Tunnel, tunnel.tool.clone(), Some(tunnel.limits.iter().any(names))))
        });
        found.extend(way.map(|way| (Some(*command), way)));
    }
    found.extend(
        sent::of(at, &commands).into_iter().map(|(command, gives, tool)| (Some(command), (gives, tool, Some(false)))),
    );
    found
}

/// Whether an action is told who may use what it opens.
fn is_limited(at: InJob<'_>, tunnel: &Tunnel) -> Option<bool> {
    let mut limited = Some(false);
    for (_, value) in tunnel.limits.iter().flat_map(|input| at.handed(input)) {
        match value.trim() {
            "" | "false" | "auto" => {}
            value if value.contains("${{") => limited = None,
            _ => return Some(true),
        }
    }
    limited
}

/// How many commands behind a connection are asked whether they run what comes out of it.
const BEHIND: usize = 100;

/// Programs that talk to a host with what they read, and print what it says.
const TALKS: [&str; 6] = ["nc", "ncat", "netcat", "telnet", "openssl", "socat"];

/// The program by which a command hands a shell to a host of the net; `None` for any other command.
fn shell(at: InJob<'_>, command: &Command, behind: &[&Command]) -> Option<String> {
    let connection = command.writes.iter().find(|file| file.starts_with("/dev/tcp/") || file.starts_with("/dev/udp/"));
    let piped = command.pipe_to.as_deref().map(wrappers::base_name);
    if connection.is_none()
        && !command.argv.iter().any(|word| may_talk(word))
        && !piped.is_some_and(|it| TALKS.contains(&it))
    {
        return None;
    }
    let argv = wrappers::unwrap(&command.argv, |_| None);
    let (program, rest) = argv.split_first()?;
    let name = wrappers::base_name(program);
    // `/dev/tcp/host/port`
    if let Some(host) = connection.and_then(|file| file.split('/').nth(3)) {
        let takes_lines = is_open(name, rest) || name == "exec" && behind.iter().take(BEHIND).any(|it| runs_lines(it));
        return takes_lines.then_some(host).filter(|host| is_far(at, host)).map(|_| name.to_owned());
    }
    // A shell without a script, which a program feeds that talks to a host.
    if let Some(reader) = piped.filter(|reader| TALKS.contains(reader) && is_open(name, rest)) {
        let reads = behind.iter().find(|it| it.program == *reader)?;
        return reads.argv.iter().skip(1).any(|word| is_far(at, word)).then(|| reader.to_owned());
    }
    let runs = |word: &String| {
        let (head, program) = word.split_once(':').unwrap_or(("", word));
        let program = program.trim_start_matches(['"', '\'']).split([' ', ',', '"', '\'']).next().unwrap_or_default();
        wrappers::is_shell(program)
            && (name != "socat" || matches!(head.to_ascii_lowercase().as_str(), "exec" | "system"))
    };
    let hands_over = match name {
        "nc" | "ncat" | "netcat" => {
            let option = |word: &String| {
                matches!(word.as_str(), "--exec" | "--sh-exec")
                    || word.starts_with('-') && !word.starts_with("--") && word.ends_with(['e', 'c'])
            };
            rest.iter().zip(rest.iter().skip(1)).any(|(word, next)| option(word) && runs(next))
        }
        "socat" => rest.iter().any(runs),
        _ => false,
    };
    let far = |word: &String| {
        let host = if name == "socat" { word.split(':').nth(1).unwrap_or_default() } else { word };
        is_far(at, host)
    };
    (hands_over && rest.iter().any(far)).then(|| name.to_owned())
}

fn may_talk(word: &str) -> bool {
    matches!(wrappers::base_name(word), "nc" | "ncat" | "netcat" | "socat")
}

/// Whether a program is a shell that does what it reads: no script, and no text of its own.
fn is_open(name: &str, arguments: &[String]) -> bool {
    wrappers::is_shell(name) && arguments.iter().all(|word| word.starts_with('-') && !word.contains('c'))
}

/// Whether a command runs what it, or one around it, has read.
fn runs_lines(command: &Command) -> bool {
    let Some((program, rest)) = command.argv.split_first() else { return false };
    is_open(wrappers::base_name(program), rest) || program.starts_with('$') || program == "eval"
}

/// Whether a word names a host of the net.
fn is_far(at: InJob<'_>, word: &str) -> bool {
    !word.starts_with('-') && address::of(at, word).is_some()
}

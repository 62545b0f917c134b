//! Where the commands of Docker go: the client sends them to the daemon that an option, a variable or a context names
//! (docs.docker.com/engine/manage-resources/contexts, docs.docker.com/reference/cli/docker, "Environment variables").

use super::setting::Setting;
use super::words::{Known, shown};
use crate::input::pipeline::shell::syntax::Simple;
use crate::input::pipeline::wrappers::{self, base_name};

/// Clients of the daemon.
const CLIENTS: [&str; 2] = ["docker", "docker-compose"];

/// Variables that name it; the first counts before the second.
const VARIABLES: [&str; 2] = ["DOCKER_HOST", "DOCKER_CONTEXT"];

/// The daemon that some commands go to, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Daemon {
    /// `DOCKER_HOST`, `DOCKER_CONTEXT`; by its name with a `$` what only the run knows.
    named: [Option<String>; 2],
}

impl Daemon {
    /// That of a command, by the variables around it.
    pub(super) fn of(known: &Known<'_>, simple: &Simple) -> Self {
        let named = VARIABLES.map(|name| {
            let own = simple.assignments.iter().rev().find(|assignment| assignment.name == name);
            if let Some(own) = own {
                return Some(known.text(&own.value));
            }
            let is_set = known.variables.contains_key(name) || (known.around.variable)(name).is_some();
            is_set.then(|| known.variable(name).unwrap_or_else(|| format!("${name}")))
        });
        Self { named }
    }
}

impl Setting<'_> {
    /// The other machine that a command of Docker goes to, as it is shown.
    pub(in super::super) fn other_daemon(&self, argv: &[String]) -> Option<String> {
        let words: Vec<&str> = argv.iter().map(String::as_str).collect();
        let (program, from, _) = wrappers::core(&words)?;
        if !CLIENTS.contains(&base_name(program)) {
            return None;
        }
        let options = self.words.get(from..).unwrap_or_default();
        let given = |names: [&str; 2]| option(options, names);
        let [host, context] = &self.daemon.named;
        let of_host = given(["-H", "--host"]).map(|host| (host, true));
        let of_context = given(["-c", "--context"]).map(|context| (context, false));
        let of_variables = host.clone().map(|host| (host, true)).or_else(|| context.clone().map(|it| (it, false)));
        let (name, is_host) = of_host.or(of_context).or(of_variables)?;
        let is_other = if is_host { is_other_host(&name) } else { !matches!(name.as_str(), "" | "default") };
        is_other.then(|| shown(&name))
    }
}

/// The value of an option that stands before the first word that is none.
fn option(words: &[String], names: [&str; 2]) -> Option<String> {
    let mut words = words.iter();
    while let Some(word) = words.next().filter(|word| word.starts_with('-')) {
        let (name, value) = word.split_once('=').map_or((word.as_str(), None), |(name, value)| (name, Some(value)));
        let takes = ["-c", "--context", "-H", "--host", "--config", "-l", "--log-level", "-f", "--file", "-p"];
        let value = value.map(str::to_owned).or_else(|| takes.contains(&name).then(|| words.next().cloned()).flatten());
        if names.contains(&name) {
            return value;
        }
    }
    None
}

/// Whether an address is one of another machine. A name without a dot is a service beside the job: `tcp://docker:2375`.
fn is_other_host(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once("://") else { return address.contains('$') };
    let host = rest.split(['/', ':']).next().unwrap_or_default();
    match scheme {
        "unix" | "npipe" | "fd" => false,
        "ssh" => true,
        _ => rest.contains('$') || (host.contains('.') && !host.starts_with("127.") && host != "0.0.0.0"),
    }
}

//! Where the commands of Docker go: the client sends them to the daemon that an option, a variable or a context names
//! (docs.docker.com/engine/manage-resources/contexts, docs.docker.com/reference/cli/docker, "Environment variables").

use super::words::Known;
use crate::input::pipeline::shell::syntax::Simple;
use crate::input::pipeline::wrappers::{self, base_name};

/// Clients of the daemon.
const CLIENTS: [&str; 2] = ["docker", "docker-compose"];

/// The other machine that a command of Docker goes to, by its options or the variables around it; `words` are those of the
/// command as far as they are known. What only the run knows is a variable by its name.
pub(super) fn other(known: &Known<'_>, simple: &Simple, words: &[String]) -> Option<String> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if !words.iter().any(|word| CLIENTS.contains(&base_name(word))) {
        return None;
    }
    let (program, from, _) = wrappers::core(&words)?;
    if !CLIENTS.contains(&base_name(program)) {
        return None;
    }
    let options = words.get(from..).unwrap_or_default();
    let host = || option(options, ["-H", "--host"]).map(|host| (host, true));
    let context = || option(options, ["-c", "--context"]).map(|context| (context, false));
    let of_host = || variable(known, simple, "DOCKER_HOST").map(|host| (host, true));
    let of_context = || variable(known, simple, "DOCKER_CONTEXT").map(|context| (context, false));
    let (name, is_host) = host().or_else(context).or_else(of_host).or_else(of_context)?;
    let is_other = if is_host { is_other_host(&name) } else { !matches!(name.as_str(), "" | "default") };
    is_other.then_some(name)
}

/// What a variable holds for a command.
fn variable(known: &Known<'_>, simple: &Simple, name: &str) -> Option<String> {
    let own = simple.assignments.iter().rev().find(|assignment| assignment.name == name);
    if let Some(own) = own {
        return Some(known.text(&own.value));
    }
    let is_set = known.variables.contains_key(name) || (known.around.variable)(name).is_some();
    is_set.then(|| known.variable(name).unwrap_or_else(|| format!("${name}")))
}

/// The value of an option that stands before the first word that is none.
fn option(words: &[&str], names: [&str; 2]) -> Option<String> {
    let mut words = words.iter();
    while let Some(word) = words.next().filter(|word| word.starts_with('-')) {
        let (name, value) = word.split_once('=').map_or((*word, None), |(name, value)| (name, Some(value)));
        let takes = ["-c", "--context", "-H", "--host", "--config", "-l", "--log-level", "-f", "--file", "-p"];
        let value = value
            .map(str::to_owned)
            .or_else(|| takes.contains(&name).then(|| words.next().map(|word| (*word).to_owned())).flatten());
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

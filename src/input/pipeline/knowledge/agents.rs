//! Agents that do what a prompt tells them.

use std::collections::BTreeMap;

use crate::knowledge::{Lookup, Row, concepts};

/// Those of a run.
pub(super) static AGENTS: Lookup<Agents> = Lookup::new(&concepts::pipeline::AGENTS, |rows| {
    let mut agents = Agents::default();
    for row in rows {
        let (subject, words) = row.text("pattern").split_once(' ').unwrap_or((row.text("pattern"), ""));
        let known = if row.word("kind") == "action" { &mut agents.actions } else { &mut agents.commands };
        known.entry(subject.to_owned()).or_default().push(AgentRow::of(&row, words));
    }
    agents
});

/// By action and by program.
#[derive(Debug, Default)]
pub(in crate::input::pipeline) struct Agents {
    actions: BTreeMap<String, Vec<AgentRow>>,
    commands: BTreeMap<String, Vec<AgentRow>>,
}

/// One way to call an agent.
#[derive(Debug)]
pub(in crate::input::pipeline) struct AgentRow {
    pub(in crate::input::pipeline) agent: String,
    /// Inputs, flags or words whose value says what to do.
    pub(in crate::input::pipeline) prompts: Vec<String>,
    /// Inputs or flags that say what it may use.
    pub(in crate::input::pipeline) limits: Vec<String>,
    /// The input without which only those with write access start it; empty for an agent that starts for anybody.
    pub(in crate::input::pipeline) opens: String,
    /// Words that follow the program.
    words: Vec<String>,
    free: Vec<Clause>,
}

/// When an agent may do anything.
#[derive(Debug)]
struct Clause {
    verb: String,
    names: Vec<String>,
    value: String,
}

impl AgentRow {
    fn of(row: &Row<'_>, words: &str) -> Self {
        let list = |column: &str| row.list(column).map(str::to_owned).collect();
        let clause = |text: &str| {
            let mut words = text.split_whitespace();
            let (verb, names) = (words.next()?.to_owned(), words.next()?.split('|').map(str::to_owned).collect());
            Some(Clause { verb, names, value: words.next().unwrap_or_default().to_owned() })
        };
        Self {
            agent: row.text("agent").to_owned(),
            prompts: list("prompts"),
            limits: list("limits"),
            opens: row.text("opens").to_owned(),
            words: words.split_whitespace().map(str::to_owned).collect(),
            free: row.text("free").split(';').filter_map(clause).collect(),
        }
    }

    /// Whether it starts for people who may not write to the repository; `None` where an expression decides.
    pub(in crate::input::pipeline) fn is_open(&self, value: &dyn Fn(&str) -> Option<String>) -> Option<bool> {
        match value(&self.opens) {
            _ if self.opens.is_empty() => Some(true),
            None => Some(false),
            Some(given) if given.contains("${{") => None,
            // Accounts that are named are the choice of the repository.
            Some(given) => Some(given.split([',', ' ', '\n']).any(|name| name.trim() == "*")),
        }
    }

    /// Whether it may do anything by what it is given: `value` says what a flag or input holds, nothing for one that is
    /// not there. `None` where an expression decides.
    pub(in crate::input::pipeline) fn is_free(&self, value: &dyn Fn(&str) -> Option<String>) -> Option<bool> {
        let mut open = false;
        for Clause { verb, names, value: wanted } in &self.free {
            let Some(given) = names.iter().find_map(|name| value(name)) else { continue };
            let holds = match verb.as_str() {
                "with" => true,
                "is" => given.eq_ignore_ascii_case(wanted),
                _ => given.contains(wanted.as_str()),
            };
            if holds {
                return Some(true);
            }
            open |= verb != "with" && given.contains('$');
        }
        (!open).then_some(false)
    }
}

impl Agents {
    /// The agent that an action is, by `owner/name`.
    pub(in crate::input::pipeline) fn action(&self, name: &str) -> Option<&AgentRow> {
        self.actions.get(name.to_ascii_lowercase().as_str())?.first()
    }

    /// Whether a program may be an agent.
    pub(in crate::input::pipeline) fn begins(&self, program: &str) -> bool {
        self.commands.contains_key(program)
    }

    /// The agent that a command starts: its program, and the words behind it.
    pub(in crate::input::pipeline) fn command(&self, program: &str, arguments: &[String]) -> Option<&AgentRow> {
        let rows = self.commands.get(program)?;
        rows.iter().find(|row| {
            let mut words = arguments.iter().filter(|word| !word.starts_with('-'));
            row.words.iter().all(|wanted| words.any(|word| word == wanted))
        })
    }
}

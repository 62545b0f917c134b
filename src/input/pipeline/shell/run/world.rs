//! The states that a script can be in while it runs.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::syntax::Part;
use super::super::{Shell, Texts};
use super::value::Value;
use crate::input::pipeline::persistent::Map;

/// A command that is taken to fail, at one call of the functions that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Who {
    /// Where it begins.
    pub(super) command: usize,
    /// The call; 0 outside of functions.
    pub(super) call: usize,
}

/// How a command ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ends {
    /// With 0.
    Zero,
    /// With another number.
    NonZero,
    /// Nobody knows, and it has nothing to do with the command that fails: with 0 where that must be decided.
    Assumed,
    /// Nobody knows, and it may depend on the command that fails: why.
    Unsure(String),
}

/// The status that a command left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Status {
    pub(super) ends: Ends,
    /// Whether it would be another if the command had not failed.
    pub(super) traced: bool,
    /// Whether it comes out of something whose failure `set -e` does not mind.
    pub(super) quiet: bool,
}

impl Status {
    pub(super) const fn of(ends: Ends) -> Self {
        Self { ends, traced: false, quiet: false }
    }

    pub(super) const fn traced(ends: Ends, traced: bool) -> Self {
        Self { ends, traced, quiet: false }
    }

    pub(super) const fn is_failure(&self) -> bool {
        matches!(self.ends, Ends::NonZero)
    }

    /// Whether a condition on it may hold, and whether it may not.
    pub(super) const fn answers(&self) -> (bool, bool) {
        match self.ends {
            Ends::Zero => (true, false),
            Ends::NonZero => (false, true),
            Ends::Assumed | Ends::Unsure(_) => (true, true),
        }
    }

    /// That of `! …`.
    pub(super) fn negated(self) -> Self {
        let ends = match self.ends {
            Ends::Zero => Ends::NonZero,
            Ends::NonZero => Ends::Zero,
            other => other,
        };
        Self { ends, quiet: true, ..self }
    }
}

/// What runs next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Flow {
    /// The next command.
    Runs,
    /// What follows so many loops.
    Breaks(usize),
    /// The next turn of the loop so many levels up.
    Continues(usize),
    /// What follows the call.
    Returns,
    /// Nothing: the shell ends.
    Exits,
}

/// What a subshell has of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Env<'s> {
    pub(super) variables: Map<Value>,
    pub(super) functions: Rc<BTreeMap<String, &'s Part>>,
    /// `$1` and so on; `None` when nobody knows.
    pub(super) arguments: Option<Rc<Vec<Value>>>,
    /// What programs see of the variables that the script sets.
    pub(super) exported: Rc<BTreeMap<String, Texts>>,
    pub(super) shell: Shell,
    /// Whether functions have the `ERR` trap: `set -E`.
    pub(super) errtrace: bool,
    /// Whether `$(…)` keeps `set -e`.
    pub(super) inherits: bool,
    /// Whether something that is not read may have set any variable.
    pub(super) open: bool,
    /// Where the texts of the traps begin.
    pub(super) exit_trap: Option<usize>,
    pub(super) error_trap: Option<usize>,
}

/// One state.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says something else of a state, and any of them can hold together"
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct World<'s> {
    /// The command that fails in it; `None` where nothing does that does not have to.
    pub(super) who: Option<Who>,
    pub(super) env: Env<'s>,
    pub(super) status: Status,
    /// `PIPESTATUS`.
    pub(super) pipe: Vec<Status>,
    pub(super) flow: Flow,
    /// Whether it is where it is because the command failed.
    pub(super) diverged: bool,
    /// Whether the command is a job in the background that nothing has waited for.
    pub(super) pending: bool,
    /// Whether the command has just printed into what a word puts in.
    pub(super) printed: bool,
    /// Whether a variable may tell the failure.
    pub(super) traces: bool,
    /// Where else the script has told it.
    pub(super) handed: Option<&'static str>,
    /// Why the failure did not end the script.
    pub(super) why: Option<String>,
    /// What the local variables of the function were before it.
    pub(super) locals: Rc<BTreeMap<String, Option<Value>>>,
    /// Whether the script always comes here.
    pub(super) sure: bool,
}

impl World<'_> {
    /// That in which a script begins.
    pub(super) fn first(shell: Shell) -> Self {
        Self {
            who: None,
            env: Env {
                variables: Map::default(),
                functions: Rc::default(),
                arguments: None,
                exported: Rc::default(),
                shell,
                errtrace: false,
                inherits: false,
                open: false,
                exit_trap: None,
                error_trap: None,
            },
            status: Status::of(Ends::Zero),
            pipe: Vec::new(),
            flow: Flow::Runs,
            diverged: false,
            pending: false,
            printed: false,
            traces: false,
            handed: None,
            why: None,
            locals: Rc::default(),
            sure: true,
        }
    }

    /// The same with a command that fails here.
    pub(super) fn failing(&self, who: Who) -> Self {
        let status = Status::traced(Ends::NonZero, true);
        Self { who: Some(who), status, ..self.clone() }
    }

    pub(super) fn with(mut self, status: Status) -> Self {
        self.status = status;
        self
    }

    pub(super) fn runs(&self) -> bool {
        self.flow == Flow::Runs
    }

    /// Keeps the first reason.
    pub(super) fn because(&mut self, why: impl FnOnce() -> String) {
        if self.who.is_some() && self.why.is_none() {
            self.why = Some(why());
        }
    }

    pub(super) fn set(&mut self, name: &str, mut value: Value) {
        let before = self.env.variables.get(name);
        if let Some(before) = before.filter(|before| before.traced && before.says_also(&value)) {
            value = before.clone();
        }
        self.traces |= value.traced;
        if before != Some(&value) {
            self.env.variables.insert(name, value);
        }
    }

    /// Something that is not read may have set any variable. What tells a failure is taken to go on telling it.
    pub(super) fn opens(&mut self) {
        let before = std::mem::take(&mut self.env.variables);
        for (name, value) in before.iter() {
            self.env.variables.insert(name, value.clone().doubted());
        }
        self.env.open = true;
    }

    pub(super) fn unset(&mut self, name: &str) {
        self.env.variables.remove(name);
    }

    /// Whether nothing is left of the failure; `work` grows with what had to be looked at.
    pub(super) fn is_over(&mut self, work: &mut usize) -> bool {
        let is_told = self.diverged || self.pending || self.printed || self.handed.is_some() || self.status.traced;
        if self.who.is_none() || is_told || !self.runs() || self.pipe.iter().any(|status| status.traced) {
            return false;
        }
        if self.traces {
            *work = work.saturating_add(self.env.variables.len());
            self.traces = self.env.variables.iter().any(|(_, value)| value.traced)
                || self.env.arguments.iter().any(|all| all.iter().any(|value| value.traced));
        }
        !self.traces
    }
}

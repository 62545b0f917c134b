//! Where texts of strangers go in the script of a shell.
//!
//! The commands of a script are gone through as the shell would, with what its variables and files may hold in place of
//! what they do hold. Both branches of a condition are taken, each with what the condition says about a variable; a loop
//! is gone through twice. Nothing is run. What comes out: the texts that commands make code of, what the script hands to
//! what follows (outputs, variables of the environment, files), and the arguments of the scripts that it runs.

mod builtins;
mod command;
mod environment;
mod expansion;
mod fence;
mod filter;
mod forge;
mod javascript;
mod javascript_calls;
mod javascript_methods;
mod javascript_tokens;
mod json;
mod pattern;
mod printed;
mod sink;
mod value;
mod walk;

use std::collections::BTreeMap;

use super::facts::Sink;
use super::held::Held;
use super::persistent::Map;
use super::shell::syntax::List;
use crate::source::Span;

pub(super) use self::forge::{DOWNLOADED, folder_of};
pub(super) use self::javascript::read as javascript;
pub(super) use self::javascript_methods::methods as javascript_methods;
pub(super) use self::value::Value;
use self::walk::Walk;

/// What surrounds a script.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    /// What a variable holds that something around the script sets.
    pub(super) variable: &'a dyn Fn(&str) -> Option<Held>,
    /// What an expression of the vendor gives, without its delimiters.
    pub(super) expression: &'a dyn Fn(&str) -> Held,
    /// What a context of the event holds: `github.event.issue.title`.
    pub(super) context: &'a dyn Fn(&str) -> Held,
    /// Whether the run may be about what a stranger wrote, so that asking the forge gives their text.
    pub(super) strangers: bool,
    /// Whether the tree has a file of this path.
    pub(super) in_tree: &'a dyn Fn(&str) -> bool,
    /// The folder of the tree that it runs in.
    pub(super) folder: &'a str,
    /// Whether a command is an agent: its program, and the words behind it.
    pub(super) is_agent: &'a dyn Fn(&str, &[String]) -> bool,
}

/// What a script leaves for those behind it in the same job.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Kept {
    /// The variables of its shell.
    pub(super) variables: Map<Value>,
    /// What files hold, by how they are called.
    pub(super) files: BTreeMap<String, Value>,
    /// Folders that are filled by a stranger, with what is in them; empty for the workspace.
    pub(super) filled: BTreeMap<String, Held>,
    /// What an artifact of the run holds that started this one, if a stranger can have started that.
    pub(super) artifact: Option<Held>,
}

/// A text of others that a command makes code of, or environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    /// The command.
    pub(super) span: Span,
    pub(super) sink: Sink,
    /// The program.
    pub(super) taker: String,
    /// The variable that stands there; empty when there is none.
    pub(super) variable: String,
    pub(super) held: Held,
}

/// What is said where a script is too much.
pub(super) const CUT: &str = "the script is too long for gate to follow the texts of others to its end";

/// What a script hands to what follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Left {
    /// The name of the output or variable; empty for any.
    pub(super) name: String,
    pub(super) held: Held,
    /// Whether it has anything that neither a text nor an expression says.
    pub(super) open: bool,
}

/// What a command hands to the script that it runs.
#[derive(Debug, Clone, Default)]
pub(super) struct Handed {
    /// Its arguments.
    pub(super) arguments: Vec<Value>,
    /// The variables that are set for it alone, where a stranger has a part in them.
    pub(super) variables: Vec<(String, Value)>,
}

/// What comes of a script.
#[derive(Debug, Clone, Default)]
pub(super) struct Outcome {
    pub(super) hits: Vec<Hit>,
    /// The outputs of the step, in order.
    pub(super) outputs: Vec<Left>,
    /// The variables for the steps behind it.
    pub(super) environment: Vec<Left>,
    /// What commands hand on that get a text of strangers, by where the commands begin.
    pub(super) calls: BTreeMap<usize, Handed>,
    /// Whether some of it is not followed: it is too much, or functions call each other without end.
    pub(super) gave_up: bool,
    /// Whether it ends too early because it is too much.
    pub(super) is_cut: bool,
    /// Whether it gets files of another run.
    pub(super) downloads: bool,
}

/// Goes through a script. `place` gives the entity of a range of it.
pub(super) fn run(
    text: &str,
    list: &List,
    scope: &Scope<'_>,
    kept: &mut Kept,
    arguments: Vec<Value>,
    place: &mut dyn FnMut(Span) -> String,
) -> Outcome {
    let mut walk = Walk::new(text, scope, kept, arguments, place);
    walk.whole(list);
    walk.outcome
}

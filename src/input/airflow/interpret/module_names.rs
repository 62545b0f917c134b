//! The names of modules of the tree.

use std::rc::Rc;

use super::super::arena::Id;
use super::super::modules::Number;
use super::super::value::{Package, Value};
use super::Interpreter;
use crate::source::Span;

impl<'a> Interpreter<'a> {
    /// `package.name`: a name of its code, or a module in its folder.
    pub(super) fn package_attribute(&mut self, id: Id<Package<'a>>, name: &str, at: Span) -> Value<'a> {
        if let Some(value) = self.package_name(id, name, at) {
            return value;
        }
        let is_special = name.starts_with("__") && name.ends_with("__");
        if self.importing() && !is_special {
            self.note_missing_name(id, name, "asks for", at);
        }
        let package = self.heap.packages.get(id);
        let dotted = format!("{}.{name}", package.name);
        if package.open { Value::unknown(dotted) } else { Value::Symbol(Rc::from(dotted)) }
    }

    /// Python stops where a module of the tree does not have a name, unless something outside of the tree puts it in.
    fn note_missing_name(&mut self, id: Id<Package<'a>>, name: &str, does: &str, at: Span) {
        let package = self.heap.packages.get(id);
        // A module that is still being run has not come to the name yet, and a folder without code may go on elsewhere.
        if package.scope.is_some() && !package.open && self.attempts == 0 && !self.is_running(id) {
            let module = Rc::clone(&package.name);
            self.lose_all(at, &format!("{does} `{name}`, which `{module}` does not have"));
        }
    }

    /// A name that is imported out of a module of the tree. Without it Python stops there, unless something outside of
    /// the tree puts it in.
    pub(super) fn imported_name(&mut self, id: Id<Package<'a>>, name: &str, at: Span) -> Value<'a> {
        if let Some(value) = self.package_name(id, name, at) {
            return value;
        }
        let dotted = format!("{}.{name}", self.heap.packages.get(id).name);
        self.note_missing_name(id, name, "imports", at);
        Value::unknown(dotted)
    }

    /// Whether the code of a module is running because it is being imported.
    fn is_running(&self, id: Id<Package<'a>>) -> bool {
        let is_it = |file: &Number| self.standings.get(file).is_some_and(|standing| standing.package == id);
        // The DAG file itself is being read as long as anything is imported.
        self.running.iter().any(is_it) || is_it(&Number::default())
    }

    /// The same; `None` when there is no such name.
    pub(super) fn package_name(&mut self, id: Id<Package<'a>>, name: &str, at: Span) -> Option<Value<'a>> {
        let scope = self.heap.packages.get(id).scope;
        let own = scope.and_then(|scope| self.heap.scopes.get(scope).names.get(name).cloned());
        own.or_else(|| self.submodule(id, name, at).map(Value::Package))
    }
}

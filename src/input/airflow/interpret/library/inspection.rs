//! What code of the tree is asked about itself.

use super::super::super::arena::Id;
use super::super::super::value::{Args, Scope, Value};
use super::super::Interpreter;

impl<'a> Interpreter<'a> {
    /// `inspect.getmodule(x)` and questions of what kind a value is.
    pub(super) fn call_inspect(&self, function: &str, args: &Args<'a>) -> Option<Value<'a>> {
        let value = &args.positional.first()?.value;
        match (function, value) {
            ("getmodule", Value::Class(id)) => Some(self.module_of(self.heap.classes.get(*id).scope)),
            ("getmodule", Value::Function(id)) => Some(self.module_of(self.heap.functions.get(*id).scope)),
            ("getmodule", Value::Package(_)) => Some(value.clone()),
            ("isclass", Value::Class(_)) | ("isfunction", Value::Function(_)) | ("ismodule", Value::Package(_)) => {
                Some(Value::Bool(true))
            }
            ("isclass" | "ismodule", Value::Function(_))
            | ("isfunction" | "ismodule", Value::Class(_))
            | ("isclass" | "isfunction", Value::Package(_))
            | (
                "isclass" | "isfunction" | "ismodule",
                Value::Text(_) | Value::Int(_) | Value::None | Value::List(_) | Value::Dict(_),
            ) => Some(Value::Bool(false)),
            _ => None,
        }
    }

    /// The module that a scope belongs to.
    fn module_of(&self, scope: Id<Scope<'a>>) -> Value<'a> {
        let file = self.heap.scopes.get(scope).file;
        let standing = self.standings.get(&file).unwrap_or(&self.standing);
        Value::Package(standing.package)
    }

    /// `__module__` of what stands in a scope.
    pub(in super::super) fn name_of_module(&self, scope: Id<Scope<'a>>) -> Value<'a> {
        match self.module_of(scope) {
            Value::Package(id) => Value::text(&*self.heap.packages.get(id).name),
            other => other,
        }
    }
}

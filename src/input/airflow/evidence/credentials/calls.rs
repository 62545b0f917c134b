//! Credentials that a call is given by name or by place.

use ruff_python_ast::{Expr, ExprCall};

use super::written::written;
use super::{Search, items};
use crate::input::airflow::knowledge::credentials::{self as positions, At};
use crate::input::airflow::model::Scope;

/// Functions that are given a name and a value, or a name and what holds without it.
const SETTERS: &[&str] = &["setdefault", "putenv", "set", "setenv", "get", "getenv", "add_header", "setItem", "pop"];

/// Keywords that say what holds when the named one is not set.
const FALLBACKS: &[&str] = &["default_var", "default", "fallback"];

impl Search<'_> {
    /// Keyword arguments, `setdefault("NAME", "value")` and its kin, and what stands at a known place.
    pub(super) fn call(&mut self, call: &ExprCall, scope: Scope) {
        let owner = match &*call.func {
            Expr::Name(name) => name.id.as_str(),
            Expr::Attribute(attribute) => attribute.attr.as_str(),
            _ => "",
        };
        let first = call.arguments.args.first().and_then(written).map(|(name, _)| name);
        let keyword = |name: &str| call.arguments.keywords.iter().find(|it| it.arg.as_ref().is_some_and(|a| a == name));
        for argument in &call.arguments.keywords {
            let Some(key) = &argument.arg else { continue };
            self.check(key.as_str(), &argument.value, owner, scope);
            self.second_of_pair(key.as_str(), &argument.value, scope);
            if let Some(name) = first.as_deref().filter(|_| FALLBACKS.contains(&key.as_str())) {
                self.check(name, &argument.value, "", scope);
            }
        }
        if let (Some(name), Some(value)) = (keyword("name").and_then(|name| written(&name.value)), keyword("value")) {
            self.check(&name.0, &value.value, "", scope);
        }
        if let (true, Some(name), [_, value, ..]) = (SETTERS.contains(&owner), &first, &*call.arguments.args) {
            self.check(name, value, "", scope);
        }
        // `setattr(settings, "password", "…")`
        if let ("setattr", [_, name, value]) = (owner, &*call.arguments.args)
            && let Some((name, _)) = written(name)
        {
            self.check(&name, value, "", scope);
        }
        self.at_known_places(call, scope);
    }

    fn at_known_places(&mut self, call: &ExprCall, scope: Scope) {
        let Some(callee) = self.imports.dotted(&call.func) else { return };
        for (at, key) in positions::of(&callee) {
            let (At::Argument(number) | At::Pair(number)) = at;
            let by_number = call.arguments.args.get(number);
            // A star in front of it moves every number behind.
            let starred = call.arguments.args.iter().take(number.saturating_add(1)).any(Expr::is_starred_expr);
            let value = by_number.filter(|_| !starred).or_else(|| Some(&call.arguments.find_keyword(key)?.value));
            let value = match (at, value) {
                (At::Argument(_), value) => value,
                (At::Pair(_), Some(value)) => items(value).and_then(|items| items.get(1)),
                (At::Pair(_), None) => None,
            };
            if let Some(value) = value {
                self.by_place(key, value, scope);
            }
        }
    }
}

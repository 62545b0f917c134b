//! Credentials written out in the code, found in the whole tree and not only in what the interpreter reaches.

mod calls;
mod comments;
mod inside;
mod made;
#[cfg(test)]
mod tests;
mod words;
mod written;

use std::collections::BTreeMap;

use ruff_python_ast::{AnyNodeRef, CmpOp, Expr, ExprDict, ModModule, Parameters, StmtFunctionDef};

pub(crate) use self::words::kind_of;
use self::words::{HOLE, looks_random, shape_of};
use self::written::{Imports, name_of, written, written_ref, written_sum};
use super::super::knowledge::credentials as positions;
use super::super::model::Scope;
use super::super::python::{children, span};
use crate::source::secret::command::{self, Line, Word};
use crate::source::secret::{self, Known};
use crate::source::{Source, Span};

/// A literal that is a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// The name that it is given; `text` when it has none.
    pub(crate) key: String,
    pub(crate) kind: &'static str,
    pub(crate) scope: Scope,
}

/// Credentials by the span of their literals, and their values.
#[derive(Debug, Default)]
pub(crate) struct Credentials {
    pub(crate) places: BTreeMap<Span, Found>,
    pub(crate) known: Known,
}

impl Credentials {
    /// Notes a credential at a place; a name says more than none.
    pub(crate) fn add(&mut self, at: Span, found: Found, text: &str) {
        self.learn(text);
        let named = found.key != "text";
        let entry = self.places.entry(at).or_insert_with(|| found.clone());
        if entry.key == "text" && named {
            *entry = found;
        }
    }

    /// Remembers the value: the credentials in it where its shape says which part is one, else all that is written out.
    fn learn(&mut self, text: &str) {
        self.known.add_inside(text);
        if shape_of(text).is_some() {
            return;
        }
        if text.contains(HOLE) {
            text.split(HOLE).filter(|part| looks_random(part)).for_each(|part| self.known.add(part));
        } else {
            self.known.add(text);
        }
    }
}

/// Finds every credential in a file. `runs_at_import` says of a function whether Airflow runs it when it reads the file.
pub(crate) fn find(
    module: &ModModule,
    source: &Source,
    runs_at_import: &dyn Fn(&StmtFunctionDef) -> bool,
) -> Credentials {
    let mut search = Search { source, imports: Imports::of(&module.body), found: Credentials::default() };
    let mut strings: Vec<Span> = Vec::new();
    search.found.known.add_all_in(source.text());
    let mut waiting = vec![(AnyNodeRef::from(module), Scope::TopLevel, false)];
    while let Some((node, scope, in_sum)) = waiting.pop() {
        let mut inner = scope;
        match node {
            AnyNodeRef::StmtFunctionDef(def) => {
                search.defaults(&def.parameters, scope);
                if !runs_at_import(def) {
                    inner = Scope::TaskBody;
                }
            }
            // A text that stands alone is documentation: only what is a credential by its shape counts.
            AnyNodeRef::StmtExpr(statement) if statement.value.is_string_literal_expr() => {
                strings.push(span(&*statement.value));
                search.documentation(&statement.value, scope);
                continue;
            }
            // Its parts are looked at as a whole.
            AnyNodeRef::ExprBinOp(sum) if !in_sum => {
                if let Some((text, at)) = written_sum(sum).or_else(|| made::formatted(sum)) {
                    search.text(&text, at, scope);
                }
            }
            AnyNodeRef::ExprLambda(lambda) => {
                lambda.parameters.iter().for_each(|parameters| search.defaults(parameters, scope));
            }
            AnyNodeRef::ExprList(list) => search.command_line(&list.elts, scope),
            AnyNodeRef::ExprTuple(tuple) if tuple.elts.len() > 2 => search.command_line(&tuple.elts, scope),
            AnyNodeRef::ExprCall(call) => {
                search.named_values(node, scope);
                if let Some((text, at)) = made::called(call).or_else(|| made::logged(call)) {
                    search.text(&text, at, scope);
                }
            }
            _ => search.named_values(node, scope),
        }
        if let Some((text, at)) = node.as_expr_ref().and_then(written_ref) {
            strings.push(at);
            search.text(&text, at, scope);
        }
        let in_sum = matches!(node, AnyNodeRef::ExprBinOp(_));
        waiting.extend(children(node).into_iter().map(|child| (child, inner, in_sum)));
    }
    search.comments(strings);
    search.found
}

struct Search<'s> {
    source: &'s Source,
    imports: Imports,
    found: Credentials,
}

impl Search<'_> {
    fn add(&mut self, at: Span, key: &str, kind: &'static str, scope: Scope, text: &str) {
        self.found.add(at, Found { key: key.to_owned(), kind, scope }, text);
    }

    fn check(&mut self, key: &str, value: &Expr, owner: &str, scope: Scope) {
        let Some((text, at)) = written(value) else {
            self.several(key, value, owner, scope);
            return made::choices(value).into_iter().for_each(|choice| self.check(key, choice, owner, scope));
        };
        if let Some(kind) = kind_of(key, &text, owner) {
            self.add(at, key, kind, scope, &text);
        } else if let Some(hit) = inside::of_header(key, &text) {
            let at = self.narrow(at, hit.value);
            self.add(at, key, hit.kind, scope, hit.value);
            if let Some(password) = inside::of_basic(hit.value) {
                self.found.known.add(&password);
            }
        }
    }

    /// `PASSWORDS = {"prod": "…"}`; words with an underscore are names of things.
    fn several(&mut self, key: &str, value: &Expr, owner: &str, scope: Scope) {
        let Some(key) = key.strip_suffix(['s', 'S']) else { return };
        for item in several(value) {
            if written(item).is_some_and(|(text, _)| !text.contains('_')) {
                self.check(key, item, owner, scope);
            }
        }
    }

    /// A text wherever it stands: a credential by its shape, or with credentials inside.
    fn text(&mut self, text: &str, at: Span, scope: Scope) {
        if let Some(kind) = shape_of(text) {
            self.add(at, "text", kind, scope, text);
        } else if !self.found.places.contains_key(&at) {
            for hit in inside::hits(&words::filled(text)) {
                let at = self.narrow(at, hit.value);
                self.add(at, hit.key, hit.kind, scope, hit.value);
            }
        }
    }

    fn documentation(&mut self, value: &Expr, scope: Scope) {
        if let Some((text, at)) = written(value)
            && let Some(kind) = shape_of(&text).filter(|kind| *kind != "password-in-url")
        {
            self.add(at, "text", kind, scope, &text);
        }
    }

    /// The part of a literal that holds `value`; all of it when it is written in another way there.
    fn narrow(&self, at: Span, value: &str) -> Span {
        let found = self.source.slice(at).find(value).map(|offset| at.start.saturating_add(offset));
        found.map_or(at, |start| Span::new(start, start.saturating_add(value.len())))
    }

    /// Checks the values that a node gives names to.
    fn named_values(&mut self, node: AnyNodeRef<'_>, scope: Scope) {
        match node {
            AnyNodeRef::StmtAssign(assign) => {
                for target in &assign.targets {
                    self.assigned(target, &assign.value, scope);
                }
            }
            AnyNodeRef::StmtAnnAssign(assign) => {
                if let Some(value) = &assign.value {
                    self.assigned(&assign.target, value, scope);
                }
            }
            AnyNodeRef::StmtFor(each) => {
                if let (Some(key), Some(values)) = (name_of(&each.target), items(&each.iter)) {
                    for value in values {
                        self.check(&key, value, "", scope);
                    }
                }
            }
            // `password == "…"`
            AnyNodeRef::ExprCompare(compare) => {
                if let ([CmpOp::Eq | CmpOp::NotEq], [value]) = (&*compare.ops, &*compare.comparators)
                    && let Some(key) = name_of(&compare.left)
                {
                    self.check(&key, value, "", scope);
                }
            }
            AnyNodeRef::ExprNamed(named) => self.assigned(&named.target, &named.value, scope),
            AnyNodeRef::ExprDict(dict) => self.entries(dict, scope),
            // `("password", "…")`
            AnyNodeRef::ExprTuple(tuple) => {
                if let [key, value] = tuple.elts.as_slice()
                    && let Some((key, _)) = written(key)
                    && !written(value).is_some_and(|(value, _)| is_word(&value))
                {
                    self.check(&key, value, "", scope);
                }
            }
            AnyNodeRef::ExprCall(call) => self.call(call, scope),
            _ => {}
        }
    }

    /// `password = …`, also where several are assigned together.
    fn assigned(&mut self, target: &Expr, value: &Expr, scope: Scope) {
        if let (Some(targets), Some(values)) = (items(target), items(value)) {
            for (target, value) in targets.iter().zip(values) {
                if let Some(key) = name_of(target) {
                    self.check(&key, value, "", scope);
                }
            }
        } else if let Some(key) = name_of(target) {
            self.check(&key, value, "", scope);
            self.second_of_pair(&key, value, scope);
        }
    }

    /// `{"password": "…"}`, `{"name": "PASSWORD", "value": "…"}`
    fn entries(&mut self, dict: &ExprDict, scope: Scope) {
        let entry = |name: &str| {
            let mut items = dict.items.iter();
            items.find_map(|item| (written(item.key.as_ref()?)?.0 == name).then_some(&item.value))
        };
        let name = ["name", "key"].iter().find_map(|name| written(entry(name)?)).map(|(name, _)| name);
        if let (Some(name), Some(value)) = (name, entry("value")) {
            self.check(&name, value, "", scope);
        }
        for item in &dict.items {
            if let Some((key, _)) = item.key.as_ref().and_then(written) {
                self.check(&key, &item.value, "", scope);
                self.second_of_pair(&key, &item.value, scope);
            }
        }
    }

    fn defaults(&mut self, parameters: &Parameters, scope: Scope) {
        for parameter in parameters.iter_non_variadic_params() {
            if let Some(default) = &parameter.default {
                self.check(parameter.parameter.name.as_str(), default, "", scope);
            }
        }
    }

    /// What a place says to be a credential: any text that is no reference and no words for people.
    fn by_place(&mut self, key: &str, value: &Expr, scope: Scope) {
        let Some((text, at)) = written(value) else { return };
        if let Some(kind) = of_place(&text) {
            self.add(at, key, kind, scope, &text);
        }
    }

    /// `["sshpass", "-p", "…"]`
    fn command_line(&mut self, words: &[Expr], scope: Scope) {
        let Some(words) = words.iter().map(written).collect::<Option<Vec<_>>>() else { return };
        let line = words.iter().map(|(text, _)| Word { text, at: 0 }).collect();
        for place in command::find(&[Line { words: line, piped: false }]) {
            let Some((text, at)) = words.get(place.word) else { continue };
            let value = text.get(place.span.start..place.span.end).unwrap_or_default().to_owned();
            let at = self.narrow(*at, &value);
            self.add(at, "text", "password", scope, &value);
        }
    }

    /// `auth = ("reader", "…")`
    fn second_of_pair(&mut self, key: &str, value: &Expr, scope: Scope) {
        if positions::is_pair(key)
            && let Some([_, second]) = items(value)
        {
            self.by_place(key, second, scope);
        }
    }
}

/// The kind of credential that a text is because of the place that it is given to.
pub(crate) fn of_place(text: &str) -> Option<&'static str> {
    shape_of(text).or_else(|| secret::literal("password", text).filter(|_| !words::is_label("password", text)))
}

/// Whether a text is a plain word: `("password", "secret")` are two names and no name with its value.
fn is_word(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '_' | '-' | '.'))
}

/// The values of a list, tuple, set or dict.
fn several(expression: &Expr) -> impl Iterator<Item = &Expr> {
    let of_dict = expression.as_dict_expr().into_iter().flat_map(|dict| &dict.items).map(|item| &item.value);
    let of_set = expression.as_set_expr().into_iter().flat_map(|set| &set.elts);
    items(expression).into_iter().flatten().chain(of_set).chain(of_dict)
}

/// The items of a tuple or list.
fn items(expression: &Expr) -> Option<&[Expr]> {
    match expression {
        Expr::Tuple(tuple) => Some(&tuple.elts),
        Expr::List(list) => Some(&list.elts),
        _ => None,
    }
}

/// The credentials in a text of a file that is no code: the text itself by its shape, or those inside of it. `at` is where
/// the text stands in its file.
pub(crate) fn of_text(text: &str, at: Span, source: &Source) -> Vec<(Span, Found, String)> {
    let found = |key: &str, kind| Found { key: key.to_owned(), kind, scope: Scope::TopLevel };
    if let Some(kind) = shape_of(text) {
        return vec![(at, found("text", kind), text.to_owned())];
    }
    let text = words::filled(text);
    let place = |value: &str| {
        let begin = source.slice(at).find(value).map(|offset| at.start.saturating_add(offset));
        begin.map_or(at, |begin| Span::new(begin, begin.saturating_add(value.len())))
    };
    let hits = inside::hits(&text).into_iter();
    hits.map(|hit| (place(hit.value), found(hit.key, hit.kind), hit.value.to_owned())).collect()
}

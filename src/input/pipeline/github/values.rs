//! Values with expressions: what they interpolate, which secrets they hand over, which credentials they write out.

use std::collections::BTreeMap;

use super::expression::{self, Found};
use super::reader::Reader;
use crate::input::pipeline::credentials;
use crate::input::pipeline::held::Held;
use crate::input::pipeline::knowledge::no_keys;
use crate::input::pipeline::model::{Interpolation, Literal, SecretUse, Trust};
use crate::input::pipeline::references;
use crate::input::tree::{Node, Scalar};
use crate::source::{Span, secret};

/// What was found in the values of one step, job or workflow.
#[derive(Default)]
pub(super) struct Values {
    pub(super) interpolations: Vec<Interpolation>,
    pub(super) secrets: Vec<SecretUse>,
    pub(super) literals: Vec<Literal>,
    /// The action that gets what stands under `with`, by its owner and name; empty for none.
    pub(super) action: (String, String),
}

impl Values {
    /// None yet, of a step: its action gets what stands under `with`.
    pub(super) fn of_step(step: &Node) -> Self {
        let uses = step.get("uses").and_then(Node::as_str);
        let action = uses.and_then(|uses| references::github(uses, "action"));
        Self { action: action.map(|action| (action.owner, action.name)).unwrap_or_default(), ..Self::default() }
    }
}

/// The rule: `ExpressionNotClosed` of actions/runner, `src/Sdk/WorkflowParser/ObjectTemplating/TemplateStrings.resx` ("The expression is not closed").
const UNCLOSED: &str = "`${{` is not closed; GitHub refuses the file";

/// An input of the usual caches of Rust and others: the name of a cache, whatever it sounds like.
const CACHE: &str = "with.shared-key";

impl Reader<'_> {
    /// Reads every scalar below a node. `at` is its dotted path.
    pub(super) fn walk(&mut self, at: &str, node: &Node, values: &mut Values) {
        if let Some(scalar) = node.as_scalar() {
            self.literal(at, scalar, values);
            return self.scalar(at, scalar, values);
        }
        for entry in node.entries() {
            let name = entry.name().unwrap_or_default();
            let at = format!("{at}.{name}");
            self.walk(&at, &entry.value, values);
        }
        for (index, element) in node.elements().iter().enumerate() {
            self.walk(&format!("{at}.{index}"), element, values);
        }
    }

    /// Reads the expressions of one scalar.
    pub(super) fn scalar(&mut self, at: &str, scalar: &Scalar, values: &mut Values) {
        if !scalar.text.contains("${{") {
            return;
        }
        let offsets = scalar.offsets(self.source);
        for found in expression::find(&scalar.text) {
            match found {
                Found::Open(offset) => self.problem(offsets.at(offset), UNCLOSED),
                Found::Closed(inner) => {
                    let end = offsets.at(inner.end.saturating_sub(1).max(inner.start)).saturating_add(1);
                    let span = Span::new(offsets.at(inner.start), end);
                    let text = scalar.text.get(inner.start..inner.end).unwrap_or_default();
                    self.expression(at, text, span, values);
                }
            }
        }
    }

    /// Reads a condition, which is an expression with or without delimiters.
    pub(super) fn condition(&mut self, node: &Node, values: &mut Values) -> String {
        let Some(scalar) = node.as_scalar() else { return String::new() };
        if scalar.text.contains("${{") {
            self.scalar("if", scalar, values);
        } else if !scalar.text.trim().is_empty() {
            self.expression("if", scalar.text.trim(), scalar.span, values);
        }
        scalar.text.clone()
    }

    fn expression(&mut self, at: &str, text: &str, span: Span, values: &mut Values) {
        let meaning = match expression::meaning(text, &self.sources) {
            Ok(meaning) => meaning,
            Err(message) => {
                self.problem(span.start, &format!("{message}, so gate cannot say what stands here"));
                return;
            }
        };
        let span = self.source.first_line(span);
        let loc = self.places.entity(self.source, span);
        // A condition hands nothing over: its result is yes or no.
        let is_condition = at == "if";
        for name in meaning.secrets.iter().filter(|_| !is_condition) {
            let computed = meaning.computed && name == "*";
            values.secrets.push(SecretUse { loc: loc.clone(), name: name.clone(), at: at.to_owned(), computed });
        }
        values.interpolations.push(Interpolation {
            loc,
            at: at.to_owned(),
            expr: text.to_owned(),
            contexts: meaning.contexts,
            trust: if is_condition { Trust::Trusted } else { meaning.trust },
            tainted_by: if is_condition { String::new() } else { meaning.tainted_by },
            via: if is_condition { Vec::new() } else { meaning.via },
            lines: meaning.lines,
            doubt: meaning.doubt,
        });
    }

    /// Hides the credentials of a scalar and says those that are sure. A script says its own.
    fn literal(&mut self, at: &str, scalar: &Scalar, values: &mut Values) {
        if at == "run" {
            return;
        }
        let key = at.rsplit('.').find(|part| !part.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or(at);
        if at == CACHE || at.strip_prefix("with.").is_some_and(|input| self.is_name(input, scalar, values)) {
            return;
        }
        let is_file = no_keys::is_file(key, &scalar.text);
        let literal = (is_secretive(at) && !is_file).then(|| secret::literal(key, &scalar.text)).flatten();
        if let Some(kind) = literal.filter(|kind| *kind == "password") {
            let loc = self.places.entity(self.source, scalar.span);
            self.places.hide(self.source, scalar.span, &scalar.text);
            let kind = credentials::kind_under(key, kind, &scalar.text);
            return values.literals.push(Literal { loc, at: at.to_owned(), kind });
        }
        for written in self.places.in_value(&scalar.text) {
            let span = scalar.source_span(self.source, written.span);
            self.places.table.hide(self.source.path(), span);
            if written.sure {
                self.places.known.add(scalar.text.get(written.span.start..written.span.end).unwrap_or_default());
                let loc = self.places.entity(self.source, self.source.first_line(span));
                values.literals.push(Literal { loc, at: at.to_owned(), kind: written.kind });
            }
        }
    }

    /// Whether an input of an action is the name of what holds a credential.
    fn is_name(&self, input: &str, scalar: &Scalar, values: &Values) -> bool {
        let (owner, name) = &values.action;
        !owner.is_empty() && self.places.tables.inputs.is_name((owner, name), input, &scalar.text)
    }

    /// Reads a mapping of texts such as `env` or `with`; credentials written out are replaced.
    pub(super) fn map(&mut self, at: &str, node: &Node, values: &mut Values) -> BTreeMap<String, String> {
        self.walk(at, node, values);
        let mut map = BTreeMap::new();
        for entry in node.entries() {
            let (Some(name), Some(text)) = (entry.name(), entry.value.as_str()) else { continue };
            map.insert(name.to_owned(), self.places.shown(name, text));
        }
        map
    }

    /// Reads the `env` of a workflow, job or step as a new scope; the variables carry what they hold into the values
    /// below.
    pub(super) fn env(&mut self, node: Option<&Node>, values: &mut Values) -> BTreeMap<String, String> {
        let from = values.interpolations.len();
        let env = node.map(|node| self.map("env", node, values)).unwrap_or_default();
        let written = |(name, value): (&String, &String)| (name.to_ascii_lowercase(), Held::text(value));
        let mut scope: BTreeMap<String, Held> = env.iter().map(written).collect();
        for interpolation in values.interpolations.iter().skip(from) {
            let Some(name) = interpolation.at.strip_prefix("env.") else { continue };
            let held = scope.entry(name.to_ascii_lowercase()).or_default();
            held.read(interpolation);
            held.passed(&interpolation.loc, "is put into a variable here");
        }
        for (name, value) in env.iter().filter(|(_, value)| value.contains("${{")) {
            if let Some(held) = scope.get_mut(&name.to_ascii_lowercase()) {
                held.texts = self.sources.possible(value);
            }
        }
        self.sources.scopes.push(scope);
        env
    }
}

/// Whether a value at this path may be a credential: names and conditions are not.
fn is_secretive(at: &str) -> bool {
    ["env.", "with.", "secrets.", "container.", "services."].iter().any(|prefix| at.starts_with(prefix))
}

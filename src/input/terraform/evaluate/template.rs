//! Texts with `${…}` and `%{…}`.

use hcl_edit::Span as _;
use hcl_edit::template::{Directive, Element, ForDirective, IfDirective, Strip};

use super::scope::Binding;
use super::{At, Evaluator, Invalid, Outcome, Scope, elements, from_elsewhere};
use crate::input::terraform::value::{Joined, Origin, Value};

/// A text on its way, in which blanks can be asked to go.
#[derive(Default)]
struct Writer {
    text: Joined,
    sensitive: bool,
    /// The places of what is put in.
    origins: Vec<Origin>,
    /// Whether the blanks at the beginning of the next literal go.
    strips: bool,
}

impl Writer {
    fn literal(&mut self, text: &str, origin: Option<Origin>) {
        let text = if std::mem::take(&mut self.strips) { text.trim_start() } else { text };
        self.text.literal(text, origin);
    }

    /// What a marker asks of what stands before it.
    fn before(&mut self, strip: Strip) {
        if strip.strip_start() {
            self.text.trim_end();
        }
        self.strips = false;
    }

    fn after(&mut self, strip: Strip) {
        self.strips = strip.strip_end();
    }

    fn value(&mut self, value: &Value) -> Result<(), Invalid> {
        self.sensitive |= value.holds_sensitive();
        self.origins.extend(value.origin.clone());
        self.text.value(value).ok_or(Invalid)
    }
}

impl Evaluator<'_> {
    pub(super) fn template<'t>(
        &self,
        elements: impl Iterator<Item = &'t Element>,
        own: Option<&Origin>,
        at: At<'_>,
        scope: &Scope<'_>,
    ) -> Outcome {
        let elements: Vec<&Element> = elements.collect();
        // `"${x}"` is `x`, of whatever type.
        if let [Element::Interpolation(only)] = elements.as_slice() {
            return self.expression(&only.expr, at, scope);
        }
        let mut writer = Writer::default();
        self.write(elements.into_iter(), at, scope, &mut writer)?;
        let origin = from_elsewhere(writer.origins.iter(), own);
        Ok(writer.text.finish().at(origin).made_of(writer.sensitive))
    }

    /// A template that stands in a text, or in a file of its own.
    pub(super) fn template_text(&self, text: &str, at: At<'_>, scope: &Scope<'_>) -> Outcome {
        if !text.contains("${") && !text.contains("%{") {
            return Ok(Value::text(text));
        }
        let Ok(template) = hcl_edit::parser::parse_template(text) else { return Ok(Value::open()) };
        self.template(template.iter(), at.origin(None).as_ref(), at, scope)
    }

    fn write<'t>(
        &self,
        elements: impl Iterator<Item = &'t Element>,
        at: At<'_>,
        scope: &Scope<'_>,
        writer: &mut Writer,
    ) -> Result<(), Invalid> {
        for element in elements {
            if !self.step() {
                writer.value(&Value::open())?;
                continue;
            }
            match element {
                Element::Literal(text) => writer.literal(text, at.origin(text.span())),
                Element::Interpolation(inner) => {
                    writer.before(inner.strip);
                    writer.value(&self.expression(&inner.expr, at, scope)?)?;
                    writer.after(inner.strip);
                }
                Element::Directive(directive) => match &**directive {
                    Directive::If(directive) => self.write_if(directive, at, scope, writer)?,
                    Directive::For(directive) => self.write_for(directive, at, scope, writer)?,
                },
            }
        }
        Ok(())
    }

    fn write_if(
        &self,
        directive: &IfDirective,
        at: At<'_>,
        scope: &Scope<'_>,
        writer: &mut Writer,
    ) -> Result<(), Invalid> {
        let IfDirective { if_expr, else_expr, endif_expr, .. } = directive;
        let condition = self.expression(&if_expr.cond_expr, at, scope)?;
        writer.sensitive |= condition.sensitive;
        writer.before(if_expr.strip);
        writer.after(if_expr.strip);
        match super::operator::truth(&condition) {
            Some(true) => self.write(if_expr.template.iter(), at, scope, writer)?,
            Some(false) => {}
            None if condition.as_open().is_some() => writer.value(&condition)?,
            None => return Err(Invalid),
        }
        if let Some(otherwise) = else_expr {
            writer.before(otherwise.strip);
            writer.after(otherwise.strip);
            if super::operator::truth(&condition) == Some(false) {
                self.write(otherwise.template.iter(), at, scope, writer)?;
            }
        }
        writer.before(endif_expr.strip);
        writer.after(endif_expr.strip);
        Ok(())
    }

    fn write_for(
        &self,
        directive: &ForDirective,
        at: At<'_>,
        scope: &Scope<'_>,
        writer: &mut Writer,
    ) -> Result<(), Invalid> {
        let ForDirective { for_expr, endfor_expr, .. } = directive;
        let collection = self.expression(&for_expr.collection_expr, at, scope)?;
        writer.sensitive |= collection.sensitive;
        writer.before(for_expr.strip);
        let (items, rest) = match elements(&collection) {
            Some(found) => found,
            None if collection.as_open().is_some() => (Vec::new(), Some(collection.opens())),
            None => return Err(Invalid),
        };
        if let Some(rest) = rest {
            writer.text.open(rest);
        }
        for (key, value) in items {
            writer.after(for_expr.strip);
            let outer = for_expr.key_var.as_ref().map(|name| Binding {
                name: name.as_str(),
                value: key,
                outer: scope.bindings,
            });
            let binding =
                Binding { name: for_expr.value_var.as_str(), value, outer: outer.as_ref().or(scope.bindings) };
            let scope = Scope { bindings: Some(&binding), ..*scope };
            self.write(for_expr.template.iter(), at, &scope, writer)?;
            writer.before(endfor_expr.strip);
        }
        writer.after(endfor_expr.strip);
        Ok(())
    }
}

//! What is known about a value from the JSON Schema of its document.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

/// How deep references may lead to references.
const DEPTH: usize = 32;

/// What a value may be; several things at once when branches differ.
#[derive(Debug, Clone, Default)]
pub(super) struct Shape<'s> {
    /// It may be anything, so nothing can be said about it.
    any: bool,
    /// It may be text, a number or a bool.
    scalar: bool,
    /// It may be null.
    null: bool,
    /// It may be an object or a list of one of these schemas.
    schemas: Vec<&'s Json>,
    /// It may be a collection that the policy made, of such elements.
    items: Option<Box<Shape<'s>>>,
    /// It may be a list that the policy wrote out, with these elements in this order.
    parts: Option<Vec<Shape<'s>>>,
    /// It may be an object that the policy wrote out; each field with whether every such object has it.
    record: Option<BTreeMap<&'s str, (Shape<'s>, bool)>>,
}

/// The definitions that schemas refer to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Schemas<'s> {
    /// The whole schema of a kind.
    pub(super) root: &'s Json,
}

impl<'s> Shape<'s> {
    /// Anything.
    pub(super) fn any() -> Self {
        Self { any: true, ..Self::default() }
    }

    /// Text, a number or a bool.
    pub(super) fn scalar() -> Self {
        Self { scalar: true, ..Self::default() }
    }

    /// Null.
    pub(super) fn null() -> Self {
        Self { null: true, ..Self::default() }
    }

    /// A collection of such elements.
    pub(super) fn collection(element: Self) -> Self {
        Self { items: Some(Box::new(element)), ..Self::default() }
    }

    /// A list of these elements in this order.
    pub(super) fn list(parts: Vec<Self>) -> Self {
        let element = parts.iter().cloned().fold(Self::default(), Self::or);
        Self { parts: Some(parts), ..Self::collection(element) }
    }

    /// An object of these fields.
    pub(super) fn record(fields: BTreeMap<&'s str, Self>) -> Self {
        let fields = fields.into_iter().map(|(name, shape)| (name, (shape, true))).collect();
        Self { record: Some(fields), ..Self::default() }
    }

    /// The shapes of the elements of a list of this length; anything when they are not known one by one.
    pub(super) fn destructured(&self, length: usize) -> Vec<Self> {
        let known = self.parts.as_ref().filter(|parts| parts.len() == length && !self.any && self.schemas.is_empty());
        known.cloned().unwrap_or_else(|| vec![Self::any(); length])
    }

    /// Either of two.
    #[must_use]
    pub(super) fn or(mut self, other: Self) -> Self {
        self.any |= other.any;
        self.scalar |= other.scalar;
        self.null |= other.null;
        for schema in other.schemas {
            if !self.schemas.iter().any(|known| std::ptr::eq(*known, schema)) {
                self.schemas.push(schema);
            }
        }
        self.items = match (self.items, other.items) {
            (Some(mine), Some(others)) => Some(Box::new(mine.or(*others))),
            (mine, others) => mine.or(others),
        };
        self.parts = match (self.parts, other.parts) {
            (Some(mine), Some(others)) if mine.len() == others.len() => {
                Some(mine.into_iter().zip(others).map(|(mine, other)| mine.or(other)).collect())
            }
            (Some(_), Some(_)) => None,
            (mine, others) => mine.or(others),
        };
        self.record = match (self.record, other.record) {
            (Some(mine), Some(others)) => Some(either(mine, others)),
            (mine, others) => mine.or(others),
        };
        self
    }

    /// Whether nothing can be said about it.
    pub(super) fn is_open(&self) -> bool {
        let made = self.items.is_some() || self.record.is_some();
        self.any || !(self.scalar || self.null || made || !self.schemas.is_empty())
    }

    /// Whether it is an object that always has this field.
    pub(super) fn always_has(&self, field: &str) -> bool {
        let required = |schema: &&Json| {
            schema.get("required").and_then(Json::as_array).is_some_and(|names| names.iter().any(|name| name == field))
        };
        let written = self.record.as_ref().is_none_or(|fields| fields.get(field).is_some_and(|(_, always)| *always));
        let object = self.record.is_some() || !self.schemas.is_empty();
        let nothing_else = !self.any && !self.scalar && !self.null && self.items.is_none();
        object && nothing_else && written && self.schemas.iter().all(required)
    }

    /// Why it cannot be looped over, if it may be something else than a collection.
    pub(super) fn not_iterable(&self) -> Option<&'static str> {
        match (self.is_open(), self.null, self.scalar) {
            (false, true, _) => Some("may be null"),
            (false, false, true) => Some("is not always a list or an object"),
            _ => None,
        }
    }

    /// The fields that it is known to have, sorted.
    pub(super) fn fields(&self) -> BTreeSet<&'s str> {
        let properties = self.schemas.iter().filter_map(|schema| schema.get("properties")?.as_object());
        let written = self.record.iter().flat_map(|fields| fields.keys().copied());
        properties.flat_map(|fields| fields.keys()).map(String::as_str).chain(written).collect()
    }
}

impl<'s> Schemas<'s> {
    /// The shape of the whole document.
    pub(super) fn document(self) -> Shape<'s> {
        self.shape(self.root, DEPTH)
    }

    /// The shape that a schema describes.
    fn shape(self, schema: &'s Json, depth: usize) -> Shape<'s> {
        let (Some(fields), Some(depth)) = (schema.as_object(), depth.checked_sub(1)) else { return Shape::any() };
        if let Some(reference) = fields.get("$ref").and_then(Json::as_str) {
            let target = reference.strip_prefix('#').and_then(|pointer| self.root.pointer(pointer));
            return target.map_or_else(Shape::any, |target| self.shape(target, depth));
        }
        let branches = ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|name| fields.get(name)?.as_array());
        let mut shape = branches.flatten().fold(Shape::default(), |shape, branch| shape.or(self.shape(branch, depth)));
        let types: Vec<&str> = match fields.get("type") {
            Some(Json::String(one)) => vec![one],
            Some(Json::Array(several)) => several.iter().filter_map(Json::as_str).collect(),
            _ if fields.contains_key("properties") => vec!["object"],
            _ if fields.contains_key("items") => vec!["array"],
            _ if fields.contains_key("enum") || fields.contains_key("const") => vec!["string"],
            _ => Vec::new(),
        };
        if types.is_empty() && shape.is_open() {
            return Shape::any();
        }
        for name in types {
            match name {
                "null" => shape.null = true,
                "object" | "array" => shape.schemas.push(schema),
                _ => shape.scalar = true,
            }
        }
        shape
    }

    /// The shape of a field; `None` when it is known that there is no such field.
    pub(super) fn field(self, of: &Shape<'s>, name: &str) -> Option<Shape<'s>> {
        if of.is_open() {
            return Some(Shape::any());
        }
        let written = of.record.as_ref().and_then(|fields| fields.get(name)).map(|(shape, _)| shape.clone());
        let mut found: Option<Shape<'s>> = match (of.items.as_deref().cloned(), written) {
            (Some(items), Some(written)) => Some(items.or(written)),
            (items, written) => items.or(written),
        };
        for schema in &of.schemas {
            let properties = schema.get("properties").and_then(Json::as_object);
            let shape = match (properties.and_then(|fields| fields.get(name)), schema.get("additionalProperties")) {
                (Some(property), _) => self.shape(property, DEPTH),
                (None, Some(Json::Bool(false))) => continue,
                (None, Some(other)) => self.shape(other, DEPTH),
                // An object whose fields are listed has no others; one without a list may have any.
                (None, None) if properties.is_some() || is_list(schema) => continue,
                (None, None) => Shape::any(),
            };
            found = Some(found.unwrap_or_default().or(shape));
        }
        found
    }

    /// The shape of an element of a collection.
    pub(super) fn element(self, of: &Shape<'s>) -> Shape<'s> {
        if of.is_open() {
            return Shape::any();
        }
        let mut found = of.items.as_deref().cloned().unwrap_or_default();
        for schema in &of.schemas {
            let listed = ["prefixItems"].into_iter().filter_map(|name| schema.get(name)?.as_array()).flatten();
            let named =
                schema.get("properties").and_then(Json::as_object).into_iter().flat_map(|fields| fields.values());
            let other = if is_list(schema) { schema.get("items") } else { schema.get("additionalProperties") };
            let parts: Vec<&'s Json> = listed.chain(named).chain(other).collect();
            let shape = if parts.is_empty() { Shape::any() } else { Shape::default() };
            found = found.or(parts.into_iter().fold(shape, |shape, part| shape.or(self.shape(part, DEPTH))));
        }
        found = of.record.iter().flat_map(BTreeMap::values).map(|(shape, _)| shape.clone()).fold(found, Shape::or);
        if found.is_open() { Shape::any() } else { found }
    }
}

/// The fields of two objects that were written out: a field that one of them lacks may be absent.
fn either<'s>(
    mut mine: BTreeMap<&'s str, (Shape<'s>, bool)>,
    mut others: BTreeMap<&'s str, (Shape<'s>, bool)>,
) -> BTreeMap<&'s str, (Shape<'s>, bool)> {
    for (name, (shape, always)) in &mut mine {
        match others.remove(name) {
            Some((other, other_always)) => {
                *shape = std::mem::take(shape).or(other);
                *always &= other_always;
            }
            None => *always = false,
        }
    }
    mine.extend(others.into_iter().map(|(name, (shape, _))| (name, (shape, false))));
    mine
}

fn is_list(schema: &Json) -> bool {
    match schema.get("type") {
        Some(Json::String(name)) => name == "array",
        Some(Json::Array(names)) => names.iter().any(|name| name == "array"),
        _ => schema.get("items").is_some(),
    }
}

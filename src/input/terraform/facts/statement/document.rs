//! From an argument that holds a policy document to its statements.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value;

use super::{Place, Statement, block, raw};
use crate::input::Segment;
use crate::input::terraform::facts::argument::{Argument, LATER, Resources, SENSITIVE, dotted};
use crate::input::terraform::model::Resource;

/// The data source that makes documents.
const DATA_SOURCE: &str = "aws_iam_policy_document";

/// Its attributes that hold the document.
const TEXTS: &[&str] = &["json", "minified_json"];

/// What a data source takes over before its own statements, and after them; the latter replace statements of their name.
const BEFORE: &[&str] = &["source_json", "source_policy_documents"];
const AFTER: &[&str] = &["override_policy_documents", "override_json"];

/// How deep data sources may take over one another.
const DEPTH: usize = 32;

/// How many statements one document may have; AWS takes texts of a few thousand characters.
const MOST: usize = 5_000;

/// Why the statements of a document are not known: it is no JSON object.
const NO_DOCUMENT: &str = "it is no JSON object";
/// It is too deep or too large.
const TOO_LARGE: &str = "it is made of more documents than gate follows";

/// A policy document.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::input::terraform::facts) struct Document {
    /// The statements that are known, at least in part.
    pub(in crate::input::terraform::facts) statements: Vec<Statement>,
    /// Why nobody can tell what else it says; `None` when these are all.
    pub(in crate::input::terraform::facts) unreadable: Option<&'static str>,
}

impl Document {
    /// The document of a text.
    #[cfg(test)]
    pub(in crate::input::terraform::facts) fn of_text(text: &str, place: &Place) -> Self {
        if text.trim().is_empty() { Self::default() } else { Self::of_json(parsed(text).as_ref(), place) }
    }

    /// The document of what a text holds.
    fn of_json(document: Option<&Value>, place: &Place) -> Self {
        let Some(document) = document else { return Self::unreadable(NO_DOCUMENT) };
        let (statements, unreadable) = raw::statements(document, place);
        Self { statements, unreadable }
    }

    /// Whether two documents differ in nothing but their places, as far as anybody asks, and all of them is known.
    fn says_the_same(&self, other: &Self) -> bool {
        let says = |statement: &Statement| {
            let (actions, resources) = (statement.every_action(), statement.every_resource());
            (statement.effect, actions, resources, statement.opens_to_everybody(), statement.why())
        };
        let (own, others) = (self.statements.iter().map(says), other.statements.iter().map(says));
        self.unreadable.or(other.unreadable).is_none() && own.eq(others)
    }

    /// Gives the statements the places of those of another document.
    fn stands_at(&mut self, other: &Self) {
        for (statement, other) in self.statements.iter_mut().zip(&other.statements) {
            statement.place = other.place.clone();
            statement.principals.stand_at(&other.principals);
            statement.actions.stand_at(&other.actions);
        }
    }

    fn unreadable(why: &'static str) -> Self {
        Self { statements: Vec::new(), unreadable: Some(why) }
    }

    /// Takes in another document, as the data source does: a statement takes the place of the first of its name.
    fn merge(&mut self, other: &Self) {
        self.unreadable = self.unreadable.or(other.unreadable);
        if self.is_too_large_with(other) {
            return;
        }
        let named = self.statements.iter().enumerate().filter(|(_, statement)| !statement.sid.is_empty());
        let mut at: BTreeMap<String, usize> = BTreeMap::new();
        for (index, statement) in named {
            at.entry(statement.sid.clone()).or_insert(index);
        }
        for statement in &other.statements {
            if let Some(same) = at.get(&statement.sid).and_then(|index| self.statements.get_mut(*index)) {
                *same = statement.clone();
                continue;
            }
            if !statement.sid.is_empty() {
                at.insert(statement.sid.clone(), self.statements.len());
            }
            self.statements.push(statement.clone());
        }
    }

    /// Takes in another document beside what is there.
    fn add(&mut self, other: &Self) {
        self.unreadable = self.unreadable.or(other.unreadable);
        if !self.is_too_large_with(other) {
            self.statements.extend(other.statements.iter().cloned());
        }
    }

    /// Whether it has too many statements with those of another document, which it says then.
    fn is_too_large_with(&mut self, other: &Self) -> bool {
        let too_large = self.statements.len().saturating_add(other.statements.len()) > MOST;
        if too_large {
            self.unreadable = Some(TOO_LARGE);
        }
        too_large
    }
}

/// Reads the policy documents of a plan, each data source once.
pub(in crate::input::terraform::facts) struct Documents<'a> {
    resources: &'a Resources<'a>,
    made: RefCell<BTreeMap<&'a str, Rc<Document>>>,
    /// The texts of data sources, each parsed once.
    texts: RefCell<BTreeMap<&'a str, Rc<Option<Value>>>>,
}

impl<'a> Documents<'a> {
    /// The documents of a plan.
    pub(in crate::input::terraform::facts) const fn new(resources: &'a Resources<'a>) -> Self {
        Self { resources, made: RefCell::new(BTreeMap::new()), texts: RefCell::new(BTreeMap::new()) }
    }

    /// The document in an argument: its text or, when that is known only after apply, what the code encodes or the data
    /// source that it refers to. Without one it has no statements, and nothing is unknown.
    pub(in crate::input::terraform::facts) fn of(&self, resource: &'a Resource, path: &[Segment]) -> Rc<Document> {
        let place = Place { loc: resource.loc.clone(), path: path.to_vec() };
        let why = match resource.at(path) {
            Argument::Absent => return Rc::default(),
            Argument::Known(Value::String(text)) => return self.of_known(resource, path, text, &place, DEPTH),
            Argument::Known(_) => NO_DOCUMENT,
            Argument::Unknown(LATER) => return self.later(resource, path),
            Argument::Unknown(why) => why,
        };
        Rc::new(Document::unreadable(why))
    }

    /// The document of a text that an argument takes, perhaps, from a data source: the blocks of that have places.
    fn of_known(&self, resource: &Resource, path: &[Segment], text: &str, place: &Place, depth: usize) -> Rc<Document> {
        if text.trim().is_empty() {
            return Rc::default();
        }
        let json = parsed(text);
        let mut plain = Document::of_json(json.as_ref(), place);
        let made = json.and_then(|json| self.maker(resource, path, &json)).map(|source| self.made_by(source, depth));
        if let Some(made) = made.filter(|made| made.says_the_same(&plain)) {
            plain.stands_at(&made);
        }
        Rc::new(plain)
    }

    /// The data source that made a document which an argument refers to. A provider writes the same document in its own way.
    fn maker(&self, resource: &Resource, path: &[Segment], document: &Value) -> Option<&'a Resource> {
        let sources =
            resource.references_inside(path).into_iter().filter(|reference| TEXTS.contains(&reference.attr.as_str()));
        let sources = sources.filter_map(|reference| self.resources.at(&reference.to));
        sources
            .into_iter()
            .find(|source| source.kind == DATA_SOURCE && self.text_of(source).as_ref().as_ref() == Some(document))
    }

    /// What a data source says as a text.
    fn text_of(&self, source: &'a Resource) -> Rc<Option<Value>> {
        let read = || Rc::new(source.values.get("json").and_then(Value::as_str).and_then(parsed));
        Rc::clone(self.texts.borrow_mut().entry(source.address.as_str()).or_insert_with(read))
    }

    /// The document of an argument that is known only after apply.
    fn later(&self, resource: &'a Resource, path: &[Segment]) -> Rc<Document> {
        Self::written(resource, path).unwrap_or_else(|| match self.referred(resource, path).as_deref() {
            Some([document]) => self.made_by(document, DEPTH),
            _ => Rc::new(Document::unreadable(LATER)),
        })
    }

    /// The data sources whose documents an argument consists of; `None` when it refers to anything else too.
    fn referred(&self, resource: &'a Resource, path: &[Segment]) -> Option<Vec<&'a Resource>> {
        let mut found: BTreeMap<&str, &Resource> = BTreeMap::new();
        for reference in resource.references(path) {
            let document = self.resources.at(&reference.to).filter(|to| to.kind == DATA_SOURCE)?;
            if !reference.exact || !TEXTS.contains(&reference.attr.as_str()) {
                return None;
            }
            found.insert(&document.address, document);
        }
        Some(found.into_values().collect())
    }

    /// The document that a data source makes.
    fn made_by(&self, source: &'a Resource, depth: usize) -> Rc<Document> {
        if let Some(made) = self.made.borrow().get(source.address.as_str()) {
            return Rc::clone(made);
        }
        let Some(depth) = depth.checked_sub(1) else { return Rc::new(Document::unreadable(TOO_LARGE)) };
        let mut document = Document::default();
        for argument in BEFORE {
            self.take_over(&mut document, source, argument, depth);
        }
        let (statements, unreadable) = block::statements(source);
        document.merge(&Document { statements, unreadable });
        for argument in AFTER {
            self.take_over(&mut document, source, argument, depth);
        }
        let document = Rc::new(document);
        self.made.borrow_mut().insert(&source.address, Rc::clone(&document));
        document
    }

    /// The document in an element of a list that is known only after apply: what the code writes of it, or that of the one
    /// data source that it comes from.
    fn of_element(&self, source: &'a Resource, place: &Place, depth: usize) -> Option<Rc<Document>> {
        if let Some(written) = Self::written(source, &place.path) {
            return Some(written);
        }
        match self.referred(source, &place.path)?.as_slice() {
            [document] if matches!(place.path.last(), Some(Segment::Index(_))) => Some(self.made_by(document, depth)),
            _ => None,
        }
    }

    /// What the code writes of a document that is known only after apply.
    fn written(resource: &Resource, path: &[Segment]) -> Option<Rc<Document>> {
        let written =
            resource.written.get(&dotted(path)).filter(|it| it.get("$bits").is_none() && it.get("$parts").is_none())?;
        let place = Place { loc: resource.loc.clone(), path: path.to_vec() };
        Some(Rc::new(if written.is_object() {
            let (statements, unreadable) = raw::statements(written, &place);
            Document { statements, unreadable }
        } else {
            Document::unreadable(NO_DOCUMENT)
        }))
    }

    /// Takes over the documents of an argument: their texts, and the data sources of those that are not known yet.
    fn take_over(&self, document: &mut Document, source: &'a Resource, argument: &str, depth: usize) {
        let path = vec![Segment::Key(argument.to_owned())];
        let later = match source.in_part(&path) {
            Some(SENSITIVE) => return document.add(&Document::unreadable(SENSITIVE)),
            later => later,
        };
        let (texts, listed) = match source.raw(&path) {
            Some(Value::Array(items)) => (items.as_slice(), true),
            Some(one) => (std::slice::from_ref(one), false),
            None => (&[][..], false),
        };
        let mut traced = false;
        for (index, text) in texts.iter().enumerate() {
            let below = listed.then_some(Segment::Index(index));
            let place = Place { loc: source.loc.clone(), path: path.iter().cloned().chain(below).collect() };
            if let Some(text) = text.as_str() {
                document.merge(&self.of_known(source, &path, text, &place, depth));
            } else if let Some(made) = self.of_element(source, &place, depth) {
                traced = true;
                document.merge(&made);
            } else if later.is_some() && traced {
                document.add(&Document::unreadable(LATER));
            }
        }
        if later.is_none() || traced {
            return;
        }
        let made_later = |document: &&Resource| document.is_unknown(&[Segment::Key("json".to_owned())]);
        let referred: Option<Vec<&Resource>> = self.referred(source, &path);
        let referred: Vec<&Resource> = referred.into_iter().flatten().filter(made_later).collect();
        let missing =
            if listed { texts.iter().filter(|text| !text.is_string()).count() } else { referred.len().max(1) };
        if referred.len() != missing {
            return document.add(&Document::unreadable(LATER));
        }
        // Their order is not known, so that none of them replaces a statement of another.
        let mut all = Document::default();
        for other in referred {
            all.add(&self.made_by(other, depth));
        }
        document.merge(&all);
    }
}

/// The object of a text.
fn parsed(text: &str) -> Option<Value> {
    serde_json::from_str::<Value>(text).ok().filter(Value::is_object)
}

//! Files that a template takes in.

use std::rc::Rc;
use std::sync::Arc;

use super::flat::Flat;
use super::pieces;
use super::render::{CALLS, Renderer};
use super::statements;
use super::syntax::{Expr, Node, Place};
use super::value::{Origin, Value};
use super::{Environment, Reject};
use crate::source::Source;

/// Files that one text may take in.
const FILES: usize = 64;

/// A template that was read.
#[derive(Debug)]
pub(super) struct Loaded {
    /// The file that it stands in; `None` for the text of an argument.
    pub(super) source: Option<Arc<Source>>,
    pub(super) flat: Flat,
    pub(super) nodes: Vec<Node>,
}

impl Loaded {
    pub(super) fn read(source: Option<Arc<Source>>, flat: Flat, environment: &Environment<'_>) -> Result<Self, Reject> {
        if environment.delimiters.has_line_statements(&flat.text) {
            return Err(Reject { at: 0, why: "it has lines that are statements, which are not read" });
        }
        let (pieces, reject) = pieces::split(&flat, environment.delimiters);
        match reject {
            Some(reject) => Err(reject),
            None => Ok(Self { nodes: statements::parse(&flat, &pieces)?, source, flat }),
        }
    }
}

impl Renderer<'_> {
    /// Renders a file where it is taken in. One that may be missing (`ignore missing`) is looked for all the same: that
    /// the tree has none says nothing of the machine that renders it.
    pub(super) fn include(&mut self, name: &Expr, place: Place) {
        match self.file(name) {
            Ok(file) => {
                self.within.push(Rc::clone(&file));
                self.framed(self.frame(), |this| this.nodes(&file.nodes));
                self.within.pop();
            }
            Err(why) => self.emit([Origin::Unknown(why)].into(), Some(place)),
        }
    }

    /// The names that a file defines. What it inserts itself is not rendered where it is imported.
    pub(super) fn import(&mut self, name: &Expr, place: Place) -> Value {
        match self.file(name) {
            Ok(file) => {
                self.within.push(Rc::clone(&file));
                let mut module = Value::default();
                self.capture(|this| {
                    module = this.framed(0, |this| {
                        this.nodes(&file.nodes);
                        this.own_names()
                    });
                });
                self.within.pop();
                module
            }
            Err(why) => {
                self.emit([Origin::Unknown(Rc::clone(&why))].into(), Some(place));
                Value::unknown(&why)
            }
        }
    }

    /// The file of a name, or the first of several that is there.
    fn file(&mut self, name: &Expr) -> Result<Rc<Loaded>, Rc<str>> {
        let names: Vec<Value> = match name {
            Expr::List(items) => items.iter().map(|item| self.value(item)).collect(),
            _ => vec![self.value(name)],
        };
        let mut lost = Rc::from("which file it takes in is decided where gate cannot follow it");
        for name in names {
            let Some(name) = name.text else { return Err(lost) };
            match self.loaded(&name) {
                Ok(file) => return Ok(file),
                Err(why) => lost = why,
            }
        }
        Err(lost)
    }

    fn loaded(&mut self, name: &str) -> Result<Rc<Loaded>, Rc<str>> {
        if self.within.len() > CALLS || self.files.len() > FILES {
            return Err(Rc::from("it takes in too many files"));
        }
        if !self.files.contains_key(name) {
            let read = self.read(name);
            self.files.insert(name.to_owned(), read);
        }
        let file = self.files.get(name).cloned().unwrap_or_else(|| Err(Rc::from("it is not there")))?;
        if self.within.iter().any(|other| Rc::ptr_eq(&file, other)) {
            return Err(Rc::from(format!("`{name}` takes in itself")));
        }
        Ok(file)
    }

    fn read(&self, name: &str) -> Result<Rc<Loaded>, Rc<str>> {
        let source = (self.environment.load)(name)?;
        let flat = Flat::known(source.text());
        let read = Loaded::read(Some(source), flat, self.environment);
        read.map(Rc::new).map_err(|reject| Rc::from(format!("the template `{name}` cannot be read: {}", reject.why)))
    }
}

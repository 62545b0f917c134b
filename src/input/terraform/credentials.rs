//! Notes the credentials of a plan, each once and where it is written.

use serde_json::Value;

use super::address::BlockAddress;
use super::configuration::dotted;
use super::literal;
use super::model::{Resource, Secret, Step};
use super::origin::Origin;
use super::resources::Normaliser;
use super::value::Origin as Written;
use crate::source::RepoPath;

/// What sets a credential.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Writer {
    /// An argument of a block.
    Block(BlockAddress, Vec<Step>),
    /// Bytes of a file.
    Place(RepoPath, usize, usize),
}

impl Writer {
    pub(super) fn at(origin: &Written) -> Self {
        Self::Place(origin.source.path().clone(), origin.span.start, origin.span.end)
    }
}

/// A credential that was found in a resource.
pub(super) struct Hit {
    pub(super) path: Vec<Step>,
    /// What it looks like.
    pub(super) kind: &'static str,
    /// Where it is written out.
    pub(super) origin: From,
}

/// Where a credential comes from.
pub(super) enum From {
    /// The code writes it out: which of those that were found there.
    Code(usize),
    /// The configuration of the plan writes it out.
    Configuration(Origin),
    /// From elsewhere.
    Outside,
    /// Nobody can say, and why.
    Doubt(&'static str),
}

impl From {
    /// What the code says.
    pub(super) const fn code(source: literal::Source) -> Self {
        match source {
            literal::Source::Written(at) => Self::Code(at),
            literal::Source::Outside => Self::Outside,
            literal::Source::Doubt(why) => Self::Doubt(why),
        }
    }

    /// What the configuration of the plan says, where the code is not at hand.
    pub(super) fn configuration(origin: Option<Origin>, is_lost: bool) -> Self {
        match origin {
            Some(origin) => Self::Configuration(origin),
            None if is_lost => Self::Doubt(ELSEWHERE),
            None => Self::Outside,
        }
    }
}

/// Why nobody can say whether a credential is written out.
pub(super) const ELSEWHERE: &str = "it may be written in code that is not beside the plan";

impl Normaliser<'_> {
    /// Notes a credential beside the resources, unless what uses it says that it is none.
    pub(super) fn beside(&mut self, block: &BlockAddress, found: &literal::Found) {
        if !self.harmless.contains(&Writer::at(&found.origin)) {
            self.written(&block.full(), block, &found.path, found);
        }
    }

    /// Notes a credential where the code writes it, once for all that use it.
    pub(super) fn written(&mut self, about: &str, block: &BlockAddress, path: &[Step], found: &literal::Found) {
        self.masker.known.add(&found.text);
        self.shown.extend(found.stretches.iter().cloned());
        let writer = Writer::at(&found.origin);
        if self.secrets.contains_key(&writer) {
            return;
        }
        let loc = self.entities.add_in_code(block.clone(), about, found.origin.clone());
        let secret = Secret {
            loc,
            resource: about.to_owned(),
            path: dotted(path),
            at: path.to_vec(),
            kind: found.kind.to_owned(),
            constant: found.doubt.is_empty(),
            doubt: found.doubt,
        };
        self.secrets.insert(writer, secret);
    }

    /// Remembers what is a credential by the type of its resource.
    pub(super) fn typed(&mut self, kind: &str, values: &Value) {
        let text = |argument: &str| values.get(argument).and_then(Value::as_str);
        let rows = literal::TYPED.iter().filter(|(of, argument, says, _)| *of == kind && text(argument) == Some(*says));
        for credential in rows.flat_map(|(.., credentials)| *credentials).filter_map(|argument| text(argument)) {
            self.masker.known.add(credential);
        }
    }

    /// Notes a credential at the place that sets it, once for all instances.
    pub(super) fn note(&mut self, resource: &Resource, block: &BlockAddress, hit: Hit) {
        let Hit { path, kind, origin } = hit;
        let (constant, doubt) = match origin {
            From::Configuration(_) | From::Code(_) => (true, ""),
            From::Outside => (false, ""),
            From::Doubt(why) => (false, why),
        };
        let Origin { block: writer, at } = match origin {
            From::Configuration(origin) => origin,
            _ => Origin { block: block.clone(), at: path.clone() },
        };
        let loc = if writer == *block { resource.loc.clone() } else { self.origin(&writer) };
        let resource = resource.address.clone();
        let (path, kind) = (dotted(&path), kind.to_owned());
        let secret = Secret { loc, resource, path, at: at.clone(), kind, constant, doubt };
        self.secrets.entry(Writer::Block(writer, at)).or_insert(secret);
    }
}

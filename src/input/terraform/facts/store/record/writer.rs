//! What writes records, or passes on what it is given, as rows say it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::input::Segment;
use crate::input::terraform::facts::argument::{Argument, path};
use crate::input::terraform::facts::written;
use crate::input::terraform::model::Resource;
use crate::knowledge::{Lookup, Row, concepts};

/// Those of a run.
pub(in crate::input::terraform::facts::store) static WRITERS: Lookup<Vec<Writer>> =
    Lookup::new(&concepts::terraform::RECORD_WRITERS, |rows| rows.map(|row| Writer::of(&row)).collect());

/// What kind of records are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Who called which interface of a cloud.
    AuditTrail,
    /// What a service of the cloud, a database or a sink says about who did what.
    AuditLog,
    /// How resources were configured, and when that was changed.
    ConfigurationHistory,
    /// Connections of a network.
    FlowLog,
    /// Requests: to a load balancer, through a firewall, for a name.
    AccessLog,
}

impl Kind {
    /// The kind of a row; none for what only passes on.
    fn of(word: &str) -> Option<Self> {
        match word {
            "audit-trail" => Some(Self::AuditTrail),
            "audit-log" => Some(Self::AuditLog),
            "configuration-history" => Some(Self::ConfigurationHistory),
            "flow-log" => Some(Self::FlowLog),
            "access-log" => Some(Self::AccessLog),
            _ => None,
        }
    }

    /// As a message names them.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::AuditTrail => "an audit trail",
            Self::AuditLog => "audit logs",
            Self::ConfigurationHistory => "the history of configurations",
            Self::FlowLog => "flow logs",
            Self::AccessLog => "logs of requests",
        }
    }
}

/// A row: a type that writes to a place, or passes on what a place is given.
#[derive(Debug)]
pub(in crate::input::terraform::facts::store) struct Writer {
    pub(super) of: String,
    /// The argument that names what it passes on, as a row writes it; `None` for the resource itself.
    pub(super) from: Option<String>,
    /// The argument that names where it writes; `None` for the resource itself.
    pub(super) to: Option<String>,
    condition: Option<Condition>,
    /// `None` for what passes on.
    pub(super) kind: Option<Kind>,
}

/// What has to hold for it to write.
#[derive(Debug)]
enum Condition {
    /// An argument has this value.
    Is(String, String),
    /// An argument does not have this value.
    IsNot(String, String),
    /// One of these blocks is there.
    OneOf(Vec<String>),
}

impl Writer {
    fn of(row: &Row<'_>) -> Self {
        Self {
            of: row.text("type").to_owned(),
            from: row.given("from").map(str::to_owned),
            to: row.given("argument").map(str::to_owned),
            condition: row.given("while").map(Condition::of),
            kind: Kind::of(row.word("records")),
        }
    }

    /// Whether others write to it: it keeps what it is given, or passes it on.
    pub(super) const fn is_place(&self) -> bool {
        self.kind.is_none() && (self.from.is_none() || self.to.is_none())
    }

    /// Whether it writes to what the argument at a path names.
    ///
    /// # Errors
    /// Why that is not known.
    pub(super) fn writes(&self, resource: &Resource, argument: &[Segment]) -> Result<bool, &'static str> {
        let block = argument.split_last().map(|(_, block)| block).unwrap_or_default();
        self.condition.as_ref().map_or(Ok(true), |condition| condition.holds(resource, block))
    }
}

impl Condition {
    fn of(text: &str) -> Self {
        match text.split_once('=') {
            Some((name, value)) => match name.strip_suffix('!') {
                Some(name) => Self::IsNot(name.to_owned(), value.to_owned()),
                None => Self::Is(name.to_owned(), value.to_owned()),
            },
            None => Self::OneOf(text.split('|').map(str::to_owned).collect()),
        }
    }

    /// Whether it holds beside an argument, in its block.
    fn holds(&self, resource: &Resource, block: &[Segment]) -> Result<bool, &'static str> {
        let is = |name: &str, value: &str| match resource.at(&beside(block, name)) {
            Argument::Known(known) => Ok(*known == written::value(value) || known.as_str() == Some(value)),
            Argument::Absent => Ok(false),
            Argument::Unknown(why) => Err(why),
        };
        match self {
            Self::Is(name, value) => is(name, value),
            Self::IsNot(name, value) => is(name, value).map(|is| !is),
            Self::OneOf(blocks) => {
                let mut unknown = None;
                for name in blocks {
                    match resource.count_inside(&beside(block, name)) {
                        Ok(0) => {}
                        Ok(_) => return Ok(true),
                        Err(why) => unknown = Some(why),
                    }
                }
                unknown.map_or(Ok(false), Err)
            }
        }
    }
}

fn beside(block: &[Segment], name: &str) -> Vec<Segment> {
    [block, &path(name)].concat()
}

//! Whom a statement is about.

use schemars::JsonSchema;
use serde::Serialize;

use crate::input::Segment;

/// Somebody whom a statement or a role names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Principal {
    /// What it is, in the words of the vendor: `AWS`, `Service`, `Federated`, `CanonicalUser`, `*`; `serviceAccount`,
    /// `group`; of the holder of an identity policy `role`, `user`, `group` or `permission-set`.
    pub kind: String,
    /// Its name as written: an ARN, an account, a service, a member. What is known only after apply is in the words of the
    /// code, `aws_iam_role.app.arn`; what the plan makes is called by its address.
    pub name: String,
}

impl Principal {
    /// A principal of a kind.
    pub(in crate::input::terraform::facts) fn new(kind: &str, name: &str) -> Self {
        Self { kind: kind.to_owned(), name: name.to_owned() }
    }

    /// Whether it is everybody, signed in or not. Only callers of any account are named by `*`.
    fn is_everybody(&self) -> bool {
        is_caller(&self.kind) && self.name == "*"
    }

    /// Whether it is everybody, or everybody who has an account of some provider.
    pub(super) fn is_open(&self) -> bool {
        self.is_everybody() || self.is_of_the_web()
    }

    /// Whether it is everybody who has an account of a provider of the web, such as `graph.facebook.com`. The provider of
    /// an account of AWS is named by its ARN.
    fn is_of_the_web(&self) -> bool {
        self.kind.eq_ignore_ascii_case("Federated")
            && !self.name.starts_with("arn:")
            && self.name.contains('.')
            && !self.is_later()
    }

    /// Whether the name is in the words of the code.
    fn is_later(&self) -> bool {
        self.name.starts_with("aws_") || self.name.starts_with("awscc_") || self.name.starts_with("data.")
    }
}

/// Those whom a statement is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::input::terraform::facts) struct Principals {
    /// Those that it names, as far as they are known.
    pub(in crate::input::terraform::facts) named: Vec<Principal>,
    /// Those that it leaves out: it is about everybody else.
    pub(in crate::input::terraform::facts) but: Vec<Principal>,
    /// Whether it is about everybody, signed in or not.
    pub(in crate::input::terraform::facts) everybody: Option<bool>,
    /// Why there may be others.
    pub(in crate::input::terraform::facts) why: Option<&'static str>,
    /// Where in the statement everybody is named; empty when nobody wrote that down.
    pub(super) at: Vec<Segment>,
}

impl Principals {
    /// Those of a statement that names them; `why` there may be others, and whether these may be everybody.
    pub(super) fn of(named: Vec<Principal>, why: Option<&'static str>, may_be_everybody: bool) -> Self {
        let everybody = match named.iter().any(Principal::is_everybody) {
            true => Some(true),
            false if why.is_some() && may_be_everybody => None,
            false => Some(false),
        };
        Self { named, everybody, why, ..Self::default() }
    }

    /// Everybody but these.
    pub(super) fn everybody_but(but: Vec<Principal>, why: Option<&'static str>) -> Self {
        Self { but, everybody: Some(true), why, ..Self::default() }
    }

    /// The same, with the place in the statement that names everybody.
    pub(super) fn at(self, at: Vec<Segment>) -> Self {
        Self { at, ..self }
    }

    /// Takes over the place that names everybody.
    pub(super) fn stand_at(&mut self, other: &Self) {
        self.at.clone_from(&other.at);
    }

    /// Whether it leaves out some of everybody.
    pub(super) fn is_but(&self) -> bool {
        self.named.is_empty() && self.everybody == Some(true)
    }

    /// Whether some are all accounts of a provider of the web.
    pub(super) fn are_of_the_web(&self) -> bool {
        self.named.iter().any(Principal::is_of_the_web)
    }
}

/// Whether principals of a kind are callers of any account, of which `*` is everybody.
pub(super) fn is_caller(kind: &str) -> bool {
    kind == "*" || kind.eq_ignore_ascii_case("AWS")
}

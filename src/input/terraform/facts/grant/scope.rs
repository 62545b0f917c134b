//! What a grant says of actions, resources, callers and conditions.

use schemars::JsonSchema;
use serde::Serialize;

use crate::input::terraform::facts::statement::{Condition, Listed, Principal, Principals, Value};

/// Actions or resources.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Scope {
    /// Those that are listed, as written, wildcards included. An ARN that is known only after apply is in the words of the
    /// code: `aws_s3_bucket.logs.arn`.
    pub listed: Vec<String>,
    /// Those that are left out of everything (`NotAction`, `NotResource`).
    pub except: Vec<String>,
    /// Whether it is everything, or everything but some. Null when that is not known.
    pub every: Option<bool>,
    /// Whether the lists are whole.
    pub whole: bool,
}

impl Scope {
    /// Those of a statement, and whether these are all.
    pub(super) fn of(listed: &Listed, except: &Listed, every: Option<bool>) -> Self {
        let whole = listed.why.or(except.why).is_none();
        Self { listed: listed.all().collect(), except: except.all().collect(), every, whole }
    }

    /// What a policy or role allows that is only named.
    pub(super) fn named(administrator: Option<bool>) -> Self {
        Self { every: administrator, ..Self::default() }
    }
}

/// Those who get rights.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Who {
    /// Those that are named.
    pub listed: Vec<Principal>,
    /// Those that are left out of everybody (`NotPrincipal`).
    pub except: Vec<Principal>,
    /// Whether it is everybody, signed in or not, or everybody but some. Null when that is not known.
    pub everybody: Option<bool>,
    /// Whether the lists are whole: of a policy that others may attach they are not.
    pub whole: bool,
}

impl Who {
    /// Those of a statement.
    pub(super) fn of(principals: &Principals) -> Self {
        Self {
            listed: principals.named.clone(),
            except: principals.but.clone(),
            everybody: principals.everybody,
            whole: principals.why.is_none(),
        }
    }

    /// Some, none of whom is everybody.
    pub(super) const fn some(listed: Vec<Principal>, whole: bool) -> Self {
        Self { listed, except: Vec::new(), everybody: Some(false), whole }
    }
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Limit {
    /// The operator as written, such as `StringLike`; empty when it is not known.
    pub operator: String,
    /// The key as written, such as `aws:PrincipalOrgID`; empty when it is not known.
    pub key: String,
    /// What it is compared with, as far as that is known; one of them is enough.
    pub values: Vec<String>,
    /// Whether these are all.
    pub whole: bool,
    /// Whether it limits the grant to known callers or networks: a condition that everybody meets does not. Null when that
    /// is not known.
    pub restricts: Option<bool>,
}

impl Limit {
    /// A condition of a statement.
    pub(super) fn of(condition: &Condition) -> Self {
        let text = |value: &Value| if let Value::Text(text) = value { Some(text.clone()) } else { None };
        Self {
            operator: condition.operator.clone(),
            key: condition.key.clone(),
            values: condition.values.iter().filter_map(text).collect(),
            whole: condition.values.iter().all(|value| matches!(value, Value::Text(_))),
            restricts: condition.restricts,
        }
    }
}

//! The occasions on which GitLab makes a pipeline, and what variables hold then.

use std::collections::BTreeMap;

use super::expression::{Expression, Operand, Operator, is_found};

/// What starts a pipeline, and for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Occasion {
    /// `CI_PIPELINE_SOURCE`
    pub(super) source: &'static str,
    pub(super) on: On,
}

/// What a pipeline is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum On {
    /// The default branch.
    Default,
    /// Another branch.
    Branch,
    Tag,
    MergeRequest,
}

/// Those that are told apart, in this order for each job (`CI_PIPELINE_SOURCE` in the documentation of GitLab, `ci/jobs/job_rules`,
/// read on 2026-11-28).
pub(super) const OCCASIONS: [Occasion; 17] = [
    of("push", On::Default),
    of("push", On::Branch),
    of("push", On::Tag),
    of("merge_request_event", On::MergeRequest),
    of("schedule", On::Default),
    of("web", On::Default),
    of("api", On::Default),
    of("trigger", On::Default),
    of("pipeline", On::Default),
    of("parent_pipeline", On::Default),
    of("chat", On::Default),
    of("external", On::Default),
    of("external_pull_request_event", On::Branch),
    of("ondemand_dast_scan", On::Default),
    of("ondemand_dast_validation", On::Default),
    of("security_orchestration_policy", On::Default),
    of("webide", On::Branch),
];

const fn of(source: &'static str, on: On) -> Occasion {
    Occasion { source, on }
}

/// What is known of a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Holds {
    Nothing,
    Text(String),
    /// The name of the default branch.
    Default,
    /// The name of another branch.
    Other,
    /// Some text.
    Some,
    Unknown,
}

impl Occasion {
    /// Whether whoever starts the pipeline may set variables.
    fn takes_variables(self) -> bool {
        !matches!(self.source, "push" | "merge_request_event")
    }

    /// Whether a condition holds; `set` are the variables that the file sets.
    pub(super) fn holds(self, expression: &Expression, set: &BTreeMap<String, String>) -> Option<bool> {
        match expression {
            Expression::Not(inner) => self.holds(inner, set).map(|holds| !holds),
            Expression::And(left, right) => match (self.holds(left, set), self.holds(right, set)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
            Expression::Or(left, right) => match (self.holds(left, set), self.holds(right, set)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
            Expression::Is(operand) => self.is(operand, set),
            Expression::Compare(left, operator, right) => self.compared(left, *operator, right, set),
        }
    }

    fn is(self, operand: &Operand, set: &BTreeMap<String, String>) -> Option<bool> {
        match operand {
            Operand::Variable(name) => match self.variable(name, set) {
                Holds::Nothing => Some(false),
                Holds::Text(text) => Some(!text.is_empty()),
                Holds::Unknown => None,
                _ => Some(true),
            },
            Operand::Text(text) => Some(!text.is_empty()),
            Operand::Pattern(..) => Some(true),
            Operand::Null => Some(false),
        }
    }

    fn compared(
        self,
        left: &Operand,
        operator: Operator,
        right: &Operand,
        set: &BTreeMap<String, String>,
    ) -> Option<bool> {
        match operator {
            Operator::Equal => equal(&self.value(left, set), &self.value(right, set)),
            Operator::Differs => equal(&self.value(left, set), &self.value(right, set)).map(|equal| !equal),
            Operator::Matches => self.matches(left, right, set),
            Operator::DoesNotMatch => self.matches(left, right, set).map(|matches| !matches),
        }
    }

    fn matches(self, left: &Operand, right: &Operand, set: &BTreeMap<String, String>) -> Option<bool> {
        let text = match self.value(left, set) {
            Holds::Nothing => return Some(false),
            Holds::Text(text) => text,
            _ => return None,
        };
        match right {
            Operand::Pattern(pattern, flags) => is_found(pattern, flags, &text),
            _ => None,
        }
    }

    fn value(self, operand: &Operand, set: &BTreeMap<String, String>) -> Holds {
        match operand {
            Operand::Variable(name) => self.variable(name, set),
            Operand::Text(text) => Holds::Text(text.clone()),
            Operand::Pattern(..) => Holds::Unknown,
            Operand::Null => Holds::Nothing,
        }
    }

    /// What a variable holds: one of GitLab's own, or one that the file sets. Any other may stand in the settings of the
    /// project, and whoever starts a pipeline by hand may set what they like.
    fn variable(self, name: &str, set: &BTreeMap<String, String>) -> Holds {
        let only_if = |is_set: bool, holds: Holds| if is_set { holds } else { Holds::Nothing };
        let branch = match self.on {
            On::Default => Holds::Default,
            On::Branch => Holds::Other,
            On::Tag | On::MergeRequest => Holds::Some,
        };
        match name {
            "CI" | "GITLAB_CI" => Holds::Text("true".to_owned()),
            "CI_PIPELINE_SOURCE" => Holds::Text(self.source.to_owned()),
            "CI_DEFAULT_BRANCH" => Holds::Default,
            "CI_COMMIT_BRANCH" => only_if(matches!(self.on, On::Default | On::Branch), branch),
            "CI_COMMIT_REF_NAME" => branch,
            "CI_COMMIT_TAG" => only_if(self.on == On::Tag, Holds::Some),
            "CI_MERGE_REQUEST_ID"
            | "CI_MERGE_REQUEST_IID"
            | "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"
            | "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"
            | "CI_MERGE_REQUEST_PROJECT_PATH" => only_if(self.on == On::MergeRequest, Holds::Some),
            "CI_PROJECT_ID"
            | "CI_PROJECT_NAME"
            | "CI_PROJECT_PATH"
            | "CI_PROJECT_NAMESPACE"
            | "CI_SERVER_HOST"
            | "CI_COMMIT_SHA"
            | "CI_COMMIT_REF_SLUG"
            | "GITLAB_USER_LOGIN" => Holds::Some,
            _ if name.starts_with("CI_MERGE_REQUEST_") && self.on != On::MergeRequest => Holds::Nothing,
            _ if self.takes_variables() => Holds::Unknown,
            // A variable of a variable is not followed.
            _ => set
                .get(name)
                .filter(|text| !text.contains('$'))
                .map_or(Holds::Unknown, |text| Holds::Text(text.clone())),
        }
    }

    /// Whether a reference of `only` and `except` names this occasion.
    pub(super) fn is_named(self, reference: &str) -> Option<bool> {
        let source = |sources: &[&str]| Some(sources.contains(&self.source));
        match reference {
            "branches" => Some(matches!(self.on, On::Default | On::Branch)),
            "tags" => Some(self.on == On::Tag),
            "merge_requests" => Some(self.on == On::MergeRequest),
            "pushes" => source(&["push"]),
            "schedules" => source(&["schedule"]),
            "web" => source(&["web"]),
            "api" => source(&["api"]),
            "triggers" => source(&["trigger"]),
            "pipelines" => source(&["pipeline"]),
            "chat" => source(&["chat"]),
            "external" => source(&["external"]),
            "external_pull_requests" => source(&["external_pull_request_event"]),
            // The name of a branch or tag, or a pattern of those.
            _ if self.on == On::MergeRequest => Some(false),
            _ => None,
        }
    }
}

fn equal(left: &Holds, right: &Holds) -> Option<bool> {
    match (left, right) {
        (Holds::Unknown, _) | (_, Holds::Unknown) => None,
        (Holds::Nothing, Holds::Nothing) | (Holds::Default, Holds::Default) => Some(true),
        (Holds::Text(left), Holds::Text(right)) => Some(left == right),
        (Holds::Nothing, _) | (_, Holds::Nothing) | (Holds::Default, Holds::Other) | (Holds::Other, Holds::Default) => {
            Some(false)
        }
        (Holds::Text(text), _) | (_, Holds::Text(text)) if text.is_empty() => Some(false),
        _ => None,
    }
}

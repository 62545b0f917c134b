//! How strict each rule is in one layer, and what several layers come to together.
//!
//! Every rule is measured by its *strength*: 0 = it protects nothing, 1 = a flag that protects, *n* = that many
//! approvals. Layers can only add, so the strength of several is the greatest. What cannot be seen is a range.

use std::collections::BTreeMap;

use super::model::{BypassMode, BypassScope, Rules};
use crate::source::Span;

/// One rule of the common model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rule {
    PullRequest,
    Approvals,
    CodeOwnerReview,
    DismissStale,
    LastPushApproval,
    AuthorApproval,
    ConversationResolution,
    SignedCommits,
    LinearHistory,
    ForcePush,
    Deletion,
    DirectPush,
    StatusChecks,
    StrictChecks,
    DismissalRestricted,
    MergeQueue,
    Locked,
}

impl Rule {
    /// Every rule with its key in [`Rules`].
    pub(super) const ALL: [(Self, &'static str); 17] = [
        (Self::PullRequest, "pull_request_required"),
        (Self::Approvals, "approvals_required"),
        (Self::CodeOwnerReview, "code_owner_review_required"),
        (Self::DismissStale, "dismiss_stale_approvals"),
        (Self::LastPushApproval, "last_push_approval_required"),
        (Self::AuthorApproval, "author_can_approve"),
        (Self::ConversationResolution, "conversation_resolution_required"),
        (Self::SignedCommits, "signed_commits_required"),
        (Self::LinearHistory, "linear_history_required"),
        (Self::ForcePush, "force_push_allowed"),
        (Self::Deletion, "deletion_allowed"),
        (Self::DirectPush, "direct_push_allowed"),
        (Self::StatusChecks, "status_checks_required"),
        (Self::StrictChecks, "status_checks_strict"),
        (Self::DismissalRestricted, "review_dismissal_restricted"),
        (Self::MergeQueue, "merge_queue_required"),
        (Self::Locked, "locked"),
    ];

    /// Whether `true` is the weak value of the flag.
    const fn is_permission(self) -> bool {
        matches!(self, Self::AuthorApproval | Self::ForcePush | Self::Deletion | Self::DirectPush)
    }

    /// Whether an actor who bypasses in this mode and scope is free of the rule.
    pub(super) const fn is_lifted_by(self, mode: BypassMode, scope: BypassScope) -> bool {
        let about_pushes = matches!(self, Self::PullRequest | Self::DirectPush);
        let about_rewriting = matches!(self, Self::ForcePush | Self::Deletion);
        let about_reviews =
            matches!(self, Self::Approvals | Self::CodeOwnerReview | Self::DismissStale | Self::LastPushApproval);
        let by_scope = match scope {
            BypassScope::Everything => true,
            BypassScope::AllButRewriting => !about_rewriting,
            BypassScope::Reviews => about_pushes || about_reviews,
        };
        // Whoever may bypass only by merging a pull request still cannot push, rewrite or delete.
        let by_mode = !matches!(mode, BypassMode::PullRequest) || !(about_pushes || about_rewriting);
        by_scope && by_mode
    }
}

/// What one layer says about one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fact {
    /// The strength; `None` when the value is there but cannot be read.
    pub(super) strength: Option<u32>,
    /// The value in the file.
    pub(super) at: Option<Span>,
}

/// What one layer says, rule by rule; a rule that is not there is not mentioned by the layer.
pub(super) type Facts = BTreeMap<Rule, Fact>;

/// A strength that may not be known exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    /// It is at least this.
    pub(super) low: u32,
    /// It is at most this.
    pub(super) high: u32,
    /// The value that decides it.
    pub(super) at: Option<Span>,
    /// Whether it is a stricter rule that somebody may bypass.
    pub(super) bypassed: bool,
}

impl Range {
    /// A layer of which nothing is known.
    pub(super) const HIDDEN: Self = Self { low: 0, high: u32::MAX, at: None, bypassed: false };

    /// No layer has the rule.
    pub(super) const OFF: Self = Self { low: 0, high: 0, at: None, bypassed: false };

    /// What no setting can switch off.
    pub(super) const ALWAYS: Self = Self { low: 1, high: 1, at: None, bypassed: false };

    /// What a layer contributes for people who cannot bypass it.
    pub(super) fn of(fact: Fact) -> Self {
        let high = fact.strength.unwrap_or(u32::MAX);
        Self { low: fact.strength.unwrap_or(0), high, at: fact.at, bypassed: false }
    }

    /// The same where it may be bypassed at `at`: it protects nothing.
    pub(super) fn bypassed(self, at: Option<Span>) -> Self {
        if self.high == 0 { self } else { Self { low: 0, high: 0, at, bypassed: true } }
    }

    /// The same where nobody can say whether it may be bypassed.
    pub(super) const fn doubtful(self) -> Self {
        Self { low: 0, ..self }
    }

    /// Two layers together: the strictest counts. Of two that protect nothing the first with a place is shown.
    pub(super) fn and(self, other: Self) -> Self {
        let at = if other.low > self.low { other.at } else { self.at.or(other.at) };
        let bypassed = self.bypassed || other.bypassed;
        Self { low: self.low.max(other.low), high: self.high.max(other.high), at, bypassed }
    }

    /// The exact strength of a rule, if it is known. A flag cannot be stricter than 1.
    fn exact(self, rule: Rule) -> Option<u32> {
        let most = if rule == Rule::Approvals { u32::MAX } else { 1 };
        let (low, high) = (self.low.min(most), self.high.min(most));
        (low == high).then_some(low)
    }
}

impl Rules {
    /// The rules as policies see them. A rule that is not in `ranges` is not known.
    pub(super) fn new(ranges: &BTreeMap<Rule, Range>) -> Self {
        let exact = |rule: Rule| ranges.get(&rule).and_then(|range| range.exact(rule));
        let flag = |rule: Rule| exact(rule).map(|strength| (strength > 0) != rule.is_permission());
        Self {
            pull_request_required: flag(Rule::PullRequest),
            approvals_required: exact(Rule::Approvals),
            approvals_required_at_least: ranges.get(&Rule::Approvals).map_or(0, |range| range.low),
            code_owner_review_required: flag(Rule::CodeOwnerReview),
            dismiss_stale_approvals: flag(Rule::DismissStale),
            last_push_approval_required: flag(Rule::LastPushApproval),
            author_can_approve: flag(Rule::AuthorApproval),
            conversation_resolution_required: flag(Rule::ConversationResolution),
            signed_commits_required: flag(Rule::SignedCommits),
            linear_history_required: flag(Rule::LinearHistory),
            force_push_allowed: flag(Rule::ForcePush),
            deletion_allowed: flag(Rule::Deletion),
            direct_push_allowed: flag(Rule::DirectPush),
            status_checks_required: flag(Rule::StatusChecks),
            status_checks_strict: flag(Rule::StrictChecks),
            review_dismissal_restricted: flag(Rule::DismissalRestricted),
            merge_queue_required: flag(Rule::MergeQueue),
            locked: flag(Rule::Locked),
        }
    }
}

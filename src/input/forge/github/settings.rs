//! Settings of a snapshot that are one value of one answer.

use super::answers::Answers;
use crate::input::forge::model::{
    Ci, Codeowners, CodeownersError, Merge, Organization, Reason, Repository, Security, Unknown,
};
use crate::input::forge::reader::{Gap, Reader, given, text};
use crate::input::tree::Node;

/// What it takes to see most settings.
const ADMINISTRATION: &str = "Administration: read";
/// What it takes to see the repository.
const METADATA: &str = "Metadata: read";
/// What it takes to see an organization's rules for its members.
const OWNER: &str = "organization owner";

/// Reads single values and says for each one that is missing why.
pub(super) struct Settings<'r, 's, 't> {
    reader: &'r mut Reader<'s>,
    answers: &'r Answers<'t>,
    /// Why values are missing.
    pub(super) unknowns: Vec<Unknown>,
}

/// Where a value stands: the key in the model, the answer, the keys in its body, and what it takes to see it.
struct At<'a> {
    pointer: &'a str,
    answer: &'a str,
    keys: &'a [&'a str],
    needs: &'static str,
}

/// An [`At`] in one line.
const fn at<'a>(pointer: &'a str, answer: &'a str, keys: &'a [&'a str], needs: &'static str) -> At<'a> {
    At { pointer, answer, keys, needs }
}

impl<'r, 's, 't> Settings<'r, 's, 't> {
    /// For the answers of a snapshot.
    pub(super) fn new(reader: &'r mut Reader<'s>, answers: &'r Answers<'t>) -> Self {
        Self { reader, answers, unknowns: Vec::new() }
    }

    /// The repository; the owner and the name are those of the envelope.
    pub(super) fn repository(&mut self, full_path: &str) -> Repository {
        let loc = self.section("repo");
        let (owner, name) = full_path.split_once('/').unwrap_or(("", full_path));
        let text = |this: &mut Self, pointer, key| this.text(&loc, &at(pointer, "repo", &[key], METADATA));
        let visibility = text(self, "/repository/visibility", "visibility");
        let default_branch = text(self, "/repository/default_branch", "default_branch");
        let flag = |this: &mut Self, pointer, key| this.flag(&loc, &at(pointer, "repo", &[key], METADATA));
        Repository {
            owner: Some(owner.to_owned()),
            name: Some(name.to_owned()),
            full_path: Some(full_path.to_owned()),
            visibility,
            default_branch,
            archived: flag(self, "/repository/archived", "archived"),
            fork: flag(self, "/repository/fork", "fork"),
            loc,
        }
    }

    /// How pull requests may be merged.
    pub(super) fn merge(&mut self) -> Merge {
        let loc = self.section("repo");
        let needs = "Contents: write";
        let flag = |this: &mut Self, pointer, key| this.flag(&loc, &at(pointer, "repo", &[key], needs));
        Merge {
            merge_commit: flag(self, "/merge/merge_commit", "allow_merge_commit"),
            squash: flag(self, "/merge/squash", "allow_squash_merge"),
            rebase: flag(self, "/merge/rebase", "allow_rebase_merge"),
            auto_merge: flag(self, "/merge/auto_merge", "allow_auto_merge"),
            delete_branch_on_merge: flag(self, "/merge/delete_branch_on_merge", "delete_branch_on_merge"),
            web_signoff_required: flag(self, "/merge/web_signoff_required", "web_commit_signoff_required"),
            loc,
        }
    }

    /// What pipelines may do.
    pub(super) fn ci(&mut self) -> Ci {
        const ACTIONS: &str = "repo/actions/permissions";
        const WORKFLOW: &str = "repo/actions/permissions/workflow";
        const APPROVAL: &str = "repo/actions/permissions/fork-pr-contributor-approval";
        const FORKS: &str = "repo/actions/permissions/fork-pr-workflows-private-repos";
        const RETENTION: &str = "repo/actions/permissions/artifact-and-log-retention";
        let loc = self.section(ACTIONS);
        let admin = |pointer, answer, keys| at(pointer, answer, keys, ADMINISTRATION);
        Ci {
            enabled: self.flag(&loc, &admin("/ci/enabled", ACTIONS, &["enabled"])),
            default_token_permission: self
                .text(&loc, &admin("/ci/default_token_permission", WORKFLOW, &["default_workflow_permissions"])),
            can_approve_pull_requests: self
                .flag(&loc, &admin("/ci/can_approve_pull_requests", WORKFLOW, &["can_approve_pull_request_reviews"])),
            allowed_actions: self.text(&loc, &admin("/ci/allowed_actions", ACTIONS, &["allowed_actions"])),
            sha_pinning_required: self
                .flag(&loc, &admin("/ci/sha_pinning_required", ACTIONS, &["sha_pinning_required"])),
            fork_approval: self.text(&loc, &admin("/ci/fork_approval", APPROVAL, &["approval_policy"])),
            fork_secrets: self.flag(&loc, &admin("/ci/fork_secrets", FORKS, &["send_secrets_and_variables"])),
            log_retention_days: self.count(&loc, &admin("/ci/log_retention_days", RETENTION, &["days"])),
            loc,
        }
    }

    /// Scanners and updates.
    pub(super) fn security(&mut self) -> Security {
        let loc = self.section("repo");
        let status = |this: &mut Self, pointer, key| {
            let keys = ["security_and_analysis", key, "status"];
            let at = at(pointer, "repo", &keys, ADMINISTRATION);
            this.value(&loc, &at).and_then(|node| this.reader.word(node, &[("enabled", true), ("disabled", false)]))
        };
        let enabled =
            |this: &mut Self, pointer, answer| this.flag(&loc, &at(pointer, answer, &["enabled"], ADMINISTRATION));
        Security {
            secret_scanning: status(self, "/security/secret_scanning", "secret_scanning"),
            push_protection: status(self, "/security/push_protection", "secret_scanning_push_protection"),
            vulnerability_alerts: self.vulnerability_alerts(),
            automatic_fixes: enabled(self, "/security/automatic_fixes", "repo/automated-security-fixes"),
            private_vulnerability_reporting: enabled(
                self,
                "/security/private_vulnerability_reporting",
                "repo/private-vulnerability-reporting",
            ),
            immutable_releases: enabled(self, "/security/immutable_releases", "repo/immutable-releases"),
            loc,
        }
    }

    /// 204 means on. 404 means off, or that the token may not know: not known.
    fn vulnerability_alerts(&mut self) -> Option<bool> {
        match self.answers.ask("repo/vulnerability-alerts", ADMINISTRATION) {
            Ok(_) => Some(true),
            Err(gap) => self.missing("/security/vulnerability_alerts", &gap),
        }
    }

    /// CODEOWNERS as the forge reads it. 404 means that there is none.
    pub(super) fn codeowners(&mut self) -> Codeowners {
        const ERRORS: &str = "repo/codeowners/errors";
        let loc = self.section(ERRORS);
        let found = match self.answers.object(self.reader, ERRORS, METADATA) {
            Ok(found) => found,
            Err(gap) if gap.http_status == Some(404) => {
                return Codeowners { loc, present: Some(false), path: None, errors: Vec::new() };
            }
            Err(gap) => {
                let present = self.missing("/codeowners/present", &gap);
                return Codeowners { loc, present, path: None, errors: Vec::new() };
            }
        };
        let listed = given(found.body, "errors").and_then(|node| self.reader.list(node));
        if listed.is_none() {
            let message = "the answer does not list the errors".to_owned();
            let gap = Gap { at: found.at, reason: Reason::Unreadable, http_status: Some(200), message, needs: None };
            self.unknowns.push(self.reader.unknown("/codeowners/errors", &gap));
        }
        let nodes = listed.unwrap_or_default();
        let errors: Vec<CodeownersError> = nodes
            .iter()
            .map(|node| CodeownersError {
                loc: self.reader.place(node.get("message").unwrap_or(node).span, None),
                line: given(node, "line").and_then(|line| self.reader.count(line)),
                kind: given(node, "kind").and_then(text).map(str::to_owned),
            })
            .collect();
        let path = nodes.iter().find_map(|node| given(node, "path").and_then(text)).map(str::to_owned);
        Codeowners { loc, present: Some(true), path, errors }
    }

    /// The organization. A `null` there means that only owners are told.
    pub(super) fn organization(&mut self) -> Organization {
        let loc = self.section("org");
        let mfa = at("/organization/mfa_required", "org", &["two_factor_requirement_enabled"], OWNER);
        let base = at("/organization/default_repository_permission", "org", &["default_repository_permission"], OWNER);
        Organization { mfa_required: self.flag(&loc, &mfa), default_repository_permission: self.text(&loc, &base), loc }
    }

    fn section(&mut self, answer: &str) -> String {
        let at = self.answers.at(answer).unwrap_or_else(|| self.answers.list_at());
        self.reader.place(at, None)
    }

    fn missing<T>(&mut self, pointer: &str, gap: &Gap) -> Option<T> {
        let unknown = self.reader.unknown(pointer, gap);
        self.unknowns.push(unknown);
        None
    }

    fn flag(&mut self, loc: &str, at: &At<'_>) -> Option<bool> {
        self.value(loc, at).and_then(|node| self.reader.flag(node))
    }

    fn count(&mut self, loc: &str, at: &At<'_>) -> Option<u32> {
        self.value(loc, at).and_then(|node| self.reader.count(node))
    }

    fn text(&mut self, loc: &str, at: &At<'_>) -> Option<String> {
        self.value(loc, at).and_then(|node| self.reader.text(node))
    }

    /// The node of a value, with its place; an unknown when it is not there.
    fn value(&mut self, loc: &str, at: &At<'_>) -> Option<&'t Node> {
        let found = match self.answers.object(self.reader, at.answer, at.needs) {
            Ok(found) => found,
            Err(gap) => return self.missing(at.pointer, &gap),
        };
        let Some(node) = at.keys.iter().try_fold(found.body, |node, key| given(node, key)) else {
            let reason = if at.needs == OWNER { Reason::NotOwner } else { Reason::Forbidden };
            let message = "the answer does not tell it".to_owned();
            let gap = Gap { at: found.at, reason, http_status: Some(200), message, needs: Some(at.needs) };
            return self.missing(at.pointer, &gap);
        };
        let key = at.pointer.rsplit('/').next().unwrap_or(at.pointer);
        self.reader.child(loc, &[key], node.span);
        Some(node)
    }
}

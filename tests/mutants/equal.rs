//! Mutants that give the same answers as the policy, each with the reason.

/// One of them.
pub(crate) struct Row {
    /// The policy.
    slug: &'static str,
    /// The line that is changed, without the blanks around it.
    line: &'static str,
    /// What is changed in it.
    change: &'static str,
    /// Why no answer changes.
    pub(crate) why: &'static str,
}

impl Row {
    pub(crate) const fn name(&self) -> (&str, &str, &str) {
        (self.slug, self.line, self.change)
    }
}

/// All of them.
pub(crate) const EQUAL: &[Row] = &[
    Row {
        slug: "all-secrets-handed-over",
        line: "use.computed",
        change: "the statement is removed",
        why: "the first of those that are computed is; the line lets the guard rule other uses out",
    },
    Row {
        slug: "unreviewed-default-branch",
        line: "review.gap != null",
        change: "the statement is removed",
        why: "a gap that is null has no `why` for the message; the line lets the guard rule reviews out",
    },
    Row {
        slug: "unreviewed-default-branch",
        line: "review.gap != null",
        change: "`null` becomes `false`",
        why: "a gap that is null has no `why` for the message; the line lets the guard rule reviews out",
    },
    Row {
        slug: "excessive-permissions",
        line: r#"token.may in {"write-all", "unspecified"}"#,
        change: "the statement is removed",
        why: "there is no message for anything else; the line lets the guard rule tokens out",
    },
    Row {
        slug: "script-injection",
        line: r#"flow.sink in {"script", "shell", "text", "environment", "path", "runner"}"#,
        change: "the statement is removed",
        why: "there are no words for another sink; the line lets the guard rule flows out",
    },
    Row {
        slug: "static-cloud-keys",
        line: r#"key.way in {"handed", "read"}"#,
        change: "the statement is removed",
        why: "there is no sign for another way; the line lets the guard rule keys out",
    },
    Row {
        slug: "unpinned-action",
        line: r#"reference.pin in {"tag", "semver", "branch", "latest", "none"}"#,
        change: "the statement is removed",
        why: "there are no words for another pin; the line lets the guard rule references out",
    },
    Row {
        slug: "unread-key",
        line: "deny contains finding if some finding in set()",
        change: "the rule is removed",
        why: "the rule says that nothing is ever a violation; without it nothing is either",
    },
    Row {
        slug: "unfollowed-code",
        line: "deny contains finding if some finding in set()",
        change: "the rule is removed",
        why: "the rule says that nothing is ever a violation; without it nothing is either",
    },
    Row {
        slug: "open-admin-port",
        line: "count(ports) > 0",
        change: "the statement is removed",
        why: "there are no words for no port; the line says so before they are looked for",
    },
    Row {
        slug: "open-admin-port",
        line: "count(ports) > 0",
        change: "`>` becomes `>=`",
        why: "there are no words for no port; the line says so before they are looked for",
    },
    Row {
        slug: "unchecked-certificate",
        line: r#"held(peer) := sprintf(", in a job that %s", [words[peer.holds[0]]]) if count(peer.holds) > 0"#,
        change: "the statement is removed",
        why: "there is no first of nothing; the line says so before it is looked for",
    },
    Row {
        slug: "unchecked-certificate",
        line: r#"held(peer) := sprintf(", in a job that %s", [words[peer.holds[0]]]) if count(peer.holds) > 0"#,
        change: "`>` becomes `>=`",
        why: "there is no first of nothing; the line says so before it is looked for",
    },
    Row {
        slug: "compromised-action",
        line: r#"advisory.kind in {"malicious", "moved"}"#,
        change: "the statement is removed",
        why: "there are no words for another kind; the line lets the guard rule advisories out",
    },
    Row {
        slug: "unpinned-checkout",
        line: r#"code.pin in {"tag", "semver", "branch", "latest", "none"}"#,
        change: "the statement is removed",
        why: "there are no words for another pin; the line lets the guard rule code out",
    },
    Row {
        slug: "policies/lib/gate/grants.rego",
        line: "regex.match(`[*?]`, text)",
        change: "the statement is removed",
        why: "a glob without a wildcard stands for its own text, which the rule before compares; the line saves work",
    },
];

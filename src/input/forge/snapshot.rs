//! The snapshot: raw answers of a forge in an envelope, `gate.snapshot/v1`.
//!
//! Raw answers are kept, so that a newer gate can make more of an old snapshot. A file without the envelope is
//! refused: nothing in it says which repository it is about, when it was read and what was refused.

use std::sync::Arc;

use super::model::{Provenance, Standing};
use super::reader::{Reader, given, text};
use super::{document, github};
use crate::input::tree::{self, Node};
use crate::input::{Claim, Context, Format, Kind, Parsed, Problem};
use crate::source::{RepoPath, Source, Span};

/// The envelope that this gate reads.
const ENVELOPE: &str = "gate.snapshot/v1";
/// What a missing envelope should look like.
const SHAPE: &str = r#"{"schema": "gate.snapshot/v1", "forge": "github", "host": "github.com", "repository": "owner/name", "collected_at": "…", "answers": {"repos/owner/name/branches/main/protection": {"status": 200, "body": …}}}"#;

/// Snapshots of GitHub.
pub struct Snapshot;

impl Format for Snapshot {
    fn kind(&self) -> Kind {
        Kind::Forge
    }

    fn name(&self) -> &'static str {
        "forge-snapshot"
    }

    /// `.forge/snapshot.json` is always one; another file of that folder only if it says so.
    fn claims(&self, path: &RepoPath) -> Claim {
        match path.as_str() {
            ".forge/snapshot.json" => Claim::Yes,
            other if other.starts_with(".forge/") && path.extension() == Some("json") => Claim::Maybe,
            _ => Claim::No,
        }
    }

    /// A bare answer of GitHub counts too: it is refused with the envelope that it needs, not passed over.
    fn confirms(&self, head: &str) -> bool {
        ["gate.snapshot/", "https://api.github.com/", "https://docs.github.com/rest/"]
            .iter()
            .any(|mark| head.contains(mark))
    }

    fn parse(&self, source: &Arc<Source>, context: &Context<'_>) -> Parsed {
        let tree = match tree::parse_json(source, context.limits) {
            Ok(tree) => tree,
            Err(problem) => return Parsed::Failed(problem),
        };
        let Some(root) = tree.root() else { return Parsed::Failed(Problem::of(source.path(), "the file is empty")) };
        let mut reader = Reader::new(source);
        let envelope = match Envelope::read(&mut reader, root) {
            Ok(envelope) => envelope,
            Err((at, message)) => return Parsed::Failed(Problem::at(source, at.start, &message)),
        };
        if let Some(evidence) = &context.options.evidence
            && let Err((at, message)) = evidence.admits(root, envelope.repository)
        {
            return Parsed::Failed(Problem::at(source, at.start, &message));
        }
        let provenance = envelope.provenance(&mut reader, root);
        let forge = github::read(&mut reader, root.span, provenance, envelope.repository, envelope.answers);
        document(reader, self.name(), forge, tree.problems)
    }
}

/// The parts of an envelope without which nothing can be said.
struct Envelope<'t> {
    repository: &'t str,
    answers: (Span, &'t Node),
}

impl<'t> Envelope<'t> {
    fn read(reader: &mut Reader<'_>, root: &'t Node) -> Result<Self, (Span, String)> {
        let Some(schema) = root.get("schema") else { return Err((root.span, no_envelope(root))) };
        if text(schema) != Some(ENVELOPE) {
            return Err((schema.span, format!("this version of gate reads {ENVELOPE} only")));
        }
        let forge = root.get("forge").ok_or_else(|| missing(root, "forge"))?;
        if text(forge) != Some("github") {
            return Err((forge.span, "gate reads snapshots of `github` only".to_owned()));
        }
        let named = root.get("repository").ok_or_else(|| missing(root, "repository"))?;
        let repository = text(named).filter(|name| is_full_name(name));
        let repository =
            repository.ok_or_else(|| (named.span, "`repository` must be written as owner/name".to_owned()))?;
        let answers = root.get_entry("answers").ok_or_else(|| missing(root, "answers"))?;
        if !answers.value.is_mapping() {
            return Err((answers.value.span, "`answers` must be an object with one entry for each request".to_owned()));
        }
        if answers.value.entries().is_empty() {
            reader.problem(answers.key.span, "the snapshot holds no answer at all");
        }
        Ok(Self { repository, answers: (answers.key.span, &answers.value) })
    }

    /// Who asked whom and when. A snapshot that does not say when it was made proves nothing about today.
    fn provenance(&self, reader: &mut Reader<'_>, root: &Node) -> Provenance {
        let mut word = |key| given(root, key).and_then(|node| reader.text(node));
        let (host, collected_at) = (word("host"), word("collected_at"));
        let (collector, principal) = (word("collector"), word("principal"));
        if host.is_none() {
            reader.problem(root.span, "the snapshot does not say its `host`, such as github.com");
        }
        if collected_at.as_deref().is_none_or(|time| time.parse::<jiff::Timestamp>().is_err()) {
            let at = root.get("collected_at").map_or(self.answers.0, |node| node.span);
            reader.problem(at, "`collected_at` must say when the answers were read, such as 2026-01-31T08:00:00Z");
        }
        Provenance {
            forge: "github",
            host,
            kind: Standing::Snapshot,
            collected_at,
            collector,
            principal,
            sha256: reader.source().digest().to_owned(),
        }
    }
}

fn missing(root: &Node, key: &str) -> (Span, String) {
    (root.span, format!("the snapshot has no `{key}`"))
}

fn is_full_name(name: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    name.split_once('/').is_some_and(|(owner, name)| part(owner) && part(name))
}

/// What to tell whoever saved a bare answer of the API, which is the likely mistake.
fn no_envelope(root: &Node) -> String {
    let url = root.get("url").and_then(text).unwrap_or_default();
    let request = url.split_once("/repos/").map(|(_, rest)| rest).filter(|rest| rest.ends_with("/protection"));
    let what = match request {
        Some(rest) => format!("this is the bare answer of repos/{rest}"),
        None if root.is_mapping() && root.get("message").is_some() => "this is a bare refusal of the forge".to_owned(),
        None => "this is no settings snapshot: it has no `schema`".to_owned(),
    };
    format!("{what}; wrap answers as {SHAPE}")
}

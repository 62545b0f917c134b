//! The cases of the forge that other tools are known to get wrong, and the places that findings point at.

mod declared;
mod envelope;
mod facts;
mod layers;
mod less;
mod locations;
mod settings;
mod untold;

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Ruleset, Snapshot};
use crate::input::{Context, Document, Format, Options, Parsed};
use crate::limits::LIMITS;
use crate::source::files::Memory;
use crate::source::{RepoPath, Source};

/// What an administrator's token gets for a branch without classic protection.
fn no_classic() -> Value {
    json!({"status": 404, "body": {"message": "Branch not protected", "status": "404"}})
}

/// What `GITHUB_TOKEN` gets.
fn forbidden() -> Value {
    json!({"status": 403, "body": {"message": "Resource not accessible by integration"}})
}

/// A full classic protection that binds administrators too.
fn classic() -> Value {
    json!({
        "url": "https://api.github.com/repos/acme/pay/branches/main/protection",
        "required_pull_request_reviews": {"required_approving_review_count": 2, "dismiss_stale_reviews": true,
            "require_code_owner_reviews": true, "require_last_push_approval": true},
        "required_status_checks": {"strict": true, "contexts": ["gate"], "checks": [{"context": "gate", "app_id": 15368}]},
        "required_signatures": {"enabled": false}, "enforce_admins": {"enabled": true},
        "required_linear_history": {"enabled": true}, "allow_force_pushes": {"enabled": false},
        "allow_deletions": {"enabled": false}, "block_creations": {"enabled": false},
        "required_conversation_resolution": {"enabled": true}, "lock_branch": {"enabled": false},
        "allow_fork_syncing": {"enabled": false}
    })
}

/// The repository itself.
fn repository() -> Value {
    json!({"full_name": "acme/pay", "visibility": "private", "default_branch": "main", "archived": false, "fork": false})
}

/// An answer with status 200.
fn ok(body: &Value) -> Value {
    json!({"status": 200, "body": body})
}

/// An envelope around answers; `{}` in a request stands for `repos/acme/pay`.
fn envelope(answers: &[(&str, Value)]) -> Value {
    let answers: serde_json::Map<String, Value> =
        answers.iter().map(|(request, answer)| (request.replace("{}", "repos/acme/pay"), answer.clone())).collect();
    json!({"schema": "gate.snapshot/v1", "forge": "github", "host": "github.com", "repository": "acme/pay",
        "collected_at": "2026-11-21T01:40:00Z", "answers": answers})
}

fn parse(format: &dyn Format, path: &str, text: &str) -> Parsed {
    let files = Memory::default();
    let options = Options::default();
    let context = Context { files: &files, limits: &LIMITS, options: &options };
    format.parse(&Arc::new(Source::from_text(RepoPath::new(path).unwrap(), text)), &context)
}

fn document(parsed: Parsed) -> Document {
    match parsed {
        Parsed::Document(document) => *document,
        other => panic!("not read: {other:?}"),
    }
}

/// Reads a snapshot that must be sound.
fn snapshot(answers: &[(&str, Value)]) -> Document {
    let text = serde_json::to_string_pretty(&envelope(answers)).unwrap();
    let document = document(parse(&Snapshot, ".forge/snapshot.json", &text));
    assert_eq!(document.problems, [], "{answers:?}");
    document
}

/// The branch `main` of a snapshot about a repository whose default branch it is.
fn main_branch(answers: &[(&str, Value)]) -> Value {
    let answers: Vec<(&str, Value)> = [("{}", ok(&repository()))].into_iter().chain(answers.iter().cloned()).collect();
    let document = snapshot(&answers);
    let branches = document.value()["branches"].as_array().unwrap();
    branches.iter().find(|branch| branch["name"] == "main").unwrap().clone()
}

/// Reads a ruleset file that must be sound.
fn ruleset(body: &Value) -> Document {
    let text = serde_json::to_string_pretty(body).unwrap();
    let document = document(parse(&Ruleset, ".github/rulesets/main.json", &text));
    assert_eq!(document.problems, [], "{body}");
    document
}

/// The reasons of the unknowns of a branch or document, by path.
fn reasons(of: &Value) -> Vec<(String, String)> {
    let list = of["unknowns"].as_array().unwrap();
    list.iter()
        .map(|unknown| (unknown["path"].as_str().unwrap().to_owned(), unknown["reason"].as_str().unwrap().to_owned()))
        .collect()
}

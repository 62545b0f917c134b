//! Real answers of GitHub from other projects' test data, which is not part of this project: each is refused bare
//! with a reason, and read once it is wrapped.

#![expect(clippy::disallowed_methods, reason = "the answers lie outside the judged tree")]

use std::path::Path;
use std::sync::Arc;

use gate::input::forge::Snapshot;
use gate::input::{Context, Format, Options, Parsed};
use gate::limits::LIMITS;
use gate::source::files::Memory;
use gate::source::{RepoPath, Source};
use serde_json::{Value, json};

fn parse(text: &str) -> Option<Parsed> {
    let files = Memory::default();
    let options = Options::default();
    let source = Source::from_text(RepoPath::new(".forge/snapshot.json")?, text);
    Some(Snapshot.parse(&Arc::new(source), &Context { files: &files, limits: &LIMITS, options: &options }))
}

/// The envelope that the body's own `url` calls for; `None` for an answer about something else.
fn wrapped(body: &Value) -> Option<(String, Value)> {
    let (_, request) = body.get("url")?.as_str()?.split_once("/repos/")?;
    let mut parts = request.split('/');
    let repository = format!("{}/{}", parts.next()?, parts.next()?);
    let branch = request.strip_suffix("/protection")?.rsplit('/').next()?.to_owned();
    let answers = json!({
        (format!("repos/{request}")): {"status": 200, "body": body},
        (format!("repos/{repository}/rules/branches/{branch}")): {"status": 200, "body": []},
    });
    let envelope = json!({"schema": "gate.snapshot/v1", "forge": "github", "host": "github.com",
        "repository": repository, "collected_at": "2026-11-21T00:00:00Z", "answers": answers});
    Some((branch, envelope))
}

#[test]
fn real_answers_are_refused_bare_and_read_in_an_envelope() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/forge");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: ../shared/data is not here");
        return;
    };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut read = 0;
    for path in &paths {
        let text = std::fs::read_to_string(path).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().replace("__", "/");
        let Some(Parsed::Failed(problem)) = parse(&text) else { panic!("{name} was read without an envelope") };
        assert!(problem.message.raw().contains("gate.snapshot/v1"), "{name}: the message names the envelope");
        let Some((branch, envelope)) = wrapped(&serde_json::from_str(&text).unwrap()) else {
            println!("{name:70} refused: {}", problem.message.raw().split(';').next().unwrap_or_default());
            continue;
        };
        let Some(Parsed::Document(document)) = parse(&envelope.to_string()) else { panic!("{name} was not read") };
        assert_eq!(document.problems, [], "{name}");
        let found = &document.value()["branches"][0];
        assert_eq!(found["name"], *branch);
        let (rules, everyone) = (&found["effective"], &found["effective_for_everyone"]);
        println!(
            "{name:70} pull request {:5} approvals {} (everyone {}) force push {:5} deletion {:5} checks {:5} bypass {}",
            rules["pull_request_required"],
            rules["approvals_required"],
            everyone["approvals_required"],
            rules["force_push_allowed"],
            rules["deletion_allowed"],
            rules["status_checks_required"],
            found["bypass_actors"].as_array().map_or(0, Vec::len),
        );
        read += 1;
    }
    println!("{} files: {read} read in an envelope, {} refused with a reason", paths.len(), paths.len() - read);
    assert!(read > 0);
}

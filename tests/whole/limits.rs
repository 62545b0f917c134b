//! Every cap that a reader meets is said where it is met.

use std::time::Duration;

use gate::limits::{LIMITS, Limits};
use gate::source::RepoPath;
use gate::source::Source;
use gate::source::files::Memory;

use crate::altered::Altered;
use crate::reading::{self, Sort};

/// A cap that a reader meets.
struct Met {
    field: &'static str,
    /// The limits with the cap so low that the file below meets it.
    low: Limits,
    path: &'static str,
    text: String,
    /// What the problem says, and its line.
    says: &'static str,
    line: u32,
}

/// The fields of [`Limits`] in their order, each with whether a reader meets it here, or who else does. A new field does
/// not compile before it stands here.
#[expect(clippy::too_many_lines, reason = "a list of every field")]
fn fields() -> Vec<(&'static str, Option<&'static str>)> {
    let Limits {
        file_bytes: _,
        plan_bytes: _,
        json_depth: _,
        yaml_depth: _,
        python_depth: _,
        alias_nodes: _,
        rule_steps: _,
        rule_steps_per_value: _,
        rule_steps_most: _,
        document_time: Duration { .. },
        run_time: Duration { .. },
        gather_time: Duration { .. },
        memory_bytes: _,
        memory_per_input_byte: _,
        files: _,
        findings: _,
        message_chars: _,
        snippet_chars: _,
        archive_directory_bytes: _,
        archives_bytes: _,
        staged_bytes: _,
        policy_bytes: _,
        baseline_bytes: _,
        knowledge_bytes: _,
        knowledge_rows: _,
        builtin_bytes: _,
        builtin_items: _,
        format_width: _,
        pattern_bytes: _,
        rule_folder_files: _,
        rule_folder_bytes: _,
    } = LIMITS;
    let engine = Some("the engine: a cell is incomplete");
    let process = Some("the supervisor: a document is not judged");
    let report = Some("a report: it shows less and loses nothing");
    let rules = Some("the rules: a run does not begin");
    let edge = Some("the edge: an archive or submodule is unread");
    vec![
        ("file_bytes", None),
        ("plan_bytes", None),
        ("json_depth", None),
        ("yaml_depth", None),
        ("python_depth", None),
        ("alias_nodes", None),
        ("rule_steps", engine),
        ("rule_steps_per_value", engine),
        ("rule_steps_most", engine),
        ("document_time", process),
        ("run_time", process),
        ("gather_time", process),
        ("memory_bytes", process),
        ("memory_per_input_byte", process),
        ("files", Some("the walk: a run is incomplete")),
        ("findings", Some("the supervisor: more findings block")),
        ("message_chars", report),
        ("snippet_chars", report),
        ("archive_directory_bytes", edge),
        ("archives_bytes", edge),
        ("staged_bytes", edge),
        ("policy_bytes", rules),
        ("baseline_bytes", rules),
        ("knowledge_bytes", rules),
        ("knowledge_rows", rules),
        ("rule_folder_files", rules),
        ("rule_folder_bytes", rules),
        ("builtin_bytes", engine),
        ("builtin_items", engine),
        ("format_width", engine),
        ("pattern_bytes", engine),
    ]
}

const WORKFLOW: &str = ".github/workflows/x.yml";

fn met() -> Vec<Met> {
    let workflow = "on: push\npermissions: {}\njobs:\n  a:\n    runs-on: x\n    env: &e {A: '1', B: '2'}\n    steps: [{run: make, env: *e}]\n";
    let nested = format!("import airflow # dag\n\nx = {}1{}\n", "[".repeat(9), "]".repeat(9));
    let deep = format!("{{\"schema\": \"gate.snapshot/v1\",\n\"forge\": {}1{}}}", "[".repeat(9), "]".repeat(9));
    let plan = "{\"format_version\": \"1.2\", \"resource_changes\": [], \"configuration\": {}}";
    let at = |field, low, path, text: &str, says, line| Met { field, low, path, text: text.to_owned(), says, line };
    vec![
        at("file_bytes", Limits { file_bytes: 20, ..LIMITS }, WORKFLOW, workflow, "more than the limit of 20", 0),
        at("file_bytes", Limits { file_bytes: 20, ..LIMITS }, "dags/a.py", &nested, "more than the limit of 20", 0),
        at(
            "file_bytes",
            Limits { file_bytes: 20, ..LIMITS },
            ".gitlab-ci.yml",
            workflow,
            "more than the limit of 20",
            0,
        ),
        at("file_bytes", Limits { file_bytes: 20, ..LIMITS }, "action.yml", workflow, "more than the limit of 20", 0),
        at("plan_bytes", Limits { plan_bytes: 20, ..LIMITS }, "plan.json", plan, "more than the limit of 20", 0),
        at("yaml_depth", Limits { yaml_depth: 3, ..LIMITS }, WORKFLOW, workflow, "nested deeper than 3 levels", 6),
        at("alias_nodes", Limits { alias_nodes: 3, ..LIMITS }, WORKFLOW, workflow, "aliases expand to more than 3", 7),
        at("python_depth", Limits { python_depth: 5, ..LIMITS }, "dags/a.py", &nested, "nested more than 5 deep", 0),
        at("json_depth", Limits { json_depth: 5, ..LIMITS }, ".forge/snapshot.json", &deep, "nested deeper than 5", 2),
    ]
}

#[test]
fn every_cap_that_a_reader_meets_is_said_where_it_is_met() {
    let mut wrong = Vec::new();
    for Met { field, low, path, text, says, line } in met() {
        let files = Memory::new([Source::from_text(RepoPath::new(path).unwrap(), &text)]);
        let reading = reading::read(&Altered::not(&files), &low);
        let said = reading.said.iter().filter(|said| said.sort == Sort::Problem);
        if !said.clone().any(|said| said.message.contains(says) && said.line == line) {
            wrong.push(format!("{field} of {path}: {:?}", said.collect::<Vec<_>>()));
        }
        let roomy = reading::read(&Altered::not(&files), &LIMITS);
        let early = roomy.said.iter().any(|said| said.message.contains(says));
        assert!(!early, "{field} of {path} is met without the low cap");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_limit_is_met_by_a_reader_or_has_somebody_else_who_says_it() {
    let met = met();
    for (field, elsewhere) in fields() {
        let is_met = met.iter().any(|met| met.field == field);
        assert_eq!(is_met, elsewhere.is_none(), "{field}: {elsewhere:?}");
    }
    let listed: Vec<&str> = fields().into_iter().map(|(field, _)| field).collect();
    let shown = format!("{LIMITS:?}");
    let missing: Vec<&&str> = listed.iter().filter(|field| !shown.contains(&format!("{field}: "))).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert_eq!(shown.matches(": ").count(), listed.len(), "a field of Limits is not listed");
}

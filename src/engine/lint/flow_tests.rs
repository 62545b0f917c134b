//! References into the input, checked against a schema.

use serde_json::json;

use super::{Kind, Linter, Parsed};
use crate::policy::{Authority, Policy};

const GATE: &str =
    "package gate\n\nfinding(entity, path, message) := {\"loc\": entity._loc, \"path\": path, \"message\": message}\n";
const LIBRARY: &str = "package gate.pipeline\n\nsteps contains step if {\n\tsome job in input.jobs\n\tsome step in job.steps\n}\n\ncommand(step) := step.run\n\nimage(job) := object.get(job, \"image\", null)\n\nname_or_image(job) := job.name if job.image\n\nby_name[name] := job if {\n\tsome job in input.jobs\n\tname := job.name\n}\n";

fn linter() -> Linter {
    let schema = json!({
        "type": "object",
        "properties": {
            "jobs": {"type": "array", "items": {"$ref": "#/$defs/Job"}},
            "env": {"type": "object", "additionalProperties": {"type": "string"}},
            "on": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
            "raw": {}
        },
        "required": ["jobs", "env"],
        "$defs": {
            "Job": {
                "type": "object",
                "properties": {
                    "_loc": {"type": "string"},
                    "name": {"type": "string"},
                    "image": {"type": "string"},
                    "steps": {"type": "array", "items": {"$ref": "#/$defs/Step"}},
                    "needs": {"type": ["array", "null"], "items": {"type": "string"}}
                },
                "required": ["_loc", "name", "steps"]
            },
            "Step": {"type": "object", "properties": {"_loc": {}, "run": {"type": "string"}}, "required": ["_loc"]}
        }
    });
    let libraries = [("lib/gate.rego", GATE), ("lib/pipeline.rego", LIBRARY)];
    Linter {
        libraries: libraries.iter().map(|(file, text)| Parsed::new(file, text).ok().unwrap()).collect(),
        schemas: [(Kind::Pipeline, schema)].into(),
    }
}

/// The lints of rules that begin at line 12, as text without the file.
fn lints(rules: &str) -> Vec<String> {
    let text = format!(
        "# METADATA\n# title: t\n# description: d\n# custom:\n#   id: A1\n#   severity: high\n#   confidence: high\n#   input: pipeline\n#   remediation: r\n#   parameters: {{limit: {{description: d, default: 1}}}}\npackage custom.a\n{rules}\n\nimport data.gate\nimport data.gate.pipeline as ci\n"
    );
    let (head, imports) = text.split_once("\n\nimport").unwrap();
    // Imports must stand first; they go on the line of the package.
    let text = head.replace("package custom.a\n", &format!("package custom.a\nimport{imports}"));
    let mut policy = Policy::from_text("p.rego", "a1", &text).unwrap();
    policy.authority = Authority::User;
    linter().policy(&policy).iter().map(|lint| lint.to_string().replace("p.rego:", "")).collect()
}

/// A policy whose `deny` has this body.
fn deny(body: &str) -> String {
    format!("deny contains finding if {{\n{body}\nfinding := gate.finding(job, [], \"m\")\n}}")
}

#[test]
fn what_the_schema_has_may_be_used() {
    for body in [
        "some job in input.jobs\njob.name == \"a\"",
        "some i, job in input.jobs\ni > 1",
        "some job in input.jobs\nsome step in job.steps\ncontains(step.run, \"x\")",
        "jobs := input.jobs\njob := jobs[_]\nevery step in job.steps { step.run != \"\" }",
        "some job in input.jobs\nobject.get(job, \"image\", \"\") == \"\"",
        "some name, job in ci.by_name\nname == job.name",
        "some job in [j | some j in input.jobs; j.image]",
        "some job in input.jobs\nneeds := job.needs\nis_array(needs)\nsome other in needs\nother == \"a\"",
        "some job in input.jobs\nis_array(job.needs)\nsome other in job.needs\nother == \"a\"",
        "some job in input.jobs\njob.needs != null\nsome other in job.needs\nother == \"a\"",
        "some job in input.jobs\ninput.raw.anything[_].goes",
        "some job in input.jobs\nsome key, value in input.env\nkey == value",
        "some job in input.jobs\nnot startswith(job.name, \"x\")",
        "some job in input.jobs\nnot job.image",
        "some job in input.jobs\nimage := object.get(job, \"image\", \"\")\nnot startswith(image, \"x\")",
        "some job in input.jobs\ncount(job.steps) > data.gate.parameters[\"a1\"].limit",
        "some [job, step] in [[job, step] | some job in input.jobs; some step in job.steps]\nstep.run == job.name",
        "some pair in [{\"job\": j, \"step\": s} | some j in input.jobs; some s in j.steps]\njob := pair.job\npair.step.run",
        "some job in input.jobs\nnot ci.image(job) in {\"a\", null}",
        "some pair in [{\"job\": j} | some j in input.jobs]\njob := pair.job\nnot startswith(pair.job.name, \"x\")",
        "some job in ci.steps\ncommand := ci.command(job)\ncommand == \"x\"",
        "some job in sort(array.concat(input.jobs, []))\njob.name",
    ] {
        assert_eq!(lints(&deny(body)), Vec::<String>::new(), "{body}");
    }
}

#[test]
fn what_the_schema_rules_out_is_found() {
    for (body, expected) in [
        ("some job in input.jbos", "15:13: there is no field `jbos` here; did you mean `jobs`?"),
        ("some job in input.jobs\njob.imgae == \"a\"", "16:1: there is no field `imgae` here; did you mean `image`?"),
        (
            "some job in input.jobs\nall := job.steps\nall[_].uses",
            "17:1: there is no field `uses` here; it has _loc, run",
        ),
        ("some job in input.jobs\nobject.get(job, \"img\", \"\") == \"\"", "16:17: there is no field `img`"),
        ("some job in input.jobs\nsome step in job.steps\nstep.name", "17:1: there is no field `name` here"),
        ("some job in input.jobs\nevery step in job.steps { step.name }", "16:27: there is no field `name` here"),
        ("some job in [j | some j in input.jobs; j.steps.run]", "15:40: there is no field `run` here"),
        (
            "some [job, step] in [[job, step] | some job in input.jobs; some step in job.steps]\nstep.name == job.name",
            "16:1: there is no field `name` here",
        ),
        (
            "some pair in [{\"job\": j, \"step\": s} | some j in input.jobs; some s in j.steps]\njob := pair.job\npair.stpe",
            "17:1: there is no field `stpe` here; did you mean `step`?",
        ),
        ("some job in ci.steps\njob.image", "16:1: there is no field `image` here"),
        (
            "some job in input.jobs\nci.command(job) == \"x\"",
            "16:1: `command` is given something else than it takes: there is no field `run`",
        ),
        (
            "some x in input.jobs\njob := x.steps",
            "17:12: `finding` is given something else than it takes: there is no field `_loc`",
        ),
        ("some job in input.jobs\nsome need in job.needs\nneed", "16:14: this loops over something that may be null"),
        (
            "some job in input.jobs\nsome need in object.get(job, \"needs\", null)\nneed",
            "16:14: this loops over something that may be null",
        ),
        (
            "some job in input.jobs\nsome event in input.on\nevent",
            "16:15: this loops over something that is not always a list",
        ),
        (
            "some job in input.jobs\nsome step in object.get(job, \"steps\", \"\")\nstep",
            "16:14: this loops over something that is not always a list",
        ),
        ("some job in input.jobs\nnot startswith(job.image, \"x\")", "16:16: `not` over a value that may be absent"),
        ("some job in input.jobs\nnot job.image == \"x\"", "16:5: `not` over a value that may be absent"),
        ("some job in input.jobs\nnot ci.name_or_image(job) == \"x\"", "16:5: `not` over a value that may be absent"),
        (
            "some pair in [{\"name\": 1, \"job\": input.jobs[0]}, {\"job\": input.jobs[0]}]\njob := pair.job\nnot lower(pair.name) == \"x\"",
            "17:5: `not` over a value that may be absent",
        ),
        ("some job in input.jobs\nnot \"a\" in job.needs", "16:12: `not` over a value that may be absent"),
        (
            "some job in input.jobs\ndata.gate.parameters[\"a1\"].limits > 1",
            "16:1: the metadata has no parameter `limits`",
        ),
        ("some job in input.jobs\ndata.gate.parameters.other.limit > 1", "16:1: `other` is not this policy"),
        ("some job in input.jobs\ndata.secrets.x > 1", "16:1: there is no `data.secrets.x`"),
        ("some job in input.jobs\nci.stpes[_]", "16:1: there is no `ci.stpes`"),
    ] {
        let found = lints(&deny(body));
        assert!(found.len() == 1 && found[0].starts_with(expected), "{body}\nexpected {expected}\nfound {found:#?}");
    }
}

#[test]
fn functions_of_the_policy_are_followed_from_their_calls() {
    let rules = format!(
        "{}\n\nbad(step) if step.uses\n\nok(step) if step.run",
        deny("some job in input.jobs\nsome step in job.steps\nbad(step)\nok(step)")
    );
    let found = lints(&rules);
    assert!(found.len() == 1 && found[0].starts_with("22:14: there is no field `uses`"), "{found:?}");
}

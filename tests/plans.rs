//! How a plan comes to gate, and what becomes of one that is packed, piped, sealed, partial or of another kind, seen from
//! outside.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "reads fixtures and starts gate; a test that cannot be set up fails"
)]

mod support;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use support::{Repo, Run, project};

/// A file of a plan that opens port 22 to everybody, and its code.
fn open_port(file: &str) -> String {
    std::fs::read_to_string(project().join("policies/terraform/open-admin-port/bad/inline-and-rules").join(file))
        .unwrap()
}

/// The same of one that no policy objects to.
fn sound(file: &str) -> String {
    std::fs::read_to_string(project().join("policies/terraform/unencrypted-storage/good/own-key").join(file)).unwrap()
}

fn packed(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// A plan with something changed in it.
fn edited(text: &str, edit: impl FnOnce(&mut Value)) -> String {
    let mut plan = serde_json::from_str(text).unwrap();
    edit(&mut plan);
    plan.to_string()
}

/// What a case changes in a plan, given what it may put there.
type Edit = fn(&mut Value, &Value);

/// Runs gate with something on standard input.
fn piped(folder: &Path, input: &[u8], arguments: &[&str]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gate"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // One that refuses the call reads nothing of it.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap().into()
}

/// What a run says, with every line break as one blank.
fn said(run: &Run) -> String {
    run.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_plan_that_is_packed_says_what_it_says_unpacked() {
    let plain =
        Repo::clean().with("infra/main.tf", open_port("main.tf")).with("infra/plan.json", open_port("plan.json"));
    let expected = plain.gate(&["check", "-f", "json"]).decides();
    assert!(expected.iter().any(|line| line.starts_with("TF006 infra/main.tf:")), "{expected:?}");
    let two = {
        let text = open_port("plan.json");
        let (one, other) = text.split_at(text.len() / 2);
        [packed(one), packed(other)].concat()
    };
    for (name, raw) in [
        ("infra/plan.json.gz", packed(&open_port("plan.json"))),
        ("infra/tfplan.json.gz", packed(&open_port("plan.json"))),
        ("infra/plan.json", packed(&open_port("plan.json"))),
        ("infra/plan.json.gz", two),
    ] {
        let repo = Repo::clean().with("infra/main.tf", open_port("main.tf")).with(name, raw);
        assert_eq!(repo.gate(&["check", "-f", "json"]).decides(), expected, "{name}");
    }
    // Whoever names it may call it anything.
    let outside = Repo::new().with("p", packed(&open_port("plan.json")));
    let repo = Repo::clean().with("infra/main.tf", open_port("main.tf"));
    let plan = format!("{}=infra", outside.path().join("p").to_str().unwrap());
    let base = repo.base();
    for flags in [&["--plan", &plan][..], &["--plan", &plan, "--base", &base]] {
        let run = repo.gate(&[&["check", "-f", "json"], flags].concat());
        assert_eq!(run.decides(), expected, "{flags:?}\n{}", run.text());
    }
}

#[test]
fn a_packed_plan_that_cannot_be_unpacked_is_refused_with_the_reason() {
    let whole = packed(&sound("plan.json"));
    let cut = whole[..whole.len() / 2].to_vec();
    let behind = [whole.clone(), b"and more text".to_vec()].concat();
    let bomb =
        packed(&format!("{{\"format_version\": \"1.2\", \"terraform_version\": \"1\", {}", " ".repeat(40 << 20)));
    for (raw, reason) in [(cut, "cut off"), (behind, "behind its end"), (bomb, "400 times its size")] {
        let repo = Repo::clean().with("infra/main.tf", sound("main.tf")).with("infra/plan.json.gz", raw);
        let run = repo.gate(&["check"]);
        assert_eq!(run.code, 3, "{reason}\n{}", run.text());
        assert!(said(&run).contains(reason), "{reason}\n{}", run.text());
    }
    // Packed files that are no plans are nobody's business.
    for raw in [packed("{\"a\": 1}"), packed(&"x".repeat(9000)), vec![0x1f, 0x8b, 8, 0, 1]] {
        let run = Repo::clean().with("fixtures/data.json.gz", raw).gate(&["check"]);
        assert_eq!(run.code, 0, "{}", run.text());
    }
}

#[test]
fn a_plan_on_standard_input_speaks_for_the_current_folder() {
    let repo = Repo::clean().with("infra/main.tf", open_port("main.tf")).with(".gate/gate.yaml", "mode: block\n");
    let base = repo.base();
    let plan = open_port("plan.json");
    let infra = repo.path().join("infra");
    for (folder, raw, arguments) in [
        (repo.path(), plan.clone().into_bytes(), &["check", "--plan", "-=infra"][..]),
        (repo.path(), packed(&plan), &["check", ".", "--plan", "-=infra"]),
        (repo.path(), plan.clone().into_bytes(), &["check", "--plan", "-=infra", "--base", &base]),
        (&infra, plan.clone().into_bytes(), &["check", "--plan", "-"]),
        (&infra, plan.clone().into_bytes(), &["check", ".", "--plan", "-", "--base", &base]),
    ] {
        let run = piped(folder, &raw, &[arguments, &["-f", "json"]].concat());
        let decides = run.decides();
        assert!(decides.iter().any(|line| line.starts_with("TF006 infra/main.tf:")), "{arguments:?}\n{}", run.text());
        assert!(!decides.iter().any(|line| line.starts_with('?')), "{arguments:?}\n{}", run.text());
        assert_eq!(run.code, 1, "{arguments:?}");
    }
    // What cannot be read of it is said of a name that no file of the tree has.
    let run = piped(repo.path(), b"{\"format_version\": ", &["check", "--plan", "-=infra"]);
    assert_eq!(run.code, 3, "{}", run.text());
    assert!(said(&run).contains("external/stdin"), "{}", run.text());
}

#[test]
fn standard_input_is_one_plan_that_somebody_writes() {
    let repo = Repo::clean().with("infra/main.tf", sound("main.tf")).with("infra/plan.json", sound("plan.json"));
    let base = repo.base();
    for (input, arguments, reason) in [
        ("", &["check", "--plan", "-"][..], "nothing came on standard input"),
        ("{}", &["check", "--plan", "-", "--plan", "-=infra"], "holds one plan"),
        ("{}", &["check", "--base", &base, "--changed", "--plan", "-", "--base-plan", "-"], "has to be a file"),
    ] {
        let run = piped(repo.path(), input.as_bytes(), arguments);
        assert_eq!(run.code, 2, "{arguments:?}\n{}", run.text());
        assert!(run.stderr.contains(reason), "{reason}\n{}", run.stderr);
    }
    // A file that the change can write is no evidence by this way either.
    if cfg!(target_os = "linux") {
        let file = std::fs::File::open(repo.path().join("infra/plan.json")).unwrap();
        let mut gate = Command::new(env!("CARGO_BIN_EXE_gate"));
        gate.args(["check", "--base", &base, "--plan", "-=infra"]).current_dir(repo.path()).env_clear().stdin(file);
        let run = Run::from(gate.output().unwrap());
        assert_eq!(run.code, 2, "{}", run.text());
        assert!(run.stderr.contains("tracked by git"), "{}", run.stderr);
    }
}

#[test]
fn a_plan_is_found_from_a_folder_below_the_rules() {
    let repo = Repo::clean().with("infra/main.tf", open_port("main.tf")).with(".gate/gate.yaml", "mode: block\n");
    let repo = repo.with("infra/out/plan.json", open_port("plan.json"));
    repo.commit();
    for plan in ["out/plan.json=.", "./out/plan.json=../infra", "../infra/out/plan.json=."] {
        let run = support::run(&repo.path().join("infra"), &["check", "--plan", plan, "-f", "json"]);
        assert!(run.decides().iter().any(|line| line.starts_with("TF006 infra/main.tf:")), "{plan}\n{}", run.text());
    }
}

#[test]
fn a_finding_says_which_plan_of_a_folder_has_it_where_not_all_do() {
    let (open, closed) = (open_port("plan.json"), open_port("plan.json").replace("0.0.0.0/0", "10.0.0.0/8"));
    let plans = Repo::new().with("dev.json", &closed).with("prod.json", &open).with("twin.json", &open);
    let repo = Repo::clean().with("infra/main.tf", open_port("main.tf"));
    let argument = |name: &str| format!("{}=infra", plans.path().join(name).to_str().unwrap());
    let related = |names: &[&str]| {
        let mut arguments = vec!["check".to_owned(), "-f".to_owned(), "json".to_owned()];
        for name in names {
            arguments.extend(["--plan".to_owned(), argument(name)]);
        }
        let run = repo.gate(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        let report = run.json();
        let findings = report["findings"].as_array().unwrap().clone();
        let of = |finding: &Value| {
            let related = finding["related"].as_array().cloned().unwrap_or_default();
            let places = related.iter().filter_map(|place| place["path"].as_str().map(ToOwned::to_owned));
            places.filter(|path| path.starts_with("external/")).collect::<Vec<_>>()
        };
        let port = findings.iter().filter(|finding| finding["policy"] == "TF006" && finding["answer"] == "violation");
        (port.map(of).collect::<Vec<_>>(), report["documents"].clone())
    };
    let (alone, _) = related(&["prod.json"]);
    assert!(!alone.is_empty() && alone.iter().all(Vec::is_empty), "{alone:?}");
    let (differ, _) = related(&["dev.json", "prod.json"]);
    assert!(differ.iter().any(|places| *places == ["external/prod.json"]), "{differ:?}");
    let (same, _) = related(&["prod.json", "twin.json"]);
    assert_eq!(same, alone, "what every plan has needs no word");
    // One file that is named twice, by whatever way, is one plan.
    let (twice, _) = related(&["prod.json", "prod.json"]);
    assert_eq!(twice, alone);
    let (ways, _) = related(&["prod.json", "./prod.json"]);
    assert_eq!(ways, alone);
}

#[test]
fn a_plan_that_only_the_tool_can_read_is_refused_with_the_command_whatever_it_is_called() {
    let binary = b"PK\x03\x04\x14\x00\x08\x00tfplan\xff\xfe\x00\x01tfconfig/modules.json\x00";
    let encrypted =
        br#"{"meta":{"key_provider.pbkdf2.k":"eyJzIjoxfQ=="},"encrypted_data":"aGVsbG8=","encryption_version":"v0"}"#;
    let plans = Repo::new();
    let repo = Repo::clean().with("infra/main.tf", sound("main.tf"));
    for (raw, command) in [(&binary[..], "terraform show -json"), (&encrypted[..], "tofu show -json")] {
        for name in ["tfplan", "plan.out", "plan.bin", "tf.plan", "p", "prod.tfplan", "plan.json"] {
            plans.write(name, raw);
            let plan = format!("{}=infra", plans.path().join(name).to_str().unwrap());
            let run = repo.gate(&["check", "--plan", &plan]);
            assert_eq!(run.code, 3, "{name}\n{}", run.text());
            assert!(said(&run).contains(&format!("{command} {name} >")), "{name}\n{}", run.text());
        }
        for (name, told) in [("infra/plan.bin", true), ("infra/plan.out", true), ("infra/plan.json", false)] {
            let configured = format!("inputs: {{ terraform: {{ plans: [{{ plan: {name}, root: infra }}] }} }}\n");
            let repo = Repo::clean().with("infra/main.tf", sound("main.tf")).with(name, raw);
            let repo = if told { repo.with(".gate/gate.yaml", configured) } else { repo };
            let run = repo.gate(&["check"]);
            assert_eq!(run.code, 3, "{name}\n{}", run.text());
            assert!(said(&run).contains(command), "{name}\n{}", run.text());
        }
    }
    // One that nobody named lies beside its JSON, which speaks for the code.
    let repo = Repo::clean().with("infra/main.tf", sound("main.tf")).with("infra/plan.json", sound("plan.json"));
    let run = repo.with("infra/plan.out", binary).gate(&["check"]);
    assert_eq!(run.code, 0, "{}", run.text());
}

#[test]
fn a_plan_of_a_part_is_judged_and_the_run_is_incomplete() {
    let plan = open_port("plan.json");
    let deferred = json!([{"reason": "provider_config_unknown", "resource_change": {"address": "aws_sns_topic.later",
        "mode": "managed", "type": "aws_sns_topic", "name": "later", "change": {"actions": ["create"]}}}]);
    let cases: [(&str, Edit, &str); 4] = [
        ("errored", |plan, _| plan["errored"] = json!(true), "planning failed half-way"),
        ("targeted", |plan, _| plan["complete"] = json!(false), "plan again without -target"),
        (
            "errored, which is never complete",
            |plan, _| {
                plan["errored"] = json!(true);
                plan["complete"] = json!(false);
            },
            "planning failed half-way",
        ),
        (
            "deferred",
            |plan, deferred| {
                plan["complete"] = json!(false);
                plan["deferred_changes"] = deferred.clone();
            },
            "leaves changes to another plan",
        ),
    ];
    for (name, edit, reason) in cases {
        let plan = edited(&plan, |plan| edit(plan, &deferred));
        let repo = Repo::clean().with("infra/main.tf", open_port("main.tf")).with("infra/plan.json", plan);
        let run = repo.gate(&["check"]);
        assert_eq!(run.code, 3, "{name}\n{}", run.text());
        let said = said(&run);
        assert!(said.contains(reason) && said.contains("TF006"), "{name}\n{}", run.text());
        assert_eq!(said.matches("-target").count(), usize::from(name == "targeted"), "{name}\n{}", run.text());
    }
}

#[test]
fn a_plan_that_says_nothing_of_what_the_code_has_is_incomplete() {
    // As a plan with -refresh-only is, or an old one with -target.
    let silent = |plan: &mut Value| {
        plan["planned_values"] = json!({"root_module": {}});
        plan["resource_changes"] = json!([]);
        plan["complete"] = json!(true);
    };
    let repo = Repo::clean().with("infra/main.tf", sound("main.tf"));
    let repo = repo.with("infra/plan.json", edited(&sound("plan.json"), silent));
    let run = repo.gate(&["check"]);
    assert_eq!(run.code, 3, "{}", run.text());
    assert!(said(&run).contains("-refresh-only"), "{}", run.text());
}

/// A real plan in which every resource is destroyed (made of a plan that creates: hand-made after the documented format).
fn destroying(text: &str) -> String {
    edited(text, |plan| {
        plan["planned_values"] = json!({"root_module": {}});
        for change in plan["resource_changes"].as_array_mut().unwrap() {
            let after = change["change"]["after"].take();
            change["change"] = json!({"actions": ["delete"], "before": after, "after": null, "after_unknown": {},
                "before_sensitive": {}, "after_sensitive": false});
        }
    })
}

#[test]
fn a_plan_that_destroys_is_read_whole_and_said_to_be_one() {
    let repo = Repo::clean().with("infra/main.tf", open_port("main.tf"));
    let run = repo.with("infra/plan.json", destroying(&open_port("plan.json"))).gate(&["check"]);
    assert_eq!(run.code, 0, "what is destroyed opens no port\n{}", run.text());
    assert!(said(&run).contains("infra/plan.json: a plan that destroys"), "{}", run.text());
}

#[test]
fn what_a_plan_says_besides_its_changes_is_told_and_decides_nothing() {
    // Hand-made after the packages jsonplan, jsonchecks and jsonstate of OpenTofu and Terraform.
    let ephemeral = json!({"address": "ephemeral.aws_ssm_parameter.token", "mode": "ephemeral",
        "type": "aws_ssm_parameter", "name": "token", "provider_name": "registry.opentofu.org/hashicorp/aws",
        "change": {"actions": ["read"], "before": null, "after": null, "after_unknown": {}}});
    let check = json!({"address": {"kind": "check", "name": "n", "to_display": "check.named"}, "status": "fail",
        "instances": [{"address": {"to_display": "check.named"}, "status": "fail",
        "problems": [{"message": "the name\nis not right"}]}]});
    let plan = edited(&sound("plan.json"), |plan| {
        plan["resource_changes"].as_array_mut().unwrap().push(ephemeral);
        plan["checks"] =
            json!([check, {"address": {"kind": "check", "to_display": "check.later"}, "status": "unknown"}]);
    });
    let repo = Repo::clean().with("infra/main.tf", sound("main.tf")).with("infra/plan.json", plan);
    let run = repo.gate(&["check"]);
    assert_eq!(run.code, 0, "{}", run.text());
    let said = said(&run);
    for remark in ["ephemeral.aws_ssm_parameter.token", "check.named (the name is not right)"] {
        assert!(said.contains(remark), "{remark}\n{}", run.text());
    }
    assert!(!said.contains("check.later"), "{}", run.text());
    // Every format has it.
    for format in support::FORMATS {
        assert!(repo.gate(&["check", "-f", format]).stdout.contains("check.named"), "{format}");
    }
}

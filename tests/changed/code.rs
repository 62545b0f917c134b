//! Edits of DAG files, and of code that a plan was made of.

use std::path::Path;

use super::{Case, Edit, Rename, Replace, Write, all, apply, changed};
use crate::support::{CLEAN_WORKFLOW, Repo};

const DAG: &str = "dags/settle.py";

/// A call while the file is read, at line 5, and text that whoever starts a run writes, at line 8.
const TWO: &str = "from airflow import DAG
from airflow.models import Variable
from airflow.operators.bash import BashOperator

REGION = Variable.get(\"region\")

with DAG(\"settle\", schedule=None) as dag:
    BashOperator(task_id=\"clean\", bash_command=\"rm -r {{ dag_run.conf['path'] }}\")
    BashOperator(task_id=\"pull\", bash_command=\"true\")
";

fn of(name: &'static str, change: Vec<Edit>, code: i32, open: &'static [&'static str]) -> Case {
    Case { name, base: vec![(DAG, TWO.to_owned())], change, code, open }
}

#[test]
fn dags_move_and_are_written_otherwise() {
    all(&[
        of("the file has another name", vec![Rename(DAG, "dags/payments/settlement.py")], 0, &[]),
        of("a comment above", vec![Replace(DAG, vec![("REGION", "# where\nREGION")])], 0, &[]),
        of("other quotes", vec![Replace(DAG, vec![("Variable.get(\"region\")", "Variable.get('region')")])], 0, &[]),
        of("another layout", vec![Replace(DAG, vec![("get(\"region\")", "get(\n    \"region\",\n)")])], 0, &[]),
        of(
            "an edit near by",
            vec![Replace(DAG, vec![("task_id=\"clean\", ", "task_id=\"clean\", retries=2, ")])],
            0,
            &[],
        ),
        of("a task has another name", vec![Replace(DAG, vec![("\"clean\"", "\"sweep\"")])], 0, &[]),
        of("a DAG has another name", vec![Replace(DAG, vec![("DAG(\"settle\"", "DAG(\"settlement\"")])], 0, &[]),
        of("the text at fault", vec![Replace(DAG, vec![("['path']", "['folder']")])], 1, &["AF003 dags/settle.py:8"]),
        of(
            "a second task of the same kind",
            vec![Replace(DAG, vec![("bash_command=\"true\"", "bash_command=\"rm -r {{ dag_run.conf['path'] }}\"")])],
            1,
            &["AF003 dags/settle.py:9"],
        ),
        of(
            "a copy of the file",
            vec![Write("dags/other.py", TWO.to_owned())],
            1,
            &["AF004 dags/other.py:5", "AF003 dags/other.py:8"],
        ),
        Case {
            name: "a file that a task names",
            base: vec![(DAG, TWO.replace("\"true\"", "\"pull.sh\"")), ("dags/pull.sh", "true\n".to_owned())],
            change: vec![Write("dags/pull.sh", "rm {{ dag_run.conf['file'] }}\n".to_owned())],
            code: 1,
            open: &["AF003 dags/pull.sh:1"],
        },
    ]);
}

const CALLER: &str = "module \"db\" {\n  source = \"./db\"\n}\n";

fn module(encrypted: bool) -> String {
    format!(
        "resource \"aws_ebs_volume\" \"main\" {{\n  size       = 10\n  encrypted  = {encrypted}\n  kms_key_id = \"arn:aws:kms:eu-central-1:111122223333:key/k\"\n}}\n"
    )
}

/// A plan of the two files, as `terraform show -json` prints one.
fn plan(encrypted: bool) -> String {
    format!(
        r#"{{"format_version":"1.2","terraform_version":"1.11.4","complete":true,"errored":false,"applyable":true,
"planned_values":{{"root_module":{{"child_modules":[{{"address":"module.db","resources":[{{"address":"module.db.aws_ebs_volume.main","mode":"managed","type":"aws_ebs_volume","name":"main","provider_name":"registry.terraform.io/hashicorp/aws","schema_version":1,"values":{{"size":10,"kms_key_id":"arn:aws:kms:eu-central-1:111122223333:key/k","encrypted":{encrypted}}},"sensitive_values":{{}}}}]}}]}}}},
"resource_changes":[{{"address":"module.db.aws_ebs_volume.main","module_address":"module.db","mode":"managed","type":"aws_ebs_volume","name":"main","provider_name":"registry.terraform.io/hashicorp/aws","change":{{"actions":["create"],"before":null,"after":{{"size":10,"kms_key_id":"arn:aws:kms:eu-central-1:111122223333:key/k","encrypted":{encrypted}}},"after_unknown":{{"id":true}},"before_sensitive":false,"after_sensitive":{{}}}}}}],
"configuration":{{"provider_config":{{"aws":{{"name":"aws","full_name":"registry.terraform.io/hashicorp/aws"}}}},"root_module":{{"module_calls":{{"db":{{"source":"./db","module":{{"resources":[{{"address":"aws_ebs_volume.main","mode":"managed","type":"aws_ebs_volume","name":"main","provider_config_key":"aws","expressions":{{"size":{{"constant_value":10}},"kms_key_id":{{"constant_value":"arn:aws:kms:eu-central-1:111122223333:key/k"}},"encrypted":{{"constant_value":{encrypted}}}}},"schema_version":1}}]}}}}}}}}}}}}
"#
    )
}

/// A repository with code in `infra`, whose base is encrypted or not, and a change.
fn estate(encrypted: bool, change: &[Edit]) -> (Repo, String) {
    let repo = Repo::clean().with("infra/main.tf", CALLER).with("infra/db/main.tf", module(encrypted));
    let base = repo.commit();
    for edit in change {
        apply(&repo, edit);
    }
    repo.commit();
    (repo, base)
}

fn argument(folder: &Path, name: &str) -> String {
    format!("{}=infra", folder.join(name).to_str().unwrap())
}

/// A name, whether the base is encrypted, the edit, the plans of the change and of the base, and what comes of it.
type Plans<'a> = (&'a str, bool, &'a Edit, &'a str, Option<&'a str>, i32, &'a [&'a str]);

#[test]
fn plans_of_both_trees_are_compared() {
    let open = Replace("infra/db/main.tf", vec![("true", "false")]);
    let plans = Repo::new().with("good.json", plan(true)).with("bad.json", plan(false));
    let flag = |name: &str| argument(plans.path(), name);
    let more = Write("notes.txt", "x".to_owned());
    let touched = Replace("infra/db/main.tf", vec![("resource", "# x\nresource")]);
    let place = "TF002 infra/db/main.tf";
    let cases: [Plans<'_>; 8] = [
        ("nothing of it is edited", false, &more, "bad.json", Some("bad.json"), 0, &[]),
        ("lines move", false, &touched, "bad.json", Some("bad.json"), 0, &[]),
        ("no plan of the base", false, &more, "bad.json", None, 1, &[place]),
        ("a module becomes worse", true, &open, "bad.json", Some("good.json"), 1, &[place]),
        ("a plan of the base that is none of it", true, &open, "bad.json", Some("bad.json"), 1, &[place]),
        ("a plan of something else", false, &more, "bad.json", Some("good.json"), 1, &[place]),
        ("a stale plan of the change", true, &open, "good.json", Some("good.json"), 3, &["? infra/db/main.tf"]),
        ("nothing is wrong", true, &more, "good.json", None, 0, &[]),
    ];
    for (name, encrypted, edit, now, before, code, expected) in cases {
        let (repo, base) = estate(encrypted, std::slice::from_ref(edit));
        let (now, before) = (flag(now), before.map(flag));
        let mut more = vec!["--plan", &now];
        more.extend(before.iter().flat_map(|before| ["--base-plan", before.as_str()]));
        let run = changed(&repo, &base, &more);
        // The place is the block or the value, and a comment above moves it.
        let file = |it: String| it.split(':').next().unwrap_or_default().to_owned();
        let found: Vec<String> = run.decides().into_iter().map(file).collect();
        assert_eq!(
            (run.code, found),
            (code, expected.iter().map(|it| (*it).to_owned()).collect()),
            "{name}\n{}",
            run.text()
        );
        let says = run.text().contains("--base-plan FILE=infra");
        assert_eq!(says, before.is_none(), "{name}\n{}", run.text());
    }
}

#[test]
fn a_plan_of_the_base_belongs_to_a_plan_of_the_change_and_comes_from_outside() {
    let (repo, base) = estate(true, &[]);
    let plans = Repo::new().with("plan.json", plan(true)).with("old.json", plan(true));
    let (now, before) = (argument(plans.path(), "plan.json"), argument(plans.path(), "old.json"));
    let other = before.replace("=infra", "=.github");
    let cases: [(&[&str], i32); 6] = [
        (&["--plan", &now, "--base-plan", &before], 0),
        (&["--base-plan", &before], 2),
        (&["--plan", &now, "--base-plan", &other], 2),
        (&["--plan", &now, "--base-plan", &before, "--base-plan", &before], 2),
        (&["--plan", &now, "--base-plan", "gone.json=infra"], 2),
        (&["--plan", &now, "--base-plan", "infra/main.tf=infra"], 2),
    ];
    for (flags, code) in cases {
        let run = changed(&repo, &base, flags);
        assert_eq!(run.code, code, "{flags:?}\n{}", run.text());
    }
}

#[test]
fn code_without_a_plan_was_there_only_if_all_of_it_is_as_it_was() {
    let caller = "module \"db\" {\n  source = \"./db\"\n  rules  = file(\"${path.module}/rules/open.json\")\n}\n";
    let base = || {
        vec![
            (".github/workflows/ci.yml", CLEAN_WORKFLOW.to_owned()),
            ("infra/main.tf", caller.to_owned()),
            ("infra/db/main.tf", module(true)),
            ("infra/prod.tfvars", "a = 1\n".to_owned()),
            ("infra/rules/open.json", "{}".to_owned()),
            ("infra/README.md", "x".to_owned()),
        ]
    };
    let decides: &[&str] = &["? infra/main.tf"];
    let of = |name, edit, code, open| Case { name, base: base(), change: vec![edit], code, open };
    all(&[
        of("a file beside", Write("infra/README.md", "y".to_owned()), 0, &[]),
        of("the code", Replace("infra/main.tf", vec![("./db", "./db/")]), 3, decides),
        of("a module", Replace("infra/db/main.tf", vec![("10", "20")]), 3, decides),
        of("values", Write("infra/prod.tfvars", "a = 2\n".to_owned()), 3, decides),
        of("a file that the code names", Write("infra/rules/open.json", "[]".to_owned()), 3, decides),
        of("more code", Write("infra/more.tf", "# x\n".to_owned()), 3, decides),
        of("code elsewhere", Write("other/main.tf", "# x\n".to_owned()), 3, &["? other/main.tf"]),
    ]);
}

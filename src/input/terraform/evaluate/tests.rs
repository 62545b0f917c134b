//! Expressions and what they come to, and real plans against their code.

#![expect(
    clippy::disallowed_methods,
    clippy::too_many_lines,
    reason = "real plans are read as they are, and a table is a table"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::{Evaluator, Instance, Memo, Planned};
use crate::input::terraform::code::{Code, Directory};
use crate::input::terraform::configuration::Configuration;
use crate::input::terraform::raw;
use crate::input::terraform::value::{Is, Value, same, to_json};
use crate::input::{Context, Options};
use crate::limits::LIMITS;
use crate::source::files::Memory;
use crate::source::{RepoPath, Source};

/// What the local value `x` of a root module comes to: JSON, or none when a part of it is open.
fn local(code: &str, plan: &Json) -> Option<Json> {
    let path = |name: &str| RepoPath::new(name).unwrap();
    let sources = [
        Source::from_text(path("main.tf"), code),
        Source::from_text(path("t.tpl"), "hi ${name}\n%{ for p in ports ~}\nport ${p}\n%{ endfor ~}\n"),
    ];
    let files = Memory::new(sources);
    let options = Options::default();
    let context = Context { files: &files, limits: &LIMITS, options: &options };
    let source = Arc::new(Source::from_text(path("plan.json"), &plan.to_string()));
    let raw: raw::Plan<'_> = serde_json::from_str(source.text()).unwrap();
    let code = Code::read(&context, &Directory(None), &[]);
    let planned = Planned::of(&source, &raw);
    let memo = Memo::default();
    let evaluator = Evaluator::new(&code, &planned, &memo, Some(&context));
    to_json(&evaluator.local(&Instance::new(), "x"))
}

fn is(expression: &str) -> Option<Json> {
    let code = format!(
        "locals {{\n  x = {expression}\n  t = \"$${{a}}!\"\n  m = {{ a = 1, b = null, c = {{ d = [\"e\"] }} }}\n}}\n"
    );
    local(&code, &json!({"resource_changes": []}))
}

#[test]
fn expressions_come_to_what_the_tool_makes_of_them() {
    for (expression, expected) in [
        ("1 + 2 * 3", json!(7)),
        ("7 / 2", json!(3.5)),
        ("-5 % 3", json!(-2)),
        ("!true || 1 < 2", json!(true)),
        ("\"1\" == 1", json!(false)),
        ("null == null", json!(true)),
        ("false ? 1 : \"b\"", json!("b")),
        ("\"a${1 + 1}b\"", json!("a2b")),
        ("\"${[1]}\"", json!([1])),
        ("\"%{ if true }y%{ else }n%{ endif }\"", json!("y")),
        ("\"%{ for s in [\"a\", \"b\"] }${s};%{ endfor }\"", json!("a;b;")),
        ("[for s in [\"a\", \"b\"] : upper(s) if s != \"a\"]", json!(["B"])),
        ("{ for k, v in { a = 1, b = 2 } : k => v + 1 }", json!({"a": 2, "b": 3})),
        ("{ for v in [\"x\", \"y\", \"x\"] : v => 1... }", json!({"x": [1, 1], "y": [1]})),
        ("local.m.c.d[0]", json!("e")),
        ("local.m[\"c\"].d.*", json!(["e"])),
        ("[{ a = 1 }, { a = 2 }][*].a", json!([1, 2])),
        ("null[*]", json!([])),
        ("\"x\"[*]", json!(["x"])),
        ("try(local.m.zz, local.m.a)", json!(1)),
        ("can(local.m.zz)", json!(false)),
        ("coalesce(null, \"\", \"c\")", json!("c")),
        ("lookup(local.m, \"z\", \"d\")", json!("d")),
        ("merge({ a = 1 }, null, { a = 2, b = 3 })", json!({"a": 2, "b": 3})),
        ("flatten([[1, [2]], [], 3])", json!([1, 2, 3])),
        ("element([\"a\", \"b\"], 3)", json!("b")),
        ("concat([1], [], [2])", json!([1, 2])),
        ("compact([\"a\", \"\", null])", json!(["a"])),
        ("distinct([\"a\", \"b\", \"a\"])", json!(["a", "b"])),
        ("toset([\"b\", \"a\", \"b\"])", json!(["a", "b"])),
        ("setproduct([\"a\"], [1, 2])", json!([["a", 1], ["a", 2]])),
        ("zipmap([\"a\"], [1])", json!({"a": 1})),
        ("length({ a = 1 })", json!(1)),
        ("keys({ b = 1, a = 2 })", json!(["a", "b"])),
        ("one([])", json!(null)),
        ("jsonencode({ b = [1, true, null], a = \"<\" })", json!("{\"a\":\"\\u003c\",\"b\":[1,true,null]}")),
        ("jsondecode(\"{\\\"a\\\": [1]}\").a[0]", json!(1)),
        ("yamldecode(\"a: [1, two]\").a", json!([1, "two"])),
        ("base64encode(\"hi\")", json!("aGk=")),
        ("csvdecode(\"a,b\\n1,\\\"x, \\\"\\\"y\\\"\\\"\\\"\\n\")", json!([{"a": "1", "b": "x, \"y\""}])),
        ("max(1, \"5\")", json!(5)),
        ("templatestring(local.t, { a = 1 })", json!("1!")),
        ("base64decode(\"aGk=\")", json!("hi")),
        ("format(\"%s-%03d-%q\", \"a\", 7, \"b\")", json!("a-007-\"b\"")),
        ("formatlist(\"%s/32\", [\"10.0.0.1\"])", json!(["10.0.0.1/32"])),
        ("join(\",\", [\"a\", 1])", json!("a,1")),
        ("split(\",\", \"a,b\")", json!(["a", "b"])),
        ("replace(\"a-b\", \"/[^a-z]/\", \"_\")", json!("a_b")),
        ("regex(\"(\\\\d+)-(\\\\d+)\", \"a 1-2\")", json!(["1", "2"])),
        ("regexall(\"[a-z]\", \"a1b\")", json!(["a", "b"])),
        ("substr(\"hello\", 1, 3)", json!("ell")),
        ("title(\"hello world\")", json!("Hello World")),
        ("trimsuffix(\"a.tf\", \".tf\")", json!("a")),
        ("cidrsubnet(\"10.0.0.0/16\", 8, 2)", json!("10.0.2.0/24")),
        ("cidrhost(\"10.0.0.0/16\", 5)", json!("10.0.0.5")),
        ("cidrsubnets(\"10.0.0.0/16\", 4, 8)", json!(["10.0.0.0/20", "10.0.16.0/24"])),
        ("tostring(true)", json!("true")),
        ("tonumber(\"4\")", json!(4)),
        ("tobool(\"true\")", json!(true)),
        ("range(3)", json!([0, 1, 2])),
        ("max([1, 5, 3]...)", json!(5)),
        ("sum([1, 2])", json!(3)),
        ("alltrue([true, false])", json!(false)),
        ("anytrue([])", json!(false)),
        ("contains([\"a\"], \"a\")", json!(true)),
        ("chunklist([1, 2, 3], 2)", json!([[1, 2], [3]])),
        ("transpose({ a = [\"x\"], b = [\"x\"] })", json!({"x": ["a", "b"]})),
        (
            "templatefile(\"${path.module}/t.tpl\", { name = \"you\", ports = [1, 2] })",
            json!("hi you\nport 1\nport 2\n"),
        ),
        ("fileexists(\"none\")", json!(false)),
        ("{ (1e20) = 1 }", json!({"100000000000000000000": 1})),
        ("true ? 1 : \"b\"", json!("1")),
        ("true ? [1, \"a\"] : [\"b\"]", json!(["1", "a"])),
        ("tolist([1, \"a\", true])", json!(["1", "a", "true"])),
        ("toset([10, 9, 1])", json!([1, 9, 10])),
        ("toset([\"a\", null])", json!(["a", null])),
        ("tomap({ a = 1, b = \"x\" })", json!({"a": "1", "b": "x"})),
        ("coalesce(-1, \"x\")", json!("-1")),
        ("compact([3, 1])", json!(["3", "1"])),
        ("distinct([1, \"a\", \"1\"])", json!(["1", "a"])),
        ("sort([10, 9])", json!(["10", "9"])),
        ("setsubtract([1, 2], [\"1\"])", json!(["2"])),
        ("ceil(3 / 2)", json!(2)),
        ("0.5 + 0.25", json!(0.75)),
        ("basename(\"\")", json!(".")),
        ("title(\"don't_do it\")", json!("Don'T_do It")),
        // What is an error to the tool is one here.
        ("can(tostring([1]))", json!(false)),
        ("can(tolist(\"a\"))", json!(false)),
        ("can(tomap([1]))", json!(false)),
        ("can(toset([[1], \"a\"]))", json!(false)),
        ("can(toset([1])[0])", json!(false)),
        ("can(values([1]))", json!(false)),
        ("can(sum([]))", json!(false)),
        ("can(anytrue([\"a\"]))", json!(false)),
        ("can(format(\"%s\", 1, 2))", json!(false)),
        ("can(substr(\"abc\", 0.5, 1))", json!(false)),
        ("can(true ? [1] : \"a\")", json!(false)),
        ("can(concat(toset([1]), [2]))", json!(false)),
        ("can({ for v in [1, 1] : v => v })", json!(false)),
        ("can(12 || true)", json!(false)),
        ("can(tonumber(\" 1\"))", json!(false)),
        ("can(cidrnetmask(\"fd00::/64\"))", json!(false)),
        ("can(yamldecode(\"\"))", json!(false)),
        ("<<-EOT\n    a\n      b\n  EOT\n", json!("a\n  b\n")),
    ] {
        assert_eq!(is(expression), Some(expected), "{expression}");
    }
}

#[test]
fn what_cannot_be_known_is_open() {
    for expression in [
        "timestamp()",
        "uuid()",
        "bcrypt(\"x\")",
        "file(\"none\")",
        "local.none",
        "local.x",
        "var.none",
        "terraform.workspace",
        "aws_s3_bucket.b.id",
        "\"${aws_s3_bucket.b.id}-x\"",
        "[aws_s3_bucket.b.id]",
        "aws_s3_bucket.b.id == \"x\" ? 1 : 2",
        "provider::aws::arn_parse(\"x\")",
        "1 / 0",
        "setproduct(range(1000), range(1000), range(1000))",
        "local.m.zz",
        // What has no exact number here.
        "0.1 + 0.2",
        "\"${10 / 3}\"",
        "9007199254740993 + 1",
        "jsonencode(1e20)",
        // Lists that look the same are equal only if they are of one type.
        "tolist([1]) == [1]",
        "[] == []",
        // Letters of which several become one, or one becomes several.
        "upper(\"ß\")",
        "substr(\"éa\", 0, 1)",
        // Patterns that the tool reads in another way.
        "regex(\"a**\", \"a\")",
        "regexall(\"\\\\w\", \"é\")",
        "length(compact([\"${aws_s3_bucket.b.id}${aws_s3_bucket.b.arn}\", \"a\", terraform.workspace]))",
        "can(tonumber(\"1${aws_s3_bucket.b.id}\"))",
        "format(\"%d\", \"a\")",
    ] {
        assert_eq!(is(expression), None, "{expression}");
    }
    // Both arms are the same, and what is not known does not matter.
    assert_eq!(is("aws_s3_bucket.b.id == \"x\" ? 1 : 1"), Some(json!(1)));
    assert_eq!(is("false && aws_s3_bucket.b.id == \"x\""), Some(json!(false)));
    assert_eq!(is("length([aws_s3_bucket.b.id])"), Some(json!(1)));
}

#[test]
fn variables_have_the_values_of_the_plan_in_the_type_that_they_declare() {
    let code = r#"
variable "o" {
  type = map(object({ port = optional(number, 443), name = string, tags = optional(map(string)), ids = optional(set(string), []) }))
}
locals { x = var.o }
"#;
    let plan = json!({"resource_changes": [], "variables": {"o": {"value": {"a": {"name": 1, "other": true}, "b": {"name": "b", "port": "80"}}}}});
    let expected = json!({
        "a": {"port": 443, "name": "1", "tags": null, "ids": []},
        "b": {"port": 80, "name": "b", "tags": null, "ids": []},
    });
    assert_eq!(local(code, &plan), Some(expected));
}

/// The plans below a folder that have code beside them.
pub(super) fn plans(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            plans(&path, found);
        } else if path.file_name().is_some_and(|name| name == "plan.json") {
            found.push(path);
        }
    }
}

pub(super) fn files(folder: &Path, root: &Path, found: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, root, found);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap();
            found.extend(RepoPath::new(name).map(|path| Source::from_text(path, &text)));
        }
    }
}

/// What of the code contradicts the plan, and how much was compared.
fn contradictions(plan: &Path, wrong: &mut Vec<String>) -> usize {
    let root = plan.parent().unwrap();
    let mut sources = Vec::new();
    files(root, root, &mut sources);
    let files = Memory::new(sources);
    let options = Options::default();
    let context = Context { files: &files, limits: &LIMITS, options: &options };
    let source = context_source(plan);
    let Ok(mut raw) = serde_json::from_str::<raw::Plan<'_>>(source.text()) else { return 0 };
    let stored = raw.configuration.take().unwrap_or_default();
    let configuration = Configuration::new(&stored);
    let code = Code::read(&context, &Directory(None), &configuration.paths);
    let planned = Planned::of(&source, &raw);
    let memo = Memo::default();
    let evaluator = Evaluator::new(&code, &planned, &memo, Some(&context));
    let mut compared = 0;
    for change in raw.resource_changes.iter().flatten() {
        let Some(values) = evaluator.planned(&change.address) else { continue };
        for (name, value) in values.as_object().into_iter().flatten() {
            // The provider plans a hash of it, or nothing at all.
            if name == "user_data" || name.ends_with("_wo") {
                continue;
            }
            evaluator.begin();
            let Some(found) = evaluator.argument(&change.address, name) else { continue };
            compared += usize::from(found.is_known());
            if found.is_known() && !found.is_null() && !fits(&found, value) {
                wrong.push(format!(
                    "{}: {}.{name}: {value} and not {:?}",
                    plan.display(),
                    change.address,
                    to_json(&found)
                ));
            }
        }
    }
    compared
}

pub(super) fn context_source(plan: &Path) -> Arc<Source> {
    Arc::new(Source::from_text(RepoPath::new("plan.json").unwrap(), &std::fs::read_to_string(plan).unwrap()))
}

/// Whether a planned value is what the provider makes of a value of the code: it may add arguments, put sets in another
/// order, write a number as text and normalise a document.
fn fits(value: &Value, planned: &Json) -> bool {
    match (&value.is, planned) {
        (Is::List(list), Json::Array(planned)) => {
            list.items.iter().all(|item| planned.iter().any(|planned| fits(item, planned)))
        }
        (Is::Object(object), Json::Object(planned)) => object
            .entries
            .iter()
            .all(|(key, item)| item.is_null() || planned.get(key).is_some_and(|planned| fits(item, planned))),
        (Is::Object(_), Json::Array(planned)) => planned.iter().any(|planned| fits(value, planned)),
        // A block that stands once is an object of some providers, and an empty list is as good as none.
        (Is::List(list), Json::Object(_)) => list.items.len() == 1 && list.items.iter().all(|item| fits(item, planned)),
        (Is::List(list), Json::Null) => list.items.is_empty(),
        (Is::Null, _) => true,
        (_, Json::String(text)) => {
            let own = crate::input::terraform::value::to_text(value);
            let parsed = |text: &str| serde_json::from_str::<Json>(text).ok();
            own.is_some_and(|own| {
                *own == **text
                    || *own.trim() == *text.trim()
                    || own.eq_ignore_ascii_case(text)
                    || parsed(&own).is_some_and(|own| Some(own) == parsed(text))
            })
        }
        _ => same(value, &crate::input::terraform::value::from_json(planned)) == Some(true),
    }
}

#[test]
fn the_code_of_real_plans_comes_to_what_they_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    plans(&root.join("policies/terraform"), &mut all);
    plans(&root.join("examples"), &mut all);
    let mut wrong = Vec::new();
    let compared: usize = all.iter().map(|plan| contradictions(plan, &mut wrong)).sum();
    assert!(compared > 100, "{compared}");
    assert!(wrong.is_empty(), "{compared} compared\n{}", wrong.join("\n"));
}

/// The same for the plans below the folder that `PLANS` names.
#[test]
#[ignore = "for plans that are not a part of the project"]
fn the_code_of_other_plans_comes_to_what_they_say() {
    let Some(folder) = std::env::var_os("PLANS") else { return println!("skipped: PLANS names no folder") };
    let (mut all, mut wrong) = (Vec::new(), Vec::new());
    plans(Path::new(&folder), &mut all);
    let compared: usize = all.iter().map(|plan| contradictions(plan, &mut wrong)).sum();
    println!("{} plans, {compared} arguments compared, {} differ", all.len(), wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_a_name_comes_to_does_not_hang_on_who_asks_first() {
    let code = "locals {\n  a = [local.b]\n  b = { c = [local.a, 1] }\n  d = [local.b, 2]\n  deep0 = 1\n";
    let mut code = code.to_owned();
    for level in 1..150 {
        let _ = writeln!(code, "  deep{level} = [local.deep{}]", level - 1);
    }
    code.push_str("}\n");
    let files = Memory::new([Source::from_text(RepoPath::new("main.tf").unwrap(), &code)]);
    let options = Options::default();
    let context = Context { files: &files, limits: &LIMITS, options: &options };
    let source = Arc::new(Source::from_text(RepoPath::new("plan.json").unwrap(), "{\"resource_changes\":[]}"));
    let raw: raw::Plan<'_> = serde_json::from_str(source.text()).unwrap();
    let code = Code::read(&context, &Directory(None), &[]);
    let planned = Planned::of(&source, &raw);
    let ask = |names: &[&str]| {
        let memo = Memo::default();
        let mut found: Vec<(String, String)> = Vec::new();
        for name in names {
            let evaluator = Evaluator::new(&code, &planned, &memo, Some(&context));
            let value = evaluator.local(&Instance::new(), name);
            found.push(((*name).to_owned(), format!("{:?}", to_json(&value))));
            found.push(((*name).to_owned(), format!("{:?}", value.is)));
        }
        found.sort();
        found
    };
    let names = ["a", "b", "d", "deep20", "deep1"];
    let backwards: Vec<&str> = names.iter().rev().copied().collect();
    assert_eq!(ask(&names), ask(&backwards));
    assert_eq!(ask(&["d", "a", "b", "deep1", "deep20"]), ask(&names));
}

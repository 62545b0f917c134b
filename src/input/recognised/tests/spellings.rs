//! The same content written in other ways, and text that is nobody's.

use std::sync::Arc;

use proptest::prelude::*;

use crate::input::recognised::{by_content, by_path, of};
use crate::limits::LIMITS;
use crate::source::{RepoPath, Source};

fn slug(path: &str, text: &str) -> Option<&'static str> {
    let source = Arc::new(Source::from_text(RepoPath::new(path).unwrap(), text));
    by_content(&source, &LIMITS).map(|found| found.form.slug)
}

#[test]
fn every_spelling_of_a_workflow_is_one() {
    let plain = "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\n";
    let comment = format!("# {}\n{plain}", "x".repeat(9000));
    let spellings = [
        plain,
        "---\napiVersion: argoproj.io/v1alpha1\nkind: Workflow",
        "%YAML 1.2\n---\napiVersion: argoproj.io/v1alpha1\nkind: Workflow\n...\n",
        "\u{feff}apiVersion: argoproj.io/v1alpha1\nkind: Workflow\n",
        "apiVersion: argoproj.io/v1alpha1\r\nkind: Workflow\r\n",
        "{apiVersion: argoproj.io/v1alpha1, kind: Workflow}",
        "{\"apiVersion\": \"argoproj.io\\/v1alpha1\", \"kind\": \"Workflow\"}",
        "{\"\\u0061piVersion\": \"argoproj\\u002eio/v1alpha1\", \"kind\": \"Work\\u0066low\"}",
        "\"api\\x56ersion\": \"argoproj\\\n  .io/v1alpha1\"\n'kind': \"\\U00000057orkflow\"\n",
        "? apiVersion\n: argoproj.io/v1alpha1\n? |-\n  kind\n: >-\n  Workflow\n",
        "!!str kind: !!str Workflow\n&a apiVersion: &b argoproj.io/v1alpha1\n",
        "x: &v argoproj.io/v1alpha1\napiVersion: *v\nkind: Workflow\n",
        "base: &base {apiVersion: argoproj.io/v1alpha1}\n<<: *base\nkind: Workflow\n",
        "kind: !!binary V29ya2Zsb3c=\napiVersion: argoproj.io/v1alpha1\n",
        "kind: ConfigMap\n---\nkind: Workflow\napiVersion: argoproj.io/v1alpha1\n",
        "kind: Workflow\nkind: ConfigMap\napiVersion: argoproj.io/v1alpha1\n",
        "kind: List\napiVersion: v1\nitems:\n- kind: Workflow\n  apiVersion: argoproj.io/v1alpha1\n",
        "kind: List\nitems: [{kind: List, items: [{kind: Workflow, apiVersion: argoproj.io/v1alpha1}]}]\n",
        "{\n\"kind\": \"Workflow\",\n  \"apiVersion\": \"argoproj.io/v1alpha1\",\n}",
        comment.as_str(),
    ];
    for text in spellings {
        assert_eq!(slug("a.yaml", text), Some("argo-workflows"), "{text}");
    }
}

#[test]
fn what_is_too_deep_for_a_tree_is_found_by_its_keys() {
    let deep = format!("{}{}", "[".repeat(300), "]".repeat(300));
    for (text, expected) in [
        (format!("{{\"x\":{deep},\"kind\":\"Workflow\",\"apiVersion\":\"argoproj.io/v1alpha1\"}}"), "argo-workflows"),
        (format!("{{x: {deep}, kind: Workflow, apiVersion: argoproj.io/v1alpha1}}"), "argo-workflows"),
        (format!("  x: {deep}\n  kind: Workflow\n  apiVersion: argoproj.io/v1alpha1\n"), "argo-workflows"),
        (format!("{{\"StartAt\":\"A\",\"x\":{deep},\"States\":{{\"A\":{{\"Type\":\"Pass\"}}}}}}"), "step-functions"),
        (format!("{{\"x\":{deep},\"Resources\":{{\"A\":{{\"Type\":\"AWS::S3::Bucket\"}}}}}}"), "cloudformation"),
        (format!("x: {deep}\nResources:\n  A: {{Name: a, Type: 'AWS::S3::Bucket'}}\n"), "cloudformation"),
    ] {
        assert_eq!(slug("a.yaml", &text), Some(expected), "{text}");
    }
}

#[test]
fn what_runs_is_found_behind_what_is_only_listed() {
    let service = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n";
    let task = "apiVersion: tekton.dev/v1\nkind: Task\n";
    assert_eq!(slug("a.yaml", service), Some("kubernetes"));
    assert_eq!(slug("a.yaml", &format!("{service}---\n{task}")), Some("tekton"));
    assert_eq!(slug("a.yaml", &format!("{service}---\n[broken\n---\n{task}")), Some("tekton"));
}

#[test]
fn a_template_that_is_no_yaml_is_what_it_will_be() {
    let workflow = "{{- if .Values.on }}\napiVersion: argoproj.io/v1alpha1\nkind: CronWorkflow\n{{- end }}\n";
    assert_eq!(slug("chart/templates/w.yaml", workflow), Some("argo-workflows"));
    let indented = "{{- range .Values.flows }}\n  apiVersion: argoproj.io/v1alpha1\n  kind: CronWorkflow\n{{- end }}\n";
    assert_eq!(slug("chart/templates/w.yaml", indented), Some("argo-workflows"));
    let raw = "{% raw %}\nResources:\n  B: {Name: \"{{ b }}\", Type: \"AWS::S3::Bucket\"}\n{% endraw %}\n";
    assert_eq!(slug("stack.yaml.j2", raw), Some("cloudformation"));
    let stack = "Resources:\n  {% for n in names %}\n  B{{ n }}:\n    Type: AWS::S3::Bucket\n  {% endfor %}\n";
    assert_eq!(slug("stack.yaml.j2", stack), Some("cloudformation"));
    let service = "apiVersion: v1\nkind: Service\n{{- with .Values.a }}\nmetadata:\n  name: {{ . }}\n{{- end }}\n";
    assert_eq!(slug("chart/templates/s.yaml", service), Some("helm"));
    assert_eq!(slug("deploy/s.yaml", service), Some("kubernetes"));
    // A key of a schema further in is none of a definition.
    let schema = "apiVersion: v1\n{{ if .a }}\nspec:\n  operator:\n    type: string\n{{ end }}\n";
    assert_eq!(slug("crd.yaml", schema), None);
}

#[test]
fn a_bomb_is_refused_and_not_expanded() {
    let level = |level: usize| format!("a{level}: &a{level} [*a{0}, *a{0}, *a{0}]", level - 1);
    let levels: Vec<String> = (1..40).map(level).collect();
    let text = format!("apiVersion: tekton.dev/v1\na0: &a0 [x]\n{}\n", levels.join("\n"));
    assert_eq!(slug("a.yaml", &text), Some("tekton"));
    assert_eq!(slug("a.yaml", &"[".repeat(100_000)), None);
    assert_eq!(slug("a.json", &"{\"apiVersion\":".repeat(10_000)), None);
}

/// Pieces of files, put together in any way.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("apiVersion: tekton.dev/v1\n"),
        Just("Resources:\n  A: {Type: AWS::S3::Bucket}\n"),
        Just("kind: List\nitems: "),
        Just("\"\\x41\\u00e9\\"),
        Just("jobs:\n- job: a\n"),
        Just("<<: *a\n"),
        Just("&a "),
        Just("!!binary "),
        Just("{{ x }}"),
        Just("---\n"),
        Just("- "),
        Just("é: "),
        Just("{"),
        Just("]"),
        Just(":"),
        Just("\n  "),
    ];
    prop::collection::vec(prop_oneof![piece.prop_map(str::to_owned), any::<String>()], 0..12)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_and_no_path_is_too_odd(text in pieces(), path in "[a-zA-Z.*\\[{/é-]{1,30}", end in "\\.(yml|json|template)") {
        let Some(path) = RepoPath::new(&format!("{path}{end}")) else { return Ok(()) };
        let source = Arc::new(Source::from_text(path.clone(), &text));
        let (by_path, whole) = (by_path(&path), of(&source, &LIMITS));
        prop_assert!(by_path.is_none() || whole.is_some());
        prop_assert_eq!(of(&source, &LIMITS), whole);
    }

    #[test]
    fn what_stands_in_front_of_a_document_hides_nothing(comment in "[^\\n\\r\u{85}\u{2028}\u{2029}]{0,40}") {
        let printable: String = comment.chars().filter(|character| !character.is_control()).collect();
        let text = format!("# {printable}\n---\nStartAt: A\nStates: {{A: {{Type: Pass}}}}\n");
        prop_assert_eq!(slug("a.yaml", &text), Some("step-functions"));
    }
}

//! Code that GitHub runs by a path: of this repository, of another that is checked out, or of nobody.

use serde_json::Value;

use super::*;

const ACTION: &str = "name: x\ndescription: y\nruns: {using: composite, steps: [{run: make, shell: bash}]}\n";
const OWN: &str = "- uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8\n";
/// Who runs the action of the folder `a`.
const CALL: &str = "on: push\njobs: {x: {runs-on: y, steps: [{run: make}, {uses: ./a}]}}\n";
const SHA: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567";

/// A workflow with these steps, beside an action in each of some files.
fn job(runner: &str, steps: &str, files: &[&str]) -> Document {
    let steps: String = steps.lines().map(|line| format!("      {line}\n")).collect();
    let text = format!("on: push\njobs:\n  a:\n    runs-on: {runner}\n    steps:\n{steps}");
    let mut all = vec![(".github/workflows/a.yml", text.as_str())];
    all.extend(files.iter().map(|path| (*path, ACTION)));
    document(&github::Workflow, &all)
}

/// What is missing, what is unread and what runs, of a document.
fn edge(document: &Document) -> (Vec<String>, usize, Vec<String>) {
    let shown = |entry: &Value| format!("{} {}", entry["kind"].as_str().unwrap(), entry["path"].as_str().unwrap());
    let missing = document.value()["missing"].as_array().unwrap().iter().map(shown).collect();
    let runs = document.runs.iter().map(|path| path.as_str().to_owned()).collect();
    (missing, document.value()["unread"].as_array().unwrap().len(), runs)
}

#[test]
fn a_local_action_is_there_or_missing() {
    let files = ["tools/x/action.yml", "tools/y/action.yaml", "tools/z/Dockerfile", "tools/w/README.md", "action.yml"];
    let cases = [
        ("./tools/x", Ok("tools/x/action.yml")),
        ("./tools/x/", Ok("tools/x/action.yml")),
        ("././tools//x", Ok("tools/x/action.yml")),
        ("./tools/y/../x", Ok("tools/x/action.yml")),
        (".\\tools\\x", Ok("tools/x/action.yml")),
        ("$/tools/y", Ok("tools/y/action.yaml")),
        ("./tools/z", Ok("tools/z/Dockerfile")),
        ("./", Ok("action.yml")),
        ("$/", Ok("action.yml")),
        ("./tools/w", Err("action tools/w")),
        ("./tools/v", Err("action tools/v")),
        ("./tools/X", Err("action tools/X")),
        ("$/tools/x@v1", Err("action tools/x@v1")),
        ("./tools/x/action.yml", Err("action tools/x/action.yml")),
        ("../tools/x", Err("action ../tools/x")),
        ("./../tools/x", Err("action ./../tools/x")),
    ];
    for (uses, expected) in cases {
        let (missing, unread, runs) = edge(&job("ubuntu-24.04", &format!("- uses: {uses}"), &files));
        let (absent, present) = match expected {
            Ok(path) => (Vec::new(), vec![path.to_owned()]),
            Err(path) => (vec![path.to_owned()], Vec::new()),
        };
        assert_eq!((missing, unread, runs), (absent, 0, present), "{uses}");
    }
    let document = job("ubuntu-24.04", "- run: make\n- uses: ./gone", &[]);
    let missing = &document.value()["missing"][0];
    assert_eq!(place(&document, missing, &[]), ".github/workflows/a.yml:7:15 ./gone");
    assert_eq!((missing["name"].as_str(), missing["job"].as_str()), (Some("./gone"), Some("a")));
}

#[test]
fn the_case_of_letters_counts_where_the_job_runs() {
    for (runner, found) in
        [("windows-2025", true), ("[macos-15]", true), ("ubuntu-24.04", false), ("[self-hosted]", false)]
    {
        let (missing, ..) = edge(&job(runner, "- uses: ./Tools/X", &["tools/x/action.yml"]));
        assert_eq!(missing.is_empty(), found, "{runner}");
    }
}

#[test]
fn a_called_workflow_is_there_or_missing() {
    let call = |uses: &str| {
        let text = format!("on: push\njobs: {{a: {{uses: '{uses}'}}, b: {{runs-on: x}}}}");
        let files = [
            (".github/workflows/a.yml", text.as_str()),
            (".github/workflows/b.yml", "on: workflow_call\njobs: {a: {runs-on: x}}"),
            ("ci/c.yml", "on: workflow_call\njobs: {a: {runs-on: x}}"),
        ];
        edge(&document(&github::Workflow, &files))
    };
    let there = |path: &str| (Vec::new(), 0, vec![path.to_owned()]);
    assert_eq!(call("./.github/workflows/b.yml"), there(".github/workflows/b.yml"));
    assert_eq!(call("$/.github/workflows/b.yml"), there(".github/workflows/b.yml"));
    for gone in ["./.github/workflows/c.yml", "./.github/workflows/B.yml", "./.github/workflows"] {
        let path = format!("reusable_workflow {}", gone.trim_start_matches("./"));
        assert_eq!(call(gone), (vec![path], 0, Vec::new()), "{gone}");
    }
    // GitHub calls no workflow of another folder, and gate reads none.
    assert_eq!(call("./ci/c.yml"), (Vec::new(), 1, vec!["ci/c.yml".to_owned()]));
    assert_eq!(call("./.github/workflows/${{ inputs.x }}.yml").1, 1);
}

#[test]
fn a_path_belongs_to_the_last_checkout_that_holds_it() {
    let other = |more: &str| format!("{OWN}  with: {{repository: acme/tools, {more}}}\n");
    let cases: Vec<(String, &str, &str)> = vec![
        (format!("{OWN}{}", other("path: tools, ref: main")), "./tools/x", "acme/tools/x branch"),
        (other(&format!("path: ./tools/, ref: {SHA}")), "./tools", "acme/tools/ sha"),
        (other("path: tools"), "./tools", "acme/tools/ none"),
        (other("path: '${{ github.workspace }}/tools', ref: v1"), "./tools/x", "acme/tools/x tag"),
        (other("path: tools, ref: '${{ inputs.ref }}'"), "./tools/x", "acme/tools/x unknown"),
        (format!("{OWN}{}", other("ref: v3")), "./tools/x", "acme/tools/tools/x tag"),
        (other("path: toolsmith"), "./tools/x", "local tools/x"),
        (other("path: tools"), "$/tools/x", "local tools/x"),
        (format!("{}{OWN}", other("ref: v3")), "./tools/x", "local tools/x"),
        (format!("{}{OWN}  if: false\n", other("ref: v3")), "./tools/x", "acme/tools/tools/x tag"),
        (format!("{}{OWN}  continue-on-error: true\n", other("ref: v3")), "./tools/x", "acme/tools/tools/x tag"),
        (format!("{}{OWN}  with: {{clean: false}}\n", other("path: tools")), "./tools/x", "acme/tools/x none"),
        (
            format!("{}{}", other("path: tools"), other(&format!("path: tools, ref: {SHA}"))),
            "./tools/x",
            "acme/tools/x sha",
        ),
        (format!("{}{OWN}", other("path: tools/x, ref: v1")), "./tools/x", "local tools/x"),
        (other("path: '${{ inputs.folder }}', ref: v1"), "./tools/x", "acme/tools/tools/x unknown"),
        (other("path: 'src/${{ inputs.folder }}', ref: v1"), "./tools/x", "local tools/x"),
        (format!("{OWN}  with: {{path: src}}\n"), "./src/tools/x", "local tools/x"),
        (
            format!("{OWN}  with: {{repository: '${{{{ github.repository }}}}', path: src}}\n"),
            "./src/tools/x",
            "local tools/x",
        ),
        (
            format!("{OWN}  with: {{repository: '${{{{ inputs.x }}}}', path: src, ref: {SHA}}}\n"),
            "./src/x",
            "/${{ inputs.x }}/x unknown",
        ),
        (
            format!("{OWN}  with: {{REPOSITORY: acme/tools, Path: src}}\n").replace("actions/c", "Actions/C"),
            "./src/x",
            "acme/tools/x none",
        ),
    ];
    for (before, uses, expected) in cases {
        let document = job("ubuntu-24.04", &format!("{before}- uses: {uses}"), &["tools/x/action.yml"]);
        let steps = document.value()["jobs"][0]["steps"].as_array().unwrap();
        let found = &steps.last().unwrap()["uses"];
        let text = |key: &str| found[key].as_str().unwrap().to_owned();
        let shown = match text("kind").as_str() {
            "local" => format!("local {}", text("path")),
            _ => format!("{}/{}/{} {}", text("owner"), text("name"), text("path"), text("pin")),
        };
        assert_eq!(shown, expected, "{before}{uses}");
        assert_eq!(text("raw"), uses);
        assert_eq!(edge(&document).0, [""; 0], "{before}{uses}");
        assert_eq!(document.outside.iter().any(|it| it.name.raw() == uses), text("kind") == "action", "{before}{uses}");
    }
}

#[test]
fn what_an_expression_places_is_unread_and_not_missing() {
    let here = format!("{OWN}  with: {{path: '${{{{ env.FOLDER }}}}'}}\n- uses: ./src/tools/x");
    assert_eq!(edge(&job("ubuntu-24.04", &here, &["tools/x/action.yml"])), (Vec::new(), 1, Vec::new()));
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn what_an_action_names_is_there_or_missing() {
    let cases: [(&str, &[&str], &[&str]); 14] = [
        ("{using: node24, main: dist/index.js}", &[], &["program a/dist/index.js"]),
        ("{using: Node20, main: dist/index.js, post: ./../b/post.js}", &["a/dist/index.js", "b/post.js"], &[]),
        ("{using: node20, pre: x.js, main: x.js, post: y.js}", &["a/x.js"], &["program a/y.js"]),
        ("{using: node20, main: /opt/x.js}", &["opt/x.js"], &["program /opt/x.js"]),
        ("{using: node20, main: ../../x.js}", &["x.js"], &["program ../../x.js"]),
        ("{using: docker, image: Dockerfile}", &["a/Dockerfile"], &[]),
        ("{using: DOCKER, image: Dockerfile}", &["Dockerfile"], &["program a/Dockerfile"]),
        ("{using: docker, image: Docker://ghcr.io/a/b}", &[], &[]),
        ("{using: docker, image: Dockerfile, entrypoint: /entry.sh}", &["a/Dockerfile", "a/bin/entry.sh"], &[]),
        ("{using: docker, image: Dockerfile, entrypoint: /entry.sh}", &["a/Dockerfile"], &["program a/entry.sh"]),
        ("{using: docker, image: Dockerfile, entrypoint: /bin/sh}", &["a/Dockerfile"], &[]),
        ("{using: Composite, steps: [{uses: ./b}]}", &["b/action.yml"], &[]),
        ("{using: composite, steps: [{uses: ./b}]}", &["a/b/action.yml"], &["action b"]),
        ("{using: composite, steps: [{uses: $/c}]}", &[], &["action c"]),
    ];
    for (runs, files, expected) in cases {
        let text = format!("name: x\ndescription: y\nruns: {runs}\n");
        let mut all = vec![("a/action.yml", text.as_str()), (".github/workflows/a.yml", CALL)];
        all.extend(files.iter().map(|path| (*path, ACTION)));
        let document = document(&github::Action, &all);
        let (missing, unread, found) = edge(&document);
        assert_eq!((missing, unread), (texts(expected), 0), "{runs}");
        // What is there runs, unless the action names something else.
        let others = ["opt/x.js", "x.js", "Dockerfile", "a/b/action.yml"];
        let expected: Vec<&str> = files.iter().copied().filter(|file| !others.contains(file)).collect();
        assert_eq!(found, texts(&expected), "{runs}");
    }
}

#[test]
fn what_a_workflow_runs_as_an_action_is_one_whatever_is_in_it() {
    for (text, expected) in [
        ("name: x\n", Some("the action has no `runs`; GitHub refuses the action")),
        ("Runs: {using: composite}\n", None),
        ("x: &x {runs: {using: composite}}\n<<: *x\n", Some("a merge key (`<<`), which gate does not follow")),
        ("- x\n", Some("the file holds no mapping")),
    ] {
        let said = match read(&github::Action, &[("a/action.yml", text), (".github/workflows/a.yml", CALL)]) {
            Parsed::Document(document) if expected.is_none() => edge(&document).1.to_string(),
            Parsed::Document(document) => problems(&document).join("\n"),
            Parsed::Failed(problem) => problem.message.raw().to_owned(),
            Parsed::NotMine(reason) => panic!("{text}: {reason}"),
        };
        assert!(said.contains(expected.unwrap_or("1")), "{text}: {said}");
        assert!(matches!(read(&github::Action, &[("a/action.yml", text)]), Parsed::NotMine(_)), "{text}");
    }
}

#[test]
fn a_program_of_an_action_that_nothing_here_runs_is_not_missed() {
    let text = "name: x\nruns: {using: node24, main: dist/index.js}\n";
    for call in ["on: push\njobs: {x: {runs-on: y, steps: [{uses: ./a}]}}", "on: push\njobs: {x: {runs-on: y}}"] {
        let files = [("a/action.yml", text), (".github/workflows/a.yml", call)];
        assert_eq!(edge(&document(&github::Action, &files)), (Vec::new(), 0, Vec::new()), "{call}");
    }
}

#[test]
fn an_action_whose_caller_decides_where_it_stands_is_unread() {
    let read = |uses: &str| {
        let text = format!("name: x\nruns: {{using: composite, steps: [{{uses: {uses}}}]}}\n");
        edge(&document(&github::Action, &[("a/action.yml", &text), ("b/action.yml", ACTION)]))
    };
    assert_eq!(read("./src/b"), (Vec::new(), 1, Vec::new()));
    assert_eq!(read("./B"), (Vec::new(), 1, Vec::new()));
    assert_eq!(read("./c"), (vec!["action c".to_owned()], 0, Vec::new()));
}

#[test]
fn the_lock_file_gives_the_commit_of_what_it_lists() {
    let lock = |version: &str, commit: &str| {
        format!(
            "version: '{version}'\nworkflows:\n  .github/workflows/a.yml: ['acme/tool@v1']\ndependencies:\n  'acme/tool@v1': {{ref: v1, commit: '{commit}', owner_id: 1, repo_id: 2}}\n"
        )
    };
    let text = "on: push\njobs: {a: {runs-on: x, steps: [{uses: Acme/tool/sub@v1}, {uses: acme/tool@V1}]}}";
    let read = |lock: &str| {
        let document =
            document(&github::Workflow, &[(".github/workflows/a.yml", text), (".github/workflows/actions.lock", lock)]);
        let pins: Vec<String> = (0..2)
            .map(|index| {
                format!("{}@{}", document.value()["refs"][index]["pin"], document.value()["refs"][index]["ref"])
            })
            .collect();
        let problems: Vec<String> = document.problems.iter().map(|problem| problem.message.raw().to_owned()).collect();
        (pins.join(" ").replace('"', ""), problems, document.runs.len())
    };
    let good = format!("sha1-{SHA}");
    assert_eq!(read(&lock("v0.0.2", &good)), (format!("sha@{SHA} tag@V1"), Vec::new(), 1));
    let cases = [
        (lock("v0.0.9", &good), "the lock of actions is not of version v0.0.2, which gate reads"),
        (lock("v0.0.2", "sha1-0a1b2c3"), "the lock of actions gives no full commit here"),
        (lock("v0.0.2", SHA), "the lock of actions gives no full commit here"),
        (lock("v0.0.2", &good) + "more: x\n", "a key that the lock of actions does not have"),
        (lock("v0.0.2", &good) + "  Acme/Tool@v1: {}\n", "the lock of actions has this action twice"),
        ("- x".to_owned(), "the lock of actions holds no mapping"),
        ("x: [".to_owned(), ""),
    ];
    for (lock, expected) in cases {
        let (pins, problems, _) = read(&lock);
        assert_eq!(pins, "tag@v1 tag@V1", "{lock}");
        assert!(problems.len() == 1 && problems[0].starts_with(expected), "{lock}: {problems:?}");
    }
}

//! The shape of the source, held by a test: layers, file length, one file that names the engine, one that makes the
//! verdict.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "reads the sources of the project")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The layers of ARCHITECTURE.md, left to right: a module uses only layers to its left.
const LAYERS: &[&[&str]] = &[
    &["exit", "limits"],
    &["source", "finding"],
    &["knowledge"],
    &["trust", "input", "policy"],
    &["config"],
    &["engine", "waiver"],
    &["baseline"],
    &["minimum", "outcome"],
    &["report", "workbench"],
    &["cli"],
];

/// The most lines of a source file.
const MAX_LINES: usize = 400;

/// The most `#[expect(…)]` exceptions in the crate.
const MAX_EXCEPTIONS: usize = 30;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            files.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    files.sort();
    files
}

fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The modules of the crate that a file names, outside of its documentation.
fn used_modules(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect())
        .collect()
}

#[test]
fn a_module_uses_only_layers_to_its_left() {
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for (name, text) in rust_files(&root().join("src")) {
        let below = name.trim_start_matches("src/");
        let module = below.split('/').next().unwrap().trim_end_matches(".rs");
        if matches!(module, "lib" | "main") {
            continue;
        }
        let own = layer_of(module).unwrap_or_else(|| panic!("{name}: module `{module}` stands in no layer"));
        seen.insert(module.to_owned());
        for used in used_modules(&text) {
            let allowed = used == module || layer_of(&used).is_some_and(|layer| layer < own);
            // The two modules of plain types know each other: a finding has a position, a text masks secrets.
            let plain = own == 1 && layer_of(&used) == Some(1);
            if !allowed && !plain {
                wrong.push(format!("{name} uses crate::{used}"));
            }
        }
    }
    let declared: BTreeSet<String> =
        LAYERS.iter().flat_map(|layer| layer.iter().map(|&name| name.to_owned())).collect();
    assert_eq!(seen, declared, "layers without a module, or modules without a layer");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_file_is_longer_than_a_person_reads() {
    let mut lengths: Vec<(usize, String)> = Vec::new();
    for folder in ["src", "tests", "policies"] {
        lengths.extend(rust_files(&root().join(folder)).into_iter().map(|(name, text)| (text.lines().count(), name)));
    }
    lengths.sort();
    let source: Vec<usize> =
        lengths.iter().filter(|(_, name)| name.starts_with("src/")).map(|(length, _)| *length).collect();
    println!(
        "{} source files, median {} lines, longest {}",
        source.len(),
        source[source.len() / 2],
        source.last().unwrap()
    );
    let long: Vec<_> = lengths.iter().filter(|(length, _)| *length > MAX_LINES).collect();
    assert!(long.is_empty(), "split along a concept: {long:#?}");
}

#[test]
fn one_file_names_the_engine_and_one_function_makes_the_verdict() {
    let files = rust_files(&root().join("src"));
    let code = |text: &str, needle: &str| {
        text.lines().filter(|line| !line.trim_start().starts_with("//")).any(|line| line.contains(needle))
    };
    let naming: Vec<&str> =
        files.iter().filter(|(_, text)| code(text, "regorus")).map(|(name, _)| name.as_str()).collect();
    assert_eq!(naming, ["src/engine/rego.rs"]);
    let making: Vec<&str> = files
        .iter()
        .filter(|(name, text)| {
            !name.ends_with("tests.rs") && (code(text, "Verdict::Pass") || code(text, "Verdict::Incomplete"))
        })
        .map(|(name, _)| name.as_str())
        .filter(|name| !name.starts_with("src/report/"))
        .collect();
    assert_eq!(making, ["src/outcome/verdict.rs"]);
}

#[test]
fn exceptions_from_the_lints_are_few_and_say_why() {
    let files = rust_files(&root().join("src"));
    let exceptions: Vec<String> = files
        .iter()
        .filter(|(name, _)| !name.contains("test"))
        .flat_map(|(name, text)| {
            text.lines()
                .filter(|line| line.contains("#[expect(") || line.contains("#![expect("))
                .map(move |line| format!("{name}: {}", line.trim()))
        })
        .collect();
    println!("{} exceptions", exceptions.len());
    assert!(exceptions.len() <= MAX_EXCEPTIONS, "{exceptions:#?}");
}

#[test]
fn nothing_is_called_a_junk_drawer() {
    for (name, _) in rust_files(&root().join("src")) {
        let stems = ["utils", "util", "helpers", "helper", "common", "misc", "manager", "data"];
        assert!(!name.split(['/', '.']).any(|part| stems.contains(&part)), "{name}");
    }
}

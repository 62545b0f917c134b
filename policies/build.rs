//! Embeds the bundled policies and checks that each says what it is, and the tables of knowledge and checks their rows.
//! It does not evaluate Rego: that is the job of `gate policy lint`, `gate policy test` and the project's tests.

#![expect(clippy::disallowed_methods, reason = "a build script reads the policies and writes what it embeds")]

#[expect(unreachable_pub, reason = "public in the crate, where it is documented")]
#[path = "../src/policy/metadata.rs"]
mod metadata;

#[expect(unreachable_pub, reason = "what reads the rows is the crate")]
#[path = "../src/knowledge/concepts/mod.rs"]
mod concepts;
#[expect(dead_code, unreachable_pub, reason = "what reads the rows is the crate")]
#[path = "../src/knowledge/table/mod.rs"]
mod table;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

/// One policy as `src/policy/embedded.rs` reads it.
#[derive(serde::Serialize)]
struct Built {
    slug: String,
    file: String,
    package: String,
    block: metadata::Block,
    text: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?).join("policies");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=policies");
    let mut policies: BTreeMap<String, Built> = BTreeMap::new();
    for file in rego_files(&root)? {
        let slug = name(file.parent().unwrap_or(&root));
        if file.file_name().is_some_and(|file| file == "policy.rego") {
            let built = policy(&root, &file, slug)?;
            let id = built.block.custom.id.clone();
            if let Some(other) = policies.insert(id.clone(), built) {
                return Err(format!("policies: id {id} is used twice, by {} too", other.file).into());
            }
        }
    }
    let libraries: Vec<(String, String)> = rego_files(&root.join("lib"))?
        .into_iter()
        .filter(|file| !name(file).ends_with("_test.rego"))
        .map(|file| Ok((relative(&root, &file), std::fs::read_to_string(&file)?)))
        .collect::<Result<_, std::io::Error>>()?;
    let policies: Vec<Built> = policies.into_values().collect();
    let tree: Vec<(String, String)> = files(&root)?
        .into_iter()
        .filter(|file| {
            !["editions", "schemas", "knowledge", "build.rs"].iter().any(|not| file.starts_with(root.join(not)))
        })
        .map(|file| Ok((relative(&root, &file), std::fs::read_to_string(&file)?)))
        .collect::<Result<_, std::io::Error>>()?;
    std::fs::write(out.join("tree.json"), serde_json::to_string(&tree)?)?;
    std::fs::write(out.join("policies.json"), serde_json::to_string(&policies)?)?;
    std::fs::write(out.join("libraries.json"), serde_json::to_string(&libraries)?)?;
    std::fs::write(out.join("knowledge.rs"), knowledge(&root)?)?;
    std::fs::write(out.join("editions.json"), serde_json::to_string(&editions(&root)?)?)?;
    Ok(())
}

/// Every table of knowledge as an expression of Rust: its name and its text. A row that is not one fails the build.
fn knowledge(root: &Path) -> Result<String, Box<dyn Error>> {
    let folder = root.join("knowledge");
    let mut list = String::new();
    for file in files(&folder)?.into_iter().filter(|file| file.extension().is_some_and(|ending| ending == "tsv")) {
        let shown = relative(root, &file);
        let name = shown.trim_start_matches("policies/knowledge/").trim_end_matches(".tsv");
        let concept =
            concepts::named(name).ok_or_else(|| format!("{shown}: src/knowledge/concepts declares no `{name}`"))?;
        let text = std::fs::read_to_string(&file)?;
        concept.check(&text, &table::Keys::new()).map_err(|fault| format!("{shown}:{fault}"))?;
        let path = file.display().to_string();
        list.push_str(&["(\"", name, "\", include_str!(", &format!("{path:?}"), ")),\n"].concat());
    }
    Ok(format!("&[\n{list}]\n"))
}

/// Name and content of every edition, the oldest first.
fn editions(root: &Path) -> Result<Vec<(String, serde_json::Value)>, Box<dyn Error>> {
    let files = files(&root.join("editions"))?.into_iter();
    let files = files.filter(|file| file.extension().is_some_and(|ending| ending == "json"));
    files
        .map(|file| {
            let content = serde_json::from_str(&std::fs::read_to_string(&file)?)
                .map_err(|error| format!("{}: {error}", relative(root, &file)))?;
            Ok((name(&file).trim_end_matches(".json").to_owned(), content))
        })
        .collect()
}

/// Reads one policy; its package must follow from its folder.
fn policy(root: &Path, file: &Path, slug: String) -> Result<Built, Box<dyn Error>> {
    let text = std::fs::read_to_string(file)?;
    let shown = relative(root, file);
    let (block, package) = metadata::read(&text).map_err(|error| format!("{shown}: {error}"))?;
    let kind = file.ancestors().nth(2).map(name).unwrap_or_default();
    let expected = format!("gate.policies.{kind}.{}", slug.replace('-', "_"));
    if package != expected {
        return Err(format!("{shown}: package is `{package}`, its folder says `{expected}`").into());
    }
    Ok(Built { slug, file: shown, package, block, text })
}

/// Every file below a folder, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>, std::io::Error> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    found.sort();
    Ok(found)
}

/// Every Rego file below a folder, sorted; fixtures are not looked at.
fn rego_files(folder: &Path) -> Result<Vec<PathBuf>, std::io::Error> {
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && !matches!(name(&path).as_str(), "bad" | "good") {
            found.extend(rego_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rego") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn relative(root: &Path, file: &Path) -> String {
    let below = file.strip_prefix(root).unwrap_or(file);
    format!("policies/{}", below.to_string_lossy().replace('\\', "/"))
}

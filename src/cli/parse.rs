//! `gate parse FILE`: the normalised document, as policies see it.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::args::Parse;
use super::{CliError, say, say_error};
use crate::config::{self, Config};
use crate::exit::Exit;
use crate::finding::Kind;
use crate::input::recognised::{self, Standing};
use crate::input::{Claim, Context, FORMATS, Format, Options, Parsed, Problem, read};
use crate::limits::LIMITS;
use crate::report::escape::{for_json, for_terminal};
use crate::source::secret::{self, Known};
use crate::source::{Files, Overlay, Owner, RepoPath, WorkTree};

/// The stack of the thread that parses.
const STACK_BYTES: usize = 64 * 1024 * 1024;

/// Prints the document as JSON; a file that cannot be read is named with the reason and ends with exit code 3.
pub(super) fn run(call: &Parse) -> Result<Exit, CliError> {
    if !call.file.is_file() {
        return Err(CliError::usage(format!("{}: no such file", call.file.display()), "name a file that exists"));
    }
    let file = call.file.clone();
    let parsed = std::thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(move || parse(&file))
        .map_err(|error| CliError::Bug(format!("no thread to parse with: {error}")))?
        .join()
        .map_err(|_| CliError::Bug("its reader failed on this file".to_owned()))??;
    Ok(match parsed {
        Parsed::Document(document) => {
            let shown = if call.facts { document.content.facts() } else { document.value() };
            say(&for_json(&format!("{:#}\n", masked(shown, None, &document.known))));
            document.problems.iter().for_each(tell);
            if document.problems.is_empty() { Exit::Pass } else { Exit::Incomplete }
        }
        Parsed::Failed(problem) => {
            tell(&problem);
            Exit::Incomplete
        }
        Parsed::NotMine(why) => {
            say_error(&format!("{}: {}\n", for_terminal(&call.file.to_string_lossy()), for_terminal(&why)));
            Exit::NothingChecked
        }
    })
}

/// Parses a file in the tree of the current folder, or alone in a tree of its own folder.
fn parse(file: &Path) -> Result<Parsed, CliError> {
    let here = PathBuf::from(".");
    let inside = super::below(&here, file);
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).map_or(here.clone(), Path::to_path_buf);
    let root = if inside.is_some() { here } else { folder };
    let path = inside
        .or_else(|| RepoPath::new(file.file_name()?.to_str()?))
        .ok_or_else(|| CliError::usage("the name of the file is not valid UTF-8", "rename the file"))?;
    // What a pipeline runs and includes is looked for in the tree.
    let tree = Box::new(WorkTree::open(&root, Owner::Anybody, &LIMITS)?);
    let files = Overlay::new(tree, &[(path.clone(), file.to_owned())], None);
    // A row of one's own shows in the document as it does in a run.
    let (knowledge, _) = config::added(&files)?;
    let options = Options { knowledge, ..configured(&files)? };
    let context = Context { files: &files, limits: &LIMITS, options: &options };
    // What cannot be decoded is left to the format that claims it, which says why.
    let head = files.head(&path).ok();
    let refusal = recognised::by_path(&path).filter(|found| !matches!(found.form.standing, Standing::Read(_)));
    let refusal = refusal.map(|found| format!("{}, which gate does not read", found.form.title));
    let mut refusal = Parsed::NotMine(refusal.unwrap_or_else(|| "no format of gate claims this file".to_owned()));
    for format in claimants(&path, head.as_deref()) {
        match read(format, &path, &context) {
            not_mine @ Parsed::NotMine(_) => refusal = not_mine,
            other => return Ok(other),
        }
    }
    Ok(refusal)
}

/// What the configuration of the tree says about DAG files, as in a run.
fn configured(files: &dyn Files) -> Result<Options, CliError> {
    let Some(source) = RepoPath::new(config::CONFIG_PATH).and_then(|path| files.read(&path, LIMITS.policy_bytes).ok())
    else {
        return Ok(Options::default());
    };
    let config: Config = config::typed(&source)?;
    Ok(Options::default().with_airflow(&config.inputs.airflow.dag_constructors, &config.inputs.airflow.folders))
}

/// The formats that claim the file, those that are certain first. A snapshot may have any name.
fn claimants(path: &RepoPath, head: Option<&str>) -> Vec<&'static dyn Format> {
    let claims = |format: &&'static dyn Format| match format.claims(path) {
        Claim::Yes => true,
        Claim::Maybe => head.is_none_or(|head| format.confirms(head)),
        Claim::No => {
            let confirms = head.is_some_and(|head| format.confirms(head));
            format.kind() == Kind::Forge && path.extension() == Some("json") && confirms
        }
    };
    FORMATS.iter().copied().filter(claims).collect()
}

/// The document with credentials hidden. Policies see texts as they are, so that they can judge them; people need not.
fn masked(value: &Value, key: Option<&str>, known: &Known) -> Value {
    let mask = |text: &str| secret::mask(&known.mask(text));
    match value {
        Value::String(text) if key.is_some_and(|key| secret::literal(key, text).is_some()) => Value::from("***"),
        Value::String(text) => Value::from(mask(text)),
        Value::Array(items) => items.iter().map(|item| masked(item, key, known)).collect(),
        Value::Object(entries) => {
            entries.iter().map(|(key, value)| (mask(key), masked(value, Some(key), known))).collect()
        }
        other => other.clone(),
    }
}

fn tell(problem: &Problem) {
    let place = problem.position.map(|position| format!(":{position}")).unwrap_or_default();
    say_error(&format!("{}{place}: {}\n", problem.path, for_terminal(problem.message.raw())));
}

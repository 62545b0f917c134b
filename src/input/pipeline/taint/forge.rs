//! What programs print that ask the forge or the repository: `gh`, `git`, `curl`.

use super::command::Call;
use super::json::GOT;
use super::value::{Seen, Value};
use super::walk::Walk;
use crate::input::pipeline::held::Held;
use crate::input::pipeline::model::Trust;

/// What the place says at which files of another run come.
pub(in crate::input::pipeline) const DOWNLOADED: &str = "is downloaded here";

/// Parts of the addresses of an API that hold what strangers write.
const WRITTEN: &[&str] =
    &["issues", "pulls", "comments", "commits", "discussions", "reviews", "merge_requests", "notes"];

/// Fields that `gh` gives by name and strangers fill.
const FIELDS: &[&str] = &[
    "title",
    "body",
    "comments",
    "commits",
    "files",
    "reviews",
    "latestReviews",
    "headRefName",
    "displayTitle",
    "headBranch",
];

/// Placeholders of `git log --format` for what the author of a commit writes.
const TEXTS: &[&str] =
    &["%s", "%b", "%B", "%f", "%an", "%ae", "%aN", "%aE", "%cn", "%ce", "%cN", "%cE", "%N", "%D", "%d"];

impl Walk<'_, '_> {
    fn got(&self, what: &str, lines: bool) -> Value {
        if !self.scope.strangers {
            return Value::named(what);
        }
        let tainted_by = format!("{GOT}{what}` prints");
        let held = Held { trust: Trust::Untrusted, tainted_by, lines, ..Held::unknown() };
        Value::of(held, Seen::Elsewhere)
    }

    /// What `gh` prints.
    pub(super) fn gh(&mut self, call: &Call) -> Value {
        let option = |names: &[&str]| option(call, names);
        let words: Vec<&str> = call.arguments().map(|(word, _)| word).filter(|word| !word.starts_with('-')).collect();
        let filter = option(&["-q", "--jq"]);
        let printed = match words.as_slice() {
            ["api", rest @ ..] => {
                let is_written =
                    rest.first().is_some_and(|address| address.split(['/', '?']).any(|it| WRITTEN.contains(&it)));
                let asks = option(&["-X", "--method"]).is_none_or(|method| method == "GET");
                if !is_written || !asks {
                    return Value::named("gh");
                }
                self.got("gh api", true)
            }
            [what @ ("issue" | "pr" | "run"), verb @ ("view" | "list" | "status" | "checks"), ..] => {
                let fields = option(&["--json"]);
                let is_text = fields.as_deref().is_none_or(|fields| fields.split(',').any(|it| FIELDS.contains(&it)));
                if !is_text || *verb == "checks" || (*what == "run" && fields.is_none()) {
                    return Value::named("gh");
                }
                let one_line = |fields: &str| !fields.split(',').any(|it| it.contains("body") || it == "comments");
                self.got(&format!("gh {what} {verb}"), !fields.as_deref().is_some_and(one_line))
            }
            ["pr", "diff", ..] => self.got("gh pr diff", true),
            ["run", "download", ..] => {
                if let Some(held) = self.kept.artifact.clone() {
                    let loc = self.place(call.span);
                    let folder = option(&["-D", "--dir"]).unwrap_or_default();
                    self.fill(&folder, held, &loc);
                }
                return Value::default();
            }
            _ => return Value::named("gh"),
        };
        match filter {
            Some(filter) => self.filtered(printed, &filter),
            // JSON writes a line end of a text as `\n`.
            None if option(&["--json"]).is_some() => printed.map(|given| given.set_lines(false)),
            None => printed,
        }
    }

    /// What `git` prints.
    pub(super) fn git(&mut self, call: &Call) -> Value {
        let mut words = call.arguments().map(|(word, _)| word);
        let verb = loop {
            match words.next() {
                Some("-C" | "-c" | "--git-dir" | "--work-tree") => drop(words.next()),
                Some(word) if word.starts_with('-') => {}
                word => break word.unwrap_or_default(),
            }
        };
        match verb {
            "log" | "show" | "shortlog" => {
                let format = call
                    .argv
                    .iter()
                    .find_map(|word| word.strip_prefix("--format=").or_else(|| word.strip_prefix("--pretty=")));
                let named = ["oneline", "short", "medium", "full", "fuller", "reference", "email", "raw", "mboxrd"];
                let is_text = format
                    .is_none_or(|format| named.contains(&format) || TEXTS.iter().any(|text| format.contains(text)));
                let one_line = format.is_some_and(|format| !format.contains("%b") && !format.contains("%B"))
                    && call.argv.iter().any(|word| matches!(word.as_str(), "-1" | "-n1" | "--max-count=1"));
                if is_text { self.got(&format!("git {verb}"), !one_line) } else { Value::named("git") }
            }
            _ => Value::named("git"),
        }
    }

    /// What `curl` and `wget` print.
    pub(super) fn fetched(&mut self, call: &Call) -> Value {
        let is_written = |word: &str| {
            let of_forge = word.contains("api.github.com")
                || word.contains("GITHUB_API_URL")
                || word.contains("github.api_url")
                || word.contains("CI_API_V4_URL");
            of_forge && word.split(['/', '?']).any(|it| WRITTEN.contains(&it))
        };
        let asks = option(call, &["-X", "--request"]).is_none_or(|method| method == "GET");
        let sends = call.arguments().any(|(word, _)| word.starts_with("-d") || word.starts_with("--data"));
        let written = call.arguments().any(|(word, _)| is_written(word));
        if !(written && asks && !sends) {
            return Value::named("curl");
        }
        let printed = self.got(call.program(), false);
        match option(call, &["-o", "--output", "-O"]) {
            Some(file) => {
                self.kept.files.insert(file, printed);
                Value::default()
            }
            None => printed,
        }
    }
}

impl Walk<'_, '_> {
    /// A folder is filled with the files of another run.
    fn fill(&mut self, folder: &str, mut held: Held, loc: &str) {
        held.passed(loc, DOWNLOADED);
        self.kept.filled.insert(folder_of(folder), held);
    }

    /// An archive out of another run is unpacked.
    pub(super) fn unpack(&mut self, call: &Call) {
        let archive = call.arguments().find(|(word, _)| !word.starts_with('-'));
        let Some(content) = archive.map(|(_, archive)| self.content(archive)).filter(Value::is_hostile) else { return };
        let folder = option(call, &["-d", "-C"]).unwrap_or_default();
        let held = content.held();
        self.kept.filled.insert(folder_of(&folder), held);
    }
}

/// The folder of the workspace by which a path names it; empty for the workspace itself.
pub(in crate::input::pipeline) fn folder_of(path: &str) -> String {
    let path = path.strip_prefix("$GITHUB_WORKSPACE").unwrap_or(path).trim_start_matches("./").trim_matches('/');
    if path == "." { String::new() } else { path.to_owned() }
}

/// The value of an option, as far as it is known.
fn option(call: &Call, names: &[&str]) -> Option<String> {
    let mut words = call.arguments();
    while let Some((word, _)) = words.next() {
        if names.contains(&word) {
            return words.next().map(|(value, _)| value.to_owned());
        }
        let given = names.iter().find_map(|name| word.strip_prefix(name)?.strip_prefix('='));
        if let Some(value) = given {
            return Some(value.to_owned());
        }
    }
    None
}

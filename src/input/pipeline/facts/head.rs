//! Commands that fetch the head of a pull request.

use super::in_job::InJob;
use crate::input::pipeline::knowledge::contexts;
use crate::input::pipeline::model::{Command, Interpolation};
use crate::input::pipeline::wrappers;

/// Options of git in front of its command that take the next word.
const GIT_VALUED: &[&str] = &["-C", "-c", "--git-dir", "--work-tree", "--namespace", "--super-prefix", "--config-env"];

/// Options of gh that take the next word.
const GH_VALUED: &[&str] = &["-R", "--repo", "--hostname"];

/// Commands of git that change what stands in the workspace or fetch it.
const CHANGES: &[&str] =
    &["fetch", "pull", "checkout", "switch", "reset", "restore", "clone", "merge", "rebase", "cherry-pick", "worktree"];

/// Whether a command gets the code of a pull request.
pub(super) fn is_fetched(at: InJob<'_>, command: &Command) -> bool {
    if !command.argv.iter().any(|word| matches!(wrappers::base_name(word), "git" | "gh" | "curl" | "wget")) {
        return false;
    }
    let argv = wrappers::unwrap(&command.argv, |_| None);
    let Some((program, rest)) = argv.split_first() else { return false };
    match wrappers::base_name(program) {
        "gh" => {
            let mut words = arguments(rest, GH_VALUED);
            match words.next() {
                Some("pr") => match words.next() {
                    Some("checkout" | "co") => true,
                    // The change itself, applied to what is there.
                    Some("diff") => matches!(command.pipe_to.as_deref(), Some("git" | "patch")),
                    _ => false,
                },
                Some("api") => is_archive(command) && names_head(at, command),
                first => first == Some("co"),
            }
        }
        "git" => {
            let changes = arguments(rest, GIT_VALUED).next().is_some_and(|first| CHANGES.contains(&first));
            changes && names_head(at, command)
        }
        "curl" | "wget" => is_archive(command) && names_head(at, command),
        _ => false,
    }
}

/// Where GitHub has the files of a commit, all of them packed or one by one.
const ARCHIVES: &[&str] = &["/tarball/", "/zipball/", "/archive/", "codeload.", "raw.githubusercontent.", "/raw/"];

/// Whether a command asks for such files.
fn is_archive(command: &Command) -> bool {
    command.argv.iter().any(|word| ARCHIVES.iter().any(|part| word.contains(part)))
}

/// The words that are no options and no values of those.
fn arguments<'w>(words: &'w [String], valued: &'w [&str]) -> impl Iterator<Item = &'w str> {
    let mut is_value = false;
    words.iter().map(String::as_str).filter(move |word| {
        let skipped = std::mem::take(&mut is_value);
        is_value = !skipped && valued.contains(word);
        !skipped && !word.starts_with('-')
    })
}

/// Whether a command names the head of a pull request: by its ref, by an expression, or by a variable that holds one.
fn names_head(at: InJob<'_>, command: &Command) -> bool {
    let line = without_new_name(&command.argv).join(" ");
    let bare = without_quotes(&line);
    let mut in_script = at.step.interpolations.iter().filter(|it| it.at == "run" && is_head(it));
    names_pull(&line)
        || in_script.any(|it| bare.contains(&without_quotes(&it.expr)))
        || command
            .variables
            .iter()
            .filter(|name| [format!("${name}"), format!("${{{name}")].iter().any(|it| line.contains(it)))
            .any(|name| at.variable(name).is_some_and(|(value, mut held)| names_pull(value) || held.any(is_head)))
}

/// Options of git behind which the name of a new branch stands: whatever it is called, its commit is another word.
const NEW: [&str; 5] = ["-b", "-B", "-c", "-C", "--orphan"];

/// The words without the name of a branch that `checkout` or `switch` makes.
fn without_new_name(argv: &[String]) -> Vec<&str> {
    let words: Vec<&str> = argv.iter().map(String::as_str).collect();
    let Some(at) = words.iter().position(|word| matches!(*word, "checkout" | "switch")) else { return words };
    let (before, behind) = words.split_at(at);
    let mut is_name = false;
    let kept = behind.iter().copied().filter(|word| !std::mem::replace(&mut is_name, NEW.contains(word)));
    before.iter().copied().chain(kept).collect()
}

fn is_head(interpolation: &Interpolation) -> bool {
    interpolation.contexts.iter().any(|context| contexts::is_head(context))
}

/// Whether a text holds `pull/…`, where GitHub keeps the heads of pull requests, as a whole segment.
fn names_pull(text: &str) -> bool {
    text.match_indices("pull/").any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        before.is_none_or(|before| before.is_whitespace() || "/:+\"'=".contains(before))
    })
}

/// A text without quotes and blanks: a shell takes them out of an expression, and its words are joined by one blank.
fn without_quotes(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace() && !matches!(character, '"' | '\'' | '\\')).collect()
}

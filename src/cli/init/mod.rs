//! `gate init`: a first `.gate/gate.yaml` from what is there, and what to do next. It asks nothing and replaces nothing.
//!
//! Everything it says comes from a run of `gate check`, in the contained process, so the two cannot see different things.

mod adopt;
mod ci;
mod configuration;
mod found;
mod ground;
mod next;

use std::path::Path;

use super::args::Init;
use super::check::{Ran, look, place, within};
use super::{CliError, say};
use crate::config::CONFIG_PATH;
use crate::exit::Exit;
use crate::policy::{EditionName, editions};
use crate::report::escape::{finished, for_terminal};
use crate::report::{Style, by_name, fold};
use crate::source::{Origin, Owner, RepoPath, origin};

use ground::Ground;

/// Runs the command.
pub(super) fn run(call: &Init, style: &Style) -> Result<Exit, CliError> {
    if !call.platforms.is_empty() {
        let recipes = call.platforms.iter().filter_map(|platform| ci::of(*platform));
        say(&recipes.map(|recipe| recipe.lines).collect::<Vec<_>>().join("\n"));
        return Ok(Exit::Pass);
    }
    if call.adopt {
        return adopt::run(call, style);
    }
    let (top, ran) = look(call.folder.as_deref(), call.trust_checkout, style.quiet)?;
    let origin = origin_of(&top, call.trust_checkout)?;
    let ground = Ground::of(&ran, origin.as_ref());
    let Some(own) = RepoPath::new(CONFIG_PATH) else { return Err(CliError::Bug("its own path".to_owned())) };
    if top.join(CONFIG_PATH).symlink_metadata().is_ok() {
        say(&refused(&ran, &ground, style));
        return Ok(Exit::Usage);
    }
    place::create(&top, &own, &configuration::text(&ground, newest_edition()?.as_str()))?;
    let folder = call.folder.as_deref();
    say(&written(&ran, &ground, (&next::command(folder), &next::adopt_command(folder)), style));
    Ok(Exit::Pass)
}

/// Where the clone comes from. A repository that git refuses to open says as little as one without a remote.
fn origin_of(top: &Path, trust_checkout: bool) -> Result<Option<Origin>, CliError> {
    let owner = if trust_checkout { Owner::Anybody } else { Owner::Checked };
    let at = top.to_owned();
    within("reading the remote of the clone", move || Ok(origin(&at, owner).ok().flatten()))
}

/// The edition that a first configuration names.
fn newest_edition() -> Result<EditionName, CliError> {
    editions()?.pop().map(|newest| newest.name).ok_or_else(|| CliError::Bug("it has no edition".to_owned()))
}

/// What was found and written, what is next, and how a run would end now.
fn written(ran: &Ran, ground: &Ground, (check, adopt): (&str, &str), style: &Style) -> String {
    let mut page = Page::new(style);
    page.list("found", found::lines(ran), "nothing that gate judges: add a workflow, a pipeline, a DAG or a plan");
    page.text(
        "wrote",
        &format!("{CONFIG_PATH}, to be committed: what holds without it, in words; nothing is excluded or accepted"),
    );
    for (number, step) in next::steps(ran, ground, (check, adopt)).into_iter().enumerate() {
        page.blank();
        page.text(&format!("{}.", number.saturating_add(1)), &step.what);
        page.exact(&step.lines);
    }
    page.blank();
    page.last(&format!("gate: {CONFIG_PATH} written; a run now says {}. Next: {check}", verdict(ran, style)))
}

/// What the file would say that it does not.
fn refused(ran: &Ran, ground: &Ground, style: &Style) -> String {
    let mut page = Page::new(style);
    page.list("found", found::lines(ran), "nothing that gate judges");
    let additions = configuration::additions(ground);
    if additions.is_empty() {
        page.text("adds", "nothing: the file says all of it already");
    } else {
        page.text("adds", "these lines, if they were not there yet:");
        page.exact(&additions.lines().map(str::to_owned).collect::<Vec<_>>());
    }
    page.blank();
    page.last(&format!(
        "gate: ERROR — {CONFIG_PATH} is there already and was left as it is (exit {})",
        Exit::Usage.code()
    ))
}

/// `INCOMPLETE — 3 things …`, as the last line of a run has it.
fn verdict(ran: &Ran, style: &Style) -> String {
    let style = Style { quiet: true, ..style.plain() };
    let line = by_name("human").map(|report| report.render(&ran.outcome, &style)).unwrap_or_default();
    line.trim().trim_start_matches("gate: ").to_owned()
}

/// The lines that are printed.
struct Page<'a> {
    text: String,
    style: &'a Style,
}

/// Columns of the word before a line.
const LEAD: usize = 8;

impl<'a> Page<'a> {
    const fn new(style: &'a Style) -> Self {
        Self { text: String::new(), style }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(&finished(line));
        self.text.push('\n');
    }

    fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A word and what it is about, folded.
    fn text(&mut self, word: &str, text: &str) {
        for line in fold::folded(&format!("{word:<LEAD$}"), LEAD, text, self.style.width) {
            self.line(&line);
        }
    }

    /// A word and a line for each of a list, or what to say of an empty one.
    fn list(&mut self, word: &str, lines: Vec<String>, nothing: &str) {
        let lines = if lines.is_empty() { vec![nothing.to_owned()] } else { lines };
        for (index, line) in lines.iter().enumerate() {
            self.text(if index == 0 { word } else { "" }, line);
        }
    }

    /// Lines to copy, as they are.
    fn exact(&mut self, lines: &[String]) {
        for line in lines {
            self.line(&format!("{:LEAD$}{}", "", for_terminal(line)));
        }
    }

    /// The whole text, or with `-q` the last line alone.
    fn last(mut self, line: &str) -> String {
        if self.style.quiet {
            self.text.clear();
        }
        self.line(line);
        self.text
    }
}

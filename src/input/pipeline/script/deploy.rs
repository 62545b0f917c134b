//! Deployments of a script: what tells where one goes, and what is one by its name only.

use super::super::model::Role;
use super::super::roles::Purpose;
use super::super::shell;
use super::super::wrappers::{self, base_name};
use super::follow::{Frame, Setting};
use super::{Reader, named, role};
use crate::source::secret;

/// The most signs of one deployment, and lines of a text that it reads.
const SIGNS: usize = 60;
const LINES: usize = 40;

/// A command that was read, with the roles that it and what it runs have.
pub(super) struct Read<'c> {
    pub(super) loc: &'c str,
    /// Its words, credentials masked.
    pub(super) argv: &'c [String],
    /// The same as far as they are known.
    pub(super) shown: &'c str,
    /// The command as it was read.
    pub(super) command: &'c shell::Command,
    /// What is piped into it, as it is shown.
    pub(super) piped: Vec<String>,
    /// The first of the roles.
    pub(super) from: usize,
    /// Why the script goes on when it fails.
    pub(super) ignored: Option<String>,
    /// Whether the texts that it reads hold no credential.
    pub(super) is_clean: bool,
    /// Whether its program is a function of the script.
    pub(super) is_function: bool,
}

impl Reader<'_, '_> {
    /// Says of a command, once all that it runs was read, whether it deploys, and where to.
    pub(super) fn deploys(&mut self, read: &Read<'_>, frame: &Frame<'_>, setting: &Setting<'_>) {
        if is_fetched(read.argv) {
            // Roles of its own come first.
            let is_own = |role: &Role| role.loc == read.loc && role.role == "deploy";
            let own = self.found.roles.iter().skip(read.from).position(is_own);
            if let Some(own) = own {
                self.found.roles.remove(read.from.saturating_add(own));
            }
            return;
        }
        let found = self.found.roles.get(read.from..).unwrap_or_default();
        // What a tool is for is known; that it builds or tests says nothing about its other targets.
        let is_known = |role: &Role| !matches!(role.role, "build" | "test");
        let is_remote = frame.remote || setting.daemon().is_some();
        let purpose = if found.iter().any(is_known) {
            None
        } else {
            copied(read.argv)
                .or_else(|| is_remote.then(|| self.places.tools.remote(read.argv)).flatten())
                .or_else(|| named::deployment(read.argv).filter(|_| !read.is_function))
        };
        if let Some(purpose) = purpose {
            self.found.roles.push(role(purpose, read.argv, read.loc, (read.ignored.clone(), None), &frame.via));
        }
        let found = self.found.roles.get(read.from..).unwrap_or_default();
        let is_one = |role: &Role| role.loc == read.loc && matches!(role.role, "deploy" | "may_deploy");
        if !found.iter().any(is_one) {
            return;
        }
        let signs = self.signs(read, frame, setting);
        let found = self.found.roles.iter_mut().skip(read.from).filter(|role| is_one(role));
        for role in found {
            role.signs.clone_from(&signs);
            // `releaseToProd` says it as `release-to-prod` does.
            if role.role == "may_deploy" {
                role.signs.push(named::spelled(&role.tool));
            }
        }
    }

    /// What else tells where a deployment goes.
    fn signs(&self, read: &Read<'_>, frame: &Frame<'_>, setting: &Setting<'_>) -> Vec<String> {
        let mut signs: Vec<String> = Vec::new();
        let mut add = |sign: &str| {
            let is_new = !sign.is_empty() && signs.len() < SIGNS && !signs.iter().any(|known| known == sign);
            if is_new {
                signs.push(sign.to_owned());
            }
        };
        let written = read.argv.join(" ");
        if read.shown != written {
            add(read.shown);
        }
        // Not where a credential stands in its words.
        if read.argv == read.command.argv {
            ways(read.command).iter().filter(|way| **way != written).for_each(|way| add(way));
        }
        setting.choices(self.around).iter().for_each(|value| add(value));
        read.piped.iter().for_each(|piped| add(piped));
        frame.called.iter().rev().for_each(|called| add(called));
        add(&setting.daemon().unwrap_or_default());
        add(setting.folder().unwrap_or_default());
        if read.is_clean {
            setting.document().flat_map(str::lines).take(LINES).for_each(|line| add(line.trim()));
        }
        signs
    }
}

/// The ways in which a command can run, without what looks like a credential.
fn ways(command: &shell::Command) -> Vec<String> {
    let lines = command.lines().into_iter();
    let lines = lines.map(|line| line.into_iter().map(|token| token.text).collect::<Vec<_>>().join(" "));
    let masked = |line: String| {
        let (_, spans) = secret::search(&line);
        secret::hide(&line, &spans)
    };
    lines.map(masked).collect()
}

/// Whether a tool that copies both ways fetches something: `aws s3 cp s3://bucket/x .`.
fn is_fetched(argv: &[String]) -> bool {
    let words: Vec<&str> = argv.iter().map(String::as_str).collect();
    let Some((program, from, _)) = wrappers::core(&words) else { return false };
    let arguments = words.get(from..).unwrap_or_default();
    let is_tool = match base_name(program) {
        "aws" => arguments.contains(&"s3"),
        "gcloud" => arguments.contains(&"storage"),
        "gsutil" => true,
        _ => false,
    };
    let copies = arguments.iter().position(|word| matches!(*word, "cp" | "sync" | "rsync"));
    let operands = copies.map(|at| arguments.iter().skip(at.saturating_add(1)).filter(|word| !word.starts_with('-')));
    let is_url = |word: &str| word.starts_with("s3://") || word.starts_with("gs://");
    let mut operands = operands.into_iter().flatten();
    let (Some(source), Some(target)) = (operands.next(), operands.next()) else { return false };
    is_tool && is_url(source) && !is_url(target) && !target.starts_with(['$', '`'])
}

/// A copy to another machine: `rsync -a dist/ host:/srv`.
fn copied(argv: &[String]) -> Option<Purpose> {
    let words: Vec<&str> = argv.iter().map(String::as_str).collect();
    let (program, from, _) = wrappers::core(&words)?;
    let tool = base_name(program);
    let arguments = words.get(from..)?;
    if !matches!(tool, "rsync" | "scp") {
        return None;
    }
    let is_dry = |word: &&str| {
        let is_short = word.starts_with('-') && !word.starts_with("--");
        *word == "--dry-run" || (tool == "rsync" && is_short && word.contains('n'))
    };
    let target = arguments.iter().rev().find(|word| !word.starts_with('-'))?;
    let (host, _) = target.split_once(':')?;
    let is_host = !host.is_empty() && !host.replace("${{", "").contains('/');
    (is_host && !arguments.iter().any(is_dry)).then(|| Purpose {
        role: "deploy",
        category: "host",
        tool: tool.to_owned(),
        toothless: None,
        undecided: None,
    })
}

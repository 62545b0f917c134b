//! A step, its commands, and what it fetches, interpolates and is for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Job, Paths};
use crate::input::Via;
use crate::input::pipeline::facts::Sink;
use crate::input::pipeline::version::Version;

/// One step of a job.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Step {
    /// Its place. Children: every key of the step, and `with.<name>`, `env.<name>`; GitLab: the index of a line.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// Its position in the job, from 0.
    pub index: usize,
    /// Its id. GitLab: `before_script`, `script` or `after_script`. Empty when it has none.
    pub id: String,
    /// What people see; empty when it has no name.
    pub name: String,
    /// `uses` or `run`; `wait`, `wait-all` or `cancel` for a step that acts on those in the background.
    pub kind: &'static str,
    /// The action that it runs; null for a script.
    pub uses: Option<Ref>,
    /// What it hands to the action.
    pub with: BTreeMap<String, String>,
    /// The script; null for an action.
    pub run: Option<Run>,
    /// What the action of this repository that it runs consists of, as it is called here; null for anything else.
    pub called: Option<Arc<Called>>,
    /// Its environment variables.
    pub env: BTreeMap<String, String>,
    /// The condition as written; empty when there is none.
    #[serde(rename = "if")]
    pub condition: String,
    /// Whether the job goes on when it fails; null when an expression decides.
    pub continue_on_error: Option<bool>,
    /// How it ends when the job does not wait for it; null when it runs like any other.
    pub background: Option<Background>,
    /// Every expression in the step.
    pub interpolations: Vec<Interpolation>,
    /// Secrets that it is handed.
    pub secrets: Vec<SecretUse>,
    /// Credentials written out in it.
    pub literals: Vec<Literal>,
    /// What it is for, as far as gate knows the tools that it runs.
    pub roles: Vec<Role>,
    /// The texts of others that the script of an action makes code of.
    #[serde(skip)]
    pub injections: Vec<Injection>,
    /// What cannot be known from the file, by dotted path.
    pub unknown: Paths,
}

impl Step {
    /// Whether it, or a step of the action that it calls, has a role.
    #[must_use]
    pub fn does(&self, role: &str) -> bool {
        let called = self.called.iter().flat_map(|called| &called.jobs).flat_map(|job| &job.steps);
        self.roles.iter().any(|it| it.role == role) || called.into_iter().any(|step| step.does(role))
    }
}

/// Code of this repository, or of a source that was given, as something calls it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Called {
    /// The file: that of the action or workflow.
    pub file: String,
    /// What each of its inputs can be as it is called here, by name in lower case; null when that is not known.
    pub inputs: BTreeMap<String, Option<Vec<String>>>,
    /// Environment variables of a workflow for each of its jobs; those of its caller do not reach it.
    pub env: BTreeMap<String, String>,
    /// Expressions in it outside of jobs.
    pub interpolations: Vec<Interpolation>,
    /// Its jobs, with what the caller hands over put in. The steps of an action are one job with the id `runs`.
    pub jobs: Vec<Job>,
}

/// How a step ends that runs beside others.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Background {
    /// What its failure meets: `waited` (a later step waits for it and fails with it), `group` (it belongs to a group
    /// that the job waits for), `job_end` (the job fails, once everything else has run), `cancelled` (a later step
    /// cancels it before anything has waited for it), `tolerated` (what waits for it goes on), or `unknown`.
    pub ends: &'static str,
    /// The first step that runs beside it, by index.
    pub from: usize,
    /// The first step after those that run beside it, by index; null when they go on to the end of the job.
    pub until: Option<usize>,
}

/// A script.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Run {
    /// The text, credentials masked.
    pub text: String,
    /// The shell as written; empty when the file does not say.
    pub shell: String,
    /// The folder that it runs in; empty when the file does not say.
    pub working_directory: String,
    /// Its commands in order, those of substitutions, and of files and targets that it runs, after the command that they
    /// belong to. Empty when the shell is not like `sh`.
    pub commands: Vec<Command>,
    /// The texts of others that it makes code of.
    #[serde(skip)]
    pub injections: Vec<Injection>,
    /// Whether it, or anything that it runs, names the file in which GitHub keeps the variables of a job.
    #[serde(skip)]
    pub names_environment: bool,
}

/// A command of a script.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Command {
    /// Its place.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// The program without folders: `terraform`. Empty for a mere assignment.
    pub program: String,
    /// Its words without quotes, credentials masked; the program as written is the first.
    pub argv: Vec<String>,
    /// Variables that the shell puts into its words.
    pub variables: Vec<String>,
    /// The program that reads what it prints; null when nobody does.
    pub pipe_to: Option<String>,
    /// The files that take what it prints, as they are written.
    pub writes: Vec<String>,
    /// Whether what it prints may get into the log: nothing reads it, and no file takes it.
    #[serde(skip)]
    pub prints: bool,
    /// Whether the script may come to it.
    #[serde(skip)]
    pub reached: bool,
    /// The variables that are set in front of it, as `NAME=value` without quotes.
    #[serde(skip)]
    pub assigns: Vec<String>,
    /// Every text that its words can be which are a variable and nothing else, where the script says it.
    #[serde(skip)]
    pub texts: BTreeMap<String, BTreeSet<String>>,
    /// Why the script goes on when it fails (`|| true`, `set +e` …); null when it does not.
    pub ignored: Option<String>,
    /// Whether its failure is an answer instead of an error: it stands in a condition or behind `!`.
    pub condition: bool,
    /// What runs it, if it does not stand in the script itself: the command that runs a file or a target, outermost first.
    pub via: Vec<Via>,
}

/// An expression that the vendor puts into the text before anything runs.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Interpolation {
    /// Its place: exactly the expression.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// The value that it stands in, as a dotted path: `run`, `with.script`, `env.TITLE`, `if`.
    pub at: String,
    /// The expression without its delimiters.
    pub expr: String,
    /// What it reads, in lower case: `github.event.issue.title`.
    pub contexts: Vec<String>,
    /// The least trustworthy of what its result can hold; comparisons and conditions do not count.
    pub trust: Trust,
    /// What makes it so; empty when nothing does.
    pub tainted_by: String,
    /// The places that it came through, the first one first; empty when the expression reads it itself.
    pub via: Vec<Via>,
    /// Whether what makes it so can have line ends.
    #[serde(skip)]
    pub lines: bool,
    /// The program that makes it of what makes it so, if nobody knows what that does; otherwise empty.
    #[serde(skip)]
    pub doubt: String,
}

/// A text that somebody else decides, where a script makes code of it, or the environment of what follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Injection {
    /// Its place: the command.
    pub loc: String,
    /// What makes what of it.
    pub sink: Sink,
    /// The program.
    pub taker: String,
    /// The context at the root of it.
    pub source: String,
    /// The variable that stands at the place; empty when it is a file, or what a program prints.
    pub variable: String,
    /// The program that has made something else of it which nobody knows; empty when none has.
    pub doubt: String,
    /// The places that it came through, the first one first.
    pub via: Vec<Via>,
}

/// Who decides what a value holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// The repository, the forge, or people with write access.
    #[default]
    Trusted,
    /// Whoever starts the run by hand or with a token.
    Input,
    /// Whoever calls this action or workflow: not known from this file.
    Caller,
    /// Anybody, perhaps: a program that gate does not know makes it of what anybody can write.
    Perhaps,
    /// Anybody: the title of an issue, the name of a branch in a fork.
    Untrusted,
}

/// Something that is fetched from somewhere else, or a local counterpart of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Ref {
    /// Its place.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// As written.
    pub raw: String,
    /// `action`, `reusable_workflow`, `docker`, `image`, `local`, or GitLab's `project`, `remote`, `template`,
    /// `component` (includes) and `downstream` (a pipeline of another project that a job starts).
    pub kind: &'static str,
    /// The owner on the forge: an organisation, a person, or a group with its subgroups. Empty when there is none.
    pub owner: String,
    /// The repository, image or template.
    pub name: String,
    /// The path below it; empty when there is none.
    pub path: String,
    /// The revision asked for; null when there is none.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// How it is pinned: `sha` (also by the lock file of the repository, which then gives `ref`), `digest`, `semver` (a full version), `tag`, `branch`, `latest`, `none`, `unknown` when a
    /// variable decides, `local` when it is part of this repository.
    pub pin: &'static str,
    /// What the comment behind it says, such as `v4.1.2`; empty where there is none. An edit of a comment is no edit of what
    /// is at fault, so the document does not hold it.
    #[serde(skip)]
    pub comment: String,
    /// The job that uses it; empty when the pipeline does.
    pub job: String,
}

impl Ref {
    /// The version that a commit is said to be: by the comment behind it, or by the tag for which the lock file has it.
    pub(in crate::input::pipeline) fn version(&self) -> Option<Version> {
        let locked = || self.raw.rsplit_once('@').filter(|(_, tag)| Some(*tag) != self.reference.as_deref());
        Version::said(&self.comment).or_else(|| locked().and_then(|(_, tag)| Version::of(tag)))
    }
}

/// A secret that is handed to a step, job or pipeline.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SecretUse {
    /// Its place.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// Its name in capitals; `*` for all of them.
    pub name: String,
    /// The value that it stands in, as a dotted path: `env.KEY`, `with.token`, `run`, `secrets`.
    pub at: String,
    /// Whether all of them are meant because an expression makes the name of the one: `secrets[env.NAME]`.
    pub computed: bool,
}

/// A credential written out; its value is never shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Literal {
    /// Its place.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// The value that it stands in, as a dotted path: `env.PASSWORD`, `run`.
    pub at: String,
    /// What it is: `aws-access-key`, `private-key`, `password` …
    pub kind: &'static str,
}

/// What a command or action is for.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Role {
    /// The place of the command, or of the action's name.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// `scan`, `test`, `build`, `deploy`, `approve`, or `require` (it fails unless the jobs before it have succeeded);
    /// `may_deploy` where only its name says that it deploys. Of a change of the repository: `review` where it approves
    /// it, `merge`, or `override` where it merges it past the rules. Of what is published: `push` of an image, `sign`,
    /// `attest`, `verify` where that is checked, or `sbom` for a list of what is in it. Of a model: `evaluate`, or `register` where others can take it
    /// from.
    pub role: &'static str,
    /// Of a scan: `sast`, `dast`, `sca`, `secret`, `image` or `iac`. Of a deployment: `infrastructure`, `cluster`,
    /// `cloud`, `package` or `host`. Otherwise empty.
    pub category: &'static str,
    /// The tool by its usual name.
    pub tool: String,
    /// What it works on: the words of the command, or the inputs of the action.
    pub subject: String,
    /// Why its result cannot stop the pipeline by the way it is called, such as `--soft-fail`; null when it can.
    pub toothless: Option<String>,
    /// Why the script goes on when it fails; null when it does not.
    pub ignored: Option<String>,
    /// Of a deployment, what else tells where it goes: what is known of its words, what runs it, what is piped into it, its
    /// folder.
    pub signs: Vec<String>,
    /// Why nobody can say whether it can stop the script; null when that is known.
    pub unsure: Option<String>,
    /// What runs it, if it does not stand in the script itself: the command that runs a file or a target, outermost first.
    pub via: Vec<Via>,
}

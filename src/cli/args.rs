//! What can be typed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::finding::Severity;
use crate::outcome::Mode;
use crate::policy::EditionName;
use crate::source::Owner;

/// A compliance gate for pull requests.
#[derive(Debug, Parser)]
#[command(name = "gate", version, about = "A compliance gate for pull requests", max_term_width = 100)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) verb: Verb,
    /// When to use colour; `NO_COLOR` and `FORCE_COLOR` are honoured too.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
    /// Print only the last line.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Print everything that was checked, skipped and waived.
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Check this repository and decide: pass or block
    Check(Box<Check>),
    /// Write a first .gate/gate.yaml from what is here, and say what to do next
    Init(Init),
    /// Show a file as policies see it, as JSON
    Parse(Parse),
    /// Show what a policy means, why, and how to fix it
    Explain(Explain),
    /// List the policies
    Policies(Policies),
    /// Work on .gate/baseline.yaml, the debts that were there on day one
    #[command(subcommand)]
    Baseline(BaselineVerb),
    /// Write the waiver of one finding into .gate/waivers.yaml
    Waive(Box<Waive>),
    /// Look into the rule folder of an organisation and print the lines that pin it in .gate/gate.yaml
    Extends(Extends),
    /// Show the editions of the rules, and what a newer one would change here
    Edition(Edition),
    /// Work on policies
    #[command(subcommand)]
    Policy(PolicyVerb),
    /// Judge the files that are built into this gate and say whether it finds what it should
    SelfTest,
    /// Print a completion script for a shell
    Completions {
        /// The shell.
        #[arg(value_enum)]
        shell: Shell,
    },
}

/// `gate check`.
#[derive(Debug, Clone, Args)]
pub(crate) struct Check {
    /// The folder to judge, or single files [default: the current folder]
    #[arg(value_name = "DIR|FILE")]
    pub(crate) paths: Vec<PathBuf>,
    /// Take configuration, policies and waivers from the tip of the branch that the change goes to, which the change
    /// cannot edit: origin/main, a full reference, HEAD~N or all 40 digits of a commit
    #[arg(long, value_name = "REV", help_heading = "Trust")]
    pub(crate) base: Option<String>,
    /// Where the clone does not hold the base: take the first parent of the judged commit, if that is the forge's merge
    /// of this commit (40 digits) into the base
    #[arg(long, value_name = "COMMIT", help_heading = "Trust", requires = "base")]
    pub(crate) merge_of: Option<String>,
    /// A commit that the base holds already (a tag, a schedule) is judged by its own rules instead of refused
    #[arg(long, help_heading = "Trust", requires = "base")]
    pub(crate) allow_merged: bool,
    /// A rule folder of an organisation, whose minimum holds besides what the repository says; with its digest, only if
    /// that is what it holds; repeatable
    #[arg(long, value_name = "FOLDER[@sha256:DIGITS]", help_heading = "Trust")]
    pub(crate) extends: Vec<String>,
    /// Read the repository although it belongs to another user, as in a container
    #[arg(long, help_heading = "Trust")]
    pub(crate) trust_checkout: bool,
    /// A Terraform plan (`terraform show -json`, packed with gzip or not), or `-` for one on standard input, and the
    /// folder of its .tf files; repeatable
    // `-=DIR` is no flag.
    #[arg(long, value_name = "FILE[=DIR]", help_heading = "Input", allow_hyphen_values = true)]
    pub(crate) plan: Vec<String>,
    /// A snapshot of the forge's settings, made by a trusted job
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub(crate) forge: Option<PathBuf>,
    /// What the change is compared with.
    #[command(flatten)]
    pub(crate) comparison: Comparison,
    /// Judge what `git commit` will record (for pre-commit)
    #[arg(long, help_heading = "Input", conflicts_with_all = ["base"])]
    pub(crate) staged: bool,
    /// Block at and above this severity [default: high]
    #[arg(long, value_name = "SEVERITY", help_heading = "Decision")]
    pub(crate) fail_on: Option<SeverityWord>,
    /// Block on violations, or only show them [default: block]
    #[arg(long, value_name = "MODE", help_heading = "Decision")]
    pub(crate) mode: Option<ModeWord>,
    /// The edition that a run is made with, whatever the configuration says: nobody can type it.
    #[arg(skip)]
    pub(crate) as_of: Option<EditionName>,
    /// What came on standard input: nobody can type it.
    #[arg(skip)]
    pub(crate) piped: Option<Arc<Vec<u8>>>,
    /// Which findings are kept: nobody can type it.
    #[arg(skip)]
    pub(crate) kept: Kept,
    /// human, json, sarif, markdown or github, to standard output or to a file; repeatable [default: human]
    #[arg(short, long, value_name = "FORMAT[=PATH]", help_heading = "Output")]
    pub(crate) format: Vec<String>,
}

/// Which findings of a run are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Kept {
    /// As many as a report lists.
    #[default]
    Listed,
    /// Every one, for commands that look at each of them.
    Every,
}

impl Check {
    /// A run without any flag.
    pub(crate) fn of(folder: Option<&Path>, trust_checkout: bool) -> Self {
        Self {
            paths: folder.map(Path::to_path_buf).into_iter().collect(),
            base: None,
            merge_of: None,
            allow_merged: false,
            extends: Vec::new(),
            trust_checkout,
            plan: Vec::new(),
            forge: None,
            comparison: Comparison::default(),
            staged: false,
            fail_on: None,
            mode: None,
            as_of: None,
            piped: None,
            kept: Kept::Every,
            format: Vec::new(),
        }
    }

    /// Whose repository is read.
    pub(crate) const fn owner(&self) -> Owner {
        if self.trust_checkout { Owner::Anybody } else { Owner::Checked }
    }
}

/// Whether only what the change introduces decides.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Comparison {
    /// Let only what the change introduces decide; what was there where it left the base is counted
    #[arg(long, help_heading = "Decision", requires = "base")]
    pub(crate) changed: bool,
    /// A Terraform plan of the tree where the change left the base, made by a trusted job; without one, everything in
    /// the plan of its folder decides; repeatable
    #[arg(long, value_name = "FILE[=DIR]", help_heading = "Input", requires = "changed")]
    pub(crate) base_plan: Vec<String>,
}

/// `gate init`.
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// A folder of the repository [default: the current folder]
    #[arg(value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
    /// Print only the lines that run gate on this platform, and write nothing; repeatable
    #[arg(long = "for", value_name = "PLATFORM", value_enum, conflicts_with = "folder")]
    pub(crate) platforms: Vec<Platform>,
    /// Take in everything that is open now as the debt of day one, into .gate/baseline.yaml
    #[arg(long, conflicts_with = "platforms")]
    pub(crate) adopt: bool,
    /// Who answers for what CODEOWNERS gives to nobody
    #[arg(long, value_name = "NAME", requires = "adopt", help_heading = "Baseline")]
    pub(crate) owner: Option<String>,
    /// Who has approved the baseline: somebody else
    #[arg(long, value_name = "NAME", requires = "adopt", help_heading = "Baseline")]
    pub(crate) approver: Option<String>,
    /// Why the debts may stay until their end dates
    #[arg(long, value_name = "TEXT", requires = "adopt", help_heading = "Baseline")]
    pub(crate) reason: Option<String>,
    /// Over how many weeks the end dates are spread
    #[arg(long, value_name = "NUMBER", requires = "adopt", default_value_t = 12,
          value_parser = clap::value_parser!(u16).range(1..=52), help_heading = "Baseline")]
    pub(crate) weeks: u16,
    /// Read the repository although it belongs to another user, as in a container
    #[arg(long)]
    pub(crate) trust_checkout: bool,
}

/// `gate baseline`.
#[derive(Debug, Subcommand)]
pub(crate) enum BaselineVerb {
    /// Remove the entries that match nothing any more
    Prune(Prune),
}

/// `gate baseline prune`.
#[derive(Debug, Args)]
pub(crate) struct Prune {
    /// A folder of the repository [default: the current folder]
    #[arg(value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
    /// Read the repository although it belongs to another user, as in a container
    #[arg(long)]
    pub(crate) trust_checkout: bool,
}

/// `gate waive`.
#[derive(Debug, Args)]
pub(crate) struct Waive {
    /// The finding, by the first eight digits or more of its fingerprint
    #[arg(value_name = "FINDING")]
    pub(crate) finding: String,
    /// Who answers for it
    #[arg(long, value_name = "NAME")]
    pub(crate) owner: String,
    /// Who has granted it: somebody else
    #[arg(long, value_name = "NAME")]
    pub(crate) approver: String,
    /// Why it is granted
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
    /// For how many days
    #[arg(long, value_name = "NUMBER", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..=90))]
    pub(crate) days: u16,
    /// A folder of the repository [default: the current folder]
    #[arg(long, value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
    /// Read the repository although it belongs to another user, as in a container
    #[arg(long)]
    pub(crate) trust_checkout: bool,
}

/// `gate extends`.
#[derive(Debug, Args)]
pub(crate) struct Extends {
    /// The folder that holds minimum.yaml
    #[arg(value_name = "FOLDER")]
    pub(crate) folder: String,
}

/// `gate policies`.
#[derive(Debug, Args)]
pub(crate) struct Policies {
    /// Only those that mean the same as a rule of another tool, such as `CKV_AWS_21`
    #[arg(long, value_name = "ID")]
    pub(crate) equivalent: Option<String>,
}

/// `gate edition`.
#[derive(Debug, Args)]
pub(crate) struct Edition {
    /// A folder of the repository [default: the current folder]
    #[arg(value_name = "DIR", requires = "next")]
    pub(crate) folder: Option<PathBuf>,
    /// Judge the repository and list what the newest edition would change here
    #[arg(long)]
    pub(crate) next: bool,
    /// Read the repository although it belongs to another user, as in a container
    #[arg(long)]
    pub(crate) trust_checkout: bool,
}

/// Where gate runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Platform {
    /// GitHub Actions.
    #[value(name = "github")]
    GitHub,
    /// GitLab CI.
    #[value(name = "gitlab")]
    GitLab,
    /// Azure Pipelines.
    Azure,
    /// Bitbucket Pipelines.
    Bitbucket,
    /// Jenkins.
    Jenkins,
    /// The pre-commit framework.
    PreCommit,
}

/// `--fail-on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SeverityWord {
    /// Everything.
    Low,
    /// Medium and above.
    Medium,
    /// High and above.
    High,
    /// Critical only.
    Critical,
}

impl From<SeverityWord> for Severity {
    fn from(word: SeverityWord) -> Self {
        match word {
            SeverityWord::Low => Self::Low,
            SeverityWord::Medium => Self::Medium,
            SeverityWord::High => Self::High,
            SeverityWord::Critical => Self::Critical,
        }
    }
}

/// `--mode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ModeWord {
    /// Violations block.
    Block,
    /// Violations are shown; what could not be judged still blocks.
    Observe,
}

impl From<ModeWord> for Mode {
    fn from(word: ModeWord) -> Self {
        match word {
            ModeWord::Block => Self::Block,
            ModeWord::Observe => Self::Observe,
        }
    }
}

/// `gate parse`.
#[derive(Debug, Args)]
pub(crate) struct Parse {
    /// The file
    pub(crate) file: PathBuf,
    /// Show only the facts that policies judge
    #[arg(long)]
    pub(crate) facts: bool,
}

/// `gate explain`.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// An id such as CI001, or a name such as unpinned-action
    pub(crate) policy: String,
}

/// `gate policy`.
#[derive(Debug, Subcommand)]
pub(crate) enum PolicyVerb {
    /// Run the unit tests and the good and bad files of policies
    Test(PolicyFolder),
    /// Check that policies can be trusted to find what they look for
    Lint(PolicyFolder),
}

impl PolicyVerb {
    /// The folder that it is about.
    pub(crate) fn folder(&self) -> &Path {
        match self {
            Self::Test(policies) | Self::Lint(policies) => &policies.folder,
        }
    }
}

/// Where policies lie.
#[derive(Debug, Args)]
pub(crate) struct PolicyFolder {
    /// The folder of the policies
    #[arg(default_value = ".gate/policies")]
    pub(crate) folder: PathBuf,
}

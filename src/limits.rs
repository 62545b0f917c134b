//! Every cap of gate in one place. A file or run that exceeds one is *incomplete*, never skipped in silence.
//!
//! The figures are never tighter than those of the tool that will consume the file (GitHub, Terraform, `CPython`),
//! so gate does not refuse what its users run.

use std::time::Duration;

/// Bytes of one mebibyte.
const MIB: u64 = 1024 * 1024;

/// The caps of one run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one YAML, Python, HCL or small JSON file. GitHub itself refuses workflows above 10 MB.
    pub file_bytes: u64,
    /// Bytes of one Terraform plan in JSON; 10 000 resources make 60–150 MB.
    pub plan_bytes: u64,
    /// Nesting of JSON: the recursion limit of `serde_json` and of the Rego engine.
    pub json_depth: usize,
    /// Nesting of YAML; GitHub allows 50.
    pub yaml_depth: usize,
    /// Nesting of Python brackets and blocks: `CPython` refuses more than 200.
    pub python_depth: usize,
    /// Nodes that the aliases of one YAML file may expand to.
    pub alias_nodes: usize,
    /// Steps of the engine that one rule of a policy may take, whatever it judges; five million take about a quarter of a second.
    pub rule_steps: u32,
    /// Steps besides, for every value that it is given.
    pub rule_steps_per_value: u32,
    /// The most steps of one rule: below the time of a document on a slow machine.
    pub rule_steps_most: u32,
    /// Time to read and judge one document: a back-stop, because all work is counted.
    pub document_time: Duration,
    /// Time of the whole run: a back-stop too.
    pub run_time: Duration,
    /// Time to list the tree and to read the rules, before anything is judged.
    pub gather_time: Duration,
    /// Bytes of memory that a judging process may fill, whatever it judges.
    pub memory_bytes: u64,
    /// Bytes of memory besides, for every byte of its largest input: text, tree, document, the engine's copy.
    pub memory_per_input_byte: u64,
    /// Files considered in one run.
    pub files: usize,
    /// Findings that a report lists. If more than that decide, the run is incomplete; what does not decide is counted.
    pub findings: usize,
    /// Characters of one message.
    pub message_chars: usize,
    /// Characters of one source line that a report shows.
    pub snippet_chars: usize,
    /// Bytes of the directory of one zip archive: above a million members.
    pub archive_directory_bytes: u64,
    /// Bytes that are read and unpacked of all zip archives of a run, to tell whether DAGs are in them.
    pub archives_bytes: u64,
    /// Bytes of one file of the git index that is looked into without being read as text.
    pub staged_bytes: u64,
    /// Bytes of one policy file, of the configuration and of the waivers.
    pub policy_bytes: u64,
    /// Bytes of the baseline: one line for each of as many findings as a run keeps, several times over.
    pub baseline_bytes: u64,
    /// Bytes of one table of knowledge of one's own; the largest that is built in has 40 000.
    pub knowledge_bytes: u64,
    /// Rows of such a table; the largest that is built in has a thousand. Every run reads and checks them all.
    pub knowledge_rows: usize,
    /// Files and folders of one rule folder that the configuration extends; gate's own policies and all that tests them are 500.
    pub rule_folder_files: usize,
    /// Bytes of all of them.
    pub rule_folder_bytes: u64,
    /// Bytes of text that one call of a builtin may make: steps are counted, work inside a builtin is not, and a chain
    /// of calls that each double their text must end early. A message has 500 characters.
    pub builtin_bytes: usize,
    /// Elements that one call of a builtin may make; a plan of 90 MB has 10 000 resources.
    pub builtin_items: usize,
    /// Width and precision of one verb of a text format; a line has 120 columns.
    pub format_width: usize,
    /// Bytes of one compiled regular expression: times the text, it is the work of a search.
    pub pattern_bytes: usize,
}

/// The limits of every run; no flag and no configuration can raise them.
pub const LIMITS: Limits = Limits {
    file_bytes: 10 * MIB,
    plan_bytes: 512 * MIB,
    json_depth: 128,
    yaml_depth: 255,
    python_depth: 200,
    alias_nodes: 100_000,
    rule_steps: 5_000_000,
    rule_steps_per_value: 100,
    rule_steps_most: 500_000_000,
    document_time: Duration::from_mins(1),
    run_time: Duration::from_mins(15),
    gather_time: Duration::from_secs(30),
    memory_bytes: 1024 * MIB,
    memory_per_input_byte: 16,
    files: 100_000,
    findings: 10_000,
    message_chars: 500,
    snippet_chars: 300,
    archive_directory_bytes: 64 * MIB,
    archives_bytes: 64 * MIB,
    staged_bytes: 128 * MIB,
    policy_bytes: MIB,
    baseline_bytes: 8 * MIB,
    knowledge_bytes: MIB / 4,
    knowledge_rows: 2_000,
    rule_folder_files: 10_000,
    rule_folder_bytes: 64 * MIB,
    builtin_bytes: 1024 * 1024,
    builtin_items: 100_000,
    format_width: 1000,
    pattern_bytes: 1024 * 1024,
};

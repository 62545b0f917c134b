//! What a command or an action is for.
//!
//! The knowledge stands in `policies/knowledge/pipeline/tools.tsv` and in what a repository adds to it; a tool is added
//! there without a line of Rust.

mod condition;
#[cfg(test)]
mod known;
mod lines;

use std::collections::{BTreeMap, BTreeSet};

use self::condition::{Condition, NOT_GIVEN};
use self::lines::UNKNOWN;
use super::wrappers;
use crate::knowledge::{Lookup, Row, concepts};

/// How many words of a command are looked at for those of a pattern.
const REACH: usize = 10;

/// The tools of a run.
pub(super) static TOOLS: Lookup<Tools> = Lookup::new(&concepts::pipeline::TOOLS, |rows| Tools::of(rows));

/// What a command or an action is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Purpose {
    pub(super) role: &'static str,
    pub(super) category: &'static str,
    pub(super) tool: String,
    /// Why it cannot stop the pipeline by the way it is called.
    pub(super) toothless: Option<String>,
    /// Why nobody can say whether it can.
    pub(super) undecided: Option<String>,
}

/// The rows of the table by what they are about.
#[derive(Debug, Default)]
pub(super) struct Tools {
    /// By program.
    commands: BTreeMap<String, Vec<Call>>,
    /// By program, of what changes another machine on which it runs.
    remote: BTreeMap<String, Vec<Call>>,
    /// By program, of what it does on the way to what it is for.
    within: BTreeMap<String, Vec<Call>>,
    /// By `owner/name`, each with the whole name that it speaks of.
    actions: BTreeMap<String, Vec<(String, Call)>>,
    /// Repository of images to tool.
    images: BTreeMap<String, String>,
    /// Inputs by which scanning actions say whether they fail: the first that a condition of the table names.
    deciding: BTreeSet<String>,
}

/// One way to call a tool.
#[derive(Debug, Clone)]
struct Call {
    role: &'static str,
    category: &'static str,
    tool: String,
    /// Words that follow one another, each with its alternatives.
    words: Vec<Vec<String>>,
    /// Whether the first of these has to be the first argument that is no flag.
    first: bool,
    flags: Vec<Flag>,
    toothless: Vec<Condition>,
}

/// A flag or an input that must be given: its names, and values if any will not do.
#[derive(Debug, Clone)]
struct Flag {
    names: Vec<String>,
    values: Vec<String>,
}

/// The texts with a character between them.
fn split(text: &str, separator: char) -> Vec<String> {
    text.split(separator).filter(|text| !text.is_empty()).map(str::to_owned).collect()
}

impl Tools {
    fn of(rows: &mut dyn Iterator<Item = Row<'_>>) -> Self {
        let mut tools = Self::default();
        for row in rows {
            let (subject, rest) = row.text("pattern").split_once(' ').unwrap_or((row.text("pattern"), ""));
            match row.word("kind") {
                kind @ ("command" | "remote" | "within") => {
                    let call = Call::of(&row, rest);
                    let calls = match kind {
                        "command" => &mut tools.commands,
                        "remote" => &mut tools.remote,
                        _ => &mut tools.within,
                    };
                    for program in subject.split('|') {
                        calls.entry(program.to_owned()).or_default().push(call.clone());
                    }
                }
                "action" => {
                    let calls = tools.actions.entry(repository(subject).to_owned()).or_default();
                    calls.push((subject.to_owned(), Call::of(&row, rest)));
                }
                _ => drop(tools.images.insert(subject.to_owned(), row.text("tool").to_owned())),
            }
        }
        let scans = tools.actions.values().flatten().map(|(_, call)| call).filter(|call| call.role == "scan");
        let conditions =
            scans.flat_map(|call| &call.toothless).filter(|it| matches!(it.verb.as_str(), "is" | "without"));
        tools.deciding = conditions.filter_map(|condition| condition.names.first().cloned()).collect();
        tools
    }

    /// Whether an input, named in any case, decides whether a scanning action fails.
    pub(super) fn decides(&self, input: &str) -> bool {
        self.deciding.contains(&input.to_ascii_lowercase())
    }

    /// What a command is for that runs on another machine, beside what it is for anywhere.
    pub(super) fn remote(&self, argv: &[String]) -> Option<Purpose> {
        let argv = self.unwrapped(argv);
        let given = Command { argv: &argv, env: &|_| false };
        find(&self.remote, &argv, &given).map(|call| call.purpose(&given))
    }

    /// A command without its wrappers.
    fn unwrapped(&self, argv: &[String]) -> Vec<String> {
        wrappers::unwrap(argv, |image| self.images.get(image).map(String::as_str))
    }

    /// Whether a program, by its path, is one of them or runs others.
    pub(super) fn knows(&self, program: &str) -> bool {
        self.commands.contains_key(wrappers::base_name(program))
    }

    /// What an action is for, by `owner/name` or `owner/name/path`.
    pub(super) fn action(
        &self,
        action: &str,
        with: &BTreeMap<String, String>,
        env: &dyn Fn(&str) -> bool,
    ) -> Option<Purpose> {
        let action = action.to_ascii_lowercase();
        let given = Action { with, env };
        let calls = self.actions.get(repository(&action))?;
        let is_below =
            |pattern: &str| action.strip_prefix(pattern).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let (_, call) = calls.iter().find(|(pattern, call)| is_below(pattern) && call.has_flags(&given))?;
        Some(call.purpose(&given))
    }
}

/// The first way to call a program that fits a command.
fn find<'c>(calls: &'c BTreeMap<String, Vec<Call>>, argv: &[String], given: &dyn Given) -> Option<&'c Call> {
    // Where it stands need not be known: `$HOME/bin/terraform`.
    let calls = calls.get(wrappers::base_name(argv.first()?.trim_end_matches(UNKNOWN)))?;
    let found = calls.iter().find(|call| {
        let mut arguments = argv.iter().skip(1).filter(|word| !word.starts_with('-')).take(REACH);
        let mut takes = |(index, either): (usize, &Vec<String>)| match index {
            0 if call.first => arguments.next().is_some_and(|word| either.contains(word)),
            _ => arguments.any(|word| either.contains(word)),
        };
        call.words.iter().enumerate().all(&mut takes) && call.has_flags(given)
    });
    found.filter(|call| call.role != "scan" || !is_asked(argv))
}

/// Whether a scanner only says what it is: `bandit --version`.
fn is_asked(argv: &[String]) -> bool {
    let asks = |word: &String| matches!(word.as_str(), "--version" | "--help" | "-version" | "-help");
    let is_last = argv.last().is_some_and(|word| matches!(word.as_str(), "-h" | "-V"));
    argv.len() > 1 && (is_last || argv.iter().skip(1).any(asks))
}

/// `owner/name` of `owner/name/path`.
fn repository(action: &str) -> &str {
    action.match_indices('/').nth(1).and_then(|(end, _)| action.get(..end)).unwrap_or(action)
}

/// What can be asked about a call: its flags or inputs and its environment.
trait Given {
    /// The value of a flag or input; empty for a bare flag.
    fn value(&self, name: &str) -> Option<String>;

    /// Whether it may be given more than can be seen.
    fn may_have_more(&self) -> bool {
        false
    }
}

struct Command<'a> {
    argv: &'a [String],
    env: &'a dyn Fn(&str) -> bool,
}

impl Given for Command<'_> {
    fn value(&self, name: &str) -> Option<String> {
        if let Some(variable) = name.strip_prefix("env:") {
            return (self.env)(variable).then(String::new);
        }
        self.argv.iter().enumerate().find_map(|(index, word)| {
            let rest = word.strip_prefix(name)?;
            if let Some(value) = rest.strip_prefix('=') {
                return Some(value.to_owned());
            }
            let next = || self.argv.get(index.saturating_add(1)).filter(|next| !next.starts_with('-'));
            rest.is_empty().then(|| next().cloned().unwrap_or_default())
        })
    }
}

struct Action<'a> {
    with: &'a BTreeMap<String, String>,
    env: &'a dyn Fn(&str) -> bool,
}

impl Given for Action<'_> {
    fn value(&self, name: &str) -> Option<String> {
        if let Some(variable) = name.strip_prefix("env:") {
            return (self.env)(variable).then(String::new);
        }
        let (_, value) = self.with.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        Some(value.clone()).filter(|value| !value.is_empty())
    }
}

impl Call {
    /// A row; `rest` is its pattern without what it is about.
    fn of(row: &Row<'_>, rest: &str) -> Self {
        let (flags, words): (Vec<&str>, Vec<&str>) =
            rest.split_whitespace().partition(|word| word.starts_with('-') || word.contains('='));
        Self {
            role: row.word("role"),
            category: row.word("category"),
            tool: row.text("tool").to_owned(),
            first: words.first().is_some_and(|word| word.starts_with('^')),
            words: words.into_iter().map(|word| split(word.trim_start_matches('^'), '|')).collect(),
            flags: flags.into_iter().map(Flag::of).collect(),
            toothless: row.text("toothless").split(';').filter_map(Condition::of).collect(),
        }
    }

    fn has_flags(&self, given: &dyn Given) -> bool {
        self.flags.iter().all(|Flag { names, values }| {
            let value = names.iter().find_map(|name| given.value(name));
            let is_one = |value: &str, wanted: &String| match wanted.strip_prefix('~') {
                Some(word) => value.split_whitespace().any(|given| given == word),
                None => value.eq_ignore_ascii_case(wanted),
            };
            value.is_some_and(|value| values.is_empty() || values.iter().any(|wanted| is_one(&value, wanted)))
        })
    }

    fn purpose(&self, given: &dyn Given) -> Purpose {
        let toothless = self.toothless.iter().find_map(|condition| condition.reason(given));
        let undecided = self.toothless.iter().find_map(|condition| condition.doubt(given));
        // What is certain of it stays so, unless options that nobody sees make up for one that is missing.
        let is_missing = toothless.as_ref().is_some_and(|why| why.ends_with(NOT_GIVEN));
        let toothless = toothless.filter(|_| !(is_missing && undecided.is_some()));
        let undecided = undecided.filter(|_| toothless.is_none());
        Purpose { role: self.role, category: self.category, tool: self.tool.clone(), toothless, undecided }
    }
}

impl Flag {
    fn of(text: &str) -> Self {
        let (names, values) = text.split_once('=').unwrap_or((text, ""));
        Self { names: split(names, ','), values: split(values, '|') }
    }
}

#[cfg(test)]
mod tests {
    use super::{BTreeMap, BTreeSet, TOOLS};
    use crate::input::pipeline::shell::Token;
    use crate::knowledge::Knowledge;

    #[test]
    fn inputs_decide_that_a_condition_of_an_action_names() {
        let tools = TOOLS.of(&Knowledge::default());
        for input in ["exit-code", "fail-build", "soft_fail", "ignore_on_exit", "fail_action", "warn-only"] {
            assert!(tools.decides(input), "{input}");
        }
        for other in ["args", "trivy-config", "severity", "--exit-code"] {
            assert!(!tools.decides(other), "{other}");
        }
    }

    fn command(text: &str) -> Option<(String, String)> {
        let token = |word: &str| Token { text: word.to_owned(), known: true, splits: false };
        let set = |name: &str| {
            let is_set = name == "TRIVY_EXIT_CODE" && text.contains("in-env");
            is_set.then(|| Some(BTreeSet::from(["1".to_owned()])))
        };
        TOOLS
            .of(&Knowledge::default())
            .lines(&[text.split_whitespace().map(token).collect()], &set)
            .map(|purpose| (format!("{}:{}", purpose.role, purpose.tool), purpose.toothless.unwrap_or_default()))
    }

    #[test]
    fn commands_are_known_by_what_they_do() {
        let cases = [
            ("terraform -chdir=infra apply -auto-approve", Some(("deploy:terraform", ""))),
            ("terraform plan", None),
            ("sudo -E kubectl -n prod apply -f x.yml", Some(("deploy:kubectl", ""))),
            ("kubectl apply --dry-run=client -f x", Some(("build:kubectl", ""))),
            ("kubectl get pods", Some(("build:kubectl", ""))),
            ("helm diff upgrade app ./chart", Some(("build:kubectl", ""))),
            ("helm upgrade diff ./chart", Some(("deploy:helm", ""))),
            ("kubectl apply --dry-run=none -f x", Some(("deploy:kubectl", ""))),
            ("trivy image x", Some(("scan:trivy", "`--exit-code` is not given"))),
            ("trivy image --exit-code 1 x", Some(("scan:trivy", ""))),
            ("trivy image --exit-code=0 x", Some(("scan:trivy", "`--exit-code` is `0`"))),
            ("trivy image in-env", Some(("scan:trivy", ""))),
            ("trivy image -f cyclonedx x", Some(("sbom:trivy", ""))),
            ("docker run --rm -v /a:/b aquasec/trivy:0.50 fs --exit-code 1 .", Some(("scan:trivy", ""))),
            ("python3 -m bandit -r src --exit-zero", Some(("scan:bandit", "`--exit-zero` is given"))),
            ("npx --yes semgrep ci", Some(("scan:semgrep", ""))),
            ("npm audit fix", Some(("build:npm", ""))),
            ("poetry run pytest -q", Some(("test:pytest", ""))),
            ("./gradlew test", Some(("test:gradle", ""))),
            ("ls -la", None),
            ("bandit --version", None),
            ("npx semgrep scan --error --help", None),
            ("trufflehog -h", None),
            ("helm upgrade app ./chart --version 3", Some(("deploy:helm", ""))),
            ("command -v bandit", None),
            ("docker compose run --rm app bandit -r .", Some(("scan:bandit", ""))),
            ("kubectl -n n exec web -- terraform apply", Some(("deploy:terraform", ""))),
            ("aws-vault exec admin -- terraform apply", Some(("deploy:terraform", ""))),
            ("python3 -u -m bandit -r src", Some(("scan:bandit", ""))),
            ("pip-audit --dry-run", Some(("build:pip-audit", ""))),
            ("grype db update", Some(("build:grype", ""))),
        ];
        for (text, expected) in cases {
            let expected = expected.map(|(role, toothless)| (role.to_owned(), toothless.to_owned()));
            assert_eq!(command(text), expected, "{text}");
        }
    }

    #[test]
    fn actions_are_known_by_name_folder_and_inputs() {
        let with = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
        };
        let ask = |name: &str, pairs: &[(&str, &str)]| {
            TOOLS
                .of(&Knowledge::default())
                .action(name, &with(pairs), &|_| false)
                .map(|purpose| (purpose.role, purpose.toothless))
        };
        assert_eq!(ask("GitHub/codeql-action/analyze", &[]), Some(("scan", None)));
        assert_eq!(ask("github/codeql-action/init", &[]), None);
        assert_eq!(ask("snyk/actions/node", &[]), Some(("scan", None)));
        assert_eq!(ask("aquasecurity/trivy-action", &[("format", "cyclonedx")]), Some(("sbom", None)));
        let soft = ask("bridgecrewio/checkov-action", &[("soft_fail", "true")]);
        assert_eq!(soft, Some(("scan", Some("`soft_fail` is `true`".to_owned()))));
        assert_eq!(ask("pulumi/actions", &[("command", "preview")]), None);
    }
}

//! What a command or an action is for: the table of tools and how it is read.
//!
//! The knowledge stands in `roles.tsv`; a tool is added there without a line of Rust.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::wrappers;

/// The table.
const TABLE: &str = include_str!("roles.tsv");

/// How many words of a command are looked at for those of a pattern.
const REACH: usize = 10;

/// What a command or an action is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Purpose {
    pub(super) role: &'static str,
    pub(super) category: &'static str,
    pub(super) tool: &'static str,
    /// Why it cannot stop the pipeline by the way it is called.
    pub(super) toothless: Option<String>,
}

/// One line of the table.
struct Row {
    role: &'static str,
    category: &'static str,
    tool: &'static str,
    words: Vec<Vec<&'static str>>,
    flags: Vec<(Vec<&'static str>, Vec<&'static str>)>,
    toothless: Vec<Condition>,
}

/// A condition of the last column.
struct Condition {
    verb: &'static str,
    names: Vec<&'static str>,
    value: &'static str,
}

#[derive(Default)]
struct Rows {
    /// By program.
    commands: BTreeMap<&'static str, Vec<Row>>,
    /// By `owner/name`, in lower case.
    actions: BTreeMap<String, Vec<(String, Row)>>,
    /// Repository of images to tool.
    images: BTreeMap<&'static str, &'static str>,
}

static ROWS: LazyLock<Rows> = LazyLock::new(|| {
    let mut rows = Rows::default();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap_or_default();
        let (role, category, tool, kind, pattern, toothless) = (next(), next(), next(), next(), next(), next());
        let (subject, rest) = pattern.split_once(' ').unwrap_or((pattern, ""));
        let row =
            || Row { role, category, tool, words: words(rest), flags: flags(rest), toothless: conditions(toothless) };
        match kind {
            "command" => {
                for program in subject.split('|') {
                    rows.commands.entry(program).or_default().push(row());
                }
            }
            "action" => {
                rows.actions.entry(repository(subject)).or_default().push((subject.to_ascii_lowercase(), row()));
            }
            _ => {
                rows.images.insert(subject, tool);
            }
        }
    }
    rows
});

/// The words of a pattern behind its subject, each with its alternatives.
fn words(pattern: &'static str) -> Vec<Vec<&'static str>> {
    let is_word = |word: &&str| !word.starts_with('-') && !word.contains('=');
    pattern.split_whitespace().filter(is_word).map(|word| word.split('|').collect()).collect()
}

/// The flags or inputs of a pattern: names, and values if any will not do.
fn flags(pattern: &'static str) -> Vec<(Vec<&'static str>, Vec<&'static str>)> {
    let is_flag = |word: &&str| word.starts_with('-') || word.contains('=');
    let split = |flag: &'static str| {
        let (names, values) = flag.split_once('=').unwrap_or((flag, ""));
        let values = values.split('|').filter(|value| !value.is_empty()).collect();
        (names.split(',').collect(), values)
    };
    pattern.split_whitespace().filter(is_flag).map(split).collect()
}

fn conditions(text: &'static str) -> Vec<Condition> {
    text.split(';')
        .filter_map(|condition| {
            let mut words = condition.split_whitespace();
            let (verb, names) = (words.next()?, words.next()?);
            Some(Condition { verb, names: names.split('|').collect(), value: words.next().unwrap_or_default() })
        })
        .collect()
}

/// `owner/name` of `owner/name/path`, in lower case.
fn repository(action: &str) -> String {
    action.splitn(3, '/').take(2).collect::<Vec<_>>().join("/").to_ascii_lowercase()
}

/// What can be asked about a call: its flags or inputs and its environment.
trait Call {
    /// The value of a flag or input; empty for a bare flag.
    fn value(&self, name: &str) -> Option<String>;
}

struct Command<'a> {
    argv: &'a [String],
    env: &'a dyn Fn(&str) -> bool,
}

impl Call for Command<'_> {
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

impl Call for Action<'_> {
    fn value(&self, name: &str) -> Option<String> {
        if let Some(variable) = name.strip_prefix("env:") {
            return (self.env)(variable).then(String::new);
        }
        let (_, value) = self.with.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        Some(value.clone()).filter(|value| !value.is_empty())
    }
}

impl Row {
    fn matches_flags(&self, call: &dyn Call) -> bool {
        self.flags.iter().all(|(names, values)| {
            let given = names.iter().find_map(|name| call.value(name));
            given.is_some_and(|given| values.is_empty() || values.iter().any(|value| given.eq_ignore_ascii_case(value)))
        })
    }

    fn purpose(&self, call: &dyn Call) -> Purpose {
        let toothless = self.toothless.iter().find_map(|condition| condition.reason(call));
        Purpose { role: self.role, category: self.category, tool: self.tool, toothless }
    }
}

impl Condition {
    /// Why a call cannot stop the pipeline, if this condition says so.
    fn reason(&self, call: &dyn Call) -> Option<String> {
        let given = self.names.iter().find_map(|name| call.value(name).map(|value| (*name, value)));
        match (self.verb, given) {
            ("without", None) => self.names.first().map(|name| format!("`{name}` is not given")),
            ("with", Some((name, _))) => Some(format!("`{name}` is given")),
            ("is", Some((name, value))) if self.value.split('|').any(|bad| value.eq_ignore_ascii_case(bad)) => {
                Some(format!("`{name}` is `{value}`"))
            }
            ("mentions", Some((name, value))) if value.contains(self.value) => {
                Some(format!("`{name}` has `{}`", self.value))
            }
            _ => None,
        }
    }
}

/// What a command is for. `env` says whether a variable is set around it.
pub(super) fn of_command(argv: &[String], env: &dyn Fn(&str) -> bool) -> Option<Purpose> {
    let argv = wrappers::unwrap(argv, |image| ROWS.images.get(image).copied());
    let program = wrappers::base_name(argv.first()?);
    let rows = ROWS.commands.get(program)?;
    let call = Command { argv: &argv, env };
    let row = rows.iter().find(|row| {
        let mut arguments = argv.iter().skip(1).filter(|word| !word.starts_with('-')).take(REACH);
        let follow = row.words.iter().all(|either| arguments.any(|word| either.contains(&word.as_str())));
        follow && row.matches_flags(&call)
    })?;
    Some(row.purpose(&call))
}

/// What an action is for, by `owner/name` or `owner/name/path`.
pub(super) fn of_action(action: &str, with: &BTreeMap<String, String>, env: &dyn Fn(&str) -> bool) -> Option<Purpose> {
    let action = action.to_ascii_lowercase();
    let call = Action { with, env };
    let rows = ROWS.actions.get(&repository(&action))?;
    let is_below =
        |pattern: &str| action.strip_prefix(pattern).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let (_, row) = rows.iter().find(|(pattern, row)| is_below(pattern) && row.matches_flags(&call))?;
    Some(row.purpose(&call))
}

/// Inputs by which scanning actions say whether they fail: the first that a condition of the table names.
static DECIDING: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let scans = ROWS.actions.values().flatten().map(|(_, row)| row).filter(|row| row.role == "scan");
    let conditions = scans.flat_map(|row| &row.toothless).filter(|it| matches!(it.verb, "is" | "without"));
    conditions.filter_map(|condition| condition.names.first().copied()).collect()
});

/// Whether an input, named in any case, decides whether a scanning action fails.
pub(super) fn decides(input: &str) -> bool {
    DECIDING.contains(input.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::{BTreeMap, DECIDING, TABLE, of_action, of_command};

    #[test]
    fn inputs_decide_that_a_condition_of_an_action_names() {
        for input in ["exit-code", "fail-build", "soft_fail", "ignore_on_exit", "fail_action", "warn-only"] {
            assert!(DECIDING.contains(input), "{input}");
        }
        for other in ["args", "trivy-config", "severity", "--exit-code"] {
            assert!(!DECIDING.contains(other), "{other}");
        }
    }

    fn command(text: &str) -> Option<(String, String)> {
        let argv: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        of_command(&argv, &|name| name == "TRIVY_EXIT_CODE" && text.contains("in-env"))
            .map(|purpose| (format!("{}:{}", purpose.role, purpose.tool), purpose.toothless.unwrap_or_default()))
    }

    #[test]
    fn every_line_of_the_table_is_whole() {
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.len(), 6, "{line}");
            assert!(["scan", "test", "build", "deploy", "approve", "-"].contains(&fields[0]), "{line}");
            assert!(["command", "action", "image"].contains(&fields[3]), "{line}");
            assert!(!fields[4].is_empty(), "{line}");
        }
    }

    #[test]
    fn commands_are_known_by_what_they_do() {
        let cases = [
            ("terraform -chdir=infra apply -auto-approve", Some(("deploy:terraform", ""))),
            ("terraform plan", None),
            ("sudo -E kubectl -n prod apply -f x.yml", Some(("deploy:kubectl", ""))),
            ("kubectl apply --dry-run=client -f x", Some(("build:kubectl", ""))),
            ("kubectl get pods", None),
            ("trivy image x", Some(("scan:trivy", "`--exit-code` is not given"))),
            ("trivy image --exit-code 1 x", Some(("scan:trivy", ""))),
            ("trivy image --exit-code=0 x", Some(("scan:trivy", "`--exit-code` is `0`"))),
            ("trivy image in-env", Some(("scan:trivy", ""))),
            ("trivy image -f cyclonedx x", Some(("build:trivy", ""))),
            ("docker run --rm -v /a:/b aquasec/trivy:0.50 fs --exit-code 1 .", Some(("scan:trivy", ""))),
            ("python3 -m bandit -r src --exit-zero", Some(("scan:bandit", "`--exit-zero` is given"))),
            ("npx --yes semgrep ci", Some(("scan:semgrep", ""))),
            ("npm audit fix", Some(("build:npm", ""))),
            ("poetry run pytest -q", Some(("test:pytest", ""))),
            ("./gradlew test", Some(("test:gradle", ""))),
            ("ls -la", None),
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
            of_action(name, &with(pairs), &|_| false).map(|purpose| (purpose.role, purpose.toothless))
        };
        assert_eq!(ask("GitHub/codeql-action/analyze", &[]), Some(("scan", None)));
        assert_eq!(ask("github/codeql-action/init", &[]), None);
        assert_eq!(ask("snyk/actions/node", &[]), Some(("scan", None)));
        assert_eq!(ask("aquasecurity/trivy-action", &[("format", "cyclonedx")]), Some(("build", None)));
        let soft = ask("bridgecrewio/checkov-action", &[("soft_fail", "true")]);
        assert_eq!(soft, Some(("scan", Some("`soft_fail` is `true`".to_owned()))));
        assert_eq!(ask("pulumi/actions", &[("command", "preview")]), None);
    }
}

//! Calls in the code of tasks that hand a text to a shell: `executions.tsv`.

use std::collections::BTreeMap;

use super::calls::uncalled;
use crate::knowledge::{Lookup, concepts};

/// What a call hands to a shell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Execution {
    /// The name of the argument that holds the text.
    pub(crate) argument: String,
    /// Its number, from 0.
    pub(crate) number: usize,
    /// Whether it does so only where the argument `shell` is true.
    pub(crate) is_asked: bool,
}

/// Calls by their methods and by whose those are; nothing for a row that does not say.
#[derive(Debug, Default)]
pub(crate) struct Executions(BTreeMap<String, BTreeMap<String, Execution>>);

/// Those of a run.
pub(crate) static EXECUTIONS: Lookup<Executions> = Lookup::new(&concepts::airflow::EXECUTIONS, |rows| {
    let execution = |argument: &str, is_asked| {
        let (argument, number) = argument.split_once('@').unwrap_or((argument, ""));
        Execution { argument: argument.to_owned(), number: number.parse().unwrap_or(usize::MAX), is_asked }
    };
    let mut executions = Executions::default();
    for row in rows {
        let (owner, method) = row.text("call").rsplit_once('.').unwrap_or(("", row.text("call")));
        let owners = executions.0.entry(method.to_owned()).or_default();
        owners.insert(owner.to_owned(), execution(row.text("argument"), row.word("shell") == "asked"));
    }
    executions
});

impl Executions {
    /// What a call hands to a shell, by the last two parts of its name or by the last one.
    pub(crate) fn of(&self, callee: &str) -> Option<&Execution> {
        let mut parts = callee.rsplit('.').map(uncalled);
        let owners = self.0.get(&*parts.next()?)?;
        parts.next().and_then(|owner| owners.get(&*owner)).or_else(|| owners.get(""))
    }
}

#[cfg(test)]
mod tests {
    use super::EXECUTIONS;
    use crate::knowledge::Knowledge;

    #[test]
    fn a_call_is_known_by_the_end_of_its_name() {
        let mut knowledge = Knowledge::default();
        knowledge.add("airflow/executions", "acme_remote.run\tcommand@1\talways\n").unwrap();
        let executions = EXECUTIONS.of(&knowledge);
        for (callee, expected) in [
            ("os.system", Some((0, false))),
            ("subprocess.run", Some((0, true))),
            ("paramiko.SSHClient().exec_command", Some((0, false))),
            ("acme_remote.run", Some((1, false))),
            ("run", None),
            ("os.path.join", None),
        ] {
            let found = executions.of(callee).map(|execution| (execution.number, execution.is_asked));
            assert_eq!(found, expected, "{callee}");
        }
    }
}

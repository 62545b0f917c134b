//! Texts that were read before: one document runs the same lines again and again.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::answers::{self, Answers};
use super::python;
use crate::input::pipeline::shell::{self, Command, Script, Setting};
use crate::limits::Limits;
use crate::source::Span;
use crate::source::secret::{self, Hit};

/// The most bytes of texts that are kept.
const BYTES: usize = 4_000_000;

/// The most ways in which one script runs that are kept.
const WAYS: usize = 20;

/// The credentials of a text, and all that looks like one.
type Searched = Arc<(Vec<Hit>, Vec<Span>)>;

/// What was read of texts.
#[derive(Default)]
pub(in super::super) struct Memo {
    scripts: BTreeMap<String, Arc<Script>>,
    searched: BTreeMap<String, Searched>,
    /// The ways in which a script runs, each with what it asked of its surroundings.
    runs: BTreeMap<String, Vec<(Answers, Vec<Command>)>>,
    /// What scripts in Python start.
    started: BTreeMap<String, Arc<python::Starts>>,
    bytes: usize,
}

impl Memo {
    /// A script as a shell reads it.
    pub(super) fn script(&mut self, text: &str) -> Arc<Script> {
        once(&mut self.scripts, &mut self.bytes, text, || shell::read(text))
    }

    /// The commands of a script where it runs.
    pub(super) fn commands(&mut self, text: &str, script: &Script, setting: &Setting<'_>) -> Vec<Command> {
        let known = self.runs.get(text).map(Vec::as_slice).unwrap_or_default();
        if let Some((_, commands)) = known.iter().find(|(answers, _)| answers.hold(setting)) {
            return commands.clone();
        }
        let is_full = known.len() >= WAYS;
        let (commands, answers) = answers::commands(text, script, setting);
        if !is_full && takes(&mut self.bytes, text) {
            self.runs.entry(text.to_owned()).or_default().push((answers, commands.clone()));
        }
        commands
    }

    /// The credentials of a text.
    pub(super) fn search(&mut self, text: &str) -> Searched {
        once(&mut self.searched, &mut self.bytes, text, || secret::search(text))
    }

    /// What a script in Python starts.
    pub(super) fn started(&mut self, text: &str, limits: &Limits) -> Arc<python::Starts> {
        once(&mut self.started, &mut self.bytes, text, || python::started(text, limits))
    }
}

/// What is known of a text, or what is made of it now and kept while there is room.
fn once<T>(kept: &mut BTreeMap<String, Arc<T>>, bytes: &mut usize, text: &str, make: impl FnOnce() -> T) -> Arc<T> {
    if let Some(known) = kept.get(text) {
        return Arc::clone(known);
    }
    let made = Arc::new(make());
    if takes(bytes, text) {
        kept.insert(text.to_owned(), Arc::clone(&made));
    }
    made
}

/// Whether one more text is kept.
fn takes(bytes: &mut usize, text: &str) -> bool {
    *bytes = bytes.saturating_add(text.len());
    *bytes <= BYTES
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{BYTES, Memo};
    use crate::input::pipeline::shell::{self, Setting, Shell};

    type Answer<T> = &'static dyn Fn(&str) -> T;

    #[test]
    fn a_text_is_read_once_while_there_is_room() {
        let mut memo = Memo::default();
        let (first, again) = (memo.script("a; b"), memo.script("a; b"));
        assert!(Arc::ptr_eq(&first, &again));
        assert!(Arc::ptr_eq(&memo.search("a; b"), &memo.search("a; b")));
        let long = "#".repeat(BYTES);
        let (first, again) = (memo.script(&long), memo.script(&long));
        assert!(!Arc::ptr_eq(&first, &again) && first == again);
    }

    #[test]
    fn a_script_runs_anew_where_something_answers_it_otherwise() {
        const SHELL: Shell = Shell { errexit: true, pipefail: false };
        let text = "one \"$A\"; [ \"${{ x }}\" = y ] && exit 0; two; . ./lib.sh; f() { three || true; }; f";
        let script = shell::read(text);
        let mut memo = Memo::default();
        let variables: [Answer<Option<shell::Texts>>; 2] = [&|_| None, &|_| Some(Some(["a".to_owned()].into()))];
        let expressions: [Answer<shell::Texts>; 2] = [&|_| None, &|_| Some(["y".to_owned()].into())];
        let lends: [Answer<bool>; 2] = [&|_| false, &|_| true];
        let sourced: [Answer<Option<shell::Script>>; 2] = [&|_| None, &|_| Some(shell::read("exit 0"))];
        let shells = [SHELL, Shell { errexit: false, ..SHELL }];
        for ways in 0..32_usize {
            let way = |bit: u32| usize::from(ways & (1 << bit) != 0);
            let setting = Setting {
                shell: shells[way(0)],
                variable: variables[way(1)],
                expression: expressions[way(2)],
                lends: lends[way(3)],
                sourced: sourced[way(4)],
                ..Setting::of(SHELL)
            };
            let found = memo.commands(text, &script, &setting);
            assert!(found == shell::commands(text, &script, setting), "{ways}");
            assert!(found == memo.commands(text, &script, &setting), "{ways}");
            memo.commands("one", &shell::read("one"), &setting);
        }
        // What nobody asks for makes no way of its own: here the shell counts, `BASH_ENV`, and the file that it names.
        assert_eq!(memo.runs.get("one").map(Vec::len), Some(2 * 3));
    }
}

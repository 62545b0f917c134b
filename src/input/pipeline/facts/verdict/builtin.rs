//! The commands of the shell itself that set something, or say something of it.

use super::ends::{Ends, Flow};
use super::expand;
use super::interpreter::Interpreter;
use super::outputs;
use crate::input::pipeline::shell::syntax::{Simple, Word};

impl Interpreter<'_> {
    /// Nothing but assignments: they end as the script does that is put in.
    pub(super) fn assigned(&mut self, simple: &Simple) -> Flow {
        let mut ends = Ends::WELL;
        for assignment in &simple.assignments {
            let scripts = assignment.value.scripts();
            if let Some(list) = scripts.last() {
                ends = self.subshell(|it| it.list(list, false));
            }
            let texts = if assignment.adds { None } else { self.word(&assignment.value) };
            self.state.variables.insert(assignment.name.clone(), texts);
        }
        Flow::goes(ends)
    }

    pub(super) fn declared(&mut self, simple: &Simple) {
        for word in simple.words.iter().skip(1) {
            self.open |= outputs::is_file(word);
            let Some((name, _)) = word.text.split_once('=') else { continue };
            let texts = self.word(word);
            let value = |text: String| text.split_once('=').map(|(_, value)| value.to_owned());
            let values = texts.and_then(|texts| texts.into_iter().map(value).collect::<Option<Vec<_>>>());
            self.state.variables.insert(name.to_owned(), values);
        }
    }

    pub(super) fn exit(&mut self, status: Option<&Word>) -> Ends {
        let texts = match status {
            Some(word) => self.word(word).filter(|texts| !expand::may_split(word, &Some(texts.clone()))),
            None => self.state.status.clone(),
        };
        let Some(texts) = texts else { return Ends::EITHER };
        // Of a number the lowest eight bits count: `exit 256` is `exit 0`.
        let succeeds = |text: &String| text.trim().parse::<i64>().is_ok_and(|number| number.rem_euclid(256) == 0);
        texts.iter().map(|text| Ends::of(Some(succeeds(text)))).fold(Ends::NOT, Ends::or)
    }

    pub(super) fn test(&mut self, simple: &Simple) -> Ends {
        let mut words = Vec::new();
        for word in simple.words.iter().skip(1) {
            let texts = self.word(word);
            if expand::may_split(word, &texts) {
                return Ends::EITHER;
            }
            words.push((texts, word.literal().filter(|_| !word.is_quoted())));
        }
        if simple.words.first().is_some_and(|word| word.text == "[") {
            words.pop();
        }
        Ends::of(expand::test(&words))
    }

    /// Follows `set -e` and the like.
    pub(super) fn options(&mut self, arguments: &[&str]) {
        for (index, argument) in arguments.iter().enumerate() {
            let Some(letters) = argument.strip_prefix(['-', '+']) else { continue };
            let on = argument.starts_with('-');
            if letters.contains('e') {
                self.state.options.errexit = on;
            }
            let named = arguments.get(index.saturating_add(1)).filter(|_| letters.ends_with('o'));
            match named.copied() {
                Some("pipefail") => self.state.options.pipefail = on,
                Some("errexit") => self.state.options.errexit = on,
                _ => {}
            }
        }
    }
}

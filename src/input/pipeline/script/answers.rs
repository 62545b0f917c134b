//! What a script asks of what stands around it. Where all of it is answered alike, the script runs alike.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::input::pipeline::shell::{self, Command, Script, Setting, Shell, Texts};

/// What a script has asked, each with the answer. Which programs matter is the same for all scripts of a document.
#[derive(Debug)]
pub(super) struct Answers {
    shell: Shell,
    variables: BTreeMap<String, Option<Texts>>,
    expressions: BTreeMap<String, Texts>,
    lent: BTreeMap<String, bool>,
    sourced: BTreeMap<String, Option<Script>>,
}

impl Answers {
    /// Whether a setting answers all of it alike.
    pub(super) fn hold(&self, setting: &Setting<'_>) -> bool {
        self.shell == setting.shell
            && self.variables.iter().all(|(name, answer)| (setting.variable)(name) == *answer)
            && self.expressions.iter().all(|(text, answer)| (setting.expression)(text) == *answer)
            && self.lent.iter().all(|(name, answer)| (setting.lends)(name) == *answer)
            && self.sourced.iter().all(|(name, answer)| (setting.sourced)(name) == *answer)
    }
}

/// The commands of a script, and what it asked to find them.
pub(super) fn commands(text: &str, script: &Script, setting: &Setting<'_>) -> (Vec<Command>, Answers) {
    let asked = RefCell::new(Answers {
        shell: setting.shell,
        variables: BTreeMap::new(),
        expressions: BTreeMap::new(),
        lent: BTreeMap::new(),
        sourced: BTreeMap::new(),
    });
    let variable = |name: &str| {
        let answer = (setting.variable)(name);
        asked.borrow_mut().variables.insert(name.to_owned(), answer.clone());
        answer
    };
    let expression = |text: &str| {
        let answer = (setting.expression)(text);
        asked.borrow_mut().expressions.insert(text.to_owned(), answer.clone());
        answer
    };
    let lends = |name: &str| {
        let answer = (setting.lends)(name);
        asked.borrow_mut().lent.insert(name.to_owned(), answer);
        answer
    };
    let sourced = |name: &str| {
        let answer = (setting.sourced)(name);
        asked.borrow_mut().sourced.insert(name.to_owned(), answer.clone());
        answer
    };
    let (variable, expression, lends, sourced) = (&variable, &expression, &lends, &sourced);
    let noted = Setting { variable, expression, lends, sourced, ..*setting };
    let commands = shell::commands(text, script, noted);
    (commands, asked.into_inner())
}

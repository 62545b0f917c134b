//! Which failures a script swallows.

use super::parse::{AndOr, Connector, List, Part, Pipeline};
use super::token::Word;
use super::{Command, Shell};
use crate::source::Span;

/// A command with the scripts of its substitutions.
type Judged = (Command, Vec<(usize, usize)>);

/// Goes through the commands of a script as the shell would.
pub(super) fn judge(script: &str, list: &List, shell: Shell) -> Vec<Judged> {
    let pipefail = shell.pipefail || script.contains("PIPESTATUS");
    let mut walk = Walk { errexit: shell.errexit, pipefail, waits: script.contains("wait"), found: Vec::new() };
    walk.list(list, &Around { last: true, ..Around::default() });
    walk.found
}

/// What the lists around a command say about its failure.
#[derive(Default, Clone)]
struct Around {
    /// Whether nothing follows, so that its status is the status of the script.
    last: bool,
    condition: bool,
    ignored: Option<String>,
}

/// What follows a pipeline in its and-or list.
#[derive(Clone)]
enum After {
    Nothing,
    /// `&&` only.
    More,
    /// `||` sooner or later, and its text if it cannot fail.
    Fallback(Option<String>),
}

/// What follows each pipeline of an and-or list, in order.
fn afters(and_or: &AndOr) -> Vec<After> {
    let mut after = After::Nothing;
    let mut afters = Vec::with_capacity(and_or.pipelines.len());
    for (connector, pipeline) in and_or.pipelines.iter().rev() {
        afters.push(after.clone());
        after = match (connector, after) {
            (Some(Connector::Or), _) => {
                let harmless = pipeline.parts.iter().all(succeeds);
                After::Fallback(harmless.then(|| format!("`|| {}`", shown(pipeline))))
            }
            (_, After::Nothing) => After::More,
            (_, after) => after,
        };
    }
    afters.reverse();
    afters
}

struct Walk {
    errexit: bool,
    pipefail: bool,
    waits: bool,
    found: Vec<Judged>,
}

impl Walk {
    fn list(&mut self, list: &List, around: &Around) {
        for (index, and_or) in list.iter().enumerate() {
            let next = list.get(index.saturating_add(1));
            let last = around.last && next.is_none();
            self.and_or(and_or, next, &Around { last, ..around.clone() });
        }
    }

    fn and_or(&mut self, and_or: &AndOr, next: Option<&AndOr>, around: &Around) {
        let looked_at = next.is_some_and(reads_status);
        for ((_, pipeline), after) in and_or.pipelines.iter().zip(afters(and_or)) {
            let mut inner = around.clone();
            inner.condition |= pipeline.negated;
            if inner.ignored.is_none() && !inner.condition {
                let unseen = !around.last && !looked_at;
                inner.ignored = match &after {
                    After::Fallback(swallows) => swallows.clone(),
                    _ if and_or.background => (!self.waits).then(|| "`&`".to_owned()),
                    _ if unseen && !self.errexit => Some("`set +e`".to_owned()),
                    // `a && b` is not an error for `set -e` when `a` fails.
                    After::More if unseen => Some("`&&` with more commands after it".to_owned()),
                    _ => None,
                };
            }
            inner.last = around.last && matches!(after, After::Nothing);
            self.pipeline(pipeline, &inner);
        }
    }

    fn pipeline(&mut self, pipeline: &Pipeline, around: &Around) {
        // The parts of an `if` are no pipe.
        let is_pipe = pipeline.parts.iter().all(|part| matches!(part, Part::Simple(_)));
        for (index, part) in pipeline.parts.iter().enumerate() {
            let piped = pipeline.parts.get(index.saturating_add(1)).filter(|_| is_pipe);
            let mut inner = around.clone();
            if piped.is_some() && !self.pipefail && inner.ignored.is_none() && !inner.condition {
                inner.ignored = Some("a pipe without `pipefail`".to_owned());
            }
            match part {
                Part::Simple(words) => self.simple(words, piped, &inner),
                Part::Group(list) => self.list(list, &inner),
                Part::Condition(list) => self.list(list, &Around { condition: true, ..inner }),
            }
        }
    }

    fn simple(&mut self, words: &[Word], reader: Option<&Part>, around: &Around) {
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
        let program: Vec<&Word> = words.iter().skip_while(|word| is_assignment(word)).collect();
        let argv: Vec<String> = program.iter().map(|word| word.text.clone()).collect();
        self.options(&argv);
        let command = Command {
            span: Span::new(first.offset, last.end),
            argv,
            words: program.iter().map(|word| Span::new(word.offset, word.end)).collect(),
            variables: words.iter().flat_map(|word| word.variables.clone()).collect(),
            pipe_to: match reader {
                Some(Part::Simple(words)) => words.first().map(|word| word.text.clone()),
                _ => None,
            },
            ignored: around.ignored.clone(),
            condition: around.condition,
        };
        self.found.push((command, words.iter().flat_map(|word| word.nested.clone()).collect()));
    }

    /// Follows `set -e`, `set +e`, `set -euo pipefail`.
    fn options(&mut self, argv: &[String]) {
        if argv.first().map(String::as_str) != Some("set") {
            return;
        }
        let words = argv.iter().skip(1);
        for (word, next) in words.clone().zip(words.skip(1).map(Some).chain([None])) {
            let on = word.starts_with('-');
            let Some(letters) = word.strip_prefix(['-', '+']) else { continue };
            if letters.contains('e') {
                self.errexit = on;
            }
            match next.map(String::as_str).filter(|_| letters.ends_with('o')) {
                Some("pipefail") => self.pipefail = on,
                Some("errexit") => self.errexit = on,
                _ => {}
            }
        }
    }
}

fn is_assignment(word: &Word) -> bool {
    word.text.split_once('=').is_some_and(|(name, _)| {
        let name = name.trim_end_matches('+');
        name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && name.chars().all(|character| character.is_ascii_alphanumeric() || matches!(character, '_' | '[' | ']'))
    })
}

/// Whether a command behind `||` succeeds by its nature, so that what stands before it cannot fail the script.
fn succeeds(part: &Part) -> bool {
    let words = match part {
        Part::Simple(words) => words,
        Part::Group(list) => {
            return list
                .iter()
                .all(|and_or| and_or.pipelines.iter().all(|(_, pipeline)| pipeline.parts.iter().all(succeeds)));
        }
        Part::Condition(_) => return false,
    };
    let mut words = words.iter().map(|word| word.text.as_str());
    match words.next() {
        Some("true" | ":" | "echo" | "printf" | "cat" | "logger") => true,
        Some("exit" | "return") => words.next() == Some("0"),
        _ => false,
    }
}

/// Whether a list looks at `$?`.
fn reads_status(and_or: &AndOr) -> bool {
    and_or.pipelines.iter().flat_map(|(_, pipeline)| &pipeline.parts).any(|part| match part {
        Part::Simple(words) => words.iter().any(|word| word.variables.iter().any(|name| name == "?")),
        Part::Group(list) | Part::Condition(list) => list.iter().any(reads_status),
    })
}

/// The beginning of a fallback, for a message.
fn shown(fallback: &Pipeline) -> String {
    match fallback.parts.first() {
        Some(Part::Simple(words)) => {
            let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
            match words.as_slice() {
                [program @ ("exit" | "return"), status, ..] => format!("{program} {status}"),
                [program, ..] => (*program).to_owned(),
                [] => String::new(),
            }
        }
        _ => "{ … }".to_owned(),
    }
}

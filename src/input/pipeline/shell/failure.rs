//! Which failures a script swallows.

use super::syntax::{AndOr, Connector, List, Part, Piece, PieceWhat, Pipeline, Simple, What, Word};
use super::{Command, Reached, Resolved, Setting, Shell, Texts};
use crate::source::Span;

/// Goes through the commands of a script as the shell would.
pub(super) fn judge(script: &str, list: &List, setting: Setting<'_>) -> Vec<Command> {
    let shell = setting.shell;
    let pipefail = shell.pipefail || script.contains("PIPESTATUS");
    let (script, waits) = (Shell { pipefail, ..shell }, script.contains("wait"));
    let mut found = Vec::new();
    Walk { shell: script, started: script, waits, setting, found: &mut found }.whole(list);
    found
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

struct Walk<'f> {
    shell: Shell,
    /// As the script began.
    started: Shell,
    waits: bool,
    setting: Setting<'f>,
    found: &'f mut Vec<Command>,
}

impl Walk<'_> {
    /// A script of its own.
    fn whole(&mut self, list: &List) {
        self.list(list, &Around { last: true, ..Around::default() });
    }

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
                    _ if unseen && !self.shell.errexit => Some("`set +e`".to_owned()),
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
        for (index, part) in pipeline.parts.iter().enumerate() {
            let reader = pipeline.parts.get(index.saturating_add(1));
            let mut inner = around.clone();
            if reader.is_some() && !self.shell.pipefail && inner.ignored.is_none() && !inner.condition {
                inner.ignored = Some("a pipe without `pipefail`".to_owned());
            }
            self.part(part, reader, &inner);
        }
    }

    fn part(&mut self, part: &Part, reader: Option<&Part>, around: &Around) {
        let condition = Around { condition: true, ..around.clone() };
        match &part.what {
            What::Simple(simple) => self.simple(part, simple, reader, around),
            What::Group { list, .. } => self.list(list, around),
            What::If { branches, otherwise } => {
                for (asked, body) in branches {
                    self.list(asked, &condition);
                    self.list(body, around);
                }
                otherwise.iter().for_each(|body| self.list(body, around));
            }
            What::While { condition: asked, body, .. } => {
                self.list(asked, &condition);
                self.list(body, around);
            }
            What::For { words, body, .. } => {
                self.scripts(words.iter().flatten());
                self.list(body, around);
            }
            What::Case { word, arms } => {
                self.scripts([word]);
                arms.iter().for_each(|arm| self.list(&arm.body, around));
            }
            What::Function { body, .. } => self.part(body, None, around),
            What::Test(words) => self.test(part, words, around),
            What::Arithmetic => {}
        }
        self.scripts(part.redirects.iter().map(|redirect| &redirect.target));
    }

    /// The scripts whose output is put into words.
    fn scripts<'w>(&mut self, words: impl IntoIterator<Item = &'w Word>) {
        for list in words.into_iter().flat_map(Word::scripts) {
            let (shell, started) = (self.started, self.started);
            Walk { shell, started, waits: self.waits, setting: self.setting, found: &mut *self.found }.whole(list);
        }
    }

    fn simple(&mut self, part: &Part, simple: &Simple, reader: Option<&Part>, around: &Around) {
        let values = || simple.assignments.iter().map(|assignment| &assignment.value);
        let variables = values().chain(&simple.words).flat_map(Word::variables).map(str::to_owned).collect();
        let argv: Vec<String> = simple.words.iter().map(|word| word.text.clone()).collect();
        self.options(&argv);
        let command = Command {
            span: part.span,
            words: simple.words.iter().map(|word| word.span).collect(),
            argv,
            variables,
            pipe_to: match reader.map(|reader| &reader.what) {
                Some(What::Simple(reader)) => reader.words.first().map(|word| word.text.clone()),
                _ => None,
            },
            ignored: around.ignored.clone(),
            unsure: None,
            condition: around.condition,
            reached: Reached::Always,
            resolved: simple.words.iter().map(|word| self.resolved(word)).collect(),
        };
        if !command.argv.is_empty() || !command.variables.is_empty() {
            self.found.push(command);
        }
        self.scripts(values().chain(&simple.words));
    }

    fn resolved(&self, word: &Word) -> Resolved {
        let known = |piece: &Piece| -> Texts {
            match &piece.what {
                PieceWhat::Text(text) => Some([text.clone()].into()),
                PieceWhat::Variable { name, operator, .. } if operator.is_empty() => (self.setting.variable)(name)?,
                _ => None,
            }
        };
        let texts = match word.pieces.as_slice() {
            [piece] => known(piece),
            _ => word.literal().map(|text| [text.to_owned()].into()),
        };
        let splits = |piece: &Piece| !piece.quoted && !matches!(piece.what, PieceWhat::Text(_));
        Resolved { texts, splits: word.pieces.iter().any(splits) }
    }

    /// `[[ … ]]` as if it were a program of that name.
    fn test(&mut self, part: &Part, words: &[Word], around: &Around) {
        let open = Span::new(part.span.start, part.span.start.saturating_add(2));
        let argv = std::iter::once("[[".to_owned()).chain(words.iter().map(|word| word.text.clone()));
        self.found.push(Command {
            span: part.span,
            argv: argv.collect(),
            words: std::iter::once(open).chain(words.iter().map(|word| word.span)).collect(),
            variables: words.iter().flat_map(Word::variables).map(str::to_owned).collect(),
            pipe_to: None,
            ignored: around.ignored.clone(),
            unsure: None,
            condition: around.condition,
            reached: Reached::Always,
            resolved: std::iter::once(Resolved::default())
                .chain(words.iter().map(|word| self.resolved(word)))
                .collect(),
        });
        self.scripts(words);
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
                self.shell.errexit = on;
            }
            match next.map(String::as_str).filter(|_| letters.ends_with('o')) {
                Some("pipefail") => self.shell.pipefail = on,
                Some("errexit") => self.shell.errexit = on,
                _ => {}
            }
        }
    }
}

/// Whether a command behind `||` succeeds by its nature, so that what stands before it cannot fail the script.
fn succeeds(part: &Part) -> bool {
    let simple = match &part.what {
        What::Simple(simple) => simple,
        What::Group { list, .. } => {
            let mut all = list.iter().flat_map(|and_or| &and_or.pipelines);
            return all.all(|(_, pipeline)| pipeline.parts.iter().all(succeeds));
        }
        _ => return false,
    };
    let mut words = simple.words.iter().map(|word| word.text.as_str());
    match words.next() {
        Some("true" | ":" | "echo" | "printf" | "cat" | "logger") => true,
        Some("exit" | "return") => words.next() == Some("0"),
        _ => false,
    }
}

/// Whether a list looks at `$?`.
fn reads_status(and_or: &AndOr) -> bool {
    let is_status = |word: &Word| word.variables().contains(&"?");
    and_or.pipelines.iter().flat_map(|(_, pipeline)| &pipeline.parts).any(|part| match &part.what {
        What::Simple(simple) => {
            simple.words.iter().any(is_status) || simple.assignments.iter().any(|it| is_status(&it.value))
        }
        What::Group { list, .. } => list.iter().any(reads_status),
        What::If { branches, .. } => branches.iter().any(|(asked, body)| asked.iter().chain(body).any(reads_status)),
        What::While { condition, .. } => condition.iter().any(reads_status),
        What::Case { word, .. } => is_status(word),
        What::Test(words) => words.iter().any(is_status),
        _ => false,
    })
}

/// The beginning of a fallback, for a message.
fn shown(fallback: &Pipeline) -> String {
    let Some(What::Simple(simple)) = fallback.parts.first().map(|part| &part.what) else { return "{ … }".to_owned() };
    let words: Vec<&str> = simple.words.iter().map(|word| word.text.as_str()).collect();
    match words.as_slice() {
        [program @ ("exit" | "return"), status, ..] => format!("{program} {status}"),
        [program, ..] => (*program).to_owned(),
        [] => String::new(),
    }
}

//! The commands of a script one after the other.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::run::{self, Fate, Followed, Seen};
use super::syntax::{AndOr, List, Part, Pipeline, Redirect, Simple, What, Word};
use super::{Command, Reached, Resolved, Setting};
use crate::source::Span;

/// All commands in order, those of substitutions behind the command that they stand in.
pub(super) fn commands(text: &str, list: &List, setting: Setting<'_>) -> Vec<Command> {
    let followed = run::follow(text, list, setting);
    let mut listing = Listing { followed, found: Vec::new(), lends: setting.lends, is_lent: false, is_taken: false };
    listing.list(list, false);
    listing.found
}

/// The first words of all commands, as they are written.
pub(super) fn programs(list: &List) -> BTreeSet<String> {
    let (followed, found) = (Followed::default(), Vec::new());
    let mut listing = Listing { followed, found, lends: &|_| false, is_lent: false, is_taken: false };
    listing.list(list, false);
    listing.found.into_iter().filter_map(|command| command.argv.into_iter().next()).collect()
}

struct Listing<'a> {
    followed: Followed,
    found: Vec<Command>,
    lends: &'a dyn Fn(&str) -> bool,
    /// Whether it is in a function that another script may call.
    is_lent: bool,
    /// Whether something else reads what is printed here, or may: it stands in a substitution or a function, or a pipe or a
    /// file takes it.
    is_taken: bool,
}

/// A word as it is written, if nothing is put into it.
fn written_out(word: &str) -> Resolved {
    let texts = (!word.contains(['$', '`'])).then(|| [word.to_owned()].into());
    Resolved { texts, splits: false }
}

/// Why nobody can say what becomes of a failure in a function that another script calls.
const LENT: &str = "it stands in a function that another script calls";

/// A command as it is written.
struct Written {
    span: Span,
    argv: Vec<String>,
    words: Vec<Span>,
    variables: Vec<String>,
    pipe_to: Option<String>,
    writes: Vec<String>,
    prints: bool,
    assigns: Vec<String>,
}

/// Files that are connections of the shell: `/dev/tcp/host/port`.
const CONNECTIONS: [&str; 2] = ["/dev/tcp/", "/dev/udp/"];

/// The files that take what a command prints. A connection does by each descriptor that is open for writing.
fn writes(part: &Part) -> Vec<String> {
    let is_connection = |redirect: &Redirect| {
        matches!(redirect.operator, ">&" | "<>" | ">")
            && CONNECTIONS.iter().any(|it| redirect.target.text.starts_with(it))
    };
    let takes = |redirect: &&Redirect| {
        matches!(redirect.operator, ">" | ">>" | ">|" | "&>" | "&>>")
            && redirect.descriptor.as_deref().is_none_or(|descriptor| descriptor == "1")
            || is_connection(redirect)
    };
    part.redirects.iter().filter(takes).map(|redirect| redirect.target.text.clone()).collect()
}

impl Listing<'_> {
    /// `condition` says that a failure in it is an answer.
    fn list(&mut self, list: &List, condition: bool) {
        for AndOr { pipelines, .. } in list {
            for (_, pipeline) in pipelines {
                self.pipeline(pipeline, condition);
            }
        }
    }

    fn pipeline(&mut self, pipeline: &Pipeline, condition: bool) {
        for (index, part) in pipeline.parts.iter().enumerate() {
            let reader = pipeline.parts.get(index.saturating_add(1));
            let around = self.is_taken;
            self.is_taken |= reader.is_some() || !writes(part).is_empty() || matches!(part.what, What::Function { .. });
            self.part(part, reader, condition || pipeline.negated);
            self.is_taken = around;
        }
    }

    fn part(&mut self, part: &Part, reader: Option<&Part>, condition: bool) {
        match &part.what {
            What::Simple(simple) => self.simple(part, simple, reader, condition),
            What::Group { list, .. } => self.list(list, condition),
            What::If { branches, otherwise } => {
                for (asked, body) in branches {
                    self.list(asked, true);
                    self.list(body, condition);
                }
                if let Some(body) = otherwise {
                    self.list(body, condition);
                }
            }
            What::While { condition: asked, body, .. } => {
                self.list(asked, true);
                self.list(body, condition);
            }
            What::For { words, body, .. } => {
                self.scripts(words.iter().flatten());
                self.list(body, condition);
            }
            What::Case { word, arms } => {
                self.scripts([word]);
                for arm in arms {
                    self.list(&arm.body, condition);
                }
            }
            What::Function { name, body } => {
                let is_lent = std::mem::replace(&mut self.is_lent, (self.lends)(name));
                self.part(body, None, condition);
                self.is_lent = is_lent;
            }
            What::Test(words) => self.test(part, words, condition),
            What::Arithmetic => {}
        }
        self.scripts(part.redirects.iter().map(|redirect| &redirect.target));
    }

    /// The scripts whose output is put into words.
    fn scripts<'w>(&mut self, words: impl IntoIterator<Item = &'w Word>) {
        let around = std::mem::replace(&mut self.is_taken, true);
        words.into_iter().flat_map(Word::scripts).for_each(|list| self.list(list, false));
        self.is_taken = around;
    }

    fn simple(&mut self, part: &Part, simple: &Simple, reader: Option<&Part>, condition: bool) {
        let values = || simple.assignments.iter().map(|assignment| &assignment.value);
        let written = Written {
            span: part.span,
            argv: simple.words.iter().map(|word| word.text.clone()).collect(),
            words: simple.words.iter().map(|word| word.span).collect(),
            variables: values().chain(&simple.words).flat_map(Word::variables).map(str::to_owned).collect(),
            pipe_to: match reader.map(|reader| &reader.what) {
                Some(What::Simple(reader)) => reader.words.first().map(|word| word.text.clone()),
                _ => None,
            },
            writes: writes(part),
            prints: !self.is_taken,
            assigns: simple.assignments.iter().map(|it| format!("{}={}", it.name, it.value.text)).collect(),
        };
        if !written.argv.is_empty() || !written.variables.is_empty() {
            self.push(written, condition);
        }
        self.scripts(values().chain(&simple.words));
    }

    /// `[[ … ]]` as if it were a program of that name.
    fn test(&mut self, part: &Part, words: &[Word], condition: bool) {
        let open = Span::new(part.span.start, part.span.start.saturating_add(2));
        let argv = std::iter::once("[[".to_owned()).chain(words.iter().map(|word| word.text.clone()));
        let written = Written {
            span: part.span,
            argv: argv.collect(),
            words: std::iter::once(open).chain(words.iter().map(|word| word.span)).collect(),
            variables: words.iter().flat_map(Word::variables).map(str::to_owned).collect(),
            pipe_to: None,
            writes: Vec::new(),
            prints: false,
            assigns: Vec::new(),
        };
        self.push(written, condition);
        self.scripts(words);
    }

    fn push(&mut self, written: Written, condition: bool) {
        let Written { span, argv, words, variables, pipe_to, writes, prints, assigns } = written;
        let Seen { mut reached, runs_program, mut resolved, sets, mut fate } = self.followed.of(span.start);
        if self.is_lent && reached == Reached::Never {
            (reached, fate) = (Reached::Maybe, Fate::Unsure(LENT.to_owned()));
        }
        // Of what was not gone through the words are known that are written out.
        resolved.extend(argv.iter().skip(resolved.len()).map(|word| written_out(word)).collect::<Vec<_>>());
        let (ignored, unsure) = match fate {
            Fate::Fails => (None, None),
            Fate::GoesOn(why) => (Some(why), None),
            Fate::Unsure(why) => (None, Some(why)),
        };
        let sets = Rc::unwrap_or_clone(sets);
        self.found.push(Command {
            span,
            argv,
            words,
            variables,
            pipe_to,
            writes,
            prints,
            assigns,
            ignored,
            unsure,
            condition,
            reached,
            runs_program,
            resolved,
            sets,
        });
    }
}

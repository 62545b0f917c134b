//! Credentials written out in a script: by shape, behind a name, in an address or header, on a command line.

use super::knowledge::no_keys;
use super::mentions::Mentions;
use super::model::REDACTED;
use super::places::Places;
use super::shell;
use crate::source::secret::command::{self, Line, Word};
use crate::source::secret::{self, Hit, Kind};
use crate::source::{Span, secret::is_common};

/// The kind of a password that everybody knows, such as `postgres` for a database that lives as long as the job.
const COMMON: Kind = "default-password";

/// A credential in a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written<'s> {
    /// The variable, option or header that holds it; empty when nothing names it.
    pub(super) name: &'s str,
    pub(super) kind: Kind,
    /// Its bytes.
    pub(super) span: Span,
    /// `NAME=value`, when it stands in an assignment.
    pub(super) assignment: Option<Span>,
    /// Whether a policy may say so; otherwise it is only hidden.
    pub(super) sure: bool,
}

/// The kind of what stands under the name of a secret key of AWS and has not its form: those have forty characters.
pub(super) const NO_KEY: Kind = "no-aws-key";

/// The kind of a credential under a name, as the model has it.
pub(super) fn kind_under(name: &str, kind: Kind, value: &str) -> Kind {
    let kind = kind_of(kind, value);
    let is_key = name.ends_with("AWS_SECRET_ACCESS_KEY");
    if kind == "password" && is_key && value.len() != 40 { NO_KEY } else { kind }
}

/// The kind of a credential as the model has it.
fn kind_of(kind: Kind, value: &str) -> Kind {
    if matches!(kind, "password" | "password-in-url") && is_common(value) { COMMON } else { kind }
}

impl Places {
    /// A value under a name as policies see it: without the credentials that are sure.
    pub(super) fn shown(&mut self, name: &str, value: &str) -> String {
        // Nothing in it looks like a credential, and its name says nothing else.
        if self.harmless.contains(value) && !secret::names_credential(name) {
            return value.to_owned();
        }
        if secret::literal(name, value).is_some() {
            return REDACTED.to_owned();
        }
        let spans: Vec<Span> = self.in_value(value).into_iter().filter(|it| it.sure).map(|it| it.span).collect();
        secret::hide(value, &spans)
    }

    /// Every credential of a value that no shell reads, in order; none overlaps another. A value that holds none is
    /// searched once, however often it stands in the file.
    pub(super) fn in_value<'v>(&mut self, value: &'v str) -> Vec<Written<'v>> {
        if self.harmless.contains(value) {
            return Vec::new();
        }
        let found = in_value(value);
        if found.is_empty() {
            self.harmless.insert(value.to_owned());
        }
        found
    }
}

/// Every credential of a value that no shell reads, in order; none overlaps another.
fn in_value(value: &str) -> Vec<Written<'_>> {
    collect(value, secret::credentials(value), None)
}

/// Every credential of a script, in order; none overlaps another. `hits` are those of its text.
pub(super) fn find<'s>(script: &'s str, commands: &[shell::Command], mut hits: Vec<Hit>) -> Vec<Written<'s>> {
    hits.extend(on_command_lines(script, commands));
    hits.extend(commands.iter().flat_map(|command| in_pieces(script, command)));
    collect(script, hits, Some(&Mentions::of(script, commands)))
}

/// The hits of a text in order, those in one; `mentions` tells which are only spoken of.
fn collect<'s>(script: &'s str, mut hits: Vec<Hit>, mentions: Option<&Mentions<'_>>) -> Vec<Written<'s>> {
    hits.sort_unstable();
    let mut found: Vec<Written<'s>> = Vec::new();
    for hit in hits {
        let written = written(script, hit, mentions);
        match found.last_mut().filter(|last| last.span.overlaps(hit.span)) {
            Some(last) => last.join(written),
            None => found.push(written),
        }
    }
    for written in &mut found {
        let value = script.get(written.span.start..written.span.end).unwrap_or_default();
        written.kind = kind_under(written.name, written.kind, value);
        written.sure &= !no_keys::is_file(written.name, value);
    }
    found
}

impl<'s> Written<'s> {
    /// Takes in what another way of looking found at the same place.
    fn join(&mut self, other: Written<'s>) {
        self.span = Span::new(self.span.start, self.span.end.max(other.span.end));
        self.sure |= other.sure;
        if self.name.is_empty() {
            self.name = other.name;
        }
        if self.kind == "password" {
            self.kind = other.kind;
        }
        self.assignment = self.assignment.or(other.assignment);
    }
}

fn written<'s>(script: &'s str, hit: Hit, mentions: Option<&Mentions<'_>>) -> Written<'s> {
    let named = hit.name.and_then(|span| Some((span, script.get(span.start..span.end)?)));
    let assignment = named.and_then(|(span, name)| assignment(script, span, name, hit.span));
    let name = named.map_or("", |(_, name)| name).trim_start_matches('-');
    let value = script.get(hit.span.start..hit.span.end).unwrap_or_default();
    // Of a header's name in front of `=`, as in `auth=live`, only the value says what it is.
    let is_assigned =
        assignment.is_some() && value.len() >= 4 && secret::names_credential(name) && !secret::is_expression(value);
    let may_be_spoken_of = matches!(hit.kind, "password" | "password-in-url" | "token-in-url");
    let is_spoken_of = may_be_spoken_of && mentions.is_some_and(|it| it.has(hit.name, hit.span));
    let sure = !is_spoken_of && (hit.sure || is_assigned);
    Written { name, kind: hit.kind, span: hit.span, assignment, sure }
}

/// The bytes of `NAME=value` when a shell takes it for an assignment.
fn assignment(script: &str, name: Span, text: &str, value: Span) -> Option<Span> {
    let is_name = !text.starts_with(|first: char| first.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let joined = script.get(name.end..value.start)?;
    let is_joined = joined.strip_prefix('=').is_some_and(|quote| quote.chars().all(|it| matches!(it, '"' | '\'')));
    let before = script.get(..name.start)?.chars().next_back();
    let begins = before.is_none_or(|before| before.is_whitespace() || matches!(before, ';' | '&' | '|' | '(' | ')'));
    let quote = usize::from(joined.len() > 1);
    let end = value.end.saturating_add(quote).min(script.len());
    (is_name && is_joined && begins).then(|| Span::new(name.start, end))
}

/// What the table of command lines finds, in the shell's own words.
fn on_command_lines(script: &str, commands: &[shell::Command]) -> Vec<Hit> {
    let lines: Vec<Line<'_>> = commands.iter().map(line).collect();
    let places = command::find(&lines).into_iter();
    places
        .filter_map(|place| {
            let words = &lines.get(place.line)?.words;
            let word = words.get(place.word)?;
            let whole = *commands.get(place.line)?.words.get(place.word)?;
            let value = word.text.get(place.span.start..place.span.end)?;
            // Quotes inside a word are gone from its text; what cannot be found is hidden as a whole.
            let within = script
                .get(whole.start..whole.end)?
                .rfind(value)
                .map(|at| Span::new(at, at.saturating_add(value.len())));
            let span = within.map_or(whole, |within| within.shifted(whole.start));
            let before =
                place.word.checked_sub(1).and_then(|before| commands.get(place.line)?.words.get(before).copied());
            let names = |span: &Span| script.get(span.start..span.end).is_some_and(secret::names_credential);
            Some(Hit { span, kind: "password", sure: true, name: before.filter(names) })
        })
        .collect()
}

fn line(command: &shell::Command) -> Line<'_> {
    let words = command.argv.iter().zip(&command.words);
    let words = words.map(|(text, span)| Word { text, at: span.start }).collect();
    Line { words, piped: command.pipe_to.is_some() }
}

/// Words that are a token only when the shell has joined them: `"ghp_…""…"`.
fn in_pieces(script: &str, command: &shell::Command) -> Vec<Hit> {
    let words = command.argv.iter().zip(&command.words);
    let pieced = words.filter(|(text, place)| {
        text.len() >= SHORTEST_TOKEN
            && script.get(place.start..place.end).is_some_and(|raw| !raw.contains(text.as_str()))
    });
    pieced
        .filter_map(|(text, place)| Some(Hit { span: *place, kind: secret::shape(text)?, sure: true, name: None }))
        .collect()
}

/// The fewest characters of a token that is looked for in pieces.
const SHORTEST_TOKEN: usize = 16;

/// A word of a command without the credentials in it.
pub(super) fn redact(script: &str, word: &str, place: Span, found: &[Written<'_>]) -> Option<String> {
    let from = found.partition_point(|written| written.span.end <= place.start);
    let inside = found.get(from..)?.iter().take_while(|written| written.span.start < place.end);
    let mut shown: Option<String> = None;
    for written in inside.filter(|written| written.sure) {
        let value = script.get(written.span.start..written.span.end).unwrap_or_default();
        let text = shown.as_deref().unwrap_or(word);
        let hidden = if text.contains(value) { text.replace(value, REDACTED) } else { REDACTED.to_owned() };
        shown = Some(hidden);
    }
    shown
}

//! What is known of the words of a script, and texts that are made of them.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::origin::Piece;
use super::super::{Around, Text};
use crate::input::pipeline::shell::syntax::{self, AndOr, List, PieceWhat, Simple, What, Word};
use crate::source::Span;

/// What stands for the workspace of the job at the beginning of a path. No file of a pipeline can hold it.
const WORKSPACE: char = '\0';

/// Variables that hold the workspace: of GitHub, of GitLab.
const WORKSPACES: &[&str] = &["GITHUB_WORKSPACE", "CI_PROJECT_DIR"];

/// The most variables of a script that are remembered, and bytes of one.
const VARIABLES: usize = 100;
const BYTES: usize = 200;

/// How deep words are looked into: `$(cd "$(dirname "$0")" && pwd)`.
const DEPTH: usize = 6;

/// What is known at a place of a script.
#[derive(Clone)]
pub(in super::super) struct Known<'a> {
    pub(super) around: &'a Around<'a>,
    /// The text of the script.
    pub(super) script: &'a str,
    /// The script itself as a path of the workspace, if it is a file.
    pub(super) file: Option<&'a str>,
    /// The folder, as a path of the workspace.
    pub(super) folder: Option<String>,
    /// What the script has set so far; `None` for what nobody knows.
    pub(super) variables: Rc<BTreeMap<String, Option<String>>>,
    /// The folders of the workspace in which programs are looked for first.
    pub(super) path: Rc<Vec<String>>,
}

impl Known<'_> {
    /// A word as the shell makes it; what is not known stands there as it is written.
    pub(super) fn text(&self, word: &Word) -> String {
        self.pieces(&word.pieces, DEPTH)
    }

    fn pieces(&self, pieces: &[syntax::Piece], depth: usize) -> String {
        let mut text = String::new();
        for piece in pieces {
            match (&piece.what, self.piece(piece, depth)) {
                (PieceWhat::Text(known), _) => text.push_str(known),
                (_, Some(known)) => text.push_str(&known),
                (_, None) => text.push_str(self.script.get(piece.span.start..piece.span.end).unwrap_or_default()),
            }
        }
        text
    }

    fn piece(&self, piece: &syntax::Piece, depth: usize) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        match &piece.what {
            PieceWhat::Variable { name, operator, inside } => {
                let value = self.variable(name);
                let operator = operator.strip_prefix("[0]").unwrap_or(operator);
                match operator {
                    "" => value,
                    "%/*" => parent(&value?),
                    _ if value.is_some() => value.filter(|_| operator.starts_with([':', '-'])),
                    _ => {
                        let default = operator.strip_prefix(":-").or_else(|| operator.strip_prefix('-'))?;
                        let is_set = self.variables.contains_key(name) || default.is_empty();
                        let text = self.pieces(inside, depth);
                        let text = text.strip_prefix(":-").or_else(|| text.strip_prefix('-')).unwrap_or(&text);
                        (!is_set).then(|| text.to_owned())
                    }
                }
            }
            PieceWhat::Script(list) => self.printed(list, depth),
            PieceWhat::Expression => {
                let written = self.script.get(piece.span.start..piece.span.end)?;
                let inner = written.strip_prefix("${{")?.strip_suffix("}}")?.trim();
                match inner {
                    "github.workspace" => Some(WORKSPACE.to_string()),
                    "github.action_path" => self.action(),
                    _ => match (self.around.values)(inner)?.as_slice() {
                        [only] => Some(only.clone()),
                        _ => None,
                    },
                }
            }
            _ => None,
        }
    }

    /// What a variable holds.
    pub(super) fn variable(&self, name: &str) -> Option<String> {
        if let Some(set) = self.variables.get(name) {
            return set.clone();
        }
        match name {
            "0" | "BASH_SOURCE" => self.file.map(|file| format!("{WORKSPACE}/{file}")),
            "PWD" => self.here(),
            "GITHUB_ACTION_PATH" => self.action(),
            _ if WORKSPACES.contains(&name) => Some(WORKSPACE.to_string()),
            _ => (self.around.variable)(name)?.known().filter(|value| !value.contains("${{")).map(str::to_owned),
        }
    }

    fn action(&self) -> Option<String> {
        self.around.action.map(|folder| format!("{WORKSPACE}/{folder}"))
    }

    fn here(&self) -> Option<String> {
        self.folder.as_ref().map(|folder| format!("{WORKSPACE}/{folder}"))
    }

    /// What a script of a substitution prints, where it is a path.
    fn printed(&self, list: &List, depth: usize) -> Option<String> {
        let simple = |and_or: &'_ AndOr| -> Vec<Vec<String>> {
            let parts = and_or.pipelines.iter().flat_map(|(_, pipeline)| &pipeline.parts);
            let words = |simple: &Simple| simple.words.iter().map(|word| self.pieces(&word.pieces, depth)).collect();
            parts
                .filter_map(|part| if let What::Simple(simple) = &part.what { Some(words(simple)) } else { None })
                .collect()
        };
        let commands: Vec<Vec<String>> = list.iter().flat_map(simple).collect();
        let commands: Vec<Vec<&str>> = commands
            .iter()
            .map(|words| words.iter().map(String::as_str).filter(|word| *word != "--").collect())
            .collect();
        match commands.iter().map(Vec::as_slice).collect::<Vec<_>>().as_slice() {
            [["dirname", path]] => parent(path),
            [["pwd", ..]] => self.here(),
            [["git", "rev-parse", "--show-toplevel"]] => Some(WORKSPACE.to_string()),
            [["realpath", path] | ["readlink", "-f", path]] | [["cd", path] | ["cd", "-P", path], ["pwd", ..]] => {
                Some(format!("{WORKSPACE}/{}", self.path(path)?))
            }
            [["echo", text]] => Some((*text).to_owned()),
            _ => None,
        }
    }

    fn path(&self, text: &str) -> Option<String> {
        path_in(self.folder.as_deref(), text)
    }

    /// Takes note of what a command sets.
    pub(super) fn set(&mut self, simple: &Simple) {
        let declares = ["export", "readonly", "declare", "typeset", "local"];
        let program = simple.words.first().map(|word| word.text.as_str());
        match program {
            None => {
                for assignment in &simple.assignments {
                    let text = self.text(&assignment.value);
                    if assignment.name == "PATH" {
                        self.look_in(&text);
                    }
                    self.remember(&assignment.name, Some(text).filter(|_| !assignment.adds));
                }
            }
            Some(program) if declares.contains(&program) => {
                for word in simple.words.iter().skip(1) {
                    let text = self.text(word);
                    if let Some((name, value)) = text.split_once('=') {
                        if name == "PATH" {
                            self.look_in(value);
                        }
                        self.remember(name, Some(value.to_owned()));
                    }
                }
            }
            Some("read" | "mapfile" | "readarray" | "getopts") => {
                simple.words.iter().skip(1).for_each(|word| self.remember(&word.text, None));
            }
            Some(_) => {}
        }
    }

    /// Keeps the value of a variable, if all of it is known.
    pub(super) fn remember(&mut self, name: &str, value: Option<String>) {
        let value = value.filter(|value| !value.contains(['$', '`']) && value.len() <= BYTES);
        if self.variables.len() < VARIABLES || self.variables.contains_key(name) {
            Rc::make_mut(&mut self.variables).insert(name.to_owned(), value);
        }
    }

    /// Keeps what is the same on two ways through a script.
    pub(super) fn join(&mut self, other: &Self) {
        if self.folder != other.folder {
            self.folder = None;
        }
        if Rc::ptr_eq(&self.variables, &other.variables) {
            return;
        }
        let variables = Rc::make_mut(&mut self.variables);
        for (name, value) in other.variables.iter() {
            let known = variables.entry(name.clone()).or_insert(None);
            if known != value {
                *known = None;
            }
        }
    }
}

/// The folder of a path.
fn parent(path: &str) -> Option<String> {
    let path = path.trim_end_matches('/');
    Some(match path.rsplit_once('/') {
        Some((folder, _)) => folder.to_owned(),
        None if path.is_empty() || path.contains(['$', '`', WORKSPACE]) => return None,
        None => ".".to_owned(),
    })
}

/// The path of the workspace that a text means in a folder, empty for the root; `None` when nobody knows, or it leads out.
pub(super) fn path_in(folder: Option<&str>, text: &str) -> Option<String> {
    if text.is_empty() || text.contains(['$', '`', '*', '?', '~', '\n']) {
        return None;
    }
    match text.strip_prefix(WORKSPACE) {
        Some(inside) => inside_of("", inside.trim_start_matches('/')),
        None if text.starts_with('/') => None,
        None => inside_of(folder?, text),
    }
}

/// A path below a folder, both of the workspace; `None` when it leads out.
pub(in super::super) fn inside_of(folder: &str, path: &str) -> Option<String> {
    let mut segments: Vec<&str> = Vec::new();
    for segment in folder.split('/').chain(path.split('/')) {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()?),
            other => segments.push(other),
        }
    }
    Some(segments.join("/"))
}

/// A text as people see it: what is known of it, the workspace as a dot.
pub(super) fn shown(text: &str) -> String {
    text.replace(WORKSPACE, ".")
}

/// The text of a variable that is all of a word, if it is known.
pub(super) fn text_of_known<'t>(outer: &'t Text<'t>, word: &Word, known: &str) -> Option<Text<'t>> {
    let [piece] = word.pieces.as_slice() else { return None };
    let is_known = matches!(piece.what, PieceWhat::Variable { .. }) && !known.contains(['$', '`', WORKSPACE]);
    let pieces = vec![Piece { text: 0, at: word.span.start, length: 1 }];
    is_known.then(|| Text::of_words(outer, known.to_owned(), word.span, pieces))
}

/// The text that words make when they are read as a script, with the way back to each.
pub(super) fn text_of<'t>(outer: &'t Text<'t>, words: &[&Word]) -> Option<Text<'t>> {
    let (first, last) = (words.first()?, words.last()?);
    let mut text = String::new();
    let mut pieces = Vec::new();
    for word in words {
        if !text.is_empty() {
            text.push(' ');
        }
        for piece in &word.pieces {
            let raw = outer.text.get(piece.span.start..piece.span.end).unwrap_or_default();
            match &piece.what {
                PieceWhat::Text(known) => align(known, raw, piece.span.start, text.len(), &mut pieces),
                _ => pieces.push(Piece { text: text.len(), at: piece.span.start, length: raw.len() }),
            }
            text.push_str(if let PieceWhat::Text(known) = &piece.what { known } else { raw });
        }
    }
    Some(Text::of_words(outer, text, Span::new(first.span.start, last.span.end), pieces))
}

/// Where the characters of a text stand in what is written, which has backslashes that the text has not.
fn align(text: &str, raw: &str, base: usize, start: usize, pieces: &mut Vec<Piece>) {
    if text.len() == raw.len() {
        return pieces.push(Piece { text: start, at: base, length: raw.len() });
    }
    let mut at = 0_usize;
    let mut open: Option<Piece> = None;
    for (offset, character) in text.char_indices() {
        let mut skipped = false;
        while let Some(rest) = raw.get(at..).filter(|rest| rest.starts_with('\\') && !rest.starts_with(character)) {
            at = at.saturating_add(if rest.starts_with("\\\n") { 2 } else { 1 });
            skipped = true;
        }
        if skipped || open.is_none() {
            pieces.extend(open.take());
            open = Some(Piece { text: start.saturating_add(offset), at: base.saturating_add(at), length: 0 });
        }
        at = at.saturating_add(character.len_utf8());
        if let Some(open) = &mut open {
            open.length = open.length.saturating_add(character.len_utf8());
        }
    }
    pieces.extend(open);
}

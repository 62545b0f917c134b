//! `just x`: the recipes of a justfile.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::origin::Piece;
use super::super::{Language, Reader};
use super::Call;
use super::files::{PLAIN, language_of_line};
use super::recipe::{Line, Recipe};
use super::words::{inside_of, path_in};
use crate::source::{Source, Span};

/// The names of the file, in any folder upwards.
const NAMES: [&str; 4] = ["justfile", "Justfile", ".justfile", "JUSTFILE"];

/// The most files that one justfile takes in.
const IMPORTS: usize = 50;

/// How many folders upwards are looked at.
const FOLDERS: usize = 32;

/// A recipe as it is written.
#[derive(Default)]
struct Written {
    parameters: Vec<(String, Option<String>)>,
    needs: Vec<String>,
    after: Vec<String>,
    lines: Vec<(Arc<Source>, Span)>,
}

/// What a justfile says.
#[derive(Default)]
struct Justfile {
    recipes: BTreeMap<String, Written>,
    variables: BTreeMap<String, String>,
    aliases: BTreeMap<String, String>,
    first: Option<String>,
    /// The files that it takes in, as they are written.
    imports: Vec<String>,
}

impl Justfile {
    /// Adds what a file says.
    fn read(&mut self, source: &Arc<Source>) {
        let mut open: Option<String> = None;
        let mut at = 0_usize;
        for line in source.text().split_inclusive('\n') {
            let start = at;
            at = at.saturating_add(line.len());
            let line = line.trim_end_matches(['\n', '\r']);
            if line.starts_with([' ', '\t']) {
                let indent = line.len().saturating_sub(line.trim_start().len());
                if let Some(recipe) = open.as_ref().and_then(|name| self.recipes.get_mut(name)) {
                    let span = Span::new(start.saturating_add(indent), start.saturating_add(line.len()));
                    recipe.lines.push((Arc::clone(source), span));
                }
                continue;
            }
            if line.is_empty() || line.starts_with(['#', '[']) {
                continue;
            }
            open = self.statement(line);
        }
    }

    /// A recipe, whose name is returned, or something else.
    fn statement(&mut self, line: &str) -> Option<String> {
        let plain = line.strip_prefix("export ").unwrap_or(line);
        if let Some((name, value)) = plain.split_once(":=") {
            let (name, value) = (name.trim(), value.trim());
            if let Some(alias) = name.strip_prefix("alias ") {
                self.aliases.insert(alias.trim().to_owned(), value.to_owned());
            } else if let Some(value) = text_of(value) {
                self.variables.insert(name.to_owned(), value);
            }
            return None;
        }
        if let Some(name) = line.strip_prefix("import").and_then(|rest| text_of(rest.trim_start_matches('?').trim())) {
            self.imports.push(name);
            return None;
        }
        let (head, needs) = line.split_once(':')?;
        let mut words = head.trim_start_matches('@').split_whitespace();
        let name = words.next()?.to_owned();
        let parameter = |word: &str| match word.split_once('=') {
            Some((name, value)) => (name.trim_start_matches(['+', '*', '$']).to_owned(), text_of(value)),
            None => (word.trim_start_matches(['+', '*', '$']).to_owned(), None),
        };
        let (before, behind) = needs.split_once("&&").unwrap_or((needs, ""));
        let names = |text: &str| -> Vec<String> {
            let is_name = |word: &&str| word.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_');
            text.split_whitespace()
                .map(|word| word.trim_matches(['(', ')']))
                .filter(is_name)
                .map(str::to_owned)
                .collect()
        };
        let recipe = Written {
            parameters: words.map(parameter).collect(),
            needs: names(before),
            after: names(behind),
            lines: Vec::new(),
        };
        self.first.get_or_insert_with(|| name.clone());
        // What a file says itself comes before what it takes in (just.systems/man/en/imports.html).
        if self.recipes.contains_key(&name) {
            return None;
        }
        self.recipes.insert(name.clone(), recipe);
        Some(name)
    }

    /// What a recipe runs, with what its parameters hold.
    fn recipe(&self, name: &str, arguments: &[&str]) -> Option<Recipe> {
        let name = self.aliases.get(name).map_or(name, String::as_str);
        let written = self.recipes.get(name)?;
        let mut given = self.variables.clone();
        for (index, (name, default)) in written.parameters.iter().enumerate() {
            let value = arguments.get(index).map(|value| (*value).to_owned()).or_else(|| default.clone());
            given.remove(name);
            given.extend(value.map(|value| (name.clone(), value)));
        }
        let first = written.lines.first().map(|(source, span)| source.slice(*span)).unwrap_or_default();
        let mut lines: Vec<Line> = Vec::new();
        let is_script = first.starts_with("#!");
        for (source, span) in &written.lines {
            let text = source.slice(*span);
            let bare = if is_script { text } else { text.trim_start_matches(['@', '-']) };
            let prefix = text.len().saturating_sub(bare.len());
            let is_ignored = text.get(..prefix).is_some_and(|prefix| prefix.contains('-'));
            let (text, pieces) = filled(bare, span.start.saturating_add(prefix), &given);
            let goes_on = lines.last().is_some_and(|last| is_script || last.text.ends_with('\\'));
            if let Some(last) = lines.last_mut().filter(|_| goes_on) {
                last.text.push('\n');
                let start = last.text.len();
                let moved = |piece: Piece| Piece { text: piece.text.saturating_add(start), ..piece };
                last.pieces.extend(pieces.into_iter().map(moved));
                last.text.push_str(&text);
            } else {
                let language = if is_script { language_of_line(first) } else { Language::Shell(PLAIN) };
                let ignored = is_ignored.then_some("`-` in front of the line of just");
                lines.push(Line { source: Arc::clone(source), text, pieces, language, ignored });
            }
        }
        Some(Recipe { needs: written.needs.clone(), lines, after: written.after.clone() })
    }
}

/// A text in quotes.
fn text_of(value: &str) -> Option<String> {
    let inner = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote).filter(|inner| !inner.contains(quote));
    inner('\'').or_else(|| inner('"')).map(str::to_owned)
}

/// A line with what stands between `{{` and `}}` put in; what is not known becomes a variable of that name.
fn filled(line: &str, start: usize, given: &BTreeMap<String, String>) -> (String, Vec<Piece>) {
    let (mut text, mut pieces) = (String::new(), Vec::new());
    let mut rest = line;
    while !rest.is_empty() {
        let at = start.saturating_add(line.len().saturating_sub(rest.len()));
        let open = rest.find("{{").unwrap_or(rest.len());
        let (before, behind) = rest.split_at_checked(open).unwrap_or((rest, ""));
        if !before.is_empty() {
            pieces.push(Piece { text: text.len(), at, length: before.len() });
            text.push_str(before);
        }
        let Some(inner) = behind.strip_prefix("{{") else { break };
        let end = inner.find("}}").unwrap_or(inner.len());
        let name = inner.get(..end).unwrap_or_default().trim();
        let length = end.saturating_add(4).min(behind.len());
        pieces.push(Piece { text: text.len(), at: at.saturating_add(open), length });
        if let Some(value) = given.get(name) {
            text.push_str(value);
        } else {
            let name: String = name.chars().filter(|it| it.is_ascii_alphanumeric() || *it == '_').collect();
            text.extend(["${", &name, "}"]);
        }
        rest = behind.get(length..).unwrap_or_default();
    }
    (text, pieces)
}

impl Reader<'_, '_> {
    /// Reads the recipes that `just` runs.
    pub(super) fn just(&mut self, call: &Call<'_>) -> bool {
        let arguments = call.arguments();
        let option = |names: &[&str]| {
            let at = arguments.iter().position(|word| names.contains(word))?;
            arguments.get(at.saturating_add(1)).copied()
        };
        let valued = ["-f", "--justfile", "-d", "--working-directory", "--set", "--shell", "--dotenv-path"];
        let rest = crate::input::pipeline::wrappers::skip_options(&arguments, &valued);
        let named = option(&["-f", "--justfile"]).and_then(|name| call.path(name));
        let Some(folder) = call.path(".") else { return false };
        let place = if let Some(place) = named {
            Some(place)
        } else {
            let upwards = std::iter::successors(Some(folder), |folder| path_in(Some(folder), ".."));
            let in_folder = |folder: String| {
                let there = NAMES.iter().filter_map(|name| inside_of(&folder, name));
                there.into_iter().find(|place| self.in_tree(place).is_some())
            };
            upwards.take(FOLDERS).find_map(in_folder)
        };
        let Some(path) = place.as_ref().and_then(|place| self.in_tree(place)) else { return false };
        let Some(source) = self.read_file(call, &path) else { return true };
        let folder = path.parent().map(|folder| folder.as_str().to_owned()).unwrap_or_default();
        let file = self.justfile(call, &source, &folder);
        let name = rest.first().copied().or(file.first.as_deref()).unwrap_or_default();
        let given = rest.get(1..).unwrap_or_default();
        // Words behind the name are its arguments, or more recipes.
        let takes = file.recipes.get(name).map_or(0, |recipe| recipe.parameters.len());
        let more = given.iter().skip(takes).filter(|it| file.recipes.contains_key(**it));
        let names: Vec<String> = std::iter::once(&name).chain(more).map(|name| (*name).to_owned()).collect();
        let recipe = |target: &str| {
            let arguments = if target == name { given } else { &[] };
            file.recipe(target, arguments)
        };
        self.targets(call, Some(&folder), names, &recipe)
    }

    /// A justfile with those that it takes in.
    fn justfile(&mut self, call: &Call<'_>, source: &Arc<Source>, folder: &str) -> Justfile {
        let mut file = Justfile::default();
        file.read(source);
        let mut index = 0_usize;
        while let Some(name) = file.imports.get(index) {
            if index >= IMPORTS {
                self.lost(
                    call,
                    &format!("this justfile takes in more than {IMPORTS} others; the rest is not followed"),
                );
                break;
            }
            index = index.saturating_add(1);
            let found = inside_of(folder, name).and_then(|place| self.in_tree(&place));
            if let Some(source) = found.and_then(|path| self.read_file(call, &path)) {
                file.read(&source);
            }
        }
        file
    }
}

//! `just x`: the recipes of a justfile.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::origin::Piece;
use super::super::{Language, Reader};
use super::Call;
use super::files::{PLAIN, language_of_line};
use super::recipe::{Line, Recipe};
use super::templates::place_of;
use super::words::{inside_of, path_in};
use crate::input::pipeline::held::Held;
use crate::source::{Source, Span};

/// The names of the file, in any folder upwards.
const NAMES: [&str; 4] = ["justfile", "Justfile", ".justfile", "JUSTFILE"];

/// The most files that one justfile takes in.
const IMPORTS: usize = 50;

/// How often recipes are followed that hand a parameter on.
const NEEDS: usize = 4;

/// How many folders upwards are looked at.
const FOLDERS: usize = 32;

/// A recipe as it is written.
#[derive(Default)]
struct Written {
    parameters: Vec<(String, Option<String>)>,
    needs: Vec<String>,
    after: Vec<String>,
    /// What it hands to one that it needs, as it is written: `(greet title "x")`.
    hands: Vec<(String, Vec<String>)>,
    lines: Vec<(Arc<Source>, Span)>,
}

/// What a justfile says.
#[derive(Default)]
struct Justfile {
    recipes: BTreeMap<String, Written>,
    variables: BTreeMap<String, String>,
    /// The variables of the environment that those hold which are no text.
    environment: BTreeMap<String, String>,
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
            } else if let Some(variable) = environment(value) {
                self.environment.insert(name.to_owned(), variable);
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
            hands: handed(needs),
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
    fn recipe(&self, name: &str, arguments: &[&str], held: &dyn Fn(Name<'_>) -> Option<Held>) -> Option<Recipe> {
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
            let (text, pieces, names) = filled(bare, span.start.saturating_add(prefix), &given);
            let puts_in: Vec<_> =
                names.into_iter().filter_map(|it| self.put_in(written, it, source, *span, held)).collect();
            let goes_on = lines.last().is_some_and(|last| is_script || last.text.ends_with('\\'));
            if let Some(last) = lines.last_mut().filter(|_| goes_on) {
                last.text.push('\n');
                let start = last.text.len();
                let moved = |piece: Piece| Piece { text: piece.text.saturating_add(start), ..piece };
                last.pieces.extend(pieces.into_iter().map(moved));
                last.text.push_str(&text);
                last.puts_in.extend(puts_in);
            } else {
                let language = if is_script { language_of_line(first) } else { Language::Shell(PLAIN) };
                let ignored = is_ignored.then_some("`-` in front of the line of just");
                lines.push(Line { source: Arc::clone(source), text, pieces, language, ignored, puts_in });
            }
        }
        Some(Recipe { needs: written.needs.clone(), lines, after: written.after.clone() })
    }

    /// The variable of the environment that an expression gives.
    fn variable(&self, expression: &str) -> Option<String> {
        self.environment.get(expression).cloned().or_else(|| environment(expression))
    }

    /// What a stranger decides of a parameter: what the call gives for it, or a recipe that needs this one.
    fn parameter(
        &self,
        target: &str,
        at: usize,
        depth: usize,
        held: &dyn Fn(&str, Name<'_>) -> Option<Held>,
    ) -> Option<Held> {
        let depth = depth.checked_sub(1)?;
        held(target, Name::Parameter(at)).or_else(|| {
            self.handed(target, at).find_map(|(recipe, expression)| {
                let parameters = self.recipes.get(recipe).map(|it| it.parameters.as_slice()).unwrap_or_default();
                match parameters.iter().position(|(name, _)| name == expression) {
                    Some(at) => self.parameter(recipe, at, depth, held),
                    None => held(recipe, Name::Variable(&self.variable(expression)?)),
                }
            })
        })
    }

    /// What stands for a parameter of a recipe in those that need it: the recipe, and the expression.
    fn handed<'j>(&'j self, target: &'j str, at: usize) -> impl Iterator<Item = (&'j str, &'j str)> {
        let of = move |(name, recipe): (&'j String, &'j Written)| {
            let calls = recipe.hands.iter().filter(move |(called, _)| called == target);
            calls.filter_map(move |(_, words)| Some((name.as_str(), words.get(at)?.as_str())))
        };
        self.recipes.iter().flat_map(of)
    }

    /// What a stranger decides of what stands between `{{` and `}}`.
    fn put_in(
        &self,
        recipe: &Written,
        name: String,
        source: &Source,
        line: Span,
        held: &dyn Fn(Name<'_>) -> Option<Held>,
    ) -> Option<(String, Held, Span)> {
        let parameter = recipe.parameters.iter().position(|(known, _)| *known == name);
        let variable = self.variable(&name);
        let found = match parameter {
            Some(index) => held(Name::Parameter(index)),
            None => held(Name::Variable(variable.as_deref()?)),
        }?;
        let place = place_of(source, line, &name);
        Some((variable.filter(|_| parameter.is_none()).unwrap_or(name), found, place))
    }
}

/// What a recipe hands to those that it needs.
fn handed(needs: &str) -> Vec<(String, Vec<String>)> {
    let calls = needs.split('(').skip(1).filter_map(|rest| rest.split(')').next());
    let words = |call: &str| call.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    calls.map(words).filter(|words| words.len() > 1).map(|mut words| (words.remove(0), words)).collect()
}

/// What a recipe gets.
#[derive(Clone, Copy)]
enum Name<'a> {
    /// A parameter, by its place.
    Parameter(usize),
    /// A variable of the environment.
    Variable(&'a str),
}

/// The variable that a call of `env` gives.
fn environment(value: &str) -> Option<String> {
    let (function, rest) = value.split_once('(')?;
    let arguments = rest.trim_end().strip_suffix(')')?;
    let is_one = matches!(function.trim(), "env" | "env_var" | "env_var_or_default");
    is_one.then(|| text_of(arguments.split(',').next().unwrap_or_default().trim())).flatten()
}

/// A text in quotes.
fn text_of(value: &str) -> Option<String> {
    let inner = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote).filter(|inner| !inner.contains(quote));
    inner('\'').or_else(|| inner('"')).map(str::to_owned)
}

/// A line with what stands between `{{` and `}}` put in; what is not known becomes a variable of that name, and is listed.
fn filled(line: &str, start: usize, given: &BTreeMap<String, String>) -> (String, Vec<Piece>, Vec<String>) {
    let (mut text, mut pieces, mut names) = (String::new(), Vec::new(), Vec::new());
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
            // What the call gives may be the text of a stranger.
            names.extend(value.contains('$').then(|| name.to_owned()));
            text.push_str(value);
        } else {
            names.push(name.to_owned());
            let name: String = name.chars().filter(|it| it.is_ascii_alphanumeric() || *it == '_').collect();
            text.extend(["${", &name, "}"]);
        }
        rest = behind.get(length..).unwrap_or_default();
    }
    (text, pieces, names)
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
        let (strangers, first) = (self.strangers(call), arguments.len().saturating_sub(given.len()));
        let recipe = |target: &str| {
            // The last one may take all that is left.
            let word = |at: usize| strangers.word(first.saturating_add(at), at.saturating_add(1) == takes).cloned();
            let held = |it: Name<'_>| match it {
                Name::Variable(name) => strangers.variable(name),
                Name::Parameter(at) => file.parameter(target, at, NEEDS, &|recipe, it| match it {
                    Name::Parameter(at) => (recipe == name).then(|| word(at)).flatten(),
                    Name::Variable(name) => strangers.variable(name),
                }),
            };
            file.recipe(target, if target == name { given } else { &[] }, &held)
        };
        self.targets((call, "just"), Some(&folder), names, &recipe)
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

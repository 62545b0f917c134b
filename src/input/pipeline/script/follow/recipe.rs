//! Targets that a file names, with what they run.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::origin::Piece;
use super::super::{Language, Reader, Text};
use super::{Call, Frame};
use crate::input::pipeline::held::Held;
use crate::source::{Source, Span};

/// The most targets that one command may reach.
const TARGETS: usize = 200;

/// A script of a target.
pub(super) struct Line {
    pub(super) source: Arc<Source>,
    pub(super) text: String,
    pub(super) pieces: Vec<Piece>,
    pub(super) language: Language,
    /// Why what runs it goes on when it fails.
    pub(super) ignored: Option<&'static str>,
    /// The texts of strangers that are put into it, each with its name and place.
    pub(super) puts_in: Vec<(String, Held, Span)>,
}

/// What a target consists of.
#[derive(Default)]
pub(super) struct Recipe {
    /// The targets that run before it.
    pub(super) needs: Vec<String>,
    pub(super) lines: Vec<Line>,
    /// The targets that run behind it.
    pub(super) after: Vec<String>,
}

/// What is still to be read, the last one first.
enum Work {
    /// A target with those that it needs.
    Target(String),
    /// What a target runs itself.
    Body(String, Recipe),
}

impl Reader<'_, '_> {
    /// Reads targets with those that they need, each once. Returns whether there is any.
    pub(super) fn targets(
        &mut self,
        (call, tool): (&Call<'_>, &str),
        folder: Option<&str>,
        names: Vec<String>,
        recipe: &dyn Fn(&str) -> Option<Recipe>,
    ) -> bool {
        let mut done = BTreeSet::new();
        let mut found = false;
        let mut waiting: Vec<Work> = names.into_iter().rev().map(Work::Target).collect();
        while let Some(work) = waiting.pop() {
            let name = match work {
                Work::Target(name) => name,
                Work::Body(name, recipe) => {
                    self.recipe((call, tool), folder, &recipe, &name);
                    continue;
                }
            };
            if done.contains(&name) {
                continue;
            }
            if done.len() >= TARGETS {
                self.lost(call, &format!("this runs more than {TARGETS} targets; the others are not followed"));
                break;
            }
            let Some(mut recipe) = recipe(&name) else { continue };
            done.insert(name.clone());
            found = true;
            let (needs, after) = (std::mem::take(&mut recipe.needs), std::mem::take(&mut recipe.after));
            waiting.extend(after.into_iter().rev().map(Work::Target));
            waiting.push(Work::Body(name, recipe));
            waiting.extend(needs.into_iter().rev().map(Work::Target));
        }
        found
    }

    fn recipe(&mut self, (call, tool): (&Call<'_>, &str), folder: Option<&str>, recipe: &Recipe, name: &str) {
        for line in &recipe.lines {
            let text = Text::of_file(Arc::clone(&line.source), line.text.clone(), line.pieces.clone());
            let outer = call.frame(line.language);
            let mut frame = Frame { folder: folder.map(str::to_owned), ..outer };
            frame.ignored = frame.ignored.or(line.ignored);
            // A recipe that runs itself once more has been read.
            let key = format!("target {} {name} {}", line.source.path().as_str(), folder.unwrap_or("?"));
            if call.frame.open.contains(&key) {
                continue;
            }
            frame.open.insert(key);
            for (name, held, span) in &line.puts_in {
                let loc = self.places.entity(&line.source, *span);
                self.puts_in(call, tool, loc, (name, held));
            }
            self.nested(call, &text, frame, None);
        }
    }
}

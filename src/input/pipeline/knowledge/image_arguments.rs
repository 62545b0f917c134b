//! Where commands and actions that deploy are told which image to run.

use std::collections::BTreeMap;

use super::phrase::{self, Phrase};
use crate::input::pipeline::wrappers;
use crate::knowledge::{Lookup, concepts};

/// Those of a run.
pub(super) static IMAGE_ARGUMENTS: Lookup<ImageArguments> =
    Lookup::new(&concepts::references::IMAGE_ARGUMENTS, |rows| {
        let mut known = ImageArguments::default();
        for row in rows {
            let argument = Argument { by: row.word("by"), given: row.list("given").map(str::to_owned).collect() };
            if row.word("kind") == "action" {
                known.actions.insert(row.text("pattern").to_owned(), argument);
                continue;
            }
            let phrase = Phrase::of(row.text("pattern"));
            for program in &phrase.programs {
                known.commands.entry(program.clone()).or_default().push((phrase.clone(), argument.clone()));
            }
        }
        known
    });

/// By program, and by action.
#[derive(Debug, Default)]
pub(in crate::input::pipeline) struct ImageArguments {
    commands: BTreeMap<String, Vec<(Phrase, Argument)>>,
    actions: BTreeMap<String, Argument>,
}

/// What holds the image.
#[derive(Debug, Clone)]
struct Argument {
    by: &'static str,
    given: Vec<String>,
}

impl ImageArguments {
    /// The images that a command is told to run, as they are written; a tag alone as `:latest`.
    pub(in crate::input::pipeline) fn of_command(&self, argv: &[String]) -> Vec<String> {
        if !phrase::knows(&self.commands, argv) {
            return Vec::new();
        }
        let argv = wrappers::unwrap(argv, |_| None);
        let Some((program, arguments)) = argv.split_first() else { return Vec::new() };
        let rows = phrase::of_program(&self.commands, program).map(Vec::as_slice).unwrap_or_default();
        let found = rows.iter().find_map(|(phrase, row)| Some((phrase.takes(arguments, true)?, row)));
        let Some((taken, row)) = found else { return Vec::new() };
        let rest = arguments.get(taken..).unwrap_or_default();
        let values = rest.iter().enumerate().filter_map(|(index, word)| {
            let (name, value) = word.split_once('=').map_or((word.as_str(), None), |(name, value)| (name, Some(value)));
            let is_it = row.given.iter().any(|given| given == name);
            is_it.then(|| value.or_else(|| rest.get(index.saturating_add(1)).map(String::as_str)))?
        });
        match row.by {
            "pair" => rest.iter().filter_map(|word| pair(word)).collect(),
            "chart" => values.flat_map(settings).collect(),
            _ => values.map(str::to_owned).collect(),
        }
    }

    /// The images that an action is told to run; `value` says what an input holds.
    pub(in crate::input::pipeline) fn of_action(
        &self,
        name: &str,
        value: &dyn Fn(&str) -> Option<String>,
    ) -> Vec<String> {
        let given = self.actions.get(&name.to_ascii_lowercase()).map(|row| row.given.as_slice()).unwrap_or_default();
        let values = given.iter().filter_map(|input| value(input));
        let several =
            values.flat_map(|value| value.split([',', '\n']).map(str::trim).map(str::to_owned).collect::<Vec<_>>());
        several.filter(|image| !image.is_empty()).collect()
    }
}

/// `web=acme/web:1.2`.
fn pair(word: &str) -> Option<String> {
    let (_, image) = word.split_once('=').filter(|_| !word.starts_with('-'))?;
    Some(image.to_owned())
}

/// The images among the settings of a chart: `image.tag=latest,web.image=acme/web:1`.
fn settings(text: &str) -> Vec<String> {
    let setting = |part: &str| {
        let (name, value) = part.split_once('=')?;
        let last = name.rsplit('.').next()?.to_ascii_lowercase();
        let of_image = name.to_ascii_lowercase().contains("image");
        match last.as_str() {
            // Of an image that is named elsewhere.
            "tag" | "imagetag" if of_image || name == "tag" => Some(format!(":{value}")),
            "image" => Some(value.to_owned()),
            _ => None,
        }
    };
    text.split(',').filter_map(setting).collect()
}

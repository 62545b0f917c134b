//! What the plan and its code call things. The tool keeps sensitive values out of addresses, so a text that occurs there,
//! or as a name in the code, is no secret because it also stands in a value that is sensitive as a whole.

use std::collections::BTreeSet;

use hcl_edit::structure::BlockLabel;
use hcl_edit::visit::Visit;
use hcl_edit::{Decorated, Ident};

use super::address::{Key, Part, parts};
use super::code::{Code, Content, blocks};
use super::configuration::Configuration;
use super::raw;

/// The fewest characters of a name that is hidden anywhere.
const SHORTEST: usize = 4;

/// Names, and the words that they are made of.
#[derive(Debug, Default)]
pub(super) struct Identifiers(BTreeSet<String>);

impl Identifiers {
    /// Those of a plan and its code.
    pub(super) fn of(raw: &raw::Plan<'_>, configuration: &Configuration<'_>, code: &Code) -> Self {
        let mut names = Self::default();
        for change in raw.resource_changes.iter().flatten() {
            names.address(&change.address);
        }
        for block in configuration.resources.keys() {
            names.address(&block.full());
        }
        for (module, config) in &configuration.modules {
            names.address(module);
            config.variables.0.keys().chain(config.outputs.0.keys()).for_each(|name| names.add(name));
        }
        raw.variables.0.keys().for_each(|name| names.add(name));
        for (_, files) in code.files() {
            for file in files {
                match &file.content {
                    Content::Native(body) => names.visit_body(body),
                    Content::Json(root) => {
                        blocks(root).iter().flat_map(|block| &block.labels).for_each(|label| names.add(label));
                    }
                    Content::Unreadable => {}
                }
            }
        }
        names
    }

    /// Whether a text is a name, or a word of one.
    pub(super) fn contains(&self, text: &str) -> bool {
        self.0.contains(text)
    }

    fn address(&mut self, address: &str) {
        for part in parts(address).into_iter().flatten() {
            if let Part::Name(name) | Part::Key(Key::Text(name)) = part {
                self.add(&name);
            }
        }
    }

    /// Adds a name and its words.
    pub(super) fn add(&mut self, name: &str) {
        let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| *word != name);
        let long = words.chain([name]).filter(|word| word.len() >= SHORTEST);
        for word in long {
            if !self.0.contains(word) {
                self.0.insert(word.to_owned());
            }
        }
    }
}

impl Visit for Identifiers {
    fn visit_ident(&mut self, ident: &Decorated<Ident>) {
        self.add(ident.as_str());
    }

    fn visit_block_label(&mut self, label: &BlockLabel) {
        self.add(label.as_str());
    }
}

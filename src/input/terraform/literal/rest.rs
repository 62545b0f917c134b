//! Credentials that stand in the code beside the resources: defaults, locals, outputs, arguments of modules, the place of
//! the state, and files that give values to variables. Each is written out even if nothing uses it.

use hcl_edit::structure::{Block as Native, BlockLabel};

use super::ignored::Ignored;
use super::walk::{Found, Search};
use crate::input::terraform::address::{BlockAddress, Key, modules};
use crate::input::terraform::code::{Block, Content, File, Part, blocks};
use crate::input::terraform::evaluate::{Evaluator, Instance, Scope};

/// A credential beside the resources.
pub(in crate::input::terraform) struct Rest {
    /// The block that it belongs to.
    pub(in crate::input::terraform) block: BlockAddress,
    pub(in crate::input::terraform) found: Found,
}

impl Rest {
    /// All of them, in the order of modules and files.
    pub(in crate::input::terraform) fn of(evaluator: &Evaluator<'_>) -> Vec<Self> {
        let code = evaluator.code();
        let mut all = Vec::new();
        for (module, files) in code.files().filter(|(module, _)| code.is_own(module)) {
            let instance: Instance = modules(module).into_iter().map(|(name, _)| (name, Key::Single)).collect();
            for file in files {
                for (word, labels) in names(file) {
                    all.extend(of_block(evaluator, module, &instance, word, &labels));
                }
                all.extend(states(evaluator, module, &instance, file));
            }
        }
        for file in code.given().iter().filter(|file| file.is_own()) {
            let part = Part::outermost(&file.source, file.body());
            all.extend(given(evaluator, &part));
        }
        all
    }
}

/// The words and labels of the blocks of a file; a local value is a block of its own.
fn names(file: &File) -> Vec<(&str, Vec<&str>)> {
    let mut found = Vec::new();
    match &file.content {
        Content::Native(body) => {
            for block in body.blocks() {
                let word = block.ident.as_str();
                if word == "locals" {
                    found.extend(block.body.attributes().map(|local| ("local", vec![local.key.as_str()])));
                } else {
                    found.push((word, block.labels.iter().map(BlockLabel::as_str).collect()));
                }
            }
        }
        Content::Json(root) => {
            for block in blocks(root) {
                if block.word == "locals" {
                    found.extend(block.body.entries().iter().filter_map(|it| Some(("local", vec![it.name()?]))));
                } else {
                    found.push((block.word, block.labels));
                }
            }
        }
        Content::Unreadable => {}
    }
    found
}

fn of_block(evaluator: &Evaluator<'_>, module: &str, instance: &Instance, word: &str, labels: &[&str]) -> Vec<Rest> {
    let [name, ..] = labels else { return Vec::new() };
    let argument = |name: &str, argument: &str| {
        let block = evaluator.code().block_of(&BlockAddress::new(module, name));
        evaluator.argument_in(&block, argument, &Scope::of(instance))
    };
    evaluator.begin();
    let (block, value) = match word {
        "variable" => (format!("var.{name}"), argument(&format!("var.{name}"), "default")),
        "output" => (format!("output.{name}"), argument(&format!("output.{name}"), "value")),
        "local" => (format!("local.{name}"), Some(evaluator.local(instance, name))),
        "module" => {
            let block = BlockAddress::new(module, &format!("module.{name}"));
            let found = super::of_block(evaluator, &block, instance).found;
            return found.into_iter().map(|found| Rest { block: block.clone(), found }).collect();
        }
        _ => return Vec::new(),
    };
    let mut search = Search::new(Ignored::default());
    if let Some(value) = value {
        search.named(name, &value);
    }
    let block = BlockAddress::new(module, &block);
    search.found.into_iter().map(|found| Rest { block: block.clone(), found }).collect()
}

/// The credentials of where the state is kept.
fn states(evaluator: &Evaluator<'_>, module: &str, instance: &Instance, file: &File) -> Vec<Rest> {
    let Content::Native(body) = &file.content else { return Vec::new() };
    let backends = body.get_blocks("terraform").flat_map(|block| block.body.get_blocks("backend"));
    let mut all = Vec::new();
    for backend in backends {
        let kind = backend.labels.first().map(BlockLabel::as_str).unwrap_or_default();
        let block = BlockAddress::new(module, &format!("terraform.backend.{kind}"));
        let found = inside(evaluator, instance, file, backend);
        all.extend(found.into_iter().map(|found| Rest { block: block.clone(), found }));
    }
    all
}

fn inside(evaluator: &Evaluator<'_>, instance: &Instance, file: &File, block: &Native) -> Vec<Found> {
    let part = Part::native(&file.source, block);
    let written = Block { parts: vec![part] };
    let mut search = Search::new(Ignored::default());
    for name in part.names() {
        evaluator.begin();
        let value = evaluator.argument_in(&written, name, &Scope::of(instance));
        if let Some(value) = value {
            search.argument(name, &value, None);
        }
    }
    search.found
}

/// What a file gives to variables.
fn given(evaluator: &Evaluator<'_>, part: &Part<'_>) -> Vec<Rest> {
    let root = Instance::new();
    let mut all = Vec::new();
    for name in part.names() {
        let Some(written) = part.attribute(name) else { continue };
        evaluator.begin();
        let mut search = Search::new(Ignored::default());
        search.named(name, &evaluator.evaluate(&written, &Scope::of(&root)));
        let block = BlockAddress::new("", &format!("var.{name}"));
        all.extend(search.found.into_iter().map(|found| Rest { block: block.clone(), found }));
    }
    all
}

//! What `ignore_changes` of a resource covers.
//!
//! That the tool ignores changes of an argument makes no real password harmless: it is the first one, and it stays in the
//! history of the code. A text that says by itself that it is only there until somebody sets another is none.

use crate::input::terraform::address::{Key, Part, parts};
use crate::input::terraform::code::{Block, Body, items};
use crate::input::terraform::model::Step;

/// The arguments that the tool ignores changes of.
#[derive(Debug, Clone, Default)]
pub(super) struct Ignored {
    all: bool,
    paths: Vec<Vec<Part>>,
}

impl Ignored {
    /// Those of a block.
    pub(super) fn of(block: &Block<'_>) -> Self {
        let mut ignored = Self::default();
        for part in &block.parts {
            match part.body {
                Body::Native(body) => {
                    let lists = body.get_blocks("lifecycle").filter_map(|it| it.body.get_attribute("ignore_changes"));
                    for list in lists {
                        match &list.value {
                            hcl_edit::expr::Expression::Array(array) => {
                                array.iter().for_each(|item| ignored.add(item.to_string().trim()));
                            }
                            all => ignored.add(all.to_string().trim()),
                        }
                    }
                }
                Body::Json(node) => {
                    let lists =
                        node.get("lifecycle").into_iter().flat_map(items).filter_map(|it| it.get("ignore_changes"));
                    lists.flat_map(items).filter_map(|item| item.as_str()).for_each(|item| ignored.add(item));
                }
            }
        }
        ignored
    }

    fn add(&mut self, item: &str) {
        let item = item.trim_matches('"');
        self.all |= item == "all";
        self.paths.extend(parts(item));
    }

    /// Whether changes of the argument at a path are ignored.
    pub(super) fn covers(&self, path: &[Step]) -> bool {
        let fits = |part: &Part, step: &Step| match (part, step) {
            (Part::Name(name) | Part::Key(Key::Text(name)), Step::Key(key)) => name == key,
            (Part::Key(Key::Index(index)), Step::Index(at)) => usize::try_from(*index) == Ok(*at),
            _ => false,
        };
        let covers = |parts: &Vec<Part>| {
            parts.len() <= path.len() && parts.iter().zip(path).all(|(part, step)| fits(part, step))
        };
        self.all || self.paths.iter().any(covers)
    }
}

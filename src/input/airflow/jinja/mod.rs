//! Jinja, parsed and followed without rendering it: which values a template inserts into its text, and where each comes
//! from.
//!
//! The parser is our own. Of a value there is nothing to compute, only to tell what it may be made of; a template has
//! holes in places where Jinja's grammar expects any expression; and what Airflow's Jinja accepts and no other
//! implementation does (attributes of Python, `do`, keyword arguments of `set`) must be read as well. What the parser
//! does not accept is unknown.

mod calls;
mod cursor;
mod delimiters;
mod described;
mod evaluate;
mod expressions;
mod files;
mod filters;
mod flat;
mod given;
pub(crate) mod holes;
mod macros;
mod objects;
mod pieces;
mod postfix;
mod render;
mod statements;
mod syntax;
mod targets;
#[cfg(test)]
mod tests;
mod token;
mod value;

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

pub(crate) use self::delimiters::Delimiters;
pub(crate) use self::described::from_code;
use self::files::Loaded;
use self::flat::{Flat, HOLE};
pub(crate) use self::given::Globals;
use self::pieces::Piece;
use self::render::Renderer;
pub(crate) use self::value::{Origin, Origins};
use super::text::{Part, Text};
use crate::source::Source;

/// What a DAG gives to its templates.
pub(crate) struct Environment<'e> {
    pub(crate) delimiters: &'e Delimiters,
    /// Why no template of it can be read, if that is so.
    pub(crate) lost: Option<Rc<str>>,
    pub(crate) macros: &'e Globals,
    pub(crate) filters: &'e Globals,
    pub(crate) dag_id: Option<&'e str>,
    /// Steps that the templates of the document took together.
    pub(crate) steps: &'e Cell<usize>,
    /// Finds the files that a template takes in.
    pub(crate) load: &'e Load<'e>,
}

/// Finds a file by its name; the error says why it cannot be read.
pub(crate) type Load<'e> = dyn Fn(&str) -> Result<Arc<Source>, Rc<str>> + 'e;

/// Something that a template inserts into its text.
#[derive(Debug, Clone)]
pub(crate) struct Insertion {
    /// The file that it stands in; `None` for the text of the argument.
    pub(crate) source: Option<Arc<Source>>,
    /// The expression in the text that it stands in, without its delimiters.
    pub(crate) place: Option<(usize, usize)>,
    /// The same for people.
    pub(crate) shown: Option<String>,
    /// Where the text comes from that is inserted. Without any, Airflow itself or the deployment provides it.
    pub(crate) origins: Origins,
}

/// Why a text is no template.
#[derive(Debug, Clone, Copy)]
struct Reject {
    at: usize,
    why: &'static str,
}

/// What the text of an argument inserts, and the files that it takes in.
pub(crate) fn insertions(text: &Text, environment: &Environment<'_>) -> (Vec<Insertion>, Vec<Arc<Source>>) {
    follow(None, Flat::of(text), environment)
}

/// The same of a file.
pub(crate) fn insertions_of(file: &Arc<Source>, environment: &Environment<'_>) -> (Vec<Insertion>, Vec<Arc<Source>>) {
    follow(Some(file), Flat::known(file.text()), environment)
}

fn follow(
    source: Option<&Arc<Source>>,
    flat: Flat,
    environment: &Environment<'_>,
) -> (Vec<Insertion>, Vec<Arc<Source>>) {
    let unknown = |why: Rc<str>, place: Option<(usize, usize)>| {
        let origins = [Origin::Unknown(why)].into();
        (vec![Insertion { source: source.cloned(), place, shown: None, origins }], Vec::new())
    };
    if let Some(why) = &environment.lost {
        return unknown(Rc::clone(why), None);
    }
    match Loaded::read(source.cloned(), flat, environment) {
        Ok(read) => {
            let mut renderer = Renderer::new(environment);
            renderer.run(&Rc::new(read));
            let files = renderer.files.values().filter_map(|file| file.as_ref().ok()?.source.clone());
            (renderer.found, files.collect())
        }
        Err(reject) => {
            unknown(Rc::from(format!("its template cannot be read: {}", reject.why)), Some((reject.at, reject.at)))
        }
    }
}

/// The text with every expression and statement as a hole: what the run will fill in.
pub(crate) fn with_holes(text: &Text) -> Text {
    // Most texts are no templates. Every delimiter begins with a brace.
    if !text.parts().iter().any(|part| matches!(part, Part::Known(known) if known.contains(['{', HOLE]))) {
        return text.put_together();
    }
    let flat = Flat::of(text);
    let mut filled = Text::default();
    let (pieces, reject) = pieces::split(&flat, &Delimiters::default());
    let mut end = 0;
    for piece in &pieces {
        match piece {
            Piece::Data(place) => flat.copy(place.start, place.end, &mut filled),
            Piece::Comment(_) => {}
            Piece::Insert(tag) | Piece::Statement(tag) => {
                filled.push_hole(flat.show(tag.inner.start, tag.inner.end).trim_matches(['-', '+', ' ', '\n']));
            }
        }
        end = piece.end();
    }
    // What is no template stays as it is.
    if reject.is_some() {
        flat.copy(end, flat.text.len(), &mut filled);
    }
    filled
}

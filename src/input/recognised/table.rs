//! The rows of `recognised.tsv`.

use std::sync::LazyLock;

use super::Standing;
use super::content::Markers;
use super::places::Places;
use super::shape::Shape;

/// The table.
pub(super) const TEXT: &str = include_str!("recognised.tsv");

/// One form of file.
#[derive(Debug)]
pub struct Form {
    /// Its name for configuration: `circleci`.
    pub slug: &'static str,
    /// What becomes of it.
    pub standing: Standing,
    /// What it is called in a sentence: `CircleCI configuration`.
    pub title: &'static str,
    /// Where a rule of the vendor says so.
    pub source: &'static str,
    /// The day on which that was read; `-` if nobody has compared the row with it yet.
    pub read_on: &'static str,
    /// Globs of the places where its platform runs it by itself.
    pub(super) runs_at: Vec<&'static str>,
    /// Globs of names that are it at any place, in small letters.
    pub(super) named: Vec<&'static str>,
    /// How its content looks.
    pub(super) shapes: Vec<Shape>,
    /// A path, or a path and what stands there, that is one; another that is none.
    #[cfg(test)]
    pub(super) examples: [&'static str; 2],
}

/// Forms are the same if their names are.
impl PartialEq for Form {
    fn eq(&self, other: &Self) -> bool {
        self.slug == other.slug
    }
}

impl Eq for Form {}

/// The table, ready for questions.
pub(super) struct Table {
    pub(super) forms: Vec<Form>,
    pub(super) places: Places,
    pub(super) markers: Markers,
}

/// Read once. A row that is broken is left out here and fails the test of the table.
pub(super) static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let forms: Vec<Form> = rows(TEXT).flat_map(Result::unwrap_or_default).collect();
    let places = Places::of(&forms);
    let markers = Markers::of(&forms);
    Table { forms, places, markers }
});

/// The forms of every row, or what is wrong with it.
pub(super) fn rows(text: &'static str) -> impl Iterator<Item = Result<Vec<Form>, String>> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| row(line).map_err(|why| format!("{line}: {why}")))
}

/// The form of a row, and that of the same file where its platform does not look for it.
fn row(line: &'static str) -> Result<Vec<Form>, String> {
    let fields: Vec<&'static str> = line.split('\t').collect();
    let &[slug, standing, title, platform, runs_at, named, shape, example, look_alike, source, read_on] =
        fields.as_slice()
    else {
        return Err(format!("{} columns instead of 11", fields.len()));
    };
    #[cfg(not(test))]
    let _ = (example, look_alike);
    let form = Form {
        slug,
        standing: match standing {
            "unread" => Standing::Unread,
            "listed" => Standing::Listed,
            reader => Standing::Read(reader),
        },
        title,
        source,
        read_on,
        runs_at: words(runs_at).collect(),
        named: words(named).collect(),
        shapes: if shape == "-" { Vec::new() } else { Shape::parse(shape)? },
        #[cfg(test)]
        examples: [example, look_alike],
    };
    let elsewhere = if platform == "-" { None } else { elsewhere(&form, platform) };
    Ok(std::iter::once(form).chain(elsewhere).collect())
}

fn words(field: &'static str) -> impl Iterator<Item = &'static str> {
    field.split(' ').filter(|word| *word != "-")
}

/// A file of a form in another folder than that in which its platform looks for it.
fn elsewhere(form: &Form, platform: &str) -> Option<Form> {
    if form.runs_at.is_empty() {
        return None;
    }
    let any_folder = |glob: &&str| leak(format!("**/{}", glob.to_lowercase()));
    Some(Form {
        slug: leak(format!("{}-elsewhere", form.slug)),
        standing: Standing::Listed,
        title: leak(format!("{} at a place where {platform} does not read it", form.title)),
        source: form.source,
        read_on: form.read_on,
        runs_at: Vec::new(),
        named: form.runs_at.iter().map(any_folder).collect(),
        shapes: Vec::new(),
        #[cfg(test)]
        examples: ["-", "-"],
    })
}

/// A text for the whole run; the table is read once.
fn leak(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

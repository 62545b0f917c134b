//! Turns what a policy states into findings with places, fingerprints and hashes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::contract::{Element, Point};
use super::debt::debt;
use super::entity::Entities;
use crate::finding::{
    Answer, Disposition, Finding, Identity, Kind, LineHashes, Location, PolicyId, Related, Severity, Text, digits,
    fingerprint,
};
use crate::input::pipeline::reach::Reach;
use crate::input::repository;
use crate::input::{Document, Through, Wording, wording};
use crate::limits::LIMITS;
use crate::policy::Meta;
use crate::source::{RepoPath, Source, Span};

/// Makes the findings of one document; line hashes and hidden spans are computed once per file.
pub(super) struct Answers<'a> {
    document: &'a Document,
    files: BTreeMap<RepoPath, File>,
    /// Made for the first unknown: by the document of a repository that has them, without one for those of the whole.
    entities: BTreeMap<Option<&'a RepoPath>, Entities<'a>>,
    /// Made for the first finding that says what it is.
    reach: Option<Reach>,
    /// Where unknowns stand that nothing but their place tells apart.
    alike: BTreeMap<String, Vec<Span>>,
    /// Whether findings say what they are wherever they stand.
    identities: bool,
}

/// Where something stands.
struct Located {
    location: Location,
    source: Arc<Source>,
    span: Span,
    /// The file that findings there are named after.
    home: RepoPath,
    through: Vec<Through>,
}

/// What findings in one file share.
struct File {
    hashes: LineHashes,
    hidden: Vec<Span>,
}

impl<'a> Answers<'a> {
    /// For the findings of one document.
    pub(super) const fn new(document: &'a Document, identities: bool) -> Self {
        Self {
            document,
            files: BTreeMap::new(),
            entities: BTreeMap::new(),
            reach: None,
            alike: BTreeMap::new(),
            identities,
        }
    }

    /// The finding that an element states.
    ///
    /// # Errors
    /// A fragment when it points at a place that the document never gave out.
    pub(super) fn finding(
        &mut self,
        meta: &Meta,
        severity: Severity,
        answer: Answer,
        element: &Element,
    ) -> Result<Finding, String> {
        let Located { location, source, span: place, home, through } = self.location(&element.point, answer)?;
        let text = source.slice(place);
        let related = element.related.iter().map(|point| {
            Ok(Related { message: self.text(&point.message), location: self.location(point, answer)?.location })
        });
        let mut related = related.collect::<Result<Vec<_>, String>>()?;
        related.extend(through.iter().map(|through| self.related(through)));
        let logical = location.logical.as_ref().map_or("", Text::raw);
        let subject = element.key.clone().unwrap_or_else(|| format!("{}\n{logical}", element.point.message));
        let acceptance = (answer == Answer::Unknown).then(|| {
            let identity = self.entities(&element.point.loc).identity(&element.point.loc, &element.point.path, text);
            (fingerprint(&meta.id, &home, &format!("{subject}\n{identity}")), place)
        });
        let acceptance = acceptance.map(|(acceptance, place)| self.told_apart(meta, &home, acceptance, place));
        let identity = self.identities.then(|| self.identity(&meta.id, answer, element, (&source, place)));
        Ok(Finding {
            acceptance,
            identity,
            once: element.once.clone(),
            policy: meta.id.clone(),
            answer,
            severity,
            confidence: meta.confidence,
            message: self.text(&element.point.message),
            fingerprint: fingerprint(&meta.id, &home, &subject),
            line_hash: self.line_hash(&location),
            location,
            related,
            disposition: Disposition::Open,
        })
    }

    /// What a finding is wherever it stands: neither its path nor its place in a list enters.
    fn identity(
        &mut self,
        policy: &PolicyId,
        answer: Answer,
        element: &Element,
        (source, span): (&Source, Span),
    ) -> Identity {
        let Point { message, loc, .. } = &element.point;
        let says = self.says(&element.point, source, span);
        let document = self.document;
        let reach = self.reach.get_or_insert_with(|| match document.kind {
            Kind::Pipeline => Reach::of(document.value()),
            _ => Reach::default(),
        });
        let (reach, job) = (reach.from(loc), reach.job_of(loc));
        let entities = self.entities(loc);
        let word = if answer == Answer::Unknown { "unknown" } else { "violation" };
        let unnamed = entities.unnamed(loc, element.key.as_ref().unwrap_or(message));
        Identity {
            content: digits(&[policy.as_str(), word, &unnamed, &says]),
            names: digits(&[&entities.names(loc)]),
            debt: debt(document, entities, (policy, word), element, (source, span)),
            reach,
            job,
        }
    }

    /// What the text at fault says, however it is written. Of a whole entity only what it is itself counts, such as a
    /// script: an edit near by is no edit of what is at fault.
    fn says(&mut self, point: &Point, source: &Source, span: Span) -> String {
        let whole = || self.document.locator.locate(&point.loc, &[]);
        let is_whole = point.path.is_empty()
            || whole().is_some_and(|whole| (whole.source.path(), whole.span) == (source.path(), span));
        match wording(self.document.kind, source, span) {
            Wording::Several(_) if is_whole => String::new(),
            Wording::Value(text) if is_whole && !self.entities(&point.loc).is_itself(&point.loc, &text) => {
                String::new()
            }
            Wording::Several(text) | Wording::Value(text) => text,
        }
    }

    /// The names on the way to every entity of the document, as findings have them.
    pub(super) fn names(&mut self) -> BTreeSet<String> {
        self.of_whole().all_names().map(|names| digits(&[&names])).collect()
    }

    /// The entities among which is that of a place.
    fn entities(&mut self, loc: &str) -> &Entities<'a> {
        let Some(part) = repository::part(self.document, loc) else { return self.of_whole() };
        let path = Some(&part.document.path);
        let is_there = self.entities.entry(path).or_insert_with(|| Entities::within(&part)).has(loc);
        if is_there { self.entities.entry(path).or_insert_with(|| Entities::within(&part)) } else { self.of_whole() }
    }

    fn of_whole(&mut self) -> &Entities<'a> {
        let document = self.document;
        self.entities.entry(None).or_insert_with(|| Entities::of(document.value()))
    }

    /// Where a point stands.
    fn location(&mut self, point: &Point, answer: Answer) -> Result<Located, String> {
        let place = self
            .document
            .locator
            .locate(&point.loc, &point.path)
            .ok_or_else(|| "a finding's `loc` is not the `_loc` of anything in this file".to_owned())?;
        let home = place.asked.as_ref().map_or_else(|| place.source.path(), |(source, _)| source.path()).clone();
        let (source, span) = place.asked.filter(|_| answer == Answer::Unknown).unwrap_or((place.source, place.span));
        let file = self.file(&source);
        let location = Location::new(&source, span, &file.hidden);
        let logical = place.logical.map(|name| self.document.known.mask(&name));
        Ok(Located { home, location: location.with_logical(logical.as_deref()), source, span, through: place.through })
    }

    /// A place that the value at fault goes through.
    fn related(&mut self, through: &Through) -> Related {
        let file = self.file(&through.source);
        let location = Location::new(&through.source, through.span, &file.hidden);
        Related { message: self.text(&through.what), location }
    }

    /// One entry accepts one unknown: of those that say the same at several places, all but the first are numbered.
    fn told_apart(&mut self, meta: &Meta, path: &RepoPath, acceptance: String, place: Span) -> String {
        let known = self.alike.entry(acceptance.clone()).or_default();
        let number = known.iter().position(|other| *other == place).unwrap_or_else(|| {
            known.push(place);
            known.len().saturating_sub(1)
        });
        if number == 0 { acceptance } else { fingerprint(&meta.id, path, &format!("{acceptance} {number}")) }
    }

    /// What a policy says, without the credentials of the document.
    fn text(&self, text: &str) -> Text {
        Text::new(&self.document.known.mask(text))
    }

    fn line_hash(&self, location: &Location) -> String {
        let index = usize::try_from(location.start.line).ok().and_then(|line| line.checked_sub(1));
        let file = self.files.get(&location.path);
        index.and_then(|index| file?.hashes.get(index)).unwrap_or_default()
    }

    fn file(&mut self, source: &Source) -> &File {
        let document = self.document;
        self.files.entry(source.path().clone()).or_insert_with(|| {
            let mut hidden = document.locator.hidden(source.path());
            let whole = Span::new(0, source.text().len());
            // A plan is hidden as a whole and may be large.
            if !hidden.contains(&whole) {
                hidden.extend(document.known.spans(source.text()));
            }
            File { hashes: LineHashes::of(head(source.text())), hidden }
        })
    }
}

/// The part of a text whose lines are hashed: all of it, except for plans far larger than any source file.
fn head(text: &str) -> &str {
    let cap = usize::try_from(LIMITS.file_bytes).unwrap_or(usize::MAX).min(text.len());
    text.get(..text.floor_char_boundary(cap)).unwrap_or(text)
}

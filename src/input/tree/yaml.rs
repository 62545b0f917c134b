//! From the parser's events to a tree.

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, options};

use super::assemble::{Assembler, Properties};
use super::reindent::{Patched, enclosing};
use super::{KEY_CHARS, Scalar, Style, Tag, Tree};
use crate::input::Problem;
use crate::limits::Limits;
use crate::source::{Source, Span};

/// Reads a YAML file.
///
/// # Errors
/// A [`Problem`] with its position when no document of the file can be read: broken syntax, nesting beyond
/// `limits.yaml_depth`, aliases that expand beyond `limits.alias_nodes`.
pub fn parse(source: &Source, limits: &Limits) -> Result<Tree, Problem> {
    let mut patched = Patched::new(source.text());
    loop {
        let mut reader =
            Reader { source, patched: &patched, assembler: Assembler::new(source, limits, limits.yaml_depth) };
        let Err(failure) = reader.read(limits.yaml_depth) else {
            let mut tree = reader.assembler.finish();
            tree.problems.extend(old_line_end(source));
            return Ok(tree);
        };
        let assembler = reader.assembler;
        let place = patched.original(failure.offset);
        if !(failure.misindented && patched.repair(failure.after, failure.offset)) {
            return assembler.give_up(Problem::at(source, place, &failure.message));
        }
    }
}

/// The line ends of YAML 1.1, by which some platforms still read, that are mere characters since 1.2.
const OLD_LINE_ENDS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];

/// Says where a line ends for some readers only: a comment may hold what they take for a job.
fn old_line_end(source: &Source) -> Option<Problem> {
    let text = source.text();
    let at = if text.is_ascii() { None } else { text.find(OLD_LINE_ENDS) }?;
    let message = "a character that ends a line in YAML 1.1 and not in 1.2; tools disagree on what stands behind it";
    Some(Problem::at(source, at, message))
}

/// Why a file could not be read to its end.
struct Failure {
    /// Where, in the patched text.
    offset: usize,
    /// The end of the last event before it, in the patched text.
    after: usize,
    /// Whether it is a line of a quoted scalar with too few blanks.
    misindented: bool,
    message: String,
}

struct Reader<'a, 'p> {
    source: &'a Source,
    patched: &'p Patched<'a>,
    assembler: Assembler<'a>,
}

impl Reader<'_, '_> {
    fn read(&mut self, depth: usize) -> Result<(), Failure> {
        let mut options = options! {
            flow_nesting_limit: depth,
            block_nesting_limit: depth,
            simple_key_max_lookahead: KEY_CHARS,
        };
        options.set_emit_comments(false);
        let mut after = 0;
        for event in Parser::new_from_str_with_options(self.patched.text(), options) {
            let (event, span) = event.map_err(|error| self.failure(&error, after, depth))?;
            let offset = known(span.start.byte_offset());
            self.take(event, span).map_err(|message| Failure { offset, after, misindented: false, message })?;
            after = after.max(known(span.end.byte_offset()));
        }
        Ok(())
    }

    fn failure(&self, error: &ScanError, after: usize, depth: usize) -> Failure {
        let reported = known(error.marker().byte_offset());
        let misindented = *error.kind() == ErrorKind::InvalidQuotedScalarIndent;
        // The parser reports the end of the file; the quote that lacks its partner helps more.
        let unclosed = *error.kind() == ErrorKind::UnclosedQuotedScalar;
        let opening = if unclosed { enclosing(self.patched.text(), after, reported) } else { None };
        let offset = opening.map_or(reported, |(opening, _)| opening);
        Failure { offset, after, misindented, message: explain(error, depth) }
    }

    fn take(&mut self, event: Event<'_>, span: granit_parser::Span) -> Result<(), String> {
        let place = self.place(span);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let style = style_of(style);
                let span_of_text = trimmed(self.source, place, style);
                // What was left out arrives as `~`.
                let absent = style == Style::Plain && place.start == place.end;
                let text = if absent { String::new() } else { text.into_owned() };
                let properties = self.properties(anchor, tag.as_deref(), span);
                self.assembler.scalar(Scalar { text, style, span: span_of_text }, properties)
            }
            Event::SequenceStart(_, anchor, tag) => {
                let properties = self.properties(anchor, tag.as_deref(), span);
                self.assembler.open_sequence(self.dash(place.start), properties)
            }
            Event::MappingStart(_, anchor, tag) => {
                let properties = self.properties(anchor, tag.as_deref(), span);
                self.assembler.open_mapping(place.start, properties)
            }
            // The end of a block is an empty span where the next thing begins.
            Event::SequenceEnd | Event::MappingEnd => {
                self.assembler.close((place.end > place.start).then_some(place.end))
            }
            Event::Alias(anchor) => self.assembler.alias(anchor, place),
            _ => Ok(()),
        }
    }

    /// A parser's span as a span of the file.
    fn place(&self, span: granit_parser::Span) -> Span {
        let original = |offset| self.patched.original(known(offset));
        Span::new(original(span.start.byte_offset()), original(span.end.byte_offset()))
    }

    fn properties(&self, anchor: usize, tag: Option<&granit_parser::Tag>, span: granit_parser::Span) -> Properties {
        let tag =
            tag.map(|tag| Box::new(Tag { text: name_of(tag), span: self.place(span.tag_span().unwrap_or(span)) }));
        Properties { tag, anchor }
    }

    /// The start of a list: the parser puts that of a list at the indentation of its key behind the first dash.
    fn dash(&self, start: usize) -> usize {
        let before = self.source.text().get(..start).unwrap_or_default().trim_end_matches([' ', '\t']);
        if self.assembler.expects_value() && before.ends_with('-') { before.len().saturating_sub(1) } else { start }
    }
}

/// A tag as every reader of YAML takes it, whatever `%TAG` directive, angle brackets or escapes it is written with.
fn name_of(tag: &granit_parser::Tag) -> String {
    let (handle, suffix) = tag.parts();
    let name = format!("{handle}{suffix}");
    name.strip_prefix("tag:yaml.org,2002:").map_or_else(|| name.clone(), |core| format!("!!{core}"))
}

/// Offsets are always known for text that is given as a whole.
fn known(offset: Option<usize>) -> usize {
    offset.unwrap_or(0)
}

const fn style_of(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::SingleQuoted,
        ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
    }
}

/// The span of a scalar without the blank lines at the end of a block.
fn trimmed(source: &Source, span: Span, style: Style) -> Span {
    if !matches!(style, Style::Literal | Style::Folded) {
        return span;
    }
    let mut kept = source.slice(span).trim_end_matches(['\n', '\r']);
    while let Some((before, last)) = kept.rsplit_once('\n') {
        if !last.trim().is_empty() {
            break;
        }
        kept = before.trim_end_matches('\r');
    }
    Span::new(span.start, span.start.saturating_add(kept.len()))
}

/// The parser's error in words for a reader who does not know the grammar.
fn explain(error: &ScanError, depth: usize) -> String {
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => Assembler::too_deep(depth),
        ErrorKind::TabInIndentation | ErrorKind::TabInBlockIndentation => {
            "a tab is used as indentation; YAML allows only spaces".to_owned()
        }
        ErrorKind::UnknownAnchor => "an alias to an anchor that is not defined above it".to_owned(),
        _ => format!("not valid YAML: {}", error.info()),
    }
}

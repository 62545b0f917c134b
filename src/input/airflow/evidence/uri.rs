//! Names of data: URIs and the words of commands and statements.

use super::super::knowledge::schemes::{self, Names};
use super::super::model::DataKind;
use super::super::text::{Part, Text};

/// Data that something names, before it has a place in the file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Named {
    pub(crate) kind: DataKind,
    pub(crate) name: Text,
    pub(crate) key: Option<Text>,
    pub(crate) uri: Option<Text>,
}

impl Named {
    /// Data of a kind by its plain name.
    pub(crate) fn new(kind: DataKind, name: Text) -> Self {
        Self { kind, name, key: None, uri: None }
    }
}

/// The data that a URI names; `None` when the text is not a URI of data.
pub(crate) fn parse(text: &Text) -> Option<Named> {
    let (scheme, rest) = text.split_once("://")?;
    let scheme = scheme.as_known()?.to_ascii_lowercase();
    let (authority, key) = match rest.split_once("/") {
        Some((authority, key)) => (authority, Some(key)),
        None => (rest.clone(), None),
    };
    let whole = Some(text.clone());
    Some(match schemes::names(&scheme)? {
        Names::Bucket => Named { kind: DataKind::Bucket, name: authority, key, uri: whole },
        Names::Container => {
            let container = authority.split_once("@").map_or_else(|| authority.clone(), |(container, _)| container);
            Named { kind: DataKind::Bucket, name: container, key, uri: whole }
        }
        Names::Table => Named { kind: DataKind::Table, name: rest, key: None, uri: whole },
        Names::Uri => Named { kind: DataKind::Uri, name: rest, key: None, uri: whole },
    })
}

/// A word, or a mark that separates words.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Word {
    Text(Text),
    Mark(char),
}

/// The words of a command or statement; quotes are dropped and `( ) ; | & < >`, commas and line ends are marks.
pub(crate) fn words(text: &Text) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = Text::default();
    let finish = |word: &mut Text, words: &mut Vec<Word>| {
        if !word.parts().is_empty() {
            words.push(Word::Text(std::mem::take(word)));
        }
    };
    for part in text.parts() {
        match part {
            Part::Hole(name) => word.push_hole(name),
            Part::Known(known) => {
                let mut from = 0;
                for (at, c) in known.char_indices() {
                    let separates = c.is_whitespace()
                        || matches!(c, '"' | '\'' | '`' | '(' | ')' | ';' | '|' | '&' | ',' | '<' | '>' | '=');
                    if !separates {
                        continue;
                    }
                    word.push_str(known.get(from..at).unwrap_or_default());
                    from = at.saturating_add(c.len_utf8());
                    if matches!(c, '"' | '\'' | '`') {
                        continue;
                    }
                    finish(&mut word, &mut words);
                    if !c.is_whitespace() || c == '\n' {
                        words.push(Word::Mark(c));
                    }
                }
                word.push_str(known.get(from..).unwrap_or_default());
            }
        }
    }
    finish(&mut word, &mut words);
    words
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::input::airflow::model::DataKind;
    use crate::input::airflow::text::Text;

    #[test]
    fn a_uri_names_its_bucket() {
        let cases = [
            ("s3://raw/a/b.csv", DataKind::Bucket, "raw", Some("a/b.csv")),
            ("gs://raw", DataKind::Bucket, "raw", None),
            ("abfss://lake@acct.dfs.core.windows.net/x", DataKind::Bucket, "lake", Some("x")),
            ("bigquery://p/d/t", DataKind::Table, "p/d/t", None),
        ];
        for (uri, kind, name, key) in cases {
            let named = parse(&Text::known(uri)).unwrap();
            assert_eq!((named.kind, named.name.display().as_str()), (kind, name), "{uri}");
            assert_eq!(named.key.map(|key| key.display()).as_deref(), key, "{uri}");
        }
        for text in ["https://example.com/x", "raw", "://x"] {
            assert!(parse(&Text::known(text)).is_none(), "{text}");
        }
    }

    #[test]
    fn a_partly_known_bucket_keeps_its_beginning() {
        let mut text = Text::known("s3://acme-");
        text.push_hole("ENV");
        text.push_str("-raw/x");
        let named = parse(&text).unwrap();
        assert_eq!(named.name.prefix(), "acme-");
        assert_eq!(named.name.display(), "acme-{ENV}-raw");
    }
}

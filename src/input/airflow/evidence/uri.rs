//! Names of data: URIs and the words of commands and statements.

use super::super::knowledge::schemes::{self, Names};
use super::super::model::{DataKind, Does};
use super::super::text::Text;

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

/// What a command or statement does to which data.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Touched(pub(crate) Vec<(Does, Named)>);

impl Touched {
    /// Adds some data, once.
    pub(crate) fn add(&mut self, does: Does, named: Named) {
        if !named.name.parts().is_empty() && !self.0.iter().any(|(other, known)| *other == does && *known == named) {
            self.0.push((does, named));
        }
    }

    /// Adds all that another one has.
    pub(crate) fn extend(&mut self, other: Self) {
        other.0.into_iter().for_each(|(does, named)| self.add(does, named));
    }

    /// The names by what is done to them, as tests show them: `reads from raw.x, writes to out`.
    #[cfg(test)]
    pub(crate) fn shown(&self) -> String {
        let shown = self.0.iter().map(|(does, named)| {
            let does = serde_json::to_value(does).unwrap();
            let does = does.as_str().unwrap().split(' ').next().unwrap().to_owned();
            format!("{does} {}", named.name.display())
        });
        shown.collect::<Vec<_>>().join(", ")
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

//! One command: a program with its words.

use super::super::super::knowledge::commands::{self, Does as Means};
use super::super::super::knowledge::destinations;
use super::super::super::model::{DataKind, Does};
use super::super::super::text::{Part, Text};
use super::super::sql;
use super::super::uri::{self, Named, Touched};
use super::{Environment, within};

/// A program with its words.
pub(super) struct Command<'c> {
    pub(super) words: &'c [Text],
    /// The texts that it reads from the script.
    pub(super) input: &'c [Text],
    /// The command that reads what it prints.
    pub(super) pipe_to: Option<&'c str>,
    pub(super) environment: &'c Environment,
    pub(super) depth: usize,
}

/// What the next word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Statement,
    Command,
    Target,
    Place,
    Bucket,
    /// The value of an option of which nothing is known.
    Value,
}

/// What is known of a command so far.
#[derive(Debug, Default)]
struct Seen {
    /// Whether it only copies files of the same machine.
    is_local: bool,
    /// Whether addresses of the web are written, in a program that reads or writes them.
    uploads: Option<bool>,
    /// Rows whose options are looked for.
    rows: Vec<&'static commands::Command>,
    /// The words of `bq` that are no options.
    bigquery: Option<Vec<Text>>,
    /// What the words say that is done to a bucket.
    verb: Option<Does>,
    /// Paths and URIs; `None` for one that names no data.
    paths: Vec<Option<Named>>,
    buckets: Vec<Named>,
    places: Vec<Named>,
}

impl Command<'_> {
    /// Adds the data that it names.
    pub(super) fn read(&self, touched: &mut Touched) {
        let mut seen = Seen::default();
        let mut next = None;
        for (at, word) in self.words.iter().enumerate() {
            if let Some(row) = row(word).filter(|row| row.does != Means::Bucket && seen.bigquery.is_none()) {
                next = None;
                seen.note(row, at == 0, word);
            } else if is_option(word) {
                let (name, value) =
                    word.split_once("=").map_or((word.clone(), None), |(name, value)| (name, Some(value)));
                let name = name.display();
                let role = seen.option(&name);
                next = match value {
                    Some(value) => {
                        self.value(role, &value, &mut seen, touched);
                        None
                    }
                    None => Some(role),
                };
            } else if let Some(role) = next.take().filter(|role| *role != Next::Value || !seen.names_data(word)) {
                self.value(role, word, &mut seen, touched);
            } else {
                self.positional(word, &mut seen, touched);
            }
        }
        for text in self.input {
            self.input(text, &mut seen, touched);
        }
        self.piped(touched);
        seen.finish(touched);
    }

    /// The value of an option.
    fn value(&self, role: Next, value: &Text, seen: &mut Seen, touched: &mut Touched) {
        match role {
            Next::Statement => touched.extend(sql::touched(value)),
            Next::Command => within(value, self.environment, self.depth, touched),
            Next::Place => touched.add(Does::Writes, Named::new(DataKind::Endpoint, value.clone())),
            Next::Bucket => {
                seen.buckets.push(uri::parse(value).unwrap_or_else(|| Named::new(DataKind::Bucket, value.clone())));
            }
            Next::Target if seen.bigquery.is_some() => touched.add(Does::Writes, table(value)),
            Next::Target => uri::parse(value).into_iter().for_each(|named| touched.add(Does::Writes, named)),
            Next::Value => seen.paths.extend(uri::parse(value).map(Some)),
        }
    }

    /// A word that is no option and the value of none.
    fn positional(&self, word: &Text, seen: &mut Seen, touched: &mut Touched) {
        let free = |means| seen.rows.iter().any(|row| row.does == means && row.has("*"));
        if sql::is_statement(word) && (free(Means::Sql) || seen.bigquery.is_some()) {
            touched.extend(sql::touched(word));
        } else if sql::is_statement(word) && free(Means::Shell) {
            within(word, self.environment, self.depth, touched);
        } else {
            seen.word(word);
        }
    }

    /// `echo "select …" | psql`
    fn piped(&self, touched: &mut Touched) {
        let Some((program, texts)) = self.words.split_first() else { return };
        let reader = self.pipe_to.and_then(|reader| row(&Text::known(reader)));
        if matches!(program.as_known(), Some("echo" | "printf"))
            && let Some(reader) = reader
        {
            let mut seen = Seen::default();
            seen.note(reader, true, program);
            texts.iter().filter(|text| sql::is_statement(text)).for_each(|text| self.input(text, &mut seen, touched));
        }
    }

    /// A text that it reads from the script.
    fn input(&self, text: &Text, seen: &mut Seen, touched: &mut Touched) {
        let runs = |means| seen.rows.iter().any(|row| row.does == means);
        if runs(Means::Sql) || seen.bigquery.is_some() {
            touched.extend(sql::touched(text));
        } else if runs(Means::Shell) {
            within(text, self.environment, self.depth, touched);
        } else if seen.is(Means::Connects) {
            let shown = text.display();
            seen.verb = seen.verb.or_else(|| shown.split_whitespace().find_map(verb));
        }
    }
}

impl Seen {
    /// Whether a word with such a row was seen.
    fn is(&self, means: Means) -> bool {
        self.rows.iter().any(|row| row.does == means)
    }

    fn copies(&self) -> bool {
        self.is(Means::Copies) || self.is(Means::Transfers)
    }

    /// Takes note of a word that has a row.
    fn note(&mut self, row: &'static commands::Command, is_program: bool, word: &Text) {
        match row.does {
            Means::Copies | Means::Transfers => {
                // `cp` and `mv` themselves know local files only.
                self.is_local |= is_program && matches!(word.as_known(), Some("cp" | "mv"));
                self.paths.clear();
            }
            Means::Uploads => self.uploads = Some(false),
            Means::Bigquery => self.bigquery = Some(Vec::new()),
            _ => {}
        }
        self.rows.push(row);
    }

    /// What the value of an option is.
    fn option(&mut self, name: &str) -> Next {
        for row in &self.rows {
            // The value of a short option may follow at once: `-d@file`.
            let short = name.get(..2).filter(|short| !name.starts_with("--") && row.has(short));
            match row.does {
                Means::Uploads if row.has(name) || short.is_some() => self.uploads = Some(true),
                Means::Sql if row.has(name) => return Next::Statement,
                Means::Shell if row.has(name) => return Next::Command,
                Means::Sends if row.has(name) => return Next::Place,
                _ => {}
            }
        }
        let plain = name.trim_start_matches('-').replace('-', "_");
        if commands::named(name).is_some_and(|row| row.does == Means::Bucket) {
            Next::Bucket
        } else if destinations::is_argument(&plain) {
            Next::Target
        } else {
            Next::Value
        }
    }

    /// Whether a word names data or is a path, and so is not taken for the value of an option.
    fn names_data(&self, word: &Text) -> bool {
        let shown = word.display();
        uri::parse(word).is_some()
            || sql::is_statement(word)
            || shown.contains(['/', ':'])
            || shown == "."
            || (self.bigquery.is_some() && shown.contains('.'))
    }

    /// Whether a word is an address of the web, of a mail or of another machine, in a program that takes one.
    fn is_place(&self, shown: &str) -> bool {
        let takes_host = self.is(Means::Mails) || self.is(Means::Connects);
        (self.uploads.is_some() && shown.contains("://")) || (takes_host && shown.contains('@'))
    }

    fn word(&mut self, word: &Text) {
        if let Some(words) = &mut self.bigquery {
            words.push(word.clone());
        }
        self.verb = self.verb.or_else(|| verb(word.as_known()?));
        let shown = word.display();
        if let Some(named) = uri::parse(word) {
            self.paths.push(Some(named));
        } else if self.is_place(&shown) {
            self.places.push(Named::new(DataKind::Endpoint, word.clone()));
        } else if self.is(Means::Transfers) && is_remote(word) {
            self.paths.push(Some(Named::new(DataKind::Endpoint, word.clone())));
        } else if self.copies() && !self.is_local && self.is(Means::Stores) && matches!(word.parts(), [Part::Hole(_)]) {
            self.paths.push(Some(Named::new(DataKind::Uri, word.clone())));
        } else if self.copies() || shown.contains('/') || matches!(&*shown, "." | "-") {
            self.paths.push(None);
        }
    }

    /// Sorts what was named.
    fn finish(mut self, touched: &mut Touched) {
        if let Some(words) = self.bigquery.take() {
            return self.of_bigquery(&words, touched);
        }
        let (mails, changes) = (self.is(Means::Mails), self.is(Means::Changes));
        let is_alone = self.copies() && self.paths.len() == 1;
        let target = if self.copies() && self.paths.len() > 1 { self.paths.pop().flatten() } else { None };
        let does = match (changes, is_alone) {
            (true, _) => Does::Changes,
            // One path alone may be where the data comes from or goes.
            (_, true) => Does::Uses,
            _ => Does::Reads,
        };
        self.paths.into_iter().flatten().for_each(|named| touched.add(does, named));
        if let Some(named) = target {
            touched.add(Does::Writes, named);
        }
        self.buckets.into_iter().for_each(|named| touched.add(self.verb.unwrap_or(Does::Uses), named));
        let does = match self.uploads {
            Some(true) => Does::Writes,
            Some(false) => Does::Reads,
            None if mails => Does::Writes,
            None => self.verb.unwrap_or(Does::Uses),
        };
        self.places.into_iter().for_each(|named| touched.add(does, named));
    }

    /// `bq extract dataset.table gs://…`
    fn of_bigquery(self, words: &[Text], touched: &mut Touched) {
        let (command, behind) =
            words.split_first().map_or(("", words), |(first, rest)| (first.as_known().unwrap_or_default(), rest));
        let (does, files) = match command {
            "load" | "insert" => (Does::Writes, Does::Reads),
            "extract" => (Does::Reads, Does::Writes),
            "rm" | "mk" | "update" | "truncate" => (Does::Changes, Does::Reads),
            "query" => return,
            _ => (Does::Reads, Does::Reads),
        };
        let mut tables = behind.iter().filter(|word| uri::parse(word).is_none());
        if let Some(word) = tables.next() {
            touched.add(does, table(word));
        }
        // `bq cp` has two.
        tables.filter(|_| command == "cp").for_each(|word| touched.add(Does::Writes, table(word)));
        self.paths.into_iter().flatten().for_each(|named| touched.add(files, named));
    }
}

/// A table as `bq` names it: `project:dataset.table`.
fn table(word: &Text) -> Named {
    let dotted = word.split_once(":").map(|(mut project, rest)| {
        project.push_str(".");
        project.push(&rest);
        project
    });
    Named::new(DataKind::Table, dotted.unwrap_or_else(|| word.clone()))
}

/// What a subcommand does to the bucket that an option names.
fn verb(word: &str) -> Option<Does> {
    let begins = |words: &[&str]| words.iter().any(|begin| word.starts_with(begin));
    if begins(&["put", "mput", "upload", "create-multipart", "copy-"]) {
        Some(Does::Writes)
    } else if begins(&["delete-", "create-", "rm"]) {
        Some(Does::Changes)
    } else if begins(&["get", "mget", "list-", "head-", "download"]) {
        Some(Does::Reads)
    } else {
        None
    }
}

fn is_option(word: &Text) -> bool {
    word.prefix().starts_with('-') && word.as_known() != Some("-")
}

/// `host:path`, and no drive of Windows.
fn is_remote(word: &Text) -> bool {
    let shown = word.display();
    let host = shown.split_once(':').map_or("", |(host, _)| host);
    host.len() > 1 && !host.contains('/')
}

/// The row of a word; a path may be that of a program only.
fn row(word: &Text) -> Option<&'static commands::Command> {
    let known = word.as_known().filter(|known| !known.contains("://"))?;
    let row = commands::named(known.rsplit('/').next().unwrap_or_default())?;
    let is_program = !matches!(row.does, Means::Copies | Means::Changes | Means::Bucket);
    (is_program || !known.contains('/')).then_some(row)
}

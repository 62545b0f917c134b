//! The encoding that a Python file declares (PEP 263), which decides what its bytes mean.
//!
//! Python decodes the file as its first or second line says: `# coding: utf-7` turns what looks like a comment into
//! code. Gate reads UTF-8, so any encoding under which Python would see another text is refused.

use std::sync::LazyLock;

use regex::Regex;

/// The declaration as Python looks for it.
#[expect(clippy::unwrap_used, reason = "constant pattern, compiled by every test of this module")]
static DECLARATION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[ \t\x0c]*#.*?coding[:=][ \t]*([-_.A-Za-z0-9]+)").unwrap());

/// What a declared encoding means for a reader of UTF-8.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Encoding<'t> {
    /// Python sees the same text.
    Same,
    /// ASCII is the same, other characters are not; the name as declared.
    OtherLetters(&'t str),
    /// Python may see an altogether different text; the name as declared.
    OtherText(&'t str),
}

/// The encoding that a file declares, measured against its text.
pub(crate) fn declared(text: &str) -> Encoding<'_> {
    let Some(name) = declaration(text) else { return Encoding::Same };
    let normal = name.to_ascii_lowercase().replace('_', "-");
    let is = |known: &str| normal == known || normal.strip_prefix(known).is_some_and(|rest| rest.starts_with('-'));
    if ["utf-8", "utf8", "ascii", "us-ascii"].into_iter().any(is) {
        return Encoding::Same;
    }
    let keeps_ascii = ["latin-1", "latin1", "iso-latin-1", "iso8859-1", "cp1252", "windows-1252"].into_iter().any(is)
        || matches!(normal.as_str(), "iso-8859-1" | "iso-8859-15" | "koi8-r" | "cp1251" | "windows-1251");
    match (keeps_ascii, text.is_ascii()) {
        (true, true) => Encoding::Same,
        (true, false) => Encoding::OtherLetters(name),
        (false, _) => Encoding::OtherText(name),
    }
}

/// The name in the first line, or in the second when the first is blank or a comment.
fn declaration(text: &str) -> Option<&str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (first, rest) = line(text);
    let name = |line| DECLARATION.captures(line).and_then(|found| found.get(1)).map(|name| name.as_str());
    let blank = |line: &str| {
        let code = line.trim_start_matches([' ', '\t', '\x0c']);
        code.is_empty() || code.starts_with('#')
    };
    name(first).or_else(|| name(line(rest).0).filter(|_| blank(first)))
}

/// The first line and what follows it; Python also ends a line at a lone carriage return.
fn line(text: &str) -> (&str, &str) {
    let end = text.find(['\n', '\r']).unwrap_or(text.len());
    let (line, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    (line, rest.strip_prefix("\r\n").or_else(|| rest.get(1..)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{Encoding, declared};

    #[test]
    fn only_encodings_that_leave_the_text_alone_are_read() {
        let cases = [
            ("x = 1\n", Encoding::Same),
            ("# -*- coding: utf-8 -*-\nx = 'é'\n", Encoding::Same),
            ("#!/usr/bin/env python\n# vim: set fileencoding=UTF_8 :\n", Encoding::Same),
            ("# coding: us-ascii\n", Encoding::Same),
            ("# coding: Latin-1\nx = 'e'\n", Encoding::Same),
            ("# coding: latin-1\nx = 'é'\n", Encoding::OtherLetters("latin-1")),
            ("# coding: utf-7\n", Encoding::OtherText("utf-7")),
            ("\u{feff}# coding: utf-7\n", Encoding::OtherText("utf-7")),
            ("\n \t# coding=rot13\n", Encoding::OtherText("rot13")),
            ("#!/bin/x\r# coding:unicode_escape\r", Encoding::OtherText("unicode_escape")),
            ("#\r\n# coding:cp037\r\n", Encoding::OtherText("cp037")),
            ("x = 1\n# coding: utf-7\n", Encoding::Same),
            ("#\n#\n# coding: utf-7\n", Encoding::Same),
            ("# the coding of this\n", Encoding::Same),
        ];
        for (text, expected) in cases {
            assert_eq!(declared(text), expected, "{text:?}");
        }
    }
}

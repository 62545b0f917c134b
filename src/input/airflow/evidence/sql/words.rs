//! Words of SQL and what they mean to the names beside them.

use std::collections::BTreeSet;

use super::tokens::Token;

/// Words that may stand between a clause and its name.
pub(super) const BETWEEN: &[&str] = &[
    "if",
    "not",
    "exists",
    "only",
    "table",
    "view",
    "materialized",
    "lateral",
    "external",
    "temp",
    "temporary",
    "or",
    "replace",
    "transient",
    "unlogged",
    "global",
    "local",
    "foreign",
    "hybrid",
    "dynamic",
    "snapshot",
    "ignore",
    "low_priority",
    "final",
    "overwrite",
    "volatile",
    "recursive",
    "secure",
    "iceberg",
    "multiset",
    "unique",
    "directory",
    "concurrently",
    "all",
    "inpath",
    "data",
];

/// Things that a database has besides data.
pub(super) const OTHER: &[&str] = &[
    "function",
    "procedure",
    "index",
    "role",
    "user",
    "group",
    "stage",
    "pipe",
    "task",
    "sequence",
    "trigger",
    "type",
    "extension",
    "warehouse",
    "stream",
    "policy",
    "row",
    "model",
    "format",
    "file",
    "integration",
    "share",
    "tag",
    "secret",
    "connection",
    "session",
    "system",
    "server",
    "publication",
    "subscription",
    "column",
    "constraint",
    "rule",
    "macro",
];

/// Words that end a list of tables.
pub(super) const ENDS: &[&str] = &[
    "where",
    "group",
    "order",
    "having",
    "limit",
    "union",
    "intersect",
    "except",
    "set",
    "values",
    "window",
    "qualify",
    "returning",
    "fetch",
    "offset",
    "when",
    "connect",
    "start",
    "cascade",
    "restrict",
    "partition",
    "cluster",
    "options",
];

/// Words behind which a bracket holds no arguments.
pub(super) const CLAUSES: &[&str] = &[
    "select",
    "from",
    "join",
    "in",
    "as",
    "exists",
    "on",
    "and",
    "or",
    "not",
    "where",
    "when",
    "then",
    "else",
    "union",
    "all",
    "any",
    "some",
    "except",
    "intersect",
    "using",
    "into",
    "values",
    "with",
    "materialized",
    "having",
    "by",
    "set",
    "return",
    "lateral",
    "copy",
    "only",
    "if",
];

/// Words that are no table where one is expected: what goes to the client, and the table of Oracle with nothing in it.
pub(super) const NO_TABLE: &[&str] = &["stdin", "stdout", "program", "dual"];

/// Words behind which another statement begins.
pub(super) const BEGINS: &[&str] = &["then", "else", "begin", "loop"];

/// The most tokens between the name of a query and the query.
const COLUMNS: usize = 1_000;

/// The names that `WITH name AS (…), name (columns) AS (…)` defines.
pub(super) fn defined(tokens: &[Token]) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for (at, token) in tokens.iter().enumerate() {
        let begins = at.checked_sub(1).and_then(|at| tokens.get(at));
        let begins = begins.is_some_and(|token| token.is(',') || matches!(token.keyword(), "with" | "recursive"));
        if !begins || token.keyword().is_empty() {
            continue;
        }
        let mut behind = tokens.iter().skip(at.saturating_add(1)).take(COLUMNS).peekable();
        if behind.peek().is_some_and(|token| token.is('(')) {
            // The columns; none of them has brackets.
            while behind.next().is_some_and(|token| !token.is(')')) {}
        }
        if behind.next().map(Token::keyword) != Some("as") {
            continue;
        }
        while behind.peek().is_some_and(|token| matches!(token.keyword(), "not" | "materialized")) {
            behind.next();
        }
        if behind.peek().is_some_and(|token| token.is('(')) {
            names.insert(token.keyword());
        }
    }
    names
}

//! Rows that are none, and where each complaint points.

use super::{Added, Column, Concept, Holds, Keys, Row, Unless, Wrong};

/// One column of every type.
static CONCEPT: Concept = Concept {
    name: "test/things",
    about: "a thing",
    columns: &[
        Column::new("name", Holds::Text, "its name"),
        Column::new("size", Holds::Word(&["small", "large"]), "its size"),
        Column::new("call", Holds::Phrase, "how it is called"),
        Column::optional("path", Holds::Glob, "where it lies"),
        Column::optional("parts", Holds::List(','), "what it has"),
        Column::optional("years", Holds::Number, "how old it is"),
        Column::optional("open", Holds::Flag, "whether it is open"),
        Column::optional("when", Holds::Clauses(&[("with", 1), ("is", 2)]), "when it counts"),
    ],
    key: &["size", "call"],
    check: Some(|row: &Row<'_>| match (row.text("name"), row.number("years")) {
        ("new", Some(years)) if years > 0 => {
            let message = "a new thing has no years".to_owned();
            Err(Wrong { column: "years", message, help: "leave it out".to_owned() })
        }
        _ => Ok(()),
    }),
    added: Added::Like("a\tsmall\tb"),
};

fn fault(table: &str) -> Option<String> {
    CONCEPT.check(table, &Keys::new()).err().map(|fault| fault.to_string())
}

#[test]
fn a_row_that_is_none_is_named_with_line_and_column() {
    let columns = "a row has these columns with a tab between: name, size, call, path?, parts?, years?, open?, when? (? may be empty)";
    let cases: &[(&str, &str)] = &[
        ("# name\n\na\tsmal\tx", "3:3: `smal` is no `size`; one of `small`, `large`"),
        ("a small x", &format!("1:1: there is no tab in the row, so `size` is missing; {columns}")),
        ("a\tsmall", &format!("1:1: the column `call` is missing; {columns}")),
        ("a\tsmall\tx\t\t\t\t\t\t", &format!("1:1: the row has 9 columns, and there are 8; {columns}")),
        ("a\tsmall\t", "1:9: `call` is empty; words with single blanks between them, `a|b` for either"),
        ("ä\tsmall\tx  y", "1:9: `x  y` is no `call`; words with single blanks between them, `a|b` for either"),
        ("a\tsmall\tx|", "1:9: `x|` is no `call`; words with single blanks between them, `a|b` for either"),
        ("a\tsmall\tx\ta b", "1:11: `a b` is no `path`; a pattern such as `ci/**/*.yml`"),
        ("a\tsmall\tx\ta**/b", "1:11: `a**/b` is no `path`; a pattern such as `ci/**/*.yml`"),
        ("a\tsmall\tx\t/a", "1:11: `/a` is no `path`; a pattern such as `ci/**/*.yml`"),
        ("a\tsmall\tx\t\ta,,b", "1:12: `a,,b` is no `parts`; texts with `,` between them"),
        ("a\tsmall\tx\t\t\t1.5", "1:13: `1.5` is no `years`; a whole number"),
        ("a\tsmall\tx\t\t\t\ttrue", "1:14: `true` is no `open`; `yes` or `no`"),
        ("a\tsmall\tx\t\t\t\t\tis -f", "1:15: `is -f` is no `when`; with `;` between them: `with X`, `is X X`"),
        (
            "a\tsmall\tx\t\t\t\t\twith a;or b",
            "1:15: `with a;or b` is no `when`; with `;` between them: `with X`, `is X X`",
        ),
        ("a \tsmall\tx", "1:1: `name` has a blank at an end, or a character that cannot be seen; take it out"),
        ("a\u{7}b\tsmall\tx", "1:1: `name` has a blank at an end, or a character that cannot be seen; take it out"),
        ("new\tsmall\tx\t\t\t3", "1:15: a new thing has no years; leave it out"),
        (
            "a\tsmall\tx\nb\tlarge\tx\nc\tsmall\tx",
            "3:9: `small x` is there already: it stands in line 1; a row may add what is not there, and cannot change what is",
        ),
        (
            "a\tsmall\tx|y go\r\nb\tsmall\ty go|run\r\n",
            "2:9: `small y go` is there already: it stands in line 1; a row may add what is not there, and cannot change what is",
        ),
    ];
    for (table, expected) in cases {
        assert_eq!(fault(table).as_deref(), Some(*expected), "{table:?}");
    }
}

#[test]
fn a_complaint_covers_the_cell_that_it_is_about() {
    let table = "# x\nä\tsmal\tx\n";
    let found = CONCEPT.check(table, &Keys::new()).unwrap_err();
    assert_eq!(table.get(found.start..found.end), Some("smal"));
    let table = "a\tsmall\tx\n# x\nonly\n";
    let found = CONCEPT.check(table, &Keys::new()).unwrap_err();
    assert_eq!(table.get(found.start..found.end), Some("only"));
}

#[test]
fn what_is_there_already_is_not_added_again() {
    let known = CONCEPT.check("a\tsmall\tx|y", &Keys::new()).unwrap();
    let taken = CONCEPT.check("b\tlarge\tx\nc\tsmall\ty", &known).unwrap_err();
    assert_eq!((taken.line, taken.message.as_str()), (2, "`small y` is there already: gate knows it"));
    assert!(CONCEPT.check("b\tlarge\tx\nc\tsmall\tz", &known).is_ok());
}

#[test]
fn alternatives_that_come_to_too_much_are_refused() {
    let many = format!("a\tsmall\t{}", ["a|b|c|d|e|f|g|h|i|j"; 4].join(" "));
    let found = fault(&many).unwrap();
    assert!(found.contains("more than 1000"), "{found}");
}

#[test]
fn cells_are_read_by_the_name_of_their_column() {
    let table = "# name\tsize\n\nthing\tsmall\tx|y go\tci/**/*.yml\ta,b\t-7\tyes\twith -f;is a b\r\nshort\tlarge\tz\n";
    assert!(CONCEPT.check(table, &Keys::new()).is_ok());
    let rows: Vec<Row<'_>> = CONCEPT.rows(table).collect();
    let [whole, short] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((whole.text("name"), whole.word("size"), whole.text("when")), ("thing", "small", "with -f;is a b"));
    assert_eq!(whole.list("parts").collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!((whole.number("years"), whole.flag("open")), (Some(-7), true));
    assert_eq!((short.number("years"), short.flag("open"), short.list("parts").count()), (None, false, 0));
}

/// Names, paths and pages.
static TYPED: Concept = Concept {
    name: "test/typed",
    about: "a thing of code",
    columns: &[
        Column::new("type", Holds::Name, "its type"),
        Column::optional("each", Holds::Path("[]"), "a path"),
        Column::optional("star", Holds::Path("*"), "a path"),
        Column::optional("plain", Holds::Path(""), "a path"),
        Column::optional("source", Holds::Link, "a page"),
    ],
    key: &["type", "each"],
    check: None,
    added: Added::Unless("c", Unless::Known("type")),
};

#[test]
fn names_paths_and_pages_are_looked_at() {
    for row in ["a_b-1", "a\tb[].c.0\tb.*.c.0\tb.0\thttps://example.com/x", "a\t-\t-\t-\t-", "a\t\t\t\t"] {
        assert_eq!(TYPED.check(row, &Keys::new()).map(|keys| keys.len()), Ok(1), "{row:?}");
    }
    for (row, at) in [
        ("a b", "1:1: `a b` is no `type`; a name: letters"),
        ("-a\u{e9}", "1:1: "),
        ("a\tb.*", "1:3: `b.*` is no `each`; a path such as `rule[].days`"),
        ("a\tb..c", "1:3: "),
        ("a\t[]", "1:3: "),
        ("a\t-\tb[]", "1:5: `b[]` is no `star`; a path such as `rule.*.days`"),
        ("a\t-\t*.b", "1:5: "),
        ("a\t-\t-\tb.*", "1:7: `b.*` is no `plain`; a path such as `rule.0.days`"),
        ("a\t-\t-\t-\thttp://example.com", "1:9: `http://example.com` is no `source`; a page"),
    ] {
        let found = TYPED.check(row, &Keys::new()).unwrap_err().to_string();
        assert!(found.starts_with(at), "{row:?}\n  {found}");
    }
}

#[test]
fn a_dash_says_nothing_where_a_cell_may_be_empty() {
    let rows: Vec<Row<'_>> = TYPED.rows("-\t-\tb.*\n").collect();
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((row.text("type"), row.text("each"), row.given("each")), ("-", "", None));
    assert_eq!((row.given("star"), row.given("plain")), (Some("b.*"), None));
    assert!(!row.is_added() && row.clone().into_added().is_added());
}

#[test]
fn what_a_row_is_about_may_be_settled_already() {
    let refused = TYPED.check_added("b\tx\na\ty\n", "a\tx\n", "").unwrap_err();
    assert_eq!((refused.line, refused.column), (2, 1));
    assert!(refused.help.starts_with("a row about a `type` of which gate has rows could let something pass"));
    assert!(TYPED.check_added("b\n", "a\tx\n", "").is_ok());
}

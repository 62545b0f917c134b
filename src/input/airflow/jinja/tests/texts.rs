//! Texts with holes and other delimiters, and how they are shown.

use super::super::{Delimiters, with_holes};
use super::{found_in, origins_in};
use crate::input::airflow::text::Text;
use crate::source::Span;

#[test]
fn other_delimiters_mark_templates_where_the_dag_says_so() {
    let mut delimiters = Delimiters::default();
    for (name, value) in [
        ("variable_start_string", "[["),
        ("variable_end_string", "]]"),
        ("block_start_string", "<%"),
        ("block_end_string", "%>"),
    ] {
        assert!(delimiters.set(name, value));
    }
    for (template, expected) in [
        ("[[ dag_run.conf.name ]]", "conf"),
        ("[[ [dag_run.conf.a[0]][0] ]]", "conf"),
        ("{{ dag_run.conf.name }}", ""),
        ("<% if params.x %>[[ params.y ]]<% endif %>", "params.y"),
        ("{# [[ params.x ]] #}", ""),
    ] {
        assert_eq!(origins_in(&Text::known(template), &delimiters), expected, "{template}");
    }
    delimiters.set("line_statement_prefix", "#");
    assert_eq!(origins_in(&Text::known("a\n # if x\n"), &delimiters), "?");
    assert_eq!(origins_in(&Text::known("a # b"), &delimiters), "");
    assert!(delimiters.are_usable());
    delimiters.set("variable_start_string", "<%");
    assert!(!delimiters.are_usable());
}

#[test]
fn of_delimiters_that_begin_alike_the_longest_counts_wherever_they_stand() {
    let mut delimiters = Delimiters::default();
    for (name, value) in [("variable_start_string", "«"), ("variable_end_string", "»"), ("comment_start_string", "«#")]
    {
        assert!(delimiters.set(name, value));
    }
    for (template, expected) in [
        ("« params.a »", "params.a"),
        ("«# params.a #}« params.b »", "params.b"),
        ("{ « params.a »{% set x = 1 %}ä« params.b »", "params.a params.b"),
        ("ä {{ params.a }}", ""),
        ("", ""),
    ] {
        assert_eq!(origins_in(&Text::known(template), &delimiters), expected, "{template}");
    }
}

#[test]
fn a_text_without_templates_stays_as_it_is_but_for_where_it_is_written() {
    let mut partly = Text::known("a ");
    partly.push_hole("X");
    partly.push_str(" } b");
    for text in [Text::default(), Text::literal("select 1 %}", Span::new(3, 9)), Text::hole("Y"), partly] {
        assert_eq!(with_holes(&text), text.put_together(), "{}", text.display());
    }
    assert_eq!(with_holes(&Text::known("s3:{# no #}//raw")).as_known(), Some("s3://raw"));
    assert_eq!(with_holes(&Text::known("a{b}\u{F8FF}")).as_known(), Some("a{b}\u{FFFD}"));
    assert_eq!(with_holes(&Text::known("\u{F8FF}")).as_known(), Some("\u{FFFD}"));
}

#[test]
fn a_hole_may_be_any_operand_and_any_key() {
    let environment = "environment variable X";
    for (before, hole, after, expected) in [
        ("run ", "load()", "", "?"),
        ("run ", environment, "", ""),
        ("run ", "number", " now", ""),
        ("{{ ", "load()", " }}", "?"),
        ("{{ ", environment, " }}", ""),
        ("{{ params.", "load()", " }}", "? params"),
        ("{{ params.", environment, " }}", "params"),
        ("{{ params.a", environment, "b }}", "params"),
        ("{{ dag_run['", environment, "'].x }}", "conf"),
        ("{{ macros.ds_add(ds, ", "number", ") }}", ""),
        ("{{ macros.ds_add(ds, ", "load()", ") }}", "?"),
        ("{% if ", "load()", " %}a{% endif %}", ""),
        ("{# ", "load()", " #}", "?"),
        ("{% raw %}", "load()", "{% endraw %}", "?"),
        ("{{ ds ~ '", "load()", "' }}", "?"),
        ("{% include '", "load()", "' %}", "?"),
        ("run ", "one of several texts", "", ""),
        ("{{ ", "one of several texts", " }}", "?"),
    ] {
        let mut text = Text::known(before);
        text.push_hole(hole);
        text.push_str(after);
        assert_eq!(origins_in(&text, &Delimiters::default()), expected, "{}", text.display());
    }
}

#[test]
fn an_expression_is_shown_as_it_is_written() {
    let found = found_in(&Text::known("a {{ params.x | upper }}{%- include 'gone' -%}"), &Delimiters::default());
    let shown: Vec<&str> = found.iter().filter_map(|insertion| insertion.shown.as_deref()).collect();
    assert_eq!(shown, ["params.x | upper", "- include 'gone' -"]);
}

#[test]
fn a_template_is_a_hole_in_a_name() {
    let filled = |text: &str| with_holes(&Text::known(text)).display();
    assert_eq!(filled("s3://raw-{{ var.value.env }}/x"), "s3://raw-{var.value.env}/x");
    assert_eq!(filled("a{# b #}c{% if x %}d{% endif %}e"), "ac{if x}d{endif}e");
    assert_eq!(filled("{% raw %}{{ a }}{% endraw %}"), "{{ a }}");
    assert_eq!(filled("{{ '}}' }}b{{ c"), "{'}}'}b{{ c");
    let mut text = Text::known("s3://{{ a }}-");
    text.push_hole("B");
    assert_eq!(with_holes(&text).display(), "s3://{a}-{B}");
}

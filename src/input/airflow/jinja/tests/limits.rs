//! Templates that are made to be expensive.

use super::origins;

#[test]
fn what_is_nested_too_deeply_is_unknown() {
    let deep = 5_000;
    for template in [
        format!("{{{{ {}params.x{} }}}}", "(".repeat(deep), ")".repeat(deep)),
        format!("{{{{ {}params.x{} }}}}", "[".repeat(deep), "]".repeat(deep)),
        format!("{{{{ {}params.x }}}}", "not ".repeat(deep)),
        format!("{{{{ {}params.x }}}}", "-".repeat(deep)),
        format!("{{{{ a{} }}}}", " if b else c".repeat(deep)),
        format!("{{{{ a{} }}}}", " if b".repeat(deep)),
        format!("{}{{{{ params.x }}}}{}", "{% if a %}".repeat(deep), "{% endif %}".repeat(deep)),
        format!("{{{{ {}a{} }}}}", "f(".repeat(deep), ")".repeat(deep)),
        format!("{{% set {}a{} = b %}}", "(".repeat(deep), ")".repeat(deep)),
    ] {
        assert_eq!(origins(&template), "?", "{}", template.get(..30).unwrap_or_default());
    }
}

#[test]
fn long_rows_are_followed_without_depth() {
    for (template, expected) in [
        (format!("{{{{ params.x{} }}}}", " ~ 'a'".repeat(5_000)), "params.x"),
        (format!("{{{{ params{} }}}}", ".x".repeat(5_000)), "params.x"),
        (format!("{{{{ params.x{} }}}}", " | trim".repeat(3_000)), "params.x"),
        (format!("{{% if a %}}{}{{% endif %}}", "{% elif params.x %}b".repeat(2_000)), ""),
        (format!("{{{{ [{}][0] }}}}", "ds, ".repeat(5_000)), ""),
    ] {
        assert_eq!(origins(&template), expected, "{}", template.get(..30).unwrap_or_default());
    }
}

#[test]
fn what_takes_too_much_work_is_unknown() {
    let calls: String = (1..40)
        .map(|n| format!("{{% macro m{n}() %}}{{{{ m{}() }}}}{{{{ m{}() }}}}{{% endmacro %}}", n - 1, n - 1))
        .collect();
    let doubled: String = (1..40).map(|n| format!("{{% set a{n} = [a{}, a{}] %}}", n - 1, n - 1)).collect();
    let many = format!("{{% set a = [{}] %}}", "params.x, ".repeat(300));
    for (template, expected) in [
        (format!("{{% macro m0() %}}{{{{ params.x }}}}{{% endmacro %}}{calls}{{{{ m39() }}}}"), "?"),
        (format!("{{% macro m0() %}}{{{{ params.x }}}}{{% endmacro %}}{calls}{{{{ m11() }}}}"), "params.x"),
        (format!("{{% set a0 = [params.x] %}}{doubled}{{{{ a39 }}}}"), "params.x"),
        (format!("{many}{{{{ a[7] }}}}"), "params.x"),
        ("{{ params.x }}".repeat(4_000), "params.x"),
    ] {
        assert_eq!(origins(&template), expected, "{}", template.get(..30).unwrap_or_default());
    }
}

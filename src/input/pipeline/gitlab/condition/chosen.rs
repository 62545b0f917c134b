//! Conditions of GitLab, evaluated with what somebody chooses for some of their variables.

use super::expression::{Expression, Operand, Operator, is_found, parse};

/// What somebody chooses for a variable; `None` for one of which nothing is known.
type Chosen<'a> = &'a dyn Fn(&str) -> Option<&'a str>;

/// Whether a condition that asks for something holds whatever its variables are.
pub(in crate::input::pipeline) fn is_void(condition: &str) -> bool {
    let Some(parsed) = parse(condition) else { return false };
    let mut names = Vec::new();
    parsed.names(&mut names);
    !names.is_empty() && holds(&parsed, &|_| None) == Some(true)
}

/// Whether a condition holds where one of `names` is `text`: all that hold the same. `None` too when it cannot be read.
pub(in crate::input::pipeline) fn lets_in(condition: &str, names: &[&str], text: &str) -> Option<bool> {
    holds(&parse(condition)?, &|name| names.contains(&name).then_some(text))
}

fn holds(expression: &Expression, chosen: Chosen<'_>) -> Option<bool> {
    match expression {
        Expression::Not(inner) => holds(inner, chosen).map(|holds| !holds),
        Expression::And(left, right) => match (holds(left, chosen), holds(right, chosen)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        },
        Expression::Or(left, right) => match (holds(left, chosen), holds(right, chosen)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        },
        Expression::Is(Operand::Variable(name)) => chosen(name).map(|text| !text.is_empty()),
        Expression::Is(Operand::Text(text)) => Some(!text.is_empty()),
        Expression::Is(Operand::Pattern(..)) => Some(true),
        Expression::Is(Operand::Null) => Some(false),
        Expression::Compare(left, operator, right) => compared(left, *operator, right, chosen),
    }
}

fn compared(left: &Operand, operator: Operator, right: &Operand, chosen: Chosen<'_>) -> Option<bool> {
    let text = |operand: &Operand| match operand {
        Operand::Variable(name) => chosen(name).map(str::to_owned),
        Operand::Text(text) => Some(text.clone()),
        Operand::Pattern(..) | Operand::Null => None,
    };
    let equal = || match (left, right) {
        (Operand::Variable(one), Operand::Variable(other)) if one == other => Some(true),
        _ => Some(text(left)? == text(right)?),
    };
    let matches = || match right {
        Operand::Pattern(pattern, flags) => is_found(pattern, flags, &text(left)?),
        _ => None,
    };
    match operator {
        Operator::Equal => equal(),
        Operator::Differs => equal().map(|equal| !equal),
        Operator::Matches => matches(),
        Operator::DoesNotMatch => matches().map(|matches| !matches),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_void, lets_in};

    #[test]
    fn a_condition_is_void_where_it_holds_whatever_its_variables_are() {
        for condition in
            ["$X == $X", "$CI_COMMIT_BRANCH == \"main\" || \"develop\"", "$A || !(\"\")", "$A != \"x\" || 'y'"]
        {
            assert!(is_void(condition), "{condition}");
        }
        for condition in
            ["\"x\"", "$X", "$X == \"main\"", "$X == $Y", "$X != $X", "$A && \"x\"", "$A =~ /x/", "$A || \"\"", "$A |"]
        {
            assert!(!is_void(condition), "{condition}");
        }
    }

    #[test]
    fn a_condition_lets_in_what_somebody_chooses() {
        let of = |condition: &str, text: &str| lets_in(condition, &["CI_COMMIT_BRANCH", "CI_COMMIT_REF_NAME"], text);
        assert_eq!(of("$CI_COMMIT_BRANCH =~ /main/", "maintenance"), Some(true));
        assert_eq!(of("$CI_COMMIT_BRANCH =~ /^main$/", "maintenance"), Some(false));
        assert_eq!(of("$CI_COMMIT_REF_NAME !~ /^main$/ && $X", "maintenance"), None);
        assert_eq!(of("$CI_COMMIT_BRANCH == \"main\" || $CI_COMMIT_BRANCH == null", "main"), Some(true));
        assert_eq!(of("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", "main"), None);
        assert_eq!(of("$CI_COMMIT_BRANCH =~ $X", "main"), None);
        assert_eq!(of("$X ==", "main"), None);
    }
}

//! Conditions by which a job runs although one before it has failed.

use github_actions_expressions::Expr;
use github_actions_expressions::call::{Call, Function};
use github_actions_expressions::op::BinExpr;

use super::expression;

/// Whether a job with this condition may run although one that it needs has failed: only `always()`, `failure()` and
/// `cancelled()` take away the `success()` that GitHub adds. One that cannot be read may.
pub(in crate::input::pipeline) fn outlives_failure(condition: &str) -> bool {
    let condition = condition.trim();
    let inner = condition.strip_prefix("${{").and_then(|rest| rest.strip_suffix("}}")).unwrap_or(condition);
    !inner.trim().is_empty() && expression::parse(inner.trim()).map_or(true, |parsed| asks(&parsed))
}

fn asks(expression: &Expr<'_>) -> bool {
    match expression {
        Expr::Call(Call { func: Function::Always | Function::Failure | Function::Cancelled, .. }) => true,
        Expr::Call(Call { args, .. }) => args.iter().any(|argument| asks(argument)),
        Expr::UnExpr { expr, .. } => asks(expr),
        Expr::BinExpr(BinExpr { lhs, rhs, .. }) => asks(lhs) || asks(rhs),
        Expr::Index(inner) => asks(inner),
        Expr::Context(context) => context.parts.iter().any(|part| asks(part)),
        Expr::Literal(_) | Expr::Star | Expr::Identifier(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::outlives_failure;

    #[test]
    fn only_some_functions_let_a_job_run_after_a_failure() {
        for condition in ["", "github.ref == 'x'", "success() && true", "${{ contains(github.ref, 'always()') }}"] {
            assert!(!outlives_failure(condition), "{condition}");
        }
        for condition in ["always()", "${{ !cancelled() }}", "github.ref == 'x' || failure()", "a b"] {
            assert!(outlives_failure(condition), "{condition}");
        }
    }
}

//! Texts that the code takes from files, against what is planned.

use serde_json::Value as Json;

use super::AGAIN;
use super::planned::is_hash;
use crate::input::Problem;
use crate::input::terraform::address::BlockAddress;
use crate::input::terraform::code::{Body, Expr};
use crate::input::terraform::evaluate::{Evaluator, reads_file};
use crate::input::terraform::raw;

/// The first argument of a resource that is created of which a file says something else than the plan.
pub(in crate::input::terraform) fn stale(plan: &raw::Plan<'_>, evaluator: &Evaluator<'_>) -> Option<Problem> {
    let created = plan.resource_changes.iter().flatten().filter(|resource| resource.change.actions == ["create"]);
    created.into_iter().find_map(|resource| {
        let block = BlockAddress::of_resource(&resource.module_address, &resource.mode, &resource.kind, &resource.name);
        let code = evaluator.code().block_of(&block);
        let natives = code.parts.iter().filter(|part| matches!(part.body, Body::Native(_)));
        let mut arguments =
            natives.flat_map(|part| part.names().into_iter().filter_map(|name| Some((name, part.attribute(name)?))));
        arguments.find_map(|(name, written)| {
            let Expr::Native(expression) = written.expression else { return None };
            if !reads_file(expression) || !evaluator.code().is_own(&block.module) {
                return None;
            }
            evaluator.begin();
            let text = evaluator.argument(&resource.address, name)?.as_text()?;
            let planned = evaluator.planned(&resource.address)?;
            let planned = planned.get(name)?.as_str()?;
            (!is_hash(planned) && !same(&text, planned)).then(|| {
                let offset = hcl_edit::Span::span(expression).map_or(0, |span| span.start);
                let said = format!(
                    "stale plan: `{name}` of {} is not what the plan was made of; plan again: {AGAIN}",
                    block.full()
                );
                Problem::at(written.source, offset, &said)
            })
        })
    })
}

/// Whether two texts say the same: a provider may write a document in its own way.
fn same(one: &str, other: &str) -> bool {
    let parsed = |text: &str| serde_json::from_str::<Json>(text).ok();
    one.trim() == other.trim() || parsed(one).is_some_and(|one| Some(one) == parsed(other))
}

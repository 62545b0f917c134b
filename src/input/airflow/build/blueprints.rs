//! Decorated functions and `partial` operators: what makes tasks, groups and DAGs when it is called.

use super::super::arena::Id;
use super::super::interpret::Interpreter;
use super::super::text::Text;
use super::super::value::{Args, Blueprint, Function, Makes, Role, Value};
use super::tasks::Draft;
use crate::source::Span;

impl<'a> Interpreter<'a> {
    /// A decorator, called: with a function it decorates, with settings it waits for the function.
    pub(crate) fn decorator_call(&mut self, makes: Makes<'a>, role: Role, args: &Args<'a>, at: Span) -> Value<'a> {
        let mut blueprint = Blueprint { makes, settings: args.clone(), ahead: Args::default(), role, span: at };
        match args.positional.first().map(|item| &item.value) {
            Some(Value::Function(function)) => {
                let function = *function;
                blueprint.settings.positional.clear();
                self.finish(blueprint, function, at)
            }
            Some(Value::Blueprint(inner)) => {
                // `@setup` over `@task`.
                let mut inner = self.heap.blueprints.get(*inner).clone();
                inner.role = role;
                Value::Blueprint(self.heap.blueprints.add(inner))
            }
            _ => Value::Blueprint(self.heap.blueprints.add(blueprint)),
        }
    }

    /// A blueprint with its function; an asset is made at once.
    fn finish(&mut self, mut blueprint: Blueprint<'a>, function: Id<Function<'a>>, at: Span) -> Value<'a> {
        blueprint.makes = match blueprint.makes {
            Makes::Flow { decorator, .. } => Makes::Flow { decorator, function: Some(function) },
            Makes::Group(_) => Makes::Group(Some(function)),
            Makes::Dag(_) => Makes::Dag(Some(function)),
            Makes::Asset => return self.make_asset(function, &blueprint.settings, at),
            operator @ Makes::Operator(_) => operator,
        };
        Value::Blueprint(self.heap.blueprints.add(blueprint))
    }

    /// A blueprint, called.
    pub(crate) fn make(&mut self, id: Id<Blueprint<'a>>, args: &Args<'a>, at: Span) -> Value<'a> {
        let blueprint = self.heap.blueprints.get(id).clone();
        if let (false, Some(Value::Function(function))) =
            (has_function(&blueprint.makes), args.positional.first().map(|item| &item.value))
        {
            return self.finish(blueprint, *function, at);
        }
        if !self.importing() {
            return Value::unknown("what a task returns");
        }
        self.produce(&blueprint, args, false, at)
    }

    /// `partial`, `expand`, `expand_kwargs` and `override` of a blueprint.
    pub(crate) fn blueprint_method(
        &mut self,
        id: Id<Blueprint<'a>>,
        name: &str,
        args: &Args<'a>,
        at: Span,
    ) -> Value<'a> {
        let mut blueprint = self.heap.blueprints.get(id).clone();
        match name {
            "override" => blueprint.settings.merge(args),
            "partial" => blueprint.ahead.merge(args),
            "expand" if self.importing() => return self.produce(&blueprint, args, true, at),
            // A run decides which arguments each mapping holds.
            "expand_kwargs" if self.importing() => {
                let args = Args { open: true, ..args.clone() };
                return self.produce(&blueprint, &args, true, at);
            }
            "function" | "__wrapped__" => {}
            _ => return Value::unknown(format!("{name}()")),
        }
        blueprint.span = at;
        Value::Blueprint(self.heap.blueprints.add(blueprint))
    }

    fn produce(&mut self, blueprint: &Blueprint<'a>, args: &Args<'a>, mapped: bool, at: Span) -> Value<'a> {
        let mut call = blueprint.ahead.clone();
        call.positional.extend(args.positional.iter().cloned());
        call.merge(args);
        match &blueprint.makes {
            Makes::Flow { decorator, function: Some(function) } => {
                let name = self.heap.functions.get(*function).name();
                self.add_task(Draft {
                    operator: Self::flow_operator(decorator),
                    function: Some(*function),
                    default_id: Some(Text::known(name)),
                    args: blueprint.settings.clone(),
                    call,
                    role: blueprint.role,
                    mapped,
                    numbered: true,
                    span: at,
                })
            }
            Makes::Operator(operator) => {
                let mut settings = blueprint.settings.clone();
                settings.merge(&call);
                settings.positional.extend(call.positional);
                self.add_task(Draft {
                    operator: operator.clone(),
                    function: None,
                    default_id: None,
                    args: settings,
                    call: Args::default(),
                    role: blueprint.role,
                    mapped,
                    numbered: false,
                    span: at,
                })
            }
            Makes::Group(Some(function)) => self.make_group_from(*function, &blueprint.settings, &call, mapped, at),
            Makes::Dag(Some(function)) => self.make_dag_from(*function, &blueprint.settings, &call, at),
            _ => Value::unknown("decorator"),
        }
    }
}

fn has_function(makes: &Makes<'_>) -> bool {
    !matches!(makes, Makes::Flow { function: None, .. } | Makes::Group(None) | Makes::Dag(None) | Makes::Asset)
}

//! Decorated functions and `partial` operators: what makes tasks, groups and DAGs when it is called.

use super::super::arena::Id;
use super::super::graph::tasks_in;
use super::super::interpret::Interpreter;
use super::super::text::Text;
use super::super::value::{Args, Blueprint, Class, Function, Item, Makes, Role, Value};
use super::tasks::Draft;
use crate::source::Span;

impl<'a> Interpreter<'a> {
    /// A decorator, called: with a function it decorates, with settings it waits for the function.
    pub(crate) fn decorator_call(&mut self, makes: Makes<'a>, role: Role, args: &Args<'a>, at: Span) -> Value<'a> {
        let mut blueprint = Blueprint { makes, settings: args.clone(), ahead: Args::default(), role, span: at };
        let first = args.positional.first().map(|item| item.value.clone());
        if let Some(function) = first.as_ref().and_then(|value| self.as_function(value)) {
            blueprint.settings.positional.clear();
            return self.finish(blueprint, function, at);
        }
        match &first {
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
            other @ (Makes::Operator(_) | Makes::Class(_)) => other,
        };
        Value::Blueprint(self.heap.blueprints.add(blueprint))
    }

    /// A blueprint, called.
    pub(crate) fn make(&mut self, id: Id<Blueprint<'a>>, args: &Args<'a>, at: Span) -> Value<'a> {
        let blueprint = self.heap.blueprints.get(id).clone();
        if !has_function(&blueprint.makes)
            && let Some(first) = args.positional.first().map(|item| item.value.clone())
            && let Some(function) = self.as_function(&first)
        {
            return self.finish(blueprint, function, at);
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
                let of_task = args.positional.first().is_some_and(|given| matches!(given.value, Value::Task(_)));
                let is_known = !blueprint.settings.open && !blueprint.ahead.open && !args.open;
                let made = self.produce(&blueprint, &Args { open: true, ..args.clone() }, true, at);
                if let Value::Task(id) = made {
                    self.heap.tasks.get_mut(id).of_results = of_task && is_known;
                }
                return made;
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
                    default_id: Some(Text::known(&*name)),
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
            Makes::Class(class) => self.produce_of_class(*class, &blueprint.settings, &call, at),
            Makes::Group(Some(function)) => self.make_group_from(*function, &blueprint.settings, &call, mapped, at),
            Makes::Dag(Some(function)) => self.make_dag_from(*function, &blueprint.settings, &call, at),
            _ => Value::unknown("decorator"),
        }
    }
}

impl<'a> Interpreter<'a> {
    /// `Operator.partial(…)` of a class of the tree: waits for `expand`.
    pub(crate) fn partial_of_class(&mut self, class: Id<Class<'a>>, args: &Args<'a>, span: Span) -> Value<'a> {
        let (settings, ahead) = (args.clone(), Args::default());
        let blueprint = Blueprint { makes: Makes::Class(class), settings, ahead, role: Role::Work, span };
        Value::Blueprint(self.heap.blueprints.add(blueprint))
    }

    /// A mapped task of a class of the tree: its `__init__` runs once per element, on values that only a run knows.
    fn produce_of_class(&mut self, class: Id<Class<'a>>, settings: &Args<'a>, call: &Args<'a>, at: Span) -> Value<'a> {
        let mut args = settings.clone();
        let element = |item: &Item<'a>| Item { value: Value::unknown("mapped argument"), span: item.span };
        args.named.extend(call.named.iter().map(|(name, item)| (name.clone(), element(item))));
        args.open |= call.open;
        let made = self.instantiate(class, args, at);
        if let Value::Task(id) = made {
            let task = self.heap.tasks.get_mut(id);
            task.mapped = true;
            task.args.named.extend(call.named.iter().cloned());
            let before: Vec<_> = call.items().flat_map(|item| tasks_in(&self.heap, &item.value)).collect();
            for upstream in before {
                self.heap.join(upstream, id);
            }
        }
        made
    }
}

fn has_function(makes: &Makes<'_>) -> bool {
    !matches!(makes, Makes::Flow { function: None, .. } | Makes::Group(None) | Makes::Dag(None) | Makes::Asset)
}

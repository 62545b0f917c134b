//! The functions of the language, as far as they give the same answer wherever and whenever they run.
//!
//! <https://developer.hashicorp.com/terraform/language/functions>. One that is not here is open.

mod collection;
mod csv;
mod encoding;
mod file;
mod kind;
mod network;
mod number;
mod set;
mod text;

use hcl_edit::Span as _;
use hcl_edit::expr::FuncCall;

pub(super) use self::file::READS;

use super::{At, Evaluator, Invalid, Outcome, Scope, from_elsewhere};
use crate::input::terraform::value::{Is, Object, Open, Value, document};

/// How a function comes to its value.
enum Function {
    /// From arguments that are known as a whole; `None` for an error.
    Known(fn(&[Value]) -> Option<Value>),
    /// From whatever is known of its arguments.
    Any(fn(&[Value]) -> Outcome),
}

use Function::{Any, Known};

/// How many parts of its arguments a function looks at in one step.
const PARTS_OF_A_STEP: u64 = 16;

/// The functions by name.
const FUNCTIONS: &[(&str, Function)] = &[
    ("abs", Known(number::abs)),
    ("alltrue", Any(collection::all_true)),
    ("anytrue", Any(collection::any_true)),
    ("base64decode", Any(encoding::base64_decode)),
    ("base64encode", Any(encoding::base64_encode)),
    ("base64gzip", Any(encoding::base64_of_other)),
    ("basename", Known(text::basename)),
    ("ceil", Known(number::ceil)),
    ("chomp", Known(text::chomp)),
    ("chunklist", Any(collection::chunk_list)),
    ("cidrhost", Known(network::host)),
    ("cidrnetmask", Known(network::netmask)),
    ("cidrsubnet", Any(network::subnet)),
    ("cidrsubnets", Known(network::subnets)),
    ("coalesce", Any(collection::coalesce)),
    ("coalescelist", Any(collection::coalesce_list)),
    ("compact", Any(collection::compact)),
    ("concat", Any(collection::concat)),
    ("contains", Any(collection::contains)),
    ("csvdecode", Any(csv::csv_decode)),
    ("dirname", Known(text::dirname)),
    ("distinct", Any(set::distinct)),
    ("element", Any(collection::element)),
    ("endswith", Known(text::ends_with)),
    ("flatten", Any(collection::flatten)),
    ("floor", Known(number::floor)),
    ("format", Any(text::format)),
    ("formatlist", Any(text::format_list)),
    ("indent", Known(text::indent)),
    ("index", Known(collection::index)),
    ("join", Any(text::join)),
    ("jsondecode", Any(encoding::json_decode)),
    ("jsonencode", Any(encoding::json_encode)),
    ("keys", Any(collection::keys)),
    ("length", Any(collection::length)),
    ("lookup", Any(collection::lookup)),
    ("lower", Known(text::lower)),
    ("matchkeys", Known(collection::match_keys)),
    ("max", Known(number::max)),
    ("merge", Any(collection::merge)),
    ("min", Known(number::min)),
    ("nonsensitive", Any(kind::nonsensitive)),
    ("one", Any(collection::one)),
    ("parseint", Known(number::parse_int)),
    ("pow", Known(number::pow)),
    ("range", Known(number::range)),
    ("regex", Known(text::regex)),
    ("regexall", Known(text::regex_all)),
    ("replace", Any(text::replace)),
    ("reverse", Any(collection::reverse)),
    ("sensitive", Any(kind::sensitive)),
    ("setintersection", Known(set::intersection)),
    ("setproduct", Known(set::product)),
    ("setsubtract", Known(set::subtract)),
    ("setunion", Any(set::union)),
    ("signum", Known(number::signum)),
    ("slice", Known(collection::slice)),
    ("sort", Any(set::sort)),
    ("split", Any(text::split)),
    ("startswith", Known(text::starts_with)),
    ("strcontains", Known(text::contains)),
    ("strrev", Known(text::reverse)),
    ("substr", Known(text::substr)),
    ("sum", Known(number::sum)),
    ("textencodebase64", Any(encoding::base64_of_other)),
    ("title", Known(text::title)),
    ("tobool", Any(kind::to_bool)),
    ("tolist", Any(kind::to_list)),
    ("tomap", Any(kind::to_map)),
    ("tonumber", Any(kind::to_number)),
    ("toset", Any(kind::to_set)),
    ("tostring", Any(kind::to_string)),
    ("transpose", Known(collection::transpose)),
    ("trim", Known(text::trim)),
    ("trimprefix", Known(text::trim_prefix)),
    ("trimspace", Known(text::trim_space)),
    ("trimsuffix", Known(text::trim_suffix)),
    ("upper", Known(text::upper)),
    ("urlencode", Known(encoding::url_encode)),
    ("values", Any(collection::values)),
    ("yamldecode", Any(encoding::yaml_decode)),
    ("zipmap", Any(collection::zip_map)),
];

impl Evaluator<'_> {
    pub(super) fn call(&self, call: &FuncCall, at: At<'_>, scope: &Scope<'_>) -> Outcome {
        let name = match call.name.namespace.as_slice() {
            [] => call.name.name.as_str(),
            [core] if core.as_str() == "core" => call.name.name.as_str(),
            // A function of a provider.
            _ => return Ok(Value::open()),
        };
        match name {
            "try" => return self.first_valid(call, at, scope),
            "can" => return self.is_valid(call, at, scope),
            _ => {}
        }
        let (arguments, rest) = self.arguments(call, at, scope)?;
        let sensitive = name != "nonsensitive" && arguments.iter().any(Value::holds_sensitive);
        if let Some(rest) = rest {
            return Ok(Value::new(Is::Open(rest), None).made_of(sensitive));
        }
        if let Some(found) = self.of_file(name, &arguments) {
            return Ok(found?.made_of(sensitive));
        }
        // What a function makes is not larger than a few times what it is given, but for those that count it themselves.
        let weight = arguments.iter().fold(0_u64, |sum, value| value.weight.saturating_add(sum)) / PARTS_OF_A_STEP;
        if !self.steps(usize::try_from(weight).unwrap_or(usize::MAX))
            || name == "setproduct" && !self.steps(set::product_size(&arguments))
        {
            return Ok(Value::open());
        }
        let function = FUNCTIONS.binary_search_by_key(&name, |(name, _)| name).ok().and_then(|at| FUNCTIONS.get(at));
        let open = || Value::new(Is::Open(Open::of(&arguments)), None);
        let made = match function {
            Some((_, Known(function))) if arguments.iter().all(Value::is_known) => {
                function(&arguments).ok_or(Invalid)?
            }
            Some((_, Any(function))) => function(&arguments)?,
            Some(_) | None => open(),
        };
        // A list has the places of its elements.
        let origin = match made.is {
            Is::Bool(_) | Is::List(_) | Is::Object(_) | Is::Open(_) | Is::Encoded(_) => None,
            _ => from_elsewhere(arguments.iter().filter_map(|it| it.origin.as_ref()), at.origin(call.span()).as_ref()),
        };
        Ok(made.at(origin).made_of(sensitive))
    }

    /// The arguments of a call; why there may be others, where the last one is a list of arguments.
    fn arguments(&self, call: &FuncCall, at: At<'_>, scope: &Scope<'_>) -> Result<(Vec<Value>, Option<Open>), Invalid> {
        let arguments = call.args.iter().map(|argument| self.expression(argument, at, scope));
        let mut arguments = arguments.collect::<Result<Vec<_>, _>>()?;
        if !call.args.expand_final() {
            return Ok((arguments, None));
        }
        let Some(last) = arguments.pop() else { return Ok((arguments, None)) };
        match &last.is {
            Is::List(list) => {
                arguments.extend(list.items.iter().cloned());
                Ok((arguments, list.rest.clone()))
            }
            _ => Ok((arguments, Some(last.opens()))),
        }
    }

    /// The first argument that is no error.
    fn first_valid(&self, call: &FuncCall, at: At<'_>, scope: &Scope<'_>) -> Outcome {
        let mut arguments = call.args.iter().map(|argument| self.expression(argument, at, scope));
        arguments.find(Result::is_ok).unwrap_or(Err(Invalid))
    }

    fn is_valid(&self, call: &FuncCall, at: At<'_>, scope: &Scope<'_>) -> Outcome {
        let only = call.args.get(0).ok_or(Invalid)?;
        Ok(match self.expression(only, at, scope) {
            // A part that is open may be an error all the same.
            Ok(value) if value.as_open().is_some() => Value::new(Is::Open(value.opens()), None),
            Ok(_) => Value::bool(true),
            Err(Invalid) => Value::bool(false),
        })
    }

    /// The text of a template file with these values.
    fn template_of(&self, text: &str, at: At<'_>, values: &Value) -> Outcome {
        let Is::Object(Object { entries, rest: None }) = &values.is else { return Ok(Value::open()) };
        let mut bindings: Option<super::scope::Binding<'_>> = None;
        let named: Vec<(&String, &Value)> = entries.iter().collect();
        self.bound(text, at, &named, bindings.take().as_ref())
    }

    /// The same, one value after the other.
    fn bound(
        &self,
        text: &str,
        at: At<'_>,
        named: &[(&String, &Value)],
        outer: Option<&super::scope::Binding<'_>>,
    ) -> Outcome {
        let root = super::Instance::new();
        let Some(((name, value), rest)) = named.split_first() else {
            let scope = Scope { bindings: outer, ..Scope::of(&root) };
            return self.template_text(text, at, &scope);
        };
        let binding = super::scope::Binding { name, value: (*value).clone(), outer };
        self.deeper(|| self.bound(text, at, rest, Some(&binding))).unwrap_or_else(|| Ok(Value::open()))
    }
}

/// The text of an argument.
fn text_of(value: &Value) -> Option<std::sync::Arc<str>> {
    crate::input::terraform::value::to_text(value)
}

/// What stands at an index of the arguments.
fn argument(arguments: &[Value], at: usize) -> Result<&Value, Invalid> {
    arguments.get(at).ok_or(Invalid)
}

/// What is open because these are.
fn open(values: &[Value]) -> Value {
    Value::new(Is::Open(Open::of(values)), None)
}

/// The document that a text with open parts is.
fn document_of(value: &Value) -> Option<Value> {
    document(&crate::input::terraform::value::pieces(value)?)
}

#[cfg(test)]
mod tests {
    use super::FUNCTIONS;

    #[test]
    fn functions_are_sorted_by_name() {
        assert!(FUNCTIONS.is_sorted_by(|(one, _), (other, _)| one < other));
    }
}

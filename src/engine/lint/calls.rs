//! Which functions a policy may call, and with how many arguments.

use super::names::{Names, Target};
use super::syntax::{Expr, Kind, Literal, Node, Statement};
use super::visit::{self, Visit};
use super::{Lint, Parsed};
use crate::policy::Authority;

/// Builtins that mean the same in OPA and in gate and need nothing but their arguments, with the number of those.
const ALLOWED: &[(&str, usize)] = &[
    ("abs", 1),
    ("array.concat", 2),
    ("array.flatten", 1),
    ("array.reverse", 1),
    ("array.slice", 3),
    ("base64.decode", 1),
    ("base64.encode", 1),
    ("base64.is_valid", 1),
    ("base64url.decode", 1),
    ("base64url.encode", 1),
    ("base64url.encode_no_pad", 1),
    ("bits.and", 2),
    ("bits.negate", 1),
    ("bits.or", 2),
    ("bits.xor", 2),
    ("ceil", 1),
    ("concat", 2),
    ("contains", 2),
    ("count", 1),
    ("crypto.hmac.equal", 2),
    ("crypto.hmac.md5", 2),
    ("crypto.hmac.sha1", 2),
    ("crypto.hmac.sha256", 2),
    ("crypto.hmac.sha512", 2),
    ("crypto.md5", 1),
    ("crypto.sha1", 1),
    ("crypto.sha256", 1),
    ("endswith", 2),
    ("floor", 1),
    ("format_int", 2),
    ("glob.match", 3),
    ("glob.quote_meta", 1),
    ("graph.reachable", 2),
    ("hex.decode", 1),
    ("hex.encode", 1),
    ("indexof", 2),
    ("indexof_n", 2),
    ("intersection", 1),
    ("io.jwt.decode", 1),
    ("is_array", 1),
    ("is_boolean", 1),
    ("is_null", 1),
    ("is_number", 1),
    ("is_object", 1),
    ("is_set", 1),
    ("is_string", 1),
    ("json.is_valid", 1),
    ("json.marshal", 1),
    ("json.unmarshal", 1),
    ("lower", 1),
    ("max", 1),
    ("min", 1),
    ("net.cidr_contains", 2),
    ("net.cidr_contains_matches", 2),
    ("net.cidr_intersects", 2),
    ("net.cidr_is_valid", 1),
    ("net.cidr_merge", 1),
    ("numbers.range", 2),
    ("numbers.range_step", 3),
    ("object.filter", 2),
    ("object.get", 3),
    ("object.keys", 1),
    ("object.remove", 2),
    ("object.subset", 2),
    ("object.union", 2),
    ("object.union_n", 1),
    ("product", 1),
    ("regex.find_n", 3),
    ("regex.globs_match", 2),
    ("regex.is_valid", 1),
    ("regex.match", 2),
    ("regex.replace", 3),
    ("regex.split", 2),
    ("replace", 3),
    ("round", 1),
    ("semver.compare", 2),
    ("semver.is_valid", 1),
    ("sort", 1),
    ("split", 2),
    ("sprintf", 2),
    ("startswith", 2),
    ("strings.any_prefix_match", 2),
    ("strings.any_suffix_match", 2),
    ("strings.count", 2),
    ("strings.replace_n", 2),
    ("strings.reverse", 1),
    ("substring", 3),
    ("sum", 1),
    ("to_number", 1),
    ("trim", 2),
    ("trim_left", 2),
    ("trim_prefix", 2),
    ("trim_right", 2),
    ("trim_space", 1),
    ("trim_suffix", 2),
    ("type_name", 1),
    ("union", 1),
    ("units.parse", 1),
    ("units.parse_bytes", 1),
    ("upper", 1),
    ("urlquery.decode", 1),
    ("urlquery.decode_object", 1),
    ("urlquery.encode", 1),
    ("urlquery.encode_object", 1),
];

/// Builtins about time, which only users' policies may use: `time.now_ns` is the clock of the run.
const TIME: &[(&str, usize)] = &[
    ("time.clock", 1),
    ("time.date", 1),
    ("time.format", 1),
    ("time.now_ns", 0),
    ("time.parse_duration_ns", 1),
    ("time.parse_rfc3339_ns", 1),
    ("time.weekday", 1),
];

/// Builtins of OPA that a policy may not use, and what to do instead.
const REFUSED: &[(&str, &str)] = &[
    ("bits.lsh", "multiply: a shift makes a number of any size"),
    ("bits.rsh", "divide and take `floor`"),
    ("graph.reachable_paths", "use `graph.reachable`: there may be more paths than memory holds"),
    ("http.send", "a policy has no network; what it needs must be in its input"),
    ("json.filter", "take the fields by name: `{\"a\": object.get(x, \"a\", null)}`"),
    ("json.patch", "make the object anew: `object.union(x, {\"a\": 1})`"),
    ("json.remove", "use `object.remove`"),
    ("net.cidr_expand", "use `net.cidr_contains`: a network may have more addresses than memory holds"),
    ("net.lookup_ip_addr", "a policy has no network; what it needs must be in its input"),
    ("opa.runtime", "a policy may not depend on the machine"),
    ("print", "remove it: a run shows nothing that a policy prints"),
    ("rand.intn", "the same input must give the same answer"),
    ("regex.find_all_string_submatch_n", "use `regex.find_n`, or `regex.replace` with `$1`"),
    ("regex.template_match", "use `regex.match` with the whole pattern"),
    ("time.add_date", "add nanoseconds: `at + ((30 * 24) * 3600) * 1000000000`"),
    ("time.diff", "subtract nanoseconds and divide"),
    ("time.parse_ns", "use `time.parse_rfc3339_ns`: a layout of Go passes over what follows it"),
    ("trace", "remove it: a run shows nothing that a policy prints"),
    ("uuid.rfc4122", "the same input must give the same answer"),
    ("walk", "name the collections to look into; walking everything costs more than the time limit"),
];

/// Checks every call and every `with` of a file.
pub(super) fn calls(names: &Names<'_>, file: &Parsed, author: Authority, lints: &mut Vec<Lint>) {
    let mut calls = Calls { names, file, author, lints };
    file.tree.rules.iter().for_each(|rule| visit::rule(rule, &mut calls));
}

struct Calls<'a, 'l> {
    names: &'a Names<'a>,
    file: &'a Parsed,
    author: Authority,
    lints: &'l mut Vec<Lint>,
}

impl<'a> Visit<'a> for Calls<'a, '_> {
    fn statement(&mut self, statement: &'a Statement) {
        if let (Literal::SomeIn { .. }, Some((target, _))) = (&statement.literal, statement.with.first()) {
            let instead = "bind the collection first: `all := things with input as other`";
            self.lints.push(self.file.report(target.at, "`with` after `some … in`: gate would not heed it", instead));
        }
        for (target, _) in statement.with.iter().filter(|(target, _)| target.root() != Some("input")) {
            let instead = "keep it for unit tests, or replace only `input`";
            self.lints.push(self.file.report(target.at, "`with` replaces something other than the input", instead));
        }
    }

    fn expr(&mut self, expr: &'a Expr) {
        if let Node::Call { function, arguments } = &expr.node
            && let Err((what, instead)) = self.check(function, arguments.len())
        {
            self.lints.push(self.file.report(expr.at, &what, &instead));
        }
    }
}

impl Calls<'_, '_> {
    fn check(&self, function: &Expr, given: usize) -> Result<(), (String, String)> {
        let path = function.path().unwrap_or_default();
        let name = path.join(".");
        let wanted = match self.names.resolve(&self.file.tree, &path) {
            Some(Target::Rule { file, name, used }) if used == path.len() => {
                let rules = self.names.rules(file, &name);
                rules.iter().find(|rule| rule.kind == Kind::Function).map(|rule| rule.parameters.len())
            }
            Some(_) => None,
            None => return self.builtin(&name, given),
        };
        let unknown = || (format!("there is no function `{name}`"), "look at the names in its library".to_owned());
        arity(&name, wanted.ok_or_else(unknown)?, given)
    }

    fn builtin(&self, name: &str, given: usize) -> Result<(), (String, String)> {
        if let Some((_, why)) = REFUSED.iter().find(|(refused, _)| *refused == name) {
            return Err((format!("`{name}` is not available"), (*why).to_owned()));
        }
        let time = TIME.iter().find(|(known, _)| *known == name);
        if time.is_some() && self.author == Authority::Bundled {
            return Err((
                format!("`{name}`: a bundled policy may not depend on the day"),
                "compare versions".to_owned(),
            ));
        }
        if let Some((_, wanted)) = ALLOWED.iter().find(|(known, _)| *known == name).or(time) {
            return arity(name, *wanted, given);
        }
        let instead = "see the list of functions in the guide to writing policies";
        Err((format!("there is no function `{name}`"), instead.to_owned()))
    }
}

fn arity(name: &str, wanted: usize, given: usize) -> Result<(), (String, String)> {
    if wanted == given {
        return Ok(());
    }
    let what = format!("`{name}` takes {wanted} arguments, not {given}");
    let instead = if given == wanted.saturating_add(1) { "take its result with `:=`" } else { "check its arguments" };
    Err((what, instead.to_owned()))
}

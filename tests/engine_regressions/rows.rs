//! One policy for every fault, and what becomes of it.

/// What becomes of the cell of a policy.
#[derive(Clone, Copy)]
pub(crate) enum Becomes {
    /// Judged, with so many violations.
    Judged(usize),
    /// Incomplete although nothing linted it, as a bundled policy is not, with a cause that says this.
    Incomplete(&'static str),
    /// Incomplete because the lint of a user's policy says this.
    Refused(&'static str),
}
pub(crate) use Becomes::{Incomplete, Judged, Refused};

/// Rules that find something in the judged document, whose resources have `values.name` of `a`, `b` and of nothing.
pub(crate) const ROWS: &[(&str, &str, Becomes)] = &[
    (
        "1 an undefined head hides nothing because it is refused",
        "deny contains resource.values.name if some resource in input.resources",
        Refused("not a plain variable"),
    ),
    (
        "1 a plain head keeps what was found before an undefined value",
        "deny contains finding if {\n\tsome resource in input.resources\n\tname := resource.values.name\n\tfinding := gate.finding(resource, [], name)\n}",
        Judged(2),
    ),
    (
        "2 a loop over null is not a pass",
        "deny contains x if some x in input.resources[0].values.nothing",
        Incomplete("expects array/set/object"),
    ),
    (
        "2 a sum of the wrong types is not a pass",
        "deny contains x if x := input.resources[0].values.name + 1",
        Incomplete("policy.rego:14:"),
    ),
    (
        "3 nesting that the parser takes forever for is refused",
        "deny := [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        Refused("nested more than 6 deep"),
    ),
    (
        "3 alternating nesting is refused",
        "deny := [{\"a\": [{\"a\": [{\"a\": [{\"a\": [{\"a\": [{\"a\": 1}]}]}]}]}]}]",
        Refused("nested more than 6 deep"),
    ),
    ("5 recursion is refused", "f(x) := f(x + 1)\n\ndeny contains x if x := f(1)", Refused("recursion: f uses f")),
    (
        "5 recursion through two rules is refused",
        "a contains x if some x in b\n\nb contains x if some x in a\n\ndeny contains x if some x in a",
        Refused("recursion: a uses b uses a"),
    ),
    (
        "5 recursion of rules that is not refused is an error",
        "a contains x if some x in b\n\nb contains x if some x in a\n\ndeny contains x if some x in a",
        Incomplete("recursion detected"),
    ),
    ("5 a chain of rules that is too deep is refused", CHAIN, Refused("more than 64")),
    (
        "6 counting an empty text does not panic",
        "deny contains finding if {\n\tstrings.count(\"a\", \"\") == 2\n\tfinding := gate.finding(input.resources[0], [], \"m\")\n}",
        Judged(1),
    ),
    (
        "6 an empty subset does not panic",
        "deny contains finding if {\n\tobject.subset([1], [])\n\tfinding := gate.finding(input.resources[0], [], \"m\")\n}",
        Judged(1),
    ),
    ("7 a builtin that fails is not a pass", "deny contains x if x := lower(1)", Incomplete("`lower`")),
    ("7 a division by zero is not a pass", "deny contains x if x := 1 / 0", Incomplete("divide by zero")),
    (
        "7 a wrong number of arguments is refused",
        "deny contains x if x := lower(\"A\", \"b\", \"c\")",
        Refused("takes 1 arguments, not 3"),
    ),
    (
        "7 a wrong number of arguments is an error",
        "deny contains x if x := lower(\"A\", \"b\", \"c\")",
        Incomplete("incorrect number of parameters"),
    ),
    (
        "7 a request to the network is refused",
        "deny contains x if {\n\tnot http.send({\"url\": \"x\"})\n\tx := 1\n}",
        Refused("`http.send` is not available"),
    ),
    (
        "7 a request to the network is an error",
        "deny contains x if {\n\tnot http.send({\"url\": \"x\"})\n\tx := 1\n}",
        Incomplete("http.send"),
    ),
    (
        "8 a name that does not exist stops only its own policy",
        "deny contains x if some x in unheard_of",
        Incomplete("cannot be loaded"),
    ),
    (
        "10 a builtin that fails under not is not a pass",
        "deny contains finding if {\n\tsome resource in input.resources\n\tnot startswith(resource.values, \"x\")\n\tfinding := gate.finding(resource, [], \"m\")\n}",
        Incomplete("`startswith`"),
    ),
    ("a line of more than 1024 characters is read", LONG_LINE, Judged(1)),
    (
        "a pattern that compiles to too much is not a pass",
        "deny contains x if {\n\tregex.match(\"((a{100}){100}){100}\", \"b\")\n\tx := 1\n}",
        Incomplete("regex"),
    ),
    (
        "a pattern that backtracks elsewhere takes no time",
        "deny contains finding if {\n\tnot regex.match(\"^(a+)+$\", \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\")\n\tfinding := gate.finding(input.resources[0], [], \"m\")\n}",
        Judged(1),
    ),
    ("printing is refused", "deny contains x if {\n\tprint(input)\n\tx := 1\n}", Refused("`print` is not available")),
    (
        "text that is deeper than JSON may be is not a pass",
        "deny contains x if {\n\tdeep := concat(\"\", array.concat([\"[\" | some i in numbers.range(1, 200)], [\"]\" | some i in numbers.range(1, 200)]))\n\tx := json.unmarshal(deep)\n}",
        Incomplete("could not deserialize json"),
    ),
    (
        "an import after a rule is refused",
        "deny contains x if x := 1\n\nimport data.gate.other",
        Refused("cannot be parsed"),
    ),
    ("a body of the old language is refused", "deny[x] { x := 1 }", Refused("cannot be parsed")),
    ("chained bodies of the old language are refused", "deny[x] { x := 1 } { x := 2 }", Refused("cannot be parsed")),
    (
        "a function without a body and with a blank parameter is refused",
        "f(\"x\", _)\n\ndeny contains x if x := f(\"x\", 1)",
        Refused("cannot be parsed"),
    ),
    ("a text template is refused", "deny contains x if x := $\"{input.resources}\"", Refused("text templates")),
    (
        "a composite key in a head is refused",
        "x[[a, b]] contains v if {\n\tsome a, b in [1]\n\tv := 1\n}\n\ndeny contains y if some y in x",
        Refused("p"),
    ),
    (
        "replacing a function is refused",
        "deny contains x if {\n\tx := 1\n\tlower(\"A\") == \"a\" with lower as upper\n}",
        Refused("`with` replaces something other than the input"),
    ),
    (
        "replacing a rule is refused",
        "deny contains x if {\n\tx := other with other as 1\n}\n\nother := 2",
        Refused("`with` replaces something other than the input"),
    ),
    (
        "a function that does not exist is refused",
        "deny contains x if x := unheard.of(1)",
        Refused("there is no function `unheard.of`"),
    ),
    (
        "a function that does not exist is an error",
        "deny contains x if x := unheard.of(1)",
        Incomplete("could not find function"),
    ),
    (
        "a loop that does not end is stopped",
        "deny contains x if {\n\tx := count([1 | some a in numbers.range(1, 3000); some b in numbers.range(1, 3000); some c in numbers.range(1, 3000); a + b == c])\n}",
        Incomplete("takes more steps"),
    ),
    (
        "a range that fills the memory is refused",
        "deny contains x if x := count(numbers.range(1, 2000000000))",
        Incomplete("`numbers.range` would span"),
    ),
    (
        "a unit with a billion digits is not a pass",
        "deny contains x if x := units.parse(\"1e999999999\")",
        Incomplete("`units.parse` expects a number of at most"),
    ),
    (
        "bytes with a billion digits are not a pass",
        "deny contains x if x := units.parse_bytes(\"1E+999999999Ki\")",
        Incomplete("`units.parse_bytes` expects a number of at most"),
    ),
    (
        "a unit of common size is read",
        "deny contains finding if {\n\tunits.parse(\"1.5e3Ki\") == 1536000\n\tunits.parse_bytes(\"10MiB\") == 10485760\n\tfinding := gate.finding(input.resources[0], [], \"m\")\n}",
        Judged(1),
    ),
    (
        "a number with a billion digits is refused before it is parsed",
        "deny contains x if x := 1e999999999",
        Refused("a number of more than 308 digits"),
    ),
    (
        "a fraction with a billion digits is refused before it is parsed",
        "deny contains x if x := 1.5E+0999999999",
        Refused("a number of more than 308 digits"),
    ),
    (
        "a number that is squared again and again is refused",
        "f(n) := n * n\n\ng(n) := f(f(f(f(f(n)))))\n\nh(n) := g(g(g(g(g(g(n))))))\n\ndeny contains x if x := h(input.resources)",
        Refused("numbers of more than 65536 bits"),
    ),
    (
        "lists that double are stopped",
        "deny contains x if {\n\ta := numbers.range(1, 60000)\n\tb := array.concat(a, a)\n\tx := count(b)\n}",
        Incomplete("`array.concat` would make more than"),
    ),
    (
        "a width of a billion in a text format is refused",
        "deny contains x if x := sprintf(\"%1000000000d\", [1])",
        Incomplete("`sprintf` would make more than"),
    ),
    (
        "an import of nothing is refused",
        "deny contains x if {\n\tsome x in data.forbidden_types\n}",
        Refused("there is no `data.forbidden_types`"),
    ),
    (
        "`not` over an index inside of `every` is refused",
        "deny contains x if {\n\tevery k in [\"A\"] { not owners[k] }\n\tx := 1\n}\n\nowners := {}",
        Refused("inside of `every`"),
    ),
    (
        "text that doubles is stopped",
        "deny contains x if {\n\ta := concat(\"\", [\"x\" | some i in numbers.range(1, 1000)])\n\tb := concat(\"\", [a | some i in numbers.range(1, 1000)])\n\tx := concat(\"\", [b | some i in numbers.range(1, 1000)])\n}",
        Incomplete("`concat` would make more than"),
    ),
    ("no `deny` is not a pass", "allow := true", Incomplete("`deny` has no value")),
    ("a `deny` that is false is not a pass", "deny := false", Incomplete("`deny` is not a set")),
    ("a `deny` that is undefined is not a pass", "deny := true if input.nothing", Incomplete("`deny` has no value")),
    (
        "an `unknown` that is undefined is not a pass",
        "deny contains x if {\n\tsome x in []\n}\n\nunknown := input.nothing",
        Incomplete("`unknown` has no value"),
    ),
    ("text instead of a finding is not a pass", "deny contains x if x := \"message\"", Incomplete("not a finding")),
    (
        "findings and text mixed are not a pass",
        "deny contains \"message\"\n\ndeny contains finding if finding := gate.finding(input.resources[0], [], \"m\")",
        Incomplete("not a finding"),
    ),
    (
        "a place in another file is not a finding",
        "deny contains x if x := {\"message\": \"m\", \"path\": [], \"loc\": \"other.yml#0\"}",
        Incomplete("`_loc`"),
    ),
    (
        "more findings than anybody reads are not a pass",
        "deny contains finding if {\n\tsome n in numbers.range(1, 10001)\n\tfinding := gate.finding(input.resources[0], [], sprintf(\"%d\", [n]))\n}",
        Incomplete("more than 10000"),
    ),
    ("chance is not available", "deny contains x if x := rand.intn(\"seed\", 5)", Incomplete("`rand.intn`")),
    (
        "the clock is that of the run",
        "deny contains finding if {\n\ttime.now_ns() == 42\n\tfinding := gate.finding(input.resources[0], [], \"m\")\n}",
        Judged(1),
    ),
    (
        "YAML cannot be unpacked by a policy",
        "deny contains x if x := yaml.unmarshal(\"a: &a [*a]\")",
        Incomplete("could not find function yaml.unmarshal"),
    ),
    (
        "two values for one rule are not a pass",
        "deny contains x if x := two\n\ntwo := 1 if input.resources\n\ntwo := 2 if input.resources",
        Incomplete("rule conflicts with rule"),
    ),
];

/// A hundred rules, each using the next.
const CHAIN: &str = include_str!("chain.rego.txt");
/// A rule with a comparison of 2000 characters on one line.
const LONG_LINE: &str = include_str!("long_line.rego.txt");

/// Policies that only the supervised child can contain: they exhaust memory inside one builtin.
pub(crate) const SUPERVISED: &[(&str, &str)] = &[
    (
        "a width of a billion in a text format ends only the child",
        "deny contains x if x := sprintf(\"%1000000000d\", [1])",
    ),
    ("text that doubles in a text format ends only the child", DOUBLING),
];

/// Thirty-six rules, each twice as long as the one before.
const DOUBLING: &str = include_str!("doubling.rego.txt");

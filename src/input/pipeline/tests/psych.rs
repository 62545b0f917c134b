//! What GitLab's YAML library makes of odd texts, and what gate makes of them: the same, or it says that it cannot.
//!
//! Recorded from Ruby 3.1 with Psych 4.0.3 and libyaml 0.2.5, called as GitLab calls it: split at `---`
//! (`lib/gitlab/config/loader/multi_doc_yaml.rb`), `safe_load` with symbols and aliases, keys made symbols, and what is no
//! text refused in a script (`lib/gitlab/ci/config/entry/commands.rb`).

use serde_json::Value;

use super::super::gitlab;
use super::read;
use crate::input::{Document, Parsed};

/// Both read the same, and nothing is said. Jobs as `name=<before_script>script`, or the variables of the pipeline.
const ALIKE: &[(&str, &str)] = &[
    ("a: {script: b}", "a=b"),
    (".x: &x {script: evil}\na: {'<<': *x}", "a=evil"),
    (".x: &x {script: evil}\na: {\"<<\": [*x]}", "a=evil"),
    (".x: &x {script: evil}\na: {! <<: *x, script: b}", "a=b"),
    ("a: {<<: {script: evil}, script: b}", "a=b"),
    ("a: {script: b, <<: {script: evil}}", "a=evil"),
    (".x: &x {script: one}\n.y: &y {script: two, before_script: [z]}\na: {<<: [*x, *y]}", "a=<z>one"),
    (".x: &x {script: one}\n.y: &y {script: two, before_script: [z]}\na: {<<: *x, <<: *y}", "a=<z>two"),
    (".x: &x {script: one}\n.y: &y {<<: *x, before_script: [z]}\na: {<<: *y}", "a=<z>one"),
    (".x: &x {script: one}\n.x2: &x {script: two}\na: {<<: *x}", "a=two"),
    (".x: &x one\na: {script: [*x]}\n.y: &x two\nb: {script: [*x]}", "a=one b=two"),
    ("a: {script: ['010', \"yes\"]}", "a=010;yes"),
    ("a: {script: ''}", "a="),
    ("':a': {script: b}", ":a=b"),
    ("? a\n: {script: b}", "a=b"),
    ("a: !!map {script: b}", "a=b"),
    ("a: {script: !!seq [b]}", "a=b"),
    ("a: {script: !!str 5}", "a=5"),
    ("a: {script: [!!str true, !!str ~]}", "a=true;~"),
    ("---\na: {script: b}", "a=b"),
    ("--- \na: {script: b}", "a=b"),
    ("---\n---\na: {script: b}", "a=b"),
    ("a: {script: b}\n---\na: {script: c}", "a=b"),
    ("a: {script: b}\n---\nspec: {}\n", "a=b"),
    ("spec: {inputs: {}}\n---\na: {script: b}", "a=b"),
    ("---\nspec: {inputs: {}}\n---\na: {script: b}", "a=b"),
    ("a: {script: b}\n...\na: {script: c}", "a=b"),
    ("a: {script: b}\n...\n---\na: {script: c}", "a=b"),
    ("a: {script: b}\n---", "a=b"),
    ("--- {a: {script: b}}", "a=b"),
    ("---  # comment\na: {script: b}", "a=b"),
    ("a:\n  script: |\n    one\n    --- two\n", "a=one;--- two;"),
    ("a:\n  script:\tb", "a=b"),
    ("\u{feff}a: {script: b}", "a=b"),
    ("a:\r\n  script:\r\n    - b\r\n", "a=b"),
    ("a:\r  script: b\r", "a=b"),
    ("a:\n  script: >\n    one\n      two\n\n    three\n", "a=one;  two;;three;"),
    ("a:\n  script: |2\n      one\n    two\n", "a=  one;two;"),
    ("a:\n  script: |+\n    one\n\n\nb: {script: c}", "a=one;;; b=c"),
    ("a:\n  script: >-\n    one\n    two\n", "a=one two"),
    ("a:\n  script: \"one\n  two\\\n    three\"\n", "a=one twothree"),
    ("a:\n  script: 'one\n\n  two'\n", "a=one;two"),
    ("a:\n  script: one\n    two\n", "a=one two"),
    ("a:\n  script: \"\\x41\\u00e9\\N\\_\"\n", "a=A\u{e9}\u{85}\u{a0}"),
    ("a:\n  script:\n  - b # comment\n  - c#d\n", "a=b;c#d"),
    ("a:\n  script:\n  - \"echo: b\"\n", "a=echo: b"),
    ("a: {script: [b,]}", "a=b"),
    ("a: {script: b,}", "a=b"),
    ("a: {script: [[[[b]]]]}", "a=b"),
    ("a: {script: [\"\\/\"]}", "a=/"),
    ("a: {script: [b]}  \nb : {script: [c]}", "a=b b=c"),
    ("a: {script: &s [b]}\nc: {script: *s}", "a=b c=b"),
    ("a: {\"script\": b}", "a=b"),
    ("a: {script: b\n}", "a=b"),
    ("a: {? script : b}", "a=b"),
    ("a: {script : b}", "a=b"),
    ("a: {script: [=]}", "a=="),
    ("=: {script: b}", "==b"),
    ("a: {script: [<<]}", "a=<<"),
    ("a: {script: [y, Y, n, N]}", "a=y;Y;n;N"),
    (
        "variables: {A: 010, B: 0x1f, C: 0b11, D: 1_000, E: 1e3, F: 1.50}\na: {script: b}",
        "A=8 B=31 C=3 D=1000 E=1e3 F=1.5",
    ),
    ("variables: {A: 1:30, B: 190:20:30, C: +7, D: -0, E: .5}\na: {script: b}", "A=5400 B=685230 C=7 D=0 E=0.5"),
    ("variables: {A: '010', B: \"1:30\", C: !!str 010, D: ! 010}\na: {script: b}", "A=010 B=1:30 C=010 D=8"),
    ("variables: {A: 0o17, B: 08, C: 1__0, D: 0777}\na: {script: b}", "A=0o17 B=08 C=1__0 D=511"),
    ("variables: {A: y, B: n, C: 1.}\na: {script: b}", "A=y B=n C=1.0"),
    ("variables: {A: ! 010, B: !!int '10'}\na: {script: b}", "A=8 B=10"),
    ("a: {!!str script: b}", "a=b"),
    ("!!str a: {script: b}", "a=b"),
    ("a: {script: !!null b}", "a=b"),
    ("a: {script: [!<tag:yaml.org,2002:str> 010]}", "a=010"),
    ("a: {script: b}\n--- # c\nc: {script: d}", "a=b"),
    ("a:\n  script: |1\n   x\n", "a=x;"),
    ("a:\n  script: |-\n    x\n\n", "a=x"),
    ("a:\n  script: |9\n           x\n", "a=x;"),
    ("a: {script: \"one\\\n  two\"}", "a=onetwo"),
    ("'': {script: b}\na: {script: c}", "=b a=c"),
    ("a: {script: [''], before_script: []}", "a=<>"),
    (".x: &x {script: [one]}\na: {<<: [*x, {before_script: [y]}]}", "a=<y>one"),
    (".x: &x {script: one}\na:\n  <<: *x\n  <<: {before_script: [y]}\n", "a=<y>one"),
    (".x: &x {script: one}\n<<: {a: {script: b}}\n", "a=b"),
    ("<<: {a: {script: b}, c: {script: d}}\na: {script: e}", "a=e c=d"),
    ("&a a: {script: *a}", "a=a"),
    ("a: {script: [&x b, *x]}", "a=b;b"),
    ("a: {script: [&x b, &x c, *x]}", "a=b;c;c"),
    ("a: {script: [b]} # x\rc: {script: [evil]}", "a=b c=evil"),
    ("a:\n  script: b\u{a0}# c\n", "a=b\u{a0}# c"),
    ("a:\n  script: [b#c, d #e\n   ]\n", "a=b#c;d"),
    ("a:\n  script: b\n   c\n", "a=b c"),
    ("a:\n  script: \"b\n c\"\n", "a=b c"),
    ("a:\n  script:\n    - - b\n      - c\n", "a=b;c"),
    ("a:\n  script:\n    -\n      b\n    - \n      c\n", "a=b;c"),
    ("a:\n script: b\n before_script: [c]\n", "a=<c>b"),
    ("? a\n: script: b\n", "a=b"),
    ("a:\n  ? script\n  : - b\n    - c\n", "a=b;c"),
    ("a: {script: [b]}\n...\n# x\n", "a=b"),
    ("a: {script: [b]}\n... # x\nc: {script: evil}", "a=b"),
    ("--- # x\na: {script: b}\n---\n", "a=b"),
    ("---\t\na: {script: b}", "a=b"),
    ("---a: {script: b}", "---a=b"),
    ("a:\n  script: |\n    b\n---\nc: {script: evil}", "a=b;"),
    ("a:\n  script: |\n    cat <<E\n    ---\n    E\n", "a=cat <<E;---;E;"),
    ("x: &x\n  script: evil\na:\n  <<: *x\n  script: b\n", "x=evil a=b"),
    ("a: {script: [\"\\u0041\\U00000042\"]}", "a=AB"),
    ("a: {script: [\"b\\\n   c\"]}", "a=bc"),
    ("a: {script: ['b' , \"c\" ]}", "a=b;c"),
    ("a:\n  script:\n    - >\n     b\n\n     c\n\n\n     d\n", "a=b;c;;d;"),
    ("a:\n  script:\n    - >+\n      b\n       c\n      d\n", "a=b; c;d;"),
    ("a:\n  script: |\n\n\n    b\n", "a=;;b;"),
    ("a:\n  script: b  \n  before_script:   [c]\n", "a=<c>b"),
    ("variables: {A: 0b1_0, B: 0x_1, C: -0x1F, D: +017, E: 1_0_0}\na: {script: b}", "A=2 B=1 C=-31 D=15 E=100"),
    ("a: {script: [!reference [.x, script]]}\n.x: {script: [b]}", "a=b"),
    ("a: {script: !reference [.x,\n    script]}\n.x: {script: b}", "a=b"),
];

/// What gate says where it does not read on as Psych does. In the middle what GitLab reads, `-` where it refuses the file.
const SAID: &[(&str, &str, &str)] = &[
    ("a: {script: [b], script: [c]}", "a=c", "tools disagree on which one counts"),
    ("a: {script: b}\na: {script: c}", "a=c", "tools disagree on which one counts"),
    ("'a': {script: b}\n\"a\": {script: c}", "a=c", "tools disagree on which one counts"),
    ("a: {script: [yes]}", "-", "GitLab refuses the pipeline"),
    ("a: {script: [Yes, on, OFF, no, y, n]}", "-", "GitLab refuses the pipeline"),
    ("a: {script: [010, 0x1f, 0b11, 1_000, 1.5, 1e3, .5]}", "-", "GitLab refuses the pipeline"),
    ("a: {script: [1:30, 190:20:30]}", "-", "GitLab refuses the pipeline"),
    ("a: {script: [~]}", "-", "GitLab refuses the pipeline"),
    ("? [a, b]\n: {script: b}\na: {script: c}", "-", "cannot be judged"),
    ("? {a: b}\n: {script: b}\na: {script: c}", "-", "cannot be judged"),
    ("a: {script: [!!binary ZXZpbA==]}", "a=evil", "gate does not know what the tag"),
    ("a: {script: [!str evil]}", "a=evil", "gate does not know what the tag"),
    ("a: {script: [!foo evil]}", "a=evil", "gate does not know what the tag"),
    ("a: {script: [!ruby/object:Object {}]}", "-", "gate does not know what the tag"),
    ("a: {script: [!ruby/sym evil]}", "-", "gate does not know what the tag"),
    ("spec: {inputs: {}}\n---\na: {script: b}\n---\na: {script: c}", "a=b", "nobody says which one counts"),
    ("a: {script: b}\n...\ngarbage: [", "a=b", "not valid YAML"),
    ("--- a: {script: b}\n", "a=b", "holds no mapping; GitLab refuses it"),
    ("a:\n\tscript: b", "-", "a tab is used as indentation"),
    ("a: {script: [b, ,c]}", "-", "not valid YAML"),
    ("a: {script: \"b\"c}", "-", "not valid YAML"),
    ("a: &a {script: [*a]}", "-", "an alias"),
    ("a: {script: *nope}", "-", "an alias"),
    ("a: *a", "-", "an alias"),
    ("", "-", "holds no mapping; GitLab refuses it"),
    ("# only\n", "-", "holds no mapping; GitLab refuses it"),
    ("[a]", "-", "holds no mapping; GitLab refuses it"),
    ("a", "-", "holds no mapping; GitLab refuses it"),
    ("a: {script: [@b]}", "-", "not valid YAML"),
    ("a: {script: [`b`]}", "-", "not valid YAML"),
    ("a: {script: [%b]}", "-", "not valid YAML"),
    ("a: {script: [- b]}", "-", "not valid YAML"),
    ("a: {script: ['it''s']}", "a=it's", "nothing closes a quote"),
    ("a: {script: [\"\\q\"]}", "-", "not valid YAML"),
    ("&k a: {script: b}\n*k : {script: c}", "a=c", "tools disagree on which one counts"),
    ("a:\n  script:\n- b\n- c", "-", "not valid YAML"),
    ("a:\n    script:\n    - b\n  before_script: [c]", "-", "not valid YAML"),
    ("a:\n  script: b\n script: c", "-", "not valid YAML"),
    ("a: {script: \"\u{7}\"}", "-", "not valid YAML"),
    ("a: {script: [b]}\n\u{85}c: {script: [d]}", "a=b c=d", "tools disagree on what stands behind it"),
    ("a: {script: ['one\u{2028}two']}", "a=one\u{2028}two", "tools disagree on what stands behind it"),
    ("a: {script: [- , b]}", "-", "not valid YAML"),
    ("a:\n  script: |\n\tb\n", "-", "not valid YAML"),
    ("a:\n  script: |\n    b\n   c\n", "-", "not valid YAML"),
    (
        "variables: {A: 0x, B: 0b, C: 0_, D: _1, E: 1_, F: +, G: -}\na: {script: b}",
        "A=0x B=0b C=0 D=_1 E=1_ F=+ G=-",
        "not valid YAML",
    ),
    ("variables: {A: 0xG, B: 0b2, C: 09, D: 0_8, E: 1,000, F: 1,,0}\na: {script: b}", "-", "not valid YAML"),
    ("a: {script: b, \"script\": c}", "a=c", "tools disagree on which one counts"),
    ("a: {script: [b]} # x\u{85}c: {script: [evil]}", "a=b c=evil", "tools disagree on what stands behind it"),
    ("a: {script: [b]} # x\u{2028}c: {script: [evil]}", "a=b c=evil", "tools disagree on what stands behind it"),
    ("a: {script: [b]} # x\u{2029}c: {script: [evil]}", "a=b c=evil", "tools disagree on what stands behind it"),
    ("a:\n  script: b\u{85}c:\n  script: evil\n", "a=b c=evil", "not valid YAML"),
    ("a: {script: [b]}\n\u{feff}c: {script: [evil]}", "-", "not valid YAML"),
    ("a: {script: [b]} \u{feff}# c", "-", "not valid YAML"),
    ("a: {script: [b]}\u{c}\nc: {script: [d]}", "-", "not valid YAML"),
    ("a: {script: b}#c\n", "a=b", "not valid YAML"),
    ("a: {script: 'b'#c\n}", "a=b", "not valid YAML"),
    ("a:\n  script:\n    - b\n    -c\n", "-", "not valid YAML"),
    ("a: {script: *x}\n.x: &x b", "-", "an alias"),
    ("a:\n  script: |\n     \n    b\n", "-", "not valid YAML"),
];

/// What GitLab refuses, so that nothing of it runs, and gate judges all the same.
const REFUSED: &[(&str, &str)] = &[
    (".x: &x {script: evil}\n.l: &l [*x]\na: {<<: *l}", "a=?"),
    (".x: &x {script: evil}\na: {!!str <<: *x, script: b}", "a=b"),
    (".x: &x {script: evil}\na: {<<: [*x, 5], script: b}", "a=b"),
    (".x: &x [script]\na: {<<: *x, script: b}", "a=b"),
    ("a: {<<: , script: b}", "a=b"),
    ("a: {<<: text, script: b}", "a=b"),
    ("a: {script: }", "a="),
    (":a: {:script: b}", "a=b"),
    ("a: {:script: evil, script: b}", "a=b"),
    ("1: {script: b}", "1=b"),
    ("1.5: {script: b}", "1.5=b"),
    ("true: {script: b}", "true=b"),
    ("yes: {script: b}", "yes=b"),
    ("~: {script: b}\na: {script: c}", "~=b a=c"),
    ("null: {script: b}\na: {script: c}", "null=b a=c"),
    ("2024-01-01: {script: b}", "2024-01-01=b"),
    ("a: {script: [!!int '5']}", "a=5"),
    ("%YAML 1.1\n---\na: {script: b}", "a=b"),
    ("%YAML 1.2\n---\na: {script: b}", "a=b"),
    ("%TAG !x! !ref\n---\n.x: {script: [evil]}\na: {script: [!x!erence [.x, script]]}", "a=evil"),
    ("a:\n  script:\n  - b\n  -\tc", "a=b;c"),
    ("a: {script:b}", "a=?"),
    ("a: {script: b}\n--- c\n", "a=b"),
    ("spec: {inputs: {}}\na: {script: b}", "a=b"),
    ("a:\n  script: 'b\n\n--- \n  c'\n", "a=b;--- c"),
    ("variables: {A: 2001-01-01, B: x}\na: {script: b}", "A=2001-01-01 B=x"),
];

/// The jobs with their scripts, or the variables where the text begins with them.
fn shown(text: &str, document: &Document) -> String {
    let value = document.value();
    if text.starts_with("variables:") {
        let variables = value["env"].as_object().unwrap().iter();
        return variables
            .map(|(name, value)| format!("{name}={}", value.as_str().unwrap()))
            .collect::<Vec<_>>()
            .join(" ");
    }
    let script = |job: &Value, id: &str| {
        let steps = job["steps"].as_array().unwrap();
        let step = steps.iter().find(|step| step["id"] == id)?;
        Some(step["run"]["text"].as_str().unwrap().replace('\n', ";"))
    };
    let job = |job: &Value| {
        let before = script(job, "before_script").map(|before| format!("<{before}>")).unwrap_or_default();
        format!("{}={before}{}", job["id"].as_str().unwrap(), script(job, "script").unwrap_or_else(|| "?".to_owned()))
    };
    value["jobs"].as_array().unwrap().iter().map(job).collect::<Vec<_>>().join(" ")
}

/// What gate reads, where it reads anything, and what it says.
fn of(text: &str) -> (Option<String>, Vec<String>) {
    match read(&gitlab::Gitlab, &[(".gitlab-ci.yml", text)]) {
        Parsed::Document(document) => {
            let said = document.problems.iter().map(|problem| problem.message.raw().to_owned()).collect();
            (Some(shown(text, &document)), said)
        }
        Parsed::Failed(problem) => (None, vec![problem.message.raw().to_owned()]),
        Parsed::NotMine(_) => panic!("{text}"),
    }
}

#[test]
fn a_text_is_read_as_psych_reads_it() {
    assert!(ALIKE.len() >= 60);
    for (text, expected) in ALIKE.iter().chain(REFUSED) {
        assert_eq!(of(text), (Some((*expected).to_owned()), Vec::new()), "{text}");
    }
}

#[test]
fn what_is_not_read_as_psych_reads_it_is_said() {
    for (text, psych, expected) in SAID {
        let (read, said) = of(text);
        assert!(said.iter().any(|said| said.contains(expected)), "{text}: {psych}, {read:?}, {said:?}");
    }
}

//! What OPA's documentation and its tests say the builtins return.

use serde_json::json;

use super::ALL;
use crate::engine::rego::Value;
use crate::limits::LIMITS;

/// Parses Rego-like JSON in which `{"set": […]}` is a set.
fn parse(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Object(fields) if fields.len() == 1 && fields.contains_key("set") => {
            let items = fields["set"].as_array().unwrap();
            Value::from(items.iter().map(parse).collect::<std::collections::BTreeSet<_>>())
        }
        serde_json::Value::Object(fields) => Value::from(
            fields
                .iter()
                .map(|(key, item)| (Value::from(key.as_str()), parse(item)))
                .collect::<std::collections::BTreeMap<_, _>>(),
        ),
        serde_json::Value::Array(items) => Value::from(items.iter().map(parse).collect::<Vec<_>>()),
        other => crate::engine::rego::value(other),
    }
}

fn call(name: &str, arguments: &serde_json::Value) -> Result<Value, String> {
    let (_, arity, builtin) = ALL.iter().find(|(known, ..)| *known == name).unwrap();
    let arguments: Vec<Value> = arguments.as_array().unwrap().iter().map(parse).collect();
    assert_eq!(arguments.len(), usize::from(*arity), "{name}");
    builtin(&arguments)
}

fn check<const N: usize>(cases: [(&str, serde_json::Value, serde_json::Value); N]) {
    for (name, arguments, expected) in cases {
        assert_eq!(call(name, &arguments), Ok(parse(&expected)), "{name}{arguments}");
    }
}

#[test]
fn text_and_digests_are_those_of_opa() {
    check([
        ("concat", json!([",", ["a", "b"]]), json!("a,b")),
        ("concat", json!(["", {"set": ["b", "a"]}]), json!("ab")),
        ("concat", json!([",", []]), json!("")),
        ("crypto.md5", json!(["lorem ipsum"]), json!("80a751fde577028640c419000e33eba6")),
        ("crypto.sha1", json!(["lorem ipsum"]), json!("bfb7759a67daeb65410490b4d98bb9da7d1ea2ce")),
        (
            "crypto.sha256",
            json!(["lorem ipsum"]),
            json!("5e2bf57d3f40c4b6df69daf1936cb766f832374b4fc0259a7cbff06e2f70f269"),
        ),
        // RFC 2202 and RFC 4231, test case 2.
        ("crypto.hmac.md5", json!(["what do ya want for nothing?", "Jefe"]), json!("750c783e6ab0b503eaa86e310a5db738")),
        (
            "crypto.hmac.sha1",
            json!(["what do ya want for nothing?", "Jefe"]),
            json!("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
        ),
        (
            "crypto.hmac.sha256",
            json!(["what do ya want for nothing?", "Jefe"]),
            json!("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        ),
        (
            "crypto.hmac.sha512",
            json!(["what do ya want for nothing?", "Jefe"]),
            json!(
                "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
            ),
        ),
        ("crypto.hmac.equal", json!(["a", "a"]), json!(true)),
        (
            "io.jwt.decode",
            json!(["eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhIn0.AQID"]),
            json!([{"alg": "HS256"}, {"iss": "a"}, "010203"]),
        ),
    ]);
}

#[test]
fn networks_are_those_of_opa() {
    check([
        ("net.cidr_intersects", json!(["192.168.1.0/25", "192.168.1.64/25"]), json!(true)),
        ("net.cidr_intersects", json!(["192.168.1.0/25", "192.168.1.128/25"]), json!(false)),
        ("net.cidr_intersects", json!(["2001:db8::/32", "2001:db8:1::/48"]), json!(true)),
        ("net.cidr_merge", json!([["192.0.128.0/24", "192.0.129.0/24"]]), json!({"set": ["192.0.128.0/23"]})),
        (
            "net.cidr_merge",
            json!([{"set": ["10.0.0.0/8", "10.1.0.0/16", "2601:600:8a80:207e::/64"]}]),
            json!({"set": ["10.0.0.0/8", "2601:600:8a80:207e::/64"]}),
        ),
        (
            "net.cidr_contains_matches",
            json!(["1.1.1.0/24", "1.1.1.128"]),
            json!({"set": [["1.1.1.0/24", "1.1.1.128"]]}),
        ),
        (
            "net.cidr_contains_matches",
            json!([["1.1.1.0/24", "1.1.2.0/24"], "1.1.1.128"]),
            json!({"set": [[0, "1.1.1.128"]]}),
        ),
        (
            "net.cidr_contains_matches",
            json!([{"set": [["1.1.0.0/16", "foo"], "1.1.2.0/24"]}, {"x": "1.1.1.128", "y": ["1.1.254.254", "bar"]}]),
            json!({"set": [[["1.1.0.0/16", "foo"], "x"], [["1.1.0.0/16", "foo"], "y"]]}),
        ),
        (
            "net.cidr_contains_matches",
            json!(["10.0.0.0/8", "10.1.0.0/16"]),
            json!({"set": [["10.0.0.0/8", "10.1.0.0/16"]]}),
        ),
        ("net.cidr_contains_matches", json!(["10.1.0.0/16", "10.0.0.0/8"]), json!({"set": []})),
    ]);
}

#[test]
fn collections_and_patterns_are_those_of_opa() {
    check([
        ("array.flatten", json!([[1, [2, [3]], {"a": [4]}, []]]), json!([1, 2, [3], {"a": [4]}])),
        ("numbers.range_step", json!([0, 5, 2]), json!([0, 2, 4])),
        ("numbers.range_step", json!([5, 0, 2]), json!([5, 3, 1])),
        ("numbers.range", json!([3, 1]), json!([3, 2, 1])),
        ("numbers.range", json!([-1, 1]), json!([-1, 0, 1])),
        (
            "object.subset",
            json!([{"a": "b", "c": {"x": {"set": [10, 15, 20, 25]}, "y": "z"}}, {"c": {"x": {"set": [10, 15, 20]}}}]),
            json!(true),
        ),
        ("object.subset", json!([{"a": 1}, {"a": 2}]), json!(false)),
        ("object.subset", json!([[1, 2, 3, 4], [2, 3]]), json!(true)),
        ("object.subset", json!([[1, 2, 3, 4], [2, 4]]), json!(false)),
        ("object.subset", json!([[1, 2], []]), json!(true)),
        ("object.subset", json!([[1, 2, 3], {"set": [3, 1]}]), json!(true)),
        ("regex.globs_match", json!(["a.a.[0-9]+z", "a.b.[0-9]2z"]), json!(false)),
        ("regex.globs_match", json!(["a.[0-9]+z", "ab[0-9]2z"]), json!(true)),
        ("regex.globs_match", json!(["[a-z]+", "[0-9]*"]), json!(false)),
        ("regex.globs_match", json!(["a*", "b*"]), json!(false)),
        ("regex.globs_match", json!([".*", "foo\\.bar"]), json!(true)),
        ("regex.globs_match", json!(["abc", "abcd"]), json!(false)),
        ("regex.match", json!(["^a.c$", "abc"]), json!(true)),
        ("regex.match", json!(["^a.c$", "xabc"]), json!(false)),
        ("regex.match", json!(["b", "abc"]), json!(true)),
        ("strings.count", json!(["cheese", "e"]), json!(3)),
        ("strings.count", json!(["five", ""]), json!(5)),
    ]);
}

#[test]
fn a_builtin_refuses_what_it_does_not_understand() {
    for (name, arguments) in [
        ("array.flatten", json!(["a"])),
        ("concat", json!([",", ["a", 1]])),
        ("crypto.sha256", json!([1])),
        ("io.jwt.decode", json!(["a.b"])),
        ("io.jwt.decode", json!(["e30.e30.a"])),
        ("io.jwt.decode", json!(["W10.e30."])),
        ("net.cidr_intersects", json!(["10.0.0.0", "10.0.0.0/8"])),
        ("net.cidr_merge", json!([["10.0.0.1"]])),
        ("numbers.range", json!([1, 2_000_000_000])),
        ("numbers.range", json!([1, 1.5])),
        ("numbers.range_step", json!([0, 5, 0])),
        ("numbers.range_step", json!([0, 5, -1])),
        ("object.subset", json!([{"set": []}, []])),
        ("rand.intn", json!(["seed", 5])),
        ("regex.globs_match", json!(["*", "a"])),
        ("regex.globs_match", json!(["[z-a]", "a"])),
        ("regex.globs_match", json!(["[a", "a"])),
        ("regex.match", json!(["(", "a"])),
        ("regex.match", json!(["a", 1])),
        ("strings.count", json!([1, "a"])),
    ] {
        assert!(call(name, &arguments).is_err(), "{name}{arguments}");
    }
}

/// A result at its cap is right; one more is an error, and nothing that is asked for is made first.
#[test]
fn no_builtin_makes_more_than_its_cap() {
    let (bytes, items) = (LIMITS.builtin_bytes, LIMITS.builtin_items);
    let text = |length: usize| json!("x".repeat(length));
    let list = |length: usize| json!(vec![1; length]);
    let fields = |from: usize, to: usize| -> serde_json::Value {
        (from..to).map(|n| (n.to_string(), json!(n))).collect::<serde_json::Map<_, _>>().into()
    };
    for (name, most, more) in [
        ("concat", json!(["", [text(bytes)]]), json!(["", [text(bytes), "x"]])),
        ("replace", json!([text(bytes / 4), "x", "xxxx"]), json!([text(bytes / 4 + 1), "x", "xxxx"])),
        ("strings.replace_n", json!([{"x": "yy"}, text(bytes / 2)]), json!([{"x": "yy"}, text(bytes / 2 + 1)])),
        ("regex.replace", json!([text(bytes / 2), "x", "${0}y"]), json!([text(bytes / 2 + 1), "x", "${0}y"])),
        ("sprintf", json!(["%s", [text(bytes)]]), json!(["%sx", [text(bytes)]])),
        ("sprintf", json!(["%1000d", [1]]), json!(["%1001d", [1]])),
        ("sprintf", json!(["%.1000f", [0.5]]), json!(["%.99999999999999999999f", [0.5]])),
        ("split", json!([text(items), ""]), json!([text(items + 1), ""])),
        ("regex.split", json!(["x", text(items - 1)]), json!(["x", text(items + 1)])),
        ("regex.find_n", json!(["x", text(items), -1]), json!(["x", text(items + 1), -1])),
        ("indexof_n", json!([text(items), "x"]), json!([text(items + 1), "x"])),
        ("array.concat", json!([list(items - 1), [1]]), json!([list(items), [1]])),
        ("array.flatten", json!([[list(items - 1), 1]]), json!([[list(items), 1]])),
        ("numbers.range", json!([1, items]), json!([0, items])),
        ("numbers.range_step", json!([1, items, 1]), json!([i64::MIN, i64::MAX, 1])),
        ("object.union", json!([fields(0, items - 1), {"a": 1}]), json!([fields(0, items), {"a": 1}])),
        (
            "object.union_n",
            json!([[fields(0, items / 4)]]),
            json!([[fields(0, items / 2 + 1), fields(0, items / 2 + 1)]]),
        ),
        ("hex.encode", json!([text(bytes / 2)]), json!([text(bytes / 2 + 1)])),
        ("base64.encode", json!([text(bytes / 2)]), json!([text(bytes / 2 + 1)])),
        ("base64url.encode", json!([text(bytes / 2)]), json!([text(bytes / 2 + 1)])),
        ("base64url.encode_no_pad", json!([text(bytes / 2)]), json!([text(bytes / 2 + 1)])),
        ("urlquery.encode", json!([text(bytes / 3)]), json!([text(bytes / 2)])),
        ("glob.quote_meta", json!([text(bytes / 2)]), json!([text(bytes / 2 + 1)])),
        ("json.marshal", json!([text(bytes - 2)]), json!([text(bytes - 1)])),
        ("json.marshal", json!(["<".repeat(bytes / 6 - 2)]), json!(["<".repeat(bytes / 6 + 1)])),
        ("json.unmarshal", json!([" ".repeat(bytes - 1) + "1"]), json!([" ".repeat(bytes) + "1"])),
    ] {
        assert!(call(name, &most).is_ok(), "{name}: {:?}", call(name, &most).err());
        let error = call(name, &more).err().unwrap_or_default();
        assert!(error.contains("would ") && error.contains("more than"), "{name}: {error}");
    }
}

#[test]
fn a_pattern_costs_no_more_than_its_text() {
    for pattern in ["(a+)+$", "((a*)*)*b", "(a|a)*b", "^(([a-z])+.)+[A-Z]([a-z])+$"] {
        let start = std::time::Instant::now();
        assert!(call("regex.match", &json!([pattern, "a".repeat(50_000)])).is_ok(), "{pattern}");
        assert!(start.elapsed().as_secs() < 10, "{pattern}");
    }
    for pattern in ["((a{100}){100}){100}", "a{1001}", "(?x)a", "a**", "[b-a]", "\\Z", "(?=a)"] {
        assert!(call("regex.match", &json!([pattern, "a"])).is_err(), "{pattern}");
    }
}

#[test]
fn a_format_refuses_what_go_would_complain_about() {
    for (format, values, expected) in [
        ("%v %s", json!([1, "a"]), Some("1 a")),
        ("%v", json!([[1, "a\"", null, {"k": {"set": []}}]]), Some("[1, \"a\\\"\", null, {\"k\": set()}]")),
        (
            "%5d|%-5s|%05d|%.2f|%%|%x|%q",
            json!([-42, "ab", -7, 1.005, 255, "a"]),
            Some("  -42|ab   |-0007|1.00|%|ff|\"a\""),
        ),
        ("%.1s", json!(["äb"]), Some("ä")),
        ("%v", json!([1_234_567.5]), Some("1.2345675e+06")),
        ("%d", json!(["a"]), None),
        ("%d", json!([1.5]), None),
        ("%s", json!([1]), None),
        ("%t", json!([true]), None),
        ("%f", json!([1]), None),
        ("%v", json!([]), None),
        ("x", json!([1]), None),
        ("%", json!([]), None),
        ("%*d", json!([1, 1]), None),
        ("%[1]v", json!([1]), None),
    ] {
        let made = call("sprintf", &json!([format, values]));
        assert_eq!(made.ok(), expected.map(Value::from), "{format} {values}");
    }
}

#[test]
fn the_list_is_sorted_and_names_nothing_twice() {
    assert!(ALL.windows(2).all(|pair| pair[0].0 < pair[1].0));
}

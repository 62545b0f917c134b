//! Rules of an organisation: the folder that holds them, and what is pinned of it.

use std::os::unix::fs::symlink;

use super::Table;
use super::organisation::{CONFIG, MINIMUM, POLICY, Place, WORKFLOW};
use super::support::CLEAN_WORKFLOW;

/// Nothing.
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

#[test]
fn a_digest_is_whole_and_of_one_kind() {
    let mut table = Table::new("extends");
    let place = Place::new();
    let digest = place.digest("acme-rules");
    let check = |pin: &str| {
        place
            .write(&format!("pay/{CONFIG}"), format!("extends:\n  - {{ folder: ../acme-rules, digest: \"{pin}\" }}\n"));
        place.gate(&["check", "-f", "json"])
    };
    for (what, pin) in [
        ("of another algorithm", format!("sha512:{digest}{digest}")),
        ("of one that is broken", format!("md5:{}", &digest[..32])),
        ("without its end", format!("sha256:{}", &digest[..63])),
        ("and more", format!("sha256:{digest}0")),
        ("with a letter that nobody sees", format!("sha256:{digest}\u{200b}")),
        ("in base64", "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=".to_owned()),
        ("that is any", "sha256:*".to_owned()),
    ] {
        table.refused(&format!("pins a digest {what}"), &check(&pin), &[".gate/gate.yaml:2:38", "is no digest"]);
    }
    table.refused(
        "pins the digest of nothing",
        &check(&format!("sha256:{EMPTY}")),
        &[":2:38", "does not hold what is pinned"],
    );
    table.honest("pins in capital letters", &check(&format!("sha256:{}", digest.to_uppercase())), &[]);
    table.end(8, 1);
}

#[test]
fn a_folder_holds_files_and_what_was_pinned() {
    let mut table = Table::new("extends");
    type Edit = fn(&Place);
    let edits: [(&str, Edit, &[&str]); 9] = [
        (
            "a pipe",
            |place| pipe(place, "acme-rules/policies/nameless/policy.rego"),
            &["policies/nameless/policy.rego is a"],
        ),
        ("a pipe as the minimum", |place| pipe(place, "acme-rules/minimum.yaml"), &["minimum.yaml is a"]),
        (
            "a link of a folder",
            |place| symlink("nameless", place.path("acme-rules/policies/other")).unwrap(),
            &["policies/other is a link"],
        ),
        (
            "a link that leads nowhere",
            |place| symlink("/gone", place.path("acme-rules/policies/other")).unwrap(),
            &["is a link"],
        ),
        (
            "the folder of git in a policy",
            |place| place.write("acme-rules/policies/.git/config", "[core]\n"),
            &["nothing reads policies/.git/config"],
        ),
        (
            "a name that is turned around",
            |place| place.write("acme-rules/policies/nameless/a\u{202e}dm.md", ""),
            &["rename it"],
        ),
        ("a name with a line feed", |place| place.write("acme-rules/a\nb.md", ""), &["rename it"]),
        (
            "line ends of Windows",
            |place| place.write("acme-rules/minimum.yaml", MINIMUM.replace('\n', "\r\n")),
            &["does not hold what is pinned"],
        ),
        (
            "nothing",
            |place| {
                std::fs::remove_dir_all(place.path("acme-rules")).unwrap();
                std::fs::create_dir_all(place.path("acme-rules")).unwrap();
            },
            &["it holds no minimum.yaml"],
        ),
    ];
    for (what, edit, says) in edits {
        let place = Place::new();
        place.pin(&["acme-rules"], "");
        edit(&place);
        table.refused(&format!("leaves {what} in the folder"), &place.gate(&["check"]), says);
        if !what.starts_with("line ends") {
            table.refused(
                &format!("passes a folder with {what}"),
                &place.gate(&["check", "--extends", "../acme-rules"]),
                says,
            );
        }
    }
    table.end(17, 0);
}

fn pipe(place: &Place, path: &str) {
    std::fs::remove_file(place.path(path)).unwrap();
    let made = std::process::Command::new("mkfifo").arg(place.path(path)).status().unwrap();
    assert!(made.success());
}

#[test]
fn a_link_of_the_repository_leads_to_what_is_pinned_or_nowhere() {
    let mut table = Table::new("extends");
    let place = Place::new();
    place.write("loose/minimum.yaml", "name: acme\n");
    symlink("../acme-rules", place.path("pay/rules")).unwrap();
    let digest = place.digest("acme-rules");
    place.write(&format!("pay/{CONFIG}"), format!("extends:\n  - {{ folder: rules, digest: \"sha256:{digest}\" }}\n"));
    let base = place.commit("pay");
    place.write("pay/notes.txt", "x");
    place.commit("pay");
    let json = |more: &[&str]| place.gate(&[&["check", "--base", &base, "-f", "json"], more].concat());
    table.honest("extends rules through a link of their own", &json(&[]), &[]);
    table.refused(
        "passes rules through a link that the change can turn",
        &json(&["--extends", "rules"]),
        &["rules is tracked by git"],
    );
    table.refused("goes through the link and back", &json(&["--extends", "rules/../loose"]), &["tracked by git"]);
    std::fs::remove_file(place.path("pay/rules")).unwrap();
    symlink("../loose", place.path("pay/rules")).unwrap();
    place.commit("pay");
    table.refused("turns the link to looser rules", &json(&[]), &["rules does not hold what is pinned"]);
    std::fs::remove_file(place.path("pay/rules")).unwrap();
    place.write("pay/rules/minimum.yaml", "name: acme\n");
    place.commit("pay");
    table.refused("puts a folder where the link was", &json(&[]), &["rules does not hold what is pinned"]);
    table.end(4, 1);
}

#[test]
fn a_minimum_is_one_plain_file_of_yaml() {
    let mut table = Table::new("extends");
    let bomb = {
        let mut text = "name: acme\napprovers: [&a x, x]\nx0: &x0 [a,a,a,a,a,a,a,a,a]\n".to_owned();
        for level in 1..12 {
            let before = format!("*x{},", level - 1).repeat(9);
            text.push_str(&format!("x{level}: &x{level} [{}]\n", before.trim_end_matches(',')));
        }
        text
    };
    for (what, text, says) in [
        (
            "two thresholds",
            b"name: acme\nfail-on: low\nfail-on: critical\n".to_vec(),
            &["acme/minimum.yaml:3:1", "stands here a second time"][..],
        ),
        ("two documents", b"name: acme\nfail-on: low\n---\nname: acme\n".to_vec(), &["acme/minimum.yaml:"]),
        (
            "a misspelt limit",
            b"name: acme\nwaivers: { max_days: 3 }\n".to_vec(),
            &["acme/minimum.yaml:2:12", "did you mean `max-days`?"],
        ),
        ("a limit below zero", b"name: acme\nwaivers: { max-days: -1 }\n".to_vec(), &["acme/minimum.yaml:2:22"]),
        (
            "a limit that is none",
            b"name: acme\nwaivers: { max-days: 65535 }\n".to_vec(),
            &["acme/minimum.yaml:2:22", "longer than gate lets"],
        ),
        (
            "an emergency of a week",
            b"name: acme\nemergency: { max-hours: 168 }\n".to_vec(),
            &["acme/minimum.yaml:2:25"],
        ),
        (
            "a pattern of approvers",
            b"name: acme\napprovers: ['@acme/*']\n".to_vec(),
            &["acme/minimum.yaml:2:13", "names nobody"],
        ),
        ("nobody who approves", b"name: acme\napprovers: []\n".to_vec(), &["acme/minimum.yaml:2:12", "names nobody"]),
        (
            "a name that is a path",
            b"name: ../acme\n".to_vec(),
            &["minimum.yaml:1:7", "cannot stand in front of a path"],
        ),
        (
            "a merged mapping",
            b"name: acme\n<<: { fail-on: low }\n".to_vec(),
            &["acme/minimum.yaml:2:1", "unknown key `<<`"],
        ),
        ("a bomb", bomb.into_bytes(), &["minimum.yaml"]),
        ("bytes that are no text", b"name: acme\n# \xff\xfe\xff\n".to_vec(), &["minimum.yaml"]),
        ("a megabyte", [b"name: acme\n#".to_vec(), vec![b'x'; 1 << 21]].concat(), &["minimum.yaml"]),
        ("nothing", Vec::new(), &["minimum.yaml", "does not say whose it is"]),
    ] {
        let place = Place::new();
        place.write("acme-rules/minimum.yaml", text);
        table.refused(&format!("asks for {what}"), &place.gate(&["check", "--extends", "../acme-rules"]), says);
    }
    for (what, before) in
        [("a byte order mark", "\u{feff}"), ("a comment", "# ours\n"), ("line ends of Windows", "\r\n")]
    {
        let place = Place::new();
        place.write("acme-rules/minimum.yaml", format!("{before}{MINIMUM}"));
        place.pin(&["acme-rules"], "");
        table.honest(&format!("writes the minimum behind {what}"), &place.gate(&["check", "-f", "json"]), &[]);
        place.pin(&["acme-rules"], "mode: observe\n");
        let says = [":3:7", "is looser than acme allows"];
        table.refused(&format!("is looser than a minimum behind {what}"), &place.gate(&["check"]), &says);
    }
    table.end(17, 3);
}

#[test]
fn a_policy_of_the_folder_that_does_not_work_keeps_the_run_from_passing() {
    let mut table = Table::new("extends");
    let place = Place::new();
    place.write(&format!("pay/{WORKFLOW}"), CLEAN_WORKFLOW.replace("name: ci\n", ""));
    for (what, text) in [
        ("that never decides", POLICY.replace("deny contains finding", "permit contains finding")),
        ("that is no Rego", POLICY.replace("deny contains", "deny contains contains")),
        ("that is not text", format!("{POLICY}\u{0}")),
    ] {
        place.write("acme-rules/policies/nameless/policy.rego", text);
        let run = place.gate(&["check", "--extends", "../acme-rules", "-f", "json"]);
        table.not_passed(&format!("brings a policy {what}"), &run);
    }
    table.end(3, 0);
}

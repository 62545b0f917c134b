//! Changes to infrastructure whose plan says something else.

use super::base::Estate;
use super::support::project;
use super::{Attack, attack};

/// A file of the fixture with a public bucket.
fn public(file: &str) -> String {
    let folder = project().join("policies/terraform/public-object-storage/bad");
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let found = names.iter().find(|path| path.join("main.tf").is_file()).unwrap();
    std::fs::read_to_string(found.join(file)).unwrap()
}

fn plant(estate: &Estate, folder: &str, name: &str) {
    let good = project().join("policies/terraform/unencrypted-storage/good/own-key/plan.json");
    estate.write(&format!("{folder}/{name}"), std::fs::read_to_string(good).unwrap());
}

pub(crate) const ATTACKS: &[Attack] = &[
    attack("a new root without a plan", "edge/main.tf", |it| it.write("edge/main.tf", public("main.tf"))),
    attack("a new root with the plan of another", "edge/main.tf", |it| {
        it.write("edge/main.tf", public("main.tf"));
        plant(it, "edge", "plan.json");
    }),
    attack("a new root in JSON", "edge/main.tf.json", |it| {
        it.write("edge/main.tf.json", "{\"resource\": {\"aws_s3_bucket\": {\"b\": {\"bucket\": \"x\"}}}}");
    }),
    attack("a new root of OpenTofu", "edge/main.tofu", |it| it.write("edge/main.tofu", public("main.tf"))),
    attack("a new root of OpenTofu in JSON", "edge/main.tofu.json", |it| {
        it.write("edge/main.tofu.json", "{\"resource\": {\"aws_s3_bucket\": {\"b\": {\"bucket\": \"x\"}}}}");
    }),
    attack("a resource that the trusted plan does not know", "infra/", |it| {
        it.write("infra/more.tf", "resource \"aws_s3_bucket\" \"open\" {\n  bucket = \"open\"\n}\n");
    }),
    attack("a file that overrides what was planned", "infra/", |it| {
        it.write("infra/more_override.tf", "resource \"aws_s3_bucket\" \"open\" {\n  bucket = \"open\"\n}\n");
    }),
    attack("a plan in the tree for what the trusted plan is of", "infra/", |it| {
        it.write("infra/more.tf", "resource \"aws_s3_bucket\" \"open\" {\n  bucket = \"open\"\n}\n");
        plant(it, "infra", "plan.json");
    }),
    attack("the trusted code is deleted and another root brought", "site/main.tf", |it| {
        it.remove("infra/main.tf");
        it.write("site/main.tf", public("main.tf"));
    }),
];

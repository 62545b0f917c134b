//! Tokens as vendors document them, written down here once more so that the product's own table is not its judge.

use crate::values::Chance;

/// The vendor, and a token: text, and runs in braces of a class (see `Chance::run`) and a length.
pub(crate) const VENDORS: &[(&str, &str)] = &[
    ("AWS", "AKIA{U16}"),
    ("AWS session", "ASIA{U16}"),
    ("Google", "AIza{a35}"),
    ("Google OAuth", "GOCSPX-{a28}"),
    ("Google access", "ya29.{a60}"),
    ("Azure", "{a3}8Q~{a34}"),
    ("Azure DevOps", "{a76}AZDO{a4}"),
    ("Alibaba", "LTAI5t{a18}"),
    ("Tencent", "AKID{a32}"),
    ("Yandex", "AQVN{a35}"),
    ("DigitalOcean", "dop_v1_{h64}"),
    ("Heroku", "HRKU-{a60}"),
    ("Fly.io", "fm2_{a60}"),
    ("Netlify", "nfp_{a36}"),
    ("Cloudflare", "cfut_{a40}"),
    ("Supabase", "sbp_{h40}"),
    ("Neon", "napi_{l64}"),
    ("PlanetScale", "pscale_tkn_{a43}"),
    ("Aiven", "AVNS_{a19}"),
    ("Databricks", "dapi{h32}"),
    ("GitHub", "ghp_{a36}"),
    ("GitHub fine", "github_pat_{a22}_{a59}"),
    ("GitHub app", "ghs_{a36}"),
    ("GitLab", "glpat-{a20}"),
    ("GitLab runner", "glrt-{a20}"),
    ("Atlassian", "ATATT3xFfGF0{a180}"),
    ("Bitbucket", "ATBB{a32}"),
    ("Buildkite", "bkua_{h40}"),
    ("CircleCI", "CCIPAT_{a22}_{h40}"),
    ("Octopus", "API-{U30}"),
    ("Harness", "pat.{a22}.{h24}.{a20}"),
    ("npm", "npm_{a36}"),
    ("PyPI", "pypi-AgEIcHlwaS5vcmc{a80}"),
    ("RubyGems", "rubygems_{h48}"),
    ("crates.io", "cio{a32}"),
    ("NuGet", "oy2{l43}"),
    ("Clojars", "CLOJARS_{l60}"),
    ("Docker Hub", "dckr_pat_{a27}"),
    ("JFrog", "AKCp{a69}"),
    ("Slack", "xoxb-{d12}-{d12}-{a24}"),
    ("Slack hook", "https://hooks.slack.com/services/T{U8}/B{U9}/{a24}"),
    ("Discord hook", "https://discord.com/api/webhooks/{d18}/{a68}"),
    ("Telegram", "{d10}:AA{a33}"),
    ("Twilio", "SK{h32}"),
    ("SendGrid", "SG.{a22}.{a43}"),
    ("Mailgun", "key-{h32}"),
    ("Mailchimp", "{h32}-us12"),
    ("Brevo", "xkeysib-{h64}-{a16}"),
    ("Stripe", "sk_live_{a24}"),
    ("Stripe hook", "whsec_{a32}"),
    ("Square", "sq0atp-{a22}"),
    ("Flutterwave", "FLWSECK-{h32}-X"),
    ("EasyPost", "EZAK{a54}"),
    ("Shippo", "shippo_live_{h40}"),
    ("Duffel", "duffel_live_{a43}"),
    ("Shopify", "shpat_{h32}"),
    ("New Relic", "NRAK-{U27}"),
    ("Datadog", "ddpat_{a40}"),
    ("Grafana", "glsa_{a32}_{h8}"),
    ("Sentry", "sntryu_{h64}"),
    ("PagerDuty", "pdus+_{a20}"),
    ("Dynatrace", "dt0c01.{U24}.{U64}"),
    ("SonarSource", "squ_{h40}"),
    ("Sourcegraph", "sgp_{h40}"),
    ("Infracost", "ico-{a32}"),
    ("LaunchDarkly", "sdk-{h8}-{h4}-{h4}-{h4}-{h12}"),
    ("Linear", "lin_api_{a40}"),
    ("Notion", "ntn_{a46}"),
    ("Figma", "figd_{a40}"),
    ("Airtable", "pat{a14}.{h64}"),
    ("Typeform", "tfp_{a44}"),
    ("Postman", "PMAK-{h24}-{h34}"),
    ("Contentful", "CFPAT-{a43}"),
    ("Okta", "00{a40}"),
    ("OpenAI", "sk-proj-{a48}"),
    ("Anthropic", "sk-ant-api03-{a93}AA"),
    ("Hugging Face", "hf_{a34}"),
    ("Replicate", "r8_{a37}"),
    ("Pinecone", "pcsk_{a60}"),
    ("Groq", "gsk_{a52}"),
    ("NVIDIA", "nvapi-{a64}"),
    ("Vault", "hvs.{a24}"),
    ("Terraform Cloud", "{a14}.atlasv1.{a67}"),
    ("Pulumi", "pul-{h40}"),
    ("Doppler", "dp.pt.{a43}"),
    ("1Password", "ops_eyJ{a80}"),
    ("age", "AGE-SECRET-KEY-1{U58}"),
    ("Tailscale", "tskey-auth-{a12}-{a32}"),
    ("OpenShift", "sha256~{a43}"),
    ("Prefect", "pnu_{a36}"),
    ("JSON Web Token", "eyJhbGciOiJIUzI1NiJ9.eyJ{a40}.{a43}"),
];

/// A token of a vendor, and what of it is random. What stands behind a colon tells two tokens of a vendor apart.
pub(crate) fn sample(chance: &mut Chance, name: &str) -> (String, Vec<String>) {
    let vendor = name.split(':').next().unwrap();
    let shape = VENDORS.iter().find(|(known, _)| *known == vendor).unwrap_or_else(|| panic!("no vendor {vendor}")).1;
    let (mut text, mut random) = (String::new(), Vec::new());
    let mut rest = shape;
    while let Some((before, behind)) = rest.split_once('{') {
        let (run, after) = behind.split_once('}').unwrap();
        let run = chance.run(run.chars().next().unwrap(), run[1..].parse().unwrap());
        text.push_str(before);
        text.push_str(&run);
        random.push(run);
        rest = after;
    }
    text.push_str(rest);
    (text, random)
}

#[test]
fn there_are_tokens_of_more_than_sixty_vendors() {
    assert!(VENDORS.len() > 60);
}

//! The tables, from outside: what they find is found wherever it stands, and what only looks like it stays.

use std::collections::BTreeSet;

use super::{command, credentials, hide, literal, mask, shape, shapes};
use crate::source::Span;

#[test]
fn a_reference_or_placeholder_is_no_literal() {
    for value in [
        "${var.password}",
        "{{ conn.db.password }}",
        "$DB_PASSWORD",
        "${{ secrets.X }}",
        "arn:aws:x",
        "changeme",
        "write",
        "",
    ] {
        assert_eq!(literal("password", value), None, "{value}");
    }
    assert_eq!(literal("password", "hunter22"), Some("password"));
    assert_eq!(literal("PGPASSWORD", "granite-Otter-77"), Some("password"));
    assert_eq!(literal("url", "postgres://app:s3cr3t@db/x"), Some("password-in-url"));
    assert_eq!(literal("x", "AKIAIOSFODNN7ABCDEFG"), Some("aws-access-key"));
}

#[test]
fn masking_hides_values_and_keeps_the_rest() {
    let cases = [
        ("password = \"hunter2\"", "password = \"*******\""),
        ("key AKIAIOSFODNN7ABCDEFG here", "key ******************** here"),
        ("postgres://app:s3cr3t@db/x", "postgres://app:******@db/x"),
        ("postgres://app:s3/cr3t@db/x", "postgres://app:*******@db/x"),
        ("app:s3cr3t@tcp(db:3306)/x", "app:******@tcp(db:3306)/x"),
        ("--token hunter2", "--token *******"),
        ("mysql --password hunter2 -h db", "mysql --password ******* -h db"),
        ("(\"token\", \"hunter2\")", "(\"token\", \"*******\")"),
        (
            "token = Variable.get('token', default_var='hunter2')",
            "token = Variable.get('token', default_var='*******')",
        ),
        ("os.getenv(\"API_TOKEN\", \"hunter2\")", "os.getenv(\"API_TOKEN\", \"*******\")"),
        ("Authorization: Bearer hunter2", "Authorization: Bearer *******"),
        ("-H 'X-Api-Key: hunter2'", "-H 'X-Api-Key: *******'"),
        ("PRIVATE-TOKEN: hunter2", "PRIVATE-TOKEN: *******"),
        ("f\"Bearer abcdef123456\"", "f\"Bearer ************\""),
        ("Basic dXNlcjpodW50ZXIy", "Basic ****************"),
        ("Server=db;Uid=sa;Pwd=hunter2;Encrypt=yes", "Server=db;Uid=sa;Pwd=*******;Encrypt=yes"),
        ("Driver={ODBC};PWD={hunter;2};", "Driver={ODBC};PWD=**********;"),
        ("https://x.test/run?token=Zq9!w&title=1", "https://x.test/run?token=*****&title=1"),
        ("https://x.test/a?sv=1&sig=abc%2Bdef%3D&sp=r", "https://x.test/a?sv=1&sig=************&sp=r"),
        ("<password>hunter2</password>", "<password>*******</password>"),
        ("{\\\"password\\\": \\\"hunter2\\\"}", "{\\\"password\\\": \\\"*******\\\"}"),
        ("{\"password\":\"hunter2\"}", "{\"password\":\"*******\"}"),
        ("echo \"machine x.test login bot password hunter2\"", "echo \"machine x.test login bot password *******\""),
        ("run: docker login -u bot -p hunter2 r.test && x", "run: docker login -u bot -p ******* r.test && x"),
        ("[\"mysql\",\"-phunter2\"]", "[\"mysql\",\"-p*******\"]"),
        ("sh -c \"mysql -phunter2 x\"", "sh -c \"mysql -p******* x\""),
        (
            "$pwd = ConvertTo-SecureString -String \"Kp7wq2Lm9\" -AsPlainText",
            "$pwd = ConvertTo-SecureString -String \"*********\" -AsPlainText",
        ),
        ("docker login --password-stdin <<< hunter2", "docker login --password-stdin <<< *******"),
        ("a\n-----BEGIN PRIVATE KEY-----\nabc=\n-----END", "a\n***************************\n****\n-----END"),
    ];
    let wrong: Vec<_> = cases.into_iter().filter(|(text, masked)| mask(text) != *masked).collect();
    assert!(
        wrong.is_empty(),
        "{:#?}",
        wrong.iter().map(|(text, masked)| [masked, &*mask(text)].map(str::to_owned)).collect::<Vec<_>>()
    );
}

#[test]
fn what_is_no_secret_stays_readable() {
    let texts = [
        "uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8",
        "env: { TOKEN: ${{ secrets.TOKEN }} }",
        "the secret AWS_SECRET_ACCESS_KEY is used",
        "the token of the job, a password written out",
        "author: acme",
        "grep -P 'uses:\\s+\\S+@(?!([0-9a-f]{40}))' x.yml",
        "grep -E 'image: [^@]+@(sha256|sha512):' x.yml",
        "bypass_mode: always",
        "image: r.test/reports@sha256:0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f",
        "run id 8d1b0a5e-3c54-4b2e-9a37-1f0e2d3c4b5a",
        "etag d41d8cd98f00b204e9800998ecf8427e",
        "import { sk-learn-pipeline-component } from task-runner-component-of-acme",
        "arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db-AbCdEf",
        "aws secretsmanager get-secret-value --secret-id prod/db --query SecretString",
        "password_policy: strict-and-long",
        "TOKEN_URL = \"https://idp.acme.test/oauth2/token\"",
        "secret_name: prod/reports/database",
        "password: /run/secrets/reports",
        "password=settings.DB_PASSWORD",
        "password = get_password(name)",
        "token: ${{ github.token }}",
        "git clone https://x-access-token:${TOKEN}@github.com/acme/x",
        "curl -u \"bot:$TOKEN\" \"https://x.test/run?token=$TOKEN\"",
        "mysql -h db -u triage -p\"$MYSQL_PWD\" -e 'select 1'",
        "docker run -p 8080:80 acme/web && mkdir -p out",
        "class PasswordResetTokenGeneratorForAcmeUsers2Factory:",
        "subnet-0a1b2c3d4e5f60718 vpc-0a1b2c3d i-0123456789abcdef0 vol-0123456789abcdef0",
        "/subscriptions/8d1b0a5e-3c54-4b2e-9a37-1f0e2d3c4b5a/resourceGroups/prod/providers/Microsoft.Web/sites/pay",
        "max_tokens: 4096, tokenizer: bpe-large, compass: north",
        "Basic authentication is off, Bearer tokens are not",
        "https://docs.acme.test/page?key=intro&code=200",
        "docker build --secret id=npm,src=.npmrc .",
        "s3://bucket-${ENV}/key.json",
        "PWD=$(pwd) API_KEY=$(openssl rand -base64 45 | tr -d '/+=')",
        "jq -r '\"Pass: \\(.summary.pass_count)\"'",
        "uri = f\"postgresql://{conn.login}:{password}@{conn.host}/core\"",
        "mvn -Dcentral.password=${{ secrets.PASSWORD }} -Dgpg.keyname=ABCDEF0123456789",
        "osslsigncode sign -pkcs12 cert.pfx -readpass <(printf '%s' \"$CERT_PASSWORD\") -in a.exe",
        "[\"vault\", \"read\", \"-field=token\", \"identity/oidc/token/reports-2025\"]",
        "$pwd = ConvertTo-SecureString -String \"${{ inputs.password }}\" -Force -AsPlainText",
        "-Drepository.url=https://${{ github.actor }}:${{ secrets.TOKEN }}@x.test/y",
    ];
    let wrong: Vec<String> =
        texts.into_iter().map(mask).zip(texts).filter(|(masked, text)| masked != text).map(|it| it.0).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Each shape of the table, where people leave tokens.
#[test]
fn every_shape_is_found_wherever_it_stands() {
    let vendors: BTreeSet<&str> = shapes::all().iter().map(|shape| shape.vendor).collect();
    assert!(vendors.len() >= 60, "{} vendors", vendors.len());
    let mut wrong = Vec::new();
    for (index, entry) in shapes::all().iter().enumerate() {
        let token = shapes::sample(entry, index);
        if shape(&token) != Some(entry.kind) {
            wrong.push(format!("{} {token} is {:?}", entry.vendor, shape(&token)));
        }
        let hidden = "*".repeat(token.chars().count());
        for (before, after) in
            [("", ""), ("_", ""), ("\"", "\""), ("https://x.test/", "?a=b"), ("run: x --y=", " z"), ("(", ")")]
        {
            let text = format!("{before}{token}{after}");
            let spans: Vec<Span> = credentials(&text).into_iter().map(|hit| hit.span).collect();
            let masked = hide(&text, &spans);
            assert!(mask(&text).contains(&hidden) || entry.kind == "private-key", "{text}");
            let shown = format!("{before}{hidden}{after}");
            // What stands behind a private key may be part of it.
            // A value behind a name reaches further than a parameter does.
            let whole = masked == shown || (after.starts_with('?') && masked.starts_with(&format!("{before}{hidden}")));
            if !whole && entry.kind != "private-key" {
                wrong.push(format!("{} {text} {masked}", entry.vendor));
            }
        }
        assert!(literal("x", &token).is_some(), "{token}");
        assert!(literal("API_TOKEN", &base64(&token)).is_some(), "{token}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A token that other characters are glued to is found when its beginning is its own.
#[test]
fn strong_beginnings_need_no_word_boundary() {
    for token in
        ["ghp_iK2ZWeqhFWCEPyYngFb51yBMWXaSCrUZoL8g", "AKIA6RWJYAX6R5OAJ4XK", "hvs.CAESINqVwYSVPHbDXpPdkhxEpyIg"]
    {
        let text = format!("x{token}");
        let hidden = "*".repeat(token.len());
        assert!(mask(&text).ends_with(&hidden), "{token}");
    }
}

#[test]
fn every_form_of_a_command_line_is_found_and_its_twin_is_not() {
    let rows: Vec<_> = command::table().collect();
    assert!(rows.len() >= 40);
    let mut wrong = Vec::new();
    for [programs, _, options, form, with, without] in rows {
        let found =
            mask(with) == with.replace("Kp7wq2Lm9", "*********") && credentials(with).iter().any(|hit| hit.sure);
        if !found || mask(without) != without {
            wrong.push(format!("{programs} {options} {form}: {} / {}", mask(with), mask(without)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The time that this thread has had a processor, in nanoseconds.
#[cfg(unix)]
fn processor_time() -> u64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    u64::try_from(time.tv_sec * 1_000_000_000 + time.tv_nsec).unwrap()
}

/// Four times the text takes about four times the processor, whatever the machine does beside: a quadratic search would
/// take sixteen times.
#[test]
#[cfg(unix)]
fn hostile_texts_take_time_by_their_length() {
    let time = |piece: &str, bytes: usize| {
        let text = piece.repeat(bytes / piece.len());
        let once = || {
            let began = processor_time();
            assert_eq!(mask(&text).len(), text.len());
            std::time::Duration::from_nanos(processor_time() - began)
        };
        (0..5).map(|_| once()).min().unwrap()
    };
    for piece in [
        "eyJ",
        "password=",
        "password=\"",
        "${",
        "mysql ",
        "://a:",
        "a@(",
        "8Q~",
        "'",
        "-u ",
        "{{",
        "MT",
        "token=$(",
        "machine login password ",
        "%70",
        "auth=(\"",
        "set-output name=",
        "user password '",
        "a \"b\"'c'",
        "cat <<A\n",
        "app/@//",
        "token=.*",
        "token=${token:-",
        "token=[a b",
    ] {
        let (short, long) = (time(piece, 4_000), time(piece, 16_000));
        println!("{piece:24} {short:?} {long:?}");
        assert!(long < short.saturating_mul(10), "{piece}: {short:?} became {long:?}");
    }
}

fn base64(text: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    text.as_bytes()
        .chunks(3)
        .map(|chunk| {
            let bits =
                chunk.iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte)) << (8 * (3 - chunk.len()));
            let digit =
                |at: usize| if at <= chunk.len() { char::from(ALPHABET[bits >> (18 - 6 * at) & 63]) } else { '=' };
            (0..4).map(digit).collect::<String>()
        })
        .collect()
}

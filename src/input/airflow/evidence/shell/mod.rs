//! The data that shell commands name.

mod command;

use std::collections::BTreeMap;

use self::command::Command;
use super::super::model::{DataKind, Does};
use super::super::text::{Part, Text};
use super::marked::Marked;
use super::uri::{self, Named, Touched};
use crate::input::pipeline::shell::syntax::{AndOr, List, Pipeline, Redirect, What};
use crate::input::pipeline::shell::{self, Setting, Shell, Texts};

/// Commands within commands: `ssh host "bash -c '…'"`.
const DEPTH: usize = 4;

/// What variables of the environment hold, where that is known.
pub(crate) type Environment = BTreeMap<String, String>;

/// The data that commands read, write and change. Commands of which nothing is known may read anything.
pub(crate) fn touched(commands: &Text, environment: &Environment) -> Touched {
    let mut touched = Touched::default();
    if matches!(commands.parts(), [Part::Hole(_)]) {
        touched.add(Does::Uses, Named::new(DataKind::Uri, commands.clone()));
    } else {
        within(commands, environment, DEPTH, &mut touched);
    }
    touched
}

/// The data that a program and its arguments name, as they are handed over without a shell.
pub(crate) fn of_words(words: &[Text], environment: &Environment) -> Touched {
    let mut touched = Touched::default();
    Command { words, input: &[], pipe_to: None, environment, depth: DEPTH }.read(&mut touched);
    touched
}

fn within(commands: &Text, environment: &Environment, depth: usize, touched: &mut Touched) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let marked = Marked::of(commands);
    let script = shell::read(&marked.text);
    let mut redirects = Redirects::new();
    of_list(&script.list, &mut redirects);
    let variable = |name: &str| environment.get(name).map(|value| -> Texts { Some([value.clone()].into()) });
    let setting =
        Setting { variable: &variable, matters: &|_| false, ..Setting::of(Shell { errexit: true, pipefail: true }) };
    for command in shell::commands(&marked.text, &script, setting) {
        let own = redirects.get(&command.span.start).into_iter().flatten();
        let input: Vec<Text> =
            own.filter(|it| it.operator.starts_with("<<")).map(|it| marked.restore(&it.target.text)).collect();
        for line in command.lines() {
            let words: Vec<Text> = line.iter().map(|token| marked.restore(&token.text)).collect();
            Command { words: &words, input: &input, pipe_to: command.pipe_to.as_deref(), environment, depth }
                .read(touched);
        }
    }
    if let Some(unread) = &script.unread {
        let rest = marked.text.get(unread.offset..).unwrap_or_default();
        for word in rest.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '=')) {
            if let Some(named) = uri::parse(&marked.restore(word)) {
                touched.add(Does::Uses, named);
            }
        }
    }
    for redirect in redirects.into_values().flatten() {
        if let Some(named) = uri::parse(&marked.restore(&redirect.target.text)) {
            let does = if redirect.operator.contains('>') { Does::Writes } else { Does::Reads };
            touched.add(does, named);
        }
    }
}

/// The redirections of commands by where these begin.
type Redirects<'s> = BTreeMap<usize, Vec<&'s Redirect>>;

/// Those of all commands of a list.
fn of_list<'s>(list: &'s List, found: &mut Redirects<'s>) {
    for AndOr { pipelines, .. } in list {
        for (_, Pipeline { parts, .. }) in pipelines {
            for part in parts {
                let start = match &part.what {
                    What::Simple(simple) => simple.words.first().map(|word| word.span.start),
                    _ => None,
                };
                found.entry(start.unwrap_or(part.span.start)).or_default().extend(&part.redirects);
                of_part(&part.what, found);
            }
        }
    }
}

fn of_part<'s>(what: &'s What, found: &mut Redirects<'s>) {
    match what {
        What::Simple(simple) => {
            let values = simple.assignments.iter().map(|it| &it.value);
            values.chain(&simple.words).flat_map(|word| word.scripts()).for_each(|list| of_list(list, found));
        }
        What::Group { list, .. } => of_list(list, found),
        What::If { branches, otherwise } => {
            let lists = branches.iter().flat_map(|(asked, body)| [asked, body]).chain(otherwise);
            lists.for_each(|list| of_list(list, found));
        }
        What::While { condition, body, .. } => [condition, body].into_iter().for_each(|list| of_list(list, found)),
        What::For { body, .. } => of_list(body, found),
        What::Case { arms, .. } => arms.iter().for_each(|arm| of_list(&arm.body, found)),
        What::Function { body, .. } => {
            found.entry(body.span.start).or_default().extend(&body.redirects);
            of_part(&body.what, found);
        }
        What::Test(_) | What::Arithmetic => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{Environment, of_words, touched};
    use crate::input::airflow::text::Text;

    fn shown(command: &str) -> String {
        touched(&Text::known(command), &Environment::new()).shown()
    }

    #[test]
    fn a_copy_reads_its_sources_and_writes_its_target() {
        let cases = [
            ("aws s3 cp s3://raw/a s3://out/b", "reads raw, writes out"),
            ("aws s3 cp /tmp/x s3://out/b --acl private", "writes out"),
            ("aws s3 cp --recursive s3://raw/a .", "reads raw"),
            ("aws s3 cp s3://raw/a . && gsutil cp /tmp/y gs://out/b", "reads raw, writes out"),
            ("aws s3 mv s3://raw/a data", "reads raw"),
            ("python job.py --input s3://raw/a --output=gs://out/b", "writes out, reads raw"),
            ("python job.py --target-path s3://out/b", "writes out"),
            ("cat s3://raw/a > s3://out/b", "reads raw, writes out"),
            ("aws s3 rm s3://out/b", "changes out"),
            ("hadoop fs -put x hdfs://nn/out/b", "writes nn/out/b"),
            ("X=s3://raw/a; aws s3 cp $X s3://out/", "reads raw, writes out"),
            ("B=raw\nfor d in a b; do aws s3 sync s3://$B/$d /tmp; done", "reads raw, reads raw"),
            ("aws s3api put-object --bucket out --key k --body f", "writes out"),
            ("aws s3api get-object --bucket=raw --key k f", "reads raw"),
            ("aws s3api delete-object --bucket raw --key k", "changes raw"),
            ("if true; then sudo aws s3 cp s3://raw/a .; fi", "reads raw"),
            ("echo \"$(aws s3 cp s3://raw/a -)\"", "reads raw"),
        ];
        for (command, expected) in cases {
            assert_eq!(shown(command), expected, "{command}");
        }
    }

    #[test]
    fn statements_and_commands_within_commands_are_read() {
        let cases = [
            ("psql -c 'select * from ledger.t'", "reads ledger.t"),
            (
                "sudo -u postgres psql -h db --command=\"insert into mart.x select * from raw.y\"",
                "writes mart.x, reads raw.y",
            ),
            ("psql db <<EOF\nselect * from raw.y;\nEOF", "reads raw.y"),
            ("echo 'select 1 from raw.y' | psql", "reads raw.y"),
            ("mysql -e 'truncate mart.x'", "changes mart.x"),
            ("bq query --use_legacy_sql=false 'select * from raw.y'", "reads raw.y"),
            ("bq extract raw.y gs://out/y", "reads raw.y, writes out"),
            ("bq load --source_format=CSV mart.x gs://raw/y", "writes mart.x, reads raw"),
            ("bq query --destination_table mart.x 'select 1 from raw.y'", "writes mart.x, reads raw.y"),
            ("bq rm -f -t mart.x", "changes mart.x"),
            ("snowsql -q \"copy into mart.x from 's3://raw/y'\"", "writes mart.x, reads raw"),
            ("beeline -u jdbc:x -e 'select * from raw.y'", "reads raw.y"),
            ("bash -c 'aws s3 cp s3://raw/a .'", "reads raw"),
            ("ssh host \"aws s3 cp s3://raw/a .\"", "reads raw"),
            ("docker run --rm image psql -c 'select 1 from raw.y'", "reads raw.y"),
        ];
        for (command, expected) in cases {
            assert_eq!(shown(command), expected, "{command}");
        }
    }

    #[test]
    fn other_machines_and_mails_are_places() {
        let cases = [
            ("scp /tmp/a partner:/in", "writes partner:/in"),
            ("scp -i key user@partner:/out/a /tmp", "reads user@partner:/out/a"),
            ("rsync -az /data/ user@partner:/in", "writes user@partner:/in"),
            ("rsync -a /a/ /b/", ""),
            ("sftp user@partner <<< 'put /tmp/a'", "writes user@partner"),
            ("curl -T /tmp/a https://partner.example/in", "writes https://partner.example/in"),
            ("curl --data-binary @/tmp/a -H 'a: b' https://partner.example/in", "writes https://partner.example/in"),
            ("curl -fsSL https://partner.example/out -o a", "reads https://partner.example/out"),
            ("mail -s 'Report' a@partner.example < /tmp/a", "writes a@partner.example"),
            ("aws sns publish --topic-arn arn:t --message m", "writes arn:t"),
        ];
        for (command, expected) in cases {
            assert_eq!(shown(command), expected, "{command}");
        }
    }

    #[test]
    fn unknown_parts_stay_in_the_names() {
        let mut text = Text::known("aws s3 cp ");
        text.push_hole("source");
        text.push_str(" s3://out-");
        text.push_hole("env");
        text.push_str("/");
        let found = touched(&text, &Environment::new());
        assert_eq!(found.shown(), "reads {source}, writes out-{env}");
        assert_eq!(touched(&Text::hole("made"), &Environment::new()).shown(), "uses {made}");
        assert_eq!(shown("python job.py $INPUT"), "");
        assert_eq!(shown("aws s3 cp s3://$BUCKET/x ."), "reads {BUCKET}");
        let environment = Environment::from([("BUCKET".to_owned(), "raw".to_owned())]);
        assert_eq!(touched(&Text::known("aws s3 cp s3://$BUCKET/x ."), &environment).shown(), "reads raw");
    }

    #[test]
    fn what_no_shell_would_read_loses_no_name() {
        assert_eq!(shown("aws s3 cp s3://raw/a . && ( echo 's3://out/b"), "reads raw, reads out, uses out");
        for piece in ["(", "$(", "a=$(", "<<E\n", "if ", "'", "\"$(", "ssh h '"] {
            let _ = shown(&piece.repeat(5_000));
        }
    }

    #[test]
    fn words_without_a_shell_are_taken_as_they_are() {
        let words: Vec<Text> = ["aws", "s3", "cp", "s3://raw/a b", "$X"].into_iter().map(Text::known).collect();
        assert_eq!(of_words(&words, &Environment::new()).shown(), "reads raw");
    }
}

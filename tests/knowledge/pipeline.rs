//! Names and inputs that a repository adds about its pipelines.

use super::{
    WORKFLOW, answers,
    support::{CLEAN_WORKFLOW, Repo},
};

fn step(step: &str) -> Repo {
    Repo::new().with(WORKFLOW, CLEAN_WORKFLOW.replace("      - run: make test\n", step))
}

#[test]
fn a_row_says_what_an_input_or_a_name_is() {
    let remote = |with: &str| {
        format!("      - uses: acme/remote@08c6903cd8c0fde910a37f88322edcfb5dd907a8\n        with:\n          {with}\n")
    };
    let cases = [
        (
            "action-inputs",
            "acme/remote\tcommands\tscript\n",
            remote("commands: echo ${{ github.event.head_commit.message }}"),
            "CI002 violation",
        ),
        (
            "action-inputs",
            "acme/remote\taccount\tkey\tGoogle Cloud\n",
            remote("account: ${{ secrets.ACCOUNT }}"),
            "CI005 violation",
        ),
        (
            "cloud-keys",
            "AWS\tvendor\tACME\n",
            "      - run: make test\n        env:\n          TOKEN: ${{ secrets.ACME_SECRET_KEY }}\n".to_owned(),
            "CI005 violation",
        ),
        (
            "compromised-actions",
            "acme/remote\tmalicious\t08c6903cd8c0fde910a37f88322edcfb5dd907a8\t-\tcritical\t-\t2026-03-01\thttps://acme.example/news\n",
            remote("commands: make"),
            "CI050 violation",
        ),
        (
            "retired-actions",
            "acme/remote\tarchived\t*\t2026-03-01\t-\thttps://acme.example/news\n",
            remote("commands: make"),
            "CI051 violation",
        ),
    ];
    for (table, row, text, expected) in cases {
        let repo = step(&text);
        assert_eq!(answers(&repo), [""; 0], "{table} {row}, without it");
        repo.write(&format!(".gate/knowledge/pipeline/{table}.tsv"), row);
        assert_eq!(answers(&repo), [expected], "{table} {row}");
    }
}

#[test]
fn a_row_says_which_variable_of_gitlab_anybody_can_write() {
    let repo = Repo::new().with(".gitlab-ci.yml", "test:\n  image: alpine@sha256:0a4eaa0eecf5f8c050e5bba433f58c052be7587ee8af3e8b3910ef9ab5fbe9f5\n  script:\n    - eval \"$CI_ACME_REVIEW_TITLE\"\n");
    let without = answers(&repo);
    repo.write(".gate/knowledge/pipeline/gitlab-variables.tsv", "CI_ACME_REVIEW_TITLE\tthe title of a review\n");
    let with = answers(&repo);
    assert_eq!(
        with.iter().filter(|answer| !without.contains(answer)).collect::<Vec<_>>(),
        ["CI002 violation"],
        "{with:?}"
    );
}

//! The images that jobs run in, and what their variables hold.

use super::*;

const FIELDS: &[&str] = &["repository", "pin"];

fn gitlab(text: &str) -> Vec<String> {
    shown(&of_gitlab("images", text), FIELDS)
}

fn github(job: &str) -> Vec<String> {
    let text = format!("on: push\npermissions: {{}}\n{job}    steps: [{{run: ls}}]\n");
    shown(&of_github("images", &text), FIELDS)
}

#[test]
fn variables_that_the_file_of_gitlab_sets_decide() {
    for (text, expected) in [
        ("variables: {IMG: 'alpine:3.20'}\na: {image: $IMG, script: [x]}", "alpine | tag"),
        ("variables: {IMG: {value: alpine, description: x}}\na: {image: $IMG, script: [x]}", "alpine | none"),
        ("variables: {T: latest}\na: {image: 'a:$T', script: [x], variables: {T: '1'}}", "a | tag"),
        ("variables: {T: '1'}\na: {image: 'a:${T}', script: [x], variables: {T: latest}}", "a | latest"),
        (
            "variables: {IMG: '${R}/ci:$V', R: r.example, V: '0.4'}\ndefault: {image: $IMG}\na: {script: [x]}",
            "r.example/ci | tag",
        ),
        ("variables: {IMG: '$R/ci:1'}\na: {image: {name: $IMG}, script: [x]}", "${R}/ci | tag"),
        ("variables: {IMG: '$R/ci'}\na: {image: $IMG, script: [x]}", "${R}/ci | none"),
        ("a: {image: '$R/ci:latest', script: [x]}", "${R}/ci | latest"),
        ("a: {image: $IMG, script: [x]}", "${IMG} | null"),
        ("a: {image: 'a:$V', script: [x]}", "a | null"),
        ("variables: {A: $B, B: $A}\na: {image: $A, script: [x]}", "${A} | null"),
        ("a: {image: '$CI_REGISTRY_IMAGE/b:$CI_COMMIT_SHA', script: [x]}", "${CI_REGISTRY_IMAGE}/b | tag"),
        ("a: {services: [{name: $IMG}], script: [x], variables: {IMG: 'redis@sha256:00'}}", "redis | digest"),
        ("variables: {D: 'sha256:00'}\na: {image: 'a@$D', script: [x]}", "a | digest"),
        // One that is not inherited is not set.
        ("variables: {IMG: 'a:1'}\na: {image: $IMG, script: [x], inherit: {variables: false}}", "${IMG} | null"),
        (".b: {variables: {V: '1'}}\na: {extends: .b, image: 'a:$V', script: [x]}", "a | tag"),
        ("a: {image: 'a:$V', script: [x], parallel: {matrix: [{V: ['1', '2']}]}}", "a | tag"),
        ("a: {image: 'a:$V', script: [x], parallel: {matrix: [{V: ['1', latest]}]}}", "a | latest"),
        // Rules may set another, and one that only rules set may be unset.
        (
            "variables: {V: '1'}\na: {image: 'a:$V', script: [x], rules: [{if: $X, variables: {V: latest}}]}",
            "a | latest",
        ),
        ("a: {image: 'a:$V', script: [x], rules: [{if: $X, variables: {V: '1'}}]}", "a | null"),
        ("variables: {V: '1'}\nworkflow: {rules: [{variables: {V: '2'}}]}\na: {image: 'a:$V', script: [x]}", "a | tag"),
    ] {
        assert_eq!(gitlab(text), [expected], "{text}");
    }
}

#[test]
fn values_that_double_each_other_end() {
    let doubled: Vec<String> = (0..60).map(|at| format!("  V{at}: $V{0}$V{0}\n", at + 1)).collect();
    let text = format!("variables:\n{}", doubled.concat());
    let facts = of_gitlab("images", &format!("{text}a: {{image: $V0, script: [x]}}\n"));
    assert_eq!(shown(&facts, &["raw", "pin"]), ["$V0 | null"]);
    let matrix = "parallel: {matrix: [{A: [a, b, c, d, e, f, g, h], B: [a, b, c, d, e, f, g, h]}]}";
    assert_eq!(gitlab(&format!("a: {{image: 'x:$A$B', script: [x], {matrix}}}\n")), ["x | null"]);
}

#[test]
fn what_a_workflow_of_github_writes_out_decides() {
    let job =
        |above: &str, image: &str| github(&format!("{above}jobs:\n  a:\n    runs-on: x\n    container: {image}\n"));
    for (above, image, expected) in [
        ("", "\"${{ vars.MIRROR }}/node:22.11\"", "${{ vars.MIRROR }}/node | tag"),
        ("", "\"${{ vars.MIRROR }}/node:latest\"", "${{ vars.MIRROR }}/node | latest"),
        ("", "\"${{ vars.MIRROR }}/node\"", "${{ vars.MIRROR }}/node | none"),
        ("", "\"${{ vars.IMAGE }}\"", "${{ vars.IMAGE }} | null"),
        ("", "\"node:${{ vars.VERSION }}\"", "node | null"),
        ("env: {V: '22.11'}\n", "\"node:${{ env.V }}\"", "node | tag"),
        ("env: {V: latest}\n", "{image: \"node:${{ env.V }}\"}", "node | latest"),
        ("", "\"ghcr.io/${{ github.repository }}:${{ github.sha }}\"", "ghcr.io/${{ github.repository }} | tag"),
    ] {
        assert_eq!(job(above, image), [expected], "{above} {image}");
    }
    for (values, expected) in [
        ("v: ['1', '2']", vec!["a | tag"]),
        ("v: ['1', latest]", vec!["a | latest"]),
        ("v: \"${{ fromJSON(vars.V) }}\"", vec!["a | null"]),
        ("include: [{v: '1'}, {v: '2'}]", vec!["a | tag"]),
    ] {
        let text = format!(
            "jobs:\n  a:\n    runs-on: x\n    strategy: {{matrix: {{{values}}}}}\n    services: {{d: {{image: \"a:${{{{ matrix.v }}}}\"}}}}\n"
        );
        assert_eq!(github(&text), expected, "{values}");
    }
    let none =
        "jobs:\n  a:\n    runs-on: x\n    strategy: {matrix: {v: ['', 'b:1']}}\n    container: \"${{ matrix.v }}\"\n";
    assert_eq!(github(none), ["b | tag"]);
}

//! What is published, and what goes with it.

use super::*;

fn of_steps(steps: &str) -> Vec<String> {
    shown(&of_github("published", &job(steps)), &["tools", "signed", "attested", "listed"])
}

#[test]
fn what_goes_with_a_package_may_come_from_any_step() {
    let publish = "- run: twine upload dist/*\n";
    for (more, expected) in [
        ("", "false | false | false"),
        ("- run: cosign sign-blob dist/x", "true | false | false"),
        ("- run: gpg --detach-sign --armor dist/x", "true | false | false"),
        ("- run: gpg --import key", "false | false | false"),
        ("- uses: actions/attest-build-provenance@v2", "true | true | false"),
        ("- uses: anchore/sbom-action@v0", "false | false | true"),
        ("- uses: anchore/sbom-action/download-syft@v0", "false | false | false"),
        ("- run: syft . -o cyclonedx-json", "false | false | true"),
        ("- run: trivy fs --format cyclonedx .", "false | false | true"),
        ("- run: cosign attest --type cyclonedx --predicate x image", "true | false | true"),
        ("- if: false\n  run: cosign sign-blob dist/x", "false | false | false"),
    ] {
        let found = of_steps(&format!("{publish}{more}"));
        assert_eq!(found, [format!("[\"twine\"] | {expected}")], "{more}");
    }
}

#[test]
fn ways_to_publish_bring_some_of_it_with_them() {
    for (steps, expected) in [
        ("- run: docker push registry.example/app", Some("[\"docker\"] | false | false | false")),
        (
            "- run: docker buildx build --push --sbom=true --provenance=true .",
            Some("[\"docker\"] | false | true | true"),
        ),
        (
            "- run: docker buildx build --push --sbom false --provenance false -t r/x .",
            Some("[\"docker\"] | false | false | false"),
        ),
        (
            "- run: docker buildx build --push --attest type=provenance,disabled=true --attest=type=sbom .",
            Some("[\"docker\"] | false | false | true"),
        ),
        (
            "- run: docker buildx build --push .\n  env: {BUILDX_NO_DEFAULT_ATTESTATIONS: 1}",
            Some("[\"docker\"] | false | false | false"),
        ),
        (
            "- uses: docker/build-push-action@v6\n  with: {push: true, attests: 'type=sbom'}",
            Some("[\"docker\"] | false | true | true"),
        ),
        ("- run: docker buildx build --push .", Some("[\"docker\"] | false | true | false")),
        ("- run: docker buildx build --push --provenance=false .", Some("[\"docker\"] | false | false | false")),
        ("- run: docker build --push --sbom=false .", Some("[\"docker\"] | false | false | false")),
        (
            "- uses: docker/build-push-action@v6\n  with: {push: '${{ github.event_name != 0 }}'}",
            Some("[\"docker\"] | false | true | false"),
        ),
        ("- uses: docker/build-push-action@v6\n  with: {push: true}", Some("[\"docker\"] | false | true | false")),
        (
            "- uses: docker/build-push-action@v6\n  with: {push: true, provenance: false, sbom: true}",
            Some("[\"docker\"] | false | false | true"),
        ),
        ("- uses: docker/build-push-action@v6\n  with: {push: false}", None),
        ("- uses: docker/build-push-action@v6", None),
        ("- run: docker build .", None),
        ("- run: npm publish --provenance", Some("[\"npm\"] | true | true | false")),
        ("- run: npm publish", Some("[\"npm\"] | false | false | false")),
        ("- run: cargo publish", None),
        ("- uses: softprops/action-gh-release@v2", None),
        (
            "- uses: softprops/action-gh-release@v2\n  with: {files: dist/*}",
            Some("[\"release\"] | false | false | false"),
        ),
        ("- uses: pypa/gh-action-pypi-publish@release/v1", Some("[\"pypi\"] | false | false | false")),
        ("- run: npm publish\n- run: docker push a/b", Some("[\"npm\",\"docker\"] | false | false | false")),
    ] {
        assert_eq!(of_steps(steps), expected.map(str::to_owned).into_iter().collect::<Vec<_>>(), "{steps}");
    }
    let trusted = job("- uses: pypa/gh-action-pypi-publish@release/v1").replace("{}\njobs", "{id-token: write}\njobs");
    assert_eq!(shown(&of_github("published", &trusted), &["signed", "attested", "listed"]), ["true | true | false"]);
    let stored = job("- uses: pypa/gh-action-pypi-publish@release/v1\n  with: {password: x}")
        .replace("{}\njobs", "{id-token: write}\njobs");
    assert_eq!(shown(&of_github("published", &stored), &["signed", "attested", "listed"]), ["false | false | false"]);
}

#[test]
fn what_is_not_read_may_do_it() {
    let with = |call: &str| {
        let text = job("- run: npm publish").replace("jobs:\n", &format!("jobs:\n  other:\n    uses: {call}\n"));
        shown(&of_github("published", &text), &["signed", "attested", "listed", "why"])
    };
    assert_eq!(
        with("acme/flows/.github/workflows/x.yml@v1"),
        ["null | null | null | a workflow of another repository may do it"]
    );
    let slsa = "slsa-framework/slsa-github-generator/.github/workflows/generator_generic_slsa3.yml@v2.1.0";
    assert_eq!(with(slsa), ["true | true | false | "]);
    // An action that nobody knows, and that gets the digest or says in its name that it signs.
    for (step, why) in [
        ("- uses: acme/scan-action@v1\n  with: {digest: '${{ steps.image.outputs.digest }}'}", Some(())),
        ("- uses: acme/cosign-attest@v1", Some(())),
        ("- uses: acme/cosign-installer@v1", None),
        ("- uses: acme/design-action@v1\n  with: {digest: 'sha256:0f'}", None),
        ("- uses: actions/github-script@v7\n  with: {script: '${{ steps.image.outputs.digest }}'}", None),
    ] {
        let steps = format!("- id: image\n  uses: docker/build-push-action@v6\n  with: {{push: true}}\n{step}");
        let expected = match why {
            Some(()) => "null | true | null | an action that gate does not know may do it",
            None => "false | true | false | ",
        };
        assert_eq!(
            shown(&of_github("published", &job(&steps)), &["signed", "attested", "listed", "why"]),
            [expected],
            "{step}"
        );
    }
    let steps = "- uses: goreleaser/goreleaser-action@v6\n- run: syft .";
    let found = shown(&of_github("published", &job(steps)), &["signed", "listed", "why"]);
    assert_eq!(found, ["null | true | the file of goreleaser may say so"]);
}

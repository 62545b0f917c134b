//! Models that are registered, and whether something has judged them before.

use super::*;

#[test]
fn a_model_is_judged_by_what_can_fail_before_it() {
    let register = "- run: az ml model create --name credit --path model\n";
    let found = |steps: &str| shown(&of_github("models", &job(steps)), &["tool", "evaluated", "signed"]);
    for (before, behind, expected) in [
        ("", "", "false | false"),
        ("- run: python evaluate.py --threshold 0.8\n", "", "true | false"),
        ("- run: python evaluate.py || true\n", "", "false | false"),
        ("- run: python evaluate.py\n  continue-on-error: true\n", "", "false | false"),
        ("- run: lm_eval --model hf --tasks x\n", "", "true | false"),
        ("- run: python train.py\n- run: pytest\n", "", "false | false"),
        ("", "- run: python evaluate.py\n", "false | false"),
        ("- run: make model-evaluation\n", "- run: cosign sign-blob model\n", "true | true"),
        ("- run: echo evaluation\n", "", "false | false"),
    ] {
        let steps = format!("{before}{register}{behind}");
        assert_eq!(found(&steps), [format!("azure ml | {expected}")], "{steps}");
    }
    for (command, tool) in [
        ("aws sagemaker create-model-package --cli-input-json file://x", Some("sagemaker")),
        ("gcloud ai models upload --region=x", Some("vertex ai")),
        ("hf upload acme/model ./out", Some("hugging face")),
        ("huggingface-cli upload acme/model ./out --repo-type dataset", None),
        ("aws sagemaker list-models", None),
    ] {
        let found = shown(&of_github("models", &job(&format!("- run: {command}"))), &["tool"]);
        assert_eq!(found, tool.map(str::to_owned).into_iter().collect::<Vec<_>>(), "{command}");
    }
}

#[test]
fn a_job_before_it_judges_it_too() {
    let text = "on: push\npermissions: {}\njobs:\n  judge:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: python evaluate.py\n  \
                register:\n    runs-on: ubuntu-24.04\n    needs: judge\n    steps:\n      - run: gcloud ai models upload\n";
    assert_eq!(shown(&of_github("models", text), &["evaluated"]), ["true"]);
    let alone = text.replace("    needs: judge\n", "");
    assert_eq!(shown(&of_github("models", &alone), &["evaluated"]), ["false"]);
    let always = text.replace("    needs: judge\n", "    needs: judge\n    if: always()\n");
    assert_eq!(shown(&of_github("models", &always), &["evaluated"]), ["false"]);
}

//! Makefiles as GNU make reads them.

use super::document;

#[test]
fn a_call_of_make_goes_on_over_the_lines_of_one_shell() {
    let listing = "list:\n\t$(foreach v, $(sort $(.VARIABLES)),\n\t\t$(if $(filter x,$v),\n\t\t\t$(info $v (a))\n\t\t)\n\t)\n\tbandit -r src\n";
    for (start, expected) in [(".ONESHELL:\n", 0), ("", 2)] {
        let makefile = format!("{start}{listing}");
        let files = [(".gitlab-ci.yml", "scan: {script: [make list]}\n"), ("Makefile", makefile.as_str())];
        let document = document(&super::super::gitlab::Gitlab, &files);
        // Without it make itself refuses the first line.
        assert_eq!(super::problems(&document).len(), expected, "{makefile}: {:?}", super::problems(&document));
    }
    assert_eq!(super::lost_scans::fate("make list", &[("Makefile", &format!(".ONESHELL:\n{listing}"))]), "bites");
}

# Deferred changes are an experiment of the tool, so the plan beside this file was made without them, and the section
# `deferred_changes` was added in the form that its documentation gives, with a section of a version to come.

resource "terraform_data" "regions" {
  input = ["eu-central-1", "eu-west-1"]
}

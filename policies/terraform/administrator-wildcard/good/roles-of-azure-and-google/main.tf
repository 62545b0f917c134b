# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

data "google_iam_policy" "project" {
  binding {
    role    = "roles/logging.viewer"
    members = ["group:staff@acme.example"]
  }
}

resource "google_project_iam_policy" "project" {
  project     = "acme-core"
  policy_data = data.google_iam_policy.project.policy_data
}

# Whoever has it can give no roles.
resource "azurerm_role_definition" "operator" {
  name  = "operator"
  scope = "/subscriptions/00000000-0000-0000-0000-000000000000"

  permissions {
    actions     = ["*"]
    not_actions = ["Microsoft.Authorization/*/Write", "Microsoft.Authorization/*/Delete"]
  }
}

# Whoever is eligible must ask for the role, and gets it for a time.
resource "azurerm_pim_eligible_role_assignment" "operator" {
  scope              = "/subscriptions/00000000-0000-0000-0000-000000000000"
  role_definition_id = "/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
  principal_id       = "11111111-1111-1111-1111-111111111111"
}

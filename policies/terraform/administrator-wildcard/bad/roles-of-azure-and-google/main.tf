# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_service_account" "deploy" {
  account_id = "deploy"
}

# The text is known only after apply, and the roles stand here.
data "google_iam_policy" "project" {
  binding {
    role    = "roles/viewer"
    members = ["group:staff@acme.example"]
  }

  binding {
    role    = "roles/owner"
    members = ["serviceAccount:${google_service_account.deploy.email}"]
  }
}

resource "google_project_iam_policy" "project" {
  project     = "acme-core"
  policy_data = data.google_iam_policy.project.policy_data
}

resource "azurerm_role_definition" "operator" {
  name  = "operator"
  scope = "/subscriptions/00000000-0000-0000-0000-000000000000"

  permissions {
    actions     = ["*"]
    not_actions = ["Microsoft.Billing/*"]
  }
}

resource "azurerm_pim_active_role_assignment" "operator" {
  scope              = "/subscriptions/00000000-0000-0000-0000-000000000000"
  role_definition_id = "/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
  principal_id       = "11111111-1111-1111-1111-111111111111"
}

resource "azuread_directory_role_assignment" "operator" {
  role_id             = "62e90394-69f5-4237-9190-012177145e10"
  principal_object_id = "11111111-1111-1111-1111-111111111111"
}

# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_project_iam_audit_config" "payments" {
  project = "payments"
  service = "allServices"

  audit_log_config {
    log_type         = "DATA_READ"
    exempted_members = ["user:batch@example.com"]
  }
}

resource "google_logging_organization_sink" "everything" {
  name        = "everything"
  org_id      = "123456789012"
  destination = "storage.googleapis.com/audit-of-all-projects"
}

resource "google_logging_project_sink" "payments" {
  name        = "payments"
  project     = "payments"
  destination = "storage.googleapis.com/audit-of-payments"
  disabled    = true
}

resource "azurerm_log_analytics_workspace" "claims" {
  name                = "claims"
  resource_group_name = "claims"
  location            = "westeurope"
}

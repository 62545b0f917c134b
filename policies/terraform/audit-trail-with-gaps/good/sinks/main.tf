# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_project_iam_audit_config" "payments" {
  project = "payments"
  service = "allServices"

  audit_log_config {
    log_type = "DATA_READ"
  }
}

resource "google_logging_organization_sink" "everything" {
  name             = "everything"
  org_id           = "123456789012"
  destination      = "storage.googleapis.com/audit-of-all-projects"
  include_children = true
}

# There is nothing below a project.
resource "google_logging_project_sink" "payments" {
  name        = "payments"
  project     = "payments"
  destination = "storage.googleapis.com/audit-of-payments"
}

resource "azurerm_log_analytics_workspace" "claims" {
  name                = "claims"
  resource_group_name = "claims"
  location            = "westeurope"
}

resource "azurerm_monitor_diagnostic_setting" "claims" {
  name                       = "queries"
  target_resource_id         = azurerm_log_analytics_workspace.claims.id
  log_analytics_workspace_id = azurerm_log_analytics_workspace.claims.id

  enabled_log {
    category_group = "audit"
  }
}

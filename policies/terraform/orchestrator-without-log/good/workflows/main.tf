# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_data_factory" "claims" {
  name                = "claims"
  resource_group_name = "claims"
  location            = "westeurope"
}

resource "azurerm_monitor_diagnostic_setting" "claims" {
  name                       = "runs"
  target_resource_id         = azurerm_data_factory.claims.id
  log_analytics_workspace_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/audit"

  enabled_log {
    category = "PipelineRuns"
  }
}

resource "google_workflows_workflow" "payouts" {
  name           = "payouts"
  region         = "europe-west3"
  call_log_level = "LOG_ERRORS_ONLY"
}

# It logs unless it is told not to.
resource "google_cloudbuild_trigger" "release" {
  name     = "release"
  location = "europe-west3"
  filename = "release.yaml"
}

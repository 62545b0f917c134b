# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_machine_learning_workspace" "claims" {
  name                    = "claims"
  resource_group_name     = "claims"
  location                = "westeurope"
  application_insights_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/claims/providers/Microsoft.Insights/components/claims"
  key_vault_id            = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/claims/providers/Microsoft.KeyVault/vaults/claims"
  storage_account_id      = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/claims/providers/Microsoft.Storage/storageAccounts/claims"

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_monitor_diagnostic_setting" "claims" {
  name                       = "audit"
  target_resource_id         = azurerm_machine_learning_workspace.claims.id
  log_analytics_workspace_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/audit"

  enabled_log {
    category_group = "audit"
  }
}

resource "google_vertex_ai_endpoint" "triage" {
  name         = "4711"
  display_name = "triage"
  location     = "europe-west3"

  predict_request_response_logging_config {
    enabled       = true
    sampling_rate = 1
  }
}

# One of the two switches is enough.
resource "google_dialogflow_cx_agent" "hotline" {
  display_name               = "hotline"
  location                   = "europe-west3"
  default_language_code      = "de"
  time_zone                  = "Europe/Berlin"
  enable_stackdriver_logging = true
}

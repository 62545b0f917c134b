# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_log_analytics_workspace" "claims" {
  name                = "claims"
  resource_group_name = "claims"
  location            = "westeurope"
  retention_in_days   = 365
}

# What is no longer searched is in the archive.
resource "azurerm_log_analytics_workspace_table" "signins" {
  workspace_id            = azurerm_log_analytics_workspace.claims.id
  name                    = "SigninLogs"
  retention_in_days       = 90
  total_retention_in_days = 730
}

# The workspace says how long.
resource "azurerm_application_insights" "letters" {
  name                = "letters"
  resource_group_name = "claims"
  location            = "westeurope"
  application_type    = "web"
  workspace_id        = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/claims/providers/Microsoft.OperationalInsights/workspaces/claims"
}

resource "google_logging_project_bucket_config" "patients" {
  project        = "patients"
  location       = "europe-west3"
  bucket_id      = "patients"
  retention_days = 3650
}

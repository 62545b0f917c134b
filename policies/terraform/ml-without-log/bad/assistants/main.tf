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

resource "google_vertex_ai_endpoint" "triage" {
  name         = "4711"
  display_name = "triage"
  location     = "europe-west3"
}

resource "google_dialogflow_agent" "hotline" {
  display_name          = "hotline"
  default_language_code = "de"
  time_zone             = "Europe/Berlin"
  enable_logging        = false
}

# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_machine_learning_workspace" "fraud" {
  name                          = "fraud"
  resource_group_name           = "fraud"
  location                      = "westeurope"
  application_insights_id       = "/subscriptions/1/resourceGroups/fraud/providers/Microsoft.Insights/components/fraud"
  key_vault_id                  = "/subscriptions/1/resourceGroups/fraud/providers/Microsoft.KeyVault/vaults/fraud"
  storage_account_id            = "/subscriptions/1/resourceGroups/fraud/providers/Microsoft.Storage/storageAccounts/fraud"
  public_network_access_enabled = false
}

resource "azurerm_cognitive_account" "letters" {
  name                = "letters"
  resource_group_name = "claims"
  location            = "westeurope"
  kind                = "OpenAI"
  sku_name            = "S0"

  network_acls {
    default_action = "Deny"
    ip_rules       = ["20.50.4.0/24"]
  }
}

resource "google_vertex_ai_endpoint" "claims" {
  name         = "claims"
  display_name = "claims"
  location     = "europe-west3"
  network      = "projects/1/global/networks/core"
}

resource "google_vertex_ai_index_endpoint" "letters" {
  display_name = "letters"
  region       = "europe-west3"
}

resource "google_workbench_instance" "patients" {
  name     = "patients"
  location = "europe-west3-a"

  gce_setup {
    machine_type      = "e2-standard-4"
    disable_public_ip = true
  }
}

# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_cognitive_account" "letters" {
  name                = "letters"
  resource_group_name = "insurance"
  location            = "westeurope"
  kind                = "OpenAI"
  sku_name            = "S0"
}

resource "azurerm_machine_learning_workspace" "claims" {
  name                    = "claims"
  resource_group_name     = "insurance"
  location                = "westeurope"
  application_insights_id = azurerm_application_insights.claims.id
  key_vault_id            = azurerm_key_vault.claims.id
  storage_account_id      = azurerm_storage_account.claims.id

  identity {
    type = "SystemAssigned"
  }
}

resource "google_vertex_ai_dataset" "scans" {
  display_name        = "scans"
  metadata_schema_uri = "gs://google-cloud-aiplatform/schema/dataset/metadata/image_1.0.0.yaml"
  region              = "europe-west4"

  encryption_spec {
    kms_key_name = ""
  }
}

resource "google_vertex_ai_endpoint" "triage" {
  name         = "triage"
  display_name = "triage"
  location     = "europe-west4"
}

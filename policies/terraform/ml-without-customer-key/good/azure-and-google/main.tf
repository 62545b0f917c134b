# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_cognitive_account" "letters" {
  name                = "letters"
  resource_group_name = "insurance"
  location            = "westeurope"
  kind                = "OpenAI"
  sku_name            = "S0"
}

resource "azurerm_cognitive_account_customer_managed_key" "letters" {
  cognitive_account_id = azurerm_cognitive_account.letters.id
  key_vault_key_id     = azurerm_key_vault_key.letters.id
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

  encryption {
    key_vault_id = azurerm_key_vault.claims.id
    key_id       = azurerm_key_vault_key.claims.id
  }
}

resource "google_vertex_ai_dataset" "scans" {
  display_name        = "scans"
  metadata_schema_uri = "gs://google-cloud-aiplatform/schema/dataset/metadata/image_1.0.0.yaml"
  region              = "europe-west4"

  encryption_spec {
    kms_key_name = google_kms_crypto_key.scans.id
  }
}

resource "google_workbench_instance" "triage" {
  name     = "triage"
  location = "europe-west4-a"

  gce_setup {
    boot_disk {
      disk_encryption = "CMEK"
      kms_key         = google_kms_crypto_key.scans.id
    }

    data_disks {
      disk_encryption = "CMEK"
      kms_key         = google_kms_crypto_key.scans.id
    }
  }
}

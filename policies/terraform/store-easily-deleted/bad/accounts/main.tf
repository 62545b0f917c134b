# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_storage_account" "claims" {
  name                     = "claims"
  resource_group_name      = "claims"
  location                 = "westeurope"
  account_tier             = "Standard"
  account_replication_type = "ZRS"

  blob_properties {
    delete_retention_policy {
      days                     = 1
      permanent_delete_enabled = true
    }
  }
}

resource "azurerm_recovery_services_vault" "claims" {
  name                = "claims"
  resource_group_name = "claims"
  location            = "westeurope"
  sku                 = "Standard"
  immutability        = "Disabled"
}

resource "google_storage_bucket" "images" {
  name          = "patient-images"
  location      = "EUROPE-WEST3"
  force_destroy = true

  soft_delete_policy {
    retention_duration_seconds = 0
  }
}

# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_storage_account" "claims" {
  name                     = "claims"
  resource_group_name      = "claims"
  location                 = "westeurope"
  account_tier             = "Standard"
  account_replication_type = "ZRS"

  blob_properties {
    versioning_enabled = true
  }
}

# Versions do not exist here.
resource "azurerm_storage_account" "lake" {
  name                     = "lake"
  resource_group_name      = "claims"
  location                 = "westeurope"
  account_tier             = "Standard"
  account_replication_type = "ZRS"
  is_hns_enabled           = true
}

# Nothing in it can be overwritten before its time.
resource "google_storage_bucket" "records" {
  name     = "payment-records"
  location = "EUROPE-WEST3"

  retention_policy {
    retention_period = "31536000"
  }
}

resource "google_storage_bucket" "images" {
  name     = "patient-images"
  location = "EUROPE-WEST3"

  versioning {
    enabled = true
  }
}

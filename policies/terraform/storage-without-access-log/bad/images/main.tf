# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_storage_bucket" "images" {
  name     = "patient-images"
  location = "EUROPE-WEST3"
}

resource "azurerm_storage_account" "claims" {
  name                     = "claims"
  resource_group_name      = "claims"
  location                 = "westeurope"
  account_tier             = "Standard"
  account_replication_type = "ZRS"
}

resource "azurerm_storage_account_queue_properties" "claims" {
  storage_account_id = azurerm_storage_account.claims.id

  logging {
    version = "1.0"
    delete  = true
    read    = false
    write   = true
  }
}

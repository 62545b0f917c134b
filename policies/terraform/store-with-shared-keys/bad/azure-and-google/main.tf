# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_storage_account" "claims" {
  name                      = "claims"
  resource_group_name       = "claims"
  location                  = "westeurope"
  account_tier              = "Standard"
  account_replication_type  = "ZRS"
  shared_access_key_enabled = true
}

resource "azurerm_servicebus_namespace" "payments" {
  name                = "payments"
  resource_group_name = "payments"
  location            = "westeurope"
  sku                 = "Premium"
}

resource "azurerm_eventhub_namespace" "fraud" {
  name                         = "fraud"
  resource_group_name          = "fraud"
  location                     = "westeurope"
  sku                          = "Standard"
  local_authentication_enabled = true
}

resource "google_storage_bucket" "scans" {
  name     = "scans"
  location = "EUROPE-WEST3"
}

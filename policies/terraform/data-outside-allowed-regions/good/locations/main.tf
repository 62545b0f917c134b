# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_storage_account" "claims" {
  name                     = "claims"
  resource_group_name      = "rg-claims"
  location                 = "westeurope"
  account_tier             = "Standard"
  account_replication_type = "ZRS"
}

resource "google_storage_bucket" "claims" {
  name     = "insurer-claims"
  location = "europe-west3"
}

# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_storage_account" "claims" {
  name                       = "claims"
  resource_group_name        = "rg-claims"
  location                   = "westeurope"
  account_tier               = "Standard"
  account_replication_type   = "ZRS"
  https_traffic_only_enabled = true
  min_tls_version            = "TLS1_2"

  tags = {
    classification = "confidential"
  }
}

# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_key_vault" "payments" {
  name                     = "payments"
  resource_group_name      = "payments"
  location                 = "westeurope"
  sku_name                 = "premium"
  tenant_id                = "00000000-0000-0000-0000-000000000000"
  purge_protection_enabled = true
}

# The free tier has no protection.
resource "azurerm_app_configuration" "trial" {
  name                = "trial"
  resource_group_name = "payments"
  location            = "westeurope"
  sku                 = "free"
}

resource "google_secret_manager_secret" "mail" {
  secret_id           = "mail"
  deletion_protection = true

  replication {
    auto {}
  }
}

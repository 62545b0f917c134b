# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_key_vault" "payments" {
  name                     = "payments"
  resource_group_name      = "payments"
  location                 = "westeurope"
  sku_name                 = "premium"
  tenant_id                = "00000000-0000-0000-0000-000000000000"
  purge_protection_enabled = false
}

resource "azurerm_key_vault_managed_hardware_security_module" "cards" {
  name                = "cards"
  resource_group_name = "payments"
  location            = "westeurope"
  sku_name            = "Standard_B1"
  tenant_id           = "00000000-0000-0000-0000-000000000000"
  admin_object_ids    = ["00000000-0000-0000-0000-000000000001"]
}

resource "google_secret_manager_secret" "mail" {
  secret_id = "mail"

  replication {
    auto {}
  }
}

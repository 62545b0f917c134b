# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_key_vault" "payments" {
  name                          = "payments"
  resource_group_name           = "payments"
  location                      = "westeurope"
  tenant_id                     = "00000000-0000-0000-0000-000000000000"
  sku_name                      = "premium"
  public_network_access_enabled = true
}

resource "azurerm_key_vault" "claims" {
  name                = "claims"
  resource_group_name = "claims"
  location            = "westeurope"
  tenant_id           = "00000000-0000-0000-0000-000000000000"
  sku_name            = "premium"

  network_acls {
    bypass         = "AzureServices"
    default_action = "Allow"
  }
}

resource "azurerm_key_vault_managed_hardware_security_module" "root" {
  name                = "root"
  resource_group_name = "keys"
  location            = "westeurope"
  tenant_id           = "00000000-0000-0000-0000-000000000000"
  sku_name            = "Standard_B1"
  admin_object_ids    = ["00000000-0000-0000-0000-000000000001"]
}

resource "azurerm_app_configuration" "limits" {
  name                  = "limits"
  resource_group_name   = "payments"
  location              = "westeurope"
  sku                   = "standard"
  public_network_access = "Enabled"
}

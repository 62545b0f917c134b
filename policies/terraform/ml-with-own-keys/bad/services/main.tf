# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_cognitive_account" "letters" {
  name                = "letters"
  resource_group_name = "claims"
  location            = "westeurope"
  kind                = "OpenAI"
  sku_name            = "S0"
  local_auth_enabled  = true
}

resource "azurerm_ai_services" "payments" {
  name                         = "payments"
  resource_group_name          = "payments"
  location                     = "westeurope"
  sku_name                     = "S0"
  local_authentication_enabled = terraform_data.settings.output
}

resource "azurerm_bot_service_azure_bot" "patients" {
  name                = "patients"
  resource_group_name = "patients"
  location            = "global"
  microsoft_app_id    = "00000000-0000-0000-0000-000000000001"
  sku                 = "S1"
}

resource "terraform_data" "settings" {
  input = false
}

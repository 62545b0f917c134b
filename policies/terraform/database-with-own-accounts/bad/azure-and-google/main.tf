# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_cosmosdb_account" "claims" {
  name                         = "claims"
  resource_group_name          = "claims"
  location                     = "westeurope"
  offer_type                   = "Standard"
  local_authentication_enabled = true
}

resource "azurerm_mssql_server" "payments" {
  name                = "payments"
  resource_group_name = "payments"
  location            = "westeurope"
  version             = "12.0"

  azuread_administrator {
    login_username              = "database-administrators"
    object_id                   = "00000000-0000-0000-0000-000000000001"
    azuread_authentication_only = false
  }
}

resource "azurerm_search_service" "letters" {
  name                = "letters"
  resource_group_name = "claims"
  location            = "westeurope"
  sku                 = "standard"
}

resource "google_sql_user" "patients" {
  name     = "patients"
  instance = "patients"
  type     = "BUILT_IN"
}

resource "google_redis_instance" "sessions" {
  name           = "sessions"
  memory_size_gb = 4
}

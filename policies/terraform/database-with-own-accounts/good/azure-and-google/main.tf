# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_cosmosdb_account" "claims" {
  name                         = "claims"
  resource_group_name          = "claims"
  location                     = "westeurope"
  offer_type                   = "Standard"
  local_authentication_enabled = false
}

resource "azurerm_mssql_server" "payments" {
  name                = "payments"
  resource_group_name = "payments"
  location            = "westeurope"
  version             = "12.0"

  azuread_administrator {
    login_username              = "database-administrators"
    object_id                   = "00000000-0000-0000-0000-000000000001"
    azuread_authentication_only = true
  }
}

resource "azurerm_search_service" "letters" {
  name                         = "letters"
  resource_group_name          = "claims"
  location                     = "westeurope"
  sku                          = "standard"
  local_authentication_enabled = false
}

resource "google_sql_user" "patients" {
  name     = "doctors@hospital.example"
  instance = "patients"
  type     = "CLOUD_IAM_GROUP"
}

resource "google_redis_instance" "sessions" {
  name           = "sessions"
  memory_size_gb = 4
  auth_enabled   = true
}

# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_mssql_server" "claims" {
  name                = "claims"
  resource_group_name = "insurance"
  location            = "westeurope"
  version             = "12.0"
}

resource "azurerm_mssql_server_transparent_data_encryption" "claims" {
  server_id        = azurerm_mssql_server.claims.id
  key_vault_key_id = azurerm_key_vault_key.claims.id
}

# One of two arguments is enough.
resource "azurerm_cosmosdb_account" "patients" {
  name                = "patients"
  resource_group_name = "clinic"
  location            = "westeurope"
  offer_type          = "Standard"
  managed_hsm_key_id  = "https://clinic.managedhsm.azure.net/keys/patients"

  consistency_policy {
    consistency_level = "Session"
  }

  geo_location {
    location          = "westeurope"
    failover_priority = 0
  }
}

resource "google_sql_database_instance" "payments" {
  name                = "payments"
  region              = "europe-west1"
  database_version    = "POSTGRES_16"
  encryption_key_name = google_kms_crypto_key.payments.id

  settings {
    tier = "db-custom-4-16384"
  }
}

# A replica has the key of its primary.
resource "google_sql_database_instance" "reports" {
  name                 = "reports"
  region               = "europe-west1"
  database_version     = "POSTGRES_16"
  master_instance_name = google_sql_database_instance.payments.name

  settings {
    tier = "db-custom-4-16384"
  }
}

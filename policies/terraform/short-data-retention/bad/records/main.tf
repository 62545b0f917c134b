# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_mssql_server" "claims" {
  name                = "claims"
  resource_group_name = "claims"
  location            = "westeurope"
  version             = "12.0"
}

resource "azurerm_mssql_server_extended_auditing_policy" "claims" {
  server_id         = azurerm_mssql_server.claims.id
  retention_in_days = 30
}

resource "google_pubsub_subscription" "payments" {
  name                       = "payments"
  topic                      = "payments"
  message_retention_duration = "86400s"
}

resource "google_kms_crypto_key" "patients" {
  name                       = "patients"
  key_ring                   = "projects/patients/locations/europe-west3/keyRings/patients"
  destroy_scheduled_duration = "86400s"
}

resource "google_secret_manager_secret" "mail" {
  secret_id = "mail"

  replication {
    auto {}
  }
}

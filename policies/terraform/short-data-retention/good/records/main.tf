# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_mssql_server" "claims" {
  name                = "claims"
  resource_group_name = "claims"
  location            = "westeurope"
  version             = "12.0"
}

# Zero is without end.
resource "azurerm_mssql_server_extended_auditing_policy" "claims" {
  server_id         = azurerm_mssql_server.claims.id
  retention_in_days = 0
}

# A week, because nothing else is said.
resource "google_pubsub_subscription" "payments" {
  name  = "payments"
  topic = "payments"
}

resource "google_kms_crypto_key" "patients" {
  name                       = "patients"
  key_ring                   = "projects/patients/locations/europe-west3/keyRings/patients"
  destroy_scheduled_duration = "2592000s"
}

resource "google_secret_manager_secret" "mail" {
  secret_id           = "mail"
  version_destroy_ttl = "2592000s"

  replication {
    auto {}
  }
}

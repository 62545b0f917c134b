# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_container_registry" "claims" {
  name                = "claims"
  resource_group_name = "insurance"
  location            = "westeurope"
  sku                 = "Premium"

  encryption {
    key_vault_key_id   = azurerm_key_vault_key.claims.id
    identity_client_id = azurerm_user_assigned_identity.claims.client_id
  }
}

resource "google_artifact_registry_repository" "lab" {
  repository_id = "lab"
  location      = "europe-west1"
  format        = "DOCKER"
  kms_key_name  = google_kms_crypto_key.lab.id
}

# It passes on what others store.
resource "google_artifact_registry_repository" "all" {
  repository_id = "all"
  location      = "europe-west1"
  format        = "DOCKER"
  mode          = "VIRTUAL_REPOSITORY"
}

# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_load_test" "claims" {
  name                = "claims"
  resource_group_name = "insurance"
  location            = "westeurope"
}

resource "google_artifact_registry_repository" "lab" {
  repository_id = "lab"
  location      = "europe-west1"
  format        = "DOCKER"
}

resource "google_secure_source_manager_instance" "clinic" {
  instance_id = "clinic"
  location    = "europe-west4"
  kms_key     = ""
}

# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_storage_account" "claims" {
  name                     = "claims"
  resource_group_name      = "claims"
  location                 = "westeurope"
  account_tier             = "Standard"
  account_replication_type = "ZRS"

  blob_properties {
    versioning_enabled = false
  }
}

resource "google_storage_bucket" "images" {
  name     = "patient-images"
  location = "EUROPE-WEST3"
}

resource "google_healthcare_fhir_store" "patients" {
  name                        = "patients"
  dataset                     = "projects/patients/locations/europe-west3/datasets/patients"
  version                     = "R4"
  disable_resource_versioning = true
}

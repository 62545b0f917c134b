# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_data_factory" "claims" {
  name                   = "claims"
  resource_group_name    = "claims"
  location               = "westeurope"
  public_network_enabled = false
}

resource "azurerm_automation_account" "nightly" {
  name                          = "nightly"
  resource_group_name           = "payments"
  location                      = "westeurope"
  sku_name                      = "Basic"
  public_network_access_enabled = false
}

resource "google_composer_environment" "patients" {
  name   = "patients"
  region = "europe-west3"

  config {
    enable_private_environment = true

    web_server_network_access_control {
      allowed_ip_range {
        value       = "20.50.4.0/24"
        description = "The office"
      }
    }
  }
}

resource "google_cloudbuild_worker_pool" "models" {
  name     = "models"
  location = "europe-west3"

  worker_config {
    disk_size_gb   = 100
    machine_type   = "e2-standard-4"
    no_external_ip = true
  }
}

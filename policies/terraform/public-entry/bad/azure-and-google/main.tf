# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_api_management" "payments" {
  name                 = "payments"
  resource_group_name  = "payments"
  location             = "westeurope"
  publisher_name       = "The bank"
  publisher_email      = "apis@bank.example"
  sku_name             = "Developer_1"
  virtual_network_type = "External"
}

resource "google_compute_firewall" "patients" {
  name          = "patients"
  network       = "core"
  source_ranges = ["0.0.0.0/0"]

  allow {
    protocol = "tcp"
    ports    = ["443"]
  }
}

resource "google_compute_forwarding_rule" "scans" {
  name                  = "scans"
  region                = "europe-west3"
  load_balancing_scheme = "EXTERNAL_MANAGED"
}

resource "google_project" "research" {
  name       = "research"
  project_id = "hospital-research"
}

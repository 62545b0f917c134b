# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_compute_subnetwork" "payments" {
  name          = "payments"
  network       = "payments"
  region        = "europe-west3"
  ip_cidr_range = "10.40.0.0/20"
}

resource "google_compute_router_nat" "payments" {
  name                               = "payments"
  router                             = "payments"
  region                             = "europe-west3"
  source_subnetwork_ip_ranges_to_nat = "ALL_SUBNETWORKS_ALL_IP_RANGES"

  log_config {
    enable = false
    filter = "ERRORS_ONLY"
  }
}

resource "azurerm_virtual_network" "claims" {
  name                = "claims"
  resource_group_name = "claims"
  location            = "westeurope"
  address_space       = ["10.50.0.0/16"]
}

resource "azurerm_network_watcher_flow_log" "claims" {
  name                 = "claims"
  network_watcher_name = "watcher"
  resource_group_name  = "claims"
  target_resource_id   = azurerm_virtual_network.claims.id
  storage_account_id   = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/logs/providers/Microsoft.Storage/storageAccounts/flows"
  enabled              = false
}

# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_kubernetes_cluster" "claims" {
  name                = "claims"
  resource_group_name = "claims"
  location            = "westeurope"

  default_node_pool {
    name       = "default"
    node_count = 3
    vm_size    = "Standard_D4s_v5"
  }
}

resource "google_container_cluster" "payments" {
  name                        = "payments"
  location                    = "europe-west3"
  initial_node_count          = 1
  enable_intranode_visibility = true
  logging_service             = "none"

  monitoring_config {
    enable_components = ["POD"]
  }
}

resource "google_container_cluster" "risk" {
  name               = "risk"
  location           = "europe-west3"
  initial_node_count = 1
}

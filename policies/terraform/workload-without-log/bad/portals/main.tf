# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_linux_web_app" "portal" {
  name                = "portal"
  resource_group_name = "claims"
  location            = "westeurope"
  service_plan_id     = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/claims/providers/Microsoft.Web/serverFarms/claims"

  site_config {
    always_on = true
  }
}

resource "azurerm_linux_function_app" "letters" {
  name                = "letters"
  resource_group_name = "claims"
  location            = "westeurope"
  service_plan_id     = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/claims/providers/Microsoft.Web/serverFarms/claims"

  site_config {
    application_insights_key = ""
  }
}

resource "google_workstations_workstation_cluster" "research" {
  workstation_cluster_id = "research"
  location               = "europe-west3"
  network                = "research"
  subnetwork             = "research"
}

resource "google_workstations_workstation_config" "research" {
  workstation_config_id  = "research"
  workstation_cluster_id = "research"
  location               = "europe-west3"
  enable_audit_agent     = google_workstations_workstation_cluster.research.degraded
}

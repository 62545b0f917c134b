# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_linux_web_app" "portal" {
  name                = "portal"
  resource_group_name = "claims"
  location            = "westeurope"
  service_plan_id     = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/claims/providers/Microsoft.Web/serverFarms/claims"

  site_config {
    always_on = true
  }

  logs {
    http_logs {
      file_system {
        retention_in_days = 90
        retention_in_mb   = 100
      }
    }
  }
}

resource "azurerm_application_insights" "letters" {
  name                = "letters"
  resource_group_name = "claims"
  location            = "westeurope"
  application_type    = "web"
}

resource "azurerm_linux_function_app" "letters" {
  name                = "letters"
  resource_group_name = "claims"
  location            = "westeurope"
  service_plan_id     = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/claims/providers/Microsoft.Web/serverFarms/claims"

  site_config {
    application_insights_connection_string = azurerm_application_insights.letters.connection_string
  }
}

resource "google_workstations_workstation_config" "research" {
  workstation_config_id  = "research"
  workstation_cluster_id = "research"
  location               = "europe-west3"
  enable_audit_agent     = true
}

# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_linux_web_app" "portal" {
  name                = "portal"
  resource_group_name = "insurance"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.portal.id

  site_config {
    minimum_tls_version = "1.0"
  }
}

resource "azurerm_linux_function_app" "reminders" {
  name                = "reminders"
  resource_group_name = "insurance"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.portal.id
  https_only          = true

  site_config {
    ftps_state = "AllAllowed"
  }
}

resource "azurerm_container_app" "claims" {
  name                         = "claims"
  resource_group_name          = "insurance"
  container_app_environment_id = azurerm_container_app_environment.claims.id
  revision_mode                = "Single"

  ingress {
    allow_insecure_connections = true
    target_port                = 8080

    traffic_weight {
      percentage      = 100
      latest_revision = true
    }
  }

  template {
    container {
      name   = "claims"
      image  = "claims.azurecr.io/claims:1"
      cpu    = 0.5
      memory = "1Gi"
    }
  }
}

resource "google_cloudfunctions_function" "refunds" {
  name         = "refunds"
  runtime      = "python312"
  trigger_http = true
}

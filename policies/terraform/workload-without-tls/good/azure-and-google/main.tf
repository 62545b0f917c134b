# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_linux_web_app" "portal" {
  name                = "portal"
  resource_group_name = "insurance"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.portal.id
  https_only          = true

  site_config {
    minimum_tls_version = "1.3"
    ftps_state          = "FtpsOnly"
  }
}

# Without a way in from outside there is nothing to ask.
resource "azurerm_container_app" "claims" {
  name                         = "claims"
  resource_group_name          = "insurance"
  container_app_environment_id = azurerm_container_app_environment.claims.id
  revision_mode                = "Single"

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
  name                         = "refunds"
  runtime                      = "python312"
  trigger_http                 = true
  https_trigger_security_level = "SECURE_ALWAYS"
}

# Events call it, and nobody over HTTP.
resource "google_cloudfunctions_function" "uploads" {
  name    = "uploads"
  runtime = "python312"

  event_trigger {
    event_type = "google.storage.object.finalize"
    resource   = "patients-files"
  }
}

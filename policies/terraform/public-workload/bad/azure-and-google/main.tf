# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_container_group" "letters" {
  name                = "letters"
  resource_group_name = "claims"
  location            = "westeurope"
  os_type             = "Linux"
  ip_address_type     = "Public"

  container {
    name   = "letters"
    image  = "bank.azurecr.io/letters:1.4"
    cpu    = 1
    memory = 2
  }
}

resource "azurerm_linux_function_app" "payments" {
  name                = "payments"
  resource_group_name = "payments"
  location            = "westeurope"
  service_plan_id     = "/subscriptions/1/resourceGroups/payments/providers/Microsoft.Web/serverFarms/payments"

  site_config {
    always_on = true
  }
}

resource "google_cloud_run_v2_service" "patients" {
  name     = "patients"
  location = "europe-west3"
  ingress  = "INGRESS_TRAFFIC_ALL"
}

resource "google_cloudfunctions2_function" "scores" {
  name     = "scores"
  location = "europe-west3"

  service_config {
    available_memory = "256M"
    ingress_settings = "ALLOW_ALL"
  }
}

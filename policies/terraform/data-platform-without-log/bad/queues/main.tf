# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_servicebus_namespace" "payments" {
  name                = "payments"
  resource_group_name = "payments"
  location            = "westeurope"
  sku                 = "Premium"
}

resource "google_data_fusion_instance" "claims" {
  name                       = "claims"
  region                     = "europe-west3"
  type                       = "ENTERPRISE"
  enable_stackdriver_logging = false
}

resource "google_cloud_tasks_queue" "letters" {
  name     = "letters"
  location = "europe-west3"
}

# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_eventhub_namespace" "payments" {
  name                          = "payments"
  resource_group_name           = "payments"
  location                      = "westeurope"
  sku                           = "Standard"
  public_network_access_enabled = false
}

resource "azurerm_servicebus_namespace" "claims" {
  name                = "claims"
  resource_group_name = "claims"
  location            = "westeurope"
  sku                 = "Premium"

  network_rule_set {
    default_action = "Deny"
    ip_rules       = ["20.50.4.0/24"]
  }
}

resource "azurerm_eventgrid_topic" "letters" {
  name                = "letters"
  resource_group_name = "claims"
  location            = "westeurope"

  inbound_ip_rule {
    ip_mask = "20.50.4.0/24"
    action  = "Allow"
  }
}

resource "google_dataflow_job" "patients" {
  name              = "patients"
  region            = "europe-west3"
  template_gcs_path = "gs://hospital-templates/patients"
  temp_gcs_location = "gs://hospital-temp/patients"
  ip_configuration  = "WORKER_IP_PRIVATE"
}

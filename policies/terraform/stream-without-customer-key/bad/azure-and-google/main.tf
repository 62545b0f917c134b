# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_servicebus_namespace" "payments" {
  name                = "payments"
  resource_group_name = "bank"
  location            = "westeurope"
  sku                 = "Premium"
}

resource "azurerm_eventhub_namespace" "clicks" {
  name                = "clicks"
  resource_group_name = "bank"
  location            = "westeurope"
  sku                 = "Premium"
}

resource "google_pubsub_topic" "claims" {
  name         = "claims"
  kms_key_name = ""
}

resource "google_dataflow_job" "claims" {
  name              = "claims"
  template_gcs_path = "gs://claims-jobs/template"
  temp_gcs_location = "gs://claims-jobs/tmp"
}

# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_servicebus_namespace" "payments" {
  name                = "payments"
  resource_group_name = "bank"
  location            = "westeurope"
  sku                 = "Premium"
  minimum_tls_version = "1.0"
}

resource "azurerm_eventhub_namespace" "clicks" {
  name                = "clicks"
  resource_group_name = "bank"
  location            = "westeurope"
  sku                 = "Standard"
  minimum_tls_version = "1.1"
}

resource "azurerm_iothub" "monitors" {
  name                = "monitors"
  resource_group_name = "clinic"
  location            = "westeurope"

  sku {
    name     = "S1"
    capacity = 1
  }
}

resource "google_datastream_connection_profile" "claims" {
  display_name          = "claims"
  location              = "europe-west1"
  connection_profile_id = "claims"

  mysql_profile {
    hostname = "10.0.0.7"
    username = "datastream"
    password = "from-the-vault"
  }
}

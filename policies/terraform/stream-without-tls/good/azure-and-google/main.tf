# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

# Both start at TLS 1.2 unless told otherwise.
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
  sku                 = "Standard"
}

resource "azurerm_iothub" "monitors" {
  name                = "monitors"
  resource_group_name = "clinic"
  location            = "westeurope"
  min_tls_version     = "1.2"

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

    ssl_config {
      ca_certificate = "from-the-vault"
    }
  }
}

# It writes into a bucket, which it always reaches over TLS.
resource "google_datastream_connection_profile" "archive" {
  display_name          = "archive"
  location              = "europe-west1"
  connection_profile_id = "archive"

  gcs_profile {
    bucket = "claims-archive"
  }
}

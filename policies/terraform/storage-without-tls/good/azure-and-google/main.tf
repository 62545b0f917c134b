# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

# It refuses HTTP and starts at TLS 1.2 unless told otherwise.
resource "azurerm_storage_account" "claims" {
  name                     = "claimsfiles"
  resource_group_name      = "insurance"
  location                 = "westeurope"
  account_tier             = "Standard"
  account_replication_type = "GRS"
}

resource "azurerm_storage_account" "letters" {
  name                       = "lettersfiles"
  resource_group_name        = "insurance"
  location                   = "westeurope"
  account_tier               = "Standard"
  account_replication_type   = "LRS"
  https_traffic_only_enabled = true
  min_tls_version            = "TLS1_3"
}

resource "google_netapp_active_directory" "clinic" {
  name                   = "clinic"
  location               = "europe-west1"
  domain                 = "clinic.example"
  dns                    = "10.0.0.2"
  net_bios_prefix        = "clinic"
  username               = "volumes"
  password               = "from-the-vault"
  aes_encryption         = true
  encrypt_dc_connections = true
}

# Every bucket is reached over TLS.
resource "google_storage_bucket" "patients" {
  name     = "patients-files"
  location = "EU"
}

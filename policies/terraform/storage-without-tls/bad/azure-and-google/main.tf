# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_storage_account" "claims" {
  name                       = "claimsfiles"
  resource_group_name        = "insurance"
  location                   = "westeurope"
  account_tier               = "Standard"
  account_replication_type   = "GRS"
  https_traffic_only_enabled = false
}

resource "azurerm_storage_account" "letters" {
  name                     = "lettersfiles"
  resource_group_name      = "insurance"
  location                 = "westeurope"
  account_tier             = "Standard"
  account_replication_type = "LRS"
  min_tls_version          = "TLS1_0"
}

# What the volumes ask of the directory is not encrypted.
resource "google_netapp_active_directory" "clinic" {
  name            = "clinic"
  location        = "europe-west1"
  domain          = "clinic.example"
  dns             = "10.0.0.2"
  net_bios_prefix = "clinic"
  username        = "volumes"
  password        = "from-the-vault"
  aes_encryption  = false
}

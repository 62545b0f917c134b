# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_linux_virtual_machine" "batch" {
  name                  = "batch"
  resource_group_name   = "insurance"
  location              = "westeurope"
  size                  = "Standard_D4s_v5"
  admin_username        = "operator"
  network_interface_ids = [azurerm_network_interface.batch.id]

  os_disk {
    caching                = "ReadWrite"
    storage_account_type   = "Premium_LRS"
    disk_encryption_set_id = azurerm_disk_encryption_set.batch.id
  }
}

resource "azurerm_data_factory" "claims" {
  name                = "claims"
  resource_group_name = "insurance"
  location            = "westeurope"
}

resource "azurerm_data_factory_customer_managed_key" "claims" {
  data_factory_id         = azurerm_data_factory.claims.id
  customer_managed_key_id = azurerm_key_vault_key.claims.id
}

# Its boot disk is one that is there already, and has its key there.
resource "google_compute_instance" "imports" {
  name         = "imports"
  machine_type = "n2-standard-4"
  zone         = "europe-west1-b"

  boot_disk {
    source = "imports"
  }

  network_interface {
    network = "default"
  }
}

resource "google_workflows_workflow" "reminders" {
  name            = "reminders"
  region          = "europe-west1"
  crypto_key_name = google_kms_crypto_key.reminders.id
  source_contents = "main: {steps: [{done: {return: ok}}]}"
}

# The plan beside this file was made by hand to the documented format: the providers are not at hand where it is tested.
provider "google" {
  project = "acme"
}

provider "azurerm" {
  features {}
}

resource "google_storage_bucket" "sink" {
  name          = "acme-4c1d"
  location      = "EU"
  project       = "acme"
  force_destroy = false
}

resource "google_logging_organization_sink" "audit" {
  name        = "audit"
  org_id      = "1234567890"
  disabled    = false
  destination = "storage.googleapis.com/${google_storage_bucket.sink.name}"
  filter      = "logName:\"cloudaudit.googleapis.com\""
}

resource "google_logging_project_bucket_config" "central" {
  project        = "acme"
  location       = "europe-west3"
  bucket_id      = "central"
  retention_days = 2555
  locked         = false
}

resource "google_logging_project_sink" "central" {
  name        = "central"
  project     = "acme"
  destination = "logging.googleapis.com/${google_logging_project_bucket_config.central.id}"
}

resource "azurerm_storage_account" "activity" {
  name                     = "acme4c1d"
  resource_group_name      = "acme"
  location                 = "westeurope"
  account_tier             = "Standard"
  account_replication_type = "ZRS"
}

resource "azurerm_monitor_diagnostic_setting" "activity" {
  name               = "activity"
  target_resource_id = "/subscriptions/00000000-0000-0000-0000-000000000000"
  storage_account_id = azurerm_storage_account.activity.id

  enabled_log {
    category = "Administrative"
  }
}

# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "azurerm_data_factory" "claims" {
  name                = "claims"
  resource_group_name = "claims"
  location            = "westeurope"
}

resource "google_workflows_workflow" "payouts" {
  name           = "payouts"
  region         = "europe-west3"
  call_log_level = "LOG_NONE"
}

resource "google_workflows_workflow" "letters" {
  name   = "letters"
  region = "europe-west3"
}

resource "google_cloudbuild_trigger" "release" {
  name     = "release"
  location = "europe-west3"

  build {
    options {
      logging = "NONE"
    }
  }
}

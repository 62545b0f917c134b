# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_log_analytics_workspace" "payments" {
  name                       = "payments"
  resource_group_name        = "payments"
  location                   = "westeurope"
  internet_ingestion_enabled = false
  internet_query_enabled     = true
}

resource "azurerm_application_insights" "claims" {
  name                       = "claims"
  resource_group_name        = "claims"
  location                   = "westeurope"
  application_type           = "web"
  internet_ingestion_enabled = false
}

resource "azurerm_dashboard_grafana" "fraud" {
  name                          = "fraud"
  resource_group_name           = "fraud"
  location                      = "westeurope"
  grafana_major_version         = "11"
  public_network_access_enabled = true
}

resource "azurerm_monitor_data_collection_endpoint" "patients" {
  name                          = "patients"
  resource_group_name           = "patients"
  location                      = "westeurope"
  public_network_access_enabled = terraform_data.settings.output
}

resource "terraform_data" "settings" {
  input = false
}

# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.
resource "azurerm_log_analytics_workspace" "payments" {
  name                       = "payments"
  resource_group_name        = "payments"
  location                   = "westeurope"
  internet_ingestion_enabled = false
  internet_query_enabled     = false
}

resource "azurerm_log_analytics_workspace" "letters" {
  name                           = "letters"
  resource_group_name            = "claims"
  location                       = "westeurope"
  internet_ingestion_access_type = "Disabled"
  internet_query_access_type     = "SecuredByPerimeter"
}

resource "azurerm_application_insights" "claims" {
  name                       = "claims"
  resource_group_name        = "claims"
  location                   = "westeurope"
  application_type           = "web"
  internet_ingestion_enabled = false
  internet_query_enabled     = false
}

resource "azurerm_dashboard_grafana" "fraud" {
  name                          = "fraud"
  resource_group_name           = "fraud"
  location                      = "westeurope"
  grafana_major_version         = "11"
  public_network_access_enabled = false
}

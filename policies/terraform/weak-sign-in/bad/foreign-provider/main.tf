# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_iam_workload_identity_pool_provider" "forge" {
  workload_identity_pool_id          = "forge"
  workload_identity_pool_provider_id = "forge"

  attribute_mapping = {
    "google.subject" = "assertion.sub"
  }

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

# The plan is made by hand, after the documented format: the providers of Azure and Google are not at hand.

resource "google_artifact_registry_repository" "payments" {
  repository_id = "payments"
  location      = "europe-west3"
  format        = "DOCKER"

  docker_config {
    immutable_tags = true
  }
}

# It copies what another registry has.
resource "google_artifact_registry_repository" "mirror" {
  repository_id = "mirror"
  location      = "europe-west3"
  format        = "DOCKER"
  mode          = "REMOTE_REPOSITORY"
}

# There are no tags.
resource "google_artifact_registry_repository" "libraries" {
  repository_id = "libraries"
  location      = "europe-west3"
  format        = "MAVEN"
}

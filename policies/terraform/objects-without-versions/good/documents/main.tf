provider "aws" {
  region = "eu-central-1"
}

locals {
  versions = "Enabled"
}

# A lock needs versions and switches them on.
resource "aws_s3_bucket" "contracts" {
  bucket              = "contracts"
  object_lock_enabled = true
}

resource "aws_s3_bucket" "claims" {
  bucket = "claims-photos"
}

resource "aws_s3_bucket_versioning" "claims" {
  bucket = aws_s3_bucket.claims.id

  versioning_configuration {
    status = local.versions
  }
}

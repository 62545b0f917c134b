provider "aws" {
  region = "eu-central-1"
}

# Public on purpose: the web site. No DAG writes to it.
resource "aws_s3_bucket" "site" {
  bucket = "acme-web-site"
  acl    = "public-read"
}

resource "aws_s3_bucket" "features" {
  bucket = "acme-feature-store"
}

provider "aws" {
  region = "eu-central-1"
}

resource "aws_s3_bucket" "exports" {
  bucket = "acme-exports"
}

resource "aws_s3_bucket" "trailers" {
  bucket = "acme-film-trailers"
  tags   = { Owner = "audit-team" }
}

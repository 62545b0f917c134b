provider "aws" {
  region = "eu-central-1"
}

locals {
  versions = "Suspended"
}

resource "terraform_data" "versions" {
  input = "Enabled"
}

resource "aws_s3_bucket" "letters" {
  bucket = "letters"
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

resource "aws_s3_bucket" "patients" {
  bucket = "patient-images"
}

resource "aws_s3_bucket_versioning" "patients" {
  bucket = aws_s3_bucket.patients.id

  versioning_configuration {
    status = terraform_data.versions.output
  }
}

provider "aws" {
  region = "eu-central-1"
}

resource "aws_s3_bucket" "scans" {
  bucket = "hospital-scans"

  tags = {
    classification = "phi"
  }
}

resource "aws_s3_bucket_logging" "scans" {
  bucket        = aws_s3_bucket.scans.id
  target_bucket = "hospital-access-logs"
  target_prefix = "scans/"
}

resource "aws_s3_bucket" "brochures" {
  bucket = "hospital-brochures"
}

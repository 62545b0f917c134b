provider "aws" {
  region = "eu-central-1"
}

resource "aws_s3_bucket" "scans" {
  bucket = "hospital-scans"

  tags = {
    classification = "phi"
  }
}

provider "aws" {
  region = "eu-central-1"
}

# The plan removes the bucket acme-scratch together with its versioning: nothing was locked in it.
resource "aws_s3_bucket" "exports" {
  bucket = "acme-exports"
}

resource "aws_s3_bucket_versioning" "exports" {
  bucket = aws_s3_bucket.exports.id

  versioning_configuration {
    status = "Enabled"
  }
}

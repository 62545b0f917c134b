provider "aws" {
  region = "eu-central-1"
}

locals {
  late = timestamp() == "" ? "private" : "public-read"
}

resource "aws_s3_bucket" "direct" {
  bucket = "acme-direct"
}

# Nothing that has a name is referred to, and yet the answer is known only after apply.
resource "aws_s3_bucket_acl" "direct" {
  bucket = aws_s3_bucket.direct.id
  acl    = timestamp() == "" ? "private" : "public-read"
}

resource "aws_s3_bucket" "through_local" {
  bucket = "acme-through-local"
}

resource "aws_s3_bucket_acl" "through_local" {
  bucket = aws_s3_bucket.through_local.id
  acl    = local.late
}

provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "exposure" {
  input = { closed = true }
}

resource "aws_s3_bucket" "reports" {
  bucket = "acme-reports"
  acl    = "public-read"
}

# Whether the list above counts is decided while the plan is applied.
resource "aws_s3_bucket_public_access_block" "reports" {
  bucket                  = aws_s3_bucket.reports.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = terraform_data.exposure.output.closed
  restrict_public_buckets = true
}

resource "aws_s3_bucket" "drops" {
  for_each = toset(["eu", "us"])
  bucket   = "acme-drops-${each.key}"
  acl      = each.key == "us" ? "public-read-write" : "private"
}

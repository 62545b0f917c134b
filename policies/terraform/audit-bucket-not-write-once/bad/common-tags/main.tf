provider "aws" {
  region = "eu-central-1"

  default_tags {
    tags = { Purpose = "platform" }
  }
}

provider "aws" {
  alias  = "archive"
  region = "eu-central-1"

  default_tags {
    tags = { Purpose = "audit archive" }
  }
}

# What everything of the provider is tagged with says nothing against a name.
resource "aws_s3_bucket" "logs" {
  bucket = "acme-audit-logs"
}

# It may say that something holds records.
resource "aws_s3_bucket" "archive" {
  provider = aws.archive
  bucket   = "acme-3b9d"
}

# Its own tag counts for more.
resource "aws_s3_bucket" "tools" {
  provider = aws.archive
  bucket   = "acme-audit-tools"
  tags     = { Purpose = "build artifacts" }
}

# How sensitive the data is says nothing against a name, and an empty purpose says nothing at all.
resource "aws_s3_bucket" "ledger" {
  bucket = "acme-ledger"
  tags   = { DataClassification = "restricted", Purpose = "-" }
}

provider "aws" {
  region = "eu-central-1"
}

locals {
  shared_with = ["111122223333"]
}

resource "aws_s3_bucket" "letters" {
  bucket = "letters"
}

resource "aws_s3_bucket_public_access_block" "letters" {
  bucket                  = aws_s3_bucket.letters.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_db_snapshot" "payments" {
  db_instance_identifier = "payments"
  db_snapshot_identifier = "payments-before-move"
  shared_accounts        = local.shared_with
}

resource "aws_transfer_server" "claims" {
  protocols     = ["SFTP"]
  endpoint_type = "VPC"

  endpoint_details {
    vpc_id     = "vpc-0a1b2c3d"
    subnet_ids = ["subnet-0a1b2c3d"]
  }
}

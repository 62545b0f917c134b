provider "aws" {
  region = "eu-central-1"
}

variable "shared_with" {
  type    = set(string)
  default = ["all"]
}

resource "terraform_data" "settings" {
  input = { endpoint = "VPC" }
}

resource "aws_s3_bucket" "letters" {
  bucket = "letters"
}

resource "aws_s3_bucket_public_access_block" "letters" {
  bucket                  = aws_s3_bucket.letters.id
  block_public_acls       = true
  block_public_policy     = false
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_db_snapshot" "payments" {
  db_instance_identifier = "payments"
  db_snapshot_identifier = "payments-before-move"
  shared_accounts        = var.shared_with
}

resource "aws_transfer_server" "partners" {
  protocols = ["SFTP"]
}

resource "aws_transfer_server" "claims" {
  protocols     = ["SFTP"]
  endpoint_type = terraform_data.settings.output.endpoint
}

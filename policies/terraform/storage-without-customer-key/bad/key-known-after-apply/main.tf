provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "shares" {
  input = { encrypted = true }
}

# It names a key, and nobody knows yet whether it uses it.
resource "aws_storagegateway_nfs_file_share" "scans" {
  gateway_arn   = "arn:aws:storagegateway:eu-central-1:123456789012:gateway/sgw-0A1B2C3D"
  location_arn  = "arn:aws:s3:::clinic-scans"
  role_arn      = "arn:aws:iam::123456789012:role/clinic-scans"
  client_list   = ["10.0.0.0/24"]
  kms_encrypted = terraform_data.shares.output.encrypted
  kms_key_arn   = "arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0000-4000-8000-1234567890ab"
}

resource "aws_backup_vault" "patients" {
  name = "patients"
}

provider "aws" {
  region = "eu-central-1"
}

variable "rotate" {
  type    = bool
  default = true
}

resource "aws_kms_key" "payments" {
  description         = "Payments"
  enable_key_rotation = true
}

resource "aws_kms_key" "letters" {
  description         = "Letters"
  enable_key_rotation = var.rotate
}

# A pair of keys cannot be rotated by the service.
resource "aws_kms_key" "signatures" {
  description              = "Signatures of contracts"
  key_usage                = "SIGN_VERIFY"
  customer_master_key_spec = "RSA_4096"
}

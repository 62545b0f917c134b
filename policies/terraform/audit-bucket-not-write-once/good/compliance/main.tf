provider "aws" {
  region = "eu-central-1"
}

module "audit" {
  source   = "./worm-bucket"
  for_each = toset(["eu", "us"])
  name     = "acme-audit-${each.key}"
  years    = 7
}

# The literal name joins the two where no reference does.
resource "aws_s3_bucket" "ledger" {
  bucket              = "acme-ledger"
  object_lock_enabled = true
}

resource "aws_s3_bucket_object_lock_configuration" "ledger" {
  bucket = "acme-ledger"

  rule {
    default_retention {
      mode = "COMPLIANCE"
      days = 2555
    }
  }
}

provider "aws" {
  region = "eu-central-1"
}

variable "key" {
  default = "arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0000-4000-8000-1234567890ab"
}

resource "aws_kms_key" "warehouse" {
  description         = "Warehouse of the insurer"
  enable_key_rotation = true
}

# The service does not keep its password, so there is no key for that.
resource "aws_redshift_cluster" "claims" {
  cluster_identifier = "claims"
  node_type          = "ra3.large"
  master_username    = "claims"
  master_password    = "From-the-vault-1"
  encrypted          = true
  kms_key_id         = aws_kms_key.warehouse.arn
}

resource "aws_athena_workgroup" "fraud" {
  name = "fraud"

  configuration {
    result_configuration {
      output_location = "s3://fraud-results/"

      encryption_configuration {
        encryption_option = "SSE_KMS"
        kms_key_arn       = var.key
      }
    }
  }
}

resource "aws_glue_job" "payments" {
  name                   = "payments"
  role_arn               = "arn:aws:iam::123456789012:role/payments-jobs"
  security_configuration = "payments"

  command {
    script_location = "s3://payments-jobs/load.py"
  }
}

# It writes no logs that would need a key.
resource "aws_emr_cluster" "risk" {
  name          = "risk"
  release_label = "emr-7.5.0"
  service_role  = "arn:aws:iam::123456789012:role/risk"

  master_instance_group {
    instance_type = "m6i.xlarge"
  }
}

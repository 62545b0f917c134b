provider "aws" {
  region = "eu-central-1"
}

resource "aws_redshift_cluster" "claims" {
  cluster_identifier = "claims"
  node_type          = "ra3.large"
  master_username    = "claims"
  master_password    = "From-the-vault-1"
  encrypted          = true
  kms_key_id         = "arn:aws:kms:eu-central-1:123456789012:alias/aws/redshift"
}

# A copy has the key of its snapshot, or another one.
resource "aws_redshift_cluster" "claims_of_last_year" {
  cluster_identifier  = "claims-of-last-year"
  node_type           = "ra3.large"
  snapshot_identifier = "claims-2025-12-31"
  encrypted           = true
}

resource "aws_athena_workgroup" "fraud" {
  name = "fraud"

  configuration {
    enforce_workgroup_configuration = true

    result_configuration {
      output_location = "s3://fraud-results/"

      encryption_configuration {
        encryption_option = "SSE_S3"
      }
    }
  }
}

resource "aws_glue_job" "payments" {
  name     = "payments"
  role_arn = "arn:aws:iam::123456789012:role/payments-jobs"

  command {
    script_location = "s3://payments-jobs/load.py"
  }
}

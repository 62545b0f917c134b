provider "aws" {
  region = "eu-central-1"
}

variable "key" {
  default = "arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0000-4000-8000-1234567890ab"
}

resource "aws_kms_key" "workloads" {
  description         = "Workloads of the bank"
  enable_key_rotation = true
}

# Without variables there is nothing to encrypt.
resource "aws_lambda_function" "refunds" {
  function_name = "refunds"
  role          = "arn:aws:iam::123456789012:role/refunds"
  runtime       = "python3.13"
  handler       = "refunds.handle"
  s3_bucket     = "bank-functions"
  s3_key        = "refunds.zip"
}

resource "aws_eks_cluster" "payments" {
  name     = "payments"
  role_arn = "arn:aws:iam::123456789012:role/payments-cluster"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
  }

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = aws_kms_key.workloads.arn
    }
  }
}

resource "aws_sfn_activity" "claims" {
  name = "claims"

  encryption_configuration {
    type       = "CUSTOMER_MANAGED_KMS_KEY"
    kms_key_id = aws_kms_key.workloads.arn
  }
}

resource "aws_instance" "batch" {
  ami           = "ami-0a1b2c3d4e5f60718"
  instance_type = "m6i.large"

  root_block_device {
    encrypted  = true
    kms_key_id = var.key
  }
}

provider "aws" {
  region = "eu-central-1"
}

resource "aws_lambda_function" "refunds" {
  function_name = "refunds"
  role          = "arn:aws:iam::123456789012:role/refunds"
  runtime       = "python3.13"
  handler       = "refunds.handle"
  s3_bucket     = "bank-functions"
  s3_key        = "refunds.zip"

  environment {
    variables = {
      LIMIT = "500"
    }
  }
}

resource "aws_eks_cluster" "payments" {
  name     = "payments"
  role_arn = "arn:aws:iam::123456789012:role/payments-cluster"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
  }
}

locals {
  key_type = "AWS_OWNED_KEY"
}

resource "aws_sfn_activity" "claims" {
  name = "claims"

  encryption_configuration {
    type = local.key_type
  }
}

# Which key its disk gets is the setting of the account, or of its image.
resource "aws_instance" "batch" {
  ami           = "ami-0a1b2c3d4e5f60718"
  instance_type = "m6i.large"

  root_block_device {
    encrypted = true
  }
}

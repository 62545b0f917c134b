provider "aws" {
  region = "eu-central-1"
}

variable "reader" {
  type    = string
  default = "*"
}

resource "aws_dynamodb_resource_policy" "claims" {
  resource_arn = "arn:aws:dynamodb:eu-central-1:111122223333:table/claims"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = var.reader }
      Action    = ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"]
      Resource  = "arn:aws:dynamodb:eu-central-1:111122223333:table/claims"
    }]
  })
}

data "aws_iam_policy_document" "scans" {
  statement {
    actions   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["true"]
    }
  }
}

resource "aws_efs_file_system_policy" "scans" {
  file_system_id = "fs-0f1e2d3c4b5a69788"
  policy         = data.aws_iam_policy_document.scans.json
}

resource "aws_backup_vault_policy" "ledger" {
  backup_vault_name = "ledger"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", NotAction = "backup:DeleteBackupVault", Resource = "*" }]
  })
}

resource "aws_opensearch_domain" "patients" {
  domain_name = "patients"
  access_policies = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "es:*", Resource = "*" }]
  })
}

provider "aws" {
  region = "eu-central-1"
}

data "aws_iam_policy_document" "scans" {
  statement {
    actions = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "elasticfilesystem:AccessedViaMountTarget"
      values   = ["true"]
    }
  }
}

resource "aws_efs_file_system_policy" "scans" {
  file_system_id = "fs-0f1e2d3c4b5a69788"
  policy         = data.aws_iam_policy_document.scans.json
}

resource "aws_opensearch_domain_policy" "patients" {
  domain_name = "patients"
  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "es:ESHttp*"
      Resource  = "*"
      Condition = { IpAddress = { "aws:SourceIp" = ["203.0.113.0/24"] } }
    }]
  })
}

resource "aws_backup_vault_policy" "ledger" {
  backup_vault_name = "ledger"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Deny", Principal = "*", Action = "backup:DeleteRecoveryPoint", Resource = "*" },
      {
        Effect    = "Allow"
        Principal = "*"
        Action    = "backup:CopyIntoBackupVault"
        Resource  = "*"
        Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-1a2b3c4d5e" } }
      },
    ]
  })
}

provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "office" {
  input = "203.0.113.0/24"
}

resource "terraform_data" "mounted" {
  input = "true"
}

data "aws_iam_policy_document" "patients" {
  statement {
    actions   = ["es:ESHttp*"]
    resources = ["*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "IpAddress"
      variable = "aws:SourceIp"
      values   = [terraform_data.office.output]
    }
  }
}

resource "aws_opensearch_domain_policy" "patients" {
  domain_name     = "patients"
  access_policies = data.aws_iam_policy_document.patients.json
}

data "aws_iam_policy_document" "scans" {
  statement {
    actions = ["elasticfilesystem:ClientMount"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "elasticfilesystem:AccessedViaMountTarget"
      values   = [terraform_data.mounted.output]
    }
  }
}

resource "aws_efs_file_system_policy" "scans" {
  file_system_id = "fs-0f1e2d3c4b5a69788"
  policy         = data.aws_iam_policy_document.scans.json
}

resource "aws_sagemaker_model_package_group_policy" "triage" {
  model_package_group_name = "triage"
  resource_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "sagemaker:DescribeModelPackage"
      Resource  = "arn:aws:sagemaker:eu-central-1:111122223333:model-package/triage/*"
    }]
  })
}

provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "organization" {
  input = "o-1a2b3c4d5e"
}

resource "terraform_data" "action" {
  input = "ecr-public:DescribeImages"
}

data "aws_iam_policy_document" "models" {
  statement {
    actions = ["ecr:BatchGetImage"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = [terraform_data.organization.output]
    }
  }
}

resource "aws_ecr_repository_policy" "models" {
  repository = "models"
  policy     = data.aws_iam_policy_document.models.json
}

data "aws_iam_policy_document" "tools" {
  statement {
    actions = [terraform_data.action.output]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

resource "aws_ecrpublic_repository_policy" "tools" {
  repository_name = "tools"
  policy          = data.aws_iam_policy_document.tools.json
}

resource "aws_ecr_registry_policy" "copies" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = ["ecr:ReplicateImage", "ecr:CreateRepository"]
      Resource  = "arn:aws:ecr:eu-central-1:111122223333:repository/*"
    }]
  })
}

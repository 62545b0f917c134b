provider "aws" {
  region = "eu-central-1"
}

data "aws_iam_policy_document" "models" {
  statement {
    actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = ["o-1a2b3c4d5e"]
    }
  }
}

resource "aws_ecr_repository" "models" {
  name = "models"
}

resource "aws_ecr_repository_policy" "models" {
  repository = aws_ecr_repository.models.name
  policy     = data.aws_iam_policy_document.models.json
}

resource "aws_codeartifact_domain_permissions_policy" "models" {
  domain = "models"
  policy_document = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "codeartifact:*", Resource = "*" }]
  })
}

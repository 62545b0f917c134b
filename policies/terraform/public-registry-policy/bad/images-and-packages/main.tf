provider "aws" {
  region = "eu-central-1"
}

locals {
  pull = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
}

resource "aws_ecr_repository" "claims" {
  name = "claims"
}

resource "aws_ecr_repository_policy" "claims" {
  repository = aws_ecr_repository.claims.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = local.pull }]
  })
}

data "aws_iam_policy_document" "packages" {
  statement {
    actions   = ["codeartifact:PublishPackageVersion"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

resource "aws_codeartifact_repository_permissions_policy" "packages" {
  domain          = "models"
  repository      = "packages"
  policy_document = data.aws_iam_policy_document.packages.json
}

# A public registry may be read by everybody, and written by few.
resource "aws_ecrpublic_repository_policy" "tools" {
  repository_name = "tools"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = "*", Action = ["ecr-public:DescribeImages"] },
      { Effect = "Allow", Principal = "*", Action = ["ecr-public:DescribeImages", "ecr-public:Put*"] },
    ]
  })
}

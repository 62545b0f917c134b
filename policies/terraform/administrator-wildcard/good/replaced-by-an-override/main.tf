provider "aws" {
  region = "eu-central-1"
}

data "aws_iam_policy_document" "base" {
  statement {
    sid       = "Rest"
    actions   = ["*"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "narrow" {
  statement {
    sid       = "Rest"
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::acme-models/*"]
  }
}

# The statement of the same name that comes last replaces the other one.
data "aws_iam_policy_document" "reader" {
  source_policy_documents   = [data.aws_iam_policy_document.base.json]
  override_policy_documents = [data.aws_iam_policy_document.narrow.json]
}

resource "aws_iam_policy" "reader" {
  name   = "reader"
  policy = data.aws_iam_policy_document.reader.json
}

# What a key or a queue says about itself makes nobody an administrator.
resource "aws_kms_key" "models" {
  enable_key_rotation = true
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action    = "*"
      Resource  = "*"
    }]
  })
}

# A policy of an organisation takes rights away and gives none.
resource "aws_organizations_policy" "all" {
  name = "all"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
  })
}

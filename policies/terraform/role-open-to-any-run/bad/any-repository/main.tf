provider "aws" {
  region = "eu-central-1"
}

resource "aws_iam_role" "publish" {
  name = "models-publish"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/gitlab.acme.example" }
      Condition = { StringLike = { "gitlab.acme.example:sub" = "project_path:acme/*:ref_type:branch:ref:main" } }
    }]
  })
}

resource "aws_iam_role" "scan" {
  name = "scan"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = { StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" } }
    }]
  })
}

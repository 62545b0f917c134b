provider "aws" {
  region = "eu-central-1"
}

resource "aws_iam_role" "publish" {
  name = "models-publish"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRoleWithWebIdentity"
        Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/gitlab.acme.example" }
        Condition = { StringEquals = { "gitlab.acme.example:sub" = "project_path:acme/models:ref_type:branch:ref:main" } }
      },
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::123456789012:role/breakglass" }
      },
    ]
  })
}

resource "aws_iam_role" "pods" {
  name = "pods"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/0A1B" }
      Condition = { StringEquals = { "oidc.eks.eu-central-1.amazonaws.com/id/0A1B:sub" = "system:serviceaccount:ml:train" } }
    }]
  })
}

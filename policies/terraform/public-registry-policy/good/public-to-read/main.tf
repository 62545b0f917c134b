provider "aws" {
  region = "eu-central-1"
}

resource "aws_ecrpublic_repository_policy" "tools" {
  repository_name = "tools"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = "*", Action = ["ecr-public:Describe*", "ecr-public:GetRepositoryPolicy"] },
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/release" }, Action = "ecr-public:*" },
    ]
  })
}

resource "aws_ecr_repository_policy" "claims" {
  repository = "claims"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "ecr:BatchGetImage" }]
  })
}

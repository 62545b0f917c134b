provider "aws" {
  region = "eu-central-1"
}

resource "aws_iam_policy" "delegated" {
  name = "delegated"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = ["iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy"]
        Resource  = "*"
        Condition = { StringEquals = { "iam:PermissionsBoundary" = "arn:aws:iam::111122223333:policy/claims-boundary" } }
      },
      {
        Effect    = "Allow"
        Action    = "lambda:UpdateFunctionCode"
        Resource  = "*"
        Condition = { StringEquals = { "aws:ResourceTag/team" = "$${aws:PrincipalTag/team}" } }
      },
    ]
  })
}

# All of it is judged as the rights of an administrator.
resource "aws_iam_policy" "all" {
  name = "all"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
  })
}

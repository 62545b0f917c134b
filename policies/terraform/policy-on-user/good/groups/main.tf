provider "aws" {
  region = "eu-central-1"
}

resource "aws_iam_group" "claims" {
  name = "claims"
}

resource "aws_iam_group_policy" "claims" {
  name  = "claims"
  group = aws_iam_group.claims.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::claims/*" }]
  })
}

resource "aws_iam_user" "examiner" {
  name = "examiner"
}

resource "aws_iam_user_group_membership" "examiner" {
  user   = aws_iam_user.examiner.name
  groups = [aws_iam_group.claims.name]
}

# It only takes something away.
resource "aws_iam_user_policy" "examiner" {
  name = "never"
  user = aws_iam_user.examiner.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "s3:DeleteObject", Resource = "*" }]
  })
}

resource "aws_iam_policy_attachment" "auditors" {
  name       = "auditors"
  groups     = [aws_iam_group.claims.name]
  policy_arn = "arn:aws:iam::aws:policy/SecurityAudit"
}

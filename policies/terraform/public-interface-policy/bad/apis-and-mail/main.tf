provider "aws" {
  region = "eu-central-1"
}

resource "aws_api_gateway_rest_api" "quotes" {
  name = "quotes"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = "execute-api:/*" }]
  })
}

data "aws_iam_policy_document" "mail" {
  statement {
    actions   = ["ses:SendEmail"]
    resources = ["arn:aws:ses:eu-central-1:111122223333:identity/insurer.example"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

resource "aws_ses_identity_policy" "mail" {
  identity = "insurer.example"
  name     = "mail"
  policy   = data.aws_iam_policy_document.mail.json
}

resource "aws_vpclattice_auth_policy" "claims" {
  resource_identifier = "arn:aws:vpc-lattice:eu-central-1:111122223333:service/svc-0f1e2d3c4b5a69788"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "vpc-lattice-svcs:Invoke"
      Resource  = "*"
      Condition = { StringNotEqualsIgnoreCase = { "aws:PrincipalType" = "anonymous" } }
    }]
  })
}

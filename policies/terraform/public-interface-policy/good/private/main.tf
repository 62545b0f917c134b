provider "aws" {
  region = "eu-central-1"
}

resource "aws_api_gateway_rest_api" "quotes" {
  name = "quotes"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "execute-api:/*"
      Condition = { StringEquals = { "aws:SourceVpce" = "vpce-0f1e2d3c4b5a69788" } }
    }]
  })
}

data "aws_iam_policy_document" "network" {
  statement {
    actions   = ["vpc-lattice-svcs:Invoke"]
    resources = ["*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "vpc-lattice-svcs:SourceVpc"
      values   = ["vpc-0f1e2d3c4b5a69788"]
    }
  }
}

resource "aws_vpclattice_auth_policy" "network" {
  resource_identifier = "arn:aws:vpc-lattice:eu-central-1:111122223333:service/svc-0f1e2d3c4b5a69788"
  policy              = data.aws_iam_policy_document.network.json
}

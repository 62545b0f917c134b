provider "aws" {
  region = "eu-central-1"
}

locals {
  limits = {
    units   = { "ForAnyValue:StringLike" = { "aws:PrincipalOrgPaths" = "o-a1b2c3d4e5/r-ab12/*" } }
    sources = { "ForAnyValue:StringLike" = { "aws:SourceOrgPaths" = "o-a1b2c3d4e5/r-ab12/*" } }
    private = { IpAddress = { "aws:SourceIp" = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"] } }
    office  = { IpAddress = { "aws:SourceIp" = ["203.0.113.0/24", "2001:db8::/32"] }, Bool = { "aws:SecureTransport" = "true" } }
    key     = { StringEquals = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = "arn:aws:kms:eu-central-1:111122223333:key/ab12" } }
    access  = { StringLike = { "s3:DataAccessPointArn" = "arn:aws:s3:eu-central-1:111122223333:accesspoint/*" } }
    roles   = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::111122223333:role/*" } }
  }
}

resource "aws_s3_bucket_policy" "limited" {
  for_each = local.limits
  bucket   = "acme-${each.key}"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::acme-${each.key}/*"
      Condition = each.value
    }]
  })
}

# A service and a provider of the account are not everybody.
resource "aws_s3_bucket_policy" "named" {
  bucket = "acme-named"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { Service = "cloudtrail.amazonaws.com" }, Action = "s3:PutObject", Resource = "arn:aws:s3:::acme-named/*" },
      { Effect = "Allow", Principal = { Federated = "arn:aws:iam::111122223333:saml-provider/adfs" }, Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-named/*" },
    ]
  })
}

provider "aws" {
  region = "eu-central-1"
}

resource "aws_s3_bucket" "press" {
  bucket = "acme-press"
}

resource "aws_s3_object" "release" {
  bucket  = aws_s3_bucket.press.id
  key     = "release.txt"
  content = "for everybody"
  acl     = "public-read"
}

resource "aws_s3_object_copy" "archive" {
  bucket = aws_s3_bucket.press.id
  key    = "archive.txt"
  source = "acme-archive/archive.txt"
  acl    = "authenticated-read"
}

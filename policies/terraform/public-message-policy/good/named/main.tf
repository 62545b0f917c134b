provider "aws" {
  region = "eu-central-1"
}

resource "aws_sqs_queue" "visits" {
  name = "visits"
}

resource "aws_sqs_queue_policy" "visits" {
  queue_url = aws_sqs_queue.visits.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { Service = "events.amazonaws.com" }, Action = "sqs:SendMessage", Resource = aws_sqs_queue.visits.arn },
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "sqs:*", Resource = aws_sqs_queue.visits.arn },
    ]
  })
}

# Not a queue, topic, bus or stream.
resource "aws_kms_key" "visits" {
  description = "visits"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "kms:*", Resource = "*" }]
  })
}

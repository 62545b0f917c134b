provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "entry" {
  input = { policy = "ELBSecurityPolicy-TLS13-1-2-2021-06" }
}

resource "aws_lb_listener" "patients" {
  load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/patients/0a1b2c3d4e5f6071"
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = terraform_data.entry.output.policy
  certificate_arn   = "arn:aws:acm:eu-central-1:123456789012:certificate/0a1b2c3d-0000-4000-8000-1234567890ab"

  default_action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/0a1b2c3d4e5f6071"
  }
}

resource "aws_appsync_api_cache" "patients" {
  api_id               = "0a1b2c3d4e5f60718"
  api_caching_behavior = "FULL_REQUEST_CACHING"
  type                 = "LARGE"
  ttl                  = 300
}

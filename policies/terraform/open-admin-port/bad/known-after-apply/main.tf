provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "office" {
  input = { range = "203.0.113.0/24" }
}

resource "aws_security_group" "admin" {
  name = "admin"
}

# Who may connect is decided while the plan is applied.
resource "aws_security_group_rule" "ssh" {
  security_group_id = aws_security_group.admin.id
  type              = "ingress"
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  cidr_blocks       = [terraform_data.office.output.range]
}

resource "aws_vpc_security_group_ingress_rule" "rdp" {
  security_group_id = aws_security_group.admin.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 3389
  to_port           = 3389
}

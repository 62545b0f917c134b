provider "aws" {
  region = "eu-central-1"
}

# None of the ranges is wide, and together they are every address.
resource "aws_security_group_rule" "ssh" {
  type              = "ingress"
  security_group_id = "sg-0123456789abcdef0"
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_blocks       = [for first in range(1, 224) : "${first}.0.0.0/8"]
}

resource "aws_ec2_managed_prefix_list" "everywhere" {
  name           = "everywhere"
  address_family = "IPv4"
  max_entries    = 4

  entry {
    cidr = "10.0.0.0/8"
  }
}

# Two halves, each in a resource of its own.
resource "aws_ec2_managed_prefix_list_entry" "half" {
  for_each       = toset(["0.0.0.0/1", "128.0.0.0/1"])
  cidr           = each.value
  prefix_list_id = aws_ec2_managed_prefix_list.everywhere.id
}

resource "aws_vpc_security_group_ingress_rule" "rdp" {
  security_group_id = "sg-0123456789abcdef0"
  ip_protocol       = "tcp"
  from_port         = 3389
  to_port           = 3389
  prefix_list_id    = aws_ec2_managed_prefix_list.everywhere.id
}

# The list of another account: nobody here can tell what is in it.
resource "aws_vpc_security_group_ingress_rule" "postgres" {
  security_group_id = "sg-0123456789abcdef0"
  ip_protocol       = "tcp"
  from_port         = 5432
  to_port           = 5432
  prefix_list_id    = "pl-0a1b2c3d4e5f60718"
}

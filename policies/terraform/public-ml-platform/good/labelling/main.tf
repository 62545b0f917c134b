provider "aws" {
  region = "eu-central-1"
}

resource "aws_sagemaker_workforce" "claims" {
  workforce_name = "claims"

  cognito_config {
    client_id = "claims"
    user_pool = "eu-central-1_claims"
  }

  source_ip_config {
    cidrs = ["20.50.4.0/24"]
  }
}

resource "aws_sagemaker_workforce" "payments" {
  workforce_name = "payments"

  cognito_config {
    client_id = "payments"
    user_pool = "eu-central-1_payments"
  }

  workforce_vpc_config {
    vpc_id             = "vpc-0a1b2c3d"
    subnets            = ["subnet-0a1b2c3d"]
    security_group_ids = ["sg-0a1b2c3d"]
  }
}

resource "aws_sagemaker_flow_definition" "letters" {
  flow_definition_name = "letters"
  role_arn             = "arn:aws:iam::111122223333:role/letters"

  human_loop_config {
    human_task_ui_arn                     = "arn:aws:sagemaker:eu-central-1:111122223333:human-task-ui/letters"
    task_availability_lifetime_in_seconds = 3600
    task_count                            = 1
    task_description                      = "Read the letter"
    task_title                            = "Letters"
    workteam_arn                          = "arn:aws:sagemaker:eu-central-1:111122223333:workteam/private-crowd/claims"
  }

  output_config {
    s3_output_path = "s3://letters/reviewed"
  }
}

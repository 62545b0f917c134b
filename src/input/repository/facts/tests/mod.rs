//! Facts of repositories, through the readers of their documents.

mod deliveries;
mod deployments;

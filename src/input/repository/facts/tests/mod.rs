//! Facts of repositories, through the readers of their documents.

mod coverage;
mod deliveries;
mod deployments;
mod own_reviews;
mod pins;
mod unrequired;

# syntax=docker/dockerfile:1
# Builds gate and ships it alone: no shell, no package manager, not as root.
ARG RUST_IMAGE=docker.io/library/rust:1.95-slim-bookworm
ARG RUNTIME_IMAGE=gcr.io/distroless/cc-debian12:nonroot

FROM ${RUST_IMAGE} AS build
RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev make && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Cargo.toml Cargo.lock README.md ./
COPY policies policies
COPY src src
RUN cargo build --release --locked && cp target/release/gate /gate

FROM ${RUNTIME_IMAGE}
LABEL org.opencontainers.image.title="gate" \
      org.opencontainers.image.description="A compliance gate for pull requests" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /gate /usr/local/bin/gate
USER 65532:65532
WORKDIR /repo
ENTRYPOINT ["/usr/local/bin/gate"]
CMD ["check"]

# Sluice
# SPDX-License-Identifier: Apache-2.0
#
#   docker build -t sluice .
#   docker run --rm sluice demo
#   docker run --rm -e KAFKA_BROKERS=kafka:9092 -v archive:/var/lib/sluice sluice

FROM swift:6.3-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        pkg-config librdkafka-dev libzstd-dev libisal-dev zlib1g-dev libyaml-dev libmicrohttpd-dev \
        libsqlite3-dev libpcre2-dev libcurl4-openssl-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY Package.swift ./
COPY Sources Sources
# The manifest names the test targets, so their folders must be there; nothing of them is compiled.
COPY Tests Tests
RUN --mount=type=cache,target=/build/.build \
    swift build -c release --product sluice --static-swift-stdlib \
    && install -D "$(swift build -c release --static-swift-stdlib --show-bin-path)/sluice" /out/sluice \
    && /out/sluice completions bash >/out/sluice.bash \
    && /out/sluice manual >/out/sluice.1

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        ca-certificates libcurl4 libisal2 libmicrohttpd12 libpcre2-8-0 librdkafka1 libsasl2-modules libsqlite3-0 \
        libstdc++6 libyaml-0-2 libzstd1 tini zlib1g \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/sluice --create-home --shell /usr/sbin/nologin sluice
COPY --from=build /out/sluice /usr/bin/sluice
COPY --from=build /out/sluice.bash /usr/share/bash-completion/completions/sluice
COPY --from=build /out/sluice.1 /usr/share/man/man1/sluice.1
COPY packaging/healthcheck /usr/lib/sluice/healthcheck
COPY topologies /etc/sluice/topologies
COPY packaging/monitor.yaml /etc/sluice/monitor.yaml
COPY LICENSE /usr/share/doc/sluice/copyright

USER sluice
WORKDIR /var/lib/sluice
ENV ARCHIVE_DIR=/var/lib/sluice/archive
VOLUME /var/lib/sluice
EXPOSE 8686
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=6s --start-period=60s --retries=3 CMD ["/usr/lib/sluice/healthcheck"]
ENTRYPOINT ["/usr/bin/tini", "--", "/usr/bin/sluice"]
CMD ["run", "--listen", "0.0.0.0:8686", \
    "/etc/sluice/topologies/app-requests.yaml", "/etc/sluice/topologies/web-access.yaml"]

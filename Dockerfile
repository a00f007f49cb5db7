# The API, the worker and every other `hyoban` command in one image. Node runs the TypeScript sources as they are.
# glibc, not Alpine: the native half of the Temporal SDK has no musl build.
FROM node:24.21.0-bookworm-slim@sha256:d6aa754f16b3197301076f047b5def2f02ea1dbbc2ca920407d46d7ec7f87b20 AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts
# The Temporal SDK brings its native library for five platforms, 25 to 30 MB each: keep the one of this image.
RUN cd node_modules/@temporalio/core-bridge/releases \
  && target="$(uname -m)-unknown-linux-gnu" \
  && test -d "$target" \
  && find . -mindepth 1 -maxdepth 1 ! -name "$target" -exec rm -r {} +

FROM node:24.21.0-bookworm-slim@sha256:d6aa754f16b3197301076f047b5def2f02ea1dbbc2ca920407d46d7ec7f87b20
# The Temporal SDK loads the system's certificates even when it does not use TLS.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY docker/healthcheck.js ./docker/
COPY src ./src
ENV NODE_ENV=production
# About 80 % of the memory limit of 1 GiB in docker-compose.yml; set both together.
ENV NODE_OPTIONS=--max-old-space-size=819
USER node
EXPOSE 3000
ENTRYPOINT ["node", "src/cli/hyoban.ts"]
CMD ["api"]

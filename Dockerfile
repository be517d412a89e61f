# The mock as a container. It needs no write access but to /tmp, and no user but its own:
#   docker build -t auth-conformance .
#   docker run --read-only --tmpfs /tmp -p 4010:4010 -v "$PWD/openapi.yaml:/openapi.yaml:ro" auth-conformance mock /openapi.yaml --host 0.0.0.0
FROM node:22-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run --silent build \
  && npm pack --ignore-scripts --pack-destination /tmp \
  && redis="$(node -p "require('./package.json').devDependencies.redis")" \
  && npm install --prefix /app --omit=dev --legacy-peer-deps --ignore-scripts --no-audit --no-fund /tmp/auth-conformance-*.tgz "redis@$redis"

FROM node:22-bookworm-slim
ENV NODE_ENV=production
COPY --from=build /app /app
USER node
WORKDIR /tmp
EXPOSE 4010 4011 4012
ENTRYPOINT ["node", "/app/node_modules/auth-conformance/dist/cli/main.js"]
CMD ["mock", "--host", "0.0.0.0"]

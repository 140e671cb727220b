# 票决 in a container, with a PostgreSQL of its own beside it (docker-compose.yml) or the embedded one when DATABASE_URL is not set.
FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:22-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/var/lib/piaojue
RUN mkdir -p /var/lib/piaojue && chown node:node /var/lib/piaojue
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/migrations ./migrations
USER node
VOLUME /var/lib/piaojue
EXPOSE 8080
# Reaps what ends inside: run with an init (`docker run --init`, `init: true` in docker-compose.yml).
CMD ["node", "dist/server/main.js"]

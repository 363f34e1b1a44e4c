# One image for web and workers: production dependencies by hash, browser assets built in, no compiler, not root.
FROM node:20-bookworm-slim AS assets
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --silent

FROM python:3.12-slim-bookworm
RUN useradd --create-home --uid 10001 portal
WORKDIR /app
COPY locks/production.txt locks/
RUN pip install --no-cache-dir --require-hashes -r locks/production.txt
COPY pyproject.toml README.md LICENSE ./
COPY classifiers classifiers
COPY desensitize desensitize
COPY catalog catalog
COPY portal portal
COPY --from=assets /src/node_modules node_modules
RUN python -m portal.assets && rm -rf node_modules && pip install --no-cache-dir --no-deps .
USER portal
ENV PORTAL_HOME=/instance
VOLUME /instance
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "8", "--timeout", "120", "portal.app:create_app()"]

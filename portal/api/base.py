"""The API's frame: OpenAPI document, problem+json for API paths only, paging in the body, ETags."""

from typing import Final

from flask import Flask
from flask_smorest import Api, Blueprint
from marshmallow import EXCLUDE, RAISE, Schema, fields, validate

PREFIX: Final = "/api/v1"


class ProblemSchema(Schema):
    """RFC 9457 with a stable code and sentences in both languages."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)
    message_en = fields.String()
    number = fields.String()
    errors = fields.Dict(keys=fields.String(), values=fields.Raw())


class PortalApi(Api):
    """flask-smorest's Api would claim every HTTP error of the application, pages included, and drop its headers.

    `portal.errors` answers all of them, API paths with problem+json, so nothing is registered here.
    """

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """Leave errors to `portal.errors`."""


class Asked(Schema):
    """Base of what callers send: unknown fields are named as errors."""

    class Meta:
        """Strict."""

        unknown = RAISE


class Query(Schema):
    """Base of query strings: unknown parameters are ignored, as clients add their own."""

    class Meta:
        """Lenient."""

        unknown = EXCLUDE


class PageQuery(Query):
    """Paging; `start` counts rows from 0."""

    start = fields.Integer(load_default=0, validate=validate.Range(0, 10_000_000))
    rows = fields.Integer(load_default=20, validate=validate.Range(0, 1000))


def blueprint(name: str, summary: str) -> Blueprint:
    """Return a blueprint of the API."""
    return Blueprint(name, __name__, url_prefix=PREFIX, description=summary)


def init_openapi(app: Flask) -> PortalApi:
    """Set the OpenAPI document up; return the Api that blueprints register with."""
    app.config.update(
        API_TITLE="政府金融数据开放平台 API",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "info": {"description": "报送、审核、检索与读取。公开数据无需令牌；令牌放在 Authorization 头里。"},
            "components": {"securitySchemes": {"token": {"type": "apiKey", "in": "header", "name": "Authorization"}}},
        },
    )
    api = PortalApi()
    api.init_app(app)
    return api

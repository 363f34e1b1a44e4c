"""The resumable door's addresses; see `portal.uploads.tus`."""

from flask import Blueprint

uploads = Blueprint("uploads", __name__, url_prefix="/uploads")
